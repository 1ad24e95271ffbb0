/* What is said, as Discord's JSON; see discord_say.h. */
#include "platform/discord_say.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/utf8.h"
#include "platform/discord_controls.h"
#include "platform/snowflake.h"

#define FNV_START 2166136261u
#define FNV_PRIME 16777619u
#define HASH_VALUES 1679616 /* 36^4: what four digits can tell apart */
#define BASE36_MAX 14       /* bytes of 64 bits in base 36 with a NUL */

/* ------------------------------------------------------------------ nonce */

static void base36(char out[BASE36_MAX], uint64_t n)
{
	static const char digits[] = "0123456789abcdefghijklmnopqrstuvwxyz";
	char reversed[BASE36_MAX];
	size_t len = 0, i;

	do {
		reversed[len++] = digits[n % 36];
		n /= 36;
	} while (n);
	for (i = 0; i < len; i++)
		out[i] = reversed[len - 1 - i];
	out[len] = '\0';
}

static bool is_word_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Whether purpose may stand in a nonce as it is. */
static bool is_word(const char *purpose, size_t max)
{
	size_t n = 0;

	while (is_word_byte(purpose[n]))
		n++;
	return !purpose[n] && n <= max;
}

/* Writes purpose in at most max (5 or more) bytes, so that two purposes stay two. */
static void put_purpose(char *out, size_t max, const char *purpose)
{
	uint32_t hash = FNV_START;
	char digits[BASE36_MAX];
	const char *c;

	if (is_word(purpose, max)) {
		snprintf(out, max + 1, "%s", purpose);
		return;
	}
	for (c = purpose; *c; c++)
		hash = (hash ^ (unsigned char)*c) * FNV_PRIME;
	base36(digits, hash % HASH_VALUES);
	snprintf(out, max + 1, "%c%s", is_word_byte(*purpose) ? *purpose : 'x', digits);
}

void discord_say_nonce(char nonce[DISCORD_NONCE_MAX], const struct platform_say *say, uint32_t salt)
{
	const char *cause = say->cause && *say->cause ? say->cause : say->reply_to;
	char ticket[BASE36_MAX];
	int n;

	if (snowflake_valid(cause)) {
		n = snprintf(nonce, DISCORD_NONCE_MAX, "%s", cause);
		put_purpose(nonce + n, DISCORD_NONCE_MAX - 1 - (size_t)n,
			say->purpose ? say->purpose : "");
		return;
	}
	base36(ticket, say->ticket);
	snprintf(nonce, DISCORD_NONCE_MAX, "t%08" PRIx32 "-%s", salt, ticket);
}

/* ------------------------------------------------------------------ body */

/* Appends "key":["id"] when id is one: what is not listed is not notified. */
static void put_allowed(struct buf *b, const char *key, const char *id)
{
	if (snowflake_valid(id))
		buf_printf(b, ",\"%s\":[\"%s\"]", key, id);
}

/* What every form of a message has, but the last brace of allowed_mentions. */
static void put_data(struct buf *b, const struct platform_say *say, struct discord_say_parts *parts)
{
	json_put(b, "content", say->text ? say->text : "");
	*parts = (struct discord_say_parts){.controls = {.at = b->len}};
	if (say->controls && *say->controls)
		discord_controls_put(b, say->controls);
	parts->controls.len = b->len - parts->controls.at;
	buf_puts(b, ",\"allowed_mentions\":{\"parse\":[]");
	put_allowed(b, "users", say->user);
	put_allowed(b, "roles", say->role);
}

bool discord_say_data(
	struct buf *b, const struct platform_say *say, struct discord_say_parts *parts)
{
	put_data(b, say, parts);
	return buf_putc(b, '}');
}

void discord_say_body(struct buf *b, const struct platform_say *say, bool pings_author,
	uint32_t salt, struct discord_say_parts *parts)
{
	bool replies = snowflake_valid(say->reply_to);
	char nonce[DISCORD_NONCE_MAX];

	discord_say_nonce(nonce, say, salt);
	buf_putc(b, '{');
	json_put(b, "nonce", nonce);
	buf_puts(b, ",\"enforce_nonce\":true");
	put_data(b, say, parts);
	buf_printf(b, ",\"replied_user\":%s}", replies && pings_author ? "true" : "false");
	parts->reference.at = b->len;
	if (replies) {
		buf_puts(b, ",\"message_reference\":{");
		json_put(b, "message_id", say->reply_to);
		buf_puts(b, ",\"fail_if_not_exists\":false}");
	}
	parts->reference.len = b->len - parts->reference.at;
	buf_putc(b, '}');
}

unsigned discord_say_has(const struct discord_say_parts *parts)
{
	return (parts->reference.len ? DISCORD_SAY_REFERENCE : 0) |
	       (parts->controls.len ? DISCORD_SAY_CONTROLS : 0);
}

/* Takes the span out of the body; what stands behind it moves up. */
static size_t drop(
	char *body, size_t len, struct discord_say_parts *parts, struct discord_say_span *span)
{
	const size_t behind = span->at + span->len, gone = span->len;

	if (gone == 0 || behind > len)
		return len;
	memmove(body + span->at, body + behind, len + 1 - behind);
	parts->reference.at -= parts->reference.at >= behind ? gone : 0;
	parts->controls.at -= parts->controls.at >= behind ? gone : 0;
	span->len = 0;
	return len - gone;
}

size_t discord_say_drop(char *body, size_t len, struct discord_say_parts *parts, unsigned which)
{
	if (which & DISCORD_SAY_REFERENCE)
		len = drop(body, len, parts, &parts->reference);
	if (which & DISCORD_SAY_CONTROLS)
		len = drop(body, len, parts, &parts->controls);
	return len;
}

/* ------------------------------------------------------------------ answers */

static json *read_body(const struct platform_result *result)
{
	if (!result->body || result->body_len > DISCORD_SAY_BODY_MAX)
		return NULL;
	return json_parse(result->body, result->body_len);
}

int discord_say_refusal(const struct platform_result *result, char reason[DISCORD_REASON_MAX])
{
	json *body = read_body(result);
	const char *text = json_get_string(body, "message");
	int64_t code = 0;
	char *c;

	if (!json_get_int(body, "code", &code) || code < 0 || code > INT32_MAX)
		code = 0;
	if (text && *text)
		snprintf(reason, DISCORD_REASON_MAX, "%.*s (%" PRId64 ")",
			(int)utf8_cut(text, strlen(text), DISCORD_REASON_MAX - 16), text,
			code ? code : result->status);
	else
		snprintf(reason, DISCORD_REASON_MAX, "HTTP %d", result->status);
	for (c = reason; *c; c++) {
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			*c = ' ';
	}
	json_free(body);
	return (int)code;
}

void discord_say_id(const struct platform_result *result, char id[PLATFORM_ID_MAX])
{
	json *body = read_body(result);
	const char *found = snowflake_get(body, "id");

	snprintf(id, PLATFORM_ID_MAX, "%s", found ? found : "");
	json_free(body);
}
