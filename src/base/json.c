/* JSON over cJSON; see json.h. */
#include "base/json.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

#define EXACT_MAX 9007199254740992.0 /* 2^53: beyond it a double skips whole numbers */

/* Whether an escape begins at text[i], that is whether its backslash is not itself escaped. */
static bool escape_at(const char *text, size_t i)
{
	size_t back = 0;

	while (back < i && text[i - back - 1] == '\\')
		back++;
	return back % 2 == 0;
}

/*
 * cJSON ends a string at an escaped NUL, which would hide whatever a person wrote behind it.  Returns
 * a copy of text with each of them turned into an escaped blank, or NULL when there is none.
 */
static char *without_nul(const char *text, size_t len, bool *failed)
{
	static const char nul[] = "\\u0000";
	const size_t n = sizeof(nul) - 1;
	const char *at = memmem(text, len, nul, n);
	char *copy, *hit;

	*failed = false;
	if (!at)
		return NULL;
	copy = malloc(len);
	if (!copy) {
		*failed = true;
		return NULL;
	}
	memcpy(copy, text, len);
	for (hit = copy + (at - text); hit; hit = memmem(hit, len - (size_t)(hit - copy), nul, n)) {
		if (escape_at(copy, (size_t)(hit - copy)))
			memcpy(hit, "\\u0020", n);
		hit += n;
	}
	return copy;
}

/* Parses exactly the len bytes: cJSON takes trailing garbage for the caller's business. */
static json *parse_whole(const char *text, size_t len)
{
	const char *end = NULL;
	json *v = cJSON_ParseWithLengthOpts(text, len, &end, 0);

	for (; v && end < text + len; end++) {
		if (!memchr(" \t\r\n", *end, 4)) {
			cJSON_Delete(v);
			return NULL;
		}
	}
	return v;
}

json *json_parse(const char *text, size_t len)
{
	bool failed;
	char *copy;
	json *v;

	/* JSON has no bare NUL (RFC 8259 section 7), where cJSON would end a string just the same */
	if (len == 0 || memchr(text, '\0', len))
		return NULL;
	copy = without_nul(text, len, &failed);
	if (failed)
		return NULL;
	v = parse_whole(copy ? copy : text, len);
	free(copy);
	return v;
}

void json_free(json *v)
{
	cJSON_Delete(v);
}

const json *json_get(const json *v, const char *key)
{
	const json *m = cJSON_IsObject(v) ? v->child : NULL;

	/* cJSON's own walk calls strcmp() for every member: a tenth of what an event costs */
	while (m && (*m->string != *key || strcmp(m->string, key) != 0))
		m = m->next;
	return m;
}

const json *json_first(const json *v)
{
	return cJSON_IsArray(v) || cJSON_IsObject(v) ? v->child : NULL;
}

const json *json_next(const json *v)
{
	return v ? v->next : NULL;
}

const char *json_key(const json *v)
{
	return v ? v->string : NULL;
}

bool json_equal(const json *a, const json *b)
{
	return a && b && cJSON_Compare(a, b, true);
}

const char *json_string(const json *v)
{
	return cJSON_IsString(v) ? v->valuestring : NULL;
}

const char *json_get_string(const json *v, const char *key)
{
	return json_string(json_get(v, key));
}

bool json_get_double(const json *v, const char *key, double *out)
{
	const json *m = json_get(v, key);

	if (!cJSON_IsNumber(m) || !isfinite(m->valuedouble))
		return false;
	*out = m->valuedouble;
	return true;
}

bool json_int(const json *v, int64_t *out)
{
	const double d = cJSON_IsNumber(v) ? v->valuedouble : NAN;

	if (!isfinite(d) || d != floor(d) || fabs(d) > EXACT_MAX)
		return false;
	*out = (int64_t)d;
	return true;
}

bool json_get_int(const json *v, const char *key, int64_t *out)
{
	return json_int(json_get(v, key), out);
}

bool json_is_true(const json *v)
{
	return cJSON_IsTrue(v);
}

bool json_is_object(const json *v)
{
	return cJSON_IsObject(v);
}

bool json_is_array(const json *v)
{
	return cJSON_IsArray(v);
}

bool json_is_null(const json *v)
{
	return cJSON_IsNull(v);
}

/* Appends one code point, escaped where RFC 8259 section 7 wants it. */
static void put_char(struct buf *b, uint32_t cp)
{
	switch (cp) {
	case '"': buf_puts(b, "\\\""); break;
	case '\\': buf_puts(b, "\\\\"); break;
	case '\n': buf_puts(b, "\\n"); break;
	case '\r': buf_puts(b, "\\r"); break;
	case '\t': buf_puts(b, "\\t"); break;
	default:
		if (cp < 0x20 || cp == 0x7f)
			buf_printf(b, "\\u%04x", (unsigned)cp);
		else
			utf8_put(b, cp);
	}
}

bool json_put_string(struct buf *b, const char *s, size_t len)
{
	uint32_t cp;
	size_t i;

	buf_putc(b, '"');
	for (i = 0; i < len;) {
		i += utf8_next(s + i, len - i, &cp);
		put_char(b, cp);
	}
	return buf_putc(b, '"');
}

bool json_put(struct buf *b, const char *key, const char *s)
{
	if (b->len && b->data[b->len - 1] != '{' && b->data[b->len - 1] != '[')
		buf_putc(b, ',');
	json_put_string(b, key, strlen(key));
	buf_putc(b, ':');
	return s ? json_put_string(b, s, strlen(s)) : buf_puts(b, "null");
}

static void put_members(struct buf *b, const json *v)
{
	const json *m;

	for (m = v->child; m; m = m->next) {
		if (m != v->child)
			buf_putc(b, ',');
		if (cJSON_IsObject(v)) {
			json_put_string(b, m->string, strlen(m->string));
			buf_putc(b, ':');
		}
		json_put_value(b, m);
	}
}

static bool put_number(struct buf *b, double d)
{
	if (!isfinite(d))
		return buf_puts(b, "null");
	if (d == floor(d) && fabs(d) <= EXACT_MAX)
		return buf_printf(b, "%.0f", d);
	return buf_printf(b, "%.17g", d);
}

/* As deep as the parser went, which is cJSON's nesting limit. */
bool json_put_value(struct buf *b, const json *v)
{
	if (cJSON_IsString(v))
		return json_put_string(b, v->valuestring, strlen(v->valuestring));
	if (cJSON_IsNumber(v))
		return put_number(b, v->valuedouble);
	if (cJSON_IsBool(v))
		return buf_puts(b, cJSON_IsTrue(v) ? "true" : "false");
	if (!json_is_object(v) && !json_is_array(v))
		return buf_puts(b, "null");
	buf_putc(b, json_is_object(v) ? '{' : '[');
	put_members(b, v);
	return buf_putc(b, json_is_object(v) ? '}' : ']');
}
