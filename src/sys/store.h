/*
 * What survives a restart: which messages were dealt with, what is to be said and is not said yet, a few
 * values by name, what staff were told and what came of that, settings and counters.  Never what people
 * wrote.
 *
 * The store is semantic and asynchronous: what is asked of it is copied, queued and done by a thread of its
 * own, and what came of it is told by the loop.  Nothing above it knows what it is made of (store_db.h).
 * A store that cannot be used (the disk is full or read-only, the file is locked or damaged) raises an
 * alarm and fails what is asked; the caller goes on from memory.  What is said and what
 * became of it, cases, the record, values, settings and places are asked of it again until they are kept.
 *
 * What is urgent is done before everything else that waits.  What is asked in one of the two orders is done
 * in that order, and whatever is urgent is done before something ordinary that was asked later.
 */
#ifndef SYS_STORE_H
#define SYS_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bound.h"

#define STORE_QUEUE_MAX 1024   /* things that may wait to be done */
#define STORE_RESERVED 512     /* further ones, for what is urgent alone */
#define STORE_TEXT_MAX 131072  /* bytes of one thing's strings */
#define STORE_OPEN_MAX 1024    /* open entries that store_due() finds, emergencies first */
#define STORE_SETTLED_MAX 4096 /* settled ones, the newest first */
#define STORE_VALUES_MAX 16    /* values of one owner */
#define STORE_CASES_MAX 1024 /* open cases of one owner that store_due() finds, the oldest first */
#define STORE_SETTINGS_MAX 1024 /* settings of one account */
#define STORE_SHAPES_MAX 512 /* shapes of one account; then the one seen least often is forgotten */
#define STORE_TEXTS_MAX 1000 /* texts of all accounts; then the oldest is forgotten */
#define STORE_PLACES_MAX 512 /* where one owner's next run has to read; then the oldest goes */
#define STORE_SUMS_MAX 512   /* counters that store_sums() finds, the largest */
#define STORE_REVIEW_MAX 200 /* lines of the record that store_review() finds, the newest */
#define STORE_DRAIN_MS 2000  /* what waits at the end has so long to be done */
#define STORE_RETRY_MS 5000  /* before a file that could not be opened is tried again */
#define STORE_WHY_MAX 256    /* bytes of a reason with its NUL */
#define STORE_FILE "lumbard.db" /* its name in its folder; others begin with it */

struct loop;
struct store;
struct store_op;

struct store_options {
	struct loop *loop;  /* borrowed */
	const char *folder; /* made when it is missing; copied */
	int64_t keep_ms;    /* settled entries and cases are forgotten after so long */
	int64_t audit_ms;   /* what was recorded and counted after so long; 0 = as keep_ms */
	int64_t retry_ms;   /* 0 = STORE_RETRY_MS */
	/* The store cannot be used, for that reason; NULL = it can again.  May be NULL. */
	void (*alarm)(void *ctx, const char *why);
	void *ctx;
};

/* Whose entries: one shard of an account.  Who asks last for what is due owns them from then on. */
struct store_owner {
	const char *account;
	unsigned shard, shards;
};

enum store_result {
	STORE_DONE,
	STORE_HELD,   /* that entry was there before: somebody deals with it, or did */
	STORE_FENCED, /* another process has taken over from this one */
	STORE_FAILED, /* the store cannot be used, see store_alarm() */
};

enum store_state {
	STORE_OPEN, /* to be said, or being said */
	STORE_SENT,
	STORE_REFUSED,
	STORE_EXPIRED,
	STORE_WITHDRAWN,
	STORE_SILENT, /* it was decided to say nothing */
};

/* What is said to a message for one purpose.  NULL strings are read as "". */
struct store_entry {
	const char *cause, *purpose; /* the message's id, and a word: the key, with the owner */
	const char *user;            /* id of the person whom it concerns: for store_erase() */
	uint64_t ticket;             /* the caller's own */
	int64_t at_ms, until_ms;     /* time of day: when it was recorded, when it is of no use */
	enum store_state state;
	bool emergency;
	const char *id; /* of what was sent */
	/* of an open one only: */
	const char *conversation, *direct, *reply_to, *notify, *role;
	const char *text; /* ours */
	const char *note; /* the caller's own */
};

struct store_value {
	const char *name, *value;
};

/* Something that staff are told of until somebody picks it up.  NULL strings are read as "". */
struct store_case {
	const char *number;         /* the caller's: the key, with the owner */
	const char *message, *user; /* ids: what it is about, and whom it concerns */
	const char *link;
	const char *state; /* a word */
	const char *body;  /* the caller's own */
	int64_t at_ms;     /* time of day: when it began */
	bool over;
};

/* One line of the record.  It names nobody but the staff who did something. */
struct store_audit {
	int64_t at_ms; /* time of day */
	const char *number, *step, *tier, *flags, *path;
	const char *who; /* id of whoever picked it up */
	const char *detail;
};

/* What was set for a place ("" = the whole account); a value of "" takes it away. */
struct store_setting {
	const char *place, *name, *value;
};

/* So many more of that name on the day (UTC) of that time. */
struct store_counter {
	int64_t at_ms;
	const char *name;
	int64_t n;
};

/* A question that was not answered.  NULL strings are read as "". */
struct store_unanswered {
	int64_t at_ms;      /* time of day */
	const char *shape;  /* see lumbar_shape() */
	const char *server; /* id of where it was asked; "" = in private */
	/* Where its text may be kept only: ids, the text ("" = it may not be), and until when. */
	const char *conversation, *message, *user, *text;
	int64_t until_ms;
};

/* What went unanswered on a server ("" = in private) so often, the last time then. */
struct store_shape {
	const char *shape, *server;
	int64_t n, at_ms;
};

/* Where the owner's next run has to read, beside what it reads anyway.  NULL strings are read as "". */
struct store_place {
	const char *conversation, *server; /* ids; server is "" of direct messages */
	const char *message;               /* id of one that waits; "" = the channel matters */
	const char *user; /* id of the person whom it concerns: for store_erase() */
	int64_t at_ms;    /* time of day */
	bool over;        /* it need not be read any more; conversation and message are the key */
};

/* A line of the record with its account. */
struct store_line {
	const char *account;
	struct store_audit audit;
};

/* What a run begins with. */
struct store_due {
	const struct store_entry *entries; /* the open ones first */
	size_t n;
	const struct store_value *values;
	size_t n_values;
	const struct store_case *cases;
	size_t n_cases;
	const struct store_setting *settings;
	size_t n_settings;
	const struct store_shape *shapes; /* the one seen most often first */
	size_t n_shapes;
	const struct store_place *places; /* messages that wait first, the newest first */
	size_t n_places;
	const struct store_counter *sums; /* of store_sums() alone */
	size_t n_sums;
	const struct store_line *lines; /* of store_review() alone, the newest first */
	size_t n_lines;
};

/*
 * What came of it; due is set for store_due(), store_sums() and store_review() alone, and borrowed for
 * the call.
 */
typedef void store_fn(void *ctx, enum store_result result, const struct store_due *due);

/*
 * store_create(options): a store, whose file is opened by its thread; NULL when memory, threads or
 * descriptors are short.  Ended with store_destroy().
 */
struct store *store_create(const struct store_options *options);

/*
 * store_destroy(s): does what waits, within STORE_DRAIN_MS, and releases it; nobody is told any more.  Not
 * from inside a function that it calls.  NULL is accepted.
 */
void store_destroy(struct store *s);

/*
 * store_record(s, owner, entry, lasting, fn, ctx): records an entry that is to be said before it is said
 * (copied; its state counts as STORE_OPEN).  It survives the end of the process and, when it is lasting,
 * the loss of power, too.  fn(ctx, ...), which may be NULL, is told STORE_DONE, or STORE_HELD when there
 * is such an entry, which stays as it is.  What is an emergency is urgent.  Returns what store_cancel()
 * takes, valid until fn is called; NULL when too much waits, which is counted, or memory is short: then fn
 * is not called.
 */
struct store_op *store_record(struct store *s, const struct store_owner *owner,
	const struct store_entry *entry, bool lasting, store_fn *fn, void *ctx);

/*
 * store_claim(s, owner, entry, fn, ctx): as store_record(), for a message that is dealt with without
 * anything being said: its state must not be STORE_OPEN.
 */
struct store_op *store_claim(struct store *s, const struct store_owner *owner,
	const struct store_entry *entry, store_fn *fn, void *ctx);

/*
 * store_mark(s, owner, entry, fn, ctx): what became of an entry: cause, purpose, state (not STORE_OPEN), id
 * and emergency are read.  What was to be said is removed from it.  One that is not there is no trouble.
 * Returns as store_record().
 */
struct store_op *store_mark(struct store *s, const struct store_owner *owner,
	const struct store_entry *entry, store_fn *fn, void *ctx);

/*
 * store_keep(s, owner, value, fn, ctx): keeps a value under its name, in place of an older one; it survives
 * the loss of power.  Returns as store_record().
 */
struct store_op *store_keep(struct store *s, const struct store_owner *owner,
	const struct store_value *value, store_fn *fn, void *ctx);

/*
 * store_step(s, owner, step, audit, fn, ctx): what has become of a case, new or known, and a line of the
 * record (one without a step is none), both or neither.  They survive the loss of power, and are urgent.
 * Returns as store_record().
 */
struct store_op *store_step(struct store *s, const struct store_owner *owner,
	const struct store_case *step, const struct store_audit *audit, store_fn *fn, void *ctx);

/*
 * store_audit(s, account, audit, fn, ctx): a line of the record that belongs to no case.  Returns as
 * store_record().
 */
struct store_op *store_audit(struct store *s, const char *account, const struct store_audit *audit,
	store_fn *fn, void *ctx);

/*
 * store_set(s, account, setting, fn, ctx): sets something, in place of what was set before.  Returns as
 * store_record().
 */
struct store_op *store_set(struct store *s, const char *account,
	const struct store_setting *setting, store_fn *fn, void *ctx);

/*
 * store_count(s, counter, fn, ctx): counts.  Returns as store_record().
 */
struct store_op *store_count(
	struct store *s, const struct store_counter *counter, store_fn *fn, void *ctx);

/*
 * store_sums(s, prefix, since_ms, fn, ctx): finds the counters whose names begin with that, each with
 * the sum of its days since then and the last of these.  Returns as store_record().
 */
struct store_op *store_sums(
	struct store *s, const char *prefix, int64_t since_ms, store_fn *fn, void *ctx);

/*
 * store_review(s, fn, ctx): finds the newest lines of the record of all accounts.  Returns as
 * store_record().
 */
struct store_op *store_review(struct store *s, store_fn *fn, void *ctx);

/*
 * store_unanswered(s, account, unanswered, fn, ctx): counts a question that was not answered, and keeps its
 * text where there is one.  Returns as store_record().
 */
struct store_op *store_unanswered(struct store *s, const char *account,
	const struct store_unanswered *unanswered, store_fn *fn, void *ctx);

/*
 * store_answered(s, shape, fn, ctx): there is an answer to questions of that shape now: it is no longer
 * counted among what went unanswered, on no account, and the texts that were kept of it are removed.
 * Returns as store_record().
 */
struct store_op *store_answered(struct store *s, const char *shape, store_fn *fn, void *ctx);

/*
 * store_unkeep(s, account, message, fn, ctx): removes the text that was kept of that message.  Returns as
 * store_record().
 */
struct store_op *store_unkeep(
	struct store *s, const char *account, const char *message, store_fn *fn, void *ctx);

/*
 * store_place(s, owner, place, fn, ctx): notes where the next run has to read, or that it need not.  A
 * message that waits survives the loss of power.  Returns as store_record().
 */
struct store_op *store_place(struct store *s, const struct store_owner *owner,
	const struct store_place *place, store_fn *fn, void *ctx);

/*
 * store_due(s, owner, fn, ctx): takes the owner's entries over and finds what is open, what was settled of
 * late, the values, the open cases, the places, the account's settings and its shapes.  Returns as
 * store_record().
 */
struct store_op *store_due(
	struct store *s, const struct store_owner *owner, store_fn *fn, void *ctx);

/*
 * store_erase(s, user, except, fn, ctx): removes everything that concerns that person, whoever owns it, so
 * that no byte of it is left in any file; what is set for them under the name `except` ("" = none) stays.
 * What is an emergency and still has to be said, and a case that is open with what was said because of it,
 * are removed as soon as they are settled.  Returns as store_record().
 */
struct store_op *store_erase(
	struct store *s, const char *user, const char *except, store_fn *fn, void *ctx);

/*
 * store_cancel(op): its fn will not be called; what was asked is done all the same.  NULL is accepted.
 */
void store_cancel(struct store_op *op);

/*
 * store_alarm(s): why the store cannot be used, as far as the loop has been told; NULL when it can.
 */
const char *store_alarm(const struct store *s);

/* What has been done so far; dropped: there was no room. */
struct store_counts {
	uint64_t done, held, fenced, failed, dropped;
};

/*
 * store_counts(s): the counts.
 */
struct store_counts store_counts(const struct store *s);

/*
 * store_bound(s): how much waits to be done.
 */
struct bound store_bound(const struct store *s);

#endif
