/*
 * JSON read in passing, without a tree: for what is looked at once and mostly stepped over.  It is
 * stricter than base/json.h: whatever it takes, json_parse() takes for the same; but it leaves alone
 * what is rare and needs care (a NUL or a surrogate in an escape, deep nesting, long numbers).
 */
#ifndef BASE_JSON_SCAN_H
#define BASE_JSON_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The bytes that are still to be read. */
struct json_scan {
	const char *at;
	const char *end;
};

/* A value as it stands. */
struct json_scan_value {
	char kind;    /* its first byte, '"' for a string */
	bool escaped; /* a string with escapes */
	const char
		*s; /* what stands between its quotes or brackets, or the number or word itself */
	size_t len; /* of that; a word's is not set */
};

/*
 * json_scan_blanks(r): steps over blanks.
 */
static inline void json_scan_blanks(struct json_scan *r)
{
	while (r->at < r->end &&
		(*r->at == ' ' || *r->at == '\t' || *r->at == '\n' || *r->at == '\r'))
		r->at++;
}

/*
 * json_scan_char(r, c): steps over c and the blanks before it; false when something else stands there.
 */
static inline bool json_scan_char(struct json_scan *r, char c)
{
	if (r->at < r->end && *r->at != c)
		json_scan_blanks(r);
	if (r->at == r->end || *r->at != c)
		return false;
	r->at++;
	return true;
}

/*
 * json_scan_string(r, v): reads a string, behind whose opening quote r stands; v->kind is not set.
 * Returns false when it is none, or one that is left alone.
 */
bool json_scan_string(struct json_scan *r, struct json_scan_value *v);

/*
 * json_scan_next(r, v): reads any value, blanks before it included.  Returns false when it is none, or one
 * that is left alone.
 */
bool json_scan_next(struct json_scan *r, struct json_scan_value *v);

/*
 * json_scan_text(v, out): writes what the string v says to out, at most v->len bytes, and no NUL behind
 * them. Returns how many.
 */
size_t json_scan_text(const struct json_scan_value *v, char *out);

#endif
