/* The REST routes of application commands; see rest_commands.h. */
#include "sandbox/rest_commands.h"

#include <stdlib.h>
#include <string.h>

#include "sandbox/refusal.h"
#include "sandbox/registry_check.h"
#include "sandbox/rest_routes.h"

#define AT_ONCE_MAX (REGISTRY_TEXT_MAX + 2 * REGISTRY_MENU_MAX)

static int refuse(struct rest_call *c, int code)
{
	return refusal_put(&c->answer->body, code);
}

static struct registry *all(struct rest_call *c)
{
	return rest_options(c->rest)->commands;
}

static int show(struct rest_call *c, const struct registry_entry *command, int status)
{
	registry_shape(&c->answer->body, c->model, command);
	return status;
}

/* Whether the path is of this application and, if it names one, the server; 0, or the status. */
static int find_place(struct rest_call *c, bool in_guild, uint64_t *guild)
{
	uint64_t id;
	int status = rest_routes_id(c, 0, "application", &id);

	*guild = 0;
	if (status)
		return status;
	if (id != c->model->bot->id)
		return refuse(c, REFUSAL_NOT_YOURS);
	if (!in_guild)
		return 0;
	status = rest_routes_id(c, 1, "guild", guild);
	if (status)
		return status;
	return *guild == c->model->guild ? 0 : refuse(c, REFUSAL_NO_ACCESS);
}

/* The command that the path names there. */
static int find(struct rest_call *c, bool in_guild, struct registry_entry **command)
{
	uint64_t guild, id;
	int status = find_place(c, in_guild, &guild);

	if (!status)
		status = rest_routes_id(c, in_guild ? 2 : 1, "command", &id);
	if (status)
		return status;
	*command = registry_find(all(c), id);
	return *command && (*command)->guild == guild ? 0 : refuse(c, REFUSAL_UNKNOWN_COMMAND);
}

/* ------------------------------------------------------------------ one of them */

/* Checks v.  0, or the status after saying what is wrong. */
static int check(
	struct rest_call *c, const json *v, struct registry_entry *command, struct buf *body)
{
	struct complaints complaints;
	int status;

	complaints_init(&complaints, "");
	registry_check(&complaints, v, command, body);
	status = complaints_put(&complaints, &c->answer->body);
	complaints_free(&complaints);
	command->body = body->data;
	return status;
}

static int create(struct rest_call *c, bool in_guild)
{
	struct registry_entry command, *put = NULL;
	struct buf body;
	int status, result;

	memset(&command, 0, sizeof(command));
	status = find_place(c, in_guild, &command.guild);
	if (status)
		return status;
	buf_init(&body, REGISTRY_BODY_MAX);
	status = check(c, c->body, &command, &body);
	if (!status) {
		result = registry_put(all(c), &command, &put);
		registry_tell(all(c));
		status = put ? show(c, put, result ? 200 : 201) : refuse(c, result);
	}
	buf_free(&body);
	return status;
}

static int show_one(struct rest_call *c, bool in_guild)
{
	struct registry_entry *command;
	int status = find(c, in_guild, &command);

	return status ? status : show(c, command, 200);
}

/* The command with what the body says in place of what it was. */
static json *merged(const struct registry_entry *command, const json *body)
{
	struct buf text;
	json *result = NULL;

	/* of two members of one name the first counts */
	buf_init(&text, 2 * REGISTRY_BODY_MAX);
	json_put_value(&text, body);
	buf_cut(&text, text.len - 1);
	if (json_first(body))
		buf_putc(&text, ',');
	if (buf_printf(&text, "%s}", command->body))
		result = json_parse(buf_str(&text), text.len);
	buf_free(&text);
	return result;
}

static int edit(struct rest_call *c, bool in_guild)
{
	struct registry_entry *command, changed;
	struct buf body;
	json *v;
	int status = find(c, in_guild, &command), result;

	if (status)
		return status;
	v = merged(command, c->body);
	if (!v)
		return refuse(c, -1);
	memset(&changed, 0, sizeof(changed));
	buf_init(&body, REGISTRY_BODY_MAX);
	status = check(c, v, &changed, &body);
	json_free(v);
	if (!status) {
		changed.guild = command->guild;
		result = registry_change(all(c), command, &changed);
		registry_tell(all(c));
		status = result < 0 ? refuse(c, -1) : show(c, command, 200);
	}
	buf_free(&body);
	return status;
}

static int remove_one(struct rest_call *c, bool in_guild)
{
	struct registry_entry *command;
	int status = find(c, in_guild, &command);

	if (status)
		return status;
	registry_remove(all(c), command);
	registry_tell(all(c));
	return 204;
}

/* ------------------------------------------------------------------ all of them */

static int list(struct rest_call *c, bool in_guild)
{
	struct registry_entry *const *commands;
	struct buf *b = &c->answer->body;
	uint64_t guild;
	size_t i, n;
	int status = find_place(c, in_guild, &guild);

	if (status)
		return status;
	commands = registry_list(all(c), &n);
	buf_putc(b, '[');
	for (i = 0; i < n; i++) {
		if (commands[i]->guild != guild)
			continue;
		if (b->data[b->len - 1] != '[')
			buf_putc(b, ',');
		registry_shape(b, c->model, commands[i]);
	}
	buf_putc(b, ']');
	return 200;
}

/* A whole list that is put. */
struct batch {
	struct registry_entry commands[AT_ONCE_MAX];
	struct buf bodies[AT_ONCE_MAX];
	size_t n;
};

static bool repeats(const struct batch *batch, const struct registry_entry *command)
{
	size_t i;

	for (i = 0; i + 1 < batch->n; i++) {
		if (batch->commands[i].type == command->type &&
			strcmp(batch->commands[i].name, command->name) == 0)
			return true;
	}
	return false;
}

static void check_batch(struct complaints *complaints, const json *v, struct batch *batch)
{
	struct registry_entry *command;
	size_t i = 0;

	for (v = json_first(v); v; v = json_next(v), i++) {
		complaints_enter_at(complaints, i);
		if (batch->n < AT_ONCE_MAX) {
			command = &batch->commands[batch->n];
			buf_init(&batch->bodies[batch->n], REGISTRY_BODY_MAX);
			registry_check(complaints, v, command, &batch->bodies[batch->n]);
			command->body = batch->bodies[batch->n++].data;
			if (repeats(batch, command))
				complaints_add(complaints, "",
					"APPLICATION_COMMANDS_DUPLICATE_NAME",
					"Application command names must be unique");
		} else {
			complaints_add(complaints, "", "BASE_TYPE_MAX_LENGTH",
				"Must be 130 or fewer in length.");
		}
		complaints_leave(complaints);
	}
}

static bool among(const struct batch *batch, const struct registry_entry *command)
{
	size_t i;

	for (i = 0; i < batch->n; i++) {
		if (batch->commands[i].type == command->type &&
			strcmp(batch->commands[i].name, command->name) == 0)
			return true;
	}
	return false;
}

/* Of each kind no more than there may be. */
static bool too_many(const struct batch *batch)
{
	size_t n[REGISTRY_MESSAGE + 1] = {0}, i;

	for (i = 0; i < batch->n; i++)
		n[batch->commands[i].type]++;
	return n[REGISTRY_SLASH] > REGISTRY_TEXT_MAX || n[REGISTRY_USER] > REGISTRY_MENU_MAX ||
	       n[REGISTRY_MESSAGE] > REGISTRY_MENU_MAX;
}

static int put_batch(struct rest_call *c, struct batch *batch, uint64_t guild)
{
	struct registry_entry *const *commands, *put;
	size_t i, n;
	int result = 0;

	if (too_many(batch))
		return refuse(c, REFUSAL_COMMANDS);
	commands = registry_list(all(c), &n);
	while (n--) {
		if (commands[n]->guild == guild && !among(batch, commands[n]))
			registry_remove(all(c), commands[n]);
	}
	for (i = 0; i < batch->n && (result == 0 || result == 1); i++) {
		batch->commands[i].guild = guild;
		result = registry_put(all(c), &batch->commands[i], &put);
	}
	registry_tell(all(c));
	return result == 0 || result == 1 ? list(c, guild != 0) : refuse(c, result);
}

static int replace(struct rest_call *c, bool in_guild)
{
	struct complaints complaints;
	struct batch *batch;
	uint64_t guild;
	int status = find_place(c, in_guild, &guild);

	if (status)
		return status;
	if (!json_is_array(c->body))
		return refusal_form(&c->answer->body, "", "BASE_TYPE_BAD_TYPE",
			"Only iterables may be used in a ListType");
	batch = calloc(1, sizeof(*batch));
	if (!batch)
		return refuse(c, -1);
	complaints_init(&complaints, "");
	check_batch(&complaints, c->body, batch);
	status = complaints_put(&complaints, &c->answer->body);
	complaints_free(&complaints);
	if (!status)
		status = put_batch(c, batch, guild);
	while (batch->n)
		buf_free(&batch->bodies[--batch->n]);
	free(batch);
	return status;
}

/* ------------------------------------------------------------------ the routes */

int rest_commands_list(struct rest_call *c)
{
	return list(c, false);
}

int rest_commands_create(struct rest_call *c)
{
	return create(c, false);
}

int rest_commands_replace(struct rest_call *c)
{
	return replace(c, false);
}

int rest_commands_read(struct rest_call *c)
{
	return show_one(c, false);
}

int rest_commands_edit(struct rest_call *c)
{
	return edit(c, false);
}

int rest_commands_remove(struct rest_call *c)
{
	return remove_one(c, false);
}

int rest_commands_guild_list(struct rest_call *c)
{
	return list(c, true);
}

int rest_commands_guild_create(struct rest_call *c)
{
	return create(c, true);
}

int rest_commands_guild_replace(struct rest_call *c)
{
	return replace(c, true);
}

int rest_commands_guild_read(struct rest_call *c)
{
	return show_one(c, true);
}

int rest_commands_guild_edit(struct rest_call *c)
{
	return edit(c, true);
}

int rest_commands_guild_remove(struct rest_call *c)
{
	return remove_one(c, true);
}
