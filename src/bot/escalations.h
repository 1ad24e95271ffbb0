/*
 * All emergencies that staff are told of: whom to tell, what to do when that fails or nobody picks it up,
 * and what the person has to know of it.  No input or output: it is told the time, and hands on what is to
 * be said and kept.
 */
#ifndef BOT_ESCALATIONS_H
#define BOT_ESCALATIONS_H

#include "bot/escalation.h"

#define ESCALATIONS_SIGNS_MAX                                                                      \
	16                   /* where alerts are on their way; then the oldest counts for nothing */
#define ESCALATIONS_MAX 1024 /* that are open; a further one is told once, and not followed up */

struct config;
struct config_place;
struct escalations;
struct log;

/* Where staff can be told. */
enum escalations_way { ESCALATIONS_CHANNEL, ESCALATIONS_WEBHOOK, ESCALATIONS_COMMAND };

struct escalations_path {
	enum escalations_way way;
	const char *channel, *role; /* ids; the second may be NULL */
};

/* One thing that has happened, for the record. */
struct escalations_step {
	const char *name; /* "opened", "alerted", "repeated", "failed", "unreached", "informed",
			     "acknowledged", "closed" */
	const char *path; /* "channel 123", "webhook", "command"; "" if none */
	const char *who;  /* id of whoever picked it up; "" if nobody */
	const char *detail;
};

struct escalations_options {
	const struct config *config; /* borrowed, as the log */
	struct log *log;
	/* Says something because of an escalation.  Returns its ticket, 0 when there was no room. */
	uint64_t (*say)(void *ctx, const struct escalation *e, bool to_staff,
		const struct platform_say *say);
	/* Tells staff elsewhere; an outcome follows.  Returns as say(). */
	uint64_t (*page)(void *ctx, const struct escalation *e, enum escalations_way way,
		const char *text, const char *step);
	/* It is over; what was said under that ticket (0 = none) may still wait to be sent. */
	void (*withdraw)(void *ctx, const struct escalation *e, uint64_t ticket);
	/* What the person is told; borrowed until the next call. */
	const char *(*notice)(void *ctx, const struct escalation *e, enum lumbar_notice notice,
		const char *region);
	/* What the person was told first, in so many characters less than fit; borrowed as well. */
	const char *(*reply)(
		void *ctx, const struct escalation *e, const char *region, size_t less);
	/* A message of ours becomes another, or goes: conversation, replaces and text say which. */
	void (*change)(void *ctx, const struct escalation *e, const struct platform_say *say);
	/* Something has happened. */
	void (*keep)(void *ctx, const struct escalation *e, const struct escalations_step *step);
	/* escalations_tick() is wanted then; replaces an earlier wish. */
	void (*wake)(void *ctx, int64_t at_ms);
	void *ctx;
};

/*
 * escalations_create(options): none so far; NULL when memory is short.  Ended with escalations_destroy().
 */
struct escalations *escalations_create(const struct escalations_options *options);

/*
 * escalations_destroy(es): forgets them; they stay as they were kept.  NULL is accepted.
 */
void escalations_destroy(struct escalations *es);

/*
 * escalations_path(config, e, i, path): the i-th way to tell staff of the place that e is about, the first
 * one first; false when there is none.
 */
bool escalations_path(const struct config *config, const struct escalation *e, unsigned i,
	struct escalations_path *path);

/*
 * escalations_place_path(config, place, i, path): the same for whatever holds in that place.
 */
bool escalations_place_path(const struct config *config, const struct config_place *place,
	unsigned i, struct escalations_path *path);

/*
 * escalations_begin(es, like, now_ms): tells staff of it (copied; what it is about is set, and nothing
 * else).
 */
void escalations_begin(struct escalations *es, const struct escalation *like, int64_t now_ms);

/*
 * escalations_outcome(es, outcome, now_ms): what became of something that was said or paged.
 */
void escalations_outcome(
	struct escalations *es, const struct platform_outcome *outcome, int64_t now_ms);

/*
 * escalations_acknowledge(es, account, event, now_ms): whether the event is somebody's reaction or reply to
 * an alert that is open; then it is over.  It is not by a sign of the person whom it is about.
 */
bool escalations_acknowledge(struct escalations *es, const char *account,
	const struct platform_event *event, int64_t now_ms);

/* What became of a button that was pressed. */
enum escalations_found {
	ESCALATIONS_NONE, /* there is no such case that is open */
	ESCALATIONS_OWN,  /* whoever needs help has not come to help */
	ESCALATIONS_DONE,
};

/* Who picks something up, and under which message where.  All are ids. */
struct escalations_taking {
	const char *user, *conversation, *alert;
};

/*
 * escalations_take(es, account, number, by, now_ms): somebody picks up the case of that number.
 */
enum escalations_found escalations_take(struct escalations *es, const char *account,
	const char *number, const struct escalations_taking *by, int64_t now_ms);

/*
 * A case: by its number or, where that is NULL, by the message that it is about and whether an edit of
 * that began it, and of which tier that was (LUMBAR_TIER_NONE = any): one message may have a case of each.
 */
struct escalations_which {
	const char *number, *message;
	bool edited;
	enum lumbar_tier tier; /* of an edit only */
	const char
		*shown; /* id of the message under which the button is, which is changed by whoever
			      heard of that; NULL = none */
};

/*
 * escalations_retract(es, account, which, staff, now_ms): it was a false alarm, says that member of staff
 * or, with "", the person: it is over, and the other side is told.  What the person and the staff were told
 * says so from then on, and what was said of nobody having come is taken back.
 */
enum escalations_found escalations_retract(struct escalations *es, const char *account,
	const struct escalations_which *which, const char *staff, int64_t now_ms);

/* Something that was said to a person because of a red flag, and stands there now. */
struct escalations_said {
	const char *message, *purpose; /* id of what it was said to; the say's */
	const char *conversation, *id;
};

/*
 * escalations_said(es, account, said, now_ms): keeps that in mind where it belongs to a case that is open;
 * that nobody has come goes at once where somebody has meanwhile.
 */
void escalations_said(struct escalations *es, const char *account,
	const struct escalations_said *said, int64_t now_ms);

/*
 * escalations_pick_up(es, number, by, how, now_ms): the same for whoever named it by its number elsewhere:
 * by is their id, "" for somebody in the dashboard, how a few words for the record.  Returns false when
 * none of that number is open.
 */
bool escalations_pick_up(struct escalations *es, const char *number, const char *by,
	const char *how, int64_t now_ms);

/*
 * escalations_each(es, fn, ctx): passes those that are open to fn, the oldest first; it must change
 * nothing.
 */
typedef void escalations_fn(void *ctx, const struct escalation *e);
void escalations_each(const struct escalations *es, escalations_fn *fn, void *ctx);

/*
 * escalations_restore(es, like): takes up one of an earlier run (copied); nothing is done about it before
 * escalations_tick().
 */
void escalations_restore(struct escalations *es, const struct escalation *like);

/*
 * escalations_again(es, account, message, purpose, ticket): an earlier run has said that to a person or to
 * staff, and its outcome is not known; it is said again under that ticket.  Returns false when it belongs
 * to a case that is over by now: then it must not be sent; a notice goes if it was.
 */
bool escalations_again(struct escalations *es, const char *account, const char *message,
	const char *purpose, uint64_t ticket);

/* What an earlier run said to staff. */
struct escalations_before {
	const char *account, *message, *purpose;
	uint64_t ticket; /* under which it is said again; 0 = its outcome is known, */
	const struct platform_outcome *outcome; /* which is this */
};

/*
 * escalations_before(es, before, now_ms): has it count for one that was restored.
 */
void escalations_before(
	struct escalations *es, const struct escalations_before *before, int64_t now_ms);

/*
 * escalations_tick(es, now_ms): does what is due.
 */
void escalations_tick(struct escalations *es, int64_t now_ms);

/*
 * escalations_count(es): how many are open.
 */
size_t escalations_count(const struct escalations *es);

#endif
