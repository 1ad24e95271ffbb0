/* Discord's interaction objects; see discord_interaction.h. */
#include "platform/discord_interaction.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "platform/discord_turn.h"

#define TYPE_COMMAND 2 /* of interactions */
#define TYPE_PRESSED 3
#define TYPE_COMPLETE 4
#define COMMAND_TYPED 1 /* of commands */
#define COMMAND_ON_MESSAGE 3
#define OPTION_GROUP 2  /* of options; 1 is a command of a group */
#define PRIVATE 64      /* flag of a message for one person alone */
#define THREAD_FIRST 10 /* types of channels */
#define THREAD_LAST 12
#define MANAGE_SERVER (UINT64_C(1) << 5 | UINT64_C(1) << 3) /* or an administrator */

/* The member when it is a string of less than max bytes; "" when it is absent, NULL when it is not so. */
static const char *get_text(const json *v, const char *key, size_t max)
{
	const json *member = json_get(v, key);
	const char *s = json_string(member);

	if (!member || json_is_null(member))
		return "";
	return s && strlen(s) < max ? s : NULL;
}

/* ------------------------------------------------------------------ where and who */

static bool read_place(const json *d, struct interaction *it)
{
	const json *channel = json_get(d, "channel");
	const char *parent = snowflake_get(channel, "parent_id");
	int64_t type = 0;

	it->conversation = snowflake_get(d, "channel_id");
	if (!it->conversation)
		it->conversation = snowflake_get(channel, "id");
	it->server = snowflake_get(d, "guild_id");
	it->direct = !it->server;
	if (it->direct)
		it->server = "";
	json_get_int(channel, "type", &type);
	it->parent = parent && type >= THREAD_FIRST && type <= THREAD_LAST ? parent : "";
	return it->conversation != NULL;
}

static void read_roles(const json *member, struct interaction *it)
{
	const json *role;

	for (role = json_first(json_get(member, "roles"));
		role && it->n_roles < INTERACTION_ROLES_MAX; role = json_next(role)) {
		if (snowflake_valid(json_string(role)))
			it->roles[it->n_roles++] = json_string(role);
	}
}

static bool read_person(const json *d, struct interaction *it)
{
	const json *member = json_get(d, "member");
	const char *rights = json_get_string(member, "permissions");
	const json *user = json_get(member, "user");

	if (!user)
		user = json_get(d, "user");
	it->user = snowflake_get(user, "id");
	if (!it->user || json_is_true(json_get(user, "bot")))
		return false;
	read_roles(member, it);
	it->manages = rights && (strtoull(rights, NULL, 10) & MANAGE_SERVER) != 0;
	return true;
}

/* ------------------------------------------------------------------ the message it is about */

static bool read_message(const json *message, struct discord_interaction *in)
{
	struct interaction *it = &in->is;
	const json *author = json_get(message, "author");

	it->message = snowflake_get(message, "id");
	it->author = snowflake_get(author, "id");
	it->text = get_text(message, "content", INTERACTION_TEXT_MAX);
	if (!it->message || !it->author || !it->text)
		return false;
	it->by_person = !json_is_true(json_get(author, "bot")) &&
			!snowflake_get(message, "webhook_id") &&
			!json_is_true(json_get(author, "system"));
	discord_message_link(&(struct platform_event){.kind = PLATFORM_MESSAGE,
				     .message = it->message,
				     .conversation = it->conversation,
				     .server = it->server,
				     .direct = it->direct},
		in->link);
	it->link = in->link;
	return true;
}

/* ------------------------------------------------------------------ commands */

static bool add_word(struct discord_interaction *in, const char *word)
{
	const size_t n = strlen(in->command);

	return word && *word &&
	       snprintf(in->command + n, sizeof(in->command) - n, "%s%s", n ? " " : "", word) <
		       (int)(sizeof(in->command) - n);
}

/* The value as a text; NULL when it is none that is known. */
static const char *value_text(const json *option, char number[24])
{
	const json *value = json_get(option, "value");
	double n;
	int64_t whole;

	if (json_string(value))
		return get_text(option, "value", INTERACTION_TEXT_MAX);
	if (json_get_int(option, "value", &whole)) {
		snprintf(number, 24, "%" PRId64, whole);
		return number;
	}
	if (!value || json_is_null(value) || json_is_object(value) || json_is_array(value) ||
		json_get_double(option, "value", &n))
		return NULL;
	return json_is_true(value) ? "true" : "false";
}

static bool add_value(struct discord_interaction *in, const json *option)
{
	struct interaction *it = &in->is;
	const char *name = get_text(option, "name", INTERACTION_COMMAND_MAX);
	const char *text;

	if (!name || !*name || it->n_values == INTERACTION_VALUES_MAX)
		return false;
	text = value_text(option, in->numbers[it->n_values]);
	if (!text)
		return false;
	if (json_is_true(json_get(option, "focused")))
		it->focused = name;
	it->values[it->n_values++] = (struct interaction_value){name, text};
	return true;
}

/* Reads options that are values, or the one that is a command of a group and has them. */
static bool read_options(struct discord_interaction *in, const json *data)
{
	const json *option = json_first(json_get(data, "options"));
	int64_t type;
	int depth;

	for (depth = 0;
		depth < 2 && option && json_get_int(option, "type", &type) && type <= OPTION_GROUP;
		depth++) {
		if (!add_word(in, get_text(option, "name", INTERACTION_COMMAND_MAX)))
			return false;
		option = json_first(json_get(option, "options"));
	}
	for (; option; option = json_next(option)) {
		if (!add_value(in, option))
			return false;
	}
	return true;
}

static bool read_pointed(struct discord_interaction *in, const json *data)
{
	const char *target = snowflake_get(data, "target_id");
	const json *messages = json_get(json_get(data, "resolved"), "messages");

	return target && read_message(json_get(messages, target), in);
}

static bool read_command(struct discord_interaction *in, const json *data, bool completes)
{
	int64_t type = COMMAND_TYPED;

	json_get_int(data, "type", &type);
	if (!add_word(in, get_text(data, "name", INTERACTION_COMMAND_MAX)))
		return false;
	in->is.command = in->command;
	in->is.kind = completes ? INTERACTION_COMPLETE : INTERACTION_COMMAND;
	if (type == COMMAND_TYPED)
		return read_options(in, data);
	in->is.kind = INTERACTION_POINTED;
	return type == COMMAND_ON_MESSAGE && !completes && read_pointed(in, data);
}

/* ------------------------------------------------------------------ buttons */

static bool read_pressed(struct discord_interaction *in, const json *d, const json *data)
{
	const json *chosen = json_first(json_get(data, "values"));
	int64_t flags = 0;

	in->is.kind = INTERACTION_PRESSED;
	in->is.key = get_text(data, "custom_id", INTERACTION_KEY_MAX);
	if (chosen)
		in->is.chosen = json_string(chosen);
	json_get_int(json_get(d, "message"), "flags", &flags);
	in->is.in_private = (flags & PRIVATE) != 0;
	return in->is.key && *in->is.key && in->is.chosen &&
	       strlen(in->is.chosen) < INTERACTION_KEY_MAX &&
	       read_message(json_get(d, "message"), in);
}

bool discord_interaction_read(const json *d, struct discord_interaction *in)
{
	const json *data = json_get(d, "data");
	int64_t type = 0;

	*in = (struct discord_interaction){.is = {.handle = in->handle,
						   .command = "",
						   .focused = "",
						   .key = "",
						   .chosen = "",
						   .message = "",
						   .author = "",
						   .text = "",
						   .link = ""}};
	in->is.id = snowflake_get(d, "id");
	if (!in->is.id || !read_place(d, &in->is) || !read_person(d, &in->is) ||
		!discord_turn_handle(in->handle, in->is.id, snowflake_get(d, "application_id"),
			json_get_string(d, "token")) ||
		!json_get_int(d, "type", &type))
		return false;
	if (type == TYPE_PRESSED)
		return read_pressed(in, d, data);
	return (type == TYPE_COMMAND || type == TYPE_COMPLETE) &&
	       read_command(in, data, type == TYPE_COMPLETE);
}
