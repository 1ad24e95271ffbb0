/* Tests of src/web/login.c, on an invented clock with invented chance. */
#include "web/login.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define TOKEN "a-token-of-some-length"
#define NOW 5000000

static unsigned char chance;
static int luck;

static int make_bytes(void *out, size_t n)
{
	memset(out, ++chance, n);
	return luck;
}

static struct login *l;

static int set_up(void **state)
{
	(void)state;
	chance = 0;
	luck = 0;
	l = login_create(TOKEN, make_bytes);
	assert_non_null(l);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	login_destroy(l);
	return 0;
}

static const struct login_session *enter(int64_t now)
{
	const struct login_session *session;

	assert_int_equal(login_enter(l, TOKEN, now, &session), LOGIN_OK);
	return session;
}

static void sessions(void **state)
{
	const struct login_session *session = enter(NOW);
	char cookie[LOGIN_SECRET_MAX];

	(void)state;
	assert_int_equal(strlen(session->cookie), 2 * LOGIN_SECRET_BYTES);
	assert_string_not_equal(session->cookie, session->key);
	memcpy(cookie, session->cookie, sizeof(cookie));
	assert_non_null(login_find(l, cookie, NOW + 1));
	assert_null(login_find(l, session->key, NOW + 1));
	assert_null(login_find(l, "", NOW + 1));
	assert_null(login_find(l, "01", NOW + 1));
	login_leave(l, "nobody's");
	login_leave(l, cookie);
	assert_null(login_find(l, cookie, NOW + 1));
	assert_int_equal(login_counts(l).ok, 1);
	assert_int_equal(login_counts(l).sessions, 0);
}

static void they_end(void **state)
{
	char cookie[LOGIN_SECRET_MAX];
	int64_t at;

	(void)state;
	memcpy(cookie, enter(NOW)->cookie, sizeof(cookie));
	assert_non_null(login_find(l, cookie, NOW + LOGIN_IDLE_MS - 1));
	assert_null(login_find(l, cookie, NOW + 2 * (int64_t)LOGIN_IDLE_MS - 1));
	memcpy(cookie, enter(NOW)->cookie, sizeof(cookie));
	for (at = NOW; at < NOW + LOGIN_SESSION_MS; at += 1000000)
		assert_non_null(login_find(l, cookie, at));
	assert_null(login_find(l, cookie, NOW + LOGIN_SESSION_MS));
}

static void bounded(void **state)
{
	char first[LOGIN_SECRET_MAX], second[LOGIN_SECRET_MAX];
	int i;

	(void)state;
	memcpy(first, enter(NOW)->cookie, sizeof(first));
	memcpy(second, enter(NOW + 1)->cookie, sizeof(second));
	for (i = 2; i < LOGIN_SESSIONS_MAX; i++)
		enter(NOW + i);
	assert_non_null(login_find(l, first, NOW + 100));
	enter(NOW + 101);
	assert_int_equal(login_counts(l).sessions, LOGIN_SESSIONS_MAX);
	assert_int_equal(login_counts(l).evicted, 1);
	assert_non_null(login_find(l, first, NOW + 102));
	assert_null(login_find(l, second, NOW + 102));
}

/* Wrong ones are slow; the right one is not looked at either then. */
static void guessing(void **state)
{
	static const char *const wrong[] = {
		"", "a", "a-token-of-some-lengtH", TOKEN "x", "a-token-of-some-lengt", TOKEN TOKEN};
	const struct login_session *session;
	int i;

	(void)state;
	for (i = 0; i < LOGIN_FAILURES; i++)
		assert_int_equal(login_enter(l, wrong[i % 6], NOW, &session), LOGIN_WRONG);
	assert_int_equal(login_enter(l, "x", NOW, &session), LOGIN_WAIT);
	assert_int_equal(login_enter(l, TOKEN, NOW, &session), LOGIN_WAIT);
	assert_null(session);
	assert_int_equal(login_enter(l, "x", NOW + LOGIN_FAILURE_MS, &session), LOGIN_WRONG);
	assert_int_equal(login_enter(l, TOKEN, NOW + LOGIN_FAILURE_MS, &session), LOGIN_WAIT);
	/* who has the token may use it as often as they like */
	for (i = 0; i < 3 * LOGIN_FAILURES; i++)
		enter(NOW + 2 * LOGIN_FAILURE_MS);
	assert_int_equal(login_counts(l).wrong, LOGIN_FAILURES + 1);
	assert_int_equal(login_counts(l).refused, 3);
}

static void no_chance(void **state)
{
	const struct login_session *session;

	(void)state;
	luck = -1;
	assert_int_equal(login_enter(l, TOKEN, NOW, &session), LOGIN_FAILED);
	assert_null(session);
	assert_int_equal(login_counts(l).sessions, 0);
}

static void too_long(void **state)
{
	char *token = malloc(LOGIN_TOKEN_MAX + 2);

	(void)state;
	assert_non_null(token);
	memset(token, 'x', LOGIN_TOKEN_MAX + 1);
	token[LOGIN_TOKEN_MAX + 1] = '\0';
	assert_null(login_create(token, make_bytes));
	free(token);
	login_destroy(NULL);
}

static void same(void **state)
{
	(void)state;
	assert_true(login_same("abc", "abc"));
	assert_true(login_same("", ""));
	assert_false(login_same("abc", "abcabc"));
	assert_false(login_same("abc", "ab"));
	assert_false(login_same("abc", ""));
	assert_false(login_same("", "abc"));
	assert_false(login_same("abc", "abd"));
	assert_false(login_same("abc", "Abc"));
}

/* What somebody calls themselves stands in the record, with the session's number. */
static void names(void **state)
{
	char who[LOGIN_WHO_MAX], cookie[LOGIN_SECRET_MAX], name[LOGIN_NAME_MAX + 1];
	const struct login_session *session = enter(NOW);

	(void)state;
	assert_string_equal(login_who(session, who), "session 1");
	memcpy(cookie, session->cookie, sizeof(cookie));
	assert_int_equal(login_call(l, cookie, "Ann \xc3\x84"), 0);
	assert_string_equal(login_who(login_find(l, cookie, NOW), who), "session 1, Ann \xc3\x84");
	assert_int_equal(login_call(l, cookie, "An\nn"), -1);
	assert_int_equal(login_call(l, cookie, "An\x7f"), -1);
	assert_int_equal(login_call(l, cookie, "\xff"), -1);
	memset(name, 'x', sizeof(name));
	name[LOGIN_NAME_MAX] = '\0';
	assert_int_equal(login_call(l, cookie, name), -1);
	assert_int_equal(login_call(l, cookie, name + 1), 0);
	assert_int_equal(strlen(login_who(login_find(l, cookie, NOW), who)), 11 + 64);
	assert_int_equal(login_call(l, "no such cookie", "Ann"), -1);
	assert_string_equal(login_who(enter(NOW), who), "session 2");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(sessions, set_up, tear_down),
		cmocka_unit_test_setup_teardown(names, set_up, tear_down),
		cmocka_unit_test_setup_teardown(they_end, set_up, tear_down),
		cmocka_unit_test_setup_teardown(bounded, set_up, tear_down),
		cmocka_unit_test_setup_teardown(guessing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_chance, set_up, tear_down),
		cmocka_unit_test(too_long),
		cmocka_unit_test(same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
