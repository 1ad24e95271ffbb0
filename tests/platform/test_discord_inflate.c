/* Transport compression: messages come out as they went in, and nothing else ever does. */
#include "platform/stream_mock.h"

#define HELLO "{\"op\":10,\"d\":{\"heartbeat_interval\":41250}}"

static const char *const messages[] = {
	HELLO,
	"{\"op\":0,\"s\":1,\"t\":\"READY\",\"d\":{\"session_id\":\"0123456789abcdef\"}}",
	"{\"op\":0,\"s\":2,\"t\":\"MESSAGE_CREATE\",\"d\":{\"content\":\"my back\"}}",
	"{\"op\":0,\"s\":3,\"t\":\"MESSAGE_CREATE\",\"d\":{\"content\":\"my back\"}}",
	"{\"op\":11}",
};

#define MESSAGES (sizeof(messages) / sizeof(messages[0]))
#define FOR_BOTH(kind) for (kind = DISCORD_INFLATE_ZSTD; kind <= DISCORD_INFLATE_ZLIB; kind++)

/* A decoder with its output. */
struct decoder {
	struct discord_inflate *in;
	struct buf out;
};

static void begin(struct decoder *d, enum discord_inflate_kind kind, size_t max)
{
	d->in = discord_inflate_create(kind);
	assert_non_null(d->in);
	buf_init(&d->out, max);
}

static void end(struct decoder *d)
{
	discord_inflate_destroy(d->in);
	buf_free(&d->out);
}

/* Feeds bytes whose memory ends where they end. */
static enum discord_inflate_result feed(struct decoder *d, const char *data, size_t len)
{
	char *copy = malloc(len ? len : 1);
	enum discord_inflate_result result;

	assert_non_null(copy);
	memcpy(copy, data, len);
	result = discord_inflate_put(d->in, copy, len, &d->out);
	free(copy);
	return result;
}

static void assert_came(struct decoder *d, const char *message)
{
	assert_string_equal(buf_str(&d->out), message);
	buf_clear(&d->out);
}

static void test_message_by_message(void **state)
{
	enum discord_inflate_kind kind;
	struct stream_mock *s;
	struct decoder d;
	size_t i;

	(void)state;
	FOR_BOTH(kind)
	{
		s = stream_create(kind, 3);
		begin(&d, kind, 4096);
		for (i = 0; i < 3 * MESSAGES; i++) {
			stream_put(s, messages[i % MESSAGES], strlen(messages[i % MESSAGES]));
			assert_int_equal(feed(&d, s->out.data, s->out.len), DISCORD_INFLATE_WHOLE);
			assert_came(&d, messages[i % MESSAGES]);
		}
		/* those before it are leaned on: the stream is one */
		assert_true(s->out.len < strlen(messages[MESSAGES - 1]) + 9);
		end(&d);
		stream_destroy(s);
	}
}

/* With zlib a message may be cut anywhere, within its last four bytes too. */
static void test_zlib_split_at_every_byte(void **state)
{
	struct stream_mock *s = stream_create(DISCORD_INFLATE_ZLIB, 0);
	struct decoder d;
	size_t i, cut, n = 0;

	(void)state;
	begin(&d, DISCORD_INFLATE_ZLIB, 4096);
	for (cut = 0; cut < 90; cut++) {
		for (i = 0; i < MESSAGES; i++) {
			stream_put(s, messages[i], strlen(messages[i]));
			if (cut < s->out.len) {
				assert_int_equal(feed(&d, s->out.data, cut), DISCORD_INFLATE_PART);
				n++;
			}
			assert_int_equal(feed(&d, s->out.data + (cut < s->out.len ? cut : 0),
						 s->out.len - (cut < s->out.len ? cut : 0)),
				DISCORD_INFLATE_WHOLE);
			assert_came(&d, messages[i]);
		}
	}
	assert_true(n > 50);
	end(&d);
	stream_destroy(s);
}

static void test_zlib_byte_by_byte(void **state)
{
	struct stream_mock *s = stream_create(DISCORD_INFLATE_ZLIB, 6);
	struct decoder d;
	size_t i, at;

	(void)state;
	begin(&d, DISCORD_INFLATE_ZLIB, 4096);
	for (i = 0; i < MESSAGES; i++) {
		stream_put(s, messages[i], strlen(messages[i]));
		for (at = 0; at < s->out.len; at++)
			assert_int_equal(feed(&d, s->out.data + at, 1),
				at + 1 < s->out.len ? DISCORD_INFLATE_PART : DISCORD_INFLATE_WHOLE);
		assert_came(&d, messages[i]);
	}
	end(&d);
	stream_destroy(s);
}

/* The suffix inside a block is no end of a message. */
static void test_zlib_suffix_within_a_message(void **state)
{
	static const char message[] = "{\"x\":\"\0\0\xff\xff\"}";
	struct stream_mock *s = stream_create(DISCORD_INFLATE_ZLIB, 0);
	struct decoder d;
	size_t at = 2 + 5 + 10; /* zlib's header, a stored block's, and the text up to there */

	(void)state;
	begin(&d, DISCORD_INFLATE_ZLIB, 4096);
	stream_put(s, message, sizeof(message) - 1);
	assert_memory_equal(s->out.data + at - 4, "\0\0\xff\xff", 4);
	assert_int_equal(feed(&d, s->out.data, at), DISCORD_INFLATE_PART);
	assert_int_equal(feed(&d, s->out.data + at, s->out.len - at), DISCORD_INFLATE_WHOLE);
	assert_int_equal(d.out.len, sizeof(message) - 1);
	assert_memory_equal(d.out.data, message, sizeof(message) - 1);
	end(&d);
	stream_destroy(s);
}

/* The last frame of one message and the first of the next may come in one piece. */
static void test_zstd_frames_that_end(void **state)
{
	struct stream_mock *s = stream_create(DISCORD_INFLATE_ZSTD, 3);
	struct decoder d;
	size_t i;

	(void)state;
	begin(&d, DISCORD_INFLATE_ZSTD, 4096);
	for (i = 0; i < MESSAGES; i++) {
		stream_finish(s, messages[i], strlen(messages[i]));
		assert_int_equal(feed(&d, s->out.data, s->out.len), DISCORD_INFLATE_WHOLE);
		assert_came(&d, messages[i]);
	}
	/* one message in two frames */
	stream_finish(s, "{\"op\"", 5);
	stream_zstd(s, ":11}", 4, ZSTD_e_end);
	assert_int_equal(feed(&d, s->out.data, s->out.len), DISCORD_INFLATE_WHOLE);
	assert_came(&d, "{\"op\":11}");
	end(&d);
	stream_destroy(s);
}

static void test_zstd_many_in_one_frame(void **state)
{
	struct stream_mock *s = stream_create(DISCORD_INFLATE_ZSTD, 3);
	struct decoder d;
	char text[64];
	int i;

	(void)state;
	begin(&d, DISCORD_INFLATE_ZSTD, 4096);
	for (i = 0; i < 5000; i++) {
		snprintf(text, sizeof(text), "{\"op\":0,\"s\":%d,\"t\":\"X\",\"d\":{}}", i);
		stream_put(s, text, strlen(text));
		assert_int_equal(
			memcmp(s->out.data, "\x28\xb5\x2f\xfd", 4) == 0, i == 0); /* one frame */
		assert_int_equal(feed(&d, s->out.data, s->out.len), DISCORD_INFLATE_WHOLE);
		assert_came(&d, text);
	}
	end(&d);
	stream_destroy(s);
}

/* Lengths around those of the decoder's own pieces. */
static void test_lengths(void **state)
{
	static const size_t lengths[] = {1, 16383, 16384, 16385, 32768, 65536, 131072, 1 << 20};
	enum discord_inflate_kind kind;
	char *text = malloc(1 << 20);
	struct stream_mock *s;
	struct decoder d;
	unsigned seed = 3;
	size_t i, j;

	(void)state;
	assert_non_null(text);
	for (i = 0; i < 1 << 20; i++) {
		seed = seed * 1103515245 + 12345;
		text[i] = (char)('a' + (seed >> 16) % 26);
	}
	FOR_BOTH(kind)
	{
		s = stream_create(kind, 3);
		begin(&d, kind, 1 << 20);
		for (j = 0; j < 2 * sizeof(lengths) / sizeof(lengths[0]); j++) {
			i = lengths[j / 2];
			stream_put(s, text, i);
			assert_int_equal(feed(&d, s->out.data, s->out.len), DISCORD_INFLATE_WHOLE);
			assert_int_equal(d.out.len, i);
			assert_memory_equal(d.out.data, text, i);
			buf_clear(&d.out);
		}
		end(&d);
		stream_destroy(s);
	}
	free(text);
}

static void test_nothing(void **state)
{
	enum discord_inflate_kind kind;
	struct stream_mock *s;
	struct decoder d;

	(void)state;
	FOR_BOTH(kind)
	{
		s = stream_create(kind, 3);
		begin(&d, kind, 4096);
		assert_int_equal(feed(&d, "", 0), DISCORD_INFLATE_PART);
		stream_put(s, "", 0);
		assert_int_equal(feed(&d, s->out.data, s->out.len), DISCORD_INFLATE_PART);
		stream_put(s, HELLO, strlen(HELLO));
		assert_int_equal(feed(&d, s->out.data, s->out.len), DISCORD_INFLATE_WHOLE);
		assert_came(&d, HELLO);
		end(&d);
		stream_destroy(s);
	}
}

/* However small the bomb, no more than the cap is ever held. */
static void test_bombs(void **state)
{
	static const size_t max = 100000;
	enum discord_inflate_kind kind;
	char *zeros = calloc(1, STREAM_MAX);
	struct stream_mock *s;
	struct decoder d;

	(void)state;
	assert_non_null(zeros);
	FOR_BOTH(kind)
	{
		s = stream_create(kind, 9);
		begin(&d, kind, max);
		stream_put(s, zeros, max);
		assert_int_equal(feed(&d, s->out.data, s->out.len), DISCORD_INFLATE_WHOLE);
		buf_clear(&d.out);
		stream_put(s, zeros, STREAM_MAX);
		assert_true(s->out.len < 20000);
		assert_int_equal(feed(&d, s->out.data, s->out.len), DISCORD_INFLATE_LARGE);
		assert_true(d.out.len <= max && d.out.cap <= 2 * max);
		/* and this context is of no use any more */
		buf_clear(&d.out);
		stream_put(s, HELLO, strlen(HELLO));
		assert_int_equal(feed(&d, s->out.data, s->out.len), DISCORD_INFLATE_DAMAGED);
		assert_int_equal(d.out.len, 0);
		end(&d);
		stream_destroy(s);
	}
	free(zeros);
}

static void test_zlib_bomb_in_parts(void **state)
{
	struct stream_mock *s = stream_create(DISCORD_INFLATE_ZLIB, 0);
	enum discord_inflate_result result = DISCORD_INFLATE_PART;
	struct decoder d;
	char x[1000];
	int i;

	(void)state;
	memset(x, 'x', sizeof(x));
	begin(&d, DISCORD_INFLATE_ZLIB, 50000);
	for (i = 0; i < 200 && result == DISCORD_INFLATE_PART; i++) {
		buf_clear(&s->out);
		stream_zlib(s, x, sizeof(x), Z_NO_FLUSH);
		result = feed(&d, s->out.data, s->out.len);
	}
	assert_int_equal(result, DISCORD_INFLATE_LARGE);
	assert_true(i > 20);
	end(&d);
	stream_destroy(s);
}

static void test_input_beyond_the_cap(void **state)
{
	enum discord_inflate_kind kind;
	char *bytes = calloc(1, DISCORD_INFLATE_MAX + 1);
	struct decoder d;

	(void)state;
	assert_non_null(bytes);
	FOR_BOTH(kind)
	{
		begin(&d, kind, 4096);
		assert_int_equal(discord_inflate_put(d.in, bytes, DISCORD_INFLATE_MAX + 1, &d.out),
			DISCORD_INFLATE_LARGE);
		end(&d);
	}
	free(bytes);
}

/* A window as large as this asks for memory without sending anything. */
static void test_zstd_large_window(void **state)
{
	/* magic, a descriptor without size, and windows of 8 MiB and of 16 */
	static const char fits[] = "\x28\xb5\x2f\xfd\x00\x68\x29\x00\x00HELLO";
	static const char large[] = "\x28\xb5\x2f\xfd\x00\x70\x29\x00\x00HELLO";
	struct decoder d;

	(void)state;
	begin(&d, DISCORD_INFLATE_ZSTD, 4096);
	assert_int_equal(feed(&d, fits, 14), DISCORD_INFLATE_WHOLE);
	assert_came(&d, "HELLO");
	end(&d);
	begin(&d, DISCORD_INFLATE_ZSTD, 4096);
	assert_int_equal(feed(&d, large, 14), DISCORD_INFLATE_DAMAGED);
	end(&d);
}

static void test_no_stream_at_all(void **state)
{
	static const char *const texts[] = {HELLO, "x", "\xff\xff\xff\xff\xff", "<html></html>",
		"\x1f\x8b\x08", "\x28\xb5\x2f\xfe\x00\x58"};
	enum discord_inflate_kind kind;
	struct decoder d;
	size_t i;

	(void)state;
	FOR_BOTH(kind)
	{
		for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
			begin(&d, kind, 4096);
			/* one byte may still be the first of a stream */
			if (feed(&d, texts[i], strlen(texts[i])) == DISCORD_INFLATE_PART)
				assert_int_equal(feed(&d, "zzzzzzzz", 8), DISCORD_INFLATE_DAMAGED);
			assert_int_equal(feed(&d, "", 0), DISCORD_INFLATE_DAMAGED);
			assert_int_equal(d.out.len, 0);
			end(&d);
		}
	}
}

/* Each is the other's, and zlib's stream has no dictionary. */
static void test_the_wrong_stream(void **state)
{
	struct stream_mock *zlib = stream_create(DISCORD_INFLATE_ZLIB, 6);
	struct stream_mock *zstd = stream_create(DISCORD_INFLATE_ZSTD, 3);
	struct decoder d;

	(void)state;
	stream_put(zlib, HELLO, strlen(HELLO));
	stream_put(zstd, HELLO, strlen(HELLO));
	begin(&d, DISCORD_INFLATE_ZSTD, 4096);
	assert_int_equal(feed(&d, zlib->out.data, zlib->out.len), DISCORD_INFLATE_DAMAGED);
	end(&d);
	begin(&d, DISCORD_INFLATE_ZLIB, 4096);
	assert_int_equal(feed(&d, zstd->out.data, zstd->out.len), DISCORD_INFLATE_DAMAGED);
	end(&d);
	begin(&d, DISCORD_INFLATE_ZLIB, 4096);
	assert_int_equal(feed(&d, "\x78\xbb\x00\x00\x00\x01\x00\x00", 8), DISCORD_INFLATE_DAMAGED);
	end(&d);
	stream_destroy(zlib);
	stream_destroy(zstd);
}

static void test_zlib_stream_that_ends(void **state)
{
	struct stream_mock *s = stream_create(DISCORD_INFLATE_ZLIB, 6);
	struct decoder d;

	(void)state;
	begin(&d, DISCORD_INFLATE_ZLIB, 4096);
	stream_finish(s, HELLO, strlen(HELLO));
	assert_int_equal(feed(&d, s->out.data, s->out.len), DISCORD_INFLATE_DAMAGED);
	end(&d);
	stream_destroy(s);
}

/* A context knows what came before it; one that does not know it must not guess. */
static void test_context_of_another_connection(void **state)
{
	enum discord_inflate_kind kind;
	struct stream_mock *s;
	struct decoder d;

	(void)state;
	FOR_BOTH(kind)
	{
		s = stream_create(kind, 3);
		stream_put(s, HELLO, strlen(HELLO));
		begin(&d, kind, 4096);
		assert_int_equal(feed(&d, s->out.data, s->out.len), DISCORD_INFLATE_WHOLE);
		end(&d);
		stream_put(s, HELLO, strlen(HELLO));
		begin(&d, kind, 4096); /* a new connection, the old one's stream */
		assert_int_equal(feed(&d, s->out.data, s->out.len), DISCORD_INFLATE_DAMAGED);
		end(&d);
		stream_destroy(s);
		/* and the old one's context, a new stream: zstd has frames for that */
		s = stream_create(kind, 3);
		begin(&d, kind, 4096);
		stream_put(s, HELLO, strlen(HELLO));
		assert_int_equal(feed(&d, s->out.data, s->out.len), DISCORD_INFLATE_WHOLE);
		assert_int_equal(feed(&d, s->out.data, s->out.len), DISCORD_INFLATE_DAMAGED);
		end(&d);
		stream_destroy(s);
	}
}

/* What is lost of a message is never made up for by the next. */
static void test_every_truncation(void **state)
{
	enum discord_inflate_kind kind;
	struct stream_mock *s;
	struct decoder d;
	size_t cut, len;

	(void)state;
	FOR_BOTH(kind)
	{
		for (cut = 0, len = 1; cut < len; cut++) {
			s = stream_create(kind, 3);
			begin(&d, kind, 4096);
			stream_put(s, messages[1], strlen(messages[1]));
			len = s->out.len;
			assert_int_not_equal(feed(&d, s->out.data, cut), DISCORD_INFLATE_LARGE);
			assert_true(d.out.len < strlen(messages[1]) || cut + 6 > len);
			stream_put(s, messages[2], strlen(messages[2]));
			feed(&d, s->out.data, s->out.len);
			assert_true(cut == 0 || strcmp(buf_str(&d.out), messages[2]) != 0);
			end(&d);
			stream_destroy(s);
		}
	}
}

/* Each bit of a stream turned over: whatever comes out, nothing breaks, and it ends. */
static void test_every_bit(void **state)
{
	enum discord_inflate_kind kind;
	size_t bit, i, damaged = 0;
	struct stream_mock *s;
	struct decoder d;
	struct buf piece[2];

	(void)state;
	FOR_BOTH(kind)
	{
		s = stream_create(kind, 3);
		for (i = 0; i < 2; i++) {
			buf_init(&piece[i], 4096);
			stream_put(s, messages[i + 1], strlen(messages[i + 1]));
			buf_put(&piece[i], s->out.data, s->out.len);
		}
		for (bit = 0; bit < 8 * piece[0].len; bit++) {
			begin(&d, kind, 4096);
			piece[0].data[bit / 8] ^= (char)(1 << bit % 8);
			for (i = 0; i < 2; i++)
				damaged += feed(&d, piece[i].data, piece[i].len) ==
					   DISCORD_INFLATE_DAMAGED;
			piece[0].data[bit / 8] ^= (char)(1 << bit % 8);
			end(&d);
		}
		assert_true(damaged > 20);
		buf_free(&piece[0]);
		buf_free(&piece[1]);
		stream_destroy(s);
	}
}

static void test_destroy_nothing(void **state)
{
	(void)state;
	discord_inflate_destroy(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_message_by_message),
		cmocka_unit_test(test_zlib_split_at_every_byte),
		cmocka_unit_test(test_zlib_byte_by_byte),
		cmocka_unit_test(test_zlib_suffix_within_a_message),
		cmocka_unit_test(test_zstd_frames_that_end),
		cmocka_unit_test(test_zstd_many_in_one_frame),
		cmocka_unit_test(test_lengths),
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_bombs),
		cmocka_unit_test(test_zlib_bomb_in_parts),
		cmocka_unit_test(test_input_beyond_the_cap),
		cmocka_unit_test(test_zstd_large_window),
		cmocka_unit_test(test_no_stream_at_all),
		cmocka_unit_test(test_the_wrong_stream),
		cmocka_unit_test(test_zlib_stream_that_ends),
		cmocka_unit_test(test_context_of_another_connection),
		cmocka_unit_test(test_every_truncation),
		cmocka_unit_test(test_every_bit),
		cmocka_unit_test(test_destroy_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
