/*
 * Tests of src/core/match.c: what is found word by word is what
 * PCRE2 finds with the source of the same phrases.
 */
#include <stdio.h>

#include "base/json.h"
#include "core/content_real.h"
#include "core/lexicon_real.h"
#include "core/match_world.h"

#define LINE_SIZE 8192
#define SOURCE_SIZE 400000
#define TERMS_MAX 1024

/* ------------------------------------------------------------------ one phrase */

/* The source of a term's phrases for PCRE2, anchored and up to the end of a word. */
static struct pattern *whole_pattern(const struct lexicon *lx, const struct phrase *phrases)
{
	struct phrase_groups groups = {.count = 0};
	struct phrase_names names = lexicon_names(lx);
	struct pattern_error error;
	struct pattern *p;
	struct buf source;

	names.groups = &groups;
	buf_init(&source, SOURCE_SIZE);
	buf_puts(&source, "\\G");
	phrase_regex(phrases, &names, &source);
	assert_true(buf_puts(&source, "(?!\\S)"));
	p = pattern_create(source.data, source.len, &error);
	assert_non_null(p);
	buf_free(&source);
	return p;
}

/* Both agree on where the phrases stand at each word of what was read; returns how many hits there are. */
static size_t agree(const struct match_list *list, const struct pattern *whole,
	const struct reading *r, const char *name)
{
	size_t w, last, span[2], hits = 0;
	enum pattern_result ours, theirs;

	for (w = 0; w < r->n_words; w++) {
		ours = match_at(work, list, matcher, r, w, &last);
		theirs = pattern_match(
			whole, matcher, r->text.data, r->text.len, r->words[w].at, span);
		if (ours != theirs ||
			(ours == PATTERN_MATCH &&
				span[1] != r->words[last].at + (size_t)r->words[last].len))
			fail_msg("'%s' at word %zu of '%s': %d, not %d", name, w, buf_str(&r->text),
				ours, theirs);
		hits += ours == PATTERN_MATCH;
	}
	return hits;
}

/* Every way in which a phrase can be written, and messages in which it stands, and not. */
static void phrases(void **state)
{
	static const struct {
		const char *phrase, *message;
		size_t hits;
	} table[] = {
		{"leg", "leg arm leg, leg", 3},
		{"legs?", "leg legs lego", 2},
		{"leg arm", "leg arm leg, arm leg arm", 2},
		{"(numb|dead) leg", "numb leg dead leg leg", 2},
		{"(my|his)? leg", "my leg his leg leg my", 5},
		{"leg (hurts)? (now)?", "leg now leg hurts leg hurts now", 3},
		{"{u}? leg", "my leg", 2},
		{"{u} leg", "my leg my own leg own leg", 2},
		{"leg|leg arm|leg arm arm", "leg arm arm leg arm leg", 3},
		{"(leg|leg arm) arm", "leg arm leg arm arm", 2},
		{"\\w+ leg", "a leg 1 leg 1.5 leg l\xc3\xa9g leg", 4},
		{"\\d+ (day|week)s?", "3 days 12 week 1,000 days 3/4 days x days", 3},
		{"l\\d", "l5 l l55 l4 lx", 2},
		{"[ab]rm", "arm brm crm", 2},
		{"(\\w+)? (\\w+)? leg", "leg a leg a a leg", 6},
		{"(dead lift|deadlift)(s|ing)?", "dead lift dead lifting deadlifts dead", 3},
		{"leg(?! arm)", "leg arm leg army leg leg", 2},
		{"leg(?! arm(?!\\S))", "leg arm leg army leg leg", 3},
		{"leg(?= arm)", "leg arm leg army leg leg", 2},
		{"(?<!my )leg", "my leg mummy leg leg", 1},
		{"(?<=my )leg", "my leg mummy leg leg", 2},
		{"(?<![\\s\\S])leg", "leg leg", 1},
		{"leg(?![\\s\\S])", "leg leg", 1},
		{"leg(?![ ])", "leg leg, leg leg. leg", 3},
		{"leg(?![a-z])", "leg leg", 2},
		{"leg(?! \\w+ arm)", "leg an arm leg my leg leg the arm", 2},
		{"leg (hurts)?(?! now)", "leg hurts now leg now leg hurts leg hurtsy", 2},
		{"leg (hur|hurts)?(?! now)", "leg hurts now leg hurts", 1},
		{"leg (my)?(?<!my)(?! arm)", "leg my arm leg leg my", 1},
		{"(?<!a )(my)? leg", "a my leg my leg a leg", 4},
		{"(the|(my)? own)? leg", "my own leg own leg the leg leg", 8},
		{"(?!legs)\\w+s", "legs arms", 1},
		{"(?:leg|arm)", "leg arm", 2},
		{"leg (?:arm|(?:dead|numb) arm)", "leg arm leg dead arm", 2},
		{"caf\xc3\xa9", "caf\xc3\xa9 cafe", 0},
		{"(a)? (a)? (a)? (a)? (a)? (a)? a b", "a a a a a a a a a a a a a a a b", 7},
	};
	const struct match_list *list;
	struct pattern_error error;
	struct pattern *whole;
	char yaml[512];
	size_t i, hits;

	(void)state;
	tear_down(NULL);
	for (i = 0; i < WORDS_COUNT(table); i++) {
		set_up(NULL);
		snprintf(
			yaml, sizeof(yaml), "words:\n  u: my|my own\n  t: '%s'\n", table[i].phrase);
		words_content(&world, yaml);
		list = compile(&error);
		if (!list)
			fail_msg("'%s': %s", table[i].phrase, error.why);
		whole = whole_pattern(world.lexicon, lexicon_find(world.lexicon, "t", 1)->phrases);
		match_begin(work);
		reading_read(reading, world.vocab, world.spell, table[i].message,
			strlen(table[i].message));
		hits = agree(list, whole, reading, table[i].phrase);
		if (hits != table[i].hits)
			fail_msg("'%s' in '%s': %zu hits", table[i].phrase, buf_str(&reading->text),
				hits);
		pattern_destroy(whole);
		tear_down(NULL);
	}
	set_up(NULL);
}

/* A pattern at its limit leaves the word undecided, and so does what is made of it, remembered or not. */
static void limited(void **state)
{
	const struct match_list *list;
	struct pattern_error error;
	size_t last;

	(void)state;
	words_content(&world, "words:\n  u: '\\w*\\w*\\w*\\w*\\w*\\w*(x|y)'\n"
			      "  t: 'leg {u}|leg {u} arm|{u} arm'\n");
	list = compile(&error);
	assert_non_null(list);
	reading_read(
		reading, world.vocab, world.spell, "leg aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa leg ax", 42);
	match_begin(work);
	assert_int_equal(match_at(work, list, matcher, reading, 0, &last), PATTERN_LIMIT);
	assert_int_equal(match_at(work, list, matcher, reading, 0, &last), PATTERN_LIMIT);
	assert_int_equal(match_at(work, list, matcher, reading, 2, &last), PATTERN_MATCH);
	assert_int_equal(last, 3);
	/* of another message nothing is remembered */
	reading_read(reading, world.vocab, world.spell, "leg ax", 6);
	match_begin(work);
	assert_int_equal(match_at(work, list, matcher, reading, 0, &last), PATTERN_MATCH);
	assert_int_equal(last, 1);
}

/* ------------------------------------------------------------------ the content that is shipped */

/* Every term, its phrases compiled anew and for PCRE2. */
struct shipped {
	const struct match_list *list[TERMS_MAX];
	struct pattern *whole[TERMS_MAX];
	size_t n;
};

static void read_texts(
	const json *v, const char *line, const struct lumbar_content *c, const struct spell *spell)
{
	const char *text = v ? json_get_string(v, "text") : line;

	if (!text)
		return;
	reading_read(reading, c->vocab, spell, text, strlen(text));
	match_begin(work);
}

/* Every term stands where PCRE2 finds it, in every sixteenth message of the first batch. */
static void same_as_pcre2(void **state)
{
	static const char *const files[] = {
		"questions.jsonl", "negatives.jsonl", "redflags.jsonl", "chat.txt"};
	static struct shipped s;
	struct lumbar_content *c = real_content();
	struct phrase_names names;
	struct match_build *b;
	struct pattern_error error;
	char line[LINE_SIZE];
	size_t i, t, n = 0, hits = 0;
	const struct lexicon_entry *e;
	struct lexicon *lx;
	FILE *f;
	json *v;

	(void)state;
	assert_non_null(c);
	lx = lexicon_real(world.arena, ".");
	assert_non_null(lx);
	names = lexicon_names(lx);
	b = match_build_create(c->arena, &names, c->vocab, &patterns);
	for (t = 0; t < terms_count(c->terms); t++) {
		e = lexicon_find(lx, terms_name(c->terms, t), strlen(terms_name(c->terms, t)));
		s.list[t] = match_build_list(b, e->phrases, &error);
		s.whole[t] = whole_pattern(lx, e->phrases);
		assert_non_null(s.list[t]);
	}
	match_build_destroy(b);
	for (i = 0; i < REAL_COUNT(files); i++) {
		snprintf(line, sizeof(line), "tests/understanding/batch-1/%s", files[i]);
		f = fopen(line, "r");
		assert_non_null(f);
		while (fgets(line, sizeof(line), f)) {
			if (n++ % 16)
				continue;
			line[strcspn(line, "\n")] = '\0';
			v = json_parse(line, strlen(line));
			read_texts(v, line, c, c->spell);
			json_free(v);
			for (t = 0; t < terms_count(c->terms); t++)
				hits += agree(
					s.list[t], s.whole[t], reading, terms_name(c->terms, t));
		}
		fclose(f);
	}
	assert_true(hits > 500);
	for (t = 0; t < terms_count(c->terms); t++)
		pattern_destroy(s.whole[t]);
	match_build_release(&patterns);
	lexicon_destroy(lx);
	lumbar_content_destroy(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(phrases, set_up, tear_down),
		cmocka_unit_test_setup_teardown(limited, set_up, tear_down),
		cmocka_unit_test_setup_teardown(same_as_pcre2, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
