/*
 * What becomes of something that was written: whether it concerns us there, what is said to it, and to
 * whom else.  No input or output: it is told the time, and hands on what is to be said.
 */
#ifndef BOT_LISTENER_H
#define BOT_LISTENER_H

#include <stdint.h>

#include "bot/takeback.h"
#include "platform/platform.h"

#define LISTENER_ANSWER_MS 60000 /* after so long an answer is of no use any more */
#define LISTENER_FLAG_MS 3600000 /* a red-flag reply is, however late */
#define LISTENER_OLD_MS 120000   /* a question that comes late is answered for so long */

struct config;
struct escalation;
struct escalations;
struct gaps_question;
struct orders;
struct escalations_step;
struct gaps_question;
struct listener;
struct log;
struct orders;
struct responder;
struct tally;

/* Somebody says whether an answer helped; the first three are ids. */
struct listener_vote {
	const char *message, *user; /* of the answer; who says so */
	const char *server;         /* "" = in private */
	const char *intent;         /* that was answered */
	bool helped;
};

/* Something for staff that goes through no account. */
struct listener_page {
	uint64_t ticket; /* comes back in an outcome */
	bool to_command; /* else to the webhook */
	const char *text, *tier, *flags, *link, *number, *step;
};

#define LISTENER_RATEABLE                                                                          \
	"v" /* purpose under which an answer is kept of which people may say whether it helped */

/* What is kept although nothing is said: a message that is dealt with, or an answer as above. */
struct listener_settled {
	const char *message, *user; /* ids */
	const char *purpose;
	uint64_t ticket;
	const char *note; /* of an answer the intent; NULL = none */
};

struct listener_options {
	const struct config *config; /* these three are borrowed */
	struct responder *responder;
	struct log *log;
	/* Takes a message for sending through that account.  Returns 0, or -1 when there is no room. */
	int (*say)(void *ctx, const char *account, const struct platform_say *say);
	/* Takes something back that was said through that account.  Returns 0, or -1 when it stays. */
	int (*take_back)(void *ctx, const char *account, const struct takeback *back);
	void *ctx;
	/* To be kept for the next run; may be NULL. */
	void (*settled)(void *ctx, const char *account, const struct listener_settled *what);
	/* Tells staff.  Returns 0, and listener_outcome() follows, or -1; as all below may be NULL. */
	int (*page)(void *ctx, const char *account, const struct listener_page *page);
	/* Something has become of an escalation. */
	void (*kept)(void *ctx, const struct escalation *e, const struct escalations_step *step);
	/* listener_tick() is wanted then; replaces an earlier wish. */
	void (*wake)(void *ctx, int64_t at_ms);
	/* The time of day in milliseconds since 1970. */
	int64_t (*wall)(void *ctx);
	const struct orders *orders; /* what holds of what was ordered in chat; borrowed */
	/* Something was asked and is not answered; the strings are borrowed for the call. */
	void (*unanswered)(void *ctx, const struct gaps_question *question);
	/* That message is gone, or has become another. */
	void (*gone)(void *ctx, const char *account, const char *message);
	/* Something was said to a message, or was decided to be. */
	void (*acted)(void *ctx, const struct lumbar_verdict *verdict);
};

/*
 * listener_create(options): a listener; NULL when memory is short.  Ended with listener_destroy().
 */
struct listener *listener_create(const struct listener_options *options);

/*
 * listener_destroy(l): releases it.  NULL is accepted.
 */
void listener_destroy(struct listener *l);

/* What became of an event. */
enum listener_did {
	LISTENER_NOTHING, /* there was nothing to be said */
	LISTENER_SAID,
	LISTENER_OFF,    /* the bot is not to speak there */
	LISTENER_QUIET,  /* answers are paused there, or that person gets none */
	LISTENER_COOLED, /* that was said a moment ago */
	LISTENER_BEFORE, /* the message was answered before */
};

/*
 * listener_hear(l, account, abilities, event, now_ms): says what there is to say to an event of that
 * account's.
 */
enum listener_did listener_hear(struct listener *l, const char *account,
	struct platform_abilities abilities, const struct platform_event *event, int64_t now_ms);

/*
 * listener_allows(l, account, event): what would become of a question that the person of the event asks
 * where it happened, as far as that was configured and ordered: LISTENER_SAID, _OFF or _QUIET.  For what is
 * answered without being heard, as it was chosen from what is offered.
 */
enum listener_did listener_allows(
	struct listener *l, const char *account, const struct platform_event *event);

/*
 * listener_chose(l, account, user, verdict, now_ms): whether an answer that the person of that id chose
 * instead of asking may be given (LISTENER_SAID), which is counted; LISTENER_COOLED when they were given
 * many a moment ago.
 */
enum listener_did listener_chose(struct listener *l, const char *account, const char *user,
	const struct lumbar_verdict *verdict, int64_t now_ms);

/*
 * listener_outcome(l, account, outcome, now_ms): logs what became of something said, counts it, and says
 * what is to be said next when it was a red-flag reply that was not taken.
 */
void listener_outcome(struct listener *l, const char *account,
	const struct platform_outcome *outcome, int64_t now_ms);

/*
 * listener_tick(l, now_ms): does what is due.
 */
void listener_tick(struct listener *l, int64_t now_ms);

/*
 * listener_restore(l, e): takes up an escalation of an earlier run (copied), before what that run said.
 */
void listener_restore(struct listener *l, const struct escalation *e);

/* What an earlier run said, or decided not to say, to a message. */
struct listener_before {
	const char *account, *message; /* the second is an id */
	const char *purpose;
	uint64_t ticket;    /* the one that it had then */
	const char *answer; /* id of what was sent; "" if none, or not known */
	bool spoken, sent;
};

/*
 * listener_rateable(l, account, answer, intent): an answer of an earlier run stands there under that id.
 */
void listener_rateable(
	struct listener *l, const char *account, const char *answer, const char *intent);

/*
 * listener_before(l, before, now_ms): keeps it in mind, so that it is not said again.
 */
void listener_before(struct listener *l, const struct listener_before *before, int64_t now_ms);

/*
 * listener_again(l, account, abilities, say, now_ms): takes up what an earlier run recorded and did not
 * know to be sent, and gives it a new ticket.  Returns 0 when it is to be sent again, -1 when its time is
 * over, which is counted and logged.
 */
int listener_again(struct listener *l, const char *account, struct platform_abilities abilities,
	struct platform_say *say, int64_t now_ms);

/* A message that was read, and what the bot made of it; valid during the call. */
struct listener_view {
	const char *account;
	const struct platform_event *event;
	const struct lumbar_verdict *verdict;
	bool cooled;         /* it would have been answered, but that was said a moment ago */
	const char *explain; /* see lumbar_explain(); "" when memory is short */
};

typedef void listener_view_fn(void *ctx, const struct listener_view *view);

/*
 * listener_observe(l, fn, ctx): has fn(ctx, view) called for every message that is read, silence
 * included; a NULL fn ends that.
 */
void listener_observe(struct listener *l, listener_view_fn *fn, void *ctx);

/*
 * listener_escalations(l): what staff are told of; borrowed.
 */
struct escalations *listener_escalations(struct listener *l);

/*
 * listener_forget(l, user): forgets when the person of that id was answered.
 */
void listener_forget(struct listener *l, const char *user);

/*
 * listener_change(l, account, say): a message of ours becomes another (say.replaces), which is recorded
 * under say.cause before it happens: the next run does it if this one dies.  Returns whether there was
 * room.
 */
bool listener_change(struct listener *l, const char *account, const struct platform_say *say);

typedef void listener_vote_fn(void *ctx, const struct listener_vote *vote);

/*
 * listener_vote_to(l, fn, ctx): has fn(ctx, vote) called when somebody says, without a button, whether an
 * answer helped.
 */
void listener_vote_to(struct listener *l, listener_vote_fn *fn, void *ctx);

/* What has been done so far. */
struct listener_counts {
	uint64_t heard, answered, escalated, fell_back, cooled, sent, refused, expired, taken_back;
};

/*
 * listener_counts(l): the counts.
 */
struct listener_counts listener_counts(const struct listener *l);

/*
 * listener_tally(l): the same by tier and answer, and how long it took; borrowed.
 */
const struct tally *listener_tally(const struct listener *l);

#define LISTENER_BOUNDS 6

/*
 * listener_bounds(l, bounds): how full is what it remembers.
 */
void listener_bounds(const struct listener *l, struct bound bounds[LISTENER_BOUNDS]);

#endif
