/* What is asked for, what comes, and what is asked for next time. */
#include "platform/stream_mock.h"

#include "platform/discord_transport.h"

#define HELLO "{\"op\":10}"
#define ZSTD "v=10&encoding=json&compress=zstd-stream"
#define ZLIB "v=10&encoding=json&compress=zlib-stream"
#define PLAIN "v=10&encoding=json"

static int setup(void **state)
{
	struct discord_transport *t = malloc(sizeof(*t));

	assert_non_null(t);
	discord_transport_init(t);
	discord_transport_begin(t);
	*state = t;
	return 0;
}

static int teardown(void **state)
{
	discord_transport_end(*state);
	free(*state);
	return 0;
}

static enum discord_transport_result take(
	struct discord_transport *t, const char *data, size_t len, const char *text)
{
	const char *got;
	size_t got_len;
	enum discord_transport_result result =
		discord_transport_take(t, data, len, false, &got, &got_len);

	if (text) {
		assert_int_equal(result, DISCORD_TRANSPORT_WHOLE);
		assert_int_equal(got_len, strlen(text));
		assert_memory_equal(got, text, got_len);
	}
	return result;
}

/* A new connection whose server compresses that way, and its first messages. */
static void connection(struct discord_transport *t, enum discord_inflate_kind kind)
{
	struct stream_mock *s = stream_create(kind, 3);
	int i;

	discord_transport_begin(t);
	for (i = 0; i < 3; i++) {
		stream_put(s, HELLO, strlen(HELLO));
		take(t, s->out.data, s->out.len, HELLO);
	}
	stream_destroy(s);
}

/* A new connection whose first frame cannot be decoded. */
static void broken_connection(struct discord_transport *t)
{
	discord_transport_begin(t);
	assert_int_equal(take(t, "zzzzzzzz", 8, NULL), DISCORD_TRANSPORT_DAMAGED);
}

static void test_asks_for_the_best_first(void **state)
{
	struct discord_transport *t = *state;

	assert_string_equal(discord_transport_query(t), ZSTD);
	connection(t, DISCORD_INFLATE_ZSTD);
	connection(t, DISCORD_INFLATE_ZSTD); /* a stream of its own */
	assert_string_equal(discord_transport_query(t), ZSTD);
}

static void test_text_is_text(void **state)
{
	struct discord_transport *t = *state;
	const char *got;
	size_t len;

	assert_int_equal(discord_transport_take(t, HELLO, strlen(HELLO), true, &got, &len),
		DISCORD_TRANSPORT_WHOLE);
	assert_ptr_equal(got, (const char *)HELLO); /* nothing is copied */
	assert_int_equal(len, strlen(HELLO));
	assert_null(t->inflate);
	assert_string_equal(discord_transport_query(t), ZSTD);
}

static void test_the_ladder(void **state)
{
	struct discord_transport *t = *state;

	broken_connection(t);
	assert_string_equal(discord_transport_query(t), ZLIB);
	connection(t, DISCORD_INFLATE_ZLIB);
	broken_connection(t);
	assert_string_equal(discord_transport_query(t), PLAIN);
	discord_transport_begin(t);
	take(t, HELLO, strlen(HELLO), HELLO); /* binary or not */
	take(t, "zzzz", 4, "zzzz");
	assert_string_equal(discord_transport_query(t), PLAIN);
}

/* Later damage is an accident, unless it happens again and again. */
static void damaged_later(struct discord_transport *t)
{
	connection(t, DISCORD_INFLATE_ZSTD);
	assert_int_equal(take(t, "zzzzzzzz", 8, NULL), DISCORD_TRANSPORT_DAMAGED);
}

static void test_damage_in_the_middle(void **state)
{
	struct discord_transport *t = *state;

	damaged_later(t);
	assert_string_equal(discord_transport_query(t), ZSTD);
	damaged_later(t);
	discord_transport_steady(t);
	damaged_later(t);
	damaged_later(t);
	assert_string_equal(discord_transport_query(t), ZSTD);
	damaged_later(t);
	assert_string_equal(discord_transport_query(t), ZLIB);
}

static void test_parts(void **state)
{
	struct stream_mock *s = stream_create(DISCORD_INFLATE_ZLIB, 6);
	struct discord_transport *t = *state;
	size_t at;
	int i;

	broken_connection(t);
	discord_transport_begin(t);
	for (i = 0; i < 5; i++) {
		stream_put(s, HELLO, strlen(HELLO));
		for (at = 0; at + 1 < s->out.len; at++)
			assert_int_equal(
				take(t, s->out.data + at, 1, NULL), DISCORD_TRANSPORT_PART);
		take(t, s->out.data + at, 1, HELLO);
	}
	/* half a message does not outlive its connection */
	stream_put(s, HELLO, strlen(HELLO));
	take(t, s->out.data, 2, NULL);
	connection(t, DISCORD_INFLATE_ZLIB);
	stream_destroy(s);
}

/* A bomb says nothing about the compression. */
static void test_too_large(void **state)
{
	struct stream_mock *s = stream_create(DISCORD_INFLATE_ZSTD, 3);
	struct discord_transport *t = *state;
	char *zeros = calloc(1, DISCORD_INFLATE_MAX + 1);

	assert_non_null(zeros);
	stream_put(s, zeros, DISCORD_INFLATE_MAX + 1);
	assert_int_equal(take(t, s->out.data, s->out.len, NULL), DISCORD_TRANSPORT_LARGE);
	assert_string_equal(discord_transport_query(t), ZSTD);
	connection(t, DISCORD_INFLATE_ZSTD);
	assert_true(t->plain.cap <= DISCORD_TRANSPORT_KEEP_MAX);
	free(zeros);
	stream_destroy(s);
}

static void test_large_memory_is_given_back(void **state)
{
	struct stream_mock *s = stream_create(DISCORD_INFLATE_ZSTD, 3);
	struct discord_transport *t = *state;
	char *zeros = calloc(1, 1 << 20);

	assert_non_null(zeros);
	stream_put(s, zeros, 1 << 20);
	assert_int_equal(take(t, s->out.data, s->out.len, NULL), DISCORD_TRANSPORT_WHOLE);
	assert_true(t->plain.cap >= 1 << 20);
	stream_put(s, HELLO, strlen(HELLO));
	take(t, s->out.data, s->out.len, HELLO);
	assert_true(t->plain.cap <= DISCORD_TRANSPORT_KEEP_MAX);
	free(zeros);
	stream_destroy(s);
}

/* The message that ends a connection is still being read when its context goes. */
static void test_drop_keeps_the_message(void **state)
{
	struct stream_mock *s = stream_create(DISCORD_INFLATE_ZSTD, 3);
	struct discord_transport *t = *state;
	const char *got;
	size_t len;

	stream_put(s, HELLO, strlen(HELLO));
	discord_transport_take(t, s->out.data, s->out.len, false, &got, &len);
	discord_transport_drop(t);
	assert_null(t->inflate);
	assert_string_equal(got, HELLO);
	discord_transport_drop(t);
	stream_destroy(s);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_asks_for_the_best_first),
		TEST(test_text_is_text),
		TEST(test_the_ladder),
		TEST(test_damage_in_the_middle),
		TEST(test_parts),
		TEST(test_too_large),
		TEST(test_large_memory_is_given_back),
		TEST(test_drop_keeps_the_message),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
