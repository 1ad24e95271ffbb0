/* Tests of src/sandbox/gateway_op.c. */
#include "sandbox/gateway_op.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void reasons(void **state)
{
	(void)state;
	assert_string_equal(gateway_op_reason(4004), "Authentication failed.");
	assert_string_equal(gateway_op_reason(4014), "Disallowed intent(s).");
	assert_string_equal(gateway_op_reason(1000), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(reasons)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
