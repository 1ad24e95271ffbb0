/*
 * What is said, recorded before it is sent and marked after, so that a restart neither forgets nor repeats
 * it; and the values that an account hands to its next run.
 *
 *	say -> waiting --recorded, or waited long enough--> sent --outcome--> marked
 *	         |
 *	         '--withdrawn, or said before--> outcome
 *
 * An emergency waits for the disk JOURNAL_URGENT_MS at most.  Where there is no store, or it has raised its
 * alarm, nothing waits.
 */
#ifndef BOT_JOURNAL_H
#define BOT_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bound.h"
#include "platform/platform.h"

#define JOURNAL_URGENT_MS 50   /* an emergency waits for the disk no longer */
#define JOURNAL_ANSWER_MS 1000 /* nor an answer longer than this */
#define JOURNAL_WAITING_MAX 256
#define JOURNAL_RESERVED 256 /* further ones, for emergencies alone */
#define JOURNAL_SENT_MAX                                                                           \
	2048 /* whose outcome is awaited; then the oldest stays open in the store */
#define JOURNAL_PURPOSE_MAX 16 /* bytes of a purpose with its NUL; a longer one is not recorded */

struct journal;
struct loop;
struct store;

struct journal_options {
	struct store *store; /* NULL = there is none; borrowed, as the loop */
	struct loop *loop;
	/* Sends a message through that account.  Returns 0, or -1 when there is no room. */
	int (*send)(void *ctx, const char *account, const struct platform_say *say);
	/* What became of one that was not handed to send(); never called from inside journal_say(). */
	void (*outcome)(void *ctx, const char *account, const struct platform_outcome *outcome);
	void *ctx;
};

/* A message that is dealt with although nothing is said to it. */
struct journal_claim {
	const char *account, *message, *user; /* the last two are ids */
	const char *purpose;
	uint64_t ticket;  /* for the caller, after a restart */
	const char *note; /* likewise; NULL = none */
};

/*
 * journal_create(options): nothing is on its way; NULL when memory is short.  Ended with journal_destroy().
 */
struct journal *journal_create(const struct journal_options *options);

/*
 * journal_destroy(j): forgets what waits: it is not sent, and stays open in the store.  NULL is accepted.
 */
void journal_destroy(struct journal *j);

/*
 * journal_say(j, account, say): takes a copy of a message, has it recorded, and sends it.  Returns 0, and
 * an outcome follows; or -1 when too many wait.
 */
int journal_say(struct journal *j, const char *account, const struct platform_say *say);

/*
 * journal_again(j, account, say): sends, at once, what an earlier run recorded.  Returns 0, or -1 when
 * there is no room: it stays open in the store.
 */
int journal_again(struct journal *j, const char *account, const struct platform_say *say);

/*
 * journal_expired(j, account, say): what an earlier run recorded is of no use any more.
 */
void journal_expired(struct journal *j, const char *account, const struct platform_say *say);

/*
 * journal_wall(): the time of day in milliseconds since 1970, as it is recorded.
 */
int64_t journal_wall(void);

/*
 * journal_withdraw(j, ticket): withdraws the message of that ticket if it still waits; returns whether it
 * does, and its outcome follows.
 */
bool journal_withdraw(struct journal *j, uint64_t ticket);

/*
 * journal_outcome(j, account, outcome): marks what was sent.
 */
void journal_outcome(
	struct journal *j, const char *account, const struct platform_outcome *outcome);

/*
 * journal_settle(j, claim): records that the message is dealt with (copied).
 */
void journal_settle(struct journal *j, const struct journal_claim *claim);

/*
 * journal_keep(j, account, name, value): keeps a value for the account's next run.
 */
void journal_keep(struct journal *j, const char *account, const char *name, const char *value);

/*
 * journal_flush(j): sends what waits, and from now on everything at once: the end is near.
 */
void journal_flush(struct journal *j);

/* What has been done so far. */
struct journal_counts {
	uint64_t unrecorded; /* sent without knowing that it was recorded */
	uint64_t held;       /* not sent: it was said before */
};

/*
 * journal_counts(j): the counts.
 */
struct journal_counts journal_counts(const struct journal *j);

#define JOURNAL_BOUNDS 2

/*
 * journal_bounds(j, bounds): how full it is: what waits for the disk, what waits for its outcome.
 */
void journal_bounds(const struct journal *j, struct bound bounds[JOURNAL_BOUNDS]);

#endif
