/* Tests of src/bot/said.c. */
#include "bot/said.h"

#include "platform/host_mock.h"

static struct said *s;
static char where[PLATFORM_ID_MAX];

static int set_up(void **state)
{
	(void)state;
	s = said_create();
	assert_non_null(s);
	where[0] = '\0';
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	said_destroy(s);
	return 0;
}

static const struct said_to *outcome(
	uint64_t ticket, enum platform_outcome_kind kind, const char *id)
{
	return said_outcome(s, "a",
		&(struct platform_outcome){.ticket = ticket, .kind = kind, .id = id}, where);
}

static void remembers(void **state)
{
	struct said_to *to;

	(void)state;
	assert_null(said_find(s, "a", "1"));
	to = said_take(s, "a", "1");
	assert_false(to->spoken || to->gone || to->answer);
	to->tier = LUMBAR_TIER_URGENT;
	assert_int_equal(said_find(s, "a", "1")->tier, LUMBAR_TIER_URGENT);
	assert_null(said_find(s, "b", "1"));
	assert_null(said_find(s, "a", "11"));
	said_destroy(NULL);
}

static void an_answer_that_is_sent(void **state)
{
	(void)state;
	said_answered(s, "a", "1", "20", 7);
	assert_int_equal(said_find(s, "a", "1")->answer, 7);
	assert_string_equal(said_find(s, "a", "1")->answer_id, "");
	assert_null(outcome(8, PLATFORM_SENT, "99"));
	assert_null(outcome(7, PLATFORM_SENT, "99"));
	assert_string_equal(said_find(s, "a", "1")->answer_id, "99");
	/* an outcome comes once */
	assert_null(outcome(7, PLATFORM_SENT, "98"));
	assert_string_equal(said_find(s, "a", "1")->answer_id, "99");
}

static void sent_after_the_message_was_deleted(void **state)
{
	const struct said_to *left;

	(void)state;
	said_answered(s, "a", "1", "20", 7);
	said_find(s, "a", "1")->gone = true;
	left = outcome(7, PLATFORM_SENT, "99");
	assert_non_null(left);
	assert_string_equal(left->answer_id, "99");
	assert_int_equal(left->answer, 7);
	assert_string_equal(where, "20");
}

static void never_sent(void **state)
{
	static const enum platform_outcome_kind kinds[] = {
		PLATFORM_REFUSED, PLATFORM_EXPIRED, PLATFORM_WITHDRAWN};
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		said_answered(s, "a", "1", "20", 10 + i);
		said_find(s, "a", "1")->gone = true;
		assert_null(outcome(10 + i, kinds[i], ""));
		assert_int_equal(said_find(s, "a", "1")->answer, 0);
	}
	/* and what was sent without a word of its id cannot be taken back */
	said_answered(s, "a", "1", "20", 20);
	assert_null(outcome(20, PLATFORM_SENT, ""));
	assert_int_equal(said_find(s, "a", "1")->answer, 0);
	said_answered(s, "a", "1", "20", 21);
	assert_null(outcome(21, PLATFORM_SENT, NULL));
}

static void long_ids(void **state)
{
	char id[PLATFORM_ID_MAX + 1];

	(void)state;
	memset(id, '1', sizeof(id));
	id[PLATFORM_ID_MAX] = '\0';
	said_answered(s, "a", "1", id, 7);
	assert_int_equal(said_find(s, "a", "1")->answer, 0);
	said_answered(s, "a", "1", "20", 7);
	assert_null(outcome(7, PLATFORM_SENT, id));
	assert_int_equal(said_find(s, "a", "1")->answer, 0);
}

static void bounded(void **state)
{
	char id[32];
	uint64_t i;

	(void)state;
	for (i = 1; i <= SAID_MAX + 1; i++) {
		snprintf(id, sizeof(id), "%u", (unsigned)i);
		said_answered(s, "a", id, "20", i);
	}
	assert_null(said_find(s, "a", "1"));
	assert_non_null(said_find(s, "a", "2"));
	assert_null(outcome(2, PLATFORM_SENT, "99")); /* not awaited any more */
	assert_string_equal(said_find(s, "a", "2")->answer_id, "");
	said_find(s, "a", id)->gone = true;
	assert_non_null(outcome(SAID_MAX + 1, PLATFORM_SENT, "99"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(remembers, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_answer_that_is_sent, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			sent_after_the_message_was_deleted, set_up, tear_down),
		cmocka_unit_test_setup_teardown(never_sent, set_up, tear_down),
		cmocka_unit_test_setup_teardown(long_ids, set_up, tear_down),
		cmocka_unit_test_setup_teardown(bounded, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("bot/said", tests, NULL, NULL);
}
