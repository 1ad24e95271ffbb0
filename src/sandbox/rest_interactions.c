/* The REST route with which an interaction is answered; see rest_interactions.h. */
#include "sandbox/rest_interactions.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "platform/snowflake.h"
#include "sandbox/refusal.h"
#include "sandbox/shape.h"

#define CHOICES_MAX 25
#define CHOICE_MAX 100 /* code points */
#define CHOICES_BYTES_MAX 32768

/* With the API's numbers. */
enum answer {
	ANSWER_MESSAGE = 4,
	ANSWER_DEFER = 5,
	ANSWER_DEFER_UPDATE = 6,
	ANSWER_UPDATE = 7,
	ANSWER_CHOICES = 8
};

static int refuse(struct rest_call *c, int code)
{
	return refusal_put(&c->answer->body, code);
}

static struct interactions *all(struct rest_call *c)
{
	return rest_options(c->rest)->interactions;
}

/* ------------------------------------------------------------------ messages */

int rest_interactions_show(struct rest_call *c, const struct model_message *message)
{
	shape_message(&c->answer->body, c->model, message, SHAPE_REST, true);
	return 200;
}

struct model_message *rest_interactions_post(struct rest_call *c, struct interactions_entry *i,
	struct rest_draft *d, const struct model_use *use)
{
	d->draft.channel = i->channel;
	d->draft.author = c->model->bot;
	d->draft.only_for = d->is_ephemeral ? i->user : NULL;
	d->draft.use = use;
	return model_post(c->model, &d->draft);
}

static void note(struct rest_call *c, const struct model_message *message)
{
	if (message)
		buf_printf(&c->note, ",\"message\":\"%" PRIu64 "\",\"ephemeral\":%s", message->id,
			message->only_for ? "true" : "false");
}

/* ------------------------------------------------------------------ the kinds of answers */

/* What the answer is about: its message, which may be NULL. */
typedef int answer_fn(struct rest_call *c, struct interactions_entry *i, const json *data,
	struct model_message **message);

static int post(struct rest_call *c, struct interactions_entry *i, struct rest_draft *d,
	struct model_message **message)
{
	/* what a button brings answers the button's message */
	if (i->type == INTERACTIONS_COMPONENT)
		d->draft.reply_to = model_message(i->channel, i->message);
	d->draft.is_reply = d->draft.reply_to != NULL;
	d->draft.pings_author = false;
	*message = rest_interactions_post(c, i, d, &i->use);
	if (!*message)
		return refuse(c, -1);
	i->original = (*message)->id;
	return 0;
}

static int answer_message(struct rest_call *c, struct interactions_entry *i, const json *data,
	struct model_message **message)
{
	struct rest_draft d;
	int status = rest_draft_read(c, data, "data", &d);

	if (!status && !d.draft.len && !d.shows_something)
		status = refuse(c, REFUSAL_EMPTY);
	if (!status)
		status = post(c, i, &d, message);
	rest_draft_free(&d);
	return status;
}

/* Of a message that is promised only the flags count. */
static int answer_defer(struct rest_call *c, struct interactions_entry *i, const json *data,
	struct model_message **message)
{
	struct rest_draft d = {.draft = {.text = "", .flags = MODEL_LOADING}};
	int64_t flags = 0;

	(void)json_get_int(data, "flags", &flags);
	d.is_ephemeral = (flags & MODEL_EPHEMERAL) != 0;
	return post(c, i, &d, message);
}

static int answer_defer_update(struct rest_call *c, struct interactions_entry *i, const json *data,
	struct model_message **message)
{
	(void)c;
	(void)data;
	(void)message;
	i->original = i->message;
	return 0;
}

static int answer_update(struct rest_call *c, struct interactions_entry *i, const json *data,
	struct model_message **message)
{
	struct rest_draft d;
	struct model_revision revision;
	int status;

	*message = model_any_message(i->channel, i->message);
	if (!*message)
		return refuse(c, REFUSAL_UNKNOWN_MESSAGE);
	status = rest_draft_read(c, data, "data", &d);
	revision = rest_draft_revision(&d);
	if (!status && model_revise(c->model, *message, &revision) != 0)
		status = refuse(c, -1);
	i->original = i->message;
	rest_draft_free(&d);
	return status;
}

static void read_choice(struct complaints *complaints, const json *v, struct buf *out)
{
	const char *name = complaints_text(complaints, v, "name", 1, CHOICE_MAX);
	double number;

	if (out->data[out->len - 1] != '[')
		buf_putc(out, ',');
	buf_putc(out, '{');
	json_put(out, "name", name);
	buf_puts(out, ",\"value\":");
	if (!json_get_double(v, "value", &number))
		(void)complaints_text(complaints, v, "value", 1, CHOICE_MAX);
	json_put_value(out, json_get(v, "value"));
	buf_putc(out, '}');
}

static int answer_choices(struct rest_call *c, struct interactions_entry *i, const json *data,
	struct model_message **message)
{
	struct complaints complaints;
	const json *list, *at;
	struct buf out;
	size_t n = 0;
	int status;

	(void)message;
	complaints_init(&complaints, "data");
	buf_init(&out, CHOICES_BYTES_MAX);
	buf_putc(&out, '[');
	list = complaints_list(&complaints, data, "choices", 0, CHOICES_MAX);
	complaints_enter(&complaints, "choices");
	for (at = json_first(list); at; at = json_next(at)) {
		complaints_enter_at(&complaints, n++);
		read_choice(&complaints, at, &out);
		complaints_leave(&complaints);
	}
	status = complaints_put(&complaints, &c->answer->body);
	if (!status && buf_putc(&out, ']'))
		interactions_choose(all(c), i, buf_str(&out));
	complaints_free(&complaints);
	buf_free(&out);
	return status;
}

/* ------------------------------------------------------------------ the answer */

static const struct kind {
	enum answer type;
	bool needs_data;
	bool to[INTERACTIONS_AUTOCOMPLETE + 1];
	answer_fn *fn;
} kinds[] = {
	{ANSWER_MESSAGE, true, {[INTERACTIONS_COMMAND] = true, [INTERACTIONS_COMPONENT] = true},
		answer_message},
	{ANSWER_DEFER, false, {[INTERACTIONS_COMMAND] = true, [INTERACTIONS_COMPONENT] = true},
		answer_defer},
	{ANSWER_DEFER_UPDATE, false, {[INTERACTIONS_COMPONENT] = true}, answer_defer_update},
	{ANSWER_UPDATE, true, {[INTERACTIONS_COMPONENT] = true}, answer_update},
	{ANSWER_CHOICES, true, {[INTERACTIONS_AUTOCOMPLETE] = true}, answer_choices},
};

/* The kind that the body wants, if it can answer that interaction; 0, or the status. */
static int find_kind(
	struct rest_call *c, const struct interactions_entry *i, const struct kind **kind)
{
	int64_t type = 0;
	size_t k;

	if (!json_get_int(c->body, "type", &type))
		return refusal_form(
			&c->answer->body, "type", "BASE_TYPE_REQUIRED", "This field is required");
	for (k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
		if ((int64_t)kinds[k].type != type || !kinds[k].to[i->type])
			continue;
		*kind = &kinds[k];
		if (!kinds[k].needs_data || json_is_object(json_get(c->body, "data")))
			return 0;
		return refusal_form(
			&c->answer->body, "data", "BASE_TYPE_REQUIRED", "This field is required");
	}
	return refusal_form(&c->answer->body, "type", "BASE_TYPE_CHOICES",
		i->type == INTERACTIONS_AUTOCOMPLETE ? "Value must be one of {8}."
		: i->type == INTERACTIONS_COMPONENT  ? "Value must be one of {4, 5, 6, 7}."
						     : "Value must be one of {4, 5}.");
}

/* The interaction of the path that may still be answered; 0, or the status after saying why not. */
static int find(struct rest_call *c, struct interactions_entry **i)
{
	uint64_t id;

	*i = snowflake_parse(c->params[0], &id) ? interactions_find(all(c), id) : NULL;
	if (!*i || strcmp((*i)->token, c->params[1]) != 0)
		return refuse(c, REFUSAL_UNKNOWN_INTERACTION);
	(void)interactions_expire(all(c));
	if ((*i)->state == INTERACTIONS_FAILED)
		return refuse(c, REFUSAL_UNKNOWN_INTERACTION);
	return (*i)->state == INTERACTIONS_ANSWERED ? refuse(c, REFUSAL_ACKNOWLEDGED) : 0;
}

/* 204, or what became of it where that is asked for. */
static int respond(struct rest_call *c, const struct interactions_entry *i, int64_t type,
	const struct model_message *message)
{
	struct buf *b = &c->answer->body;
	char wanted[8];

	(void)serve_query(c->request, "with_response", wanted, sizeof(wanted));
	if (strcmp(wanted, "true") != 0 && strcmp(wanted, "1") != 0)
		return 204;
	buf_puts(b, "{\"interaction\":{");
	shape_id(b, "id", i->id);
	buf_printf(b, ",\"type\":%d", (int)i->type);
	if (message) {
		shape_id(b, "response_message_id", message->id);
		buf_printf(b, ",\"response_message_loading\":%s,\"response_message_ephemeral\":%s",
			message->flags & MODEL_LOADING ? "true" : "false",
			message->only_for ? "true" : "false");
	}
	buf_printf(b, "},\"resource\":{\"type\":%" PRId64, type);
	if (message) {
		buf_puts(b, ",\"message\":");
		(void)rest_interactions_show(c, message);
	}
	buf_puts(b, "}}");
	return 200;
}

int rest_interactions_answer(struct rest_call *c)
{
	struct model_message *message = NULL;
	const struct kind *kind = kinds;
	struct interactions_entry *i;
	int status = find(c, &i);

	if (!status)
		status = find_kind(c, i, &kind);
	if (!status)
		status = kind->fn(c, i, json_get(c->body, "data"), &message);
	if (status)
		return status;
	buf_printf(&c->note, ",\"answer\":%d", (int)kind->type);
	note(c, message);
	if (i->state == INTERACTIONS_WAITING)
		interactions_settle(all(c), i, INTERACTIONS_ANSWERED);
	return respond(c, i, (int64_t)kind->type, message);
}
