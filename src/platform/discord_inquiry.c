/* Questions to Discord's API one after another; see discord_inquiry.h. */
#include "platform/discord_inquiry.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/url.h"
#include "base/utf8.h"
#include "platform/snowflake.h"

struct discord_inquiry {
	struct platform_check_host host;
	char api_url[URL_BASE_MAX]; /* for findings */
	struct discord_rest *rest;
	/* the question that is being asked, or waits to be */
	enum discord_rest_route route;
	char id[SNOWFLAKE_MAX];
	char user[SNOWFLAKE_MAX];
	discord_inquiry_fn *fn;
	void *ctx;
	bool pending;    /* discord_rest does not have it yet */
	bool heard;      /* the host's answer is being handled, whatever it is */
	unsigned silent; /* questions in a row without an answer */
	bool has_problem;
	bool ended;
};

/* ------------------------------------------------------------------ findings */

/* Whether cp does something to a terminal rather than be seen: controls, changes of direction. */
static bool is_control(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || (cp >= 0x2028 && cp <= 0x202e) ||
	       (cp >= 0x2066 && cp <= 0x2069);
}

static void clean(char *line)
{
	size_t len = strlen(line), i, n;
	uint32_t cp;

	for (i = 0; i < len; i += n) {
		n = utf8_next(line + i, len - i, &cp);
		if (is_control(cp) || (cp == UTF8_BAD && n == 1))
			memset(line + i, ' ', n);
	}
}

void discord_inquiry_say(
	struct discord_inquiry *q, enum platform_check_level level, const char *fmt, ...)
{
	char line[DISCORD_INQUIRY_LINE_MAX];
	va_list ap;

	if (q->ended)
		return;
	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	clean(line);
	if (level == PLATFORM_CHECK_PROBLEM)
		q->has_problem = true;
	q->host.say(q->host.ctx, level, line);
}

void discord_inquiry_end(struct discord_inquiry *q)
{
	if (q->ended)
		return;
	q->ended = true;
	q->host.done(q->host.ctx, !q->has_problem);
}

void discord_inquiry_name(char out[DISCORD_INQUIRY_NAME_MAX], const char *name)
{
	if (!name || !*name)
		name = "?";
	snprintf(out, DISCORD_INQUIRY_NAME_MAX, "%.*s",
		(int)utf8_cut(name, strlen(name), DISCORD_INQUIRY_NAME_MAX - 1), name);
}

/* What the routes ask about. */
static const struct {
	const char *name;
	bool may_be_hidden; /* 403 and 404 tell about it, not about the API */
} subjects[] = {
	[DISCORD_REST_SELF] = {"the token", false},
	[DISCORD_REST_APPLICATION] = {"the application", false},
	[DISCORD_REST_GATEWAY] = {"the gateway", false},
	[DISCORD_REST_CHANNEL] = {"channel ", true},
	[DISCORD_REST_MEMBER] = {"the bot's roles in server ", true},
	[DISCORD_REST_GUILD] = {"server ", true},
	[DISCORD_REST_CHANNELS] = {"the channels of server ", true},
};

/* Says that what was asked for could not be checked, and why. */
static void not_checked(struct discord_inquiry *q, const char *why)
{
	discord_inquiry_say(q, PLATFORM_CHECK_PROBLEM, "%s%s could not be checked: %s",
		subjects[q->route].name, q->id, why);
}

void discord_inquiry_puzzled(struct discord_inquiry *q)
{
	char why[DISCORD_INQUIRY_LINE_MAX];

	snprintf(why, sizeof(why), "the answer from %s is not understood. Is that Discord's API?",
		q->api_url);
	not_checked(q, why);
}

static void say_silence(struct discord_inquiry *q)
{
	char why[DISCORD_INQUIRY_LINE_MAX];

	if (!q->heard) /* it was given up before it could go: only rate limits make it wait */
		snprintf(why, sizeof(why),
			"%s takes no more requests for now. Try again in some minutes.",
			q->api_url);
	else
		snprintf(why, sizeof(why),
			"no answer from %s. Is this machine online, and is the address right?",
			q->api_url);
	not_checked(q, why);
}

static void say_status(struct discord_inquiry *q, int status)
{
	char why[DISCORD_INQUIRY_LINE_MAX];

	snprintf(why, sizeof(why), "HTTP %d from %s. %s", status, q->api_url,
		status >= 500 ? "The fault is there: try again later." : "Is that Discord's API?");
	not_checked(q, why);
}

/* ------------------------------------------------------------------ answers */

/* Whether going on makes no sense after such an answer; says so then. */
static bool is_hopeless(struct discord_inquiry *q, int status)
{
	if (status == 401) {
		discord_inquiry_say(q, PLATFORM_CHECK_PROBLEM,
			"Discord refuses the bot token (401). Get a new one at "
			"https://discord.com/developers/applications > your application > Bot > "
			"Reset Token, and put it where the configuration says (by default the "
			"environment variable DISCORD_TOKEN).");
		return true;
	}
	q->silent = status ? 0 : q->silent + 1;
	if (q->silent < DISCORD_INQUIRY_SILENT_MAX)
		return false;
	discord_inquiry_say(q, PLATFORM_CHECK_PROBLEM,
		"the rest was not checked: %u answers in a row stayed away", q->silent);
	return true;
}

/* Says what is wrong with an answer that is not what was asked for. */
static void complain(struct discord_inquiry *q, int status)
{
	if (status == 200)
		discord_inquiry_puzzled(q);
	else if (status == 0)
		say_silence(q);
	else if (!subjects[q->route].may_be_hidden || (status != 403 && status != 404))
		say_status(q, status);
}

static bool is_what_was_asked(const struct discord_inquiry *q, const json *body)
{
	return q->route == DISCORD_REST_CHANNELS ? json_is_array(body) : json_is_object(body);
}

static void on_answer(void *ctx, const struct discord_rest_answer *answer, int64_t now_ms)
{
	struct discord_inquiry *q = ctx;
	const json *body = NULL;
	int status = answer->status;

	(void)now_ms;
	if (status == 200 && is_what_was_asked(q, answer->body))
		body = answer->body;
	else if (status != 401)
		complain(q, status);
	if (is_hopeless(q, status))
		discord_inquiry_end(q);
	else
		q->fn(q->ctx, status, body);
}

/* ------------------------------------------------------------------ asking */

static uint32_t no_random(void *ctx)
{
	(void)ctx; /* only messages need it, for their nonces and retries */
	return 0;
}

struct discord_inquiry *discord_inquiry_create(
	const struct platform_check_host *host, const char *api_url)
{
	const struct platform_host rest_host = {
		.request = host->request, .random = no_random, .ctx = host->ctx};
	struct discord_inquiry *q = calloc(1, sizeof(*q));

	if (!q)
		return NULL;
	q->host = *host;
	snprintf(q->api_url, sizeof(q->api_url), "%s", api_url);
	q->rest = discord_rest_create(&rest_host, api_url, on_answer, q);
	if (!q->rest) {
		discord_inquiry_destroy(q);
		return NULL;
	}
	return q;
}

void discord_inquiry_destroy(struct discord_inquiry *q)
{
	if (!q)
		return;
	discord_rest_destroy(q->rest);
	free(q);
}

void discord_inquiry_ask(struct discord_inquiry *q, const struct discord_inquiry_question *question)
{
	q->route = question->route;
	snprintf(q->id, sizeof(q->id), "%s", question->id);
	snprintf(q->user, sizeof(q->user), "%s", question->user ? question->user : "");
	q->fn = question->fn;
	q->ctx = question->ctx;
	q->pending = true;
}

static void hand_over(struct discord_inquiry *q, int64_t now)
{
	int64_t deadline = now + DISCORD_INQUIRY_MS;
	int got;

	q->pending = false;
	if (q->route == DISCORD_REST_MEMBER)
		got = discord_rest_get_member(q->rest, q->id, q->user, deadline);
	else
		got = discord_rest_get(q->rest, q->route, q->id, deadline);
	if (got < 0) {
		not_checked(q, "memory is short");
		discord_inquiry_end(q);
	}
}

void discord_inquiry_go(struct discord_inquiry *q, int64_t now_ms)
{
	int64_t at;

	do {
		if (q->pending && !q->ended)
			hand_over(q, now_ms);
		discord_rest_pump(q->rest, now_ms);
	} while (q->pending && !q->ended); /* a question was given up, and led to the next */
	at = discord_rest_next(q->rest);
	if (at != DISCORD_REST_NEVER && !q->ended)
		q->host.wake(q->host.ctx, at);
}

void discord_inquiry_answered(
	struct discord_inquiry *q, const struct platform_result *result, int64_t now_ms)
{
	q->heard = true;
	discord_rest_answered(q->rest, result, now_ms);
	q->heard = false;
	discord_inquiry_go(q, now_ms);
}
