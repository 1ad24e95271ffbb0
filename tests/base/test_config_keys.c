/* Tests of src/base/config_keys.c: every key, and the sample that tells of them. */
#include "base/config_samples.h"
#include "base/config_world.h"

#define SAMPLE "deploy/lumbard.yaml"

static const char whole[] = CONFIG_WHOLE;

static void every_key(void **state)
{
	struct config *c = parse(whole);
	const struct config_server *s = &c->servers[0];

	(void)state;
	assert_int_equal(c->n_accounts, 2);
	assert_string_equal(c->accounts[0].name, "main");
	assert_int_equal(c->accounts[0].token.kind, CONFIG_SECRET_FILE);
	assert_string_equal(c->accounts[0].token.name, "/run/sec rets/\xc3\xa9");
	assert_string_equal(c->accounts[0].api, "http://127.0.0.1:8080/api");
	assert_string_equal(c->accounts[0].gateway, "ws://[::1]:8081/");
	assert_string_equal(c->accounts[0].buttons, "no");
	assert_false(config_buttons(&c->accounts[0]));
	assert_null(c->accounts[1].buttons);
	assert_true(config_buttons(&c->accounts[1]));
	assert_string_equal(c->accounts[1].name, "se-cond");
	assert_int_equal(c->accounts[1].token.kind, CONFIG_SECRET_CREDENTIAL);
	assert_string_equal(c->accounts[1].token.name, "tok.en");
	assert_string_equal(c->defaults.region, "uk");
	assert_int_equal(c->defaults.mode, CONFIG_MODE_AMBIENT);
	assert_string_equal(c->defaults.staff_channel, "1");
	assert_string_equal(c->defaults.staff_role, "2");
	assert_string_equal(c->direct_region, "default");
	assert_string_equal(c->direct.staff_channel, "7");
	assert_string_equal(c->direct.staff_urgent, "no");
	assert_int_equal(c->alert_after_ms, 300000);
	assert_int_equal(c->alert_repeats, 10);
	assert_int_equal(c->alert_webhook.kind, CONFIG_SECRET_ENV);
	assert_string_equal(c->alert_webhook.name, "HOOK");
	assert_string_equal(c->alert_command, "/bin/page me");
	assert_string_equal(c->dashboard_token.name, "DASH");
	assert_string_equal(c->log_format, "logfmt");
	assert_int_equal(c->audit_ms, 90 * (int64_t)86400000);
	assert_int_equal(c->n_servers, 2);
	assert_string_equal(s->id, "12345678901234567890");
	assert_string_equal(s->account, "se-cond");
	assert_string_equal(s->settings.region, "nz");
	assert_int_equal(s->settings.mode, CONFIG_MODE_OFF);
	assert_string_equal(s->settings.threads, "no");
	assert_string_equal(s->settings.staff_channel, "3");
	assert_string_equal(s->settings.staff_role, "4");
	assert_string_equal(s->settings.staff_urgent, "yes");
	assert_int_equal(s->settings.n_staff_next, 2);
	assert_string_equal(s->settings.staff_next[0].channel, "8");
	assert_string_equal(s->settings.staff_next[0].role, "9");
	assert_string_equal(s->settings.staff_next[1].channel, "10");
	assert_null(s->settings.staff_next[1].role);
	assert_int_equal(s->n_channels, 2);
	assert_string_equal(s->channels[0].id, "5");
	assert_string_equal(s->channels[0].settings.region, "ie");
	assert_int_equal(s->channels[0].settings.mode, CONFIG_MODE_FAQ);
	assert_string_equal(s->channels[0].settings.threads, "yes");
	assert_string_equal(s->channels[0].settings.staff_channel, "#staff");
	assert_string_equal(s->channels[0].settings.staff_role, "6");
	assert_int_equal(s->channels[0].unanswered_ms, 9 * (int64_t)86400000);
	assert_int_equal(s->channels[1].unanswered_ms, 0);
	assert_int_equal(s->n_operators, 1);
	assert_string_equal(s->operators[0].id, "11");
	assert_int_equal(c->n_operators, 2);
	assert_string_equal(c->operators[1].id, "13");
	assert_string_equal(s->channels[1].id, "!\"~");
	assert_null(s->channels[1].settings.region);
	assert_int_equal(s->channels[1].settings.mode, CONFIG_MODE_UNSET);
	assert_string_equal(c->servers[1].id, "x");
	assert_null(c->servers[1].account);
	assert_int_equal(c->servers[1].n_channels, 0);
	assert_string_equal(c->content, "./a \"b\" \\c");
	assert_string_equal(c->admin, "127.0.0.2:1");
	assert_int_equal(c->log_level, LOG_DEBUG);
	assert_int_equal(c->cooldown_answer_ms, 86400000);
	assert_int_equal(c->cooldown_person_ms, 0);
	assert_int_equal(c->late_ms, 5400000);
	assert_string_equal(c->state, "/var/lib/a b");
	assert_int_equal(c->retention_ms, 30 * (int64_t)86400000);
	config_free(c);
}

static void print(const struct config *c, struct buf *out)
{
	buf_init(out, 1 << 24);
	assert_true(config_print(c, out));
}

static void read_sample(struct buf *out)
{
	FILE *f = fopen(SAMPLE, "r");
	char part[4096];
	size_t n;

	if (!f)
		print_error("%s is not here: run the tests in the project's folder\n", SAMPLE);
	assert_non_null(f);
	buf_init(out, 1 << 20);
	while ((n = fread(part, 1, sizeof(part), f)) > 0)
		buf_put(out, part, n);
	fclose(f);
	assert_true(buf_ok(out));
}

/* As it stands it says what holds without it. */
static void sample(void **state)
{
	struct config *c, *defaults = config_default();
	struct buf text, out, expected;

	(void)state;
	read_sample(&text);
	c = parse(buf_str(&text));
	print(c, &out);
	print(defaults, &expected);
	assert_string_equal(buf_str(&out), buf_str(&expected));
	buf_free(&out);
	buf_free(&expected);
	buf_free(&text);
	config_free(defaults);
	config_free(c);
}

/* The sample with the examples in it: lines that begin with '#' and are no prose ("# x"). */
static void take_examples(const struct buf *sample_text, struct buf *out)
{
	const char *line = buf_str(sample_text), *end;

	buf_init(out, 1 << 20);
	for (; *line; line = end + 1) {
		bool example = line[0] == '#' && (line[1] != ' ' || line[2] == ' ');

		end = strchr(line, '\n');
		assert_non_null(end);
		buf_put(out, line + example, (size_t)(end + 1 - line) - example);
	}
}

/* The keys that a finding lists are all in the text. */
static void has_listed_keys(const char *text, const char *finding)
{
	const char *list = strstr(finding, "the keys are ");
	char *copy, *key, *rest = NULL, line[64];

	assert_non_null(list);
	copy = strdup(list + 13);
	assert_non_null(copy);
	*strchr(copy, '\n') = '\0';
	for (key = strtok_r(copy, ", ", &rest); key; key = strtok_r(NULL, ", ", &rest)) {
		snprintf(line, sizeof(line), "%s: ", key);
		if (!strstr(text, line)) {
			snprintf(line, sizeof(line), "%s:\n", key);
			if (!strstr(text, line))
				print_error("%s does not tell of '%s'\n", SAMPLE, key);
			assert_non_null(strstr(text, line));
		}
	}
	free(copy);
}

/* Every example in it is right, and every key of every map is there. */
static void sample_with_examples(void **state)
{
	static const char *const maps[] = {"x: 1", "accounts: [{x: 1}]",
		"accounts: [{token: {x: 1}}]", "defaults: {x: 1}", "direct: {x: 1}",
		"servers: [{x: 1}]", "servers: [{channels: [{x: 1}]}]", "cooldown: {x: 1}"};
	struct buf text, examples;
	struct config *c;
	size_t i;

	(void)state;
	read_sample(&text);
	take_examples(&text, &examples);
	c = parse(buf_str(&examples));
	assert_int_equal(c->n_accounts, 3);
	assert_int_equal(c->n_servers, 1);
	assert_int_equal(c->servers[0].n_channels, 3);
	assert_non_null(c->admin);
	assert_non_null(c->content);
	assert_non_null(c->direct_region);
	assert_non_null(c->accounts[0].gateway);
	for (i = 0; i < sizeof(maps) / sizeof(maps[0]); i++) {
		assert_null(parse_bytes(maps[i], strlen(maps[i])));
		has_listed_keys(buf_str(&examples), buf_str(&found.text));
		forget();
	}
	config_free(c);
	buf_free(&text);
	buf_free(&examples);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_key, set_up, tear_down),
		cmocka_unit_test_setup_teardown(sample, set_up, tear_down),
		cmocka_unit_test_setup_teardown(sample_with_examples, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("base/config_keys", tests, NULL, NULL);
}
