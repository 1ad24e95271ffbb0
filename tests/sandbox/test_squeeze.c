/* Tests of src/sandbox/squeeze.c: what is read again by the libraries themselves. */
#include "sandbox/squeeze.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <zlib.h>
#include <zstd.h>

#define BIG 300000

/* Three payloads: short, large and incompressible, empty. */
static void make(char *big)
{
	uint32_t seed = 1;
	size_t i;

	for (i = 0; i < BIG; i++) {
		seed = seed * 1103515245u + 12345u;
		big[i] = (char)(seed >> 16);
	}
}

static void zlib_is_readable_at_once(void **state)
{
	struct squeeze *s = squeeze_create(SQUEEZE_ZLIB);
	char *big = malloc(BIG), *got = malloc(BIG + 1);
	const struct {
		const char *data;
		size_t len;
	} payloads[] = {{"{\"op\":10}", 9}, {big, BIG}, {"{\"op\":11}", 9}};
	z_stream z = {0};
	struct buf out;
	size_t i;

	(void)state;
	make(big);
	buf_init(&out, 1 << 20);
	assert_int_equal(inflateInit(&z), Z_OK);
	for (i = 0; i < 3; i++) {
		buf_clear(&out);
		assert_int_equal(squeeze_add(s, payloads[i].data, payloads[i].len, &out), 0);
		assert_memory_equal(out.data + out.len - 4, "\x00\x00\xff\xff", 4);
		z.next_in = (Bytef *)out.data;
		z.avail_in = (uInt)out.len;
		z.next_out = (Bytef *)got;
		z.avail_out = BIG + 1;
		assert_int_equal(inflate(&z, Z_SYNC_FLUSH), Z_OK);
		assert_int_equal(BIG + 1 - z.avail_out, payloads[i].len);
		assert_memory_equal(got, payloads[i].data, payloads[i].len);
	}
	inflateEnd(&z);
	squeeze_destroy(s);
	buf_free(&out);
	free(big);
	free(got);
}

static void zstd_is_readable_at_once(void **state)
{
	struct squeeze *s = squeeze_create(SQUEEZE_ZSTD);
	char *big = malloc(BIG), *got = malloc(BIG + 1);
	ZSTD_DCtx *z = ZSTD_createDCtx();
	struct buf out;
	int i;

	(void)state;
	make(big);
	buf_init(&out, 1 << 20);
	for (i = 0; i < 3; i++) {
		const char *data = i == 1 ? big : "{\"op\":11}";
		const size_t len = i == 1 ? BIG : 9;
		ZSTD_inBuffer in;
		ZSTD_outBuffer to = {got, BIG + 1, 0};

		buf_clear(&out);
		assert_int_equal(squeeze_add(s, data, len, &out), 0);
		in = (ZSTD_inBuffer){out.data, out.len, 0};
		while (in.pos < in.size)
			assert_false(ZSTD_isError(ZSTD_decompressStream(z, &to, &in)));
		assert_int_equal(to.pos, len);
		assert_memory_equal(got, data, len);
	}
	ZSTD_freeDCtx(z);
	squeeze_destroy(s);
	buf_free(&out);
	free(big);
	free(got);
}

static void kinds(void **state)
{
	(void)state;
	assert_int_equal(squeeze_kind("zlib-stream"), SQUEEZE_ZLIB);
	assert_int_equal(squeeze_kind("zstd-stream"), SQUEEZE_ZSTD);
	assert_int_equal(squeeze_kind("brotli"), SQUEEZE_NONE);
	assert_int_equal(squeeze_kind(""), SQUEEZE_NONE);
	assert_null(squeeze_create(SQUEEZE_NONE));
	squeeze_destroy(NULL);
}

static void room_that_is_short(void **state)
{
	struct squeeze *s = squeeze_create(SQUEEZE_ZLIB);
	struct buf out;

	(void)state;
	buf_init(&out, 3);
	assert_int_equal(squeeze_add(s, "hello", 5, &out), -1);
	buf_free(&out);
	squeeze_destroy(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(zlib_is_readable_at_once),
		cmocka_unit_test(zstd_is_readable_at_once),
		cmocka_unit_test(kinds),
		cmocka_unit_test(room_that_is_short),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
