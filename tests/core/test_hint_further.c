/* Tests of src/core/hint_further.c: several questions in one message. */
#include "core/hint_further.h"

#include "core/hint_made.h"

#define NAMES                                                                                      \
	"asked-name:heat treatment.heat=30\n"                                                      \
	"asked-name:ice treatment.ice=24\n"                                                        \
	"asked-name:posture causes.posture=8\n"

static void several(void **state)
{
	(void)state;
	put_net("hints", HINTS_OUTPUTS, NAMES);
	made_good(&made);
	assert_string_equal(hinted("does heat help?", LUMBAR_DIRECT), "treatment.heat 0");
	assert_string_equal(hinted("does heat help, and does ice help?", LUMBAR_DIRECT),
		"treatment.heat treatment.ice 0");
	/* both in one clause are one question */
	assert_string_equal(hinted("does heat ice help?", LUMBAR_DIRECT), "treatment.heat 0");
	/* what only was told is not asked */
	assert_string_equal(
		hinted("i had ice. does heat help?", LUMBAR_DIRECT), "treatment.heat 0");
}

/* A clause that asks nothing by itself has to speak much louder. */
static void strictly(void **state)
{
	(void)state;
	put_net("hints", HINTS_OUTPUTS, NAMES);
	made_good(&made);
	assert_string_equal(
		hinted("does heat help, and posture?", LUMBAR_DIRECT), "treatment.heat 0");
	assert_string_equal(hinted("does heat help, and what causes posture?", LUMBAR_DIRECT),
		"treatment.heat causes.posture 0");
}

#define COUNTING                                                                                   \
	HINTS_OUTPUTS " several also:treatment.heat also:treatment.ice also:causes.posture "       \
		      "also:meta.hello"

/* Where the net holds that several things are asked, each that it thinks likely is one of them. */
static void counted(void **state)
{
	(void)state;
	net_offset = -4 * HINT_UNIT;
	put_net("hints", COUNTING,
		"asked-name:heat treatment.heat=45 also:treatment.heat=45\n"
		"asked-name:ice also:treatment.ice=45\n"
		"asked-name:posture also:causes.posture=6 also:meta.hello=44\n"
		"asked-word:both several=46\n"
		"any-word:both several=46\n");
	net_offset = 0;
	made_good(&made);
	assert_string_equal(hinted("does heat ice help?", LUMBAR_FAQ), "treatment.heat -640");
	assert_string_equal(hinted("does heat ice help both?", LUMBAR_FAQ),
		"treatment.heat treatment.ice -640");
	/* too little speaks for one of them; what is about the bot is only asked of it */
	assert_string_equal(
		hinted("does heat posture help both?", LUMBAR_FAQ), "treatment.heat -640");
	assert_string_equal(hinted("does heat posture help both?", LUMBAR_DIRECT),
		"treatment.heat meta.hello -640");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(several, set_up_none, tear_down),
		cmocka_unit_test_setup_teardown(strictly, set_up_none, tear_down),
		cmocka_unit_test_setup_teardown(counted, set_up_none, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
