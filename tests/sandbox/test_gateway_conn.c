/* Tests of src/sandbox/gateway_conn.c: what becomes of a session with its connection. */
#include "sandbox/gateway_conn.h"

#include "sandbox/stage.h"

static struct client c;

static void codes_that_end_a_session(void **state)
{
	static const struct {
		int code;
		bool ends;
	} cases[] = {{4000, false}, {4002, false}, {4008, false}, {4004, true}, {4007, true},
		{4009, true}, {4014, true}};
	char id[33];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		client_open(&c);
		client_identify(&c, 1);
		client_session(&c, id);
		gateway_conn_close(c.conn, cases[i].code);
		assert_int_equal(c.code, cases[i].code);
		client_gone(&c, cases[i].code);
		client_open(&c);
		client_resume(&c, id, 2);
		assert_int_equal(client_got(&c, "\"op\":9,\"d\":false"), cases[i].ends);
		client_gone(&c, 1000);
	}
}

static void nothing_is_sent_after_a_close(void **state)
{
	(void)state;
	client_open(&c);
	gateway_conn_close(c.conn, 4000);
	c.n = 0;
	gateway_conn_send(c.conn, 11, "null");
	gateway_conn_close(c.conn, 4001);
	assert_int_equal(c.code, 4000);
	assert_int_equal(c.n, 0);
	client_gone(&c, 0);
	assert_non_null(strstr(buf_str(&stage.told), "{\"code\":4000,\"by\":\"server\""));
}

static void who_ended_it(void **state)
{
	(void)state;
	client_open(&c);
	client_gone(&c, 4200);
	assert_non_null(strstr(buf_str(&stage.told), "{\"code\":4200,\"by\":\"client\""));
	client_open(&c);
	client_gone(&c, 0);
	assert_non_null(strstr(buf_str(&stage.told), "{\"code\":1006,\"by\":\"network\""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		stage_test(codes_that_end_a_session),
		stage_test(nothing_is_sent_after_a_close),
		stage_test(who_ended_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
