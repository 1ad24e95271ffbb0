/* Tests of src/core/scope.c. */
#include "core/scope.h"

#include <stdio.h>

#include "core/content_made.h"

static struct made made;
static struct scopes scopes;
static bool protected[READING_WORDS_MAX];

static int set_up(void **state)
{
	(void)state;
	made_open(&made);
	made_good(&made);
	memset(protected, 0, sizeof(protected));
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	made_close(&made);
	return 0;
}

static void find(const char *text)
{
	made_read(&made, text);
	scope_find(&made.content->scope_terms, made.reading, made.hits, protected, &scopes);
}

static bool holds(enum scope_kind kind, const char *word)
{
	uint16_t w = made_word(&made, word);

	return scope_holds(&scopes, kind, (struct term_hit){w, w});
}

/* Which of the kinds hold a word: n(ot), a(fter), i(f), p(ast). */
static void kinds_of(const char *word, char out[SCOPE_KINDS + 1])
{
	static const char letters[] = "naip";
	size_t i, n = 0;

	for (i = 0; i < SCOPE_KINDS; i++) {
		if (holds((enum scope_kind)i, word))
			out[n++] = letters[i];
	}
	out[n] = '\0';
}

/* One word of a message and the scopes that it stands in. */
struct look {
	const char *text;
	const char *word;
	const char *kinds;
};

static void look_at(const struct look *looks, size_t n)
{
	char kinds[SCOPE_KINDS + 1];
	size_t i;

	for (i = 0; i < n; i++) {
		find(looks[i].text);
		kinds_of(looks[i].word, kinds);
		if (strcmp(kinds, looks[i].kinds) != 0)
			fail_msg("'%s': %s is in '%s', not '%s'", looks[i].text, looks[i].word,
				kinds, looks[i].kinds);
	}
}

static void to_the_right(void **state)
{
	static const struct look looks[] = {
		{"no fever", "fever", "n"},
		{"no fever", "no", ""},
		{"fever no", "fever", ""},
		{"never a fever", "fever", "n"},
		{"unless cold", "cold", "i"},
		{"used to be numb", "numb", "p"},
		/* behind a comma a denial goes on over short items, not over what is told at length */
		{"no fever, one two three four numb", "numb", "n"},
		{"no fever, one two three four five numb", "numb", ""},
		{"no fever, one two three or four five numb", "numb", "n"},
		/* a comma ends what is gone by, save the one that sets the time apart */
		{"used to, leg numb", "numb", "p"},
		{"used to ache, leg numb", "numb", ""},
		{"if not numb", "numb", "ni"},
		/* eight words are reached, the ninth is not */
		{"no one two three four five six seven fever", "fever", "n"},
		{"no one two three four five six seven eight fever", "fever", ""},
		/* the items of a list begin the count anew */
		{"no one two three four five, six seven eight nine ten, fever", "fever", "n"},
		{"no one two three four five, six seven eight nine ten pear plum apple fever",
			"fever", ""},
	};

	(void)state;
	look_at(looks, sizeof(looks) / sizeof(looks[0]));
}

static void ends(void **state)
{
	static const struct look looks[] = {
		{"no fever but numb", "fever", "n"},
		{"no fever but numb", "numb", ""},
		{"no fever except cold", "cold", ""},
		{"no fever. numb", "numb", ""},
		{"no fever! numb", "numb", ""},
		{"no fever? numb", "numb", ""},
		{"no fever\nnumb", "numb", ""},
		{"no fever; numb", "numb", ""},
		{"no fever, numb", "numb", "n"},
		/* behind a comma or "and" a new statement begins with its own subject */
		{"no fever, my leg numb", "numb", ""},
		{"no fever and my leg numb", "numb", ""},
		{"no fever and numb leg", "leg", "n"},
		{"no fever my leg", "leg", "n"},
		{"no fever and", "and", "n"},
		{"if it goes numb. what then", "then", ""},
		{"if it goes cold and my leg numb", "numb", ""},
		/* what is supposed goes on behind "and", as far as again eight words, but not behind a stop */
		{"what if it goes cold and my leg numb", "numb", "i"},
		{"what if it goes cold, and my leg numb", "numb", "i"},
		{"what if it goes cold and my leg and the foot numb", "numb", "i"},
		{"what if it goes cold, my leg numb", "numb", ""},
		{"what if it goes cold. and my leg numb", "numb", ""},
		{"what if it goes cold and but numb", "numb", ""},
		{"what if one two three four five six seven eight nine and numb", "numb", ""},
	};

	(void)state;
	look_at(looks, sizeof(looks) / sizeof(looks[0]));
}

static void to_the_left(void **state)
{
	static const struct look looks[] = {
		{"cancer ruled out", "cancer", "a"},
		{"cancer ruled out", "ruled", ""},
		{"ruled out cancer", "cancer", ""},
		{"numb leg went away", "numb", "p"},
		{"cancer years ago", "cancer", "p"},
		{"years ago cancer", "cancer", ""},
		/* a stop, a comma or "but" ends it on this side too */
		{"numb. fever ruled out", "numb", ""},
		{"numb, fever ruled out", "numb", ""},
		{"numb but fever ruled out", "numb", ""},
		{"numb but fever ruled out", "fever", "a"},
		{"numb leg, one, two, all mended since", "numb", "p"},
		{"numb leg except toes all mended since", "numb", "p"},
		{"numb leg. all mended since", "numb", ""},
		{"numb leg but fever all mended since", "numb", ""},
		{"numb leg but fever all mended since", "fever", "p"},
		{"numb one two three four five six seven ruled out", "numb", "a"},
		{"numb one two three four five six seven eight ruled out", "numb", ""},
	};

	(void)state;
	look_at(looks, sizeof(looks) / sizeof(looks[0]));
}

/* "numbness? nope": alone between two stops it says no to what stands before it. */
static void nopes(void **state)
{
	static const struct look looks[] = {
		{"numbness? nope", "numbness", "a"},
		{"numbness: none. fever", "numbness", "a"},
		{"numbness: none. fever", "fever", ""},
		{"fever. numbness? nope", "fever", ""},
		{"numbness nope", "numbness", ""},
		{"numbness? nope it goes", "numbness", ""},
		{"nope", "nope", ""},
		{"can it bend fever? nope", "fever", ""},
		{"nope. numbness", "numbness", ""},
	};

	(void)state;
	look_at(looks, sizeof(looks) / sizeof(looks[0]));
}

/* What ends a list denies all of it; what somebody was asked is denied by "I said no". */
static void wholly_denied(void **state)
{
	static const struct look looks[] = {
		{"fever, numb leg, no to both", "fever", "a"},
		{"fever? numb leg? no to both", "fever", "a"},
		{"fever, numb leg, none of that", "fever", "a"},
		{"fever, numb leg, none of that goes", "fever", ""},
		{"fever. numb leg, no to both", "fever", ""},
		{"fever but numb leg, no to both", "fever", ""},
		{"asked about fever, cold, i said no", "fever", "a"},
		{"fever, cold, i said no", "fever", ""},
		{"asked about fever. cold, i said no", "fever", ""},
		{"asked about fever, cold, i said no then", "fever", ""},
		/* what somebody still can is not denied */
		{"asked about can it numb, i said no", "numb", ""},
		/* the same word again is said of something else */
		{"not numb leg, numb foot", "leg", "n"},
		{"not numb leg, numb foot", "foot", ""},
	};

	(void)state;
	look_at(looks, sizeof(looks) / sizeof(looks[0]));
}

/* With what would then be a supposition goes on to the sentence's end; what has happened is none. */
static void what_would_be(void **state)
{
	static const struct look looks[] = {
		{"if it went cold and my leg numb would it", "numb", "i"},
		{"would it if it went cold and my leg numb", "numb", "i"},
		{"would it? if it went cold and my leg numb", "numb", "i"},
		{"if it went cold and my leg numb", "numb", ""},
		{"if it goes cold and my leg numb would it", "numb", ""},
		{"if it went cold and my leg numb now would it", "numb", ""},
		{"if it went cold but my leg numb would it", "numb", ""},
		{"what if it goes cold, my leg numb, would it", "numb", "i"},
		{"if numb yesterday", "numb", ""},
		{"what if numb yesterday", "numb", ""},
		{"if numb except yesterday", "numb", ""},
		{"if numb except, yesterday", "numb", "i"},
		/* what is said to be so */
		{"would it if numb? because it is", "numb", ""},
		{"what if numb because it is", "numb", ""},
		{"if numb? leg. because it is", "numb", "i"},
	};

	(void)state;
	look_at(looks, sizeof(looks) / sizeof(looks[0]));
}

/* Denied is what stands close behind "no", or before what denies it. */
static void denies(void **state)
{
	uint16_t w;

	(void)state;
	find("no one two three fever");
	w = made_word(&made, "three");
	assert_true(scope_denies(&scopes, (struct term_hit){w, w}));
	w = made_word(&made, "fever");
	assert_false(scope_denies(&scopes, (struct term_hit){w, w}));
	find("fever one two three ruled out");
	assert_true(scope_denies(&scopes, (struct term_hit){0, 0}));
	find("if fever");
	assert_false(scope_denies(&scopes, (struct term_hit){1, 1}));
}

/* "felt nothing. none": what is negative itself is said again, not denied; an answer to a question denies. */
static void nopes_echo(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++)
	protected[i] = true;
	find("numb leg. none");
	assert_false(holds(SCOPE_NOT_AFTER, "leg"));
	find("numb leg? nope");
	assert_true(holds(SCOPE_NOT_AFTER, "leg"));
	memset(protected, 0, sizeof(protected));
	find("numb leg. none");
	assert_true(holds(SCOPE_NOT_AFTER, "leg"));
}

static void idioms(void **state)
{
	static const struct look looks[] = {
		{"no idea numb leg", "numb", ""},
		{"not only numb", "numb", ""},
		{"numb is fine with me", "numb", ""},
		{"numb is fine", "numb", "a"},
		{"no idea, no fever", "fever", "n"},
	};

	(void)state;
	look_at(looks, sizeof(looks) / sizeof(looks[0]));
}

/* A trigger with any word inside a finding is the finding itself. */
static void inside_a_finding(void **state)
{
	(void)state;
	protected[0] = true;
	find("no feeling");
	assert_false(holds(SCOPE_NOT, "feeling"));
	assert_int_equal(scopes.count, 0);
	protected[0] = false;
	protected[1] = true;
	find("no feeling");
	assert_true(holds(SCOPE_NOT, "feeling"));
	/* "ruled out" is one trigger of two words; protecting its second is enough */
	find("cancer ruled out");
	assert_int_equal(scopes.count, 0);
}

/* A finding of several words is held where its first word is. */
static void several_words(void **state)
{
	(void)state;
	find("no fever but numb leg");
	assert_true(scope_holds(&scopes, SCOPE_NOT, (struct term_hit){1, 4}));
	assert_false(scope_holds(&scopes, SCOPE_NOT, (struct term_hit){2, 4}));
	assert_false(scope_holds(&scopes, SCOPE_PAST, (struct term_hit){1, 1}));
}

/* Nothing to hold: at the end, in an empty message, with a trigger alone. */
static void empty(void **state)
{
	static const char *const texts[] = {"", "no", "ruled out", "fever no", "no. fever", "if"};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		find(texts[i]);
		assert_int_equal(scopes.count, 0);
	}
}

/* Scopes are bounded; without room a scope is not opened, which errs towards a finding. */
static void many(void **state)
{
	static char text[SCOPE_MAX * 40];
	size_t i, n = 0;

	(void)state;
	for (i = 0; i < SCOPE_MAX; i++)
		n += (size_t)sprintf(text + n, "no cold. if cold. ");
	strcpy(text + n, "no fever");
	find(text);
	assert_int_equal(scopes.count, SCOPE_MAX);
	assert_true(holds(SCOPE_NOT, "cold"));
	assert_true(holds(SCOPE_NOT, "fever"));
	for (i = 0; i < scopes.count; i++) {
		assert_int_equal(scopes.list[i].kind, SCOPE_NOT);
		assert_true(scopes.list[i].from <= scopes.list[i].to);
		assert_true(scopes.list[i].to < made.reading->n_words);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(to_the_right, set_up, tear_down),
		cmocka_unit_test_setup_teardown(ends, set_up, tear_down),
		cmocka_unit_test_setup_teardown(to_the_left, set_up, tear_down),
		cmocka_unit_test_setup_teardown(nopes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(wholly_denied, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_would_be, set_up, tear_down),
		cmocka_unit_test_setup_teardown(denies, set_up, tear_down),
		cmocka_unit_test_setup_teardown(nopes_echo, set_up, tear_down),
		cmocka_unit_test_setup_teardown(idioms, set_up, tear_down),
		cmocka_unit_test_setup_teardown(inside_a_finding, set_up, tear_down),
		cmocka_unit_test_setup_teardown(several_words, set_up, tear_down),
		cmocka_unit_test_setup_teardown(empty, set_up, tear_down),
		cmocka_unit_test_setup_teardown(many, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
