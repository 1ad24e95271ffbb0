/* The REST routes of messages; see rest_messages.h. */
#include "sandbox/rest_messages.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "platform/snowflake.h"
#include "sandbox/gateway.h"
#include "sandbox/refusal.h"
#include "sandbox/rest_routes.h"
#include "sandbox/rights.h"
#include "sandbox/shape.h"

#define LIST_DEFAULT 50
#define REACTION_MAX 1024
#define FLAGS_KNOWN ((1 << 2) | (1 << 12)) /* suppress embeds, suppress notifications */

static int refuse(struct rest_call *c, int code)
{
	return refusal_put(&c->answer->body, code);
}

static int refuse_form(struct rest_call *c, const char *path, const char *code, const char *message)
{
	return refusal_form(&c->answer->body, path, code, message);
}

static int show(struct rest_call *c, const struct model_message *message)
{
	shape_message(&c->answer->body, c->model, message, SHAPE_REST, rest_shows_content(c->rest));
	return 200;
}

/* The path's channel if the bot may write there; 0, or the status after saying why not. */
static int find_writable(struct rest_call *c, struct model_channel **channel)
{
	int status = rest_routes_find_channel(c, channel);

	if (status)
		return status;
	if ((*channel)->type == MODEL_FORUM)
		return refuse(c, REFUSAL_NOT_TEXT);
	if (!rights_may(c->model, c->model->bot, *channel, rights_to_send(*channel)))
		return refuse(c, REFUSAL_NO_PERMISSION);
	return 0;
}

static int find_message(struct rest_call *c, struct model_message **message)
{
	struct model_channel *channel;
	uint64_t id;
	int status = rest_routes_find_channel(c, &channel);

	if (!status)
		status = rest_routes_id(c, 1, "message", &id);
	if (status)
		return status;
	*message = model_message(channel, id);
	return *message ? 0 : refuse(c, REFUSAL_UNKNOWN_MESSAGE);
}

/* ------------------------------------------------------------------ what a body says */

struct content {
	const char *text; /* without blanks around it */
	size_t len;
};

static int read_content(struct rest_call *c, struct content *out)
{
	const json *v = json_get(c->body, "content");
	const char *text = json_string(v);
	size_t len;

	*out = (struct content){"", 0};
	if (!v || json_is_null(v))
		return 0;
	if (!text)
		return refuse_form(
			c, "content", "BASE_TYPE_BAD_TYPE", "Could not interpret value as string.");
	while (*text && isspace((unsigned char)*text))
		text++;
	for (len = strlen(text); len && isspace((unsigned char)text[len - 1]);)
		len--;
	if (utf8_length(text, len) > REST_MESSAGES_CONTENT_MAX)
		return refuse_form(
			c, "content", "BASE_TYPE_MAX_LENGTH", "Must be 2000 or fewer in length.");
	*out = (struct content){text, len};
	return 0;
}

static int read_nonce(struct rest_call *c, char *out)
{
	const json *v = json_get(c->body, "nonce");
	const char *text = json_string(v);
	int64_t number;

	out[0] = '\0';
	if (!v || json_is_null(v))
		return 0;
	if (text && strlen(text) < MODEL_NONCE_MAX)
		snprintf(out, MODEL_NONCE_MAX, "%s", text);
	else if (text)
		return refuse_form(
			c, "nonce", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.");
	else if (json_get_int(c->body, "nonce", &number))
		snprintf(out, MODEL_NONCE_MAX, "%" PRId64, number);
	else
		return refuse_form(
			c, "nonce", "BASE_TYPE_BAD_TYPE", "Could not interpret value as string.");
	return 0;
}

/* Whom the message may notify. */
struct allowed {
	uint64_t users[MODEL_MENTIONS_MAX], roles[MODEL_MENTIONS_MAX];
};

static int read_parse(struct rest_call *c, const json *allowed, struct model_draft *draft)
{
	const json *v = json_first(json_get(allowed, "parse"));
	char path[48];
	const char *word;
	int i;

	for (i = 0; v; v = json_next(v), i++) {
		word = json_string(v);
		if (word && strcmp(word, "users") == 0)
			draft->pings_users = true;
		else if (word && strcmp(word, "roles") == 0)
			draft->pings_roles = true;
		else if (!word || strcmp(word, "everyone") != 0) {
			snprintf(path, sizeof(path), "allowed_mentions.parse.%d", i);
			return refuse_form(c, path, "BASE_TYPE_CHOICES",
				"Value must be one of ('users', 'everyone', 'roles').");
		}
	}
	return 0;
}

static int read_ids(struct rest_call *c, const json *allowed, const char *kind, bool parsed,
	uint64_t *ids, size_t *n)
{
	const json *v = json_first(json_get(allowed, kind));
	char path[48];

	if (v && parsed)
		return refuse_form(c, "allowed_mentions",
			"MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
			"parse and a list of ids are mutually exclusive.");
	for (; v; v = json_next(v)) {
		if (*n < MODEL_MENTIONS_MAX && snowflake_parse(json_string(v), &ids[*n])) {
			++*n;
			continue;
		}
		snprintf(path, sizeof(path), "allowed_mentions.%s", kind);
		return refuse_form(c, path, "NUMBER_TYPE_COERCE", "Value is not snowflake.");
	}
	return 0;
}

static int read_allowed(struct rest_call *c, struct model_draft *draft, struct allowed *to)
{
	const json *allowed = json_get(c->body, "allowed_mentions");
	int status;

	if (!allowed || json_is_null(allowed)) {
		draft->pings_users = draft->pings_roles = draft->pings_author = true;
		return 0;
	}
	if (!json_is_object(allowed))
		return refuse_form(c, "allowed_mentions", "MODEL_TYPE_CONVERT",
			"Expected an object/dictionary.");
	draft->pings_author = json_is_true(json_get(allowed, "replied_user"));
	draft->users = to->users;
	draft->roles = to->roles;
	status = read_parse(c, allowed, draft);
	if (!status)
		status = read_ids(
			c, allowed, "users", draft->pings_users, to->users, &draft->n_users);
	if (!status)
		status = read_ids(
			c, allowed, "roles", draft->pings_roles, to->roles, &draft->n_roles);
	return status;
}

static int read_reference(struct rest_call *c, struct model_draft *draft)
{
	const json *reference = json_get(c->body, "message_reference");
	const json *fails = json_get(reference, "fail_if_not_exists");
	uint64_t id;

	if (!reference || json_is_null(reference))
		return 0;
	if (!json_is_object(reference))
		return refuse_form(c, "message_reference", "MODEL_TYPE_CONVERT",
			"Expected an object/dictionary.");
	if (!snowflake_parse(json_get_string(reference, "message_id"), &id))
		return refuse_form(c, "message_reference.message_id", "NUMBER_TYPE_COERCE",
			"Value is not snowflake.");
	if (!rights_may(c->model, c->model->bot, draft->channel, RIGHTS_READ_HISTORY))
		return refuse(c, REFUSAL_NO_HISTORY);
	draft->reply_to = model_message(draft->channel, id);
	draft->is_reply = true;
	if (!draft->reply_to && (!fails || json_is_true(fails)))
		return refuse_form(c, "message_reference", "MESSAGE_REFERENCE_UNKNOWN_MESSAGE",
			"Unknown message");
	return 0;
}

static int read_flags(struct rest_call *c, struct model_draft *draft)
{
	if (json_get_int(c->body, "flags", &draft->flags))
		draft->flags &= FLAGS_KNOWN;
	return 0;
}

/* ------------------------------------------------------------------ POST */

static bool shows_something(const struct rest_call *c)
{
	static const char *const keys[] = {"embeds", "components", "sticker_ids", "attachments"};
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (json_first(json_get(c->body, keys[i])))
			return true;
	}
	return json_is_object(json_get(c->body, "poll"));
}

static void note_post(struct rest_call *c, const struct model_message *message, bool repeated)
{
	size_t i;

	buf_printf(&c->note, ",\"message\":\"%" PRIu64 "\",\"repeated\":%s,\"pings\":[",
		message->id, repeated ? "true" : "false");
	for (i = 0; i < message->n_mentions; i++)
		buf_printf(&c->note, "%s\"%" PRIu64 "\"", i ? "," : "", message->mentions[i]);
	buf_puts(&c->note, "]");
	json_put(&c->note, "nonce", message->nonce[0] ? message->nonce : NULL);
}

static int post(struct rest_call *c, const struct model_draft *draft)
{
	const bool enforced = json_is_true(json_get(c->body, "enforce_nonce"));
	const struct model_message *message =
		enforced && draft->nonce[0] ? rest_seen(c->rest, draft->nonce) : NULL;

	if (message) {
		note_post(c, message, true);
		return show(c, message);
	}
	message = model_post(c->model, draft);
	if (!message)
		return refuse(c, -1);
	if (draft->nonce[0])
		rest_keep(c->rest, draft->nonce, message);
	note_post(c, message, false);
	return show(c, message);
}

int rest_messages_create(struct rest_call *c)
{
	struct model_draft draft = {.author = c->model->bot};
	char nonce[MODEL_NONCE_MAX];
	struct allowed allowed;
	struct content content;
	int status = find_writable(c, &draft.channel);

	if (!status)
		status = read_content(c, &content);
	if (!status)
		status = read_nonce(c, nonce);
	if (!status)
		status = read_allowed(c, &draft, &allowed);
	if (!status)
		status = read_reference(c, &draft);
	if (!status)
		status = read_flags(c, &draft);
	if (status)
		return status;
	if (!content.len && !shows_something(c))
		return refuse(c, REFUSAL_EMPTY);
	draft.text = content.text;
	draft.len = content.len;
	draft.nonce = nonce;
	return post(c, &draft);
}

/* ------------------------------------------------------------------ GET */

struct range {
	uint64_t after, before, around;
	int64_t limit;
};

static int read_range(struct rest_call *c, struct range *range)
{
	const struct {
		const char *name;
		uint64_t *to;
	} ids[] = {
		{"after", &range->after}, {"before", &range->before}, {"around", &range->around}};
	char text[SNOWFLAKE_MAX + 1], *end;
	size_t i;

	*range = (struct range){.limit = LIST_DEFAULT};
	for (i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		if (serve_query(c->request, ids[i].name, text, sizeof(text)) &&
			strcmp(text, "0") != 0 && !snowflake_parse(text, ids[i].to))
			return refuse_form(
				c, ids[i].name, "NUMBER_TYPE_COERCE", "Value is not snowflake.");
	}
	if (!serve_query(c->request, "limit", text, sizeof(text)))
		return 0;
	range->limit = strtoll(text, &end, 10);
	if (*end || end == text || range->limit < 1 || range->limit > 100)
		return refuse_form(
			c, "limit", "NUMBER_TYPE_MAX", "int value should be between 1 and 100.");
	return 0;
}

/* The messages from first to last, the newest first, as the API lists them. */
static void put_list(struct rest_call *c, const struct model_message *const *all, size_t n)
{
	buf_putc(&c->answer->body, '[');
	while (n--) {
		show(c, all[n]);
		if (n)
			buf_putc(&c->answer->body, ',');
	}
	buf_putc(&c->answer->body, ']');
}

/* Where the window begins among the n messages, and how many it holds. */
static size_t find_window(
	const struct model_message *const *all, size_t n, const struct range *range, size_t *count)
{
	const size_t limit = (size_t)range->limit;
	size_t at = 0, first;

	if (range->after || range->around) {
		while (at < n &&
			(range->after ? all[at]->id <= range->after : all[at]->id < range->around))
			at++;
		first = range->after || at < limit / 2 ? (range->after ? at : 0) : at - limit / 2;
		*count = n - first < limit ? n - first : limit;
		return first;
	}
	while (range->before && n && all[n - 1]->id >= range->before)
		n--;
	*count = n < limit ? n : limit;
	return n - *count;
}

int rest_messages_list(struct rest_call *c)
{
	const struct model_message *all[MODEL_MESSAGES_MAX], *message;
	struct model_channel *channel;
	struct range range;
	size_t n = 0, first, count;
	int status = rest_routes_find_channel(c, &channel);

	if (!status)
		status = read_range(c, &range);
	if (status)
		return status;
	if (rights_may(c->model, c->model->bot, channel, RIGHTS_READ_HISTORY)) {
		for (message = channel->first; message; message = message->next)
			all[n++] = message;
	}
	first = find_window(all, n, &range, &count);
	put_list(c, all + first, count);
	return 200;
}

int rest_messages_read(struct rest_call *c)
{
	struct model_message *message;
	int status = find_message(c, &message);

	if (status)
		return status;
	if (!rights_may(c->model, c->model->bot, message->channel, RIGHTS_READ_HISTORY)) {
		return refuse(c, REFUSAL_NO_ACCESS);
	}
	return show(c, message);
}

/* ------------------------------------------------------------------ PATCH, DELETE */

int rest_messages_edit(struct rest_call *c)
{
	struct model_message *message;
	struct content content;
	int status = find_message(c, &message);

	if (status)
		return status;
	if (message->author != c->model->bot)
		return refuse(c, REFUSAL_NOT_THE_AUTHOR);
	status = read_content(c, &content);
	if (status)
		return status;
	if (!json_get(c->body, "content"))
		return show(c, message);
	if (!content.len)
		return refuse(c, REFUSAL_EMPTY);
	if (model_edit(c->model, message, content.text, content.len) != 0)
		return refuse(c, -1);
	return show(c, message);
}

int rest_messages_remove(struct rest_call *c)
{
	struct model_message *message;
	int status = find_message(c, &message);

	if (status)
		return status;
	if (message->author != c->model->bot &&
		!rights_may(c->model, c->model->bot, message->channel, RIGHTS_MANAGE_MESSAGES))
		return refuse(c, REFUSAL_NO_PERMISSION);
	model_remove(c->model, message);
	return 204;
}

/* ------------------------------------------------------------------ typing, reactions */

int rest_messages_typing(struct rest_call *c)
{
	struct model_channel *channel;
	int status = find_writable(c, &channel);

	return status ? status : 204;
}

static int react(struct rest_call *c, const char *event)
{
	const struct model_channel *channel;
	struct model_message *message;
	struct buf data;
	int status = find_message(c, &message);

	if (status)
		return status;
	channel = message->channel;
	if (channel->type != MODEL_DIRECT &&
		!rights_may(c->model, c->model->bot, channel, RIGHTS_ADD_REACTIONS))
		return refuse(c, REFUSAL_NO_PERMISSION);
	buf_init(&data, REACTION_MAX);
	buf_putc(&data, '{');
	shape_id(&data, "user_id", c->model->bot->id);
	shape_id(&data, "channel_id", channel->id);
	shape_id(&data, "message_id", message->id);
	if (channel->type != MODEL_DIRECT)
		shape_id(&data, "guild_id", c->model->guild);
	buf_puts(&data, ",\"emoji\":{\"id\":null");
	json_put(&data, "name", c->params[2]);
	if (buf_puts(&data, "},\"type\":0,\"burst\":false}"))
		gateway_event(rest_options(c->rest)->gateway, event, buf_str(&data), channel);
	buf_free(&data);
	return 204;
}

int rest_messages_react(struct rest_call *c)
{
	return react(c, "MESSAGE_REACTION_ADD");
}

int rest_messages_unreact(struct rest_call *c)
{
	return react(c, "MESSAGE_REACTION_REMOVE");
}
