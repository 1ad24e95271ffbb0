/* The REST routes of messages; see rest_messages.h. */
#include "sandbox/rest_messages.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "platform/snowflake.h"
#include "sandbox/refusal.h"
#include "sandbox/rest_draft.h"
#include "sandbox/rest_routes.h"
#include "sandbox/rights.h"
#include "sandbox/shape.h"

#define LIST_DEFAULT 50

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

/* ------------------------------------------------------------------ POST */

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
	struct model_channel *channel;
	struct rest_draft d;
	int status = find_writable(c, &channel);

	if (status)
		return status;
	status = rest_draft_read(c, c->body, "", &d);
	d.draft.channel = channel;
	d.draft.author = c->model->bot;
	if (!status)
		status = read_reference(c, &d.draft);
	if (!status && !d.draft.len && !d.shows_something)
		status = refuse(c, REFUSAL_EMPTY);
	if (!status)
		status = post(c, &d.draft);
	rest_draft_free(&d);
	return status;
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

static int edit(struct rest_call *c, struct model_message *message, const struct rest_draft *d)
{
	const struct model_revision revision = rest_draft_revision(d);
	const bool has_text = d->names_text ? d->draft.len > 0 : *message->text != '\0';

	if (!has_text && !d->shows_something && (d->names_components || !message->components))
		return refuse(c, REFUSAL_EMPTY);
	if ((d->names_text || d->names_components) &&
		model_revise(c->model, message, &revision) != 0)
		return refuse(c, -1);
	return show(c, message);
}

int rest_messages_edit(struct rest_call *c)
{
	struct model_message *message;
	struct rest_draft d;
	int status = find_message(c, &message);

	if (status)
		return status;
	if (message->author != c->model->bot)
		return refuse(c, REFUSAL_NOT_THE_AUTHOR);
	status = rest_draft_read(c, c->body, "", &d);
	if (!status)
		status = edit(c, message, &d);
	rest_draft_free(&d);
	return status;
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

/* The path's message if the bot may react to it; 0, or the status after saying why not. */
static int find_reactable(struct rest_call *c, struct model_message **message)
{
	int status = find_message(c, message);

	if (status)
		return status;
	if ((*message)->channel->type != MODEL_DIRECT &&
		!rights_may(c->model, c->model->bot, (*message)->channel, RIGHTS_ADD_REACTIONS))
		return refuse(c, REFUSAL_NO_PERMISSION);
	return 0;
}

static int react(struct rest_call *c, bool is_added)
{
	struct model_message *message;
	int status = find_reactable(c, &message);

	if (status)
		return status;
	if (model_react(c->model, message, c->model->bot, c->params[2], is_added) != 0)
		return refuse(c, REFUSAL_REACTIONS);
	return 204;
}

int rest_messages_react(struct rest_call *c)
{
	return react(c, true);
}

int rest_messages_unreact(struct rest_call *c)
{
	return react(c, false);
}
