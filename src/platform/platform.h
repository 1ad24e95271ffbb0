/*
 * What a chat platform's protocol is to the rest of the program.
 *
 * An adapter is a state machine WITHOUT input or output: bytes and a time go in, and frames, requests
 * and events come out through struct platform_host.  It knows no sockets, clocks, files or threads, so
 * it is a unit test and a fuzz target, and its heartbeats and backoff run on an invented clock.
 *
 *                 opened, received, closed            open, close, send
 *	 sys/link  ------------------------->  adapter  ------------------->  sys/link
 *	 sys/http  ------- answered -------->           ----- request ----->  sys/http
 *	 sys/loop  --------- tick ---------->           ------ wake ------->  sys/loop
 *	 bot       - say, withdraw, remove ->           -- heard, outcome ->  bot
 *
 * Times are milliseconds of a monotonic clock.  Ids are opaque strings: nothing assumes numbers.
 */
#ifndef PLATFORM_PLATFORM_H
#define PLATFORM_PLATFORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bound.h"
#include "base/histogram.h"
#include "lumbar.h"
#include "platform/interaction.h"

#define PLATFORM_ID_MAX 64 /* bytes of an id with its NUL; a longer one is refused */

struct log;

/* One REST request that the adapter wants made. */
struct platform_request {
	uint64_t id;        /* chosen by the adapter; comes back in the result */
	const char *method; /* "GET", "POST", "PATCH", "PUT", "DELETE" */
	const char *url;    /* absolute */
	const char *body;   /* JSON, or NULL */
	size_t body_len;
	bool authorized;    /* send the account's credentials with it */
	int64_t timeout_ms; /* from now on; every request has one */
};

/* What became of a request.  Headers are looked up by lower-case name. */
struct platform_result {
	uint64_t id;
	int status; /* HTTP status; 0 = no answer: connection failed, broke, or ran out of time */
	bool maybe_sent; /* with status 0: the server may have acted on the request */
	const char *body;
	size_t body_len;
	const char *(*header)(const void *headers, const char *name); /* NULL when absent */
	const void *headers;
};

/* What happened on the platform. */
enum platform_event_kind {
	PLATFORM_MESSAGE, /* somebody wrote */
	PLATFORM_EDITED,  /* somebody changed a message; text is the new one */
	PLATFORM_DELETED, /* a message is gone; only the ids are set */
	PLATFORM_REACTED, /* somebody put a sign under a message; only the ids are set, user is who did */
};

struct platform_event {
	enum platform_event_kind kind;
	const char *message;      /* id */
	const char *conversation; /* id of the channel, thread or direct-message channel */
	const char
		*parent; /* id of the channel that a thread or forum post belongs to; "" if none */
	const char *server;   /* id; "" in a direct message */
	const char *user;     /* author's id */
	const char *title;    /* forum post's title when this message starts one; "" otherwise */
	const char *link;     /* address at which people find the message; "" if none */
	const char *reply_to; /* id of the message that it replies to; "" or NULL if none */
	const char *text;
	size_t text_len;
	const char *sign; /* that was put: the emoji itself, or its name; NULL = "" */
	bool direct;      /* a direct message */
	bool addressed;   /* mentions the bot or replies to it */
	bool replayed;    /* delivered again after a resume: may have been answered before */
	bool edited;      /* of a message: the text is not its first one */
	bool missed;      /* was written while there was no session, and read later */
	int64_t age_ms;   /* how long ago one that was replayed or missed was written */
	/* of a message that was written as a command; NULL = "" */
	const char *handle; /* by which it is answered: see interaction.h */
	bool in_private;    /* for that person alone */
};

/* What a say() with a handle is to its interaction. */
enum platform_turn {
	PLATFORM_TURN_ANSWER,  /* its answer */
	PLATFORM_TURN_LATER,   /* that the answer will come; without a text */
	PLATFORM_TURN_FILL,    /* the answer that was to come */
	PLATFORM_TURN_FURTHER, /* another message, after the answer */
	/*
	 * The message under which a button was pressed becomes this.  Where conversation and replaces
	 * name it, it does so as well when the interaction is over.
	 */
	PLATFORM_TURN_CHANGE,
	PLATFORM_TURN_NOTHING, /* there is nothing to be seen; without a text */
	PLATFORM_TURN_SUGGEST, /* what may be typed, as the controls' choices; without a text */
};

/* One message to be sent; NULL strings are read as "". */
struct platform_say {
	uint64_t ticket; /* the caller's name for it; comes back in the outcome */
	const char *conversation;
	const char
		*direct; /* user id: to that person alone, conversation and reply_to do not count */
	const char *reply_to; /* message id that it answers; "" = none */
	const char *cause;    /* message id that brought it about; "" = reply_to */
	const char *user;     /* the one person who may be notified; "" = nobody */
	const char *role;     /* the one role that may be notified (staff alerts); "" = none */
	const char *text;     /* in the platform's dialect */
	const char *purpose;  /* one word ("answer", "flag"): with cause, the idempotency key */
	const char *about;    /* user id whose message brought it about; "" = user.  Not sent. */
	const char *note;     /* the caller's own, for after a restart; not sent */
	int64_t deadline_ms;  /* absolute; not sent after it */
	int64_t age_ms;       /* so long ago an earlier run may have sent it; 0 = none has */
	bool seek;            /* it is not sent any more: was it, then?  PLATFORM_EXPIRED if not */
	bool emergency;       /* goes before everything else in every queue */
	const char *controls; /* buttons and menus under it: see controls.h; "" = none */
	/* id of a message of ours in the conversation that becomes this one; without a text it goes */
	const char *replaces;
	/*
	 * Name of a thread, opened under the message that it answers, into which it goes; where that is
	 * refused it goes into the conversation.  "" = none.
	 */
	const char *thread;
	/* as the answer to an interaction: direct and reply_to do not count, nor conversation by itself */
	const char *handle; /* "" = it is none */
	enum platform_turn turn;
	bool in_private; /* seen by that person alone */
};

enum platform_outcome_kind {
	PLATFORM_SENT,      /* id is set, "" when the platform did not tell it */
	PLATFORM_REFUSED,   /* for good; reason is set */
	PLATFORM_EXPIRED,   /* the deadline passed first */
	PLATFORM_WITHDRAWN, /* withdraw() came first */
};

/* Why a message was refused, as far as it tells what else may be tried. */
enum platform_refusal {
	PLATFORM_REFUSAL_OTHER,
	PLATFORM_REFUSAL_PLACE,  /* we may not write there, or there is no such place any more */
	PLATFORM_REFUSAL_TEXT,   /* such a text is not let through there */
	PLATFORM_REFUSAL_PERSON, /* the person cannot be written to in private */
	PLATFORM_REFUSAL_ROOM,   /* too many messages are waiting here: nobody was asked */
	PLATFORM_REFUSAL_LATE,   /* the interaction is over, or was answered by somebody else */
};

struct platform_outcome {
	uint64_t ticket;
	enum platform_outcome_kind kind;
	const char *id;     /* of the message that was sent */
	const char *thread; /* id of the one into which it went; "" or NULL = none was opened */
	const char *conversation; /* id of the one in which it is; "" or NULL = not told */
	const char *reason;       /* for people: "missing permission (50013)" */
	int code;                 /* the platform's error code, 0 if none */
	bool bare;                /* it was sent without its controls, which were refused */
	enum platform_refusal refusal;
};

/* Why an adapter cannot go on. */
enum platform_fault {
	PLATFORM_FAULT_TOKEN,   /* credentials refused: exit 77 (EX_NOPERM) */
	PLATFORM_FAULT_CONFIG,  /* refused for what we asked: exit 78 (EX_CONFIG) */
	PLATFORM_FAULT_SERVICE, /* the service cannot be used: exit 69 (EX_UNAVAILABLE) */
};

/*
 * Where the next run has to read, whatever becomes of the session: a channel of direct messages, or a
 * message that waits.
 */
struct platform_place {
	const char *conversation, *server; /* ids; server is "" of direct messages */
	const char *message; /* id of the one that waits; "" = what was missed there */
	const char *user;    /* id of the person whom it concerns */
};

/* What an adapter may ask of its host.  Every call only queues; none calls back into the adapter. */
struct platform_host {
	/* Open link number `link` (0 or 1) to the URL; an open one with that number is closed first. */
	void (*open)(void *ctx, int link, const char *url);
	/* Close the link with that code; closed() will follow. */
	void (*close)(void *ctx, int link, int code);
	/* Send one text frame. */
	void (*send)(void *ctx, int link, const char *data, size_t len);
	/* Make a request; answered() will follow, whatever happens. */
	void (*request)(void *ctx, const struct platform_request *request);
	/* Call tick() at that time; replaces an earlier wish. */
	void (*wake)(void *ctx, int64_t at_ms);
	/* Something happened; everything in it is borrowed for the call. */
	void (*heard)(void *ctx, const struct platform_event *event);
	/* Somebody did something with what is offered; may be NULL. */
	void (*interact)(void *ctx, const struct interaction *interaction);
	/* What became of a say(). */
	void (*outcome)(void *ctx, const struct platform_outcome *outcome);
	/* The session is usable (true) or not (false). */
	void (*ready)(void *ctx, bool is_ready);
	/* Cannot go on, ever; detail is for people and says how to mend it. */
	void (*fault)(void *ctx, enum platform_fault fault, const char *detail);
	/*
	 * The session as it now is, to be handed to create() by the next run; "" = there is none.  May
	 * be NULL.
	 */
	void (*session)(void *ctx, const char *session);
	/*
	 * How often a session may still be begun, to be handed to create() by the next run.  May be
	 * NULL.
	 */
	void (*budget)(void *ctx, const char *budget);
	/*
	 * Which commands the platform offers for us, to be handed to create() by the next run.  May be
	 * NULL.
	 */
	void (*offered)(void *ctx, const char *offered);
	/*
	 * The next run has to read there, and is to be handed that by create(); over: it need not any
	 * more.  May be NULL.
	 */
	void (*place)(void *ctx, const struct platform_place *place, bool over);
	/* 32 random bits, for jitter. */
	uint32_t (*random)(void *ctx);
	/* The time of day in milliseconds since 1970: how old is something that bears a date? */
	int64_t (*wall)(void *ctx);
	void *ctx;
	struct log *log;
};

/* A channel that is listened to without being addressed. */
struct platform_listened {
	const char *channel, *server; /* ids */
};

/* What an account is to its adapter. */
struct platform_account {
	const char *token;
	const char *api_url;     /* base of the REST API; NULL = the platform's own */
	const char *gateway_url; /* NULL = ask the REST API */
	const char *session;  /* what host.session() was given last, to go on there; NULL = begin */
	const char *budget;   /* what host.budget() was given last; NULL = nothing is known */
	bool wants_content;   /* a channel is listened to without being addressed */
	bool wants_reactions; /* signs under our messages matter in servers, */
	bool wants_votes; /* and in direct messages as well: they tell whether an answer helped */
	const struct platform_listened *listened; /* those that are known by name */
	size_t n_listened;
	const struct platform_place *places; /* what host.place() was given, messages first */
	size_t n_places;
	int64_t late_ms; /* what was missed is of interest for so long, 0 = not at all */
	const struct interaction_command *const
		*commands; /* that are offered; borrowed until destroy() */
	size_t n_commands;
	const char *offered; /* what host.offered() was given last; NULL = nothing is known */
};

/* What an adapter can do. */
struct platform_abilities {
	size_t max_chars;          /* code points in one message */
	enum lumbar_format format; /* in which texts are written */
	bool idempotent;           /* a repeated send with the same key creates nothing */
	bool direct;               /* a person can be written to in private: see say.direct */
	bool remove;               /* what was said can be removed */
	bool edit;                 /* and replaced: see say.replaces */
	bool buttons;              /* buttons and menus can stand under a message */
	bool threads;              /* and be answered in a thread of its own: see say.thread */
};

/* ------------------------------------------------------------------ checking */

/* What a finding means for the bot. */
enum platform_check_level {
	PLATFORM_CHECK_OK,
	PLATFORM_CHECK_WARNING, /* it works, but not in everything */
	PLATFORM_CHECK_PROBLEM, /* something will not work */
};

/* What a checker may ask of its host.  No call calls back into the checker. */
struct platform_check_host {
	/* Make a request; answered() will follow, whatever happens. */
	void (*request)(void *ctx, const struct platform_request *request);
	/* Call tick() at that time; replaces an earlier wish. */
	void (*wake)(void *ctx, int64_t at_ms);
	/* One finding, one line, for people; borrowed for the call. */
	void (*say)(void *ctx, enum platform_check_level level, const char *text);
	/* Everything has been said; all_right: without a PROBLEM.  Comes once. */
	void (*done)(void *ctx, bool all_right);
	void *ctx;
};

/* A channel in which the bot is to work. */
struct platform_check_channel {
	const char
		*id; /* "" = those of the server that are not named: threads alone is looked at */
	const char *server; /* id of the one that it is configured under; "" or NULL = any */
	bool listens;       /* reads there what is not addressed to it: needs message content */
	bool staff;         /* writes alerts there */
	bool threads;       /* opens threads there, for long answers */
	const char *role;   /* that the alerts are to notify: its id; "" or NULL = none */
};

/* Asks the platform whether an account can do what it is configured for; changes nothing there. */
struct platform_checker {
	/*
	 * A new check; NULL when memory is short.  Copies host; account, the channels and their
	 * strings are borrowed until destroy().
	 */
	void *(*create)(const struct platform_account *account,
		const struct platform_check_host *host,
		const struct platform_check_channel *channels, size_t n);
	/* Releases it; asks the host for nothing.  NULL is accepted. */
	void (*destroy)(void *self);
	void (*start)(void *self, int64_t now_ms);
	void (*answered)(void *self, const struct platform_result *result, int64_t now_ms);
	void (*tick)(void *self, int64_t now_ms);
};

/* ------------------------------------------------------------------ how it is */

/* What an account has seen and done so far: no ids, no texts. */
struct platform_counts {
	uint64_t frames, bytes; /* that came in, as they came */
	uint64_t plain_bytes;   /* and decompressed */
	uint64_t events;        /* of the platform's, replayed ones included */
	uint64_t replayed;      /* delivered again after a resume */
	uint64_t sessions;      /* begun anew */
	uint64_t resumes;       /* gone on with */
	uint64_t losses;        /* connections that ended, or could not be had */
	uint64_t unanswered;    /* of them: the peer did not answer a heartbeat */
	uint64_t damaged;       /* of them: it sent what cannot be decoded */
	uint64_t too_large;     /* of them: it sent more than may be held */
	uint64_t probes;        /* a silent connection was asked whether it brings events */
	uint64_t probes_lost;   /* and did not */
	uint64_t requests;      /* made of the REST API */
	uint64_t failures;      /* of them: no answer, or one that it failed */
	uint64_t limited;       /* of them: answered with a rate limit */
	uint64_t evicted;       /* messages that gave way to an emergency */
};

#define PLATFORM_BOUNDS_MAX 12

/* Whether the text of what is not addressed to the bot may be had. */
enum platform_content {
	PLATFORM_CONTENT_UNKNOWN, /* the platform has not said so far */
	PLATFORM_CONTENT_SHUT,    /* it may not: somebody has to allow it there */
	PLATFORM_CONTENT_OPEN,
};

/* How an account is. */
struct platform_status {
	bool ready;
	const char *state;   /* a word; a constant */
	const char *trouble; /* what is wrong, for people; NULL = nothing; a constant */
	int64_t heard_ms;    /* since the last frame; -1 = none of this connection */
	int64_t event_ms;    /* since the last event; -1 = none of this run */
	int64_t silent_ms;   /* a good connection is not silent for longer */
	int64_t starts_left; /* sessions that may be begun today; -1 = as many as one likes */
	enum platform_content content;
	const char *content_steps; /* how somebody allows it, for people; a constant */
	struct bound bounds[PLATFORM_BOUNDS_MAX]; /* of its queues and caches */
	size_t n_bounds;
	unsigned shard,
		shards; /* which part of the servers the connection has; 0 of 0 = not told yet */
	unsigned shards_advised; /* how many parts the platform would make; 0 = not told */
	struct histogram answer; /* of the peer, to heartbeats */
	struct platform_counts counts;
};

/* ------------------------------------------------------------------ adapters */

struct platform_adapter {
	const char *name;
	struct platform_abilities abilities;
	const struct platform_checker *checker; /* NULL = it has none */
	/* What speaks against that being a token of the platform's, for people; NULL = nothing. */
	const char *(*doubt)(const char *token);
	/* A new state machine; NULL when memory is short.  Copies what it needs of account and host. */
	void *(*create)(const struct platform_account *account, const struct platform_host *host);
	/* Releases it; asks the host for nothing.  NULL is accepted. */
	void (*destroy)(void *self);
	/* Begin: connect. */
	void (*start)(void *self, int64_t now_ms);
	/*
	 * Finish what is being sent, then close so that the session stays resumable.  Nothing is heard
	 * any more; say() goes on being taken, for answers to what was heard before.
	 */
	void (*stop)(void *self, int64_t now_ms);
	/* Whether a stop() is complete. */
	bool (*stopped)(const void *self);
	void (*opened)(void *self, int link, int64_t now_ms);
	/* One whole message; is_text is false for a binary one. */
	void (*received)(
		void *self, int link, const char *data, size_t len, bool is_text, int64_t now_ms);
	/* The link is gone or could not be opened; code is the peer's close code, 0 without one. */
	void (*closed)(void *self, int link, int code, int64_t now_ms);
	void (*answered)(void *self, const struct platform_result *result, int64_t now_ms);
	void (*tick)(void *self, int64_t now_ms);
	/* Take a message for sending.  Returns 0, or -1 when the queue is full: then no outcome follows. */
	int (*say)(void *self, const struct platform_say *say, int64_t now_ms);
	/* Take back the message of that ticket unless it has been sent or is being sent. */
	void (*withdraw)(void *self, uint64_t ticket, int64_t now_ms);
	/*
	 * Remove a message of ours; given up after deadline_ms.  No outcome follows.  NULL without the
	 * ability.
	 */
	void (*remove)(void *self, const char *conversation, const char *message,
		int64_t deadline_ms, int64_t now_ms);
	/*
	 * From now on the text of what is not addressed to the bot is wanted; or, if not, find out whether
	 * it may be had: status() tells.
	 */
	void (*listen)(void *self, bool want, int64_t now_ms);
	/* How it is; fills all of *status. */
	void (*status)(const void *self, int64_t now_ms, struct platform_status *status);
};

/*
 * platform_find(name): the adapter of that name, NULL when there is none.
 */
const struct platform_adapter *platform_find(const char *name);

#endif
