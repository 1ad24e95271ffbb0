/* Tests of src/sandbox/rest_table.c. */
#include "sandbox/rest_table.h"

#include "sandbox/stage.h"

static char params[REST_PARAMS_MAX][SERVE_HEADER_MAX];
static bool known;

static void found(void **state)
{
	const struct rest_route *route = rest_table_find("GET", "/gateway/bot", params, &known);

	(void)state;
	assert_false(route->is_open);
	route = rest_table_find("PATCH", "/webhooks/1/t/messages/@original", params, &known);
	assert_true(route->is_open && route->rule.is_apart);
	assert_string_equal(params[0], "1");
	assert_string_equal(params[1], "t");
	assert_string_equal(params[2], "@original");
}

static void not_found(void **state)
{
	static char long_path[SERVE_HEADER_MAX + 32] = "/channels/";

	(void)state;
	assert_null(rest_table_find("GET", "/nothing", params, &known));
	assert_false(known);
	assert_null(rest_table_find("PUT", "/gateway", params, &known));
	assert_true(known);
	assert_null(rest_table_find("GET", "/channels//messages", params, &known));
	memset(long_path + 10, '1', SERVE_HEADER_MAX);
	assert_null(rest_table_find("GET", long_path, params, &known));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(found),
		cmocka_unit_test(not_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
