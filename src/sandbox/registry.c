/* The application commands that the bot has registered; see registry.h. */
#include "sandbox/registry.h"

#include <stdlib.h>
#include <string.h>

#include "sandbox/refusal.h"
#include "sandbox/shape.h"

#define DAY_MS 86400000

/* How many new ones there were in a day. */
struct day {
	int64_t until_ms;
	int n;
};

struct registry {
	struct model *model;
	void (*changed)(void *ctx);
	void *ctx;
	struct registry_entry *all[REGISTRY_MAX];
	size_t n;
	struct day everywhere, guild;
};

struct registry *registry_create(struct model *m, void (*changed)(void *ctx), void *ctx)
{
	struct registry *c = calloc(1, sizeof(*c));

	if (!c)
		return NULL;
	c->model = m;
	c->changed = changed;
	c->ctx = ctx;
	return c;
}

static void free_command(struct registry_entry *command)
{
	free(command->body);
	free(command);
}

void registry_destroy(struct registry *c)
{
	if (!c)
		return;
	while (c->n)
		free_command(c->all[--c->n]);
	free(c);
}

struct registry_entry *const *registry_list(const struct registry *c, size_t *n)
{
	*n = c->n;
	return c->all;
}

struct registry_entry *registry_find(const struct registry *c, uint64_t id)
{
	size_t i;

	for (i = 0; i < c->n; i++) {
		if (c->all[i]->id == id)
			return c->all[i];
	}
	return NULL;
}

struct registry_entry *registry_named(
	const struct registry *c, uint64_t guild, enum registry_type type, const char *name)
{
	size_t i;

	for (i = 0; i < c->n; i++) {
		if (c->all[i]->guild == guild && c->all[i]->type == type &&
			strcmp(c->all[i]->name, name) == 0)
			return c->all[i];
	}
	return NULL;
}

/* Whether there is room for one more: 0 or the refusal. */
static int room(struct registry *c, uint64_t guild, enum registry_type type)
{
	const size_t max = type == REGISTRY_SLASH ? REGISTRY_TEXT_MAX : REGISTRY_MENU_MAX;
	struct day *day = guild ? &c->guild : &c->everywhere;
	const int64_t now = c->model->clock();
	size_t i, n = 0;

	for (i = 0; i < c->n; i++)
		n += c->all[i]->guild == guild && c->all[i]->type == type;
	if (n >= max || c->n == REGISTRY_MAX)
		return REFUSAL_COMMANDS;
	if (day->until_ms <= now)
		*day = (struct day){.until_ms = now + DAY_MS};
	if (day->n >= REGISTRY_DAY_MAX)
		return REFUSAL_COMMANDS_DAY;
	day->n++;
	return 0;
}

static int add(
	struct registry *c, const struct registry_entry *command, struct registry_entry **put)
{
	struct registry_entry *new;
	int refused = room(c, command->guild, command->type);

	if (refused)
		return refused;
	new = malloc(sizeof(*new));
	if (!new)
		return -1;
	*new = *command;
	new->body = strdup(command->body);
	if (!new->body) {
		free(new);
		return -1;
	}
	new->id = new->version = model_id(c->model);
	c->all[c->n++] = new;
	*put = new;
	return 0;
}

int registry_change(
	struct registry *c, struct registry_entry *command, const struct registry_entry *to)
{
	char *body;

	if (strcmp(command->body, to->body) == 0)
		return 0;
	body = strdup(to->body);
	if (!body)
		return -1;
	free(command->body);
	command->body = body;
	memcpy(command->name, to->name, sizeof(command->name));
	command->version = model_id(c->model);
	return 0;
}

int registry_put(
	struct registry *c, const struct registry_entry *command, struct registry_entry **put)
{
	struct registry_entry *old =
		registry_named(c, command->guild, command->type, command->name);

	*put = NULL;
	if (!old)
		return add(c, command, put);
	if (registry_change(c, old, command) != 0)
		return -1;
	*put = old;
	return 1;
}

void registry_remove(struct registry *c, struct registry_entry *command)
{
	size_t i = 0;

	while (i < c->n && c->all[i] != command)
		i++;
	if (i == c->n)
		return;
	c->n--;
	memmove(&c->all[i], &c->all[i + 1], (c->n - i) * sizeof(c->all[0]));
	free_command(command);
}

void registry_tell(struct registry *c)
{
	c->changed(c->ctx);
}

bool registry_shape(struct buf *b, const struct model *m, const struct registry_entry *command)
{
	buf_putc(b, '{');
	shape_id(b, "id", command->id);
	shape_id(b, "application_id", m->bot->id);
	shape_id(b, "version", command->version);
	if (command->guild)
		shape_id(b, "guild_id", command->guild);
	return buf_printf(b, ",%s}", command->body);
}
