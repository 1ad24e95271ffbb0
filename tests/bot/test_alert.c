/* Tests of src/bot/alert.c. */
#include "bot/alert.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "platform/host_mock.h"

#define MIDDLE                                                                                     \
	". The person is being told what to do and whom to call; whether they do is not known."

static const struct lumbar_verdict verdict = {
	.action = LUMBAR_ESCALATE,
	.tier = LUMBAR_TIER_EMERGENCY,
	.n_flags = 2,
	.flags = {"bladder-bowel", "leg-paralysis"},
};

static struct platform_event event;
static struct buf out;

static int set_up(void **state)
{
	static const char text[] = "PRIVATE both my legs went numb";

	(void)state;
	event = (struct platform_event){
		.message = "900",
		.conversation = "100",
		.parent = "",
		.server = "10",
		.user = "SECRET-USER",
		.title = "PRIVATE title",
		.link = "https://chat.example/10/100/900",
		.text = text,
		.text_len = sizeof(text) - 1,
	};
	buf_init(&out, ALERT_MAX);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	/* whatever was written: neither who nor what */
	assert_lacks(buf_str(&out), "PRIVATE");
	assert_lacks(buf_str(&out), "SECRET");
	buf_free(&out);
	return 0;
}

static void whole(void **state)
{
	(void)state;
	assert_true(alert_write(&verdict, &event, "55", LUMBAR_DISCORD, &out));
	assert_string_equal(buf_str(&out),
		"<@&55> Red flag (emergency): bladder-bowel, leg-paralysis" MIDDLE
		" Look: https://chat.example/10/100/900");
}

/* Nobody is called where there is nobody to call, or where the platform would show the bare sign. */
static void without_role(void **state)
{
	static const char begins[] = "Red flag (emergency): ";

	(void)state;
	assert_true(alert_write(&verdict, &event, NULL, LUMBAR_DISCORD, &out));
	assert_memory_equal(buf_str(&out), begins, strlen(begins));
	buf_clear(&out);
	assert_true(alert_write(&verdict, &event, "55", LUMBAR_PLAIN, &out));
	assert_memory_equal(buf_str(&out), begins, strlen(begins));
	assert_lacks(buf_str(&out), "55");
}

static void without_link(void **state)
{
	(void)state;
	event.link = "";
	assert_true(alert_write(&verdict, &event, NULL, LUMBAR_DISCORD, &out));
	assert_contains(buf_str(&out), " Look: <#100>");
	buf_clear(&out);
	event.link = NULL;
	assert_true(alert_write(&verdict, &event, NULL, LUMBAR_PLAIN, &out));
	assert_contains(buf_str(&out), " Look: channel 100");
}

/* Somebody could not be reached: how grave it is and where, nothing else. */
static void unreached(void **state)
{
	struct alert_unreached who = {LUMBAR_TIER_URGENT, "https://chat.example/10/100/900", "100"};

	(void)state;
	assert_true(alert_write_unreached(&who, "55", LUMBAR_DISCORD, &out));
	assert_string_equal(buf_str(&out),
		"<@&55> Could not reach the person: the reply to a red flag (urgent) was not "
		"taken. "
		"They may have been told nothing. Look: https://chat.example/10/100/900");
	buf_clear(&out);
	who.link = "";
	assert_true(alert_write_unreached(&who, NULL, LUMBAR_PLAIN, &out));
	assert_contains(buf_str(&out), " Look: channel 100");
	buf_free(&out);
	buf_init(&out, 50);
	assert_false(alert_write_unreached(&who, NULL, LUMBAR_PLAIN, &out));
}

/* As many flags as a verdict can hold fit; a buffer that is too small says so. */
static void bounds(void **state)
{
	struct lumbar_verdict many = verdict;
	size_t i;

	(void)state;
	many.n_flags = LUMBAR_FLAGS_MAX;
	for (i = 0; i < LUMBAR_FLAGS_MAX; i++)
		many.flags[i] = "osteoporosis-steroids";
	assert_true(alert_write(&many, &event, "55", LUMBAR_DISCORD, &out));
	assert_contains(buf_str(&out), "chat.example");
	buf_free(&out);
	for (i = 0; i < 100; i += 9) {
		buf_init(&out, i);
		assert_false(alert_write(&verdict, &event, "55", LUMBAR_DISCORD, &out));
		assert_true(out.len <= i);
		buf_free(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(whole, set_up, tear_down),
		cmocka_unit_test_setup_teardown(without_role, set_up, tear_down),
		cmocka_unit_test_setup_teardown(without_link, set_up, tear_down),
		cmocka_unit_test_setup_teardown(unreached, set_up, tear_down),
		cmocka_unit_test_setup_teardown(bounds, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("bot/alert", tests, NULL, NULL);
}
