/* Tests of src/bot/cooldown.c. */
#include "bot/cooldown.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define ANSWER_MS 120000
#define PERSON_MS 60000
#define NOW 987654321

static struct cooldown *c;

static int set_up(void **state)
{
	(void)state;
	c = cooldown_create(ANSWER_MS, PERSON_MS);
	assert_non_null(c);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	cooldown_destroy(c);
	return 0;
}

static void answers(void **state)
{
	(void)state;
	assert_true(cooldown_answer(c, "channel", "heat", NOW));
	assert_false(cooldown_answer(c, "channel", "heat", NOW));
	assert_false(cooldown_answer(c, "channel", "heat", NOW + ANSWER_MS - 1));
	assert_true(cooldown_answer(c, "channel", "ice", NOW));
	assert_true(cooldown_answer(c, "another", "heat", NOW));
	/* being refused does not make it last longer; being given again does */
	assert_true(cooldown_answer(c, "channel", "heat", NOW + ANSWER_MS));
	assert_false(cooldown_answer(c, "channel", "heat", NOW + 2 * ANSWER_MS - 1));
	assert_true(cooldown_answer(c, "channel", "heat", NOW + 2 * ANSWER_MS));
}

static void at_the_clock_s_beginning(void **state)
{
	(void)state;
	assert_true(cooldown_answer(c, "channel", "heat", 0));
	assert_false(cooldown_answer(c, "channel", "heat", ANSWER_MS - 1));
	assert_true(cooldown_person(c, "ann", 0));
}

static void give(const char *person, int n, int64_t now)
{
	while (n--) {
		assert_true(cooldown_person(c, person, now));
		cooldown_answered(c, person, now);
	}
}

static void people(void **state)
{
	(void)state;
	give("ann", COOLDOWN_PERSON_MAX - 1, NOW);
	give("ann", 1, NOW + PERSON_MS - 1);
	assert_false(cooldown_person(c, "ann", NOW + PERSON_MS - 1));
	give("bob", COOLDOWN_PERSON_MAX, NOW + PERSON_MS - 1);
	assert_false(cooldown_person(c, "bob", NOW + PERSON_MS - 1));
	/* the time runs from the first of them, and begins anew with the next */
	give("ann", COOLDOWN_PERSON_MAX, NOW + PERSON_MS);
	assert_false(cooldown_person(c, "ann", NOW + 2 * PERSON_MS - 1));
	assert_true(cooldown_person(c, "ann", NOW + 2 * PERSON_MS));
}

/* Asking is free: only what is given counts. */
static void asking_does_not_count(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < 3 * COOLDOWN_PERSON_MAX; i++)
		assert_true(cooldown_person(c, "ann", NOW));
	give("ann", COOLDOWN_PERSON_MAX, NOW);
	assert_false(cooldown_person(c, "ann", NOW));
}

/* One person's keys go, wherever their id stands last, and nobody else's. */
static void forgotten(void **state)
{
	(void)state;
	give("main 30", COOLDOWN_PERSON_MAX, NOW);
	give("main 130", COOLDOWN_PERSON_MAX, NOW);
	assert_true(cooldown_answer(c, "main 11", "flags/leg 30", NOW));
	assert_true(cooldown_answer(c, "main 11", "heat", NOW));
	cooldown_forget(c, "30");
	assert_true(cooldown_person(c, "main 30", NOW));
	assert_false(cooldown_person(c, "main 130", NOW));
	assert_true(cooldown_answer(c, "main 11", "flags/leg 30", NOW));
	assert_false(cooldown_answer(c, "main 11", "heat", NOW));
}

static void switched_off(void **state)
{
	struct cooldown *off = cooldown_create(0, 0);
	int i;

	(void)state;
	assert_non_null(off);
	for (i = 0; i < 3 * COOLDOWN_PERSON_MAX; i++) {
		assert_true(cooldown_answer(off, "channel", "heat", NOW));
		assert_true(cooldown_person(off, "ann", NOW));
		cooldown_answered(off, "ann", NOW);
	}
	cooldown_destroy(off);
	cooldown_destroy(NULL);
}

/* What is too long to be remembered is given rather than withheld. */
static void long_names(void **state)
{
	char name[600];

	(void)state;
	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	assert_true(cooldown_answer(c, name, "heat", NOW));
	assert_true(cooldown_answer(c, name, "heat", NOW));
	assert_true(cooldown_answer(c, name + 100, "heat", NOW));
	assert_false(cooldown_answer(c, name + 100, "heat", NOW));
}

/* The memory is bounded: the one that was used longest ago is forgotten, no other. */
static void bounded(void **state)
{
	char name[32];
	int i;

	(void)state;
	for (i = 0; i <= COOLDOWN_KEYS_MAX; i++) {
		snprintf(name, sizeof(name), "%d", i);
		assert_true(cooldown_answer(c, name, "heat", NOW));
		give(name, COOLDOWN_PERSON_MAX, NOW);
	}
	assert_false(cooldown_answer(c, "1", "heat", NOW));
	assert_true(cooldown_answer(c, "0", "heat", NOW));
	assert_false(cooldown_person(c, "1", NOW));
	assert_true(cooldown_person(c, "0", NOW));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(answers, set_up, tear_down),
		cmocka_unit_test_setup_teardown(at_the_clock_s_beginning, set_up, tear_down),
		cmocka_unit_test_setup_teardown(people, set_up, tear_down),
		cmocka_unit_test_setup_teardown(asking_does_not_count, set_up, tear_down),
		cmocka_unit_test_setup_teardown(forgotten, set_up, tear_down),
		cmocka_unit_test(switched_off),
		cmocka_unit_test_setup_teardown(long_names, set_up, tear_down),
		cmocka_unit_test_setup_teardown(bounded, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("bot/cooldown", tests, NULL, NULL);
}
