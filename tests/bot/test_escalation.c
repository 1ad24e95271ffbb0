/* Tests of src/bot/escalation.c: what comes next, on an invented clock. */
#include "bot/escalation.h"

#include "platform/host_mock.h"

#define NOW 1000000
#define AFTER 600000

static const struct escalation_rules rules = {AFTER, 2};
static struct escalation e;

static int set_up(void **state)
{
	(void)state;
	e = (struct escalation){.at_ms = NOW, .due_ms = NOW};
	return 0;
}

/* Nobody has been told: again, for as long as that makes sense. */
static void nobody_told(void **state)
{
	int64_t now;

	(void)state;
	for (now = NOW; now < NOW + ESCALATION_GIVE_UP_MS; now = e.due_ms) {
		assert_int_equal(escalation_next(&e, &rules, now), ESCALATION_TELL);
		escalation_begin_round(&e, false);
		escalation_untold(&e, &rules, now);
		assert_int_equal(e.due_ms, now + AFTER);
		assert_int_equal(escalation_next(&e, &rules, e.due_ms - 1), ESCALATION_WAIT);
	}
	assert_int_equal(escalation_next(&e, &rules, now), ESCALATION_END);
	assert_int_equal(e.repeats, 0);
	assert_int_equal(e.round, ESCALATION_GIVE_UP_MS / AFTER);
}

/* Told, and picked up by nobody: so often, then no more. */
static void repeated(void **state)
{
	int64_t now = NOW;
	unsigned i;

	(void)state;
	escalation_told(&e, "77", &rules, now);
	assert_int_equal(e.state, ESCALATION_ALERTED);
	for (i = 1; i <= 2; i++) {
		assert_int_equal(escalation_next(&e, &rules, now + AFTER - 1), ESCALATION_WAIT);
		now += AFTER;
		assert_int_equal(escalation_next(&e, &rules, now), ESCALATION_REPEAT);
		escalation_begin_round(&e, true);
		e.ticket = 5;
		assert_int_equal(escalation_next(&e, &rules, now + AFTER), ESCALATION_WAIT);
		escalation_told(&e, "78", &rules, now);
		assert_int_equal(e.state, ESCALATION_REPEATED);
		assert_int_equal(e.repeats, i);
	}
	assert_int_equal(escalation_next(&e, &rules, now + AFTER), ESCALATION_END);
	e.state = ESCALATION_ACKNOWLEDGED;
	assert_int_equal(escalation_next(&e, &rules, now + AFTER), ESCALATION_WAIT);
	assert_true(escalation_is_over(&e));
}

/* Nothing is repeated where that is not wanted; it can be picked up for a while. */
static void never_repeated(void **state)
{
	static const struct escalation_rules none = {0, 2}, zero = {AFTER, 0};

	(void)state;
	escalation_told(&e, "77", &none, NOW);
	assert_int_equal(
		escalation_next(&e, &none, NOW + ESCALATION_GIVE_UP_MS - 1), ESCALATION_WAIT);
	assert_int_equal(escalation_next(&e, &none, NOW + ESCALATION_GIVE_UP_MS), ESCALATION_END);
	escalation_told(&e, "77", &zero, NOW);
	assert_int_equal(escalation_next(&e, &zero, NOW + AFTER), ESCALATION_END);
	escalation_untold(&e, &none, NOW);
	assert_int_equal(e.due_ms, NOW + ESCALATION_RETRY_MS);
}

static void alerts(void **state)
{
	char id[PLATFORM_ID_MAX + 1];
	unsigned i;

	(void)state;
	escalation_told(&e, "", &rules, NOW); /* a webhook's has no id */
	assert_int_equal(e.n_alerts, 0);
	assert_false(escalation_has_alert(&e, ""));
	for (i = 0; i < ESCALATION_ALERTS_MAX + 3; i++) {
		snprintf(id, sizeof(id), "a%u", i);
		escalation_told(&e, id, &rules, NOW);
	}
	assert_int_equal(e.n_alerts, ESCALATION_ALERTS_MAX);
	assert_false(escalation_has_alert(&e, "a2"));
	assert_true(escalation_has_alert(&e, "a3"));
	assert_true(escalation_has_alert(&e, id));
	memset(id, 'x', sizeof(id) - 1);
	id[sizeof(id) - 1] = '\0';
	escalation_told(&e, id, &rules, NOW);
	assert_false(escalation_has_alert(&e, id));
}

/* Each round and path has a word of its own, from which both are read. */
static void purposes(void **state)
{
	static const struct {
		unsigned round, path;
		bool edited;
		const char *purpose;
		enum lumbar_tier tier;
	} cases[] = {
		{0, 0, false, "a", LUMBAR_TIER_EMERGENCY},
		{0, 0, true, "ea", LUMBAR_TIER_EMERGENCY},
		{0, 1, false, "a001", LUMBAR_TIER_EMERGENCY},
		{1, 0, false, "a010", LUMBAR_TIER_EMERGENCY},
		{1, 9, true, "ea019", LUMBAR_TIER_EMERGENCY},
		{0, 0, true, "fa", LUMBAR_TIER_URGENT},
		{1, 0, true, "fa010", LUMBAR_TIER_URGENT},
		{0, 0, false, "a", LUMBAR_TIER_URGENT},
		{35, 35, false, "a0zz", LUMBAR_TIER_EMERGENCY},
		{1295, 2, false, "azz2", LUMBAR_TIER_EMERGENCY},
	};
	static const char *const others[] = {
		"", "r", "e", "e3", "k", "n01", "a0", "a00", "a0000", "a0-1", "ua", "aZ00"};
	char purpose[ESCALATION_PURPOSE_MAX];
	unsigned round, path;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		e.round = cases[i].round;
		e.path = cases[i].path;
		e.edited = cases[i].edited;
		e.tier = cases[i].tier;
		escalation_purpose(&e, purpose);
		assert_string_equal(purpose, cases[i].purpose);
		assert_true(escalation_is_at(&e, purpose, &round, &path));
		assert_int_equal(round, cases[i].round);
		assert_int_equal(path, cases[i].path);
		e.edited = !e.edited;
		assert_false(escalation_is_at(&e, purpose, &round, &path));
	}
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		e.edited = false;
		assert_false(escalation_is_at(&e, others[i], &round, &path));
		e.edited = true;
		assert_false(escalation_is_at(&e, others[i], &round, &path));
	}
	assert_string_equal(escalation_state_name(ESCALATION_OPEN), "open");
	assert_string_equal(escalation_state_name(ESCALATION_CLOSED), "closed");
}

/* Which words are what the person was told: what to do, by the reply or its rest; that nobody has come. */
static void words(void **state)
{
	static const struct {
		bool edited;
		enum lumbar_tier tier;
		const char *purpose;
		bool reply, notice;
	} cases[] = {
		{false, LUMBAR_TIER_EMERGENCY, "r", true, false},
		{false, LUMBAR_TIER_EMERGENCY, "pr", true, false},
		{false, LUMBAR_TIER_EMERGENCY, "e3", false, false},
		{false, LUMBAR_TIER_EMERGENCY, "n01", false, true},
		{false, LUMBAR_TIER_EMERGENCY, "en01", false, false},
		{false, LUMBAR_TIER_EMERGENCY, "nu", false, true},
		{false, LUMBAR_TIER_EMERGENCY, "k", false, false},
		{false, LUMBAR_TIER_EMERGENCY, "", false, false},
		{true, LUMBAR_TIER_EMERGENCY, "e3", true, false},
		{true, LUMBAR_TIER_EMERGENCY, "pe3", true, false},
		{true, LUMBAR_TIER_EMERGENCY, "e2", false, false},
		{true, LUMBAR_TIER_EMERGENCY, "e3x", false, false},
		{true, LUMBAR_TIER_EMERGENCY, "r", false, false},
		{true, LUMBAR_TIER_EMERGENCY, "en01", false, true},
		{true, LUMBAR_TIER_EMERGENCY, "fn01", false, false},
		{true, LUMBAR_TIER_EMERGENCY, "n01", false, false},
		{true, LUMBAR_TIER_URGENT, "e2", true, false},
		{true, LUMBAR_TIER_URGENT, "fn01", false, true},
		{true, LUMBAR_TIER_URGENT, "en01", false, false},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		e.edited = cases[i].edited;
		e.tier = cases[i].tier;
		assert_int_equal(escalation_is_reply(&e, cases[i].purpose), cases[i].reply);
		assert_int_equal(escalation_is_notice(&e, cases[i].purpose), cases[i].notice);
	}
}

/* Of many notices the latest are known, and none is on its way any more. */
static void notices(void **state)
{
	struct escalation_message message = {"20", ""};
	unsigned i;

	(void)state;
	e.notice = 7;
	for (i = 0; i < ESCALATION_NOTICES_MAX + 2; i++) {
		snprintf(message.id, sizeof(message.id), "%u", i);
		escalation_note(&e, &message);
	}
	assert_int_equal(e.n_notices, ESCALATION_NOTICES_MAX);
	assert_string_equal(e.notices[0].id, "2");
	assert_string_equal(e.notices[ESCALATION_NOTICES_MAX - 1].id, "5");
	assert_int_equal(e.notice, 0);
}

/* However long the rounds go on, their words stay different: the last one ends it. */
static void too_many_rounds(void **state)
{
	(void)state;
	e.round = 36 * 36 - 2;
	assert_int_equal(escalation_next(&e, &rules, NOW), ESCALATION_TELL);
	escalation_begin_round(&e, false);
	assert_int_equal(escalation_next(&e, &rules, NOW), ESCALATION_END);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(nobody_told, set_up),
		cmocka_unit_test_setup(repeated, set_up),
		cmocka_unit_test_setup(never_repeated, set_up),
		cmocka_unit_test_setup(alerts, set_up),
		cmocka_unit_test_setup(purposes, set_up),
		cmocka_unit_test_setup(words, set_up),
		cmocka_unit_test_setup(notices, set_up),
		cmocka_unit_test_setup(too_many_rounds, set_up),
	};

	return cmocka_run_group_tests_name("bot/escalation", tests, NULL, NULL);
}
