/* What it takes to go on with a gateway session; see discord_session.h. */
#include "platform/discord_session.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Copies s when it fits into the size bytes at out, "" otherwise: half an id is none. */
static void copy_whole(char *out, size_t size, const char *s)
{
	snprintf(out, size, "%s", s && strlen(s) < size ? s : "");
}

void discord_session_begin(struct discord_session *s, const json *ready)
{
	const char *url = json_get_string(ready, "resume_gateway_url");
	const char *user = snowflake_get(json_get(ready, "user"), "id");

	copy_whole(s->id, sizeof(s->id), json_get_string(ready, "session_id"));
	copy_whole(s->url, sizeof(s->url), url_trusted(url, URL_WEBSOCKET) ? url : NULL);
	if (user)
		copy_whole(s->user, sizeof(s->user), user);
}

void discord_session_forget(struct discord_session *s)
{
	s->id[0] = '\0';
	s->url[0] = '\0';
	s->has_seq = false;
	s->seq = 0;
}

bool discord_session_held(const struct discord_session *s)
{
	return s->id[0] && s->has_seq;
}

void discord_session_note(struct discord_session *s, int64_t seq)
{
	if (s->has_seq && seq <= s->seq)
		return;
	s->has_seq = true;
	s->seq = seq;
}

bool discord_session_write(const struct discord_session *s, unsigned intents, struct buf *b)
{
	if (!discord_session_held(s))
		return s->at_ms ? buf_printf(b, "{\"at\":%" PRId64 "}", s->at_ms) : buf_ok(b);
	buf_putc(b, '{');
	json_put(b, "session_id", s->id);
	json_put(b, "resume_gateway_url", s->url);
	json_put(b, "user", s->user);
	return buf_printf(b,
		",\"seq\":%" PRId64 ",\"intents\":%u,\"at\":%" PRId64 ",\"behind\":%s}", s->seq,
		intents, s->at_ms, s->behind ? "true" : "false");
}

bool discord_session_read(struct discord_session *s, unsigned intents, const char *text)
{
	json *v = text ? json_parse(text, strlen(text)) : NULL;
	int64_t seq = 0, begun_with = 0;

	discord_session_forget(s);
	s->at_ms = 0;
	if (!json_get_int(v, "at", &s->at_ms) || s->at_ms < 0)
		s->at_ms = 0;
	s->behind = json_is_true(json_get(v, "behind"));
	if (json_get_int(v, "intents", &begun_with) && begun_with == (int64_t)intents &&
		json_get_int(v, "seq", &seq) && seq >= 0) {
		discord_session_begin(s, v);
		copy_whole(s->user, sizeof(s->user), snowflake_get(v, "user"));
		s->has_seq = s->id[0] != '\0';
		s->seq = seq;
	}
	json_free(v);
	if (discord_session_held(s))
		return true;
	discord_session_forget(s);
	return false;
}
