/* A MESSAGE_CREATE read in one go; see discord_glance.h. */
#include "platform/discord_glance.h"

#include <string.h>

#include "base/json_scan.h"
#include "platform/discord_message.h"

#define TYPE_DIGITS 9 /* of a type */
#define TYPE_DEFAULT 0
#define TYPE_REPLY 19

/* ------------------------------------------------------------------ members */

/* What is being read, and which members of it were met. */
struct look {
	struct discord_glance *g;
	const char *self;
	unsigned seen;
};

struct member {
	const char *key;
	bool (*take)(struct look *l, const struct json_scan_value *v);
};

static bool take_id(const struct json_scan_value *v, char id[SNOWFLAKE_MAX])
{
	if (v->kind != '"' || v->len >= SNOWFLAKE_MAX)
		return false;
	memcpy(id, v->s, v->len);
	id[v->len] = '\0';
	return snowflake_valid(id); /* an escape is no digit */
}

static bool take_message(struct look *l, const struct json_scan_value *v)
{
	return take_id(v, l->g->message);
}

static bool take_channel(struct look *l, const struct json_scan_value *v)
{
	return take_id(v, l->g->channel);
}

static bool take_server(struct look *l, const struct json_scan_value *v)
{
	return v->kind == 'n' || take_id(v, l->g->server);
}

static bool take_author_id(struct look *l, const struct json_scan_value *v)
{
	return take_id(v, l->g->author) && strcmp(l->g->author, l->self) != 0;
}

/* false and null are as good as nothing. */
static bool take_no(struct look *l, const struct json_scan_value *v)
{
	(void)l;
	return v->kind == 'f' || v->kind == 'n';
}

static bool take_null(struct look *l, const struct json_scan_value *v)
{
	(void)l;
	return v->kind == 'n';
}

static bool take_none(struct look *l, const struct json_scan_value *v)
{
	(void)l;
	return v->kind == '[' && v->len == 0;
}

/* A number of few digits and nothing else. */
static bool read_count(const struct json_scan_value *v, int64_t *out)
{
	size_t i;

	if (v->kind < '0' || v->kind > '9' || v->len > TYPE_DIGITS)
		return false;
	*out = 0;
	for (i = 0; i < v->len; i++) {
		if (v->s[i] < '0' || v->s[i] > '9')
			return false;
		*out = *out * 10 + (v->s[i] - '0');
	}
	return true;
}

static bool take_type(struct look *l, const struct json_scan_value *v)
{
	int64_t type;

	(void)l;
	return read_count(v, &type) && (type == TYPE_DEFAULT || type == TYPE_REPLY);
}

static bool take_channel_type(struct look *l, const struct json_scan_value *v)
{
	return read_count(v, &l->g->channel_type);
}

static bool take_content(struct look *l, const struct json_scan_value *v)
{
	struct platform_event *e = &l->g->event;

	if (v->kind != '"' || v->len > DISCORD_GLANCE_TEXT_MAX)
		return false;
	e->text_len = v->len;
	if (v->escaped)
		e->text_len = json_scan_text(v, l->g->text);
	else
		memcpy(l->g->text, v->s, v->len);
	l->g->text[e->text_len] = '\0';
	return true;
}

static bool take_author(struct look *l, const struct json_scan_value *v);

static const struct member of_message[] = {
	{"id", take_message},
	{"channel_id", take_channel},
	{"author", take_author},
	{"content", take_content},
	{"guild_id", take_server},
	{"type", take_type},
	{"channel_type", take_channel_type},
	{"webhook_id", take_null},
	{"edited_timestamp", take_null},
	{"mentions", take_none},
	{"message_reference", take_null},
	{"referenced_message", take_null},
};

#define HAS_MESSAGE 0xfu /* id, channel_id, author, content */

static const struct member of_author[] = {
	{"id", take_author_id},
	{"bot", take_no},
	{"system", take_no},
};

#define HAS_AUTHOR 0x1u /* id */

/* Takes the value if its key is one of the n; of equal keys the parser takes the first: a second is odd. */
static bool take_member(struct look *l, const struct member *list, size_t n,
	const struct json_scan_value *key, const struct json_scan_value *v)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (list[i].key[0] != key->s[0] || strncmp(list[i].key, key->s, key->len) != 0 ||
			list[i].key[key->len])
			continue;
		if (l->seen & 1u << i)
			return false;
		l->seen |= 1u << i;
		return list[i].take(l, v);
	}
	return true;
}

/* Reads an object behind its bracket, and of its members those of list; an escape in a key is odd. */
static bool read_object(struct json_scan *r, struct look *l, const struct member *list, size_t n)
{
	struct json_scan_value key, v;

	if (json_scan_char(r, '}'))
		return true;
	do {
		if (!json_scan_char(r, '"') || !json_scan_string(r, &key) || key.escaped ||
			!json_scan_char(r, ':') || !json_scan_next(r, &v))
			return false;
		if (key.len && !take_member(l, list, n, &key, &v))
			return false;
	} while (json_scan_char(r, ','));
	return json_scan_char(r, '}');
}

/* It was stepped over once: no more than 300 bytes. */
static bool take_author(struct look *l, const struct json_scan_value *v)
{
	struct json_scan r = {v->s, v->s + v->len + 1};
	struct look author = {.g = l->g, .self = l->self};

	return v->kind == '{' &&
	       read_object(&r, &author, of_author, sizeof(of_author) / sizeof(of_author[0])) &&
	       (author.seen & HAS_AUTHOR) == HAS_AUTHOR;
}

/* ------------------------------------------------------------------ the frame */

static void complete(struct discord_glance *g)
{
	struct platform_event *e = &g->event;

	e->kind = PLATFORM_MESSAGE;
	e->message = g->message;
	e->conversation = g->channel;
	e->server = g->server;
	e->user = g->author;
	e->direct = !*g->server;
	e->parent = e->title = e->link = e->reply_to = "";
	e->text = g->text;
}

/* Reads the frame's own members: d, once, as the message. */
static bool read_frame(struct json_scan *r, struct look *l)
{
	struct json_scan_value key, v;
	bool found = false;

	if (!json_scan_char(r, '{'))
		return false;
	do {
		if (!json_scan_char(r, '"') || !json_scan_string(r, &key) || key.escaped ||
			!json_scan_char(r, ':'))
			return false;
		if (key.len != 1 || *key.s != 'd') {
			if (!json_scan_next(r, &v))
				return false;
			continue;
		}
		if (found || !json_scan_char(r, '{') ||
			!read_object(r, l, of_message, sizeof(of_message) / sizeof(of_message[0])))
			return false;
		found = true;
	} while (json_scan_char(r, ','));
	return found && json_scan_char(r, '}');
}

bool discord_glance_read(struct discord_glance *g, const char *data, size_t len, const char *self)
{
	struct json_scan r = {data, data + len};
	struct look l = {.g = g, .self = self};

	g->event = (struct platform_event){0};
	g->channel_type = DISCORD_MESSAGE_UNTOLD;
	g->server[0] = '\0';
	if (!read_frame(&r, &l) || (l.seen & HAS_MESSAGE) != HAS_MESSAGE)
		return false;
	json_scan_blanks(&r);
	if (r.at < r.end)
		return false;
	complete(g);
	return true;
}
