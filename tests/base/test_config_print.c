/* Tests of src/base/config_print.c. */
#include "base/config_samples.h"
#include "base/config_world.h"

static void print(const struct config *c, struct buf *out)
{
	buf_init(out, 1 << 24);
	assert_true(config_print(c, out));
}

static void printed(void **state)
{
	struct config *c = config_default();
	struct buf out;

	(void)state;
	print(c, &out);
	assert_string_equal(buf_str(&out), "accounts:\n"
					   "  - name: \"discord\"\n"
					   "    platform: discord\n"
					   "    token:\n"
					   "      env: \"DISCORD_TOKEN\"\n"
					   "defaults:\n"
					   "  mode: mention\n"
					   "alerts:\n"
					   "  after: 10m\n"
					   "  repeats: 2\n"
					   "retention: 7d\n"
					   "audit: 365d\n"
					   "log: info\n"
					   "log-format: text\n"
					   "cooldown:\n"
					   "  answer: 2m\n"
					   "  person: 1m\n"
					   "late: 6h\n");
	buf_free(&out);
	config_free(c);
}

static const char whole[] = CONFIG_WHOLE;

static void printed_whole(void **state)
{
	struct config *c = parse(whole);
	struct buf out;

	(void)state;
	print(c, &out);
	assert_string_equal(buf_str(&out), "accounts:\n"
					   "  - name: \"main\"\n"
					   "    platform: discord\n"
					   "    token:\n"
					   "      file: \"/run/sec rets/\xc3\xa9\"\n"
					   "    api: \"http://127.0.0.1:8080/api\"\n"
					   "    gateway: \"ws://[::1]:8081/\"\n"
					   "    buttons: no\n"
					   "  - name: \"se-cond\"\n"
					   "    platform: discord\n"
					   "    token:\n"
					   "      credential: \"tok.en\"\n"
					   "defaults:\n"
					   "  region: uk\n"
					   "  mode: ambient\n"
					   "  staff-channel: \"1\"\n"
					   "  staff-role: \"2\"\n"
					   "direct:\n"
					   "  region: default\n"
					   "  staff-channel: \"7\"\n"
					   "  staff-urgent: no\n"
					   "servers:\n"
					   "  - id: \"12345678901234567890\"\n"
					   "    account: \"se-cond\"\n"
					   "    region: nz\n"
					   "    mode: off\n"
					   "    threads: no\n"
					   "    staff-channel: \"3\"\n"
					   "    staff-role: \"4\"\n"
					   "    staff-urgent: yes\n"
					   "    staff-next:\n"
					   "      - channel: \"8\"\n"
					   "        role: \"9\"\n"
					   "      - channel: \"10\"\n"
					   "    operators:\n"
					   "      - id: \"11\"\n"
					   "    channels:\n"
					   "      - id: \"5\"\n"
					   "        keep-unanswered: 9d\n"
					   "        region: ie\n"
					   "        mode: faq\n"
					   "        threads: yes\n"
					   "        staff-channel: \"#staff\"\n"
					   "        staff-role: \"6\"\n"
					   "      - id: \"!\\\"~\"\n"
					   "  - id: \"x\"\n"
					   "alerts:\n"
					   "  after: 5m\n"
					   "  repeats: 10\n"
					   "  webhook:\n"
					   "    env: \"HOOK\"\n"
					   "  command: \"/bin/page me\"\n"
					   "operators:\n"
					   "  - id: \"12\"\n"
					   "  - id: \"13\"\n"
					   "content: \"./a \\\"b\\\" \\\\c\"\n"
					   "state: \"/var/lib/a b\"\n"
					   "retention: 30d\n"
					   "audit: 90d\n"
					   "admin: \"127.0.0.2:1\"\n"
					   "dashboard:\n"
					   "  token:\n"
					   "    env: \"DASH\"\n"
					   "log: debug\n"
					   "log-format: logfmt\n"
					   "cooldown:\n"
					   "  answer: 24h\n"
					   "  person: 0s\n"
					   "late: 90m\n");
	buf_free(&out);
	config_free(c);
}

static const char places[] = CONFIG_PLACES;

/* What is printed, read and printed again is the same. */
static void round_trip(const char *text)
{
	struct config *c = parse(text);
	struct buf first, second;

	print(c, &first);
	config_free(c);
	c = parse(buf_str(&first));
	print(c, &second);
	config_free(c);
	assert_string_equal(buf_str(&second), buf_str(&first));
	buf_free(&first);
	buf_free(&second);
}

static void round_trips(void **state)
{
	(void)state;
	round_trip(ACCOUNT);
	round_trip(whole);
	round_trip(places);
	round_trip(ACCOUNT "cooldown: {answer: 90s, person: 90m}\n");
	round_trip(ACCOUNT "content: \"\\u00e9 # 'x' \\\"y\\\": {z}, [%&*!|>@`]\"\n");
	round_trip(ACCOUNT "servers: [{id: \"{},[]:#&*!|>'%@`-?\"}]\n");
}

static void print_into_too_little(void **state)
{
	struct config *c = parse(whole);
	struct buf out;
	size_t max;

	(void)state;
	print(c, &out);
	max = out.len;
	buf_free(&out);
	buf_init(&out, max);
	assert_true(config_print(c, &out));
	buf_free(&out);
	buf_init(&out, max - 1);
	assert_false(config_print(c, &out));
	buf_free(&out);
	buf_init(&out, 0);
	assert_false(config_print(c, &out));
	buf_free(&out);
	config_free(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(printed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(printed_whole, set_up, tear_down),
		cmocka_unit_test_setup_teardown(round_trips, set_up, tear_down),
		cmocka_unit_test_setup_teardown(print_into_too_little, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("base/config_print", tests, NULL, NULL);
}
