/* The REST routes with which the bot goes on; see rest_webhooks.h. */
#include "sandbox/rest_webhooks.h"

#include <inttypes.h>
#include <string.h>

#include "platform/snowflake.h"
#include "sandbox/refusal.h"
#include "sandbox/rest_interactions.h"

#define ORIGINAL "@original"

static int refuse(struct rest_call *c, int code)
{
	return refusal_put(&c->answer->body, code);
}

/* The interaction of the path's token, if it was answered; 0, or the status after saying why not. */
static int find(struct rest_call *c, struct interactions_entry **i)
{
	struct interactions *all = rest_options(c->rest)->interactions;
	uint64_t application;

	*i = interactions_by_token(all, c->params[1]);
	if (!snowflake_parse(c->params[0], &application) || application != c->model->bot->id ||
		!*i || (*i)->type == INTERACTIONS_AUTOCOMPLETE ||
		(*i)->state != INTERACTIONS_ANSWERED)
		return refuse(c, REFUSAL_UNKNOWN_WEBHOOK);
	return interactions_token_ok(all, *i) ? 0 : refuse(c, REFUSAL_WEBHOOK_TOKEN);
}

/* The message of the path, if it answers that interaction. */
static int find_message(
	struct rest_call *c, struct interactions_entry **i, struct model_message **message)
{
	uint64_t id;
	int status = find(c, i);

	if (status)
		return status;
	if (strcmp(c->params[2], ORIGINAL) == 0)
		id = (*i)->original;
	else if (!snowflake_parse(c->params[2], &id))
		return refusal_form(&c->answer->body, "message_id", "NUMBER_TYPE_COERCE",
			"Value is not snowflake.");
	*message = model_any_message((*i)->channel, id);
	if (*message && ((*message)->use.id == (*i)->id || id == (*i)->original))
		return 0;
	return refuse(c, REFUSAL_UNKNOWN_MESSAGE);
}

static void note(struct rest_call *c, const struct model_message *message)
{
	buf_printf(&c->note, ",\"message\":\"%" PRIu64 "\",\"ephemeral\":%s", message->id,
		message->only_for ? "true" : "false");
}

/* Says in a promised message what was promised, or in any other what is new. */
static int revise(struct rest_call *c, struct model_message *message, const struct rest_draft *d)
{
	const struct model_revision revision = rest_draft_revision(d);
	const bool has_text = d->names_text ? d->draft.len > 0 : *message->text != '\0';

	if (!has_text && !d->shows_something && (d->names_components || !message->components))
		return refuse(c, REFUSAL_EMPTY);
	if (model_revise(c->model, message, &revision) != 0)
		return refuse(c, -1);
	note(c, message);
	return rest_interactions_show(c, message);
}

static int follow(struct rest_call *c, struct interactions_entry *i, struct rest_draft *d)
{
	struct model_use use = i->use;
	struct model_message *message;

	if (!d->draft.len && !d->shows_something)
		return refuse(c, REFUSAL_EMPTY);
	use.original = i->original;
	message = rest_interactions_post(c, i, d, &use);
	if (!message)
		return refuse(c, -1);
	note(c, message);
	return rest_interactions_show(c, message);
}

int rest_webhooks_create(struct rest_call *c)
{
	struct model_message *original;
	struct interactions_entry *i;
	struct rest_draft d;
	int status = find(c, &i);

	if (status)
		return status;
	status = rest_draft_read(c, c->body, "", &d);
	original = i->original ? model_any_message(i->channel, i->original) : NULL;
	/* directly after a promise this keeps it */
	if (!status && original && original->flags & MODEL_LOADING)
		status = revise(c, original, &d);
	else if (!status)
		status = follow(c, i, &d);
	rest_draft_free(&d);
	return status;
}

int rest_webhooks_read(struct rest_call *c)
{
	struct model_message *message;
	struct interactions_entry *i;
	int status = find_message(c, &i, &message);

	return status ? status : rest_interactions_show(c, message);
}

int rest_webhooks_edit(struct rest_call *c)
{
	struct model_message *message;
	struct interactions_entry *i;
	struct rest_draft d;
	int status = find_message(c, &i, &message);

	if (status)
		return status;
	status = rest_draft_read(c, c->body, "", &d);
	if (!status)
		status = revise(c, message, &d);
	rest_draft_free(&d);
	return status;
}

int rest_webhooks_remove(struct rest_call *c)
{
	struct model_message *message;
	struct interactions_entry *i;
	int status = find_message(c, &i, &message);

	if (status)
		return status;
	if (message->id == i->original)
		i->original = 0;
	model_remove(c->model, message);
	return 204;
}
