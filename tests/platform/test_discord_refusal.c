/* What the error codes of Discord tell about a message. */
#include "platform/host_mock.h"

#include "platform/discord_refusal.h"
#include "platform/discord_say.h"

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

static void test_what_is_blamed(void **state)
{
	static const struct {
		int status, code;
		const char *body;
		unsigned blamed;
	} cases[] = {
		{400, 160002, "", DISCORD_SAY_REFERENCE},
		{404, 10008, "{}", DISCORD_SAY_REFERENCE},
		{403, 50013, "{}", 0},
		{400, 50035, "{\"errors\":{\"message_reference\":{\"_errors\":[]}}}",
			DISCORD_SAY_REFERENCE},
		{400, 50035, "{\"errors\":{\"components\":{\"0\":{}}}}", DISCORD_SAY_CONTROLS},
		{400, 50035, "{\"errors\":{\"data\":{\"components\":{\"0\":{}}}}}",
			DISCORD_SAY_CONTROLS},
		{400, 50035, "{\"errors\":{\"components\":{},\"message_reference\":{}}}",
			DISCORD_SAY_PARTS},
		/* the text would be refused again */
		{400, 50035, "{\"errors\":{\"message_reference\":{},\"content\":{}}}", 0},
		{400, 50035, "{\"errors\":{\"content\":{},\"components\":{}}}", 0},
		{400, 50035, "{\"errors\":{\"content\":{}}}", 0},
		/* nobody says why */
		{400, 50035, "{\"errors\":[]}", DISCORD_SAY_PARTS},
		{400, 0, "<html>", DISCORD_SAY_PARTS},
		{400, 0, "", DISCORD_SAY_PARTS},
		{403, 50035, "", 0},
		{400, 200000, "", 0},
	};
	struct platform_result result;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		result = mock_result(1, cases[i].status, cases[i].body, NULL);
		if (discord_refusal_blames(&result, cases[i].code) != cases[i].blamed)
			fail_msg("case %zu", i);
	}
	result.status = 400;
	result.body = NULL;
	assert_int_equal(discord_refusal_blames(&result, 50035), DISCORD_SAY_PARTS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_what_is_blamed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
