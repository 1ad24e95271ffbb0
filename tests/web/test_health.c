/* Tests of src/web/health.c. */
#include "web/health.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"

static struct buf findings, out;

static int set_up(void **state)
{
	(void)state;
	buf_init(&findings, 4096);
	buf_init(&out, 8192);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	buf_free(&findings);
	buf_free(&out);
	return 0;
}

static void the_worst_counts(void **state)
{
	struct health h = {.out = &findings};

	(void)state;
	assert_int_equal(health_status(&h), 200);
	health_find(&h, "a", HEALTH_OK, "all is %s", "well");
	assert_int_equal(h.worst, HEALTH_OK);
	health_find(&h, "b", HEALTH_WARN, "look");
	assert_int_equal(health_status(&h), 200);
	health_find(&h, "c", HEALTH_FAIL, "gone");
	health_find(&h, "d", HEALTH_OK, "fine");
	assert_int_equal(h.worst, HEALTH_FAIL);
	assert_int_equal(health_status(&h), 503);
	assert_true(health_write(&h, &out));
	assert_string_equal(buf_str(&out),
		"{\"status\":\"fail\",\"checks\":[\n"
		"  {\"name\":\"a\",\"status\":\"ok\",\"reason\":\"all is well\"},\n"
		"  {\"name\":\"b\",\"status\":\"warn\",\"reason\":\"look\"},\n"
		"  {\"name\":\"c\",\"status\":\"fail\",\"reason\":\"gone\"},\n"
		"  {\"name\":\"d\",\"status\":\"ok\",\"reason\":\"fine\"}\n"
		"]}\n");
}

/* Whatever stands in a reason, what comes out is JSON. */
static void hostile_reasons(void **state)
{
	struct health h = {.out = &findings};
	char large[2 * HEALTH_REASON_MAX];
	json *v;

	(void)state;
	memset(large, '"', sizeof(large) - 1);
	large[sizeof(large) - 1] = '\0';
	health_find(&h, "\"x\n", HEALTH_OK, "%s", "\xff \x01 \"}]\\");
	health_find(&h, "y", HEALTH_OK, "%s", large);
	assert_true(health_write(&h, &out));
	v = json_parse(buf_str(&out), out.len);
	assert_non_null(v);
	assert_string_equal(json_get_string(json_first(json_get(v, "checks")), "name"), "\"x\n");
	assert_string_equal(json_get_string(v, "status"), "ok");
	json_free(v);
}

static void no_room(void **state)
{
	struct health h = {.out = &findings};

	(void)state;
	buf_free(&findings);
	buf_init(&findings, 10);
	health_find(&h, "a", HEALTH_OK, "all is well");
	assert_false(health_write(&h, &out));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_worst_counts, set_up, tear_down),
		cmocka_unit_test_setup_teardown(hostile_reasons, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_room, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("web/health", tests, NULL, NULL);
}
