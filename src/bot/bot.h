/*
 * The bot: every account of the configuration, and what it hears joined to what is said.
 */
#ifndef BOT_BOT_H
#define BOT_BOT_H

#include "bot/desk.h"
#include "bot/gaps.h"
#include "bot/journal.h"
#include "bot/listener.h"

#define BOT_DRAIN_MS 4000 /* what is being sent has so long to be finished at the end */

struct account_status;
struct bot;
struct config;
struct escalations;
struct log;
struct loop;
struct orders;
struct recall;
struct resolve;
struct responder;
struct store;
struct tally;

struct bot_options {
	const struct config *config; /* everything here is borrowed */
	const char *const *tokens; /* of its accounts, in their order; used by bot_create() only */
	const char *webhook;       /* at which staff are told; NULL = none */
	struct responder *responder;
	struct loop *loop;
	struct resolve *resolve;
	struct log *log;
	struct store *store;         /* NULL = a restart forgets everything */
	const struct recall *recall; /* what the last run left; used until bot_start() returns */
};

/* The bot has ended; status is the one of sysexits.h to exit with, 0 after bot_stop(). */
typedef void bot_ended_fn(void *ctx, int status);

/*
 * bot_create(options, ended, ctx): a bot that is not connected; NULL with a log line when an account's
 * platform is not known or memory is short.  ended(ctx, status) is called once, by the loop, when the
 * last account has stopped or cannot go on.  Ended with bot_destroy().
 */
struct bot *bot_create(const struct bot_options *options, bot_ended_fn *ended, void *ctx);

/*
 * bot_destroy(b): drops every connection; not from inside a function that the loop called.  NULL is
 * accepted.
 */
void bot_destroy(struct bot *b);

/*
 * bot_start(b): connects every account, and sends what the last run left.
 */
void bot_start(struct bot *b);

/*
 * bot_stop(b): finishes what is being sent and closes so that sessions stay resumable, within
 * BOT_DRAIN_MS.
 */
void bot_stop(struct bot *b);

/*
 * bot_forget(b, user): what is held in memory of the person of that id goes, when they were answered too:
 * who asks for it themselves stays cooled.
 */
void bot_forget(struct bot *b, const char *user);

/*
 * bot_observe(b, fn, ctx): see listener_observe().
 */
void bot_observe(struct bot *b, listener_view_fn *fn, void *ctx);

/*
 * bot_counts(b): what has been done so far.
 */
struct listener_counts bot_counts(const struct bot *b);

/*
 * bot_journal_counts(b): how what was said was recorded.
 */
struct journal_counts bot_journal_counts(const struct bot *b);

/*
 * bot_tally(b): how often and how fast, borrowed.
 */
const struct tally *bot_tally(const struct bot *b);

/*
 * bot_escalations(b): what staff are told of; borrowed.
 */
struct escalations *bot_escalations(const struct bot *b);

/*
 * bot_status(b, i, status): how the i-th account is.  Returns false when there are not so many.
 */
bool bot_status(const struct bot *b, size_t i, struct account_status *status);

/*
 * bot_listen(b, account, want): see account_listen(), for the account of that name.
 */
void bot_listen(struct bot *b, const char *account, bool want);

/*
 * bot_orders(b), bot_gaps(b): what was ordered in chat; what was asked and not answered.  Borrowed.
 */
struct orders *bot_orders(const struct bot *b);
struct gaps *bot_gaps(const struct bot *b);

/*
 * bot_stopping(b): whether bot_stop() was called.
 */
bool bot_stopping(const struct bot *b);

#define BOT_BOUNDS (LISTENER_BOUNDS + JOURNAL_BOUNDS + DESK_BOUNDS + GAPS_BOUNDS + 1)

/*
 * bot_bounds(b, bounds): how full is what it remembers, what waits for the disk, what was ordered in
 * chat, what is known of unanswered questions, and what commands and buttons keep.
 */
void bot_bounds(const struct bot *b, struct bound bounds[BOT_BOUNDS]);

#endif
