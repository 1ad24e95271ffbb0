/* What the chat page asks for that becomes an interaction; see page_use.h. */
#include "sandbox/page_use.h"

#include <stdio.h>
#include <string.h>

#include "platform/snowflake.h"
#include "sandbox/components.h"
#include "sandbox/gateway.h"
#include "sandbox/page_find.h"
#include "sandbox/registry_use.h"
#include "sandbox/rights.h"
#include "sandbox/shape_interaction.h"

struct using
{
	const struct plays_stage *stage;
	const json *ask;
	struct interactions_entry interaction; /* to be */
	struct buf data;
	struct page_use_result result;
};

static void fail(struct using *u, const char *error)
{
	u->result.error = error;
}

/* The bot is told. */
static void open_interaction(struct using *u)
{
	struct interactions_entry *opened =
		interactions_open(u->stage->interactions, &u->interaction);
	struct buf event;

	if (!opened) {
		fail(u, "there is no randomness");
		return;
	}
	buf_init(&event, SHAPE_INTERACTION_BYTES_MAX);
	if (shape_interaction(&event, u->stage->model, opened, buf_str(&u->data)))
		gateway_interaction(u->stage->gateway, buf_str(&event));
	buf_free(&event);
	u->result.interaction = opened->id;
}

/* ------------------------------------------------------------------ commands */

static struct model_message *find_target(struct using *u)
{
	return page_find_message(u->interaction.channel, u->ask, u->interaction.user);
}

static const struct model_user *find_person(struct using *u)
{
	uint64_t id;

	if (!snowflake_parse(json_get_string(u->ask, "person"), &id))
		return NULL;
	return model_user(u->stage->model, id);
}

static void use_command(struct using *u, bool completes)
{
	struct registry_use use = {
		.model = u->stage->model,
		.user = u->interaction.user,
		.channel = u->interaction.channel,
		.options = json_get(u->ask, "options"),
		.completes = completes,
	};
	uint64_t id;

	if (snowflake_parse(json_get_string(u->ask, "command"), &id))
		use.command = registry_find(u->stage->commands, id);
	if (!use.command || (completes && use.command->type != REGISTRY_SLASH)) {
		fail(u, "there is no such command");
		return;
	}
	if (use.command->type == REGISTRY_MESSAGE)
		use.target = find_target(u);
	if (use.command->type == REGISTRY_USER)
		use.person = find_person(u);
	fail(u, registry_use(&use, &u->data, u->interaction.use.name));
	u->interaction.type = completes ? INTERACTIONS_AUTOCOMPLETE : INTERACTIONS_COMMAND;
	u->interaction.use.type = INTERACTIONS_COMMAND;
	u->interaction.use.is_menu = use.command->type != REGISTRY_SLASH;
	if (!u->result.error)
		open_interaction(u);
}

/* ------------------------------------------------------------------ components */

static void put_press(struct using *u, const char *custom_id, int type, const json *values)
{
	buf_putc(&u->data, '{');
	json_put(&u->data, "custom_id", custom_id);
	buf_printf(&u->data, ",\"component_type\":%d", type);
	if (type == COMPONENTS_SELECT) {
		buf_puts(&u->data, ",\"values\":");
		json_put_value(&u->data, values);
	}
	if (!buf_putc(&u->data, '}'))
		fail(u, "that is too long");
}

static void use_component(struct using *u)
{
	const char *custom_id = json_get_string(u->ask, "custom_id");
	const json *values = json_get(u->ask, "values");
	const struct model_message *message = find_target(u);
	int type = 0;

	if (!message || !custom_id || !message->components) {
		fail(u, "there is no such button");
		return;
	}
	fail(u, components_use(message->components, custom_id, values, &type));
	if (u->result.error)
		return;
	put_press(u, custom_id, type, values);
	u->interaction.type = INTERACTIONS_COMPONENT;
	u->interaction.use.type = INTERACTIONS_COMPONENT;
	u->interaction.message = message->id;
	if (!u->result.error)
		open_interaction(u);
}

struct page_use_result page_use(const struct plays_stage *stage, const json *ask)
{
	struct using u = {.stage = stage, .ask = ask};
	const char *type = json_get_string(ask, "type");

	u.interaction.user = page_find_user(stage->model, ask);
	u.interaction.channel = page_find_channel(stage->model, ask);
	if (!u.interaction.user || !u.interaction.channel ||
		!rights_may(stage->model, u.interaction.user, u.interaction.channel,
			RIGHTS_VIEW_CHANNEL)) {
		fail(&u, "that person is not there");
		return u.result;
	}
	buf_init(&u.data, REGISTRY_USE_BYTES_MAX);
	if (strcmp(type, "press") == 0)
		use_component(&u);
	else
		use_command(&u, strcmp(type, "complete") == 0);
	buf_free(&u.data);
	return u.result;
}
