/* YAML with positions; see yaml.h. */
#include "base/yaml.h"

#include <libfyaml.h>
#include <string.h>

#include "base/utf8.h"

#define YAML_DEPTH_MAX 32 /* nested lists and maps; our files need six */

/* ------------------------------------------------------------------ the door */

/* Says where byte `at` of the text is and refuses the file. */
static int refuse(struct diag *d, const char *file, const char *text, size_t at, const char *why)
{
	unsigned line = 1, col = 1;
	size_t i;

	for (i = 0; i < at; i++) {
		col++;
		if (text[i] == '\n') {
			line++;
			col = 1;
		}
	}
	diag_error(d, ((struct diag_place){file, line, col}), "%s", why);
	return -1;
}

/* Refuses the bytes on which libfyaml 0.7.12 crashes or hangs. */
static int check_bytes(struct diag *d, const char *file, const char *text, size_t len)
{
	size_t i;

	if (!utf8_valid(text, len, &i))
		return refuse(d, file, text, i, "this is not valid UTF-8: save the file as UTF-8");
	for (i = 0; i < len; i++) {
		if (text[i] == '\t')
			return refuse(d, file, text, i, "tabs are not allowed here: use spaces");
		if ((unsigned char)text[i] < ' ' && text[i] != '\n')
			return refuse(d, file, text, i,
				"control characters are not allowed (a Windows line ending?)");
		if (text[i] == '%' && (i == 0 || text[i - 1] == '\n'))
			return refuse(
				d, file, text, i, "a line must not begin with %: no directives");
	}
	return 0;
}

/* ------------------------------------------------------------------ the tree */

struct building {
	struct arena *arena;
	struct diag *diag;
	const char *file;
	struct yaml_node *stack[YAML_DEPTH_MAX]; /* open lists and maps */
	struct yaml_node *last[YAML_DEPTH_MAX];  /* the last child of each */
	size_t depth;
	struct yaml_node *key; /* scalar read as the key of the next node; NULL when none */
	struct yaml_node *root;
	bool failed;
};

static void fail(struct building *b, const struct fy_mark *mark, const char *why)
{
	struct diag_place at = {b->file, 0, 0};

	if (mark) {
		at.line = (unsigned)mark->line + 1;
		at.col = (unsigned)mark->column + 1;
	}
	diag_error(b->diag, at, "%s", why);
	b->failed = true;
}

static struct yaml_node *new_node(struct building *b, enum yaml_kind kind, struct fy_token *token)
{
	const struct fy_mark *mark = token ? fy_token_start_mark(token) : NULL;
	struct yaml_node *n = arena_alloc(b->arena, sizeof(*n));

	if (!n) {
		fail(b, NULL, "out of memory");
		return NULL;
	}
	n->kind = kind;
	n->line = mark ? (unsigned)mark->line + 1 : 1;
	n->col = mark ? (unsigned)mark->column + 1 : 1;
	return n;
}

/* Whether the map that is open already has that key. */
static bool has_key(const struct building *b, const char *key)
{
	return yaml_get(b->stack[b->depth - 1], key) != NULL;
}

/* Hangs a node into the open list or map; in a map, the first of a pair becomes the key. */
static void attach(struct building *b, struct yaml_node *n)
{
	struct yaml_node *parent;
	struct fy_mark at = {0, (int)n->line - 1, (int)n->col - 1};

	if (b->depth == 0) {
		b->root = n;
		return;
	}
	parent = b->stack[b->depth - 1];
	if (parent->kind == YAML_MAP && !b->key) {
		if (n->kind != YAML_SCALAR)
			fail(b, &at, "a key must be a plain word");
		else if (has_key(b, n->text))
			fail(b, &at, "this key is here twice");
		else
			b->key = n;
		return;
	}
	if (b->key) {
		n->key = b->key->text;
		n->key_line = b->key->line;
		n->key_col = b->key->col;
		b->key = NULL;
	}
	if (b->last[b->depth - 1])
		b->last[b->depth - 1]->next = n;
	else
		parent->first = n;
	b->last[b->depth - 1] = n;
	parent->count++;
}

static void open_node(struct building *b, enum yaml_kind kind, struct fy_token *token)
{
	struct yaml_node *n = new_node(b, kind, token);

	if (!n)
		return;
	attach(b, n);
	if (b->failed)
		return;
	if (b->depth == YAML_DEPTH_MAX) {
		fail(b, token ? fy_token_start_mark(token) : NULL, "nested too deeply");
		return;
	}
	b->stack[b->depth] = n;
	b->last[b->depth] = NULL;
	b->depth++;
}

static void add_scalar(struct building *b, struct fy_token *token)
{
	struct yaml_node *n = new_node(b, YAML_SCALAR, token);
	const char *text;
	size_t len = 0;

	if (!n)
		return;
	text = token ? fy_token_get_text(token, &len) : "";
	n->text = arena_copy(b->arena, text ? text : "", text ? len : 0);
	n->len = text ? len : 0;
	n->quoted = token && fy_token_scalar_style(token) != FYSS_PLAIN;
	if (!n->text)
		fail(b, NULL, "out of memory");
	else
		attach(b, n);
}

/* Whether the event carries an anchor or a tag, which we have no use for. */
static struct fy_token *unwanted(const struct fy_event *e)
{
	switch (e->type) {
	case FYET_SCALAR: return e->scalar.anchor ? e->scalar.anchor : e->scalar.tag;
	case FYET_MAPPING_START:
		return e->mapping_start.anchor ? e->mapping_start.anchor : e->mapping_start.tag;
	case FYET_SEQUENCE_START:
		return e->sequence_start.anchor ? e->sequence_start.anchor : e->sequence_start.tag;
	default: return NULL;
	}
}

static void take_event(struct building *b, const struct fy_event *e)
{
	struct fy_token *extra = unwanted(e);

	if (extra) {
		fail(b, fy_token_start_mark(extra), "anchors and tags are not used here");
		return;
	}
	switch (e->type) {
	case FYET_SCALAR: add_scalar(b, e->scalar.value); break;
	case FYET_MAPPING_START: open_node(b, YAML_MAP, e->mapping_start.mapping_start); break;
	case FYET_SEQUENCE_START: open_node(b, YAML_LIST, e->sequence_start.sequence_start); break;
	case FYET_MAPPING_END:
	case FYET_SEQUENCE_END: b->depth--; break;
	case FYET_ALIAS:
		fail(b, fy_token_start_mark(e->alias.anchor), "aliases are not used here");
		break;
	case FYET_DOCUMENT_START:
		if (b->root)
			fail(b, NULL, "only one document to a file");
		break;
	default: break;
	}
}

/* Passes what libfyaml found on to our own report. */
static void pass_errors(struct building *b, struct fy_diag *from)
{
	struct fy_diag_error *e;
	void *iter = NULL;

	while ((e = fy_diag_errors_iterate(from, &iter)) != NULL) {
		struct fy_mark at = {0, e->line - 1, e->column - 1};

		fail(b, e->line > 0 ? &at : NULL, e->msg);
	}
	if (!b->failed)
		fail(b, NULL, "this is not YAML");
}

static void read_events(struct building *b, const char *text, size_t len)
{
	struct fy_diag_cfg quiet;
	struct fy_diag *found;
	struct fy_parser *parser = NULL;
	struct fy_event *e;

	fy_diag_cfg_default(&quiet);
	quiet.fp = NULL;
	found = fy_diag_create(&quiet);
	if (found) {
		fy_diag_set_collect_errors(found, true);
		parser = fy_parser_create(
			&(struct fy_parse_cfg){.flags = FYPCF_QUIET, .diag = found});
	}
	if (!parser || fy_parser_set_string(parser, text, len) != 0) {
		fail(b, NULL, "out of memory");
	} else {
		while (!b->failed && (e = fy_parser_parse(parser)) != NULL) {
			take_event(b, e);
			fy_parser_event_free(parser, e);
		}
		if (!b->failed && fy_parser_get_stream_error(parser))
			pass_errors(b, found);
	}
	fy_parser_destroy(parser);
	fy_diag_destroy(found);
}

const struct yaml_node *yaml_parse(
	struct arena *arena, const char *file, const char *text, size_t len, struct diag *diag)
{
	struct building b = {.arena = arena, .diag = diag, .file = file};

	diag_source(diag, text, len);
	if (check_bytes(diag, file, text, len) != 0)
		return NULL;
	read_events(&b, text, len);
	if (b.failed)
		return NULL;
	return b.root ? b.root : new_node(&b, YAML_MAP, NULL);
}

/* ------------------------------------------------------------------ reading it */

const struct yaml_node *yaml_get(const struct yaml_node *map, const char *key)
{
	const struct yaml_node *n;

	if (!map || map->kind != YAML_MAP)
		return NULL;
	for (n = map->first; n; n = n->next) {
		if (strcmp(n->key, key) == 0)
			return n;
	}
	return NULL;
}

struct diag_place yaml_at(const char *file, const struct yaml_node *node)
{
	return (struct diag_place){file, node->line, node->col};
}

struct diag_place yaml_key_at(const char *file, const struct yaml_node *node)
{
	if (!node->key)
		return yaml_at(file, node);
	return (struct diag_place){file, node->key_line, node->key_col};
}

const char *yaml_kind_name(enum yaml_kind kind)
{
	static const char *const names[] = {"a value", "a list", "a map"};

	return names[kind];
}
