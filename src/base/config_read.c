/* Reading by the table of keys; see config_read.h. */
#include "base/config_read.h"

#include <string.h>

#include "base/config_value.h"
#include "base/near.h"

static void read_node(struct config_reader *r, const struct config_key *key,
	const struct yaml_node *n, char *base);

/* Whether the key stands there, but nothing behind it. */
static bool is_nothing(const struct yaml_node *n)
{
	return n->kind == YAML_SCALAR && !n->quoted && n->len == 0;
}

static const char *what_is(const struct yaml_node *n)
{
	return is_nothing(n) ? "nothing" : yaml_kind_name(n->kind);
}

/* ------------------------------------------------------------------ maps */

static void report_unknown(
	struct config_reader *r, const struct config_type *type, const struct yaml_node *n)
{
	struct near near = {.word = n->key};
	struct buf why;
	size_t i;

	buf_init(&why, CONFIG_VALUE_MESSAGE_MAX);
	for (i = 0; i < type->n_keys; i++)
		near_try(&near, type->keys[i].name);
	if (strlen(n->key) <= CONFIG_VALUE_WORD_MAX)
		buf_printf(&why, "there is no key '%s' here", n->key);
	else
		buf_puts(&why, "there is no such key here");
	near_put(&near, &why);
	for (i = 0; i < type->n_keys; i++)
		buf_printf(&why, "%s%s", i == 0 ? "; the keys are " : ", ", type->keys[i].name);
	diag_error(r->diag, yaml_key_at(r->file, n), "%s", buf_str(&why));
	buf_free(&why);
}

static void check_required(
	struct config_reader *r, const struct config_type *type, const struct yaml_node *map)
{
	const struct yaml_node *n;
	size_t i;

	for (i = 0; i < type->n_keys; i++) {
		n = yaml_get(map, type->keys[i].name);
		if (type->keys[i].required && !n)
			diag_error(r->diag, yaml_at(r->file, map), "%s needs the key '%s'",
				type->noun, type->keys[i].name);
	}
}

static void read_map(struct config_reader *r, const struct config_type *type,
	const struct yaml_node *map, char *base)
{
	const struct yaml_node *n;
	size_t i;

	for (n = map->first; n; n = n->next) {
		for (i = 0; i < type->n_keys && strcmp(n->key, type->keys[i].name) != 0; i++)
			;
		if (i < type->n_keys)
			read_node(r, &type->keys[i], n, base);
		else
			report_unknown(r, type, n);
	}
	check_required(r, type, map);
	if (type->finish)
		type->finish(r, map, base);
}

/* ------------------------------------------------------------------ lists */

static void read_items(struct config_reader *r, const struct config_type *type,
	const struct yaml_node *list, char *items)
{
	const struct yaml_node *n = list->first;
	size_t i;

	for (i = 0; n && i < type->max; n = n->next, i++) {
		if (n->kind == YAML_MAP)
			read_map(r, type, n, items + i * type->size);
		else
			diag_error(r->diag, yaml_at(r->file, n),
				"%s must be a map of keys, and this is %s", type->noun, what_is(n));
	}
	if (n)
		diag_error(
			r->diag, yaml_at(r->file, n), "there can be at most %zu here", type->max);
}

static void read_list(struct config_reader *r, const struct config_key *key,
	const struct yaml_node *list, char *base)
{
	const struct config_type *type = key->type;
	size_t count = list->count < type->max ? list->count : type->max;
	void *items = arena_alloc(r->arena, count * type->size);

	if (!items) {
		diag_error(r->diag, ((struct diag_place){r->file, 0, 0}), "out of memory");
		return;
	}
	read_items(r, type, list, items);
	memcpy(base + key->at, &items, sizeof(items));
	memcpy(base + key->count_at, &count, sizeof(count));
}

/* ------------------------------------------------------------------ all of it */

static void report_kind(
	struct config_reader *r, const struct config_key *key, const struct yaml_node *n)
{
	if (key->type->instead)
		diag_error(r->diag, yaml_at(r->file, n), "%s", key->type->instead);
	else
		diag_error(r->diag, yaml_at(r->file, n), "'%s' must be %s, and this is %s",
			key->name, yaml_kind_name(key->type->kind), what_is(n));
}

static void read_node(struct config_reader *r, const struct config_key *key,
	const struct yaml_node *n, char *base)
{
	/* "servers:" with every line under it commented out is no mistake; a token is needed */
	if (is_nothing(n) && key->type->kind != YAML_SCALAR && !key->required)
		return;
	if (is_nothing(n) && key->type->kind == YAML_SCALAR)
		diag_error(r->diag, yaml_at(r->file, n),
			"'%s' has no value: give it one, or leave the key out", key->name);
	else if (n->kind != key->type->kind)
		report_kind(r, key, n);
	else if (n->kind == YAML_SCALAR)
		key->type->read(r, key, n, base + key->at);
	else if (n->kind == YAML_MAP)
		read_map(r, key->type, n, base + key->at);
	else
		read_list(r, key, n, base);
}

void config_read(struct config_reader *r, const struct yaml_node *root, struct config *config)
{
	if (root->kind == YAML_MAP)
		read_map(r, &config_keys, root, (char *)config);
	else
		diag_error(r->diag, yaml_at(r->file, root),
			"the configuration must be a map of keys, and this is %s",
			yaml_kind_name(root->kind));
}
