/* Tests of src/base/near.c. */
#include "base/near.h"

#include "base/findings.h"

static const char *const known[] = {"region", "mode", "staff-channel", "staff-role", "uk"};

/* What is found for the word reads so. */
static void finds(const char *word, const char *expected)
{
	struct near near = {.word = word};
	struct buf out;
	size_t i;

	buf_init(&out, 100);
	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		near_try(&near, known[i]);
	near_put(&near, &out);
	assert_string_equal(buf_str(&out), expected);
	buf_free(&out);
}

static void near(void **state)
{
	(void)state;
	finds("region", " (did you mean 'region'?)");
	finds("Region", " (did you mean 'region'?)");
	finds("regoin", " (did you mean 'region'?)");
	finds("rgion", " (did you mean 'region'?)");
	finds("regioon", " (did you mean 'region'?)");
	finds("ragiom", " (did you mean 'region'?)");
	finds("staff_role", " (did you mean 'staff-role'?)");
	finds("STAFF-CHANEL", " (did you mean 'staff-channel'?)");
	finds("mod", " (did you mean 'mode'?)");
	finds("UK", " (did you mean 'uk'?)");
}

static void far(void **state)
{
	(void)state;
	finds("", "");
	finds("us", "");
	finds("rogaom", "");
	finds("moderation", "");
	finds("staff", "");
	finds("staff-channel-staff-channel-staff-channel-staff-channel", "");
}

/* The nearest wins, and the first of those that are equally near. */
static void nearest(void **state)
{
	struct near close = {.word = "abcdef"};

	(void)state;
	near_try(&close, "abcdxy");
	assert_string_equal(close.best, "abcdxy");
	near_try(&close, "abcdex");
	near_try(&close, "abcdey");
	near_try(&close, "xbcdxf");
	assert_string_equal(close.best, "abcdex");
	assert_int_equal(close.slips, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(near),
		cmocka_unit_test(far),
		cmocka_unit_test(nearest),
	};

	return cmocka_run_group_tests_name("base/near", tests, NULL, NULL);
}
