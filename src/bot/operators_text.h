/*
 * What operators are told, as texts.  For operators.c.
 */
#ifndef BOT_OPERATORS_TEXT_H
#define BOT_OPERATORS_TEXT_H

#include "base/buf.h"
#include "bot/commands.h"
#include "bot/desk.h"
#include "bot/escalations.h"
#include "bot/gaps.h"
#include "sys/store.h"

#define OPERATORS_TEXT_LINES 15 /* of a list; how many more there are is said */

/*
 * operators_text_status(desk, call, all, out): how the bot and its account are, what holds where the
 * command was given, and what was ordered: all of it, or only what concerns that server and channel.
 */
void operators_text_status(const struct desk_options *desk, const struct commands_call *call,
	bool all, struct buf *out);

/*
 * operators_text_test(desk, call, text, channel, out): what would be said to the text there, and why.
 */
void operators_text_test(const struct desk_options *desk, const struct commands_call *call,
	const char *text, enum lumbar_channel channel, struct buf *out);

/*
 * operators_text_unanswered(list, n, out): what went unanswered.
 */
void operators_text_unanswered(const struct gaps_shape *list, size_t n, struct buf *out);

/*
 * operators_text_feedback(sums, n, out): how often what was said of the answers.
 */
void operators_text_feedback(const struct store_counter *sums, size_t n, struct buf *out);

/*
 * operators_text_alerts(desk, server, now_ms, out): the alerts of that server (NULL = all) that are open.
 */
void operators_text_alerts(
	const struct desk_options *desk, const char *server, int64_t now_ms, struct buf *out);

#endif
