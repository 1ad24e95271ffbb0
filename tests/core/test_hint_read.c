/* Tests of src/core/hint_read.c: what the outputs of the hints of questions are. */
#include "core/hint_read.h"

#include "core/hint_made.h"
#include "core/hint_own.h"

static void outputs(void **state)
{
	const struct hints *h;

	(void)state;
	put_net("hints", HINTS_OUTPUTS, "last:causes.posture speak=1\n");
	made_good(&made);
	h = made.content->hints;
	assert_int_equal(h->net.outputs[0].column, (int)h->intents->count);
	assert_int_equal(h->net.outputs[1].column,
		(int)(intent_find(h->intents, "treatment.heat") - h->intents->list));
	assert_true(h->learned[h->net.outputs[1].column]);
	assert_false(h->counts);
	assert_non_null(h->net.last[intent_find(h->intents, "causes.posture") - h->intents->list]);
}

/* What is learned of several questions stands behind all of that. */
static void several(void **state)
{
	const struct hints *h;
	size_t heat;

	(void)state;
	put_net("hints", "speak several also:treatment.heat treatment.heat also:gone.intent also:",
		"last:causes.posture speak=1\n");
	made_good(&made);
	h = made.content->hints;
	heat = (size_t)(intent_find(h->intents, "treatment.heat") - h->intents->list);
	assert_true(h->counts && h->learned[heat] && h->among[heat]);
	assert_int_equal(h->net.outputs[1].column, (int)hint_own_several(h));
	assert_int_equal(h->net.outputs[2].column, (int)hint_own_also(h, heat));
	assert_int_equal(h->net.outputs[3].column, (int)heat);
	assert_int_equal(h->net.outputs[4].column, -1);
	assert_int_equal(h->net.outputs[5].column, -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(outputs, set_up_none, tear_down),
		cmocka_unit_test_setup_teardown(several, set_up_none, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
