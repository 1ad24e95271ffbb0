/* Tests of src/sandbox/complaints.c. */
#include "sandbox/complaints.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define HEAD "{\"message\":\"Invalid Form Body\",\"code\":50035,\"errors\":"
#define ERROR(code) "{\"code\":\"" code "\",\"message\":\"m\"}"

static struct complaints c;
static struct buf out;

static int open_all(void **state)
{
	(void)state;
	complaints_init(&c, "");
	buf_init(&out, 1 << 20);
	return 0;
}

static int close_all(void **state)
{
	(void)state;
	complaints_free(&c);
	buf_free(&out);
	return 0;
}

static void nothing_to_complain_of(void **state)
{
	(void)state;
	assert_int_equal(complaints_put(&c, &out), 0);
	assert_int_equal(out.len, 0);
}

static void a_tree_of_what_is_wrong(void **state)
{
	(void)state;
	complaints_enter_at(&c, 0);
	complaints_add(&c, "name", "A", "m");
	complaints_add(&c, "name", "B", "m");
	complaints_enter(&c, "options");
	complaints_enter_at(&c, 12);
	complaints_add(&c, "", "C", "m");
	complaints_add(&c, "type", "D", "m");
	complaints_leave(&c);
	complaints_leave(&c);
	complaints_add(&c, "", "E", "m");
	complaints_leave(&c);
	complaints_enter_at(&c, 10);
	complaints_add(&c, "name", "F", "m");
	assert_int_equal(complaints_put(&c, &out), 400);
	assert_string_equal(buf_str(&out),
		HEAD "{\"0\":{\"name\":{\"_errors\":[" ERROR("A") "," ERROR(
			"B") "]},"
			     "\"options\":{\"12\":{\"_errors\":[" ERROR(
				     "C") "],\"type\":{\"_errors\":[" ERROR("D") "]}}},\"_errors\":"
										 "[" ERROR(
											 "E") "]}"
											      ","
											      "\""
											      "10"
											      "\""
											      ":{"
											      "\""
											      "na"
											      "me"
											      "\""
											      ":{"
											      "\""
											      "_e"
											      "rr"
											      "or"
											      "s"
											      "\""
											      ":"
											      "[" ERROR(
												      "F") "]}}}}");
}

static void about_the_whole_body(void **state)
{
	(void)state;
	complaints_add(&c, "", "A", "m");
	complaints_add(&c, "", "B", "m");
	assert_int_equal(complaints_put(&c, &out), 400);
	assert_string_equal(buf_str(&out), HEAD "{\"_errors\":[" ERROR("A") "," ERROR("B") "]}}");
}

static void fields(void **state)
{
	static const char text[] =
		"{\"ok\":\"\xf0\x9f\xa6\xb4\xf0\x9f\xa6\xb4\",\"long\":\"abcd\",\"number\":5,"
		"\"null\":null,\"list\":[1,2],\"short\":\"\"}";
	json *v = json_parse(text, strlen(text));

	(void)state;
	assert_non_null(complaints_text(&c, v, "ok", 1, 2));
	assert_null(complaints_text(&c, v, "none", 0, 2));
	assert_null(complaints_text(&c, v, "null", 0, 2));
	assert_non_null(complaints_list(&c, v, "list", 1, 2));
	assert_int_equal(complaints_put(&c, &out), 0);
	assert_null(complaints_text(&c, v, "long", 0, 3));
	assert_null(complaints_text(&c, v, "short", 1, 3));
	assert_null(complaints_text(&c, v, "number", 0, 3));
	assert_null(complaints_text(&c, v, "none", 1, 3));
	assert_null(complaints_list(&c, v, "list", 0, 1));
	assert_null(complaints_list(&c, v, "ok", 0, 1));
	assert_int_equal(complaints_put(&c, &out), 400);
	assert_non_null(strstr(buf_str(&out), "Must be 3 or fewer in length."));
	assert_non_null(strstr(buf_str(&out), "Must be between 1 and 3 in length."));
	assert_non_null(strstr(buf_str(&out), "BASE_TYPE_BAD_TYPE"));
	assert_non_null(strstr(buf_str(&out), "BASE_TYPE_REQUIRED"));
	json_free(v);
}

/* A form as deep and wrong as can be does not overflow anything, and the answer stays JSON. */
static void bounded(void **state)
{
	json *v;
	int i;

	(void)state;
	for (i = 0; i < 200; i++) {
		complaints_enter(&c, "options");
		complaints_add(&c, "name", "A", "m");
	}
	for (i = 0; i < 400; i++)
		complaints_leave(&c);
	complaints_add(&c, "late", "Z", "m");
	assert_int_equal(complaints_put(&c, &out), 400);
	v = json_parse(buf_str(&out), out.len);
	assert_true(json_is_object(v));
	json_free(v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(nothing_to_complain_of, open_all, close_all),
		cmocka_unit_test_setup_teardown(a_tree_of_what_is_wrong, open_all, close_all),
		cmocka_unit_test_setup_teardown(about_the_whole_body, open_all, close_all),
		cmocka_unit_test_setup_teardown(fields, open_all, close_all),
		cmocka_unit_test_setup_teardown(bounded, open_all, close_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
