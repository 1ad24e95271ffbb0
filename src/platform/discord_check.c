/* Whether Discord lets an account do what it is configured for; see discord_check.h. */
#include "platform/discord_check.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/url.h"
#include "platform/discord.h"
#include "platform/discord_check_channel.h"
#include "platform/discord_inquiry.h"
#include "platform/snowflake.h"

#define PORTAL "https://discord.com/developers/applications/"
#define CONTENT_FLAGS (1 << 18 | 1 << 19) /* GATEWAY_MESSAGE_CONTENT, and _LIMITED */
#define MINUTE_MS 60000

struct discord_check {
	const struct platform_account *account;
	struct discord_inquiry *q;
	struct discord_check_channels *channels;
	size_t n_channels;
	size_t n_listened;
	bool api_trusted; /* our credentials may be sent there */
	char user[SNOWFLAKE_MAX];
	char application[SNOWFLAKE_MAX]; /* "" = not learned */
};

static void ask(struct discord_check *c, enum discord_rest_route route, discord_inquiry_fn *fn)
{
	const struct discord_inquiry_question question = {
		.route = route, .id = "", .fn = fn, .ctx = c};

	discord_inquiry_ask(c->q, &question);
}

/* ------------------------------------------------------------------ the end */

static void say_invitation(struct discord_check *c)
{
	if (c->application[0])
		discord_inquiry_say(c->q, PLATFORM_CHECK_OK,
			"to invite the bot: https://discord.com/oauth2/authorize?client_id=%s"
			"&scope=bot&permissions=%" PRIu64,
			c->application, discord_check_channels_needs(c->channels));
}

static void on_channels_done(void *ctx)
{
	struct discord_check *c = ctx;

	if (!c->n_channels)
		discord_inquiry_say(c->q, PLATFORM_CHECK_OK,
			"no channels are configured: permissions in them were not looked at");
	say_invitation(c);
	discord_inquiry_end(c->q);
}

/* ------------------------------------------------------------------ the gateway */

static void say_starts(struct discord_check *c, const json *limit)
{
	int64_t left, total, minutes, reset_ms = 0;

	if (!json_get_int(limit, "remaining", &left) || !json_get_int(limit, "total", &total)) {
		discord_inquiry_say(c->q, PLATFORM_CHECK_WARNING,
			"the gateway does not say how many session starts are left");
		return;
	}
	json_get_int(limit, "reset_after", &reset_ms);
	minutes = (reset_ms + MINUTE_MS - 1) / MINUTE_MS;
	if (left <= 0)
		discord_inquiry_say(c->q, PLATFORM_CHECK_PROBLEM,
			"all %" PRId64 " session starts are used up, so the bot cannot connect for "
			"%" PRId64 " min. Is something restarting it?",
			total, minutes);
	else
		discord_inquiry_say(c->q,
			left < total / 10 ? PLATFORM_CHECK_WARNING : PLATFORM_CHECK_OK,
			"%" PRId64 " of %" PRId64 " session starts are left; they are counted anew "
			"in %" PRId64 " min",
			left, total, minutes);
}

static void on_gateway(void *ctx, int status, const json *body)
{
	struct discord_check *c = ctx;
	const char *url = c->account->gateway_url;

	(void)status;
	if (!url)
		url = json_get_string(body, "url");
	if (body && !url_trusted(url, URL_WEBSOCKET))
		discord_inquiry_say(c->q, PLATFORM_CHECK_PROBLEM,
			"the gateway's address must begin with wss://, or with ws:// on this "
			"machine (127.0.0.1, ::1, localhost)");
	else if (body)
		say_starts(c, json_get(body, "session_start_limit"));
	discord_check_channels_start(c->channels, c->user);
}

/* ------------------------------------------------------------------ the portal's switches */

static void say_content(struct discord_check *c, bool is_on)
{
	bool wanted = c->account->wants_content || c->n_listened;

	if (wanted && !is_on)
		discord_inquiry_say(c->q, PLATFORM_CHECK_PROBLEM,
			"Message Content Intent is off, but the bot is to listen to channels: turn "
			"it on at " PORTAL "%s/bot > Privileged Gateway Intents, or set these "
			"channels' mode to mention",
			c->application);
	else if (wanted)
		discord_inquiry_say(
			c->q, PLATFORM_CHECK_OK, "Message Content Intent is on, as it must be");
	else
		discord_inquiry_say(c->q, PLATFORM_CHECK_OK, "Message Content Intent is %s",
			is_on ? "on; the bot listens to no channel, so it may be off"
			      : "off, and not needed");
}

static void on_application(void *ctx, int status, const json *body)
{
	struct discord_check *c = ctx;
	const char *id = snowflake_get(body, "id");
	int64_t flags;

	(void)status;
	if (body && !id) {
		discord_inquiry_puzzled(c->q);
	} else if (body) {
		snprintf(c->application, sizeof(c->application), "%s", id);
		if (json_get_int(body, "flags", &flags))
			say_content(c, flags & CONTENT_FLAGS);
		else
			discord_inquiry_say(c->q, PLATFORM_CHECK_WARNING,
				"the application does not say whether Message Content Intent is "
				"on");
		if (json_is_true(json_get(body, "bot_require_code_grant")))
			discord_inquiry_say(c->q, PLATFORM_CHECK_WARNING,
				"Requires OAuth2 Code Grant is on, so the link that invites the "
				"bot fails: turn it off at " PORTAL "%s/bot",
				c->application);
	}
	ask(c, DISCORD_REST_GATEWAY, on_gateway);
}

/* ------------------------------------------------------------------ the token */

static void on_self(void *ctx, int status, const json *body)
{
	struct discord_check *c = ctx;
	const char *id = snowflake_get(body, "id");
	char name[DISCORD_INQUIRY_NAME_MAX];

	(void)status;
	if (!id) { /* nothing further can be told apart from what is wrong here */
		if (body)
			discord_inquiry_puzzled(c->q);
		discord_inquiry_end(c->q);
		return;
	}
	snprintf(c->user, sizeof(c->user), "%s", id);
	discord_inquiry_name(name, json_get_string(body, "username"));
	discord_inquiry_say(
		c->q, PLATFORM_CHECK_OK, "the token is right: it is that of %s (%s)", name, id);
	ask(c, DISCORD_REST_APPLICATION, on_application);
}

/* ------------------------------------------------------------------ the checker */

static void check_destroy(void *self)
{
	struct discord_check *c = self;

	if (!c)
		return;
	discord_check_channels_destroy(c->channels);
	discord_inquiry_destroy(c->q);
	free(c);
}

static void *check_create(const struct platform_account *account,
	const struct platform_check_host *host, const struct platform_check_channel *channels,
	size_t n)
{
	const char *api = account->api_url ? account->api_url : DISCORD_API_URL;
	struct discord_check *c = calloc(1, sizeof(*c));
	struct discord_check_channels_setup setup = {
		.channels = channels, .n = n, .done = on_channels_done, .ctx = c};
	size_t i;

	if (!c)
		return NULL;
	c->account = account;
	c->n_channels = n;
	for (i = 0; i < n; i++)
		c->n_listened += channels[i].listens;
	c->api_trusted = url_trusted(api, URL_HTTP);
	c->q = setup.inquiry = discord_inquiry_create(host, api);
	if (!c->q)
		goto fail;
	c->channels = discord_check_channels_create(&setup);
	if (!c->channels)
		goto fail;
	return c;
fail:
	check_destroy(c);
	return NULL;
}

static void check_start(void *self, int64_t now_ms)
{
	struct discord_check *c = self;

	if (!c->api_trusted) {
		discord_inquiry_say(c->q, PLATFORM_CHECK_PROBLEM,
			"the API's address must begin with https://, or with http:// on this "
			"machine (127.0.0.1, ::1, localhost)");
		discord_inquiry_end(c->q);
		return;
	}
	ask(c, DISCORD_REST_SELF, on_self);
	discord_inquiry_go(c->q, now_ms);
}

static void check_answered(void *self, const struct platform_result *result, int64_t now_ms)
{
	struct discord_check *c = self;

	discord_inquiry_answered(c->q, result, now_ms);
}

static void check_tick(void *self, int64_t now_ms)
{
	struct discord_check *c = self;

	discord_inquiry_go(c->q, now_ms);
}

const struct platform_checker discord_checker = {
	.create = check_create,
	.destroy = check_destroy,
	.start = check_start,
	.answered = check_answered,
	.tick = check_tick,
};
