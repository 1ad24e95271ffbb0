/*
 * JSON as foreign peers send it, over cJSON (the only file that sees it): strict about what may
 * follow the value, exact about key case, ids as strings only, numbers within bounds.  And a small
 * writer, so that what we send is escaped in one place.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct cJSON; /* a parsed value; opaque here */
typedef struct cJSON json;

/*
 * json_parse(text, len): the value that the len bytes are; NULL when they are not one JSON value
 * surrounded by blanks only, or memory is short.  The caller frees it with json_free().
 */
json *json_parse(const char *text, size_t len);

/*
 * json_free(v): releases v and all below it.  NULL is accepted.
 */
void json_free(json *v);

/*
 * json_get(v, key): the member of the object v with exactly that key; NULL when v is no object (or
 * NULL) or has no such member.  Borrowed from v.
 */
const json *json_get(const json *v, const char *key);

/*
 * json_first(v), json_next(v): the elements of an array or the members of an object in order; NULL at
 * the end or when v is neither.  Borrowed.
 */
const json *json_first(const json *v);
const json *json_next(const json *v);

/*
 * json_key(v): the name of the member v of an object; NULL when v is none.  Borrowed.
 */
const char *json_key(const json *v);

/*
 * json_equal(a, b): whether the two are the same, whatever the order of members; false when one is NULL.
 */
bool json_equal(const json *a, const json *b);

/*
 * json_string(v): the text of a string; NULL when v is none (or NULL).  Borrowed.
 */
const char *json_string(const json *v);

/*
 * json_get_string(v, key): json_string() of that member.
 */
const char *json_get_string(const json *v, const char *key);

/*
 * json_int(v, out): sets *out when v is a whole number of at most 2^53; returns whether it did.
 */
bool json_int(const json *v, int64_t *out);

/*
 * json_get_int(v, key, out): sets *out when the member is a whole number of at most 2^53; returns
 * whether it did.
 */
bool json_get_int(const json *v, const char *key, int64_t *out);

/*
 * json_get_double(v, key, out): sets *out when the member is a finite number; returns whether it did.
 */
bool json_get_double(const json *v, const char *key, double *out);

/*
 * json_is_true(v): whether v is the value true; false for NULL.
 */
bool json_is_true(const json *v);

/*
 * json_is_object(v), json_is_array(v), json_is_null(v): what kind v is; false for NULL.
 */
bool json_is_object(const json *v);
bool json_is_array(const json *v);
bool json_is_null(const json *v);

/*
 * json_put_string(b, s, len): appends the len bytes as a JSON string with its quotes; invalid UTF-8
 * becomes U+FFFD, control bytes are escaped.  Returns what the last append to b returned.
 */
bool json_put_string(struct buf *b, const char *s, size_t len);

/*
 * json_put(b, key, s): appends "key":"s" as a member, led by a comma unless b ends with '{' or '['.
 * A NULL s appends null.  Returns what the last append to b returned.
 */
bool json_put(struct buf *b, const char *key, const char *s);

/*
 * json_put_value(b, v): appends v as JSON, its strings as json_put_string() does; null for NULL.  Returns
 * what the last append to b returned.
 */
bool json_put_value(struct buf *b, const json *v);

#endif
