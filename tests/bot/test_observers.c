/* Tests of what the bot lets others see: listener_observe() and responder_observe(). */
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/config.h"
#include "bot/listener.h"
#include "bot/responder.h"

static const char settings[] = "accounts:\n  - name: discord\n    platform: discord\n"
			       "    token: {env: NONE}\n"
			       "servers:\n  - id: \"1\"\n    mode: ambient\n"
			       "    channels:\n      - id: \"3\"\n        mode: off\n";

static struct {
	struct config *config;
	struct responder *responder;
	struct listener *listener;
	int views, said, reloads;
	bool cooled, ok;
	char message[16], action[16], explain[4096], findings[4096];
	enum lumbar_tier tier;
	size_t n_intents;
} bot;

static int on_say(void *ctx, const char *account, const struct platform_say *say)
{
	(void)ctx;
	(void)account;
	(void)say;
	bot.said++;
	return 0;
}

static void on_view(void *ctx, const struct listener_view *view)
{
	assert_ptr_equal(ctx, &bot);
	assert_string_equal(view->account, "discord");
	bot.views++;
	bot.cooled = view->cooled;
	bot.tier = view->verdict->tier;
	bot.n_intents = view->verdict->n_intents;
	snprintf(bot.message, sizeof(bot.message), "%s", view->event->message);
	snprintf(bot.action, sizeof(bot.action), "%s", lumbar_action_name(view->verdict->action));
	snprintf(bot.explain, sizeof(bot.explain), "%s", view->explain);
}

static void on_reloaded(void *ctx, bool ok, const char *text)
{
	assert_ptr_equal(ctx, &bot);
	bot.reloads++;
	bot.ok = ok;
	snprintf(bot.findings, sizeof(bot.findings), "%s", text);
}

static int set_up(void **state)
{
	struct diag diag = {0};

	(void)state;
	memset(&bot, 0, sizeof(bot));
	bot.config = config_parse("test", settings, sizeof(settings) - 1, &diag);
	assert_non_null(bot.config);
	bot.responder = responder_create(&(struct responder_options){.folder = "."});
	assert_non_null(bot.responder);
	bot.listener = listener_create(&(struct listener_options){
		.config = bot.config, .responder = bot.responder, .say = on_say});
	assert_non_null(bot.listener);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	listener_destroy(bot.listener);
	responder_destroy(bot.responder);
	config_free(bot.config);
	return 0;
}

static void hear(const char *id, const char *channel, const char *text)
{
	const struct platform_event event = {
		.kind = PLATFORM_MESSAGE,
		.message = id,
		.conversation = channel,
		.parent = "",
		.server = "1",
		.user = "9",
		.title = "",
		.link = "",
		.text = text,
		.text_len = strlen(text),
	};

	listener_hear(bot.listener, "discord",
		(struct platform_abilities){.format = LUMBAR_DISCORD, .max_chars = 2000}, &event,
		1000);
}

static void every_message_that_is_read(void **state)
{
	(void)state;
	hear("1", "2", "my back went into spasm, what helps?");
	assert_int_equal(bot.views, 0);
	listener_observe(bot.listener, on_view, &bot);
	hear("2", "2", "who wants a game?");
	assert_int_equal(bot.views, 1);
	assert_string_equal(bot.action, "ignore");
	assert_string_equal(bot.message, "2");
	hear("3", "3", "my back went into spasm, what helps?"); /* off: it is not read */
	assert_int_equal(bot.views, 1);
	hear("4", "2", "both my legs went numb and i cant pee");
	assert_string_equal(bot.action, "escalate");
	assert_int_equal(bot.tier, LUMBAR_TIER_EMERGENCY);
	assert_non_null(strstr(bot.explain, "verdict:"));
	assert_false(bot.cooled);
	listener_observe(bot.listener, NULL, NULL);
	hear("5", "2", "who wants a game?");
	assert_int_equal(bot.views, 2);
}

static void what_cools_is_shown_as_it_was_read(void **state)
{
	(void)state;
	listener_observe(bot.listener, on_view, &bot);
	hear("1", "2", "what causes back spasms?");
	assert_int_equal(bot.said, 1);
	assert_false(bot.cooled);
	hear("2", "2", "what causes back spasms?");
	assert_int_equal(bot.said, 1);
	assert_true(bot.cooled);
	assert_string_equal(bot.action, "answer");
	assert_true(bot.n_intents > 0);
}

static void reloads(void **state)
{
	(void)state;
	assert_int_equal(responder_reload(bot.responder), 0);
	assert_int_equal(bot.reloads, 0);
	responder_observe(bot.responder, on_reloaded, &bot);
	assert_int_equal(responder_reload(bot.responder), 0);
	assert_int_equal(bot.reloads, 1);
	assert_true(bot.ok);
	assert_int_equal(responder_generation(bot.responder), 3);
	assert_true(responder_counts(bot.responder).answers > 0);
}

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *where)
{
	(void)st;
	(void)type;
	(void)where;
	return remove(path);
}

/* A folder that goes wrong after the start: the findings come whole, with the line and the caret. */
static void findings_come_whole(void **state)
{
	char dir[] = "/tmp/lumbard-test-XXXXXX", command[128], path[64];
	struct responder *r;
	FILE *file;

	(void)state;
	assert_non_null(mkdtemp(dir));
	snprintf(command, sizeof(command), "cp -R intents responses %s", dir);
	assert_int_equal(system(command), 0);
	r = responder_create(&(struct responder_options){.folder = dir});
	assert_non_null(r);
	responder_observe(r, on_reloaded, &bot);
	snprintf(path, sizeof(path), "%s/intents/zz.yaml", dir);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs("nonsense: [\n", file);
	fclose(file);
	assert_int_equal(responder_reload(r), -1);
	assert_false(bot.ok);
	assert_non_null(strstr(bot.findings, "zz.yaml:"));
	assert_non_null(strstr(bot.findings, "error: "));
	assert_non_null(strstr(bot.findings, "^"));
	assert_int_equal(responder_generation(r), 1);
	responder_destroy(r);
	nftw(dir, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_message_that_is_read, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			what_cools_is_shown_as_it_was_read, set_up, tear_down),
		cmocka_unit_test_setup_teardown(reloads, set_up, tear_down),
		cmocka_unit_test_setup_teardown(findings_come_whole, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
