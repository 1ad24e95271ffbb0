/*
 * The buttons and menus under answers: further questions, topics, and whether it helped.
 */
#ifndef BOT_PRESS_H
#define BOT_PRESS_H

#include <stdbool.h>

#include "base/bound.h"
#include "bot/commands.h"
#include "bot/listener.h"

#define PRESS_VOTES_MAX                                                                            \
	4096 /* whose vote is remembered, so that it counts once; then the oldest goes */

struct desk_options;
struct press;

/*
 * press_create(options, commands): adds these buttons, and counts what is said of answers without any; NULL
 * when memory is short.  Both are borrowed, what
 * the options hold too.  Ended with press_destroy().
 */
struct press *press_create(const struct desk_options *options, struct commands *commands);

/*
 * press_destroy(p): releases it.  NULL is accepted.
 */
void press_destroy(struct press *p);

/*
 * press_excuse(did): why nothing is said, for people; NULL when something is.
 */
const char *press_excuse(enum listener_did did);

/*
 * press_answer(desk, call, intent, to_all): answers with what is said to that intent; with a word of regret
 * when the content has none any more, where no answers are given to that person, or when they were given
 * many a moment ago.
 */
void press_answer(const struct desk_options *desk, const struct commands_call *call,
	const char *intent, bool to_all);

/*
 * press_bound(p): how many votes are remembered.
 */
struct bound press_bound(const struct press *p);

#endif
