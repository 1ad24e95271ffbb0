/* Tests of src/base/log.c. */
#include "base/log.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char last[4096]; /* the line that was written last */
static enum log_level last_level;
static unsigned n_lines;

static void keep(void *ctx, enum log_level level, const char *line)
{
	assert_string_equal(ctx, "context");
	assert_true(strlen(line) < sizeof(last));
	strcpy(last, line);
	last_level = level;
	n_lines++;
	errno = EPIPE;
}

static char context[] = "context";
static struct log l;

static int set_up(void **state)
{
	(void)state;
	l = (struct log){.level = LOG_DEBUG, .sink = keep, .ctx = context};
	last[0] = '\0';
	n_lines = 0;
	return 0;
}

static void lines(void **state)
{
	(void)state;
	log_error(&l, "gateway", "closed with %d %s", 4004, "by peer");
	assert_string_equal(last, "error gateway: closed with 4004 by peer");
	assert_int_equal(last_level, LOG_ERROR);
	log_warn(&l, "a", "x");
	assert_string_equal(last, "warn a: x");
	log_info(&l, "a", "x");
	assert_string_equal(last, "info a: x");
	log_debug(&l, "a", "%s", "");
	assert_string_equal(last, "debug a: ");
	assert_int_equal(last_level, LOG_DEBUG);
}

static void levels(void **state)
{
	(void)state;
	l.level = LOG_WARN;
	log_info(&l, "a", "x");
	log_debug(&l, "a", "x");
	assert_int_equal(n_lines, 0);
	log_warn(&l, "a", "x");
	log_error(&l, "a", "x");
	assert_int_equal(n_lines, 2);
	l.level = LOG_ERROR;
	log_warn(&l, "a", "x");
	assert_int_equal(n_lines, 2);
}

static void nowhere(void **state)
{
	(void)state;
	log_error(NULL, "a", "x");
	l.sink = NULL;
	log_error(&l, "a", "x");
	assert_int_equal(n_lines, 0);
}

static void errno_stays(void **state)
{
	(void)state;
	errno = ENOENT;
	log_error(&l, "a", "x");
	assert_int_equal(errno, ENOENT);
	assert_int_equal(n_lines, 1);
}

/* A line is one line, and nothing in it commands a terminal. */
static void controls(void **state)
{
	(void)state;
	log_error(&l, "a", "one\ntwo\r\x1b[31m\x7f\xc2\x9b\xc3\xa9");
	assert_string_equal(last, "error a: one?two?"
				  "?[31m?"
				  "?"
				  "?\xc3\xa9");
}

static void cut(void **state)
{
	char text[3000];

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	log_error(&l, "a", "%s", text);
	assert_int_equal(strlen(last), 1023);
	assert_memory_equal(last, "error a: xxx", 12);
	log_error(&l, text, "%s", text);
	assert_int_equal(strlen(last), 1023);
}

static void secrets(void **state)
{
	(void)state;
	assert_int_equal(log_secret(&l, "abcdefgh"), 0);
	assert_int_equal(log_secret(&l, "MTIz.NDU2.Nzg5-long-one"), 0);
	log_error(&l, "a", "t=abcdefgh&u=MTIz.NDU2.Nzg5-long-one;abcdefghabcdefgh abcdefg");
	assert_string_equal(last, "error a: t=[secret]&u=[secret];[secret][secret] abcdefg");
	log_error(&l, "abcdefgh", "x");
	assert_string_equal(last, "error [secret]: x");
}

static void secrets_refused(void **state)
{
	static const char *const many[] = {"secret-01", "secret-02", "secret-03", "secret-04",
		"secret-05", "secret-06", "secret-07", "secret-08", "secret-09", "secret-10",
		"secret-11", "secret-12", "secret-13", "secret-14", "secret-15", "secret-16",
		"secret-17", "secret-18"};
	size_t i;

	(void)state;
	assert_int_equal(log_secret(&l, ""), -1);
	assert_int_equal(log_secret(&l, "1234567"), -1);
	for (i = 0; i < LOG_SECRETS_MAX; i++)
		assert_int_equal(log_secret(&l, many[i]), 0);
	assert_int_equal(log_secret(&l, "secret-19"), -1);
	log_error(&l, "a", "secret-01 secret-18 secret-19");
	assert_string_equal(last, "error a: [secret] [secret] secret-19");
}

/* One secret that begins with another does not leave its rest behind. */
static void secret_in_secret(void **state)
{
	(void)state;
	assert_int_equal(log_secret(&l, "password"), 0);
	assert_int_equal(log_secret(&l, "password-of-main"), 0);
	assert_int_equal(log_secret(&l, "my-password-1"), 0);
	log_error(&l, "a", "password-of-main my-password-1 password");
	assert_string_equal(last, "error a: [secret] [secret] [secret]");
}

/* A secret that the end of the line cuts does not show its beginning, wherever the cut falls. */
static void secret_at_the_end(void **state)
{
	static const char secret[] = "abcdefghijklmnopqrstuvwxyz0123456789";
	const char *rest;
	char text[1100];
	size_t n;

	(void)state;
	assert_int_equal(log_secret(&l, secret), 0);
	for (n = 960; n < 1030; n++) {
		memset(text, '.', n);
		strcpy(text + n, secret);
		log_error(&l, "a", "%s", text);
		rest = last + strlen("error a: ");
		rest += strspn(rest, ".");
		if (n + strlen("error a: ") + strlen(secret) < 1024)
			assert_string_equal(rest, "[secret]");
		else
			assert_string_equal(rest, "");
	}
	/* what only looks like the beginning of it stays, when nothing was cut */
	log_error(&l, "a", "ends with abcd");
	assert_string_equal(last, "error a: ends with abcd");
}

static int64_t clock_ms;

static int64_t invented_now(void)
{
	return clock_ms;
}

/* A flood is cut off, what is graver than it is not, and the next line tells. */
static void floods(void **state)
{
	unsigned i;

	(void)state;
	l.now = invented_now;
	clock_ms = 5000;
	for (i = 0; i < LOG_BURST + 500; i++)
		log_warn(&l, "a", "%u", i);
	assert_int_equal(n_lines, LOG_BURST);
	assert_string_equal(last, "warn a: 999");
	assert_int_equal(l.rates[LOG_WARN].written, LOG_BURST);
	assert_int_equal(l.rates[LOG_WARN].left_out, 500);
	log_error(&l, "a", "an error");
	assert_string_equal(last, "error a: an error");
	/* after a tenth of a second there is room for five */
	clock_ms += 100;
	n_lines = 0;
	log_warn(&l, "a", "x");
	assert_int_equal(n_lines, 2);
	assert_string_equal(last, "warn a: x");
	for (i = 0; i < 10; i++)
		log_warn(&l, "a", "y");
	assert_int_equal(n_lines, 6);
	/* a trickle is never cut off, however it falls on the clock */
	n_lines = 0;
	for (i = 0; i < 5000; i++) {
		clock_ms += i % 2 ? 19 : 21;
		log_warn(&l, "a", "z");
	}
	assert_true(n_lines >= 5000);
	/* after a silence everything is as it was, and no more than that */
	clock_ms += 1000000;
	n_lines = 0;
	for (i = 0; i < 3 * LOG_BURST; i++)
		log_warn(&l, "a", "x");
	assert_true(n_lines <= LOG_BURST + 1);
	assert_true(n_lines >= LOG_BURST);
}

/* What is said of it is said in one line, at the next chance. */
static void told_once(void **state)
{
	unsigned i;

	(void)state;
	l.now = invented_now;
	clock_ms = 1;
	for (i = 0; i < LOG_BURST + 7; i++)
		log_info(&l, "a", "x");
	clock_ms += 1000 / LOG_RATE;
	l.level = LOG_INFO;
	n_lines = 0;
	log_info(&l, "a", "x");
	assert_int_equal(n_lines, 2);
	assert_int_equal(l.rates[LOG_INFO].silent, 0);
	/* debug has more room */
	l.level = LOG_DEBUG;
	n_lines = 0;
	for (i = 0; i < LOG_BURST * LOG_DEBUG_FACTOR + 5; i++)
		log_debug(&l, "a", "x");
	assert_int_equal(n_lines, LOG_BURST * LOG_DEBUG_FACTOR);
}

static void words(void **state)
{
	enum log_level level = LOG_WARN;

	(void)state;
	assert_int_equal(log_level_parse("error", &level), 0);
	assert_int_equal(level, LOG_ERROR);
	assert_int_equal(log_level_parse("debug", &level), 0);
	assert_int_equal(level, LOG_DEBUG);
	assert_int_equal(log_level_parse("Debug", &level), -1);
	assert_int_equal(log_level_parse("", &level), -1);
	assert_int_equal(log_level_parse("warning", &level), -1);
	assert_int_equal(level, LOG_DEBUG);
	assert_string_equal(log_level_name(LOG_ERROR), "error");
	assert_string_equal(log_level_name(LOG_WARN), "warn");
	assert_string_equal(log_level_name(LOG_INFO), "info");
	assert_string_equal(log_level_name(LOG_DEBUG), "debug");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(lines, set_up),
		cmocka_unit_test_setup(levels, set_up),
		cmocka_unit_test_setup(nowhere, set_up),
		cmocka_unit_test_setup(errno_stays, set_up),
		cmocka_unit_test_setup(controls, set_up),
		cmocka_unit_test_setup(cut, set_up),
		cmocka_unit_test_setup(secrets, set_up),
		cmocka_unit_test_setup(secrets_refused, set_up),
		cmocka_unit_test_setup(secret_in_secret, set_up),
		cmocka_unit_test_setup(secret_at_the_end, set_up),
		cmocka_unit_test_setup(floods, set_up),
		cmocka_unit_test_setup(told_once, set_up),
		cmocka_unit_test_setup(words, set_up),
	};

	return cmocka_run_group_tests_name("base/log", tests, NULL, NULL);
}
