/*
 * What is remembered of conversations: one for each person in each channel, in memory only, the least
 * recent forgotten.  The keys are hashed with a salt of this process, so that even memory holds no list
 * of who asked.
 */
#ifndef BOT_CONVERSATIONS_H
#define BOT_CONVERSATIONS_H

#include <stddef.h>

#include "lumbar.h"

#define CONVERSATIONS_MAX 16384 /* conversations that are kept */

struct conversations;

/*
 * conversations_create(): an empty memory; NULL when memory is short.  Ended with
 * conversations_destroy().
 */
struct conversations *conversations_create(void);

/*
 * conversations_destroy(c): releases it.  NULL is accepted.
 */
void conversations_destroy(struct conversations *c);

/*
 * conversations_of(c, channel, user): what is remembered of that person in that channel, empty when
 * nothing is; valid until the next call.  NULL when memory is short.
 */
struct lumbar_talk *conversations_of(
	struct conversations *c, const char *channel, const char *user);

/*
 * conversations_forget(c, channel, user): forgets that person there.
 */
void conversations_forget(struct conversations *c, const char *channel, const char *user);

#endif
