/*
 * The buttons and menus under answers: further questions, topics, and whether it helped.
 */
#ifndef BOT_PRESS_H
#define BOT_PRESS_H

#include <stdbool.h>

#include "bot/commands.h"

#define PRESS_VOTES_MAX                                                                            \
	4096 /* whose vote is remembered, so that it counts once; then the oldest goes */

struct desk_options;
struct press;
struct responder;

/*
 * press_create(options, commands): adds these buttons; NULL when memory is short.  Both are borrowed, what
 * the options hold too.  Ended with press_destroy().
 */
struct press *press_create(const struct desk_options *options, struct commands *commands);

/*
 * press_destroy(p): releases it.  NULL is accepted.
 */
void press_destroy(struct press *p);

/*
 * press_answer(r, call, intent, to_all): answers with what is said to that intent; with a word of regret
 * when the content has none any more.
 */
void press_answer(
	struct responder *r, const struct commands_call *call, const char *intent, bool to_all);

#endif
