/* The calls of discord_rest.c; see discord_call.h. */
#include "platform/discord_call.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "platform/discord_end.h"
#include "platform/discord_frame.h"

static const struct discord_call_route routes[] = {
	[DISCORD_REST_GATEWAY] = {"GET", "/gateway/bot", false},
	[DISCORD_REST_CHANNEL] = {"GET", "/channels/{}", false},
	[DISCORD_REST_APPLICATION] = {"GET", "/applications/@me", false},
	[DISCORD_REST_SELF] = {"GET", "/users/@me", false},
	[DISCORD_REST_GUILD] = {"GET", "/guilds/{}", false},
	[DISCORD_REST_CHANNELS] = {"GET", "/guilds/{}/channels", false},
	[DISCORD_REST_MEMBER] = {"GET", "/guilds/{}/members/{}", false},
	[DISCORD_REST_MESSAGES] = {"GET", "/channels/{}/messages?limit=100&after={}", true},
	[DISCORD_REST_SAY] = {"POST", "/channels/{}/messages", true},
	[DISCORD_REST_OPEN] = {"POST", "/users/@me/channels", true},
	[DISCORD_REST_REMOVE] = {"DELETE", "/channels/{}/messages/{}", true},
	[DISCORD_REST_EDIT] = {"PATCH", "/channels/{}/messages/{}", true},
	[DISCORD_REST_RESPOND] = {"POST", "/interactions/{}/{}/callback", true},
	[DISCORD_REST_FURTHER] = {"POST", "/webhooks/{}/{}", true},
	[DISCORD_REST_FILL] = {"PATCH", "/webhooks/{}/{}/messages/@original", true},
	[DISCORD_REST_COMMANDS] = {"GET", "/applications/{}/commands", true},
	[DISCORD_REST_LOOK] = {"GET", "/channels/{}/messages?limit=100&after={}", true},
	[DISCORD_REST_THREAD] = {"POST", "/channels/{}/messages/{}/threads", true},
	[DISCORD_REST_REGISTER] = {"PUT", "/applications/{}/commands", true},
};

_Static_assert(DISCORD_REST_PAGE == 100, "the route says so, too");

const struct discord_call_route *discord_call_route(const struct discord_call *call)
{
	return &routes[call->route];
}

struct discord_call *discord_call_create(
	enum discord_rank rank, enum discord_rest_route route, const char *target)
{
	struct discord_call *call = calloc(1, sizeof(*call));

	if (!call)
		return NULL;
	call->rank = rank;
	call->route = (int)route;
	call->insists = routes[route].insists;
	snprintf(call->target, sizeof(call->target), "%s", target);
	backoff_init(&call->backoff, DISCORD_REST_RETRY_BASE_MS, DISCORD_REST_RETRY_CAP_MS);
	return call;
}

/* What is said to a person names that person; what staff are told names nobody. */
enum discord_rank discord_call_rank(const struct platform_say *say)
{
	if (!say->emergency)
		return DISCORD_ORDINARY;
	return say->user && *say->user ? DISCORD_EMERGENCY : DISCORD_ALERT;
}

int discord_call_refuse(struct discord_rest *r, const struct platform_say *say, const char *reason)
{
	struct platform_outcome outcome = {
		.ticket = say->ticket, .kind = PLATFORM_REFUSED, .id = "", .reason = reason};

	r->host.outcome(r->host.ctx, &outcome);
	return 0;
}

int discord_call_queue(struct discord_rest *r, struct discord_call *call)
{
	static const struct platform_outcome gave_way = {.kind = PLATFORM_REFUSED,
		.id = "",
		.reason = "gave way to an emergency",
		.refusal = PLATFORM_REFUSAL_ROOM};
	struct discord_call *evicted;

	if (discord_queue_add(&r->queue, call, &evicted) < 0) {
		r->full[call->rank]++;
		discord_queue_free(call);
		return -1;
	}
	r->added = true;
	if (evicted) {
		r->counts.evicted++;
		discord_end_say(r, evicted, &gave_way);
	}
	return 0;
}

bool discord_call_is_cut(const struct discord_call *call, const struct platform_result *result)
{
	const bool asks = call->route == DISCORD_REST_OPEN || call->route == DISCORD_REST_THREAD ||
			  (call->route == DISCORD_REST_SAY && call->cuts < DISCORD_REST_CUTS_MAX) ||
			  strcmp(discord_call_route(call)->method, "GET") == 0;

	return asks && (result->status == 200 || result->status == 201) &&
	       (!result->body_len || discord_frame_is_cut(result->body, result->body_len));
}
