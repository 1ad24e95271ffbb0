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
	assert_non_null(h->net.last[intent_find(h->intents, "causes.posture") - h->intents->list]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(outputs, set_up_none, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
