/*
 * A storm: the whole bot, adapter and core, in one process on an invented clock, against a Discord, a
 * network and a disk that fail as a seed says.  What src/sys/ gives to the bot is here played: clock.c is
 * its loop, net.c its links and requests, disk.c its store (with the real rows, in memory).
 *
 *	storm.c   one storm: runs of the bot one after the other, and the command line
 *	people.c  who writes what, and what each of them must have received
 *	staff.c   who picks up alerts
 *	pages.c   the ways to staff that are no chat
 *	faults.c  what goes wrong, and when
 *	server.c  Discord's gateway: sessions, sequence numbers, replays
 *	rest.c    Discord's REST API: nonces, buckets, permissions
 */
#ifndef TESTS_CHAOS_CHAOS_H
#define TESTS_CHAOS_CHAOS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/log.h"
#include "lumbar.h"
#include "sys/link.h"
#include "sys/store.h"
#include "sys/timers.h"

#define CHAOS_SERVER "1300000000000000010"
#define CHAOS_STAFF "1300000000000000011"
#define CHAOS_ROLE "1300000000000000012"
#define CHAOS_OTHER_SERVER "1300000000000000020"
#define CHAOS_HOOK "https://hooks.example/page"
#define CHAOS_SELF "1300000000000000900"
#define CHAOS_NONCE_MS 300000         /* Discord knows a nonce for so long */
#define CHAOS_RESUME_MS 180000        /* and holds a session that nobody is connected to */
#define CHAOS_TRUE_WALL 1790000000000 /* Discord's time of day when a storm begins */

/* ------------------------------------------------------------------ clock.c */

/* One storm's state that everything here shares. */
struct storm {
	uint64_t seed, random;
	int64_t now;          /* milliseconds; the bot's monotonic clock is the same */
	int64_t wall_error;   /* how far the bot's time of day is ahead of Discord's */
	int64_t frozen_until; /* the process is stopped: nothing reaches it */
	struct timers world;  /* what happens outside the bot */
	struct timers inbox;  /* what the network and the disk tell it */
	struct timers own;    /* its own timers */
	bool loud;            /* every step is told */
	unsigned life;        /* which run of the bot this is */
	bool stopping;        /* it was asked to end */
	bool amnesia;         /* it began with a disk that could not be read */
	bool anchored;        /* this run was told of a message: it knows Discord's time */
	bool fast;            /* its clock was ahead when the last session began */
	bool session_lost;    /* the newest session is not on the disk */
	bool kept;            /* one is, or was */
	bool misdated;        /* nor is it known since when, as the clock was fast */
	bool went_back; /* the bot's time of day was set back: what was open looks newer than it is */
	bool garbled;   /* bytes were changed on the way, perhaps to other words */
	unsigned violations;
	char first_violation[512];
};

extern struct storm storm;

uint64_t chaos_random(void);
int64_t chaos_between(int64_t least, int64_t most); /* both included */
bool chaos_chance(unsigned percent);
void chaos_at(struct timers *list, struct timer *t, int64_t in_ms, void (*fn)(void *), void *ctx);
void chaos_run(int64_t until); /* lets time go by */
int64_t chaos_wall(void);      /* Discord's time of day */

/* A line of the story, if it is told. */
void chaos_tell(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Something that must not happen has happened. */
void chaos_violation(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* ------------------------------------------------------------------ people.c */

/* Why nobody could have kept a red flag; each is a fault that takes away every trace of it. */
enum excuse {
	EXCUSE_NONE,
	EXCUSE_DAMAGED, /* it came with bytes changed, and was taken for what it then was */
	EXCUSE_PLACE, /* a session was lost that told of it, in a place that the bot has not heard of */
	EXCUSE_FIRST, /* no run had kept a session before: from when on is to be read? */
	EXCUSE_CLOCK, /* the bot's clock was ahead, and nothing had told it the time */
	EXCUSE_DISK,  /* the disk took or gave nothing at that time */
	EXCUSE_DEATH, /* the run died with it before the disk had it, and the session with the run */
	EXCUSES,
};

#define REFUSED_MAX 8 /* of one message; what comes on top counts as lost */

enum kind { CHATTER, QUESTION, URGENT, EMERGENCY };

enum place_kind { PLACE_FAQ, PLACE_AMBIENT, PLACE_MENTION, PLACE_THREAD, PLACE_DIRECT };

struct place {
	char id[24], server[24], parent[24];
	enum place_kind kind;
	bool staffed;
	unsigned user;         /* of direct messages: whose */
	int64_t locked_until;  /* the bot may not write there */
	int64_t blocked_until; /* 429: nobody may */
};

struct message {
	uint64_t id;
	unsigned place, user;
	enum kind kind; /* the gravest that it was */
	const char *text;
	int64_t at;
	bool edited, deleted;
	int64_t edited_at;
	unsigned delivered; /* the run of the bot that it reached, 0 = none */
	enum excuse excused;
	char refused[REFUSED_MAX][8]; /* purposes of what the disk refused, and may still take */
	size_t n_refused;
	bool unrecorded; /* a run has ended, or died, without having written all of it */
	bool garbled;    /* it came with bytes changed, perhaps to another id */
	struct timer timer;
};

#define MESSAGES_MAX 256
#define PLACES_MAX 32
#define USERS_MAX 10
#define POSTS_MAX 1024

/* What the bot has said, as Discord has it. */
struct post {
	uint64_t id, cause;
	char purpose[8], nonce[32];
	unsigned place;
	int64_t at;
	bool deleted;
	bool told;         /* the bot was told its id */
	bool is_grave;     /* it says whom to call */
	char *text;        /* owned by rest.c */
	uint64_t reply_to; /* 0 = to none */
	struct timer timer;
	int64_t signed_at; /* somebody of the staff reacted or replied then; 0 = nobody has */
};

struct people {
	struct place places[PLACES_MAX];
	struct message messages[MESSAGES_MAX];
	struct post posts[POSTS_MAX];
	size_t n_places, n_messages, n_posts;
	int64_t dm_closed_until[USERS_MAX];
	bool knew[PLACES_MAX]; /* this run of the bot was spoken to there */
	uint64_t ids;
};

extern struct people people;

/* What all storms came to. */
struct tally {
	uint64_t storms, messages, flags, reached, in_private, told, excused, questions, answered;
	uint64_t excuses[EXCUSES];
	uint64_t alerts, pages, taken, said_late_again, faults, kills, sessions, resumes, requests;
};

extern struct tally tally;

void people_begin(size_t n_messages, int64_t span_ms);
void people_check(bool calm); /* the verdict; calm: nothing had gone wrong */
uint64_t people_next_id(void);
const char *people_user(unsigned user, char out[24]);
int people_place(const char *id); /* -1 = there is none */
struct message *people_find(uint64_t id);
void people_refused(struct message *m, const char *purpose);  /* the disk has not taken that */
void people_recorded(struct message *m, const char *purpose); /* and now it has */
char *people_json(const struct message *m, bool is_edit); /* of the message object, to be freed */

/* A session has begun anew: what can nobody know any more? */
void people_excuse(bool had_session);
const char *people_excuse_name(enum excuse why);

/* ------------------------------------------------------------------ staff.c */

void staff_told(struct post *p); /* something was said to them */
void staff_check(bool calm);     /* the verdict: who was picked up is left alone */

/* ------------------------------------------------------------------ server.c */

/* The bot's connection as Discord sees it. */
struct peer;

void server_begin(void);
void server_end(void);
struct peer *server_accept(struct link *link, const char *url);
void server_hear(struct peer *peer, const char *data, size_t len);
void server_gone(struct peer *peer);
void server_deaf(struct peer *peer); /* the bot has gone, and Discord does not know */
void server_dispatch(const char *event, const char *object, struct message *brings);
void server_forget_sessions(void);
struct peer *server_peer(void); /* of the newest connection, NULL = none */
void server_send(struct peer *peer, const char *text, struct message *brings);
void server_close(struct peer *peer, int code);
void server_mute(struct peer *peer); /* connected, but silent */
void server_link_op(struct peer *peer, int op, bool d);
void server_again(void);    /* the last dispatch, once more */
void server_swap(void);     /* the next two dispatches change places */
void server_cut_next(void); /* the next dispatch arrives without its end */
bool server_has_session(void);
bool server_holds(const struct message *m); /* in a session that may be resumed */
bool server_serves(void);                   /* somebody is connected with a session */

/* Something that happens so often in 100, until then. */
struct chance {
	unsigned percent;
	int64_t until;
};

bool chaos_happens(const struct chance *what);

/* What Discord does to connections for a while. */
struct weather {
	int64_t refuse_until, hang_until, no_hello_until, late_hello_until, op7_until;
	int64_t no_ack_until, resume_host_until, no_gateway_until;
	struct chance lost, unsent, after, error, error_after, slow, cut; /* of requests */
	struct chance limited, limited_globally, shared, html;
	struct chance hook, command; /* fail */
	int64_t blocked_until;       /* all of REST: a global 429 */
	unsigned transport;          /* 0 text, 1 as the bot asks for */
};

extern struct weather weather;

/* ------------------------------------------------------------------ net.c */

void net_open(struct link *link);
void net_data(
	struct link *link, const char *data, size_t len, bool is_text, struct message *brings);
void net_closed(struct link *link, int code);
void net_half_open(struct link *link);        /* from now on nothing passes */
void net_drop(struct link *link, bool loses); /* gone, with what is on its way or without */
bool net_is_half_open(const struct link *link);
struct link *net_link(void);        /* the newest that is open, NULL = none */
void net_damage(struct link *link); /* the next frame arrives with some bytes changed */

/* ------------------------------------------------------------------ rest.c */

struct reply {
	int status;
	char *body; /* to be freed */
	char headers[8][2][64];
	size_t n_headers;
};

void rest_begin(void);
void rest_end(void);
void rest_new_run(void); /* who was told to wait is no more */
void rest_serve(
	const char *method, const char *url, const char *body, int64_t sent_at, struct reply *out);
void rest_told(const char *method, const char *url,
	const struct reply *reply); /* it has reached the bot */
void rest_header(struct reply *r, const char *name, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* ------------------------------------------------------------------ pages.c */

#define PAGES_MAX 1024

/* Staff were told otherwise. */
struct page {
	uint64_t cause;
	char number[24];
	int64_t at, told_at; /* the second: the bot has heard of that; 0 = it has not */
	unsigned life;
	bool unreached; /* it is no alert: it says that the person could not be reached */
};

void pages_begin(void);
bool pages_is_hook(const char *url);
struct page *pages_hook(const char *body, struct reply *out); /* NULL = it was not taken */
void pages_told(struct page *p);
unsigned pages_count(uint64_t cause);
unsigned pages_unsure(uint64_t cause);        /* of which the bot has not heard */
bool pages_after(uint64_t cause, int64_t at); /* staff were told of that, well after it */
void pages_check(void);                       /* the verdict */

/* ------------------------------------------------------------------ disk.c */

void disk_begin(void);
void disk_end(void);
void disk_full(bool is_full);
bool disk_takes(void);                     /* it is not full */
void disk_slow(int64_t until, int64_t ms); /* each transaction takes up to so long */
void disk_die(struct store *s);            /* the process is gone: what waits is lost */
void disk_lose_power(void);                /* and what was not written through */
void disk_sync(void);                      /* all that is written is written through */
bool disk_has(uint64_t cause);        /* what is urgent or graver is recorded for that message */
bool disk_awaits(uint64_t message);   /* the next run has to read it */
bool disk_knows(const char *channel); /* direct messages are read there */
unsigned disk_open_entries(void);

/* ------------------------------------------------------------------ faults.c, storm.c */

void faults_begin(unsigned n, int64_t span_ms);
void faults_end(void); /* the storm is over */
void storm_kill(int64_t away_ms, bool power);
void storm_restart(int64_t away_ms);
void people_excuse_all(void); /* a run that begins with a full disk knows nothing */
void people_ended(void);      /* a run has ended in good order */
void people_killed(void);     /* what only the bot's memory held is gone */

#endif
