/* What is read after a session was lost, on an invented clock and an invented day. */
#include "platform/host_mock.h"

#include <inttypes.h>

#include "platform/discord_missed.h"
#include "platform/snowflake.h"

#define T0 1000000
#define DAY 1800000000000 /* the time of day when it begins */
#define HOUR 3600000

static const struct platform_listened listened[] = {
	{"100", "10"}, {"not an id", "10"}, {"101", "11"}, {"102", ""}};

struct fixture {
	struct host_mock *m;
	struct discord_rest *rest;
	struct discord_missed *missed;
	size_t n_found;
	char found[128][64]; /* "server:message:age in seconds" */
};

static void on_found(void *ctx, const json *message, const char *server, int64_t age_ms)
{
	struct fixture *f = ctx;

	assert_true(f->n_found < 128);
	snprintf(f->found[f->n_found++], 64, "%s:%s:%" PRId64, server,
		json_get_string(message, "id"), age_ms / 1000);
}

static void on_got(void *ctx, const struct discord_rest_answer *answer, int64_t now_ms)
{
	struct fixture *f = ctx;

	discord_missed_told(f->missed, answer, now_ms);
}

static struct fixture *make(const struct platform_account *account)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	f->m = mock_create();
	f->m->wall = DAY;
	f->rest = discord_rest_create(&f->m->host, "http://127.0.0.1/api", on_got, f);
	f->missed = discord_missed_create(&f->m->host, account, f->rest, on_found, f);
	assert_true(f->rest && f->missed);
	return f;
}

static int setup(void **state)
{
	const struct platform_account account = {
		.listened = listened, .n_listened = 4, .late_ms = 6 * HOUR};

	*state = make(&account);
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	discord_missed_destroy(f->missed);
	discord_rest_destroy(f->rest);
	mock_destroy(f->m);
	free(f);
	return 0;
}

/* An id of so many milliseconds after the beginning. */
static uint64_t id_at(int64_t ms)
{
	return snowflake_at(DAY + ms);
}

static void note(struct fixture *f, const char *channel, const char *server, uint64_t id)
{
	char text[256];
	json *v;

	snprintf(text, sizeof(text), "{\"id\":\"%" PRIu64 "\",\"channel_id\":\"%s\"%s%s%s}", id,
		channel, *server ? ",\"guild_id\":\"" : "", server, *server ? "\"" : "");
	v = json_parse(text, strlen(text));
	assert_non_null(v);
	discord_missed_note(f->missed, v, T0);
	json_free(v);
}

static void begin(struct fixture *f, bool again)
{
	discord_missed_begun(f->missed, again, 0, T0);
	discord_rest_pump(f->rest, T0);
}

/* The last request is for the channel, from that id on. */
static void assert_asked(struct fixture *f, size_t n, const char *channel, uint64_t after)
{
	char path[128];

	assert_int_equal(f->m->n_request, n);
	snprintf(path, sizeof(path), "/channels/%s/messages?limit=100&after=%" PRIu64, channel,
		after);
	assert_contains(mock_last_request(f->m)->url, path);
}

static void answer(struct fixture *f, int status, const char *body)
{
	struct platform_result result =
		mock_result(mock_last_request(f->m)->id, status, body, NULL);

	discord_rest_answered(f->rest, &result, T0);
	discord_rest_pump(f->rest, T0);
}

/* A page with a message of each id, the newest first. */
static const char *page(const char *channel, size_t n, uint64_t first)
{
	static char text[16384];
	size_t i, len = 1;

	snprintf(text, sizeof(text), "[");
	for (i = n; i > 0; i--) {
		snprintf(text + len, sizeof(text) - len,
			"{\"id\":\"%" PRIu64 "\",\"channel_id\":\"%s\"}%s", first + i - 1, channel,
			i > 1 ? "," : "");
		len = strlen(text);
	}
	snprintf(text + len, sizeof(text) - len, "]");
	return text;
}

static void test_nothing_is_read_at_the_start(void **state)
{
	struct fixture *f = *state;

	begin(f, false);
	assert_int_equal(f->m->n_request, 0);
}

static void test_every_channel_is_read_from_where_it_was_left(void **state)
{
	struct fixture *f = *state;
	char expected[64];

	begin(f, false);
	note(f, "101", "11", id_at(5000));
	note(f, "101", "11", id_at(3000)); /* late, but no step back */
	note(f, "555", "", id_at(6000));   /* a direct message */
	note(f, "200", "10", id_at(6000)); /* not listened to */
	f->m->wall = DAY + 60000;
	begin(f, true);
	assert_asked(f, 1, "100",
		id_at(-DISCORD_MISSED_SKEW_MS)); /* nothing was seen there: since the start */
	answer(f, 200, page("100", 2, id_at(50000)));
	assert_int_equal(f->n_found, 2);
	snprintf(expected, sizeof(expected), "10:%" PRIu64 ":10", id_at(50000));
	assert_string_equal(f->found[0], expected); /* the older one first */
	assert_asked(f, 2, "101", id_at(5000));
	answer(f, 200, "[]");
	assert_asked(f, 3, "555", id_at(6000));
	answer(f, 200, page("555", 1, id_at(59000)));
	snprintf(expected, sizeof(expected), ":%" PRIu64 ":1", id_at(59000));
	assert_string_equal(f->found[2], expected);
	assert_int_equal(f->m->n_request, 3);
	assert_contains(f->m->lines, "what was missed has been read");
	/* the next loss begins behind what was read */
	begin(f, true);
	assert_asked(f, 4, "100", id_at(50000) + 1);
}

static void test_what_is_too_old_is_not_asked_for(void **state)
{
	struct fixture *f = *state;

	begin(f, false);
	note(f, "100", "10", id_at(-DISCORD_MISSED_SKEW_MS));
	f->m->wall = DAY + 10 * HOUR;
	begin(f, true);
	assert_asked(f, 1, "100", id_at(4 * HOUR));
}

static void test_off(void **state)
{
	const struct platform_account account = {.listened = listened, .n_listened = 4};
	struct fixture *f = make(&account);

	(void)state;
	begin(f, false);
	begin(f, true);
	assert_int_equal(f->m->n_request, 0);
	teardown((void **)&f);
}

static void test_refusals_and_silence(void **state)
{
	struct fixture *f = *state;
	struct platform_result late;

	begin(f, false);
	note(f, "555", "", id_at(6000));
	f->m->wall = DAY + 60000;
	begin(f, true);
	answer(f, 403, "{\"code\":50001}");
	/* what fails for a while is asked for again, until its time is up */
	assert_asked(f, 2, "101", id_at(-DISCORD_MISSED_SKEW_MS));
	answer(f, 503, "<html>");
	assert_asked(f, 3, "101", id_at(-DISCORD_MISSED_SKEW_MS));
	late = mock_result(mock_last_request(f->m)->id, 0, "", NULL);
	discord_rest_answered(f->rest, &late, T0 + DISCORD_MISSED_ASK_MS);
	discord_rest_pump(f->rest, T0 + DISCORD_MISSED_ASK_MS);
	assert_contains(mock_last_request(f->m)->url, "/channels/555/");
	answer(f, 200, "{\"not\":\"a page\"}");
	assert_contains(f->m->lines, "no list");
	assert_int_equal(f->n_found, 0);
	/* what may have been there and could not be read is asked for once more, from where it was */
	note(f, "101", "11", id_at(61000));
	assert_asked(f, 5, "101", id_at(-DISCORD_MISSED_SKEW_MS));
	answer(f, 200, "[]");
	assert_int_equal(f->m->n_request, 5);
	assert_contains(f->m->lines, "has been read");
}

/* An outage may last longer than one request is made again. */
static void test_a_long_outage(void **state)
{
	struct fixture *f = *state;
	struct platform_result late;
	int64_t now = T0;
	size_t i;

	begin(f, false);
	begin(f, true);
	for (i = 0; i < 20; i++) {
		late = mock_result(mock_last_request(f->m)->id, 0, "", NULL);
		now += DISCORD_MISSED_ASK_MS;
		discord_rest_answered(f->rest, &late, now);
		discord_rest_pump(f->rest, now);
	}
	assert_lacks(f->m->lines, "has been read");
	assert_asked(f, 21, "100", id_at(-DISCORD_MISSED_SKEW_MS));
	answer(f, 200, page("100", 1, id_at(5)));
	assert_int_equal(f->n_found, 1);
	answer(f, 200, "[]");
	assert_contains(f->m->lines, "has been read");
}

/* Our clock was twenty minutes fast when the session began, and is right when it is lost. */
static void test_a_clock_that_is_wrong(void **state)
{
	struct fixture *f = *state;

	f->m->wall = DAY + 1200000;
	begin(f, false);
	note(f, "101", "11", id_at(2000)); /* two seconds after T0, by Discord's clock */
	f->m->wall = DAY + 60000;
	begin(f, true);
	assert_asked(f, 1, "100", id_at(2000 - DISCORD_MISSED_SKEW_MS));
}

/* The time of day was set back since the last run: how long ago that was is anybody's guess. */
static void test_a_clock_that_was_set_back(void **state)
{
	struct fixture *f = *state;

	discord_missed_begun(f->missed, false, DAY + HOUR, T0);
	discord_rest_pump(f->rest, T0);
	assert_asked(f, 1, "100", id_at(-6 * HOUR));
}

static void test_direct_messages_that_are_known_of(void **state)
{
	static const char *const texts[] = {
		"{\"id\":\"7\",\"channel_id\":\"555\"}", "{\"id\":\"8\",\"channel_id\":\"556\"}"};
	struct fixture *f = *state;
	json *v;
	size_t i;

	begin(f, false);
	for (i = 0; i < 2; i++) {
		v = json_parse(texts[i], strlen(texts[i]));
		discord_missed_know(f->missed, v);
		json_free(v);
	}
	begin(f, true);
	answer(f, 200, "[]");
	answer(f, 200, "[]");
	/* not from that message on: it may be an old one that was edited */
	assert_asked(f, 3, "555", id_at(-DISCORD_MISSED_SKEW_MS));
	answer(f, 200, "[]");
	assert_asked(f, 4, "556", id_at(-DISCORD_MISSED_SKEW_MS));
}

/* Another session is lost while the channels of the first loss are being read. */
static void test_lost_again(void **state)
{
	struct fixture *f = *state;

	begin(f, false);
	note(f, "100", "10", id_at(1000));
	f->m->wall = DAY + 60000;
	begin(f, true);
	assert_asked(f, 1, "100", id_at(1000));
	note(f, "100", "10", id_at(61000));
	begin(f, true);
	assert_int_equal(f->m->n_request, 1);
	answer(f, 200, page("100", 1, id_at(2000)));
	assert_int_equal(f->n_found, 1);
	assert_asked(f, 2, "100", id_at(1000));
	answer(f, 200, "[]");
	assert_asked(f, 3, "101", id_at(-DISCORD_MISSED_SKEW_MS));
	answer(f, 200, "[]");
	assert_int_equal(f->m->n_request, 3);
}

/* A full page is followed by the next, from its newest message on, whatever is delivered meanwhile. */
static void test_pages(void **state)
{
	struct fixture *f = *state;
	size_t i;

	begin(f, false);
	f->m->wall = DAY + 60000;
	begin(f, true);
	for (i = 0; i < DISCORD_MISSED_PAGES_MAX; i++) {
		f->n_found = 0;
		note(f, "100", "10", id_at(70000 + (int64_t)i));
		answer(f, 200, page("100", DISCORD_REST_PAGE, id_at(1000) + i * DISCORD_REST_PAGE));
		assert_int_equal(f->n_found, DISCORD_REST_PAGE);
		if (i + 1 < DISCORD_MISSED_PAGES_MAX)
			assert_asked(
				f, i + 2, "100", id_at(1000) + (i + 1) * DISCORD_REST_PAGE - 1);
	}
	assert_contains(f->m->lines, "what was missed after that is not read");
	assert_contains(mock_last_request(f->m)->url, "/channels/101/");
	/* each channel has as many */
	f->n_found = 0;
	answer(f, 200, page("101", DISCORD_REST_PAGE, id_at(1000)));
	assert_contains(mock_last_request(f->m)->url, "/channels/101/");
	answer(f, 200, "[]");
	assert_int_equal(f->m->n_request, DISCORD_MISSED_PAGES_MAX + 2);
}

static void test_bounds(void **state)
{
	struct platform_listened many[DISCORD_MISSED_LISTENED_MAX + 5];
	const struct platform_account account = {
		.listened = many, .n_listened = DISCORD_MISSED_LISTENED_MAX + 5, .late_ms = HOUR};
	char ids[DISCORD_MISSED_LISTENED_MAX + 5][8], channel[8];
	struct fixture *f;
	size_t i, n = DISCORD_MISSED_LISTENED_MAX + DISCORD_MISSED_DIRECT_MAX;

	(void)state;
	for (i = 0; i < DISCORD_MISSED_LISTENED_MAX + 5; i++) {
		snprintf(ids[i], sizeof(ids[i]), "%zu", 100 + i);
		many[i] = (struct platform_listened){ids[i], "10"};
	}
	f = make(&account);
	assert_contains(f->m->lines, "only the first 30 channels");
	begin(f, false);
	for (i = 0; i < 100; i++) {
		snprintf(channel, sizeof(channel), "%zu", 900 + i);
		note(f, channel, "", id_at(1000 + (int64_t)i));
	}
	f->m->wall = DAY + 60000;
	begin(f, true);
	for (i = 0; i < n; i++) {
		assert_int_equal(f->m->n_request, i + 1); /* one after the other */
		assert_lacks(mock_last_request(f->m)->url, "/channels/979/");
		answer(f, 200, "[]");
	}
	assert_int_equal(f->m->n_request, n);
	assert_contains(mock_last_request(f->m)->url, "/channels/999/");
	teardown((void **)&f);
}

static void test_stopped(void **state)
{
	struct fixture *f = *state;

	begin(f, false);
	f->m->wall = DAY + 60000;
	begin(f, true);
	discord_missed_stop(f->missed);
	answer(f, 200, page("100", 1, id_at(1000)));
	assert_int_equal(f->n_found, 0);
	assert_int_equal(f->m->n_request, 1);
	discord_missed_destroy(NULL);
}

static void test_damaged_messages(void **state)
{
	struct fixture *f = *state;

	begin(f, false);
	begin(f, true);
	answer(f, 200, "[1,null,{},{\"id\":7},[]]");
	assert_int_equal(f->m->n_request, 2);
	answer(f, 200, "[{\"id\":\"3\",\"channel_id\":\"101\"}]"); /* of long ago */
	assert_int_equal(f->n_found, 6);
	assert_contains(f->found[0], "(null)");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_nothing_is_read_at_the_start),
		TEST(test_every_channel_is_read_from_where_it_was_left),
		TEST(test_what_is_too_old_is_not_asked_for),
		cmocka_unit_test(test_off),
		TEST(test_refusals_and_silence),
		TEST(test_a_long_outage),
		TEST(test_a_clock_that_is_wrong),
		TEST(test_a_clock_that_was_set_back),
		TEST(test_direct_messages_that_are_known_of),
		TEST(test_lost_again),
		TEST(test_pages),
		cmocka_unit_test(test_bounds),
		TEST(test_stopped),
		TEST(test_damaged_messages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
