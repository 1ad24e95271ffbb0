/* Tests of src/sandbox/session.c. */
#include "sandbox/session.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"

static struct buf sent;

static void take(void *ctx, const char *frame, size_t len)
{
	(void)ctx;
	buf_put(&sent, frame, len);
	buf_putc(&sent, '\n');
}

static int open_sent(void **state)
{
	(void)state;
	buf_free(&sent);
	buf_init(&sent, 1 << 20);
	return 0;
}

static void numbers_and_replays(void **state)
{
	struct session *s = session_create("abc", SESSION_GUILDS);
	int holder;

	(void)state;
	session_dispatch(s, "A", "{}");
	assert_null(session_holder(s));
	session_hold(s, take, &holder);
	assert_ptr_equal(session_holder(s), &holder);
	session_dispatch(s, "B", "{\"x\":1}");
	assert_string_equal(buf_str(&sent), "{\"t\":\"B\",\"s\":2,\"op\":0,\"d\":{\"x\":1}}\n");
	buf_clear(&sent);
	assert_true(session_can_replay(s, 0));
	assert_int_equal(session_replay(s, 0), 2);
	assert_string_equal(buf_str(&sent),
		"{\"t\":\"A\",\"s\":1,\"op\":0,\"d\":{}}\n"
		"{\"t\":\"B\",\"s\":2,\"op\":0,\"d\":{\"x\":1}}\n"
		"{\"t\":\"RESUMED\",\"s\":3,\"op\":0,\"d\":{\"_trace\":[]}}\n");
	assert_int_equal(session_seq(s), 3);
	assert_string_equal(session_id(s), "abc");
	session_destroy(s);
	session_destroy(NULL);
}

static void old_events_are_forgotten(void **state)
{
	struct session *s = session_create("abc", 0);
	int i, holder;

	(void)state;
	for (i = 0; i < SESSION_REPLAY_MAX + 10; i++)
		session_dispatch(s, "E", "{}");
	assert_false(session_can_replay(s, 0));
	assert_false(session_can_replay(s, 10));
	assert_true(session_can_replay(s, 11));
	session_hold(s, take, &holder);
	assert_int_equal(session_replay(s, 11), SESSION_REPLAY_MAX - 1);
	session_destroy(s);
}

static void what_is_asked_for(void **state)
{
	struct session *s = session_create("abc", SESSION_GUILDS | SESSION_DIRECT_MESSAGES);

	(void)state;
	assert_true(session_wants(s, "GUILD_CREATE", false));
	assert_true(session_wants(s, "THREAD_CREATE", false));
	assert_false(session_wants(s, "MESSAGE_CREATE", false));
	assert_true(session_wants(s, "MESSAGE_CREATE", true));
	assert_false(session_wants(s, "MESSAGE_REACTION_ADD", true));
	assert_true(session_wants(s, "INTERACTION_CREATE", false));
	session_destroy(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(numbers_and_replays, open_sent, open_sent),
		cmocka_unit_test_setup_teardown(old_events_are_forgotten, open_sent, open_sent),
		cmocka_unit_test_setup_teardown(what_is_asked_for, open_sent, open_sent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
