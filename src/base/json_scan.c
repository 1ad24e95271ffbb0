/* JSON read in passing; see json_scan.h. */
#include "base/json_scan.h"

#include <string.h>

#define DEPTH_MAX 32  /* of what is stepped over */
#define NUMBER_MAX 40 /* bytes of a number; cJSON takes 63 */

/* ------------------------------------------------------------------ strings */

#define BYTES(c) (UINT64_C(0x0101010101010101) * (c))

/* How many of the eight bytes at s are plain: no quote, no backslash, no control byte. */
static size_t plain_bytes(const char *s)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	uint64_t word, quote, slash, hits;

	memcpy(&word, s, sizeof(word));
	quote = word ^ BYTES('"');
	slash = word ^ BYTES('\\');
	/* the lowest of these bits is exact: a borrow only ever goes upwards */
	hits = ((quote - BYTES(1)) & ~quote) | ((slash - BYTES(1)) & ~slash) |
	       ((word - BYTES(0x20)) & ~word);
	hits &= BYTES(0x80);
	return hits ? (size_t)__builtin_ctzll(hits) / 8 : 8;
#else
	size_t n = 0;

	while (n < 8 && s[n] != '"' && s[n] != '\\' && (unsigned char)s[n] >= 0x20)
		n++;
	return n;
#endif
}

/* Reads four hexadecimal digits; false when they are none. */
static bool read_hex(const char *s, unsigned *out)
{
	unsigned n = 0;
	int i;

	for (i = 0; i < 4; i++) {
		if (s[i] >= '0' && s[i] <= '9')
			n = n * 16 + (unsigned)(s[i] - '0');
		else if ((s[i] | 0x20) >= 'a' && (s[i] | 0x20) <= 'f')
			n = n * 16 + (unsigned)((s[i] | 0x20) - 'a' + 10);
		else
			return false;
	}
	*out = n;
	return true;
}

/*
 * Steps over the escape at r.  False for what is none, and for the two that need care: a NUL, and what lies
 * beyond 16 bits and takes two escapes.
 */
static bool skip_escape(struct json_scan *r)
{
	unsigned code;

	if (r->end - r->at < 2)
		return false;
	if (r->at[1] != 'u') {
		if (!r->at[1] || !strchr("\"\\/bfnrt", r->at[1]))
			return false;
		r->at += 2;
		return true;
	}
	if (r->end - r->at < 6 || !read_hex(r->at + 2, &code) || !code ||
		(code >= 0xd800 && code <= 0xdfff))
		return false;
	r->at += 6;
	return true;
}

bool json_scan_string(struct json_scan *r, struct json_scan_value *v)
{
	size_t n;

	v->s = r->at;
	v->escaped = false;
	for (;;) {
		while (r->end - r->at >= 8) {
			n = plain_bytes(r->at);
			r->at += n;
			if (n < 8)
				break;
		}
		if (r->at == r->end || (unsigned char)*r->at < 0x20)
			return false;
		if (*r->at == '"') {
			v->len = (size_t)(r->at++ - v->s);
			return true;
		}
		if (*r->at != '\\') {
			r->at++;
			continue;
		}
		v->escaped = true;
		if (!skip_escape(r))
			return false;
	}
}

/* Writes a character of up to 16 bits as UTF-8; returns how many bytes that took. */
static size_t put_code(char *out, unsigned code)
{
	if (code < 0x80) {
		out[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		out[0] = (char)(0xc0 | code >> 6);
		out[1] = (char)(0x80 | (code & 0x3f));
		return 2;
	}
	out[0] = (char)(0xe0 | code >> 12);
	out[1] = (char)(0x80 | (code >> 6 & 0x3f));
	out[2] = (char)(0x80 | (code & 0x3f));
	return 3;
}

size_t json_scan_text(const struct json_scan_value *v, char *out)
{
	static const char codes[] = "\"\"\\\\//b\bf\fn\nr\rt\t";
	const char *at = v->s, *end = v->s + v->len, *found;
	size_t n = 0;
	unsigned code;

	while (at < end) {
		if (*at != '\\') {
			out[n++] = *at++;
		} else if (at[1] == 'u') {
			n += read_hex(at + 2, &code) ? put_code(out + n, code) : 0;
			at += 6;
		} else {
			for (found = codes; *found != at[1]; found += 2)
				;
			out[n++] = found[1];
			at += 2;
		}
	}
	return n;
}

/* ------------------------------------------------------------------ other values */

static bool skip_word(struct json_scan *r, const char *word, size_t len)
{
	if ((size_t)(r->end - r->at) < len || memcmp(r->at, word, len) != 0)
		return false;
	r->at += len;
	return true;
}

static bool skip_digits(struct json_scan *r)
{
	const char *from = r->at;

	while (r->at < r->end && *r->at >= '0' && *r->at <= '9')
		r->at++;
	return r->at > from;
}

static bool skip_number(struct json_scan *r)
{
	const char *from = r->at;

	if (r->at < r->end && *r->at == '-')
		r->at++;
	if (r->at < r->end && *r->at == '0')
		r->at++;
	else if (!skip_digits(r))
		return false;
	if (r->at < r->end && *r->at == '.') {
		r->at++;
		if (!skip_digits(r))
			return false;
	}
	if (r->at < r->end && (*r->at == 'e' || *r->at == 'E')) {
		r->at++;
		if (r->at < r->end && (*r->at == '+' || *r->at == '-'))
			r->at++;
		if (!skip_digits(r))
			return false;
	}
	return r->at - from <= NUMBER_MAX;
}

/* Reads a value that is not nested, at whose first byte r stands. */
static bool read_flat(struct json_scan *r, struct json_scan_value *v)
{
	v->kind = *r->at;
	v->s = r->at;
	v->escaped = false;
	switch (*r->at) {
	case '"': r->at++; return json_scan_string(r, v);
	case 't': return skip_word(r, "true", 4);
	case 'f': return skip_word(r, "false", 5);
	case 'n': return skip_word(r, "null", 4);
	default:
		if (!skip_number(r))
			return false;
		v->len = (size_t)(r->at - v->s);
		return true;
	}
}

/* ------------------------------------------------------------------ nested values */

static bool skip_key(struct json_scan *r)
{
	struct json_scan_value key;

	return json_scan_char(r, '"') && json_scan_string(r, &key) && json_scan_char(r, ':');
}

/* Steps over an array or object, at whose bracket r stands. */
static bool skip_nested(struct json_scan *r)
{
	char closing[DEPTH_MAX];
	size_t depth = 0;
	struct json_scan_value v;

	for (;;) {
		/* a value begins here */
		json_scan_blanks(r);
		if (r->at == r->end)
			return false;
		if (*r->at == '{' || *r->at == '[') {
			if (depth == DEPTH_MAX)
				return false;
			closing[depth++] = *r->at++ == '{' ? '}' : ']';
			if (!json_scan_char(r, closing[depth - 1])) {
				if (closing[depth - 1] == '}' && !skip_key(r))
					return false;
				continue;
			}
			depth--;
		} else if (!read_flat(r, &v)) {
			return false;
		}
		/* and has ended here */
		while (depth && json_scan_char(r, closing[depth - 1]))
			depth--;
		if (!depth)
			return true;
		if (!json_scan_char(r, ',') || (closing[depth - 1] == '}' && !skip_key(r)))
			return false;
	}
}

bool json_scan_next(struct json_scan *r, struct json_scan_value *v)
{
	json_scan_blanks(r);
	if (r->at == r->end)
		return false;
	if (*r->at != '{' && *r->at != '[')
		return read_flat(r, v);
	v->kind = *r->at;
	v->s = r->at + 1;
	if (!skip_nested(r))
		return false;
	v->len = (size_t)(r->at - v->s) - 1;
	return true;
}
