/*
 * What was written while there was no session.  A resume brings it.  After a session that was lost for
 * good the channels that are listened to, their threads, channels in which the bot was spoken to, and
 * direct messages are read from where they were left, as far as they are known: a few pages each, one
 * request after the other, again after a failure that passes.  What had been written a little earlier is
 * looked at, too: it may have been edited.
 *
 * A run that begins without the session of the one before reads from where that was left.  Nothing is
 * read at the first start of all.  What is known beside the channels that are listened to is told to
 * the host, for the next run; and the messages that waited when the last run ended are read, too,
 * whatever became of the session.
 *
 * Source: discord-api-docs, resources/message, "Get Channel Messages".
 */
#ifndef PLATFORM_DISCORD_MISSED_H
#define PLATFORM_DISCORD_MISSED_H

#include <stdbool.h>
#include <stdint.h>

#include "base/json.h"
#include "platform/discord_rest.h"
#include "platform/platform.h"

#define DISCORD_MISSED_LISTENED_MAX 30 /* channels by name; the others are not read */
#define DISCORD_MISSED_DIRECT_MAX 50   /* then the one that was silent longest is forgotten */
#define DISCORD_MISSED_VISITED_MAX 50  /* threads and others; then likewise */
#define DISCORD_MISSED_WAITED_MAX                                                                  \
	32 /* channels with messages that waited; the next run reads the others */
#define DISCORD_MISSED_AGAIN_MS 3600000 /* before the host is told of the same channel again */
#define DISCORD_MISSED_PAGES_MAX 10     /* of a hundred messages, for one channel */
/*
 * What is that much older may have been edited meanwhile.  People mend what they have just written; as the
 * oldest is read first, and DISCORD_MISSED_OLD_MAX pages at most, a longer time would, where much is
 * written, leave no page for the newest.
 */
#define DISCORD_MISSED_EDITS_MS 600000
#define DISCORD_MISSED_OLD_MAX 3     /* pages of that; then what was missed is more pressing */
#define DISCORD_MISSED_SKEW_MS 5000  /* that our clock may be ahead of Discord's */
#define DISCORD_MISSED_ASK_MS 120000 /* for one page: an outage ends in parts */
#define DISCORD_MISSED_DEAD_MS                                                                     \
	120000 /* an earlier run's connection may have been dead for so long */

struct discord_missed;

/*
 * A message that was missed, or edited meanwhile, oldest first; server is "" in a direct message.  Borrowed
 * for the call.
 */
typedef void discord_missed_found(
	void *ctx, const json *message, const char *server, bool is_edit, int64_t age_ms);

/* What waited in the last run has been read, or cannot be: message is an id, as conversation. */
typedef void discord_missed_done(void *ctx, const struct platform_place *waited);

/*
 * discord_missed_create(host, account, rest, found, done, ctx): knows the channels that account (copied)
 * listens to, and its places; asks through rest, which must outlive it.  NULL when memory is short.
 * Ended with discord_missed_destroy().
 */
struct discord_missed *discord_missed_create(const struct platform_host *host,
	const struct platform_account *account, struct discord_rest *rest,
	discord_missed_found *found, discord_missed_done *done, void *ctx);

/*
 * discord_missed_destroy(m): releases it.  NULL is accepted.
 */
void discord_missed_destroy(struct discord_missed *m);

/*
 * discord_missed_know(m, message): somebody did something in the channel of that message object (borrowed):
 * where it is one of direct messages it is read after a loss.
 */
void discord_missed_know(struct discord_missed *m, const json *message);

/*
 * discord_missed_visit(m, event, now_ms): a message or an edit that is delivered, with all that is known of
 * its channel: where it is one of direct messages, a thread of a channel that is listened to, or the bot is
 * addressed, it is read after a loss, and the host is told, now and then.
 */
void discord_missed_visit(
	struct discord_missed *m, const struct platform_event *event, int64_t now_ms);

/*
 * discord_missed_note(m, message, channel, direct, now_ms): a message, of whomever, was delivered: its id
 * and its channel's, each NULL or any text when Discord said none; direct where it named no server.
 */
void discord_missed_note(struct discord_missed *m, const char *message, const char *channel,
	bool direct, int64_t now_ms);

/*
 * discord_missed_begun(m, again, since_ms, now_ms): a session has begun; again: in place of one that was
 * lost, or, where since_ms is not 0, of an earlier run's, which had dealt with all up to that time of day.
 * To be called before the first event of the new one is noted.
 */
void discord_missed_begun(struct discord_missed *m, bool again, int64_t since_ms, int64_t now_ms);

/*
 * discord_missed_since(m, now_ms, behind): the time of day up to which nothing is missed, for since_ms of a
 * later run; *behind: something is being read.
 */
int64_t discord_missed_since(const struct discord_missed *m, int64_t now_ms, bool *behind);

/*
 * discord_missed_told(m, answer, now_ms): the answer to a DISCORD_REST_MESSAGES.
 */
void discord_missed_told(
	struct discord_missed *m, const struct discord_rest_answer *answer, int64_t now_ms);

/*
 * discord_missed_stop(m): nothing is asked or found any more.
 */
void discord_missed_stop(struct discord_missed *m);

#endif
