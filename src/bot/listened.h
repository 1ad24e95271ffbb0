/*
 * The channels that an account listens to and that are known by name, for its adapter.
 */
#ifndef BOT_LISTENED_H
#define BOT_LISTENED_H

#include <stddef.h>

#include "platform/platform.h"

#define LISTENED_MAX 64 /* that an adapter is told of */

struct config;
struct orders;

/*
 * listened_list(config, orders, account, listened): fills in the channels of the configuration that the
 * account listens to, as was ordered in chat, the first ones when they are many.  Returns how many.
 */
size_t listened_list(const struct config *config, const struct orders *orders, const char *account,
	struct platform_listened listened[LISTENED_MAX]);

#endif
