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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(several, set_up_none, tear_down),
		cmocka_unit_test_setup_teardown(strictly, set_up_none, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
