/* Tests of src/core/render.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/render.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

struct render_case {
	const char *text;
	const char *plain;
	const char *discord;
	const char *html;
};

static const enum lumbar_format formats[] = {LUMBAR_PLAIN, LUMBAR_DISCORD, LUMBAR_HTML};

static void renders(const char *text, enum lumbar_format format, const char *expected)
{
	struct buf out;

	buf_init(&out, 4096);
	assert_true(render_markdown(text, strlen(text), format, &out));
	if (strcmp(buf_str(&out), expected) != 0)
		print_error("'%s'\n", text);
	assert_string_equal(buf_str(&out), expected);
	buf_free(&out);
}

static void render_all(const struct render_case *cases, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		renders(cases[i].text, LUMBAR_PLAIN, cases[i].plain);
		renders(cases[i].text, LUMBAR_DISCORD, cases[i].discord);
		renders(cases[i].text, LUMBAR_HTML, cases[i].html);
	}
}

static void text(void **state)
{
	static const struct render_case cases[] = {
		{"", "", "", ""},
		{"\n\n", "", "", ""},
		{"Rest.", "Rest.", "Rest.", "<p>Rest.</p>"},
		{"One\ntwo", "One two", "One two", "<p>One two</p>"},
		{"One\\\ntwo", "One\ntwo", "One\ntwo", "<p>One<br>two</p>"},
		{"One  \ntwo", "One\ntwo", "One\ntwo", "<p>One<br>two</p>"},
		{"One\n\ntwo\n", "One\n\ntwo", "One\n\ntwo", "<p>One</p><p>two</p>"},
		{"**Call** *now*", "Call now", "**Call** *now*",
			"<p><strong>Call</strong> <em>now</em></p>"},
		{"***Now***", "Now", "***Now***", "<p><em><strong>Now</strong></em></p>"},
		{"caf\xc3\xa9", "caf\xc3\xa9", "caf\xc3\xa9", "<p>caf\xc3\xa9</p>"},
	};

	(void)state;
	render_all(cases, COUNT(cases));
}

static void lists(void **state)
{
	static const struct render_case cases[] = {
		{"- a\n- b", "- a\n- b", "- a\n- b", "<ul><li>a</li><li>b</li></ul>"},
		{"Do:\n- a\n- b\n\nThen", "Do:\n- a\n- b\n\nThen", "Do:\n- a\n- b\n\nThen",
			"<p>Do:</p><ul><li>a</li><li>b</li></ul><p>Then</p>"},
		{"1. a\n2. b", "1. a\n2. b", "1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"},
		{"x\n\n7. a\n8. b\n9. c\n10. d", "x\n7. a\n8. b\n9. c\n10. d",
			"x\n7. a\n8. b\n9. c\n10. d",
			"<p>x</p><ol start=\"7\"><li>a</li><li>b</li><li>c</li><li>d</li></ol>"},
		{"- a\n\n- b", "- a\n- b", "- a\n- b", "<ul><li>a</li><li>b</li></ul>"},
		{"- **a** b\n  c", "- a b c", "- **a** b c",
			"<ul><li><strong>a</strong> b c</li></ul>"},
		/* a second paragraph of an item is on a line of its own */
		{"- a\n\n  b", "- a\nb", "- a\nb", "<ul><li>a<br>b</li></ul>"},
		{"- a\n  - b", "- a\n- b", "- a\n- b", "<ul><li>a<ul><li>b</li></ul></li></ul>"},
	};

	(void)state;
	render_all(cases, COUNT(cases));
}

/* What an answer should not hold is kept apart and readable all the same. */
static void unwanted(void **state)
{
	static const struct render_case cases[] = {
		{"# Call\n\nnow", "Call\n\nnow", "Call\n\nnow", "<p>Call</p><p>now</p>"},
		{"[my leg](http://a.b)", "my leg", "my leg", "<p>my leg</p>"},
		{"a `x<y`", "a x<y", "a x\\<y", "<p>a x&lt;y</p>"},
		{"a <b>c</b>", "a c", "a c", "<p>a c</p>"},
		{"<script>x</script>", "", "", ""},
		{"> a", "a", "a", "<p>a</p>"},
	};

	(void)state;
	render_all(cases, COUNT(cases));
}

/* Signs of the text must not become markup where it is shown. */
static void escapes(void **state)
{
	static const struct render_case cases[] = {
		{"1 < 2 > 0 & \"x\" 'y'", "1 < 2 > 0 & \"x\" 'y'", "1 \\< 2 \\> 0 & \"x\" 'y'",
			"<p>1 &lt; 2 &gt; 0 &amp; &quot;x&quot; &#39;y&#39;</p>"},
		{"\\*a\\* \\_b\\_ ~~c~~ ||d|| \\`e\\` f\\\\g", "*a* _b_ ~~c~~ ||d|| `e` f\\g",
			"\\*a\\* \\_b\\_ \\~\\~c\\~\\~ \\|\\|d\\|\\| \\`e\\` f\\\\g",
			"<p>*a* _b_ ~~c~~ ||d|| `e` f\\g</p>"},
		/* nobody is mentioned, nothing is linked */
		{"\\<@1> \\<#2>", "<@1> <#2>", "\\<@1\\> \\<#2\\>", "<p>&lt;@1&gt; &lt;#2&gt;</p>"},
		{"\\[a](http://b)", "[a](http://b)", "\\[a](http://b)", "<p>[a](http://b)</p>"},
		{"&lt;b&gt;&amp;lt;", "<b>&lt;", "\\<b\\>&lt;", "<p>&lt;b&gt;&amp;lt;</p>"},
		/* signs that are markup at the beginning of a line only */
		{"\\# a # b", "# a # b", "\\# a # b", "<p># a # b</p>"},
		{"\\- a - b", "- a - b", "\\- a - b", "<p>- a - b</p>"},
		{"\\> a", "> a", "\\> a", "<p>&gt; a</p>"},
		{"a\n\n\\# b\\\n\\- c", "a\n\n# b\n- c", "a\n\n\\# b\n\\- c",
			"<p>a</p><p># b<br>- c</p>"},
		{"- \\# b", "- # b", "- \\# b", "<ul><li># b</li></ul>"},
	};

	(void)state;
	render_all(cases, COUNT(cases));
}

static void plain_text(void **state)
{
	static const char text_[] = "a*b_c <d> \"e\" & 'f'";
	static const char *const expected[] = {"a*b_c <d> \"e\" & 'f'",
		"a\\*b\\_c \\<d\\> \"e\" & 'f'", "a*b_c &lt;d&gt; &quot;e&quot; &amp; &#39;f&#39;"};
	struct buf out;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(formats); i++) {
		buf_init(&out, 100);
		buf_puts(&out, "x ");
		assert_true(render_plain(text_, formats[i], &out));
		assert_string_equal(buf_str(&out) + 2, expected[i]);
		assert_memory_equal(buf_str(&out), "x ", 2);
		assert_true(render_plain("", formats[i], &out));
		buf_free(&out);
	}
}

/* A buffer that is too small says so, whatever the format, and is never passed. */
static void limits(void **state)
{
	static const char answer[] = "**Call** 999 & go.\n\n- one\n- two *three*\n\nEnd";
	struct buf out;
	size_t i, whole, max;

	(void)state;
	for (i = 0; i < COUNT(formats); i++) {
		buf_init(&out, 4096);
		assert_true(render_markdown(answer, strlen(answer), formats[i], &out));
		whole = out.len;
		buf_free(&out);
		for (max = 0; max < whole; max++) {
			buf_init(&out, max);
			assert_false(render_markdown(answer, strlen(answer), formats[i], &out));
			assert_true(out.len <= max);
			buf_free(&out);
		}
		buf_init(&out, whole);
		assert_true(render_markdown(answer, strlen(answer), formats[i], &out));
		buf_free(&out);
	}
}

/* Only the len bytes are read; what is written comes behind what is there. */
static void appended(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 100);
	buf_puts(&out, "x");
	assert_true(render_markdown("one two", 3, LUMBAR_PLAIN, &out));
	assert_true(render_markdown("a\0b", 3, LUMBAR_PLAIN, &out));
	assert_string_equal(buf_str(&out), "xonea\xef\xbf\xbd"
					   "b");
	buf_free(&out);
}

static void deep(void **state)
{
	static const char *const walls[] = {"> ", "- ", "*", "[", "(", "<b>", "**a ", "`", "\n"};
	static char wall[20000];
	struct buf out;
	size_t i, k;

	(void)state;
	for (i = 0; i < COUNT(walls); i++) {
		for (k = 0; k < sizeof(wall); k++)
			wall[k] = walls[i][k % strlen(walls[i])];
		for (k = 0; k < COUNT(formats); k++) {
			buf_init(&out, (size_t)1 << 20);
			assert_true(render_markdown(wall, sizeof(wall), formats[k], &out));
			buf_free(&out);
		}
	}
}

/* ------------------------------------------------------------------ for checks */

static void keep(void *ctx, const char *what, unsigned line)
{
	buf_printf(ctx, "%s:%u ", what, line);
}

static void features(void **state)
{
	static const char *const cases[][2] = {
		{"Rest, **then** *walk*.\n\n- a\n- b\\\n  c\n", ""},
		{"# a", "a heading:1 "},
		{"a\n=\n\nb", "a heading:1 "},
		{"a\n\n[b](c) ![d](e)", "a link:3 an image:3 "},
		{"<http://a.b>", "a link:1 "},
		{"a <b>c</b>", "HTML:1 HTML:1 "},
		{"a\n\n<div>\n</div>", "HTML:3 "},
		{"a `b`\n\n    c\n", "code:1 code:3 "},
		{"```\na\n```", "code:1 "},
		{"> a", "a quote:1 "},
		{"a\n\n---\n", "a rule:3 "},
		{"", ""},
	};
	struct buf found;
	size_t i;

	(void)state;
	buf_init(&found, 1000);
	for (i = 0; i < COUNT(cases); i++) {
		buf_clear(&found);
		render_features(cases[i][0], strlen(cases[i][0]), keep, &found);
		assert_string_equal(buf_str(&found), cases[i][1]);
	}
	buf_free(&found);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text),
		cmocka_unit_test(lists),
		cmocka_unit_test(unwanted),
		cmocka_unit_test(escapes),
		cmocka_unit_test(plain_text),
		cmocka_unit_test(limits),
		cmocka_unit_test(appended),
		cmocka_unit_test(deep),
		cmocka_unit_test(features),
	};

	return cmocka_run_group_tests_name("core/render", tests, NULL, NULL);
}
