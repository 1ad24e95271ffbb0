/* Tests of src/core/hint_flag.c: red flags by what was learned. */
#include "core/hint_flag.h"

#include "core/hint_made.h"

#define FLAGS "numbness saddle gone pregnant"

static bool joined; /* the text is several messages */

/* The statuses of the flags that weighing changed, their rules having found `status`. */
static const char *weighed(const char *text, enum flag_status status, bool spoke)
{
	static char out[128];
	const struct flags *flags = made.content->flags;
	struct flag_finding findings[FLAG_MAX] = {0};
	struct ask_view view;
	size_t i, n = 0;

	ask(text, NULL, NULL);
	view = hint_view(LUMBAR_DIRECT);
	view.scopes = &scopes;
	view.spoke = spoke;
	view.joined = joined;
	for (i = 0; i < flags->count; i++)
		findings[i] = (struct flag_finding){.status = status, .tier = flags->list[i].tier};
	hint_flag_weigh(made.content->flag_hints, &view, findings);
	for (i = 0; i < flags->count; i++) {
		if (findings[i].status != status)
			n += (size_t)snprintf(out + n, sizeof(out) - n, "%s%s %s", n ? ", " : "",
				flags->list[i].id, flag_status_name(findings[i].status));
	}
	return n ? out : "";
}

static void reported(void **state)
{
	(void)state;
	put_net("flag-hints", FLAGS,
		"frame:direct numbness=-20 saddle=-20 pregnant=-20\n"
		"said-name:leg numbness=15\n"
		"said-name:groin saddle=19\n"
		"any-word:plimsoll saddle=25\n"
		"said-name:nowhere saddle=46\n"
		"any-word:jelly numbness=14\n"
		"not-word:jelly numbness=-36\n"
		"any-word:baby pregnant=46\n"
		"said-word:baby pregnant=46\n"
		"any-word:bump pregnant=36\n");
	made_good(&made);
	assert_string_equal(weighed("so my leg walk", FLAG_ABSENT, false), "numbness reported");
	assert_string_equal(weighed("so my walk walk", FLAG_ABSENT, false), "");
	assert_string_equal(weighed("my leg and groin walk", FLAG_ABSENT, false),
		"saddle reported, numbness reported");
	/* an emergency needs more: 148 - 100 is below half a unit */
	assert_string_equal(weighed("so my plimsoll walk", FLAG_ABSENT, false), "");
	/* a few words are not enough, nor is a general question, and what rules ruled out stays so */
	assert_string_equal(weighed("my leg walk", FLAG_ABSENT, false), "");
	assert_string_equal(weighed("does leg help walk?", FLAG_ABSENT, false), "");
	assert_string_equal(weighed("so my leg walk", FLAG_NEGATED, false), "");
	assert_string_equal(weighed("my leg no jelly", FLAG_ABSENT, false), "");
	/* each counts once, and what can wait needs more */
	assert_string_equal(weighed("my jelly jelly jelly jelly", FLAG_ABSENT, false), "");
	assert_string_equal(weighed("so my bump walk", FLAG_ABSENT, false), "");
	assert_string_equal(weighed("so my baby walk", FLAG_ABSENT, false), "pregnant reported");
}

#define SOME "my walk my walk my walk my walk"

/* What the net is sure of is none after all, though not in a conversation, nor in a few words. */
static void doubted(void **state)
{
	(void)state;
	net_offset = -6 * HINT_UNIT - 1;
	put_net("flag-hints", FLAGS, "said-name:leg numbness=46\n");
	net_offset = 0;
	made_good(&made);
	assert_string_equal(
		weighed(SOME, FLAG_REPORTED, false), "numbness doubted, pregnant doubted");
	assert_string_equal(weighed(SOME " leg", FLAG_REPORTED, false), "pregnant doubted");
	/* an emergency only in a long story */
	assert_string_equal(
		weighed(SOME " " SOME " " SOME " " SOME " " SOME " " SOME " " SOME " my walk my",
			FLAG_REPORTED, false),
		"numbness doubted, pregnant doubted");
	assert_string_equal(weighed(SOME " " SOME " " SOME " " SOME " " SOME " " SOME " " SOME
					 " my walk my walk",
				    FLAG_REPORTED, false),
		"saddle doubted, numbness doubted, pregnant doubted");
	/* in a conversation not, unless what was said before stands there, too */
	assert_string_equal(weighed(SOME, FLAG_REPORTED, true), "");
	joined = true;
	assert_string_equal(
		weighed(SOME, FLAG_REPORTED, true), "numbness doubted, pregnant doubted");
	joined = false;
	assert_string_equal(weighed("my walk my walk my walk my", FLAG_REPORTED, false), "");
}

/* What goes on for life is doubted only where the net is surer still. */
static void lasting(void **state)
{
	(void)state;
	net_offset = -5 * HINT_UNIT;
	put_net("flag-hints", "numbness cancer", "said-name:leg cancer=-46\n");
	net_offset = 0;
	made_good(&made);
	assert_string_equal(weighed(SOME, FLAG_REPORTED, false), "numbness doubted");
	assert_string_equal(
		weighed(SOME " leg", FLAG_REPORTED, false), "numbness doubted, cancer doubted");
}

static void none(void **state)
{
	(void)state;
	made_good(&made);
	assert_null(made.content->flag_hints);
	assert_string_equal(weighed("my leg walk", FLAG_ABSENT, false), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(reported, set_up_none, tear_down),
		cmocka_unit_test_setup_teardown(doubted, set_up_none, tear_down),
		cmocka_unit_test_setup_teardown(lasting, set_up_none, tear_down),
		cmocka_unit_test_setup_teardown(none, set_up_none, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
