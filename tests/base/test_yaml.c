/* Tests of src/base/yaml.c. */
#include "base/yaml.h"

#include <stdio.h>

#include "base/findings.h"

static struct findings found;
static struct arena *arena;

static int set_up(void **state)
{
	(void)state;
	findings_open(&found);
	arena = arena_create();
	return arena ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	arena_destroy(arena);
	findings_close(&found);
	return 0;
}

/* Parses from memory of exactly that size: reading beyond it is noticed. */
static const struct yaml_node *parse_bytes(const char *text, size_t len)
{
	char *copy = malloc(len ? len : 1);
	const struct yaml_node *root;

	assert_non_null(copy);
	memcpy(copy, text, len);
	root = yaml_parse(arena, "f", copy, len, &found.diag);
	diag_source(&found.diag, NULL, 0);
	free(copy);
	return root;
}

static const struct yaml_node *parse(const char *text)
{
	const struct yaml_node *root = parse_bytes(text, strlen(text));

	if (!root)
		print_error("%s", buf_str(&found.text));
	assert_non_null(root);
	assert_int_equal(found.diag.errors, 0);
	return root;
}

/* The text is refused, and the findings are exactly these. */
static void refuse_bytes(const char *text, size_t len, const char *findings)
{
	assert_null(parse_bytes(text, len));
	assert_string_equal(buf_str(&found.text), findings);
	assert_true(found.diag.errors > 0);
	buf_clear(&found.text);
	found.diag.errors = 0;
}

static void refuse(const char *text, const char *findings)
{
	refuse_bytes(text, strlen(text), findings);
}

static void at(const struct yaml_node *n, unsigned line, unsigned col)
{
	assert_non_null(n);
	assert_int_equal(n->line, line);
	assert_int_equal(n->col, col);
}

static void key_at(const struct yaml_node *n, unsigned line, unsigned col)
{
	assert_non_null(n);
	assert_int_equal(n->key_line, line);
	assert_int_equal(n->key_col, col);
}

/* ------------------------------------------------------------------ the tree */

static void tree(void **state)
{
	const struct yaml_node *root = parse("name: x\nlist: [a, 'b']\nmap:\n  k: \"v\"\n"), *n;

	(void)state;
	assert_int_equal(root->kind, YAML_MAP);
	assert_int_equal(root->count, 3);
	assert_null(root->key);
	n = yaml_get(root, "name");
	assert_ptr_equal(n, root->first);
	assert_int_equal(n->kind, YAML_SCALAR);
	assert_string_equal(n->key, "name");
	assert_string_equal(n->text, "x");
	assert_int_equal(n->len, 1);
	assert_false(n->quoted);
	n = n->next;
	assert_int_equal(n->kind, YAML_LIST);
	assert_int_equal(n->count, 2);
	assert_null(n->first->key);
	assert_false(n->first->quoted);
	assert_true(n->first->next->quoted);
	assert_null(n->first->next->next);
	n = n->next;
	assert_int_equal(n->kind, YAML_MAP);
	assert_string_equal(yaml_get(n, "k")->text, "v");
	assert_null(n->next);
}

static void lookups(void **state)
{
	const struct yaml_node *root = parse("a: {b: c}\nl: [a]\n");

	(void)state;
	assert_null(yaml_get(root, "b"));
	assert_null(yaml_get(root, "A"));
	assert_null(yaml_get(root, ""));
	assert_null(yaml_get(NULL, "a"));
	assert_null(yaml_get(yaml_get(root, "l"), "a"));
	assert_null(yaml_get(yaml_get(yaml_get(root, "a"), "b"), "c"));
	assert_string_equal(yaml_kind_name(YAML_SCALAR), "a value");
	assert_string_equal(yaml_kind_name(YAML_LIST), "a list");
	assert_string_equal(yaml_kind_name(YAML_MAP), "a map");
}

static void scalars(void **state)
{
	const struct yaml_node *root = parse("plain: two words # said\n"
					     "single: 'it''s'\n"
					     "double: \"a\\tb\\u00e9\"\n"
					     "block: |\n  one\n  two\n"
					     "folded: >-\n  one\n  two\n"
					     "number: 007\n");

	(void)state;
	assert_string_equal(yaml_get(root, "plain")->text, "two words");
	assert_string_equal(yaml_get(root, "single")->text, "it's");
	assert_string_equal(yaml_get(root, "double")->text, "a\tb\xc3\xa9");
	assert_int_equal(yaml_get(root, "double")->len, 5);
	assert_string_equal(yaml_get(root, "block")->text, "one\ntwo\n");
	assert_true(yaml_get(root, "block")->quoted);
	assert_string_equal(yaml_get(root, "folded")->text, "one two");
	assert_string_equal(yaml_get(root, "number")->text, "007");
	assert_false(yaml_get(root, "number")->quoted);
}

/* An empty document is an empty map, however it is empty. */
static void empty(void **state)
{
	static const char *const texts[] = {
		"", "\n", "# only this\n", "---\n", "--- # this\n...\n", "\xef\xbb\xbf", "   \n  "};
	const struct yaml_node *root;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		root = parse(texts[i]);
		assert_int_equal(root->kind, YAML_MAP);
		assert_int_equal(root->count, 0);
		assert_null(root->first);
		at(root, 1, 1);
	}
	assert_int_equal(parse("''")->kind, YAML_SCALAR);
	assert_int_equal(parse("{}")->kind, YAML_MAP);
	assert_int_equal(parse("[]")->kind, YAML_LIST);
}

/* ------------------------------------------------------------------ positions */

static void positions(void **state)
{
	const struct yaml_node *root =
		parse("a: b\n\n# said\nlist:\n  - x\n  -   y\nm: {k: [v]}\n");
	const struct yaml_node *n = yaml_get(root, "list");

	(void)state;
	at(root, 1, 1);
	at(yaml_get(root, "a"), 1, 4);
	key_at(yaml_get(root, "a"), 1, 1);
	key_at(n, 4, 1);
	at(n, 5, 3);
	at(n->first, 5, 5);
	at(n->first->next, 6, 7);
	n = yaml_get(yaml_get(root, "m"), "k");
	key_at(n, 7, 5);
	at(n, 7, 8);
	at(n->first, 7, 9);
	assert_int_equal(yaml_at("f", n).col, 8);
	assert_int_equal(yaml_key_at("f", n).col, 5);
	assert_string_equal(yaml_key_at("f", n).file, "f");
	/* without a key: the node itself */
	assert_int_equal(yaml_key_at("f", n->first).col, 9);
}

/* Columns count bytes, as the caret does, and a value in quotes begins at its quote. */
static void positions_in_bytes(void **state)
{
	const struct yaml_node *root = parse("{\"\xc3\xa9\": 'x', "
					     "\xe6\x97\xa5\xe6\x9c\xac: \"y\", k: z}\n"
					     "# \xc3\xa9\n");

	(void)state;
	key_at(root->first, 1, 2);
	at(root->first, 1, 8);
	key_at(root->first->next, 1, 13);
	at(root->first->next, 1, 21);
	key_at(root->first->next->next, 1, 26);
	/* a byte order mark takes no column */
	root = parse("\xef\xbb\xbf"
		     "a: b\nc: d\n");
	key_at(root->first, 1, 1);
	at(root->first, 1, 4);
	at(root->first->next, 2, 4);
}

static void positions_of_blocks(void **state)
{
	const struct yaml_node *root = parse("a: |\n  text\nb: >-\n\n  text\nc: x\n");

	(void)state;
	/* the first line of the text */
	assert_int_equal(yaml_get(root, "a")->line, 2);
	key_at(yaml_get(root, "b"), 3, 1);
	at(yaml_get(root, "c"), 6, 4);
}

/* A value that was left out stands where its key or its dash stands. */
static void positions_of_nothing(void **state)
{
	const struct yaml_node *root = parse("a: b\nnone:\nlist:\n  - x\n  - # y\n  -\n  - \"z\"\n"
					     "  - # - -\n\n  -\nm: {q, r: }\n");
	const struct yaml_node *n = yaml_get(root, "none");

	(void)state;
	assert_int_equal(n->len, 0);
	assert_string_equal(n->text, "");
	at(n, 2, 1);
	n = yaml_get(root, "list")->first;
	at(n, 4, 5);
	at(n->next, 5, 3);
	at(n->next->next, 6, 3);
	at(n->next->next->next, 7, 5);
	at(n->next->next->next->next, 8, 3);
	at(n->next->next->next->next->next, 10, 3);
	at(yaml_get(yaml_get(root, "m"), "q"), 11, 5);
	at(yaml_get(yaml_get(root, "m"), "r"), 11, 8);
}

/* ------------------------------------------------------------------ the door */

static void bytes_refused(void **state)
{
	(void)state;
	refuse("a: b\n\tc: d\n", "f:2:1: error: tabs are not allowed here: use spaces\n"
				 "   c: d\n  ^\n");
	refuse("a: b\r\n", "f:1:5: error: control characters are not allowed "
			   "(a Windows line ending?)\n  a: b \n      ^\n");
	refuse("%YAML 1.2\n", "f:1:1: error: a line must not begin with %: no directives\n"
			      "  %YAML 1.2\n  ^\n");
	refuse("a: b\n%x\n", "f:2:1: error: a line must not begin with %: no directives\n"
			     "  %x\n  ^\n");
	refuse("\xef\xbb\xbf%x\n", "f:1:1: error: a line must not begin with %: no directives\n"
				   "  %x\n  ^\n");
	refuse("\xc3\xa9: \xff\n", "f:1:5: error: this is not valid UTF-8: save the file as UTF-8\n"
				   "  \xc3\xa9: \xef\xbf\xbd\n     ^\n");
	refuse("a: \xed\xa0\x80\n",
		"f:1:4: error: this is not valid UTF-8: save the file as UTF-8\n"
		"  a: \xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\n     ^\n");
	refuse_bytes("a: \0b", 5,
		"f:1:4: error: control characters are not allowed "
		"(a Windows line ending?)\n  a:  b\n     ^\n");
	/* DEL and the second set of controls: terminals act on them */
	refuse("a: \x7f\n", "f:1:4: error: control characters are not allowed "
			    "(a Windows line ending?)\n  a:  \n     ^\n");
	refuse("a: \xc2\x9b\n", "f:1:4: error: control characters are not allowed "
				"(a Windows line ending?)\n  a:  \n     ^\n");
	assert_string_equal(parse("a: 5%\nb: \xc2\xa0x\n")->first->text, "5%");
}

static void features_refused(void **state)
{
	(void)state;
	refuse("a: x\nb: *a\n", "f:2:5: error: aliases are not used here\n  b: *a\n      ^\n");
	refuse("a: &k x\n", "f:1:5: error: anchors and tags are not used here\n"
			    "  a: &k x\n      ^\n");
	refuse("a: &k [x]\n", "f:1:5: error: anchors and tags are not used here\n"
			      "  a: &k [x]\n      ^\n");
	refuse("a: &k {x: y}\n", "f:1:5: error: anchors and tags are not used here\n"
				 "  a: &k {x: y}\n      ^\n");
	refuse("\"\xc3\xa9\": !!str x\n", "f:1:7: error: anchors and tags are not used here\n"
					  "  \"\xc3\xa9\": !!str x\n       ^\n");
	refuse("a: b\n---\nc: d\n", "f:2:1: error: only one document to a file\n  ---\n  ^\n");
	refuse("a: b\n...\nc\n", "f: error: only one document to a file\n");
	refuse("? [a]\n: b\n", "f:1:3: error: a key must be a plain word\n  ? [a]\n    ^\n");
}

/* An escaped NUL would end the text for whoever reads it as a string. */
static void nul_refused(void **state)
{
	(void)state;
	refuse("a: \"x\\0y\"\n", "f:1:4: error: a NUL has no place in a text\n"
				 "  a: \"x\\0y\"\n     ^\n");
	refuse("\"k\\u0000\": y\n", "f:1:1: error: a NUL has no place in a text\n"
				    "  \"k\\u0000\": y\n  ^\n");
}

static void duplicate_keys(void **state)
{
	const struct yaml_node *root;

	(void)state;
	refuse("a: x\nb: y\n\"a\": z\n", "f:3:1: error: this key is here twice\n  \"a\": z\n  ^\n");
	refuse("m: {k: 1, k: 2}\n",
		"f:1:11: error: this key is here twice\n  m: {k: 1, k: 2}\n            ^\n");
	refuse("a: {}\nb: x\na: []\n", "f:3:1: error: this key is here twice\n  a: []\n  ^\n");
	/* the same key in different maps is two keys */
	root = parse("a: {k: 1, a: 2}\nb: {k: 1, a: {k: x}}\n");
	assert_string_equal(yaml_get(yaml_get(yaml_get(root, "b"), "a"), "k")->text, "x");
}

static void syntax(void **state)
{
	(void)state;
	refuse("a: [b\nc: d\n", "f:3:1: error: flow sequence without a closing bracket\n  \n  ^\n");
	refuse("a: \"b\n", "f:1:5: error: double-quoted scalar without closing quote\n"
			   "  a: \"b\n      ^\n");
	/* columns of what libfyaml found count bytes as well */
	refuse("\"\xc3\xa9\xc3\xa9\": [b c]]\n",
		"f:1:14: error: flow sequence with invalid extra closing bracket\n"
		"  \"\xc3\xa9\xc3\xa9\": [b c]]\n             ^\n");
}

/* ------------------------------------------------------------------ bounds */

static void depth(void **state)
{
	char text[80];
	const struct yaml_node *n;
	size_t levels = 0;

	(void)state;
	memset(text, '[', 32);
	memset(text + 32, ']', 32);
	text[64] = '\0';
	for (n = parse(text); n; n = n->first)
		levels++;
	assert_int_equal(levels, 32);
	memset(text, '[', 33);
	memset(text + 33, ']', 33);
	text[66] = '\0';
	refuse(text, "f:1:33: error: nested too deeply\n"
		     "  [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\n"
		     "                                  ^\n");
}

/* A map of very many keys, where every new one is compared with all: this takes no time. */
static void many_keys(void **state)
{
	const size_t n = 200000;
	const struct yaml_node *root;
	struct buf text;
	size_t i;

	(void)state;
	buf_init(&text, 1 << 24);
	for (i = 0; i < n; i++)
		buf_printf(&text, "k%zu: v\n", i);
	root = parse(buf_str(&text));
	assert_int_equal(root->count, n);
	buf_puts(&text, "k77: w\n");
	assert_null(parse_bytes(buf_str(&text), text.len));
	assert_non_null(
		strstr(buf_str(&found.text), "f:200001:1: error: this key is here twice\n"));
	buf_free(&text);
}

/* One line with very many values: finding their columns takes no time. */
static void long_line(void **state)
{
	const size_t n = 200000;
	const struct yaml_node *child;
	struct buf text;
	size_t i;

	(void)state;
	buf_init(&text, 1 << 24);
	buf_puts(&text, "[");
	for (i = 0; i < n; i++)
		buf_puts(&text, "\xc3\xa9,");
	buf_puts(&text, "]");
	child = parse(buf_str(&text))->first;
	for (i = 0; i < n; i++, child = child->next)
		at(child, 1, (unsigned)(2 + 3 * i));
	buf_free(&text);
}

/* Whether two trees say the same, and nothing of one is in the other. */
static void same(const struct yaml_node *a, const struct yaml_node *b)
{
	assert_ptr_not_equal(a, b);
	assert_int_equal(a->kind, b->kind);
	assert_int_equal(a->line, b->line);
	assert_int_equal(a->key_col, b->key_col);
	assert_int_equal(a->count, b->count);
	assert_int_equal(a->quoted, b->quoted);
	assert_int_equal(a->key != NULL, b->key != NULL);
	assert_int_equal(a->text != NULL, b->text != NULL);
	if (a->key) {
		assert_ptr_not_equal(a->key, b->key);
		assert_string_equal(a->key, b->key);
	}
	if (a->text) {
		assert_ptr_not_equal(a->text, b->text);
		assert_int_equal(a->len, b->len);
		assert_memory_equal(a->text, b->text, a->len + 1);
	}
	for (a = a->first, b = b->first; a && b; a = a->next, b = b->next)
		same(a, b);
	assert_null(a);
	assert_null(b);
}

static void copies(void **state)
{
	const struct yaml_node *root = parse("a: {b: [1, 'two', ''], c: {}}\nd: last\n");

	(void)state;
	same(root, yaml_copy(arena, root));
	same(yaml_get(root, "d"), yaml_copy(arena, yaml_get(root, "d")));
	/* what comes next to it is not of it */
	assert_non_null(root->first->next);
	assert_null(yaml_copy(arena, root->first)->next);
}

static void without_sink(void **state)
{
	struct diag silent = {0};

	(void)state;
	assert_null(yaml_parse(arena, "f", "a: *b", 5, &silent));
	assert_int_equal(silent.errors, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(tree, set_up, tear_down),
		cmocka_unit_test_setup_teardown(lookups, set_up, tear_down),
		cmocka_unit_test_setup_teardown(scalars, set_up, tear_down),
		cmocka_unit_test_setup_teardown(empty, set_up, tear_down),
		cmocka_unit_test_setup_teardown(positions, set_up, tear_down),
		cmocka_unit_test_setup_teardown(positions_in_bytes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(positions_of_blocks, set_up, tear_down),
		cmocka_unit_test_setup_teardown(positions_of_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(bytes_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(features_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(nul_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(duplicate_keys, set_up, tear_down),
		cmocka_unit_test_setup_teardown(syntax, set_up, tear_down),
		cmocka_unit_test_setup_teardown(depth, set_up, tear_down),
		cmocka_unit_test_setup_teardown(many_keys, set_up, tear_down),
		cmocka_unit_test_setup_teardown(long_line, set_up, tear_down),
		cmocka_unit_test_setup_teardown(copies, set_up, tear_down),
		cmocka_unit_test_setup_teardown(without_sink, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("base/yaml", tests, NULL, NULL);
}
