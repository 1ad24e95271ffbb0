/*
 * The states of a gateway and the way from a lost connection to the next one.  For discord_gateway.c
 * and discord_op.c only; the picture is in discord_gateway.h.
 */
#ifndef PLATFORM_DISCORD_LINK_H
#define PLATFORM_DISCORD_LINK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/url.h"
#include "platform/backoff.h"
#include "platform/discord_budget.h"
#include "platform/discord_gateway.h"
#include "platform/discord_probe.h"
#include "platform/discord_pulse.h"
#include "platform/discord_session.h"
#include "platform/discord_transport.h"
#include "platform/platform.h"

#define DISCORD_LINK_OPEN_MS 30000    /* a connection that is not open by then will not be */
#define DISCORD_LINK_HELLO_MS 20000   /* nor greet us */
#define DISCORD_LINK_RESUME_MS 120000 /* between two events of a replay */
#define DISCORD_LINK_CLOSING_MS 5000  /* for closed() after a stop */
#define DISCORD_LINK_ASK_MS 30000     /* for GET /gateway/bot */
#define DISCORD_LINK_STABLE_MS 60000  /* a session that lasted so long was a good one */
#define DISCORD_LINK_RESUMES_MAX 10 /* in vain, one after the other, and the session is given up */
#define DISCORD_LINK_BASE_MS 1000   /* ceiling of the first wait */
#define DISCORD_LINK_RESUME_CAP_MS 60000
#define DISCORD_LINK_IDENTIFY_CAP_MS 600000 /* on average 288 a day, of 1,000 */

enum discord_state {
	DISCORD_IDLE,
	DISCORD_WAITING,
	DISCORD_ASKING,
	DISCORD_OPENING,
	DISCORD_GREETING,
	DISCORD_IDENTIFYING,
	DISCORD_RESUMING,
	DISCORD_READY,
	DISCORD_CLOSING,
	DISCORD_STOPPED,
	DISCORD_FAILED,
};

/* A set of states. */
#define DISCORD_IN(state) (1u << (state))
#define DISCORD_LINKED                                                                             \
	(DISCORD_IN(DISCORD_GREETING) | DISCORD_IN(DISCORD_IDENTIFYING) |                          \
		DISCORD_IN(DISCORD_RESUMING) | DISCORD_IN(DISCORD_READY))

struct discord_gateway {
	struct platform_host host;
	struct discord_rest *rest;
	discord_gateway_event *event;
	discord_gateway_begun *begun;
	bool (*holds)(void *ctx);
	int64_t (*since)(void *ctx, bool *behind);
	void *ctx;
	unsigned intents; /* that are asked for; MESSAGE_CONTENT may be given up */
	bool wants_content;
	enum platform_content content; /* as far as Discord has said */
	int64_t alarm_at; /* MESSAGE_CONTENT was given up: look again; DISCORD_GATEWAY_NEVER = it was not */
	bool fixed; /* base was given: nobody is asked for it */
	bool frozen;
	char *token;
	char application[SNOWFLAKE_MAX]; /* our application's id; "" = not told yet */
	char base[URL_BASE_MAX];         /* the gateway's own address, "" = not known yet */
	enum discord_state state;
	int64_t due_at; /* when the state has lasted too long */
	int link;
	struct discord_session session;
	bool kept;          /* the host has something, from this run or the one before */
	bool had_session;   /* there was a usable one in this run */
	int futile_resumes; /* in a row that brought no event */
	int64_t saved_seq;  /* the last that host.session() was given, -1 = none */
	struct discord_transport transport;
	struct discord_pulse pulse;
	struct discord_probe probe;
	struct discord_budget budget;
	char last_budget[DISCORD_BUDGET_TEXT_MAX]; /* of the run before, until start() */
	struct backoff resume_backoff;
	struct backoff identify_backoff;
	int64_t ready_at; /* since when the session is usable, DISCORD_GATEWAY_NEVER = it is not */
	int64_t heard_at; /* the last frame of this connection; DISCORD_GATEWAY_NEVER = none */
	int64_t event_at; /* the last event of this run; likewise */
	unsigned shard, shards;  /* as the session has it; 0 of 0 = it is not known */
	unsigned shards_advised; /* as /gateway/bot has it; 0 = it was not asked */
	struct histogram answer; /* how long heartbeats took to be acknowledged */
	struct platform_counts counts;
};

/*
 * discord_link_in(g, set): whether g's state is one of the set.
 */
bool discord_link_in(const struct discord_gateway *g, unsigned set);

/*
 * discord_link_state(g): the state's name.
 */
const char *discord_link_state(const struct discord_gateway *g);

/*
 * discord_link_enter(g, state, due_at, now_ms): the one way from state to state; logs it, and tells the
 * host when the session becomes usable or stops being so.  The new state lasts until due_at at most.
 */
void discord_link_enter(
	struct discord_gateway *g, enum discord_state state, int64_t due_at, int64_t now_ms);

/*
 * discord_link_fail(g, fault, detail, now_ms): cannot go on, ever.
 */
void discord_link_fail(
	struct discord_gateway *g, enum platform_fault fault, const char *detail, int64_t now_ms);

/*
 * discord_link_connect(g, now_ms): takes the next step towards a connection.
 */
void discord_link_connect(struct discord_gateway *g, int64_t now_ms);

/*
 * discord_link_lost(g, pause_ms, now_ms): the connection is gone, or could not be had: comes back after
 * a jittered wait of at least pause_ms.
 */
void discord_link_lost(struct discord_gateway *g, int64_t pause_ms, int64_t now_ms);

/*
 * discord_link_leave(g, pause_ms, now_ms): closes a connection that is no good any more, then as
 * discord_link_lost().
 */
void discord_link_leave(struct discord_gateway *g, int64_t pause_ms, int64_t now_ms);

/*
 * discord_link_give_up_address(g): the resume address is of no use: the next attempt takes the
 * gateway's own, with the same session.
 */
void discord_link_give_up_address(struct discord_gateway *g);

/*
 * discord_link_note_since(g): all has been dealt with up to now, if it has.
 */
void discord_link_note_since(struct discord_gateway *g);

/*
 * discord_link_save(g): tells the host what to keep for the next run; not while events are held that the
 * next run would need.
 */
void discord_link_save(struct discord_gateway *g);

/*
 * discord_link_save_new(g): the same for a session that has just begun: what is held is of the one before,
 * which nobody can resume any more.
 */
void discord_link_save_new(struct discord_gateway *g);

/*
 * discord_link_save_budget(g, now_ms): tells the host how many IDENTIFYs the next run has left.
 */
void discord_link_save_budget(struct discord_gateway *g, int64_t now_ms);

/*
 * discord_link_forget(g): the session is no more.
 */
void discord_link_forget(struct discord_gateway *g);

/*
 * discord_link_told(g, answer, now_ms): the answer to GET /gateway/bot.
 */
void discord_link_told(
	struct discord_gateway *g, const struct discord_rest_answer *answer, int64_t now_ms);

/*
 * discord_link_late(g, now_ms): the state has lasted too long.
 */
void discord_link_late(struct discord_gateway *g, int64_t now_ms);

#endif
