/* Printing the configuration by the table of its keys; see config.h. */
#include <string.h>

#include "base/config.h"
#include "base/config_keys.h"

#define INDENT 2 /* blanks of a level */

/* Where printing stands. */
struct printer {
	struct buf *out;
	unsigned depth;
	bool dash; /* the next key begins an item of a list */
};

static void print_map(struct printer *p, const struct config_type *type, const char *base);

/* The items of a list, each a map behind its dash. */
static void print_list(struct printer *p, const struct config_key *key, const char *base)
{
	const char *items;
	size_t count, i;

	memcpy(&items, base + key->at, sizeof(items));
	memcpy(&count, base + key->count_at, sizeof(count));
	for (i = 0; i < count; i++) {
		p->dash = true;
		print_map(p, key->type, items + i * key->type->size);
	}
	p->dash = false;
}

/* What stands behind the key: on its line, or indented below. */
static void print_held(struct printer *p, const struct config_key *key, const char *base)
{
	if (key->type->kind == YAML_SCALAR) {
		key->type->print(key, base + key->at, p->out);
		return;
	}
	p->depth++;
	if (key->type->kind == YAML_MAP) {
		print_map(p, key->type, base + key->at);
	} else {
		p->depth++; /* the dash stands in the place of one */
		print_list(p, key, base);
		p->depth--;
	}
	p->depth--;
}

/* One key with what it holds; nothing when that is nothing. */
static void print_key(struct printer *p, const struct config_key *key, const char *base)
{
	size_t start = p->out->len, end;
	bool dash = p->dash;

	buf_printf(p->out, "%*s%s%s:%s", (int)((p->depth - dash) * INDENT), "", dash ? "- " : "",
		key->name, key->type->kind == YAML_SCALAR ? " " : "\n");
	end = p->out->len;
	p->dash = false;
	print_held(p, key, base);
	if (p->out->len == end) {
		buf_cut(p->out, start);
		p->dash = dash;
	} else if (key->type->kind == YAML_SCALAR) {
		buf_putc(p->out, '\n');
	}
}

static void print_map(struct printer *p, const struct config_type *type, const char *base)
{
	size_t i;

	for (i = 0; i < type->n_keys; i++)
		print_key(p, &type->keys[i], base);
}

bool config_print(const struct config *config, struct buf *out)
{
	struct printer p = {.out = out};

	print_map(&p, &config_keys, (const char *)config);
	return buf_put(out, "", 0);
}
