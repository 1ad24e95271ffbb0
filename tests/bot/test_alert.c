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
#define HOW "\nTo pick it up, react to this message or reply to it."

static struct alert alert;
static struct buf out;

static int set_up(void **state)
{
	(void)state;
	alert = (struct alert){
		.tier = LUMBAR_TIER_EMERGENCY,
		.flags = "bladder-bowel, leg-paralysis",
		.link = "https://chat.example/10/100/900",
		.conversation = "100",
		.direct = "",
		.role = "55",
		.format = LUMBAR_DISCORD,
		.answerable = true,
	};
	buf_init(&out, ALERT_MAX);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	buf_free(&out);
	return 0;
}

static const char *write(void)
{
	buf_clear(&out);
	assert_true(alert_write(&alert, &out));
	return buf_str(&out);
}

static void whole(void **state)
{
	(void)state;
	assert_string_equal(write(),
		"<@&55> Red flag (emergency): bladder-bowel, leg-paralysis" MIDDLE
		" Look: https://chat.example/10/100/900" HOW);
}

/* Nobody is called where there is nobody to call, or where the platform would show the bare sign. */
static void without_role(void **state)
{
	static const char begins[] = "Red flag (emergency): ";

	(void)state;
	alert.role = NULL;
	assert_memory_equal(write(), begins, strlen(begins));
	alert.role = "55";
	alert.format = LUMBAR_PLAIN;
	assert_memory_equal(write(), begins, strlen(begins));
	assert_lacks(buf_str(&out), "55");
}

static void without_link(void **state)
{
	(void)state;
	alert.link = "";
	assert_contains(write(), " Look: <#100>");
	alert.link = NULL;
	alert.format = LUMBAR_PLAIN;
	assert_contains(write(), " Look: channel 100");
}

/* How it is picked up: with a button where there is one. */
static void with_button(void **state)
{
	(void)state;
	alert.buttons = true;
	assert_contains(write(), "To pick it up, press the button, react to this message");
	alert.answerable = false;
	assert_lacks(buf_str(&out), "pick it up, react");
	assert_lacks(write(), "pick it up");
}

/* Who wrote in private is named, since nobody else can follow a link into direct messages. */
static void in_private(void **state)
{
	(void)state;
	alert.direct = "30";
	alert.answerable = false;
	assert_string_equal(write(),
		"<@&55> Red flag (emergency): bladder-bowel, leg-paralysis" MIDDLE
		" It was written to me in private, by <@30>: please write to them.");
	alert.format = LUMBAR_PLAIN;
	assert_contains(write(), "by user 30: please");
}

/* For how long nobody has picked it up; and a drill says first of all that it is one. */
static void repeated(void **state)
{
	(void)state;
	alert.repeated = true;
	alert.for_ms = 59999;
	assert_contains(write(), "<@&55> NOT PICKED UP so far. Red flag (emergency): bladder");
	alert.for_ms = 1260000;
	assert_contains(write(), "<@&55> NOT PICKED UP for 21 min. Red flag");
	buf_clear(&out);
	assert_true(alert_write_drill("55", LUMBAR_DISCORD, &out));
	assert_memory_equal(buf_str(&out), "<@&55> DRILL: nobody is in danger", 33);
	buf_clear(&out);
	assert_true(alert_write_drill("55", LUMBAR_PLAIN, &out));
	assert_memory_equal(buf_str(&out), "DRILL: nobody", 13);
}

static void taken(void **state)
{
	(void)state;
	assert_true(alert_write_taken("40", LUMBAR_DISCORD, &out));
	assert_string_equal(buf_str(&out), "Picked up by <@40>.");
	buf_clear(&out);
	assert_true(alert_write_taken("", LUMBAR_DISCORD, &out));
	assert_string_equal(buf_str(&out), "Picked up by somebody in lumbard's dashboard.");
	buf_clear(&out);
	assert_true(alert_write_taken("40", LUMBAR_PLAIN, &out));
	assert_string_equal(buf_str(&out), "Picked up by user 40.");
}

/* Somebody could not be reached: how grave it is and where, nothing else. */
static void unreached(void **state)
{
	struct alert_unreached who = {
		LUMBAR_TIER_URGENT, "https://chat.example/10/100/900", "100", NULL};

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
	/* a command leaves no message to look at, nor do direct messages: who it is does */
	buf_clear(&out);
	who.person = "30";
	assert_true(alert_write_unreached(&who, NULL, LUMBAR_DISCORD, &out));
	assert_contains(buf_str(&out), "It was <@30>: please write to them.");
	buf_free(&out);
	buf_init(&out, 50);
	assert_false(alert_write_unreached(&who, NULL, LUMBAR_PLAIN, &out));
}

/* A buffer that is too small says so. */
static void bounds(void **state)
{
	size_t i;

	(void)state;
	buf_free(&out);
	for (i = 0; i < 100; i += 9) {
		buf_init(&out, i);
		assert_false(alert_write(&alert, &out));
		assert_true(out.len <= i);
		buf_free(&out);
	}
}

static bool write_all(int which)
{
	const struct alert_unreached who = {LUMBAR_TIER_URGENT, "", "100", "30"};

	switch (which) {
	case 0: return alert_write(&alert, &out);
	case 1: return alert_write_drill("55", LUMBAR_DISCORD, &out);
	case 2: return alert_write_taken("40", LUMBAR_DISCORD, &out);
	case 3: return alert_write_taken("", LUMBAR_DISCORD, &out);
	default: return alert_write_unreached(&who, "55", LUMBAR_DISCORD, &out);
	}
}

/* Half an alert is none: whoever has it written is told, wherever it was cut off. */
static void too_little_room(void **state)
{
	size_t whole_len, max;
	int which, direct;

	(void)state;
	alert.repeated = true;
	alert.for_ms = 1260000;
	for (direct = 0; direct < 2; direct++) {
		alert.direct = direct ? "30" : "";
		for (which = 0; which < 5; which++) {
			buf_free(&out);
			buf_init(&out, ALERT_MAX);
			assert_true(write_all(which));
			whole_len = out.len;
			for (max = 1; max < whole_len; max++) {
				buf_free(&out);
				buf_init(&out, max);
				assert_false(write_all(which));
				assert_true(out.len <= max);
			}
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(whole, set_up, tear_down),
		cmocka_unit_test_setup_teardown(without_role, set_up, tear_down),
		cmocka_unit_test_setup_teardown(without_link, set_up, tear_down),
		cmocka_unit_test_setup_teardown(with_button, set_up, tear_down),
		cmocka_unit_test_setup_teardown(in_private, set_up, tear_down),
		cmocka_unit_test_setup_teardown(repeated, set_up, tear_down),
		cmocka_unit_test_setup_teardown(too_little_room, set_up, tear_down),
		cmocka_unit_test_setup_teardown(taken, set_up, tear_down),
		cmocka_unit_test_setup_teardown(unreached, set_up, tear_down),
		cmocka_unit_test_setup_teardown(bounds, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("bot/alert", tests, NULL, NULL);
}
