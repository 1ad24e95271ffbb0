/* Tests of src/core/markup.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/markup.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define AT "\x01"    /* MARKUP_MENTION */
#define PAUSE "\x02" /* MARKUP_BREAK */

/* What can be noted, in the order of struct markup_notes. */
enum { QUOTED = 1, CODE = 2, LINK = 4, COMMAND = 8, EVERYONE = 16 };

struct markup_case {
	const char *text;
	const char *said;
	unsigned notes;
};

static unsigned notes_of(const struct markup_notes *n)
{
	return (n->quoted ? QUOTED : 0u) | (n->code ? CODE : 0u) | (n->link ? LINK : 0u) |
	       (n->command ? COMMAND : 0u) | (n->everyone ? EVERYONE : 0u);
}

static void said(const struct markup_case *cases, size_t n)
{
	struct markup_notes notes;
	struct buf out;
	size_t i;

	buf_init(&out, 4096);
	for (i = 0; i < n; i++) {
		memset(&notes, 0xff, sizeof(notes));
		buf_clear(&out);
		assert_true(markup_strip(cases[i].text, strlen(cases[i].text), &out, &notes));
		if (strcmp(buf_str(&out), cases[i].said) != 0 || notes_of(&notes) != cases[i].notes)
			print_error("'%s'\n", cases[i].text);
		assert_string_equal(buf_str(&out), cases[i].said);
		assert_int_equal(notes_of(&notes), cases[i].notes);
	}
	buf_free(&out);
}

static void plain(void **state)
{
	static const struct markup_case cases[] = {
		{"", "", 0},
		{"my legs are numb, help!", "my legs are numb, help!", 0},
		{"line\nline", "line\nline", 0},
		{"a\tb\r\nc", "a b \nc", 0},
		{"caf\xc3\xa9 2 < 3 > 1", "caf\xc3\xa9 2 < 3 > 1", 0},
	};

	(void)state;
	said(cases, COUNT(cases));
}

static void emphasis(void **state)
{
	static const struct markup_case cases[] = {
		{"**numb** leg", "numb leg", 0},
		{"***n*umb**", "numb", 0},
		{"_numb_ __leg__", " numb    leg  ", 0},
		{"~~numb~~", " numb ", 0},
		{"can~t", "can t", 0},
		{"||numb|| leg", "  numb   leg", 0},
		{"numb\\*", "numb ", 0},
		{"# help\n- numb", "# help\n- numb", 0},
		{"<b>n</b>umb <strong>leg</strong>", "numb leg", 0},
		{"<b", "<b", 0},
		{"<>", "<>", 0},
		{"</>", "</>", 0},
	};

	(void)state;
	said(cases, COUNT(cases));
}

static void quotes(void **state)
{
	static const struct markup_case cases[] = {
		{"> my legs are numb\nsame", "\nsame", QUOTED},
		{"> a\n> b\nc\n> d", "\n\nc\n", QUOTED},
		{">\nc", "\nc", QUOTED},
		{"  > a\nb", "  \nb", QUOTED},
		{"b\n>>> a\nc\nd", "b\n", QUOTED},
		{"a > b", "a > b", 0},
		{">a", ">a", 0},
		{">>> ", "", QUOTED},
		/* a line that begins with something else is no quote */
		{"<@1> > my legs are numb", AT " > my legs are numb", 0},
		{"@bot > numb", AT "  > numb", 0},
		{"`x=1` > numb", "  > numb", CODE},
		{"http://a.b > numb", "  > numb", LINK},
		{"<:ow:1> > numb\n> gone", PAUSE " > numb\n", QUOTED},
		{"<b>> numb", "> numb", 0},
	};

	(void)state;
	said(cases, COUNT(cases));
}

static void code(void **state)
{
	static const struct markup_case cases[] = {
		{"a `x = 1;` b", "a   b", CODE},
		{"a\n```\nint x;\n```\nb", "a\n \nb", CODE},
		{"```c\nx();```", " ", CODE},
		{"``", " ", CODE},
		/* words between backticks are stressed, not code */
		{"`numb` leg", "numb leg", 0},
		{"```my legs are numb, can't walk!```", "my legs are numb, can't walk!", 0},
		{"`", "", 0},
		{"`x;", "x;", 0},
		{"```x; `y`", "x; y", 0},
		{"`<@1>`", " ", CODE},
		{"`> a`", " ", CODE},
	};

	(void)state;
	said(cases, COUNT(cases));
}

static void links(void **state)
{
	static const struct markup_case cases[] = {
		{"see https://a.b/numb?leg=1 ok", "see   ok", LINK},
		{"HTTP://A.B", " ", LINK},
		{"www.a.b", " ", LINK},
		{"awww. my legs", "awww. my legs", 0},
		{"(https://a.b/c)", "( )", LINK},
		{"<https://a.b/c> x", "  x", LINK},
		{"||https://a.b||", "     ", LINK},
		{"https:/a", "https:/a", 0},
		{"[my legs](https://a.b/numb) ok", "my legs  ok", LINK},
		{"[a] (b)", "[a] (b)", 0},
		{"[a](b", "[a](b", 0},
		{"[a", "[a", 0},
		{"[a]", "[a]", 0},
		{"[a](b\nc)", "[a](b\nc)", 0},
		{"[](x)", " ", LINK},
	};

	(void)state;
	said(cases, COUNT(cases));
}

static void mentions(void **state)
{
	static const struct markup_case cases[] = {
		{"<@1> <@!22> <@&3> hi", AT " " AT " " AT " hi", 0},
		{"@bob my back", AT "  my back", 0},
		{"@bob.smith_2-x!", AT " !", 0},
		{"a@b.c", "a@b.c", 0},
		{"@", "@", 0},
		{"@ bob", "@ bob", 0},
		{"@1", "@1", 0},
		{"@everyone numb", "  numb", EVERYONE},
		{"@HERE numb", "  numb", EVERYONE},
		{"@here.", " ", EVERYONE},
		{"@heresy", AT " ", 0},
		{"#back-pain ok", "  ok", 0},
		{"<#12> ok", "  ok", 0},
		{"<@1", "<@1", 0},
		{"<@1 2>", "<@1 2>", 0},
	};

	(void)state;
	said(cases, COUNT(cases));
}

static void signs(void **state)
{
	static const struct markup_case cases[] = {
		{"numb<:ow:123>leg", "numb" PAUSE "leg", 0},
		{"<a:ow:123>", PAUSE, 0},
		{"at <t:123:R>", "at  ", 0},
		{"</faq ask:12>", "</faq ask:12>", 0},
		{"</faq:12>", " ", 0},
		{"<id:customize>", " ", 0},
		/* what is none of them is kept */
		{"<help numb>", "<help numb>", 0},
		{"<it's-numb>", "<it's-numb>", 0},
		{"<3 numb>", "<3 numb>", 0},
		{"<:", "<:", 0},
		{"<", "<", 0},
	};

	(void)state;
	said(cases, COUNT(cases));
}

static void commands(void **state)
{
	static const struct markup_case cases[] = {
		{"!mute bob", "!mute bob", COMMAND},
		{"  /giphy back", "  /giphy back", COMMAND},
		{"?play", "?play", COMMAND},
		{"... numb", "... numb", 0},
		{"!!", "!!", 0},
		{"!", "!", 0},
		{"numb !mute", "numb !mute", 0},
		{"- numb", "- numb", 0},
	};

	(void)state;
	said(cases, COUNT(cases));
}

/* ------------------------------------------------------------------ what nobody vouches for */

/* Control bytes of the message stand for nothing: nobody can forge what the reader trusts. */
static void control_bytes(void **state)
{
	static const char text[] = "a\x01"
				   "b\x02"
				   "c\0d\x1f"
				   "e <\0> @\0";
	struct markup_notes notes;
	struct buf out;

	(void)state;
	buf_init(&out, 100);
	assert_true(markup_strip(text, sizeof(text) - 1, &out, &notes));
	assert_string_equal(buf_str(&out), "a b c d e < > @ ");
	assert_int_equal(notes_of(&notes), 0);
	buf_clear(&out);
	assert_true(markup_strip("\xff\xc3 \xf0\x9f", 5, &out, &notes));
	assert_string_equal(buf_str(&out), "\xff\xc3 \xf0\x9f");
	buf_free(&out);
}

/* In memory of exactly its size, every beginning of a text is read, and nothing behind it. */
static void any_length(void **state)
{
	static const char text[] =
		"> a\n`b`[c](d)<@1><a:x:1>@bob </b>```e```https://f www.g <t:1>>>> ";
	struct markup_notes notes;
	struct buf out;
	char *exact;
	size_t len;

	(void)state;
	buf_init(&out, 1000);
	for (len = 0; len < sizeof(text); len++) {
		exact = malloc(len + 1);
		assert_non_null(exact);
		memcpy(exact + 1, text, len);
		buf_clear(&out);
		assert_true(markup_strip(exact + 1, len, &out, &notes));
		assert_true(out.len <= len + 2);
		free(exact);
	}
	buf_free(&out);
}

/* A wall of openings that are never closed is kept whole. */
static void walls(void **state)
{
	static const char *const openings[] = {"[", "<", "<a", "<@", "[]", "[(", "<:"};
	static char text[65536];
	struct markup_notes notes;
	struct buf out;
	size_t i, k;

	(void)state;
	buf_init(&out, 2 * sizeof(text));
	for (i = 0; i < COUNT(openings); i++) {
		for (k = 0; k < sizeof(text); k++)
			text[k] = openings[i][k % strlen(openings[i])];
		buf_clear(&out);
		assert_true(markup_strip(text, sizeof(text), &out, &notes));
		assert_int_equal(notes_of(&notes), 0);
		assert_int_equal(out.len, sizeof(text));
	}
	memset(text, '`', sizeof(text));
	buf_clear(&out);
	assert_true(markup_strip(text, sizeof(text), &out, &notes));
	assert_true(out.len < sizeof(text));
	buf_free(&out);
}

/* <...> of 128 bytes stands for something, of more for nothing. */
static void long_angle(void **state)
{
	char text[132];
	struct markup_notes notes;
	struct buf out;

	(void)state;
	memset(text, 'x', sizeof(text));
	memcpy(text, "<:", 2);
	text[128] = '>';
	buf_init(&out, 1000);
	assert_true(markup_strip(text, 129, &out, &notes));
	assert_string_equal(buf_str(&out), PAUSE);
	text[128] = 'x';
	text[129] = '>';
	buf_clear(&out);
	assert_true(markup_strip(text, 130, &out, &notes));
	assert_int_equal(out.len, 130);
	buf_free(&out);
}

static void out_is_appended_to_and_bounded(void **state)
{
	struct markup_notes notes;
	struct buf out;

	(void)state;
	buf_init(&out, 8);
	buf_puts(&out, "x");
	assert_true(markup_strip("**numb**", 8, &out, &notes));
	assert_string_equal(buf_str(&out), "xnumb");
	assert_true(markup_strip("leg", 3, &out, &notes));
	assert_false(markup_strip("! <@1>", 6, &out, &notes));
	assert_string_equal(buf_str(&out), "xnumbleg");
	buf_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain),
		cmocka_unit_test(emphasis),
		cmocka_unit_test(quotes),
		cmocka_unit_test(code),
		cmocka_unit_test(links),
		cmocka_unit_test(mentions),
		cmocka_unit_test(signs),
		cmocka_unit_test(commands),
		cmocka_unit_test(control_bytes),
		cmocka_unit_test(any_length),
		cmocka_unit_test(walls),
		cmocka_unit_test(long_angle),
		cmocka_unit_test(out_is_appended_to_and_bounded),
	};

	return cmocka_run_group_tests_name("core/markup", tests, NULL, NULL);
}
