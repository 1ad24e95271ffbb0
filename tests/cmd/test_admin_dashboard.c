/* Tests of src/cmd/admin_dashboard.c: a bot that has read something, what is told of it, and what is asked. */
#include "cmd/admin_dashboard.h"

#include "base/config.h"
#include "bot/account.h"
#include "bot/bot.h"
#include "bot/escalations.h"
#include "bot/fake.h"
#include "bot/responder.h"
#include "sys/resolve.h"
#include "sys/world.h"
#include "web/dashboard.h"

#define ALERTS 250 /* each is said to the person and to staff: as much as the fake platform holds */
#define EMERGENCY "both my legs went numb and i cant pee"

static struct world w;
static struct config *config;
static struct resolve *resolve;
static struct daemon_parts parts;
static struct buf out;
static json *shown;

static void on_ended(void *ctx, int status)
{
	(void)ctx;
	(void)status;
}

static int set_up(void **state)
{
	static const char text[] = "accounts: [{name: main, platform: discord, token: {env: X}}]\n"
				   "direct: {region: uk, staff-channel: '900'}\n";
	static const char *const tokens[] = {"token-of-one"};
	struct diag silent = {0};

	(void)state;
	fake_reset();
	world_open(&w, NULL);
	buf_init(&out, 1 << 20);
	config = config_parse("test", text, sizeof(text) - 1, &silent);
	assert_non_null(config);
	config->accounts[0].platform = "fake";
	resolve = resolve_create(w.loop);
	parts = (struct daemon_parts){
		.loop = w.loop, .log = &w.log, .started_ms = loop_now() - 5000};
	parts.responder = responder_create(&(struct responder_options){".", NULL, NULL, &w.log});
	parts.bot = bot_create(&(struct bot_options){.config = config,
				       .tokens = tokens,
				       .responder = parts.responder,
				       .loop = w.loop,
				       .resolve = resolve,
				       .log = &w.log},
		on_ended, NULL);
	assert_true(parts.bot && parts.responder);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	json_free(shown);
	shown = NULL;
	bot_destroy(parts.bot);
	responder_destroy(parts.responder);
	resolve_destroy(resolve);
	config_free(config);
	buf_free(&out);
	world_close(&w);
	return 0;
}

static void hear(const char *id, const char *text)
{
	fake_hear("20", "30", id, text);
	world_settle(&w);
}

static const json *show(void)
{
	struct buf findings;
	struct health h = {.out = &findings};

	buf_init(&findings, 4096);
	health_find(&h, "it", HEALTH_OK, "as it is");
	buf_clear(&out);
	assert_true(admin_dashboard_show(&parts, &h, &out));
	buf_free(&findings);
	json_free(shown);
	shown = json_parse(buf_str(&out), out.len);
	assert_non_null(shown);
	return shown;
}

/* What is asked, as the page does; the answer's text, or the refusal. */
static const char *ask(const char *text)
{
	json *what = json_parse(text, strlen(text));
	const char *wrong;

	assert_non_null(what);
	buf_clear(&out);
	wrong = admin_dashboard_act(&parts, "session 3, Ann", what, &out);
	json_free(what);
	return wrong ? wrong : buf_str(&out);
}

static void state_of_everything(void **state)
{
	const json *s, *account;
	int64_t n;

	(void)state;
	fake_state.ready = true;
	fake_state.heard_ms = 3500;
	fake_state.event_ms = -1;
	fake_state.counts.losses = 2;
	fake_state.shard = 1;
	fake_state.shards = 3;
	fake_state.shards_advised = 4;
	s = show();
	assert_string_equal(json_get_string(json_get(s, "health"), "status"), "ok");
	account = json_first(json_get(s, "accounts"));
	assert_string_equal(json_get_string(account, "name"), "main");
	assert_true(json_is_true(json_get(account, "ready")));
	assert_true(json_get_int(account, "heard_s", &n) && n == 3);
	assert_true(json_get_int(account, "event_s", &n) && n == -1);
	assert_true(json_get_int(account, "losses", &n) && n == 2);
	assert_true(json_get_int(account, "shard", &n) && n == 1);
	assert_true(json_get_int(account, "shards", &n) && n == 3);
	assert_true(json_get_int(account, "shards_advised", &n) && n == 4);
	assert_true(json_is_null(json_get(account, "heartbeat_ms")));
	assert_true(json_get_int(s, "uptime_s", &n) && n >= 5 &&
		    n <= (loop_now() - parts.started_ms) / 1000);
	assert_true(json_get_int(json_get(s, "content"), "generation", &n) && n == 1);
	assert_string_equal(json_get_string(json_get(s, "content"), "findings"), "");
	assert_null(json_first(json_get(s, "escalations")));
}

/* Nobody's words, and of ids no more than the link that staff get. */
static void alerts(void **state)
{
	const json *alert;
	char text[128];

	(void)state;
	hear("1", EMERGENCY);
	alert = json_first(json_get(show(), "escalations"));
	assert_non_null(alert);
	assert_string_equal(json_get_string(alert, "tier"), "emergency");
	assert_string_equal(json_get_string(alert, "account"), "main");
	assert_null(strstr(buf_str(&out), "numb and i"));
	snprintf(text, sizeof(text), "{\"do\":\"acknowledge\",\"number\":\"%s\"}",
		json_get_string(alert, "number"));
	assert_string_equal(ask(text), "{}");
	assert_null(json_first(json_get(show(), "escalations")));
	assert_string_equal(ask(text), "that alert is not open any more");
	assert_string_equal(ask("{\"do\":\"acknowledge\"}"), "that alert is not open any more");
	assert_string_equal(
		ask("{\"do\":\"acknowledge\",\"number\":{}}"), "that alert is not open any more");
}

/* However many are open, the newest are told, and how many there are besides: it has to fit an event. */
static void many_alerts(void **state)
{
	const json *alert;
	int64_t older;
	char id[16];
	size_t i, n = 0;

	(void)state;
	for (i = 0; i < ALERTS; i++) {
		snprintf(id, sizeof(id), "%zu", i + 1);
		fake_hear("20", "30", id, EMERGENCY);
		if (i % 100 == 0)
			world_settle(&w);
	}
	assert_int_equal(escalations_count(bot_escalations(parts.bot)), ALERTS);
	alert = json_first(json_get(show(), "escalations"));
	for (; alert; alert = json_next(alert))
		n++;
	assert_int_equal(n, ADMIN_DASHBOARD_ALERTS);
	assert_true(json_get_int(shown, "older", &older));
	assert_int_equal(older, ALERTS - ADMIN_DASHBOARD_ALERTS);
	assert_true(out.len < DASHBOARD_EVENT_MAX / 4);
}

static void trying(void **state)
{
	static char large[8200];
	const char *text;
	json *answer;

	(void)state;
	text = ask("{\"do\":\"try\",\"text\":\"" EMERGENCY "\",\"region\":\"us\"}");
	answer = json_parse(text, strlen(text));
	assert_contains(json_get_string(answer, "reply"), "911");
	assert_string_equal(json_get_string(json_get(answer, "why"), "action"), "escalate");
	assert_string_equal(json_get_string(json_get(answer, "why"), "tier"), "emergency");
	assert_non_null(json_first(json_get(json_get(answer, "why"), "flags")));
	assert_contains(json_get_string(json_get(answer, "why"), "explain"), "verdict:");
	json_free(answer);
	/* staff are told nothing of it, and it is in no conversation */
	assert_null(json_first(json_get(show(), "escalations")));
	assert_int_equal(fakes[0].n_said, 0);
	assert_contains(ask("{\"do\":\"try\",\"text\":\"lol same\",\"channel\":\"ambient\"}"),
		"\"reply\":\"\"");
	assert_contains(ask("{\"do\":\"try\",\"text\":\"heat or ice?\",\"channel\":\"<b>\","
			    "\"region\":\"nowhere\"}"),
		"treatment.heat-ice");
	assert_string_equal(ask("{\"do\":\"try\"}"), "there is nothing to read in it");
	assert_string_equal(
		ask("{\"do\":\"try\",\"text\":\"\"}"), "there is nothing to read in it");
	assert_string_equal(ask("{\"do\":\"try\",\"text\":\"\xff\"}"), "that is no text");
	memset(large, 'a', sizeof(large));
	memcpy(large, "{\"do\":\"try\",\"text\":\"", 20);
	memcpy(large + sizeof(large) - 3, "\"}", 3);
	assert_string_equal(ask(large), "that is too long");
}

static void others(void **state)
{
	(void)state;
	assert_string_equal(ask("{\"do\":\"reload\"}"), "{\"ok\":true}");
	assert_int_equal(responder_generation(parts.responder), 2);
	assert_string_equal(ask("{\"do\":\"fly\"}"), "that is not understood");
	assert_string_equal(ask("{}"), "that is not understood");
}

static void counters(void **state)
{
	struct history *h = history_create(loop_now());

	(void)state;
	assert_non_null(h);
	fake_state.counts.events = 7;
	hear("1", "what causes back spasms?");
	admin_dashboard_count(&parts, h);
	buf_clear(&out);
	assert_true(history_write(h, &out));
	assert_contains(buf_str(&out), "{\"group\":\"flow\",\"name\":\"events\",\"n\":[");
	assert_contains(buf_str(&out), "{\"group\":\"flow\",\"name\":\"read\",\"n\":[");
	assert_contains(buf_str(&out), "{\"group\":\"tier\",\"name\":\"none\",\"n\":[");
	assert_contains(
		buf_str(&out), "{\"group\":\"answer\",\"name\":\"causes.overview\",\"n\":[");
	assert_null(strstr(buf_str(&out), "emergency"));
	history_destroy(h);
}

/* Before the bot is there, and after it. */
static void without_a_bot(void **state)
{
	struct history *h = history_create(loop_now());

	(void)state;
	bot_destroy(parts.bot);
	parts.bot = NULL;
	assert_null(json_first(json_get(show(), "accounts")));
	assert_string_equal(ask("{\"do\":\"acknowledge\",\"number\":\"x\"}"),
		"that alert is not open any more");
	admin_dashboard_count(&parts, h);
	history_destroy(h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(state_of_everything, set_up, tear_down),
		cmocka_unit_test_setup_teardown(alerts, set_up, tear_down),
		cmocka_unit_test_setup_teardown(many_alerts, set_up, tear_down),
		cmocka_unit_test_setup_teardown(trying, set_up, tear_down),
		cmocka_unit_test_setup_teardown(others, set_up, tear_down),
		cmocka_unit_test_setup_teardown(counters, set_up, tear_down),
		cmocka_unit_test_setup_teardown(without_a_bot, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
