/* Tests of src/cmd/words.c. */
#include "cmd/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void channels(void **state)
{
	static const char *const wrong[] = {
		"", "Direct", "direct ", "faq,ambient", "off", "3", "fa"};
	enum lumbar_channel channel = LUMBAR_DIRECT;
	size_t i;

	(void)state;
	assert_int_equal(words_channel("faq", &channel), 0);
	assert_int_equal(channel, LUMBAR_FAQ);
	assert_int_equal(words_channel("ambient", &channel), 0);
	assert_int_equal(channel, LUMBAR_AMBIENT);
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(words_channel(wrong[i], &channel), -1);
	assert_int_equal(words_channel(NULL, &channel), -1);
	assert_int_equal(channel, LUMBAR_AMBIENT);
	assert_int_equal(words_channel("direct", &channel), 0);
	assert_int_equal(channel, LUMBAR_DIRECT);
}

static void formats(void **state)
{
	static const char *const wrong[] = {"", "HTML", "markdown", "plain text", "0"};
	enum lumbar_format format = LUMBAR_PLAIN;
	size_t i;

	(void)state;
	assert_int_equal(words_format("discord", &format), 0);
	assert_int_equal(format, LUMBAR_DISCORD);
	assert_int_equal(words_format("html", &format), 0);
	assert_int_equal(format, LUMBAR_HTML);
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(words_format(wrong[i], &format), -1);
	assert_int_equal(format, LUMBAR_HTML);
	assert_int_equal(words_format("plain", &format), 0);
	assert_int_equal(format, LUMBAR_PLAIN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(channels),
		cmocka_unit_test(formats),
	};

	return cmocka_run_group_tests_name("cmd/words", tests, NULL, NULL);
}
