/* The outgoing side of Discord; see discord_rest.h. */
#include "platform/discord_rest.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/lru.h"
#include "base/url.h"
#include "base/utf8.h"
#include "platform/discord_call.h"
#include "platform/discord_end.h"
#include "platform/discord_look.h"
#include "platform/discord_say.h"
#include "platform/discord_turn.h"

#define AREA "discord"
#define REQUEST_URL_MAX (URL_BASE_MAX + 96 + DISCORD_CALL_TOKEN_MAX)
#define ANY_ID "{}"      /* where a route's path has an id */
#define OPENING_MAX 1024 /* bytes of a body that asks for a channel or thread to say something in */
#define THREAD_NAME_MAX 100 /* bytes: Discord takes as many characters */
#define THREAD_MINUTES 1440 /* of silence after which Discord hides it */
#define DIRECT_MAX 1024     /* people whose channel is remembered */

/* ------------------------------------------------------------------ life */

struct discord_rest *discord_rest_create(
	const struct platform_host *host, const char *api_url, discord_rest_got *got, void *ctx)
{
	struct discord_rest *r = calloc(1, sizeof(*r));
	size_t len;

	if (!r)
		return NULL;
	discord_queue_init(&r->queue);
	r->host = *host;
	r->got = got;
	r->ctx = ctx;
	r->salt = host->random(host->ctx);
	r->next_ms = DISCORD_REST_NEVER;
	snprintf(r->api_url, sizeof(r->api_url), "%s", api_url);
	for (len = strlen(r->api_url); len && r->api_url[len - 1] == '/'; len--)
		r->api_url[len - 1] = '\0';
	r->limit = ratelimit_create();
	r->direct = lru_create(DIRECT_MAX, SNOWFLAKE_MAX);
	if (!r->limit || !r->direct) {
		discord_rest_destroy(r);
		return NULL;
	}
	return r;
}

void discord_rest_destroy(struct discord_rest *r)
{
	if (!r)
		return;
	discord_queue_clear(&r->queue);
	lru_destroy(r->direct);
	ratelimit_destroy(r->limit);
	free(r);
}

/* ------------------------------------------------------------------ asking */

/* The channel of direct messages with that person, "" when it is not known. */
static const char *direct_channel(struct discord_rest *r, const char *user)
{
	const char *channel = lru_get(r->direct, user, strlen(user));

	return channel ? channel : "";
}

void discord_rest_knows(struct discord_rest *r, const char *user, const char *channel)
{
	char *known = lru_put(r->direct, user, strlen(user));

	if (known)
		snprintf(known, SNOWFLAKE_MAX, "%s", channel);
}

/* Has the call open a thread first, where that is wanted; without memory there is none. */
static void lead_to_thread(struct discord_call *call, const struct platform_say *say)
{
	if (!say->thread || !*say->thread || !snowflake_valid(say->reply_to))
		return;
	call->thread =
		strndup(say->thread, utf8_cut(say->thread, strlen(say->thread), THREAD_NAME_MAX));
	if (!call->thread)
		return;
	call->route = DISCORD_REST_THREAD;
	snprintf(call->second, sizeof(call->second), "%s", say->reply_to);
}

/* Queues say, which goes to say->conversation or, where that is not known yet, to say->direct. */
static int queue_say(
	struct discord_rest *r, const struct platform_say *say, bool pings_author, int64_t now_ms)
{
	bool opens = !*say->conversation;
	struct discord_call *call = discord_call_create(discord_call_rank(say),
		opens ? DISCORD_REST_OPEN : DISCORD_REST_SAY, say->conversation);
	const char *cause;
	struct buf body;

	if (!call)
		return -1;
	if (opens)
		snprintf(call->second, sizeof(call->second), "%s", say->direct);
	else
		lead_to_thread(call, say);
	call->ticket = say->ticket;
	call->deadline_ms = say->deadline_ms;
	call->was_tried = say->age_ms > 0;
	call->tried_ms = now_ms - say->age_ms;
	call->seeks = say->seek;
	cause = say->cause && *say->cause ? say->cause : say->reply_to;
	if (snowflake_valid(cause))
		snprintf(call->cause, sizeof(call->cause), "%s", cause);
	buf_init(&body, DISCORD_SAY_BODY_MAX);
	discord_say_body(&body, say, pings_author, r->salt, &call->parts);
	call->body_len = body.len;
	call->body = buf_detach(&body);
	if (!call->body) {
		discord_queue_free(call);
		return -1;
	}
	return discord_call_queue(r, call);
}

int discord_rest_say(
	struct discord_rest *r, const struct platform_say *say, bool pings_author, int64_t now_ms)
{
	struct platform_say whole = *say;

	if (say->text && strlen(say->text) > DISCORD_SAY_TEXT_MAX)
		return discord_call_refuse(r, say, "longer than a message can be");
	if ((say->handle && *say->handle) || (say->replaces && *say->replaces))
		return discord_turn_queue(r, say, now_ms);
	if (say->direct && *say->direct) {
		if (!snowflake_valid(say->direct))
			return discord_call_refuse(r, say, "nobody of Discord's");
		whole.conversation = direct_channel(r, say->direct);
		whole.cause = say->cause && *say->cause ? say->cause : say->reply_to;
		whole.reply_to = ""; /* what is answered is in another channel */
	} else if (!snowflake_valid(say->conversation)) {
		return discord_call_refuse(r, say, "no channel of Discord's");
	}
	return queue_say(r, &whole, pings_author, now_ms);
}

void discord_rest_withdraw(struct discord_rest *r, uint64_t ticket)
{
	struct discord_call *call = discord_queue_said(&r->queue, ticket);

	if (!call)
		return;
	if (call->in_flight || call->was_tried) {
		/* it may be there: should its turn come again it is only looked for */
		call->seeks = *call->cause != '\0';
		return;
	}
	discord_end_withdrawn(r, call);
}

static int look_up(struct discord_rest *r, struct discord_call *call, int64_t deadline_ms)
{
	if (!call)
		return -1;
	call->deadline_ms = deadline_ms;
	return discord_call_queue(r, call);
}

int discord_rest_get(
	struct discord_rest *r, enum discord_rest_route route, const char *id, int64_t deadline_ms)
{
	return look_up(r, discord_call_create(DISCORD_LOOKUP, route, id), deadline_ms);
}

/* A call whose path has two ids; NULL when memory is short. */
static struct discord_call *new_pair(
	enum discord_rest_route route, const char *target, const char *second)
{
	struct discord_call *call = discord_call_create(DISCORD_LOOKUP, route, target);

	if (call)
		snprintf(call->second, sizeof(call->second), "%s", second);
	return call;
}

int discord_rest_get_member(
	struct discord_rest *r, const char *guild, const char *user, int64_t deadline_ms)
{
	return look_up(r, new_pair(DISCORD_REST_MEMBER, guild, user), deadline_ms);
}

int discord_rest_insist(
	struct discord_rest *r, enum discord_rest_route route, const char *id, int64_t deadline_ms)
{
	struct discord_call *call = discord_call_create(DISCORD_LOOKUP, route, id);

	if (call)
		call->insists = true;
	return look_up(r, call, deadline_ms);
}

int discord_rest_get_messages(
	struct discord_rest *r, const char *channel, uint64_t after, int64_t deadline_ms)
{
	char id[SNOWFLAKE_MAX];

	snprintf(id, sizeof(id), "%" PRIu64, after);
	return look_up(r, new_pair(DISCORD_REST_MESSAGES, channel, id), deadline_ms);
}

int discord_rest_put(
	struct discord_rest *r, const char *application, const char *body, int64_t deadline_ms)
{
	struct discord_call *call =
		discord_call_create(DISCORD_LOOKUP, DISCORD_REST_REGISTER, application);

	if (call) {
		call->body = strdup(body);
		call->body_len = strlen(body);
	}
	if (call && !call->body) {
		discord_queue_free(call);
		return -1;
	}
	return look_up(r, call, deadline_ms);
}

int discord_rest_remove(
	struct discord_rest *r, const char *channel, const char *message, int64_t deadline_ms)
{
	if (!snowflake_valid(channel) || !snowflake_valid(message))
		return -1;
	return look_up(r, new_pair(DISCORD_REST_REMOVE, channel, message), deadline_ms);
}

/* ------------------------------------------------------------------ sending */

static struct ratelimit_route limit_route(const struct discord_call *call)
{
	return (struct ratelimit_route){
		.method = discord_call_route(call)->method,
		.path = discord_call_route(call)->path,
		.major = call->target,
	};
}

/* The call's address: whichever it is, it fits. */
static void make_url(
	const struct discord_rest *r, const struct discord_call *call, char url[REQUEST_URL_MAX])
{
	const char *path = discord_call_route(call)->path, *id = call->target, *at;
	size_t n = (size_t)snprintf(url, REQUEST_URL_MAX, "%s", r->api_url);

	for (at = strstr(path, ANY_ID); at; at = strstr(path, ANY_ID)) {
		n += (size_t)snprintf(
			url + n, REQUEST_URL_MAX - n, "%.*s%s", (int)(at - path), path, id);
		path = at + strlen(ANY_ID);
		id = call->token                        ? call->token
		     : call->route == DISCORD_REST_LOOK ? call->cause
							: call->second;
	}
	snprintf(url + n, REQUEST_URL_MAX - n, "%s", path);
}

static bool is_urgent(const struct discord_call *call)
{
	return call->rank == DISCORD_EMERGENCY || call->rank == DISCORD_ALERT;
}

static int64_t time_for(const struct discord_call *call, int64_t now)
{
	int64_t most = is_urgent(call) ? DISCORD_REST_URGENT_TRY_MS : DISCORD_REST_TRY_MS;
	int64_t least = call->token ? DISCORD_REST_TOKEN_TRY_MS : DISCORD_REST_TRY_MIN_MS;
	int64_t left = call->deadline_ms - now;

	if (call->route == DISCORD_REST_RESPOND)
		most = DISCORD_REST_TOKEN_TRY_MS;
	if (left > most)
		return most;
	return left > least ? left : least;
}

static void want_at(struct discord_rest *r, int64_t at)
{
	if (at < r->next_ms)
		r->next_ms = at;
}

/* What asks for the place of a message that itself comes after it; false where the call is the message. */
static bool put_opening(const struct discord_call *call, struct buf *b)
{
	if (call->route == DISCORD_REST_OPEN)
		return buf_printf(b, "{\"recipient_id\":\"%s\"}", call->second);
	if (call->route != DISCORD_REST_THREAD)
		return false;
	buf_putc(b, '{');
	json_put(b, "name", call->thread);
	return buf_printf(b, ",\"auto_archive_duration\":%d}", THREAD_MINUTES);
}

static void send_call(struct discord_rest *r, struct discord_call *call, int64_t now)
{
	struct ratelimit_route route = limit_route(call);
	struct platform_request request = {
		.method = route.method,
		.body = call->body,
		.body_len = call->body_len,
		.authorized = !call->token, /* the token is all that it takes */
		.timeout_ms = time_for(call, now),
	};
	char url[REQUEST_URL_MAX];
	struct buf opening;
	int place;

	if (call->route == DISCORD_REST_LOOK) {
		request.body = NULL;
		request.body_len = 0;
	}
	place = ratelimit_begin(r->limit, &route, now);
	if (place < 0) {
		want_at(r, now + RATELIMIT_FULL_MS);
		return;
	}
	call->id = ++r->last_id;
	call->in_flight = true;
	call->place = place;
	make_url(r, call, url);
	buf_init(&opening, OPENING_MAX);
	if (put_opening(call, &opening)) {
		request.body = buf_str(&opening);
		request.body_len = opening.len;
	}
	request.id = call->id;
	request.url = url;
	r->counts.requests++;
	r->host.request(r->host.ctx, &request);
	buf_free(&opening);
}

/* When call may go; later than now when it may not yet. */
static int64_t go_at(struct discord_rest *r, const struct discord_call *call, int64_t now)
{
	struct ratelimit_route route = limit_route(call);

	if (call->not_before_ms > now)
		return call->not_before_ms;
	if (discord_queue_must_wait(&r->queue, call))
		return DISCORD_REST_NEVER;
	return ratelimit_when(r->limit, &route, is_urgent(call), now);
}

/* One call's turn: it expires, goes, or says when it wants to be looked at again. */
static void serve(struct discord_rest *r, struct discord_call *call, int64_t now)
{
	int64_t at;

	if (call->in_flight)
		return;
	if (call->deadline_ms <= now) {
		discord_end_call(r, call, NULL, now);
		return;
	}
	if (discord_look_wanted(call, now))
		call->route = DISCORD_REST_LOOK;
	at = go_at(r, call, now);
	if (at <= now) {
		send_call(r, call, now);
		return;
	}
	want_at(r, call->deadline_ms < at ? call->deadline_ms : at);
}

void discord_rest_pump(struct discord_rest *r, int64_t now_ms)
{
	struct discord_call *call, *next;

	r->next_ms = DISCORD_REST_NEVER;
	do {
		r->added = false;
		for (call = discord_queue_next(&r->queue, NULL); call; call = next) {
			/* got() only adds at the end of a rank: next stays in place */
			next = discord_queue_next(&r->queue, call);
			serve(r, call, now_ms);
		}
	} while (r->added);
}

int64_t discord_rest_next(const struct discord_rest *r)
{
	return r->next_ms;
}

bool discord_rest_bared(const struct discord_rest *r)
{
	return r->bared;
}

bool discord_rest_idle(const struct discord_rest *r)
{
	const struct discord_call *call = NULL;

	/* what the next run will ask for itself is not worth waiting for */
	while ((call = discord_queue_next(&r->queue, call)) != NULL) {
		if (call->route != DISCORD_REST_MESSAGES && call->route != DISCORD_REST_COMMANDS &&
			call->route != DISCORD_REST_REGISTER)
			return false;
	}
	return true;
}

void discord_rest_status(const struct discord_rest *r, struct platform_status *status)
{
	const size_t *n = r->queue.count;
	struct bound *b = status->bounds + status->n_bounds;

	b[0] = (struct bound){"messages",
		n[DISCORD_EMERGENCY] + n[DISCORD_ALERT] + n[DISCORD_ORDINARY],
		DISCORD_QUEUE_SAYS_MAX,
		r->full[DISCORD_EMERGENCY] + r->full[DISCORD_ALERT] + r->full[DISCORD_ORDINARY]};
	b[1] = (struct bound){"ordinary-messages", n[DISCORD_ORDINARY], DISCORD_QUEUE_ORDINARY_MAX,
		r->full[DISCORD_ORDINARY] + r->counts.evicted};
	b[2] = (struct bound){
		"lookups", n[DISCORD_LOOKUP], DISCORD_QUEUE_LOOKUPS_MAX, r->full[DISCORD_LOOKUP]};
	b[3] = lru_bound(r->direct, "direct-channels");
	b[4] = ratelimit_bound(r->limit);
	status->n_bounds += 5;
	status->counts.requests = r->counts.requests;
	status->counts.failures = r->counts.failures;
	status->counts.limited = r->counts.limited;
	status->counts.evicted = r->counts.evicted;
}

/* ------------------------------------------------------------------ answers */

static bool is_passing(const struct platform_result *result)
{
	return result->status == 0 || result->status == 408 || result->status == 429 ||
	       result->status >= 500;
}

static void retry_later(struct discord_rest *r, struct discord_call *call,
	const struct platform_result *result, int64_t now)
{
	const int status = result->status;

	call->cuts += discord_call_is_cut(call, result);
	if (status == 429) { /* it has not arrived; the rate limiter knows how long */
		if (call->route == DISCORD_REST_SAY && call->seeks && !call->was_tried)
			discord_end_withdrawn(r, call);
		return;
	}
	call->again = true;
	if (call->route == DISCORD_REST_SAY && !call->was_tried) {
		call->was_tried = true;
		call->tried_ms = now;
	}
	call->not_before_ms = now + backoff_next(&call->backoff, r->host.random(r->host.ctx));
	log_debug(r->host.log, AREA, "%s %s: status %d, again in %" PRId64 " ms",
		discord_call_route(call)->method, discord_call_route(call)->path, status,
		call->not_before_ms - now);
}

void discord_rest_answered(
	struct discord_rest *r, const struct platform_result *result, int64_t now_ms)
{
	struct discord_call *call = discord_queue_flying(&r->queue, result->id);
	struct ratelimit_route route;

	if (!call)
		return;
	route = limit_route(call);
	/* the clock may be almost a millisecond behind, and too early would be counted against us */
	ratelimit_end(r->limit, call->place, &route, result, now_ms + 1);
	call->in_flight = false;
	r->counts.limited += result->status == 429;
	r->counts.failures += result->status == 0 || result->status >= 500;
	if (result->status == 429)
		log_warn(r->host.log, AREA, "%s %s: rate limited, %u invalid requests of late",
			route.method, route.path, ratelimit_invalid(r->limit, now_ms));
	if (result->status == 429 ||
		(call->insists && (is_passing(result) || discord_call_is_cut(call, result))))
		retry_later(r, call, result, now_ms);
	else
		discord_end_call(r, call, result, now_ms);
}
