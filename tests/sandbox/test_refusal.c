/* Tests of src/sandbox/refusal.c. */
#include "sandbox/refusal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct buf out;

static int clear(void **state)
{
	(void)state;
	buf_free(&out);
	buf_init(&out, 4096);
	return 0;
}

static void codes(void **state)
{
	(void)state;
	assert_int_equal(refusal_put(&out, REFUSAL_NO_PERMISSION), 403);
	assert_string_equal(buf_str(&out), "{\"message\":\"Missing Permissions\",\"code\":50013}");
	buf_clear(&out);
	assert_int_equal(refusal_put(&out, REFUSAL_UNAUTHORIZED), 401);
	buf_clear(&out);
	assert_int_equal(refusal_put(&out, -1), 500);
	assert_string_equal(
		buf_str(&out), "{\"message\":\"500: Internal Server Error\",\"code\":0}");
}

static void forms(void **state)
{
	(void)state;
	assert_int_equal(refusal_form(&out, "a.b\".0", "BAD", "No \"good\"."), 400);
	assert_string_equal(buf_str(&out),
		"{\"message\":\"Invalid Form "
		"Body\",\"code\":50035,\"errors\":{\"a\":{\"b\\\"\":{\"0\":"
		"{\"_errors\":[{\"code\":\"BAD\",\"message\":\"No \\\"good\\\".\"}]}}}}}");
	buf_clear(&out);
	refusal_form(&out, "", "BAD", "x");
	assert_non_null(strstr(buf_str(&out), "\"errors\":{\"_errors\":["));
}

static void limits(void **state)
{
	(void)state;
	assert_int_equal(refusal_limited(&out, "global", 1050), 429);
	assert_string_equal(buf_str(&out), "{\"message\":\"You are being rate "
					   "limited.\",\"retry_after\":1.050,\"global\":true}");
	buf_clear(&out);
	refusal_limited(&out, "shared", 7);
	assert_string_equal(buf_str(&out),
		"{\"message\":\"The resource is being rate limited.\",\"retry_after\":0.007,"
		"\"global\":false}");
}

static void plain(void **state)
{
	(void)state;
	assert_int_equal(refusal_http(&out, 404, "Not Found"), 404);
	assert_string_equal(buf_str(&out), "{\"message\":\"404: Not Found\",\"code\":0}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(codes, clear, clear),
		cmocka_unit_test_setup_teardown(forms, clear, clear),
		cmocka_unit_test_setup_teardown(limits, clear, clear),
		cmocka_unit_test_setup_teardown(plain, clear, clear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
