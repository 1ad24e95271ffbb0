/* What the error codes of Discord tell about a message. */
#include "platform/host_mock.h"

#include "platform/discord_refusal.h"

static void test_kinds(void **state)
{
	static const struct {
		int code;
		enum platform_refusal kind;
	} cases[] = {
		{50013, PLATFORM_REFUSAL_PLACE},
		{50001, PLATFORM_REFUSAL_PLACE},
		{10003, PLATFORM_REFUSAL_PLACE},
		{50083, PLATFORM_REFUSAL_PLACE},
		{160005, PLATFORM_REFUSAL_PLACE},
		{200000, PLATFORM_REFUSAL_TEXT},
		{200001, PLATFORM_REFUSAL_TEXT},
		{50007, PLATFORM_REFUSAL_PERSON},
		{50033, PLATFORM_REFUSAL_PERSON},
		{0, PLATFORM_REFUSAL_OTHER},
		{50035, PLATFORM_REFUSAL_OTHER},
		{-1, PLATFORM_REFUSAL_OTHER},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(discord_refusal_kind(cases[i].code), cases[i].kind);
}

static void test_reference(void **state)
{
	static const struct {
		int code;
		const char *body;
		bool is;
	} cases[] = {
		{160002, "", true},
		{10008, "{}", true},
		{50013, "{}", false},
		{50035, "{\"errors\":{\"message_reference\":{\"_errors\":[]}}}", true},
		/* the text would be refused again */
		{50035, "{\"errors\":{\"message_reference\":{},\"content\":{}}}", false},
		{50035, "{\"errors\":{\"content\":{},\"message_reference\":{}}}", false},
		{50035, "{\"errors\":{\"content\":{}}}", false},
		{50035, "{\"errors\":[]}", false},
		{50035, "<html>", false},
		{50035, "", false},
	};
	struct platform_result result;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		result = mock_result(1, 400, cases[i].body, NULL);
		if (discord_refusal_of_reference(&result, cases[i].code) != cases[i].is)
			fail_msg("case %zu", i);
	}
	result.body = NULL;
	assert_false(discord_refusal_of_reference(&result, 50035));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_reference),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
