/* Tests of src/bot/gaps.c, in memory. */
#include "bot/gaps.h"

#include <stdio.h>

#include "base/config.h"
#include "platform/host_mock.h"
#include "sys/store_request.h"

static struct config *config;
static struct gaps *g;

/* A store that is played: what it was asked last, and how often. */
static struct {
	unsigned n;
	enum store_op_kind kind;
	char text[GAPS_TEXT_MAX + 2], conversation[64], message[64], user[64], shape[64];
} asked;

struct store_op *store_request_queue(struct store *s, const struct store_op *like)
{
	const struct store_unanswered *u = &like->unanswered;

	assert_ptr_equal(s, &asked);
	asked.n++;
	asked.kind = like->kind;
	mock_copy(asked.text, sizeof(asked.text), u->text ? u->text : "");
	mock_copy(asked.conversation, sizeof(asked.conversation),
		u->conversation ? u->conversation : "");
	mock_copy(asked.message, sizeof(asked.message), u->message ? u->message : "");
	mock_copy(asked.user, sizeof(asked.user), u->user ? u->user : "");
	mock_copy(asked.shape, sizeof(asked.shape), u->shape ? u->shape : "");
	return NULL;
}

void store_cancel(struct store_op *op)
{
	assert_null(op);
}

static const char *answered; /* the shape that the content has an answer to */

static bool answers(void *ctx, const char *shape)
{
	assert_ptr_equal(ctx, &g);
	return strcmp(shape, answered) == 0;
}

static int set_up(void **state)
{
	(void)state;
	answered = "";
	config = config_default();
	assert_non_null(config);
	g = gaps_create(&(struct gaps_options){.config = config, .answers = answers, .ctx = &g});
	return g ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	gaps_destroy(g);
	config_free(config);
	return 0;
}

static void note_of(const char *server, const char *message, const char *shape, int64_t at_ms)
{
	gaps_note(g, &(struct gaps_question){.account = "main",
			     .shape = shape,
			     .server = server,
			     .conversation = "9",
			     .message = message,
			     .user = "2",
			     .text = "a text",
			     .len = 6,
			     .keep_ms = 1,
			     .at_ms = at_ms});
}

/* A message of its own. */
static void note(const char *shape, int64_t at_ms)
{
	static unsigned n;
	char message[32];

	snprintf(message, sizeof(message), "m%u", ++n);
	note_of("10", message, shape, at_ms);
}

/* How often that one is listed, -1 = not at all. */
static int64_t count_of(const char *server, const char *shape)
{
	const struct gaps_shape *list;
	size_t n, i;

	list = gaps_list(g, server, &n);
	for (i = 0; i < n; i++) {
		if (strcmp(list[i].shape, shape) == 0)
			return list[i].n;
	}
	return -1;
}

/* Each server has its own; together they are one list. */
static void by_server(void **state)
{
	const struct gaps_shape *list;
	size_t n;

	(void)state;
	note_of("10", "1", "tea", 5);
	note_of("20", "2", "tea", 9);
	note_of("20", "3", "milk", 6);
	note_of("20", "4", "milk", 7);
	note_of("20", "5", "milk", 8);
	note_of("", "6", "water", 8);
	list = gaps_list(g, NULL, &n);
	assert_int_equal(n, 3);
	assert_string_equal(list[0].shape, "milk");
	assert_string_equal(list[1].shape, "tea");
	assert_int_equal(list[1].n, 2);
	assert_int_equal(list[1].at_ms, 9);
	list = gaps_list(g, "10", &n);
	assert_int_equal(n, 1);
	assert_string_equal(list[0].shape, "tea");
	assert_int_equal(list[0].n, 1);
	gaps_list(g, "30", &n);
	assert_int_equal(n, 0);
	assert_int_equal(count_of("", "water"), 1);
}

/* What is delivered again counts no more. */
static void redelivered(void **state)
{
	(void)state;
	note_of("10", "1", "tea", 5);
	note_of("10", "1", "tea", 6);
	note_of("10", "2", "tea", 7);
	note_of("10", "1", "tea", 8);
	assert_int_equal(count_of(NULL, "tea"), 2);
}

/* What the content answers since is gone, on every server; what it seemed to answer all along stays. */
static void answered_since(void **state)
{
	(void)state;
	note_of("10", "1", "tea", 5);
	note_of("20", "2", "tea", 5);
	note_of("10", "3", "milk", 5);
	answered = "water";
	note_of("10", "4", "water", 5);
	gaps_review(g);
	assert_int_equal(count_of(NULL, "tea"), 2);
	assert_int_equal(count_of(NULL, "water"), 1);
	answered = "tea";
	gaps_review(g);
	assert_int_equal(count_of(NULL, "tea"), -1);
	assert_int_equal(count_of(NULL, "milk"), 1);
	/* and by hand */
	assert_false(gaps_answered(g, "tea"));
	assert_true(gaps_answered(g, "water"));
	assert_int_equal(count_of("10", "water"), -1);
}

static void listed(void **state)
{
	const struct gaps_shape *list;
	size_t n;

	(void)state;
	note("tea", 5);
	note("milk", 6);
	note("water", 7);
	note("tea", 3);
	note("", 9);
	list = gaps_list(g, NULL, &n);
	assert_int_equal(n, 3);
	assert_string_equal(list[0].shape, "tea");
	assert_int_equal(list[0].n, 2);
	assert_int_equal(list[0].at_ms, 5);
	assert_string_equal(list[1].shape, "water");
	assert_string_equal(list[2].shape, "milk");
	gaps_forget(g, "main", "1");
	gaps_destroy(NULL);
}

/* The lightest goes: seen least often, and of those longest ago. */
static void bounded(void **state)
{
	const struct gaps_shape *list;
	struct bound bounds[GAPS_BOUNDS];
	char shape[16];
	size_t n, i;

	(void)state;
	for (i = 0; i < GAPS_MAX; i++) {
		snprintf(shape, sizeof(shape), "shape-%zu", i);
		note(shape, (int64_t)i);
		if (i != 7)
			note(shape, (int64_t)i);
	}
	note("new", 1);
	list = gaps_list(g, NULL, &n);
	assert_int_equal(n, GAPS_MAX);
	for (i = 0; i < n; i++)
		assert_string_not_equal(list[i].shape, "shape-7");
	assert_string_equal(list[n - 1].shape, "new");
	gaps_bounds(g, bounds);
	assert_int_equal(bounds[0].met, 1);
	assert_int_equal(bounds[0].used, GAPS_MAX);
	for (i = 0; i < GAPS_SEEN_MAX + 9; i++)
		note("new", 1);
	gaps_bounds(g, bounds);
	assert_int_equal(bounds[1].used, GAPS_SEEN_MAX);
}

/* Anew, on the played disk. */
static void create_kept(const char *settings)
{
	struct diag silent = {.sink = NULL};

	gaps_destroy(g);
	config_free(config);
	memset(&asked, 0, sizeof(asked));
	config = config_parse("test", settings, strlen(settings), &silent);
	assert_non_null(config);
	g = gaps_create(&(struct gaps_options){.config = config,
		.store = (struct store *)(void *)&asked,
		.answers = answers,
		.ctx = &g});
	assert_non_null(g);
}

#define KEEPS                                                                                      \
	"accounts: [{name: main, platform: discord, token: {env: T}}]\n"                           \
	"servers: [{id: '10', channels: [{id: '9', mode: faq, keep-unanswered: 14d}]}]\n"

/* A text is kept only where that is wanted, and no more of it than is needed; else nobody is named. */
static void kept_on_disk(void **state)
{
	char text[GAPS_TEXT_MAX + 8];
	struct gaps_question q = {.account = "main",
		.shape = "",
		.server = "10",
		.conversation = "9",
		.message = "1",
		.user = "2",
		.text = text,
		.len = sizeof(text) - 1,
		.at_ms = 1000};

	(void)state;
	create_kept(KEEPS);
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	memcpy(text + GAPS_TEXT_MAX - 1, "\xc3\xa4",
		2); /* a character that the cut would go through */
	gaps_note(g, &q);
	assert_int_equal(asked.n, 0); /* nothing to count, nothing to keep */
	q.message = "2";
	q.shape = "a-shape";
	gaps_note(g, &q);
	assert_int_equal(asked.n, 1);
	assert_int_equal(asked.kind, STORE_OP_UNANSWERED);
	assert_string_equal(asked.shape, "a-shape");
	assert_string_equal(asked.text, "");
	assert_string_equal(asked.user, "");
	assert_string_equal(asked.conversation, "");
	assert_string_equal(asked.message, "");
	q.message = "3";
	q.keep_ms = 5000;
	gaps_note(g, &q);
	assert_int_equal(asked.n, 2);
	assert_int_equal(strlen(asked.text), GAPS_TEXT_MAX - 1);
	assert_string_equal(asked.user, "2");
	assert_string_equal(asked.message, "3");
	q.message = "4";
	q.shape = ""; /* kept although nothing is counted */
	q.len = 3;
	gaps_note(g, &q);
	assert_int_equal(asked.n, 3);
	assert_string_equal(asked.text, "xxx");
	assert_true(gaps_answered(g, "a-shape"));
	assert_int_equal(asked.kind, STORE_OP_ANSWERED);
	assert_false(gaps_answered(g, "a-shape"));
	assert_int_equal(asked.n, 4);
}

/* What was deleted is asked for on disk only where anything may be kept. */
static void forgotten_on_disk(void **state)
{
	(void)state;
	gaps_forget(g, "main", "1");
	create_kept(KEEPS);
	gaps_forget(g, "main", "1");
	assert_int_equal(asked.n, 1);
	assert_int_equal(asked.kind, STORE_OP_UNKEEP);
	assert_string_equal(asked.message, "1");
	create_kept("accounts: [{name: main, platform: discord, token: {env: T}}]\n");
	gaps_forget(g, "main", "1");
	assert_int_equal(asked.n, 0);
}

/* A shape or server that cannot be one is not counted, whatever named it. */
static void too_long(void **state)
{
	char shape[LUMBAR_SHAPE_MAX + 1], server[PLATFORM_ID_MAX + 1];

	(void)state;
	memset(shape, 's', sizeof(shape) - 1);
	shape[sizeof(shape) - 1] = '\0';
	memset(server, '1', sizeof(server) - 1);
	server[sizeof(server) - 1] = '\0';
	note(shape, 1);
	assert_int_equal(count_of("10", shape), -1);
	note_of(server, "m-1", "fits", 1);
	assert_int_equal(count_of(server, "fits"), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(by_server, set_up, tear_down),
		cmocka_unit_test_setup_teardown(redelivered, set_up, tear_down),
		cmocka_unit_test_setup_teardown(answered_since, set_up, tear_down),
		cmocka_unit_test_setup_teardown(listed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(bounded, set_up, tear_down),
		cmocka_unit_test_setup_teardown(kept_on_disk, set_up, tear_down),
		cmocka_unit_test_setup_teardown(forgotten_on_disk, set_up, tear_down),
		cmocka_unit_test_setup_teardown(too_long, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("bot/gaps", tests, NULL, NULL);
}
