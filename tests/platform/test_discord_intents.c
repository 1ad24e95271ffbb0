/* Tests of src/platform/discord_intents.c. */
#include "platform/gateway_mock.h"

#include "platform/discord.h"
#include "platform/discord_intents.h"

#define SIGNS (DISCORD_INTENT_GUILD_MESSAGE_REACTIONS | DISCORD_INTENT_DIRECT_MESSAGE_REACTIONS)

static void test_what_an_account_needs(void **state)
{
	struct platform_account account = {.token = TOKEN};
	const unsigned least = discord_intents_of(&account);

	(void)state;
	assert_int_equal(least, DISCORD_INTENT_GUILD_MESSAGES | DISCORD_INTENT_DIRECT_MESSAGES);
	account.wants_content = true;
	assert_int_equal(discord_intents_of(&account), least | DISCORD_INTENT_MESSAGE_CONTENT);
	account.wants_content = false;
	account.wants_reactions = true;
	assert_int_equal(
		discord_intents_of(&account), least | DISCORD_INTENT_GUILD_MESSAGE_REACTIONS);
	account.wants_reactions = false;
	account.wants_votes = true;
	assert_int_equal(discord_intents_of(&account), least | SIGNS);
}

static void test_signs_are_asked_for_once(void **state)
{
	struct gateway_mock *gm = gm_create_with(
		&(struct platform_account){.token = TOKEN, .gateway_url = BASE}, INTENTS);
	char wanted[32];

	(void)state;
	gm_start(gm);
	gm_opened(gm);
	gm_frame(gm, HELLO);
	gm_frame(gm, READY);
	discord_intents_signs(gm->g, gm->now);
	assert_int_equal(gm->m->close_code, 4200);
	assert_string_equal(gm->m->session, "");
	gm_reconnect(gm);
	assert_contains(mock_last_sent(gm->m), "\"op\":2");
	snprintf(wanted, sizeof(wanted), "\"intents\":%u", (unsigned)(INTENTS | SIGNS));
	assert_contains(mock_last_sent(gm->m), wanted);
	gm_frame(gm, READY);
	gm->m->close_code = 0;
	discord_intents_signs(gm->g, gm->now);
	assert_int_equal(gm->m->close_code, 0);
	gm_destroy(gm);
}

static void test_nothing_is_begun_at_the_end(void **state)
{
	struct gateway_mock *gm = gm_create_with(
		&(struct platform_account){.token = TOKEN, .gateway_url = BASE}, INTENTS);

	(void)state;
	gm_start(gm);
	gm_opened(gm);
	gm_frame(gm, HELLO);
	gm_frame(gm, READY);
	discord_gateway_freeze(gm->g, gm->now);
	discord_intents_signs(gm->g, gm->now);
	assert_int_equal(gm->m->close_code, 0);
	gm_destroy(gm);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_an_account_needs),
		cmocka_unit_test(test_signs_are_asked_for_once),
		cmocka_unit_test(test_nothing_is_begun_at_the_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
