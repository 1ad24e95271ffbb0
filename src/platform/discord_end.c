/* What becomes of calls that are answered for good; see discord_end.h. */
#include "platform/discord_end.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "platform/discord_look.h"
#include "platform/discord_refusal.h"
#include "platform/discord_say.h"
#include "platform/discord_turn.h"

#define AREA "discord"
#define ALREADY_ANSWERED 40060
#define THREAD_THERE 160004  /* a thread has been opened under that message */
#define ANSWER_MAX (4 << 20) /* bytes of an answer that are read: a page of long messages fits */

void discord_end_say(
	struct discord_rest *r, struct discord_call *call, const struct platform_outcome *what)
{
	struct platform_outcome outcome = *what;

	char thread[SNOWFLAKE_MAX] = "", conversation[SNOWFLAKE_MAX] = "";

	outcome.ticket = call->ticket;
	if (call->thread && outcome.kind == PLATFORM_SENT)
		memcpy(thread, call->target, sizeof(thread));
	outcome.thread = thread;
	outcome.bare = call->bare;
	r->bared = r->bared || (call->bare && outcome.kind == PLATFORM_SENT);
	if (!call->token && outcome.kind == PLATFORM_SENT)
		memcpy(conversation, call->target, sizeof(conversation));
	outcome.conversation = conversation;
	if (call->token && (outcome.kind == PLATFORM_EXPIRED || outcome.kind == PLATFORM_REFUSED) &&
		outcome.refusal != PLATFORM_REFUSAL_ROOM) {
		/* whoever said it can say it in another way */
		outcome.kind = PLATFORM_REFUSED;
		outcome.refusal = PLATFORM_REFUSAL_LATE;
	}
	discord_queue_free(call);
	r->host.outcome(r->host.ctx, &outcome);
}

void discord_end_withdrawn(struct discord_rest *r, struct discord_call *call)
{
	static const struct platform_outcome withdrawn = {
		.kind = PLATFORM_WITHDRAWN, .id = "", .reason = "withdrawn"};

	discord_queue_remove(&r->queue, call);
	discord_end_say(r, call, &withdrawn);
}

static void got_ended(struct discord_rest *r, struct discord_call *call,
	const struct platform_result *result, int64_t now)
{
	struct discord_rest_answer answer = {.route = (enum discord_rest_route)call->route};
	char id[SNOWFLAKE_MAX];
	json *body = NULL;

	discord_queue_remove(&r->queue, call);
	memcpy(id, call->target, sizeof(id));
	discord_queue_free(call);
	if (result && result->body && result->body_len <= ANSWER_MAX)
		body = json_parse(result->body, result->body_len);
	answer.id = id;
	answer.status = result ? result->status : 0;
	answer.body = body;
	r->got(r->ctx, &answer, now);
	json_free(body);
}

static void remove_ended(struct discord_rest *r, struct discord_call *call,
	const struct platform_result *result, int64_t now)
{
	const int status = result ? result->status : 0;
	/* 404: somebody else was quicker */
	const bool gone = (status >= 200 && status < 300) || status == 404;
	const struct platform_outcome outcome = {.kind = gone     ? PLATFORM_SENT
							 : result ? PLATFORM_REFUSED
								  : PLATFORM_EXPIRED,
		.id = "",
		.reason = "it cannot be removed"};

	(void)now;
	log_write(r->host.log, gone ? LOG_DEBUG : LOG_WARN, AREA,
		"a reply was removed from channel %s: status %d", call->target, status);
	discord_queue_remove(&r->queue, call);
	if (call->ticket)
		discord_end_say(r, call, &outcome);
	else
		discord_queue_free(call);
}

static bool is_done(const struct platform_result *result)
{
	return result && result->status >= 200 && result->status < 300;
}

static void expire(struct discord_rest *r, struct discord_call *call)
{
	/* where an answer has said that it is there it is */
	const struct platform_outcome expired = {
		.kind = call->cuts ? PLATFORM_SENT : PLATFORM_EXPIRED,
		.id = "",
		.reason = "the deadline passed"};

	if (discord_turn_edits(call)) {
		r->added = true; /* it is another one now */
		return;
	}
	discord_queue_remove(&r->queue, call);
	discord_end_say(r, call, &expired);
}

/*
 * Takes out of a refused message what it can be said without and may have been refused for; what is grave
 * is tried without all of that, whatever was named.  Returns whether there was anything: then it goes
 * again.
 */
static bool make_barer(struct discord_call *call, const struct platform_result *result, int code)
{
	const unsigned has = discord_say_has(&call->parts);
	unsigned blamed = discord_refusal_blames(result, code) & has;

	if (!blamed && result->status == 400 && call->rank != DISCORD_ORDINARY &&
		code != ALREADY_ANSWERED && discord_refusal_kind(code) == PLATFORM_REFUSAL_OTHER)
		blamed = has;
	if (!blamed)
		return false;
	call->body_len = discord_say_drop(call->body, call->body_len, &call->parts, blamed);
	call->bare = call->bare || (blamed & DISCORD_SAY_CONTROLS);
	return true;
}

static void say_refused(
	struct discord_rest *r, struct discord_call *call, const struct platform_result *result)
{
	char reason[DISCORD_REASON_MAX];
	struct platform_outcome refused = {.kind = PLATFORM_REFUSED, .id = "", .reason = reason};

	refused.code = discord_say_refusal(result, reason);
	if (make_barer(call, result, refused.code)) {
		log_warn(r->host.log, AREA,
			"a message goes again without what it can do without: %s", reason);
		return;
	}
	if (discord_turn_edits(call)) {
		log_debug(r->host.log, AREA, "an interaction is over, its message is edited: %s",
			reason);
		return;
	}
	refused.refusal = discord_refusal_kind(refused.code);
	log_warn(r->host.log, AREA, "message to channel %s refused: %s",
		*call->target ? call->target : "(direct)", reason);
	discord_queue_remove(&r->queue, call);
	discord_end_say(r, call, &refused);
}

/* Whether it was answered before: by the request before this one, whose answer was lost. */
static bool was_answered(const struct discord_call *call, const struct platform_result *result)
{
	char reason[DISCORD_REASON_MAX];

	return call->again && call->route == DISCORD_REST_RESPOND &&
	       discord_say_refusal(result, reason) == ALREADY_ANSWERED;
}

static void say_ended(struct discord_rest *r, struct discord_call *call,
	const struct platform_result *result, int64_t now)
{
	char id[PLATFORM_ID_MAX];
	struct platform_outcome sent = {.kind = PLATFORM_SENT, .id = id, .reason = ""};

	(void)now;
	if (!result) {
		expire(r, call);
	} else if (is_done(result) || was_answered(call, result)) {
		discord_say_id(result, id);
		discord_queue_remove(&r->queue, call);
		discord_end_say(r, call, &sent);
	} else {
		say_refused(r, call, result);
	}
}

/* The person's channel is there: now the message goes to it. */
static void open_ended(struct discord_rest *r, struct discord_call *call,
	const struct platform_result *result, int64_t now)
{
	static const struct platform_outcome nowhere = {.kind = PLATFORM_REFUSED,
		.id = "",
		.reason = "no channel for direct messages was told",
		.refusal = PLATFORM_REFUSAL_PERSON};
	char id[PLATFORM_ID_MAX];
	uint64_t number;

	if (!is_done(result)) {
		say_ended(r, call, result, now);
		return;
	}
	discord_say_id(result, id);
	if (!snowflake_parse(id, &number)) {
		discord_queue_remove(&r->queue, call);
		discord_end_say(r, call, &nowhere);
		return;
	}
	snprintf(call->target, sizeof(call->target), "%" PRIu64, number);
	discord_rest_knows(r, call->second, call->target);
	call->route = DISCORD_REST_SAY; /* which is insisted on as its opening was */
	backoff_reset(&call->backoff);
}

/*
 * The thread is there, now or since a request whose answer was lost: it has the id of the message that it
 * was opened under.  Where there is none the message goes beside the others.
 */
static void thread_ended(struct discord_rest *r, struct discord_call *call,
	const struct platform_result *result, int64_t now)
{
	char reason[DISCORD_REASON_MAX];
	bool there;

	(void)now;
	if (!result) {
		expire(r, call);
		return;
	}
	there = is_done(result) || discord_say_refusal(result, reason) == THREAD_THERE;
	if (there) {
		memcpy(call->target, call->second, sizeof(call->target));
		/* what is answered is in another channel */
		call->body_len = discord_say_drop(
			call->body, call->body_len, &call->parts, DISCORD_SAY_REFERENCE);
	} else {
		log_warn(r->host.log, AREA,
			"no thread was opened in channel %s, the answer goes there: %s",
			call->target, reason);
		free(call->thread);
		call->thread = NULL;
	}
	call->route = DISCORD_REST_SAY;
	backoff_reset(&call->backoff);
}

/* Was it sent before?  Where that stays unsure an answer is dropped; what is grave is rather said twice. */
static void look_ended(struct discord_rest *r, struct discord_call *call,
	const struct platform_result *result, int64_t now)
{
	char id[PLATFORM_ID_MAX];
	struct platform_outcome sent = {.kind = PLATFORM_SENT, .id = id, .reason = ""};

	if (!result) {
		expire(r, call);
		return;
	}
	switch (discord_look_read(call, result, id)) {
	case DISCORD_LOOK_FOUND:
		discord_queue_remove(&r->queue, call);
		discord_end_say(r, call, &sent);
		return;
	case DISCORD_LOOK_UNSURE:
		if (call->rank == DISCORD_ORDINARY || call->seeks) {
			expire(r, call);
			return;
		}
		break;
	case DISCORD_LOOK_NONE:
		if (call->seeks) {
			expire(r, call);
			return;
		}
		break;
	}
	call->route = DISCORD_REST_SAY;
	call->was_tried = false; /* from now on Discord knows its nonce again */
	call->not_before_ms = now;
	backoff_reset(&call->backoff);
}

typedef void ended_fn(struct discord_rest *r, struct discord_call *call,
	const struct platform_result *result, int64_t now);

void discord_end_call(struct discord_rest *r, struct discord_call *call,
	const struct platform_result *result, int64_t now_ms)
{
	static ended_fn *const ended[DISCORD_REST_THREAD + 1] = {
		[DISCORD_REST_SAY] = say_ended,
		[DISCORD_REST_OPEN] = open_ended,
		[DISCORD_REST_REMOVE] = remove_ended,
		[DISCORD_REST_LOOK] = look_ended,
		[DISCORD_REST_THREAD] = thread_ended,
		[DISCORD_REST_EDIT] = say_ended,
		[DISCORD_REST_RESPOND] = say_ended,
		[DISCORD_REST_FURTHER] = say_ended,
		[DISCORD_REST_FILL] = say_ended,
	};
	ended_fn *own = ended[call->route];

	(own ? own : got_ended)(r, call, result, now_ms);
}
