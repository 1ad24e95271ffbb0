/* Discord as an adapter of the platform: puts the parts together; see discord.h. */
#include "platform/discord.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/url.h"
#include "platform/discord_channel.h"
#include "platform/discord_check.h"
#include "platform/discord_commands.h"
#include "platform/discord_gateway.h"
#include "platform/discord_glance.h"
#include "platform/discord_intents.h"
#include "platform/discord_interaction.h"
#include "platform/discord_message.h"
#include "platform/discord_missed.h"
#include "platform/discord_rest.h"
#include "platform/discord_seen.h"
#include "platform/discord_token.h"
#include "platform/snowflake.h"

#define AREA "discord"
#define NEVER INT64_MAX
#define BULK_MAX 100 /* messages that one event may delete */

struct discord {
	struct platform_host host;
	bool api_trusted; /* our credentials may be sent there */
	struct discord_rest *rest;
	struct discord_gateway *gateway;
	struct discord_channel *channel;
	struct discord_missed *missed;
	struct discord_commands *commands;
	struct discord_seen seen;
	struct discord_glance glance; /* of the last message that could be read so */
	bool stopping;
	int64_t now_ms;  /* of the call that we are in */
	int64_t wake_ms; /* the last wish, NEVER = none */
};

/* ------------------------------------------------------------------ events */

/* Whether Discord kept the text from us, since nobody spoke to us: there is nothing to be done. */
static bool is_withheld(const struct discord *d, const struct platform_event *event)
{
	return !discord_gateway_reads(d->gateway) && event->kind != PLATFORM_DELETED &&
	       !event->direct && !event->addressed && !event->text_len;
}

static void take(
	struct discord *d, struct platform_event *event, int64_t channel_type, bool replayed)
{
	event->replayed = replayed;
	if (replayed)
		event->age_ms = snowflake_age(event->message, d->host.wall(d->host.ctx));
	if (is_withheld(d, event))
		return;
	if (!discord_seen_before(&d->seen, event))
		discord_channel_take(d->channel, event, channel_type, d->now_ms);
}

static void create(
	struct discord *d, struct platform_event *event, int64_t channel_type, bool replayed)
{
	discord_gateway_server(d->gateway, event->server);
	if (event->direct)
		discord_rest_knows(d->rest, event->user, event->conversation);
	take(d, event, channel_type, replayed);
}

static void on_create(struct discord *d, const json *data, bool replayed)
{
	struct platform_event event;

	discord_missed_note(d->missed, json_get_string(data, "id"),
		json_get_string(data, "channel_id"), !json_get_string(data, "guild_id"), d->now_ms);
	if (discord_message_read(data, discord_gateway_user(d->gateway), &event))
		create(d, &event, discord_message_channel_type(data), replayed);
}

/* The same without parsing it, as far as that can be told to be the same. */
static bool glance(struct discord *d, const char *data, size_t len, bool replayed)
{
	struct discord_glance *g = &d->glance;

	if (!discord_glance_read(g, data, len, discord_gateway_user(d->gateway)))
		return false;
	discord_missed_note(
		d->missed, g->event.message, g->event.conversation, g->event.direct, d->now_ms);
	create(d, &g->event, g->channel_type, replayed);
	return true;
}

/* A message that was written, or edited, while there was no session. */
static void on_missed(
	void *ctx, const json *message, const char *server, bool is_edit, int64_t age_ms)
{
	struct discord *d = ctx;
	const char *self = discord_gateway_user(d->gateway);
	struct platform_event event;

	if (!(is_edit ? discord_message_edit(message, self, &event)
		      : discord_message_read(message, self, &event)))
		return;
	event.server = server;
	event.direct = !*server;
	/* it had come before it was edited */
	if (event.edited && discord_seen_created(&d->seen, event.message))
		event.kind = PLATFORM_EDITED;
	event.missed = true;
	event.age_ms = age_ms;
	take(d, &event, discord_message_channel_type(message), false);
}

static void on_delivered(void *ctx, const struct platform_event *event)
{
	struct discord *d = ctx;

	discord_missed_visit(d->missed, event, d->now_ms);
}

/* What waits once more, since its channel is being looked up, has to be read by the next run, too. */
static void on_waited(void *ctx, const struct platform_place *waited)
{
	struct discord *d = ctx;

	if (!discord_channel_awaits(d->channel, waited->message) && d->host.place)
		d->host.place(d->host.ctx, waited, true);
}

static void on_begun(void *ctx, bool again, int64_t since_ms, int64_t now_ms)
{
	struct discord *d = ctx;

	discord_missed_begun(d->missed, again, since_ms, now_ms);
	discord_commands_begin(d->commands, discord_gateway_application(d->gateway), now_ms);
}

/* The call that we are in may be an earlier one: then it is a little more that is read again. */
static int64_t since(void *ctx, bool *behind)
{
	const struct discord *d = ctx;

	return discord_missed_since(d->missed, d->now_ms, behind);
}

static bool holds(void *ctx)
{
	const struct discord *d = ctx;

	return discord_channel_holds(d->channel);
}

static void on_update(struct discord *d, const json *data, bool replayed)
{
	struct platform_event event;

	discord_missed_know(d->missed, data);
	if (discord_message_edit(data, discord_gateway_user(d->gateway), &event))
		take(d, &event, discord_message_channel_type(data), replayed);
}

static void take_deleted(struct discord *d, const json *data, const char *id, bool replayed)
{
	struct platform_event event;

	if (discord_message_deleted(data, id, &event))
		take(d, &event, DISCORD_MESSAGE_UNTOLD, replayed);
}

static void on_delete(struct discord *d, const json *data, bool replayed)
{
	take_deleted(d, data, json_get_string(data, "id"), replayed);
}

static void on_delete_bulk(struct discord *d, const json *data, bool replayed)
{
	const json *id = json_first(json_get(data, "ids"));
	int n;

	for (n = 0; id && n < BULK_MAX; n++, id = json_next(id))
		take_deleted(d, data, json_string(id), replayed);
}

/* It waits for nothing: where it happened is known from the message that it stands under. */
static void on_reaction(struct discord *d, const json *data, bool replayed)
{
	struct platform_event event;

	if (!discord_message_reaction(data, discord_gateway_user(d->gateway), &event))
		return;
	event.replayed = replayed;
	d->host.heard(d->host.ctx, &event);
}

/* It waits for nothing: there are three seconds to answer it. */
static void on_interaction(struct discord *d, const json *data, bool replayed)
{
	struct discord_interaction in;
	struct platform_event once = {.kind = PLATFORM_MESSAGE, .text = ""};

	if (!d->host.interact)
		return;
	if (!discord_interaction_read(data, &in)) {
		log_debug(d->host.log, AREA, "an interaction that is none of ours");
		return;
	}
	once.message = in.is.id;
	once.user = in.is.user;
	if (discord_seen_before(&d->seen, &once))
		return;
	in.is.replayed = replayed;
	discord_gateway_server(d->gateway, in.is.server);
	d->host.interact(d->host.ctx, &in.is);
}

/* The events that are used; every other one is never parsed. */
static const struct {
	const char *name;
	void (*handle)(struct discord *d, const json *data, bool replayed);
} events[] = {
	{"MESSAGE_CREATE", on_create},
	{"MESSAGE_UPDATE", on_update},
	{"MESSAGE_DELETE", on_delete},
	{"MESSAGE_DELETE_BULK", on_delete_bulk},
	{"MESSAGE_REACTION_ADD", on_reaction},
	{"INTERACTION_CREATE", on_interaction},
};

static bool on_event(
	void *ctx, const struct discord_frame *frame, const char *data, size_t len, bool replayed)
{
	struct discord *d = ctx;
	json *whole;
	size_t i;

	for (i = 0; i < sizeof(events) / sizeof(events[0]); i++) {
		if (strcmp(events[i].name, frame->name) != 0)
			continue;
		if (events[i].handle == on_create && glance(d, data, len, replayed))
			return true;
		whole = json_parse(data, len);
		if (!whole && discord_frame_is_cut(data, len))
			return false;
		events[i].handle(d, json_get(whole, "d"), replayed);
		json_free(whole);
		return true;
	}
	return true;
}

static void on_answer(void *ctx, const struct discord_rest_answer *answer, int64_t now_ms)
{
	struct discord *d = ctx;

	d->now_ms = now_ms;
	if (answer->route == DISCORD_REST_CHANNEL)
		discord_channel_told(d->channel, answer, now_ms);
	else if (answer->route == DISCORD_REST_MESSAGES)
		discord_missed_told(d->missed, answer, now_ms);
	else if (answer->route == DISCORD_REST_COMMANDS || answer->route == DISCORD_REST_REGISTER)
		discord_commands_told(d->commands, answer, now_ms);
	else
		discord_gateway_told(d->gateway, answer, now_ms);
}

/* ------------------------------------------------------------------ the adapter */

/* After every call: what may be sent goes, a stop goes on, and the next tick is wished for. */
static void settle(struct discord *d, int64_t now)
{
	int64_t at, rest_at;

	discord_rest_pump(d->rest, now);
	/* what had to go without its buttons is judged by signs */
	if (discord_rest_bared(d->rest))
		discord_intents_signs(d->gateway, now);
	if (d->stopping && discord_rest_idle(d->rest))
		discord_gateway_stop(d->gateway, now);
	at = discord_gateway_next(d->gateway);
	rest_at = discord_rest_next(d->rest);
	if (rest_at < at)
		at = rest_at;
	if (at == NEVER || (at == d->wake_ms && at > now))
		return;
	d->wake_ms = at;
	d->host.wake(d->host.ctx, at);
}

static void discord_destroy(void *self)
{
	struct discord *d = self;

	if (!d)
		return;
	discord_channel_destroy(d->channel);
	discord_missed_destroy(d->missed);
	discord_commands_destroy(d->commands);
	discord_gateway_destroy(d->gateway);
	discord_rest_destroy(d->rest);
	free(d);
}

static void *discord_create(
	const struct platform_account *account, const struct platform_host *host)
{
	struct discord *d = calloc(1, sizeof(*d));
	const char *api = account->api_url ? account->api_url : DISCORD_API_URL;
	struct discord_gateway_setup setup = {
		.host = host,
		.account = account,
		.intents = discord_intents_of(account),
		.event = on_event,
		.begun = on_begun,
		.holds = holds,
		.since = since,
		.ctx = d,
	};

	if (!d)
		return NULL;
	d->host = *host;
	d->wake_ms = NEVER;
	d->api_trusted = url_trusted(api, URL_HTTP);
	d->rest = discord_rest_create(host, api, on_answer, d);
	if (!d->rest)
		goto fail;
	setup.rest = d->rest;
	d->gateway = discord_gateway_create(&setup);
	d->channel = discord_channel_create(host, d->rest, account->wants_content);
	d->missed = discord_missed_create(host, account, d->rest, on_missed, on_waited, d);
	d->commands = discord_commands_create(host, account, d->rest);
	if (!d->gateway || !d->channel || !d->missed || !d->commands)
		goto fail;
	discord_channel_observe(d->channel, on_delivered, d);
	return d;
fail:
	discord_destroy(d);
	return NULL;
}

static void discord_start(void *self, int64_t now_ms)
{
	struct discord *d = self;

	if (!d->api_trusted) {
		d->host.fault(d->host.ctx, PLATFORM_FAULT_CONFIG,
			"The API address must begin with https://, or with http:// on this machine "
			"(127.0.0.1, ::1, localhost).");
		return;
	}
	discord_gateway_start(d->gateway, now_ms);
	settle(d, now_ms);
}

static void discord_stop(void *self, int64_t now_ms)
{
	struct discord *d = self;

	d->stopping = true;
	discord_missed_stop(d->missed);
	discord_gateway_freeze(d->gateway, now_ms);
	discord_channel_stop(d->channel, now_ms);
	settle(d, now_ms);
}

static bool discord_stopped(const void *self)
{
	const struct discord *d = self;

	return d->stopping && discord_rest_idle(d->rest) && discord_gateway_stopped(d->gateway);
}

static void discord_opened(void *self, int link, int64_t now_ms)
{
	struct discord *d = self;

	discord_gateway_opened(d->gateway, link, now_ms);
	settle(d, now_ms);
}

static void discord_received(
	void *self, int link, const char *data, size_t len, bool is_text, int64_t now_ms)
{
	struct discord *d = self;

	d->now_ms = now_ms;
	discord_gateway_received(d->gateway, link, data, len, is_text, now_ms);
	settle(d, now_ms);
}

static void discord_closed(void *self, int link, int code, int64_t now_ms)
{
	struct discord *d = self;

	discord_gateway_closed(d->gateway, link, code, now_ms);
	settle(d, now_ms);
}

static void discord_answered(void *self, const struct platform_result *result, int64_t now_ms)
{
	struct discord *d = self;

	discord_rest_answered(d->rest, result, now_ms);
	settle(d, now_ms);
}

static void discord_tick(void *self, int64_t now_ms)
{
	struct discord *d = self;

	d->wake_ms = NEVER; /* the wish is used up, even where the tick came too early */
	discord_gateway_tick(d->gateway, now_ms);
	settle(d, now_ms);
}

static int discord_say(void *self, const struct platform_say *say, int64_t now_ms)
{
	struct discord *d = self;
	bool pings_author = discord_seen_wrote(&d->seen, say->user, say->reply_to);

	if (!d->api_trusted || discord_rest_say(d->rest, say, pings_author, now_ms) < 0)
		return -1;
	settle(d, now_ms);
	return 0;
}

static void discord_withdraw(void *self, uint64_t ticket, int64_t now_ms)
{
	struct discord *d = self;

	discord_rest_withdraw(d->rest, ticket);
	settle(d, now_ms);
}

static void discord_remove(void *self, const char *conversation, const char *message,
	int64_t deadline_ms, int64_t now_ms)
{
	struct discord *d = self;

	if (!d->api_trusted || discord_rest_remove(d->rest, conversation, message, deadline_ms) < 0)
		log_warn(d->host.log, AREA, "a reply in channel %s is not removed: no room",
			conversation);
	settle(d, now_ms);
}

static void discord_listen(void *self, bool want, int64_t now_ms)
{
	struct discord *d = self;

	if (want)
		discord_channel_listen(d->channel);
	discord_gateway_listen(d->gateway, want, now_ms);
	settle(d, now_ms);
}

static void discord_status(const void *self, int64_t now_ms, struct platform_status *status)
{
	const struct discord *d = self;

	*status = (struct platform_status){0};
	discord_gateway_status(d->gateway, now_ms, status);
	discord_rest_status(d->rest, status);
	discord_channel_status(d->channel, status);
}

const struct platform_adapter discord_adapter = {
	.name = "discord",
	.abilities = {.max_chars = 2000,
		.format = LUMBAR_DISCORD,
		.idempotent = true,
		.direct = true,
		.remove = true,
		.edit = true,
		.buttons = true,
		.threads = true},
	.checker = &discord_checker,
	.doubt = discord_token_doubt,
	.create = discord_create,
	.destroy = discord_destroy,
	.start = discord_start,
	.stop = discord_stop,
	.stopped = discord_stopped,
	.opened = discord_opened,
	.received = discord_received,
	.closed = discord_closed,
	.answered = discord_answered,
	.tick = discord_tick,
	.say = discord_say,
	.withdraw = discord_withdraw,
	.remove = discord_remove,
	.listen = discord_listen,
	.status = discord_status,
};
