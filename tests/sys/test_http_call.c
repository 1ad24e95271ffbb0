/* Tests of src/sys/http_call.c. */
#include "sys/http_call.h"

#include "sys/world.h"

static void copied(void **state)
{
	char body[] = "{\"a\":1}", url[] = "https://discord.com/x";
	const struct http_request request = {
		.method = "PATCH", .url = url, .body = body, .body_len = 7, .authorized = true};
	struct http_call *call = http_call_create(&request);

	(void)state;
	assert_non_null(call);
	memset(body, '?', sizeof(body) - 1);
	memset(url, '?', sizeof(url) - 1);
	assert_null(call->error);
	assert_string_equal(call->method, "PATCH");
	assert_string_equal(call->url, "https://discord.com/x");
	assert_string_equal(call->body, "{\"a\":1}");
	assert_int_equal(call->body_len, 7);
	assert_true(call->authorized);
	assert_false(call->plain);
	http_call_free(call);
	http_call_free(NULL);
}

static void bodies(void **state)
{
	static const struct {
		const char *method, *body;
		bool keeps; /* a body, be it an empty one */
		bool refused;
	} cases[] = {
		{"GET", NULL, false, false},
		{"GET", "x", false, true},
		{"POST", NULL, true, false},
		{"POST", "", true, false},
		{"PUT", NULL, true, false},
		{"PATCH", NULL, true, false},
		{"DELETE", NULL, false, false},
		{"DELETE", "x", true, false},
		{"get", NULL, false, true},
		{"", NULL, false, true},
	};
	struct http_call *call;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		call = http_call_create(&(struct http_request){
			.method = cases[i].method,
			.url = "http://127.0.0.1/",
			.body = cases[i].body,
			.body_len = cases[i].body ? strlen(cases[i].body) : 99,
		});
		assert_non_null(call);
		assert_int_equal(call->error != NULL, cases[i].refused);
		if (!call->error) {
			assert_int_equal(call->body != NULL, cases[i].keeps);
			assert_int_equal(call->body_len, cases[i].body ? strlen(cases[i].body) : 0);
			assert_true(call->plain);
		}
		http_call_free(call);
	}
}

static void lists(void **state)
{
	struct http_calls one, two;
	struct http_call a = {0}, b = {0}, c = {0};

	(void)state;
	http_calls_init(&one);
	http_calls_init(&two);
	http_calls_add(&one, &a);
	http_calls_add(&one, &b);
	http_calls_add(&one, &c);
	assert_int_equal(one.n, 3);
	http_calls_take(&b);
	http_calls_add(&two, &b);
	assert_ptr_equal(one.first, &a);
	assert_ptr_equal(a.next, &c);
	/* the last one goes, and what is added then comes after the one before */
	http_calls_take(&c);
	http_calls_add(&one, &c);
	assert_ptr_equal(a.next, &c);
	http_calls_take(&a);
	http_calls_take(&c);
	assert_null(one.first);
	assert_int_equal(one.n, 0);
	http_calls_add(&one, &a);
	assert_ptr_equal(one.first, &a);
	assert_ptr_equal(two.first, &b);
	assert_ptr_equal(b.list, &two);
	assert_int_equal(two.n, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(copied),
		cmocka_unit_test(bodies),
		cmocka_unit_test(lists),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
