/* Answers to interactions, and what replaces a message; see discord_turn.h. */
#include "platform/discord_turn.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "platform/discord_call.h"
#include "platform/discord_controls.h"
#include "platform/discord_end.h"
#include "platform/discord_say.h"
#include "platform/snowflake.h"

#define PRIVATE 64                            /* the flag of a message for one person alone */
#define CHANGE_BEGINS "{\"type\":7,\"data\":" /* then the message, as an edit has it, and a brace */

/* ------------------------------------------------------------------ handles */

/* The parts of a handle. */
struct handle {
	char id[SNOWFLAKE_MAX], application[SNOWFLAKE_MAX], token[DISCORD_CALL_TOKEN_MAX];
};

static bool is_token(const char *s)
{
	size_t n;

	for (n = 0; s[n]; n++) {
		if (!(s[n] >= 'a' && s[n] <= 'z') && !(s[n] >= 'A' && s[n] <= 'Z') &&
			!(s[n] >= '0' && s[n] <= '9') && !strchr("-_=", s[n]))
			return false;
	}
	return n > 0 && n < DISCORD_CALL_TOKEN_MAX;
}

bool discord_turn_handle(char out[INTERACTION_HANDLE_MAX], const char *id, const char *application,
	const char *token)
{
	if (!snowflake_valid(id) || !snowflake_valid(application) || !token || !is_token(token))
		return false;
	return snprintf(out, INTERACTION_HANDLE_MAX, "%s %s %s", id, application, token) <
	       INTERACTION_HANDLE_MAX;
}

/* Copies the word at *s into the size bytes at out, and goes behind the blank after it. */
static bool take_word(const char **s, char *out, size_t size)
{
	const size_t len = strcspn(*s, " ");

	if (len == 0 || len >= size)
		return false;
	memcpy(out, *s, len);
	out[len] = '\0';
	*s += len + ((*s)[len] == ' ');
	return true;
}

static bool read_handle(const char *s, struct handle *h)
{
	return take_word(&s, h->id, sizeof(h->id)) && snowflake_valid(h->id) &&
	       take_word(&s, h->application, sizeof(h->application)) &&
	       snowflake_valid(h->application) && take_word(&s, h->token, sizeof(h->token)) &&
	       is_token(h->token) && !*s;
}

/* ------------------------------------------------------------------ bodies */

static void put_flags(struct buf *b, const struct platform_say *say)
{
	if (say->in_private)
		buf_printf(b, ",\"flags\":%d", PRIVATE);
}

/* A message that is made or becomes this: one without buttons loses those that it had. */
static void put_message(
	struct buf *b, const struct platform_say *say, bool anew, struct discord_say_parts *parts)
{
	discord_say_data(b, say, parts);
	if (!anew && !(say->controls && *say->controls))
		buf_puts(b, ",\"components\":[]");
	if (anew)
		put_flags(b, say);
}

static void put_callback(
	struct buf *b, const struct platform_say *say, struct discord_say_parts *parts)
{
	static const int types[] = {
		[PLATFORM_TURN_ANSWER] = 4,
		[PLATFORM_TURN_LATER] = 5,
		[PLATFORM_TURN_NOTHING] = 6,
		[PLATFORM_TURN_CHANGE] = 7,
		[PLATFORM_TURN_SUGGEST] = 8,
	};

	buf_printf(b, "{\"type\":%d", types[say->turn]);
	if (say->turn != PLATFORM_TURN_NOTHING)
		buf_puts(b, ",\"data\":{");
	if (say->turn == PLATFORM_TURN_LATER)
		buf_printf(b, "\"flags\":%d", say->in_private ? PRIVATE : 0);
	else if (say->turn == PLATFORM_TURN_SUGGEST)
		discord_controls_suggest(b, say->controls ? say->controls : "");
	else if (say->turn != PLATFORM_TURN_NOTHING)
		put_message(b, say, say->turn == PLATFORM_TURN_ANSWER, parts);
	buf_puts(b, say->turn != PLATFORM_TURN_NOTHING ? "}}" : "}");
}

/* Gives call its body; false when memory is short. */
static bool put_body(struct discord_call *call, const struct platform_say *say)
{
	struct buf body;

	buf_init(&body, DISCORD_SAY_BODY_MAX);
	if (call->route == DISCORD_REST_RESPOND) {
		put_callback(&body, say, &call->parts);
	} else {
		buf_putc(&body, '{');
		put_message(&body, say, call->route == DISCORD_REST_FURTHER, &call->parts);
		buf_putc(&body, '}');
	}
	call->body_len = body.len;
	call->body = buf_detach(&body);
	return call->body != NULL;
}

/* ------------------------------------------------------------------ queueing */

static int queue(struct discord_rest *r, struct discord_call *call, const struct platform_say *say,
	const char *token)
{
	if (!call)
		return -1;
	call->ticket = say->ticket;
	call->token = token ? strdup(token) : NULL;
	if ((token && !call->token) ||
		(call->route != DISCORD_REST_REMOVE && !put_body(call, say))) {
		discord_queue_free(call);
		return -1;
	}
	return discord_call_queue(r, call);
}

static int64_t sooner(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* Keeps in mind which message it is that changes. */
static void keep_edit(struct discord_call *call, const struct platform_say *say)
{
	if (say->turn != PLATFORM_TURN_CHANGE || !snowflake_valid(say->conversation) ||
		!snowflake_valid(say->replaces))
		return;
	snprintf(call->second, sizeof(call->second), "%s", say->replaces);
	snprintf(call->edits_in, sizeof(call->edits_in), "%s", say->conversation);
	call->edits_until_ms = say->deadline_ms;
}

static int answer(struct discord_rest *r, const struct platform_say *say, int64_t now)
{
	const bool later = say->turn == PLATFORM_TURN_FILL || say->turn == PLATFORM_TURN_FURTHER;
	enum discord_rest_route route = DISCORD_REST_RESPOND;
	struct discord_call *call;
	struct handle h;

	if (!read_handle(say->handle, &h))
		return discord_call_refuse(r, say, "no interaction of Discord's");
	if (later)
		route = say->turn == PLATFORM_TURN_FILL ? DISCORD_REST_FILL : DISCORD_REST_FURTHER;
	call = discord_call_create(discord_call_rank(say), route, later ? h.application : h.id);
	if (call) {
		call->deadline_ms = sooner(
			say->deadline_ms, now + (later ? DISCORD_TURN_LATER_MS : DISCORD_TURN_MS));
		keep_edit(call, say);
	}
	return queue(r, call, say, h.token);
}

static int replace(struct discord_rest *r, const struct platform_say *say)
{
	const bool goes = !say->text || !*say->text;
	struct discord_call *call;

	if (!snowflake_valid(say->conversation) || !snowflake_valid(say->replaces))
		return discord_call_refuse(r, say, "no message of Discord's");
	call = discord_call_create(discord_call_rank(say),
		goes ? DISCORD_REST_REMOVE : DISCORD_REST_EDIT, say->conversation);
	if (call) {
		call->deadline_ms = say->deadline_ms;
		snprintf(call->second, sizeof(call->second), "%s", say->replaces);
	}
	return queue(r, call, say, NULL);
}

bool discord_turn_edits(struct discord_call *call)
{
	const size_t begin = strlen(CHANGE_BEGINS);

	if (!*call->edits_in || call->body_len <= begin)
		return false;
	call->body_len -= begin + 1;
	memmove(call->body, call->body + begin, call->body_len);
	call->body[call->body_len] = '\0';
	call->parts.controls.at -= begin;
	free(call->token);
	call->token = NULL;
	memcpy(call->target, call->edits_in, sizeof(call->target));
	call->edits_in[0] = '\0';
	call->route = DISCORD_REST_EDIT;
	call->deadline_ms = call->edits_until_ms;
	call->again = false;
	call->not_before_ms = 0;
	backoff_reset(&call->backoff);
	return true;
}

int discord_turn_queue(struct discord_rest *r, const struct platform_say *say, int64_t now_ms)
{
	return say->handle && *say->handle ? answer(r, say, now_ms) : replace(r, say);
}
