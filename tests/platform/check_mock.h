/*
 * A host of a check that only records what it is asked and told, and answers that a test invents.
 * Every function is static: a test program includes what it needs.
 */
#ifndef TESTS_PLATFORM_CHECK_MOCK_H
#define TESTS_PLATFORM_CHECK_MOCK_H

#include "platform/host_mock.h"

#include "platform/discord_inquiry.h"

#define CHECK_API "https://discord.com/api/v10"
#define CHECK_T0 1000000
#define CHECK_LINES_MAX 64

struct check_mock {
	struct platform_check_host host;
	size_t n_request, n_wake, n_line, n_done;
	struct mock_request request; /* the last one; its body stays empty */
	int64_t wake_at;
	enum platform_check_level level[CHECK_LINES_MAX];
	char line[CHECK_LINES_MAX][DISCORD_INQUIRY_LINE_MAX];
	bool all_right;
};

MOCK_STATIC void check_request(void *ctx, const struct platform_request *request)
{
	struct check_mock *m = ctx;

	m->n_request++;
	m->request.id = request->id;
	m->request.authorized = request->authorized;
	m->request.timeout_ms = request->timeout_ms;
	mock_copy(m->request.method, sizeof(m->request.method), request->method);
	mock_copy(m->request.url, sizeof(m->request.url), request->url);
	assert_int_equal(m->n_done, 0);
	assert_null(request->body);
}

MOCK_STATIC void check_wake(void *ctx, int64_t at_ms)
{
	struct check_mock *m = ctx;

	m->n_wake++;
	m->wake_at = at_ms;
}

MOCK_STATIC void check_say(void *ctx, enum platform_check_level level, const char *text)
{
	struct check_mock *m = ctx;

	assert_true(m->n_line < CHECK_LINES_MAX);
	assert_int_equal(m->n_done, 0);
	assert_true(strlen(text) < DISCORD_INQUIRY_LINE_MAX && !strchr(text, '\n'));
	m->level[m->n_line] = level;
	mock_copy(m->line[m->n_line++], DISCORD_INQUIRY_LINE_MAX, text);
}

MOCK_STATIC void check_done(void *ctx, bool all_right)
{
	struct check_mock *m = ctx;

	m->n_done++;
	m->all_right = all_right;
}

MOCK_STATIC struct check_mock *check_mock_create(void)
{
	struct check_mock *m = calloc(1, sizeof(*m));

	assert_non_null(m);
	m->host = (struct platform_check_host){
		.request = check_request,
		.wake = check_wake,
		.say = check_say,
		.done = check_done,
		.ctx = m,
	};
	return m;
}

/* A copy of text with double quotes for single ones; the caller frees it. */
MOCK_STATIC char *check_quoted(const char *text)
{
	char *copy = strdup(text), *c;

	assert_non_null(copy);
	for (c = copy; *c; c++) {
		if (*c == '\'')
			*c = '"';
	}
	return copy;
}

/* The JSON that text with single quotes is; the caller frees it. */
MOCK_STATIC json *check_json(const char *text)
{
	char *copy = check_quoted(text);
	json *v = json_parse(copy, strlen(copy));

	assert_non_null(v);
	free(copy);
	return v;
}

/* Answers q's last request. */
MOCK_STATIC void check_answer(
	struct check_mock *m, struct discord_inquiry *q, int status, const char *text)
{
	char *body = check_quoted(text);
	struct platform_result result = mock_result(m->request.id, status, body, NULL);

	discord_inquiry_answered(q, &result, CHECK_T0);
	free(body);
}

/* The path of the last request. */
MOCK_STATIC const char *check_path(const struct check_mock *m)
{
	assert_true(m->n_request > 0);
	assert_memory_equal(m->request.url, CHECK_API, strlen(CHECK_API));
	return m->request.url + strlen(CHECK_API);
}

/* The last finding. */
MOCK_STATIC const char *check_line(const struct check_mock *m)
{
	assert_true(m->n_line > 0);
	return m->line[m->n_line - 1];
}

#define assert_said(m, of_level, part)                                                             \
	do {                                                                                       \
		assert_contains(check_line(m), (part));                                            \
		assert_int_equal((m)->level[(m)->n_line - 1], (of_level));                         \
	} while (0)

#endif
