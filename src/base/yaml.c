/* YAML with positions; see yaml.h. */
#include "base/yaml.h"

#include <libfyaml.h>
#include <string.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/utf8.h"

#define YAML_DEPTH_MAX 32    /* nested lists and maps; our files need six */
#define YAML_KEY_MAX 1048576 /* bytes of a key */
#define NOWHERE ((size_t)-1) /* the offset of what has none */

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

/* Whether a control character begins at s: ASCII's but for the newline, DEL, or one of U+0080 to U+009F. */
static bool is_control(const char *s, size_t len)
{
	const unsigned char *u = (const unsigned char *)s;

	if (u[0] == 0xC2)
		return len > 1 && u[1] < 0xA0;
	return (u[0] < ' ' && u[0] != '\n') || u[0] == 0x7f;
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
		if (is_control(text + i, len - i))
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
	const char *text;
	size_t len;
	struct yaml_node *stack[YAML_DEPTH_MAX]; /* open lists and maps */
	struct yaml_node *last[YAML_DEPTH_MAX];  /* the last child of each */
	size_t depth;
	struct yaml_node *key; /* scalar read as the key of the next node; NULL when none */
	struct map *keys;      /* every key of every map, led by the map's address */
	struct buf name;       /* one of those */
	struct yaml_node *root;
	size_t seen; /* the end of the last token */
	/* how far the lines have been counted */
	size_t counted;
	size_t line_start;
	unsigned line;
	bool failed;
};

/* Where byte `at` stands.  Nodes come in file order, so the count goes on where it ended. */
static struct diag_place place(struct building *b, size_t at)
{
	if (at > b->len)
		return (struct diag_place){b->file, 0, 0};
	if (at < b->counted || b->line == 0) {
		b->counted = b->line_start = 0;
		b->line = 1;
	}
	for (; b->counted < at; b->counted++) {
		if (b->text[b->counted] == '\n') {
			b->line++;
			b->line_start = b->counted + 1;
		}
	}
	return (struct diag_place){b->file, b->line, (unsigned)(at - b->line_start) + 1};
}

static void fail_at(struct building *b, struct diag_place at, const char *why)
{
	diag_error(b->diag, at, "%s", why);
	b->failed = true;
}

static void fail(struct building *b, size_t at, const char *why)
{
	fail_at(b, place(b, at), why);
}

static bool is_quoted(struct fy_token *token)
{
	enum fy_scalar_style style = fy_token_scalar_style(token);

	return style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED;
}

/* Where a token begins; libfyaml's mark stands behind the quote. */
static size_t offset_of(struct fy_token *token)
{
	const struct fy_mark *mark = token ? fy_token_start_mark(token) : NULL;

	if (!mark)
		return NOWHERE;
	return mark->input_pos - (mark->input_pos > 0 && is_quoted(token));
}

/* The offset of what follows the blanks and comments at `at`. */
static size_t skip_blank(const struct building *b, size_t at)
{
	const char *end;

	while (at < b->len) {
		if (b->text[at] == '#') {
			end = memchr(b->text + at, '\n', b->len - at);
			at = end ? (size_t)(end - b->text) : b->len;
		} else if (b->text[at] == ' ' || b->text[at] == '\n') {
			at++;
		} else {
			break;
		}
	}
	return at;
}

/* Where a value that was left out would stand: at its key, or at the dash of its list item. */
static size_t offset_of_nothing(struct building *b)
{
	size_t at;

	if (b->depth == 0)
		return 0;
	at = skip_blank(b, b->seen);
	if (at < b->len && b->text[at] == '-')
		b->seen = at + 1;
	return at < b->len ? at : b->seen;
}

static struct yaml_node *new_node(struct building *b, enum yaml_kind kind, struct fy_token *token)
{
	const struct fy_mark *end = token ? fy_token_end_mark(token) : NULL;
	struct yaml_node *n = arena_alloc(b->arena, sizeof(*n));
	struct diag_place at;

	if (!n) {
		fail(b, NOWHERE, "out of memory");
		return NULL;
	}
	n->kind = kind;
	if (!token && b->key) {
		n->line = b->key->line;
		n->col = b->key->col;
		return n;
	}
	if (end)
		b->seen = end->input_pos + (is_quoted(token) ? 1 : 0);
	at = place(b, token ? offset_of(token) : offset_of_nothing(b));
	n->line = at.line;
	n->col = at.col;
	return n;
}

/* Makes n the key of what follows. */
static void take_key(struct building *b, struct yaml_node *n)
{
	const struct yaml_node *map = b->stack[b->depth - 1];
	struct diag_place at = yaml_at(b->file, n);

	if (n->kind != YAML_SCALAR) {
		fail_at(b, at, "a key must be a plain word");
		return;
	}
	buf_clear(&b->name);
	buf_put(&b->name, &map, sizeof(map));
	if (!buf_put(&b->name, n->text, n->len))
		fail_at(b, at, "this key is too long");
	else if (map_get(b->keys, b->name.data, b->name.len))
		fail_at(b, at, "this key is here twice");
	else if (map_put(b->keys, b->name.data, b->name.len, n) != 0)
		fail(b, NOWHERE, "out of memory");
	else
		b->key = n;
}

/* Hangs a node into the open list or map; in a map, the first of a pair becomes the key. */
static void attach(struct building *b, struct yaml_node *n)
{
	struct yaml_node *parent;

	if (b->depth == 0) {
		b->root = n;
		return;
	}
	parent = b->stack[b->depth - 1];
	if (parent->kind == YAML_MAP && !b->key) {
		take_key(b, n);
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
		fail_at(b, yaml_at(b->file, n), "nested too deeply");
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
		fail(b, NOWHERE, "out of memory");
	else if (memchr(n->text, '\0', n->len))
		fail_at(b, yaml_at(b->file, n), "a NUL has no place in a text");
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
		fail(b, offset_of(extra), "anchors and tags are not used here");
		return;
	}
	switch (e->type) {
	case FYET_SCALAR: add_scalar(b, e->scalar.value); break;
	case FYET_MAPPING_START: open_node(b, YAML_MAP, e->mapping_start.mapping_start); break;
	case FYET_SEQUENCE_START: open_node(b, YAML_LIST, e->sequence_start.sequence_start); break;
	case FYET_MAPPING_END:
	case FYET_SEQUENCE_END: b->depth--; break;
	case FYET_ALIAS: fail(b, offset_of(e->alias.anchor), "aliases are not used here"); break;
	case FYET_DOCUMENT_START:
		if (b->root)
			fail(b, offset_of(e->document_start.document_start),
				"only one document to a file");
		break;
	default: break;
	}
}

/* Where libfyaml found something: its columns count characters, ours bytes. */
static struct diag_place place_of_error(const struct building *b, const struct fy_diag_error *e)
{
	struct diag_place at = {b->file, e->line > 0 ? (unsigned)e->line : 0, 0};
	const char *line = b->text, *end = b->text + b->len;
	unsigned i;
	uint32_t cp;

	for (i = 1; i < at.line && line; i++) {
		line = memchr(line, '\n', (size_t)(end - line));
		line = line ? line + 1 : NULL;
	}
	for (i = 1, at.col = 1; line && i < (unsigned)e->column; i++) {
		size_t n = line < end ? utf8_next(line, (size_t)(end - line), &cp) : 1;

		line += line < end ? n : 0;
		at.col += (unsigned)n;
	}
	return at;
}

/* Passes what libfyaml found on to our own report. */
static void pass_errors(struct building *b, struct fy_diag *from)
{
	struct fy_diag_error *e;
	void *iter = NULL;

	while ((e = fy_diag_errors_iterate(from, &iter)) != NULL)
		fail_at(b, place_of_error(b, e), e->msg);
	if (!b->failed)
		fail(b, NOWHERE, "this is not YAML");
}

static void read_events(struct building *b)
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
	if (!parser || !b->keys || fy_parser_set_string(parser, b->text, b->len) != 0) {
		fail(b, NOWHERE, "out of memory");
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

/* Whether nothing was said in the document. */
static bool is_nothing(const struct yaml_node *root)
{
	return !root || (root->kind == YAML_SCALAR && !root->quoted && root->len == 0);
}

const struct yaml_node *yaml_parse(
	struct arena *arena, const char *file, const char *text, size_t len, struct diag *diag)
{
	static const char mark[] = "\xef\xbb\xbf"; /* byte order mark: some editors write one */
	struct building b = {.arena = arena, .diag = diag, .file = file};

	if (len >= 3 && memcmp(text, mark, 3) == 0) {
		text += 3;
		len -= 3;
	}
	diag_source(diag, text, len);
	if (check_bytes(diag, file, text, len) != 0)
		return NULL;
	b.text = text;
	b.len = len;
	b.keys = map_create();
	buf_init(&b.name, YAML_KEY_MAX);
	read_events(&b);
	map_destroy(b.keys);
	buf_free(&b.name);
	if (!b.failed && is_nothing(b.root)) {
		b.depth = 0;
		b.root = new_node(&b, YAML_MAP, NULL);
	}
	return b.failed ? NULL : b.root;
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

/* Copies one node, without those below it. */
static struct yaml_node *copy_node(struct arena *arena, const struct yaml_node *node)
{
	struct yaml_node *copy = arena_alloc(arena, sizeof(*copy));

	if (!copy)
		return NULL;
	*copy = *node;
	copy->first = copy->next = NULL;
	copy->text = node->text ? arena_copy(arena, node->text, node->len) : NULL;
	copy->key = node->key ? arena_copy(arena, node->key, strlen(node->key)) : NULL;
	return (node->text && !copy->text) || (node->key && !copy->key) ? NULL : copy;
}

/* No deeper than what was parsed: YAML_DEPTH_MAX. */
static struct yaml_node *copy_tree(struct arena *arena, const struct yaml_node *node)
{
	struct yaml_node *copy = copy_node(arena, node), *child, *last = NULL;
	const struct yaml_node *n;

	for (n = copy ? node->first : NULL; n; n = n->next) {
		child = copy_tree(arena, n);
		if (!child)
			return NULL;
		if (last)
			last->next = child;
		else
			copy->first = child;
		last = child;
	}
	return copy;
}

const struct yaml_node *yaml_copy(struct arena *arena, const struct yaml_node *node)
{
	return copy_tree(arena, node);
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
