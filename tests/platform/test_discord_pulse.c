/* Heartbeats: when they are due, when nobody is there, and the room that is kept for them. */
#include "platform/host_mock.h"

#include "platform/discord_pulse.h"

#define T0 1000000

static void test_first_beat_is_jittered(void **state)
{
	struct discord_pulse p;

	(void)state;
	discord_pulse_begin(&p, 40000, 0, T0);
	assert_int_equal(p.beat_at, T0);
	discord_pulse_begin(&p, 40000, UINT32_MAX / 2, T0);
	assert_int_equal(p.beat_at, T0 + 19999);
	discord_pulse_begin(&p, 40000, UINT32_MAX, T0);
	assert_int_equal(p.beat_at, T0 + 40000);
}

static void test_then_every_interval(void **state)
{
	struct discord_pulse p;

	(void)state;
	discord_pulse_begin(&p, 40000, 0, T0);
	assert_true(discord_pulse_beat(&p, T0 + 3));
	assert_int_equal(p.beat_at, T0 + 40000); /* lateness does not add up */
	discord_pulse_ack(&p, T0);
	assert_true(discord_pulse_beat(&p, T0 + 500000));
	assert_int_equal(p.beat_at, T0 + 540000);
}

static void test_without_an_ack_nobody_is_there(void **state)
{
	struct discord_pulse p;

	(void)state;
	discord_pulse_begin(&p, 40000, 0, T0);
	assert_true(discord_pulse_beat(&p, T0));
	assert_false(discord_pulse_beat(&p, T0 + 40000));
	assert_int_equal(discord_pulse_ack(&p, T0 + 40000), 40000);
	assert_true(discord_pulse_beat(&p, T0 + 40000));
	assert_int_equal(discord_pulse_ack(&p, T0 + 40012), 12);
	assert_int_equal(discord_pulse_ack(&p, T0 + 40013), -1); /* for nothing */
	assert_true(discord_pulse_beat(&p, T0 + 80000));
}

static void test_foreign_intervals(void **state)
{
	static const int64_t cases[][2] = {
		{0, DISCORD_PULSE_MS},
		{-5, DISCORD_PULSE_MS},
		{1, DISCORD_PULSE_MIN_MS},
		{INT64_MAX, DISCORD_PULSE_MAX_MS},
	};
	struct discord_pulse p;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		discord_pulse_begin(&p, cases[i][0], 0, T0);
		assert_int_equal(p.interval_ms, cases[i][1]);
	}
}

static void test_room_is_kept_for_heartbeats(void **state)
{
	struct discord_pulse p;
	int sent = 0, beats;

	(void)state;
	discord_pulse_begin(&p, 41250, 0, T0);
	while (discord_pulse_may_send(&p, T0)) {
		discord_pulse_sent(&p, T0);
		sent++;
	}
	assert_int_equal(sent, DISCORD_PULSE_SENDS - 4);
	for (beats = 0; beats < 4; beats++)
		discord_pulse_sent(&p, T0 + 1);
	assert_false(discord_pulse_may_send(&p, T0 + 59999));
	assert_true(discord_pulse_may_send(&p, T0 + 60000));
}

static void test_fast_beats_leave_half_the_room(void **state)
{
	struct discord_pulse p;
	int sent = 0;

	(void)state;
	discord_pulse_begin(&p, 50, 0, T0);
	while (discord_pulse_may_send(&p, T0)) {
		discord_pulse_sent(&p, T0);
		sent++;
	}
	assert_int_equal(sent, DISCORD_PULSE_SENDS / 2);
}

static void test_stopped(void **state)
{
	struct discord_pulse p;

	(void)state;
	discord_pulse_begin(&p, 41250, 0, T0);
	discord_pulse_stop(&p);
	assert_int_equal(p.beat_at, DISCORD_PULSE_NEVER);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_first_beat_is_jittered),
		cmocka_unit_test(test_then_every_interval),
		cmocka_unit_test(test_without_an_ack_nobody_is_there),
		cmocka_unit_test(test_foreign_intervals),
		cmocka_unit_test(test_room_is_kept_for_heartbeats),
		cmocka_unit_test(test_fast_beats_leave_half_the_room),
		cmocka_unit_test(test_stopped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
