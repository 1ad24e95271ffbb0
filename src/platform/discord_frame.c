/* What a gateway frame is about; see discord_frame.h. */
#include "platform/discord_frame.h"

#include <string.h>

/* The bytes that are still to be read. */
struct reader {
	const char *at;
	const char *end;
};

static void skip_blanks(struct reader *r)
{
	while (r->at < r->end &&
		(*r->at == ' ' || *r->at == '\t' || *r->at == '\n' || *r->at == '\r'))
		r->at++;
}

/* Steps over c, blanks before it included; false when something else stands there. */
static bool skip_char(struct reader *r, char c)
{
	skip_blanks(r);
	if (r->at == r->end || *r->at != c)
		return false;
	r->at++;
	return true;
}

/* Reads a string from its opening quote; *s and *len are what stands between the quotes, undecoded. */
static bool read_string(struct reader *r, const char **s, size_t *len)
{
	if (!skip_char(r, '"'))
		return false;
	*s = r->at;
	for (; r->at < r->end; r->at++) {
		if (*r->at == '"') {
			*len = (size_t)(r->at++ - *s);
			return true;
		}
		if (*r->at == '\\' && r->at + 1 < r->end)
			r->at++;
	}
	r->at = r->end;
	return false;
}

/* Steps over an array or object, counting brackets of both kinds alike: whether they match is for the
 * parser, if the frame is used at all. */
static bool skip_nested(struct reader *r)
{
	size_t depth = 0, len;
	const char *s;

	while (r->at < r->end) {
		switch (*r->at) {
		case '"':
			if (!read_string(r, &s, &len))
				return false;
			continue;
		case '{':
		case '[': depth++; break;
		case '}':
		case ']': depth--; break;
		default: break;
		}
		r->at++;
		if (!depth)
			return true;
	}
	return false;
}

/* Steps over a number or a word; *s and *len are its bytes. */
static bool read_plain(struct reader *r, const char **s, size_t *len)
{
	*s = r->at;
	while (r->at < r->end && !memchr(",}] \t\r\n", *r->at, 7))
		r->at++;
	*len = (size_t)(r->at - *s);
	return *len > 0;
}

/* Reads a whole number; false for a fraction, an exponent, too many digits, or another word. */
static bool to_int(const char *s, size_t len, int64_t *out)
{
	bool negative = len && *s == '-';
	int64_t n = 0;
	size_t i;

	for (i = negative; i < len; i++) {
		if (s[i] < '0' || s[i] > '9' || n > (INT64_MAX - 9) / 10)
			return false;
		n = n * 10 + (s[i] - '0');
	}
	*out = negative ? -n : n;
	return len > (size_t)negative;
}

/* A member's value: its text when it is a string or plain, nothing when it is nested. */
struct value {
	bool is_string;
	bool is_plain;
	const char *s;
	size_t len;
};

static bool read_value(struct reader *r, struct value *v)
{
	*v = (struct value){0};
	skip_blanks(r);
	if (r->at == r->end)
		return false;
	if (*r->at == '"') {
		v->is_string = true;
		return read_string(r, &v->s, &v->len);
	}
	if (*r->at == '{' || *r->at == '[')
		return skip_nested(r);
	v->is_plain = true;
	return read_plain(r, &v->s, &v->len);
}

/* ------------------------------------------------------------------ members */

static void take_op(struct discord_frame *f, const struct value *v)
{
	if (!v->is_plain || !to_int(v->s, v->len, &f->op))
		f->op = -1;
}

static void take_seq(struct discord_frame *f, const struct value *v)
{
	f->has_seq = v->is_plain && to_int(v->s, v->len, &f->seq) && f->seq >= 0;
}

static void take_name(struct discord_frame *f, const struct value *v)
{
	if (!v->is_string || v->len >= sizeof(f->name))
		return;
	memcpy(f->name, v->s, v->len);
	f->name[v->len] = '\0';
}

static const struct {
	const char *key;
	void (*take)(struct discord_frame *f, const struct value *v);
} members[] = {
	{"op", take_op},
	{"s", take_seq},
	{"t", take_name},
};

#define MEMBERS (sizeof(members) / sizeof(members[0]))
#define ALL_SEEN ((1u << MEMBERS) - 1)

/* Takes the value when its key is one of ours and new; *seen has a bit for each. */
static void take_member(
	struct discord_frame *f, const struct value *key, const struct value *v, unsigned *seen)
{
	size_t i;

	for (i = 0; i < MEMBERS; i++) {
		if (*seen & 1u << i || strlen(members[i].key) != key->len ||
			memcmp(members[i].key, key->s, key->len) != 0)
			continue;
		*seen |= 1u << i;
		members[i].take(f, v);
	}
}

bool discord_frame_read(struct discord_frame *f, const char *data, size_t len)
{
	struct reader r = {.at = data, .end = data + len};
	struct value key = {0}, v;
	unsigned seen = 0;

	*f = (struct discord_frame){.op = -1};
	if (!skip_char(&r, '{'))
		return false;
	do {
		if (!read_string(&r, &key.s, &key.len) || !skip_char(&r, ':') ||
			!read_value(&r, &v))
			break;
		take_member(f, &key, &v, &seen);
	} while (seen != ALL_SEEN && skip_char(&r, ','));
	return f->op >= 0;
}

bool discord_frame_is_cut(const char *data, size_t len)
{
	struct reader r = {.at = data, .end = data + len};

	skip_blanks(&r);
	return r.at < r.end && (*r.at == '{' || *r.at == '[') && !skip_nested(&r);
}
