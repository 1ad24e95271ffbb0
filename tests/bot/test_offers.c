/* Tests of src/bot/offers.c. */
#include "bot/desk_world.h"
#include "bot/offers.h"

static struct buf out;

static void under(const struct lumbar_verdict *verdict)
{
	buf_clear(&out);
	offers_under(w.responder, verdict, &(struct platform_event){.message = "50", .user = "30"},
		&out);
}

static int set_up(void **state)
{
	buf_init(&out, CONTROLS_MAX);
	return desk_set_up(state);
}

static int tear_down(void **state)
{
	buf_free(&out);
	return desk_tear_down(state);
}

static void test_under_an_answer(void **state)
{
	(void)state;
	under(&(struct lumbar_verdict){
		.action = LUMBAR_ANSWER, .n_intents = 1, .intents = {"causes.posture"}});
	assert_contains(buf_str(&out), "b1 yes causes.posture\tHelpful");
	assert_contains(buf_str(&out), "b1 no causes.posture\tNot helpful");
	assert_contains(buf_str(&out), "b1 ask prevention.posture\t");
}

static void test_under_choices(void **state)
{
	(void)state;
	under(&(struct lumbar_verdict){.action = LUMBAR_ANSWER,
		.choices = true,
		.n_intents = 2,
		.intents = {"causes.posture", "prevention.posture"}});
	assert_contains(buf_str(&out), "p1 ask causes.posture\t");
	assert_contains(buf_str(&out), "p1 ask prevention.posture\t");
	assert_lacks(buf_str(&out), "yes");
}

static void test_under_a_red_flag(void **state)
{
	(void)state;
	under(&(struct lumbar_verdict){.action = LUMBAR_ESCALATE, .tier = LUMBAR_TIER_EMERGENCY});
	assert_string_equal(buf_str(&out), "b1 oops 50 30\tFalse alarm\n");
	buf_clear(&out);
	offers_false_alarm(
		&(struct platform_event){.kind = PLATFORM_EDITED, .message = "50", .user = "30"},
		LUMBAR_TIER_URGENT, &out);
	assert_string_equal(buf_str(&out), "b1 oops 50 30 e2\tFalse alarm\n");
	under(&(struct lumbar_verdict){.action = LUMBAR_FALLBACK});
	assert_string_equal(buf_str(&out), "");
	offers_alert("abc-1", &out);
	assert_contains(buf_str(&out), "p1 take abc-1\tI take it");
}

/* Ids that do not fit into a key are not offered. */
static void test_long_ids(void **state)
{
	char id[PLATFORM_ID_MAX];

	(void)state;
	memset(id, '7', sizeof(id));
	id[sizeof(id) - 1] = '\0';
	offers_false_alarm(
		&(struct platform_event){.message = id, .user = id}, LUMBAR_TIER_URGENT, &out);
	assert_string_equal(buf_str(&out), "");
	assert_true(buf_ok(&out));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_under_an_answer),
		TEST(test_under_choices),
		TEST(test_under_a_red_flag),
		TEST(test_long_ids),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
