/* Whether the text of messages comes; see discord_content.h. */
#include "platform/discord_content.h"

#include "base/log.h"
#include "platform/discord.h"
#include "platform/discord_intents.h"

#define AREA "discord"
#define CONTENT DISCORD_INTENT_MESSAGE_CONTENT
#define CONTENT_FLAGS (1 << 18 | 1 << 19) /* GATEWAY_MESSAGE_CONTENT, and _LIMITED */

static bool given_up(const struct discord_gateway *g)
{
	return g->alarm_at != DISCORD_GATEWAY_NEVER;
}

static void raise_alarm(struct discord_gateway *g)
{
	log_error(g->host.log, AREA,
		"the application may not read message content: what is written in channels that "
		"are listened to goes unheard, only mentions and direct messages are answered. "
		"" DISCORD_CONTENT_STEPS " (it is noticed within an hour), or set every channel's "
		"mode to mention.");
}

bool discord_content_give_up(struct discord_gateway *g, int code, int64_t now_ms)
{
	if (!(g->intents & CONTENT))
		return false;
	g->intents &= ~CONTENT;
	g->alarm_at = now_ms + DISCORD_CONTENT_ALARM_MS;
	g->content = PLATFORM_CONTENT_SHUT;
	log_warn(g->host.log, AREA, "the message content intent was refused (%d)", code);
	raise_alarm(g);
	return true;
}

static void note_flags(struct discord_gateway *g, int64_t flags)
{
	g->content = flags & CONTENT_FLAGS ? PLATFORM_CONTENT_OPEN : PLATFORM_CONTENT_SHUT;
}

static void warn_of_silence(struct discord_gateway *g, int64_t flags)
{
	if (!(flags & CONTENT_FLAGS))
		log_warn(g->host.log, AREA,
			"the application's Message Content Intent is off: channels that are "
			"listened to will seem empty");
}

void discord_content_ready(struct discord_gateway *g, const json *application, int64_t now_ms)
{
	int64_t flags;
	const bool is_said = json_get_int(application, "flags", &flags);

	if (is_said)
		note_flags(g, flags);
	if (!g->wants_content || given_up(g))
		return;
	if (is_said)
		warn_of_silence(g, flags);
	else
		discord_rest_get(
			g->rest, DISCORD_REST_APPLICATION, "", now_ms + DISCORD_LINK_ASK_MS);
}

static void ask_again(struct discord_gateway *g, int64_t now)
{
	log_info(g->host.log, AREA, "message content is asked for: a new session is begun");
	g->alarm_at = DISCORD_GATEWAY_NEVER;
	discord_intents_add(g, CONTENT, now);
}

void discord_content_told(struct discord_gateway *g, const json *application, int64_t now_ms)
{
	int64_t flags = 0;
	bool is_said = json_get_int(application, "flags", &flags);

	if (is_said)
		note_flags(g, flags);
	if (g->frozen || !g->wants_content)
		return;
	if (given_up(g) && is_said && flags & CONTENT_FLAGS)
		ask_again(g, now_ms);
	else if (given_up(g))
		raise_alarm(g);
	else if (is_said)
		warn_of_silence(g, flags);
}

void discord_content_want(struct discord_gateway *g, bool want, int64_t now_ms)
{
	if (!want) {
		/* what finds no room is asked for again when somebody asks again */
		discord_rest_get(
			g->rest, DISCORD_REST_APPLICATION, "", now_ms + DISCORD_LINK_ASK_MS);
		return;
	}
	g->wants_content = true;
	if (!g->frozen && !(g->intents & CONTENT))
		ask_again(g, now_ms);
}

int64_t discord_content_due(const struct discord_gateway *g)
{
	return g->frozen || discord_gateway_stopped(g) ? DISCORD_GATEWAY_NEVER : g->alarm_at;
}

void discord_content_tick(struct discord_gateway *g, int64_t now_ms)
{
	g->alarm_at = now_ms + DISCORD_CONTENT_ALARM_MS;
	if (discord_rest_get(g->rest, DISCORD_REST_APPLICATION, "", now_ms + DISCORD_LINK_ASK_MS) <
		0)
		raise_alarm(g);
}
