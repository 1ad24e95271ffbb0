/* Tests of src/base/log_format.c. */
#include "base/log_format.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/json.h"

#define WHEN "2026-11-22T10:00:00Z"

static const char *write_it(
	enum log_format format, bool journal, enum log_level level, const char *line)
{
	static char text[8192];
	struct buf out;

	buf_init(&out, sizeof(text) - 1);
	assert_true(log_format_line(
		&(struct log_format_options){format, journal}, level, line, WHEN, &out));
	snprintf(text, sizeof(text), "%s", buf_str(&out));
	buf_free(&out);
	return text;
}

static void forms(void **state)
{
	(void)state;
	assert_string_equal(write_it(LOG_FORMAT_TEXT, false, LOG_INFO, "info daemon: it: runs"),
		WHEN " info daemon: it: runs\n");
	assert_string_equal(write_it(LOG_FORMAT_LOGFMT, false, LOG_INFO, "info daemon: it: runs"),
		"time=" WHEN " level=info area=daemon msg=\"it: runs\"\n");
	assert_string_equal(write_it(LOG_FORMAT_JSON, false, LOG_WARN, "warn daemon: it: runs"),
		"{\"time\":\"" WHEN "\",\"level\":\"warn\",\"area\":\"daemon\","
		"\"msg\":\"it: runs\"}\n");
}

/* journald has the time, and wants the priority first. */
static void journal(void **state)
{
	(void)state;
	assert_string_equal(
		write_it(LOG_FORMAT_TEXT, true, LOG_ERROR, "error a: x"), "<3>error a: x\n");
	assert_string_equal(write_it(LOG_FORMAT_TEXT, true, LOG_WARN, "x"), "<4>x\n");
	assert_string_equal(write_it(LOG_FORMAT_TEXT, true, LOG_INFO, "x"), "<6>x\n");
	assert_string_equal(write_it(LOG_FORMAT_TEXT, true, LOG_DEBUG, "%s"), "<7>%s\n");
	assert_string_equal(write_it(LOG_FORMAT_LOGFMT, true, LOG_ERROR, "error a: x"),
		"<3>level=error area=a msg=\"x\"\n");
	assert_string_equal(write_it(LOG_FORMAT_JSON, true, LOG_ERROR, "error a: x"),
		"<3>{\"level\":\"error\",\"area\":\"a\",\"msg\":\"x\"}\n");
}

/* Whatever stands in the message, it stays one value. */
static void hostile(void **state)
{
	static const char *const lines[] = {"error a: \"} level=info {\"msg\":\"x",
		"error a: back\\", "error a: \xff\xfe", "error a", "", "error a: ", ": : :"};
	const char *text;
	size_t i;
	json *v;

	(void)state;
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		text = write_it(LOG_FORMAT_JSON, false, LOG_ERROR, lines[i]);
		v = json_parse(text, strlen(text));
		assert_non_null(v);
		assert_string_equal(json_get_string(v, "level"), "error");
		assert_non_null(json_get_string(v, "msg"));
		json_free(v);
	}
	assert_string_equal(write_it(LOG_FORMAT_LOGFMT, true, LOG_ERROR, "error a: \"b\\"),
		"<3>level=error area=a msg=\"\\\"b\\\\\"\n");
}

/* What log_format_to_stderr() writes. */
static void on_stderr(void *ctx, const char *line, char *out, size_t size)
{
	int saved = dup(STDERR_FILENO);
	FILE *file = tmpfile();
	size_t n;

	assert_non_null(file);
	assert_true(saved >= 0);
	fflush(stderr);
	dup2(fileno(file), STDERR_FILENO);
	log_format_to_stderr(ctx, LOG_ERROR, line);
	fflush(stderr);
	dup2(saved, STDERR_FILENO);
	close(saved);
	rewind(file);
	n = fread(out, 1, size - 1, file);
	out[n] = '\0';
	fclose(file);
}

static void standard_error(void **state)
{
	struct log_format_options options = {LOG_FORMAT_TEXT, true};
	int year, month, day, hour, minute, second, end = 0;
	char out[5000], line[1024];

	(void)state;
	on_stderr(&options, "error a: x", out, sizeof(out));
	assert_string_equal(out, "<3>error a: x\n");
	on_stderr(NULL, "error a: x", out, sizeof(out));
	assert_int_equal(sscanf(out, "%4d-%2d-%2dT%2d:%2d:%2dZ error a: x\n%n", &year, &month, &day,
				 &hour, &minute, &second, &end),
		6);
	assert_int_equal(end, strlen(out));
	assert_true(year >= 2020 && month <= 12 && day <= 31 && hour < 24 && minute < 60);
	/* the longest there is, of what is escaped */
	memset(line, '"', sizeof(line) - 1);
	line[sizeof(line) - 1] = '\0';
	options = (struct log_format_options){LOG_FORMAT_JSON, false};
	on_stderr(&options, line, out, sizeof(out));
	assert_int_equal(out[strlen(out) - 2], '}');
}

static void words(void **state)
{
	enum log_format format;

	(void)state;
	assert_int_equal(log_format_parse("json", &format), 0);
	assert_int_equal(format, LOG_FORMAT_JSON);
	assert_int_equal(log_format_parse("logfmt", &format), 0);
	assert_int_equal(format, LOG_FORMAT_LOGFMT);
	assert_int_equal(log_format_parse("text", &format), 0);
	assert_int_equal(format, LOG_FORMAT_TEXT);
	assert_int_equal(log_format_parse("JSON", &format), -1);
	assert_int_equal(log_format_parse("", &format), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forms),
		cmocka_unit_test(journal),
		cmocka_unit_test(hostile),
		cmocka_unit_test(standard_error),
		cmocka_unit_test(words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
