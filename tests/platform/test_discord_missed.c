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
	char found[128][64]; /* "server:message:age in seconds", and "e" for an edit */
	size_t n_done;
	char done[64]; /* the last one: "conversation message" */
};

static void on_found(
	void *ctx, const json *message, const char *server, bool is_edit, int64_t age_ms)
{
	struct fixture *f = ctx;

	assert_true(f->n_found < 128);
	snprintf(f->found[f->n_found++], 64, "%s:%s:%" PRId64 "%s", server,
		json_get_string(message, "id"), age_ms / 1000, is_edit ? "e" : "");
}

static void on_done(void *ctx, const struct platform_place *waited)
{
	struct fixture *f = ctx;

	f->n_done++;
	snprintf(f->done, sizeof(f->done), "%s %s", waited->conversation, waited->message);
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
	f->missed = discord_missed_create(&f->m->host, account, f->rest, on_found, on_done, f);
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

/* From where on is read what may have been edited since that message. */
static uint64_t edits_of(uint64_t id)
{
	char text[32];
	int64_t at;

	snprintf(text, sizeof(text), "%" PRIu64, id);
	assert_true(snowflake_time(text, &at));
	return snowflake_at(at - DISCORD_MISSED_EDITS_MS);
}

static void note(struct fixture *f, const char *channel, const char *server, uint64_t id)
{
	char text[SNOWFLAKE_MAX];

	snprintf(text, sizeof(text), "%" PRIu64, id);
	discord_missed_note(f->missed, text, channel, !*server, T0);
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

static void answer_at(struct fixture *f, int status, const char *body, int64_t at)
{
	struct platform_result result =
		mock_result(mock_last_request(f->m)->id, status, body, NULL);

	discord_rest_answered(f->rest, &result, at);
	discord_rest_pump(f->rest, at);
}

static void answer(struct fixture *f, int status, const char *body)
{
	answer_at(f, status, body, T0);
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
		edits_of(id_at(
			-DISCORD_MISSED_SKEW_MS))); /* nothing was seen there: since the start */
	answer(f, 200, page("100", 2, id_at(50000)));
	assert_int_equal(f->n_found, 2);
	snprintf(expected, sizeof(expected), "10:%" PRIu64 ":10", id_at(50000));
	assert_string_equal(f->found[0], expected); /* the older one first */
	assert_asked(f, 2, "101", edits_of(id_at(5000)));
	answer(f, 200, "[]");
	assert_asked(f, 3, "555", edits_of(id_at(6000)));
	answer(f, 200, page("555", 1, id_at(59000)));
	snprintf(expected, sizeof(expected), ":%" PRIu64 ":1", id_at(59000));
	assert_string_equal(f->found[2], expected);
	assert_int_equal(f->m->n_request, 3);
	assert_contains(f->m->lines, "what was missed has been read");
	/* the next loss begins behind what was read */
	begin(f, true);
	assert_asked(f, 4, "100", edits_of(id_at(50000) + 1));
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
	assert_asked(f, 2, "101", edits_of(id_at(-DISCORD_MISSED_SKEW_MS)));
	answer(f, 503, "<html>");
	assert_asked(f, 3, "101", edits_of(id_at(-DISCORD_MISSED_SKEW_MS)));
	late = mock_result(mock_last_request(f->m)->id, 0, "", NULL);
	discord_rest_answered(f->rest, &late, T0 + DISCORD_MISSED_ASK_MS);
	discord_rest_pump(f->rest, T0 + DISCORD_MISSED_ASK_MS);
	assert_contains(mock_last_request(f->m)->url, "/channels/555/");
	answer(f, 200, "{\"not\":\"a page\"}");
	assert_contains(f->m->lines, "no list");
	assert_int_equal(f->n_found, 0);
	/* what may have been there and could not be read is asked for once more, from where it was */
	note(f, "101", "11", id_at(61000));
	assert_asked(f, 5, "101", edits_of(id_at(-DISCORD_MISSED_SKEW_MS)));
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
	assert_asked(f, 21, "100", edits_of(id_at(-DISCORD_MISSED_SKEW_MS)));
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
	assert_asked(f, 1, "100", edits_of(id_at(2000 - DISCORD_MISSED_SKEW_MS)));
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
	assert_asked(f, 3, "555", edits_of(id_at(-DISCORD_MISSED_SKEW_MS)));
	answer(f, 200, "[]");
	assert_asked(f, 4, "556", edits_of(id_at(-DISCORD_MISSED_SKEW_MS)));
}

/* Another session is lost while the channels of the first loss are being read. */
static void test_lost_again(void **state)
{
	struct fixture *f = *state;

	begin(f, false);
	note(f, "100", "10", id_at(1000));
	f->m->wall = DAY + 60000;
	begin(f, true);
	assert_asked(f, 1, "100", edits_of(id_at(1000)));
	note(f, "100", "10", id_at(61000));
	begin(f, true);
	assert_int_equal(f->m->n_request, 1);
	answer(f, 200, page("100", 1, id_at(2000)));
	assert_int_equal(f->n_found, 1);
	assert_asked(f, 2, "100", edits_of(id_at(1000)));
	answer(f, 200, "[]");
	assert_asked(f, 3, "101", edits_of(id_at(-DISCORD_MISSED_SKEW_MS)));
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
		assert_lacks(mock_last_request(f->m)->url, "/channels/949/");
		answer_at(f, 200, "[]", T0 + (int64_t)i * 100);
	}
	assert_int_equal(f->m->n_request, n);
	teardown((void **)&f);
}

/* Of an event in that channel. */
static void visit(struct fixture *f, const char *channel, const char *parent, const char *message,
	const char *user, bool addressed)
{
	const struct platform_event event = {
		.kind = PLATFORM_MESSAGE,
		.message = message,
		.conversation = channel,
		.parent = parent,
		.server = *user ? "" : "10",
		.user = *user ? user : "77",
		.direct = *user != '\0',
		.addressed = addressed,
	};

	discord_missed_visit(f->missed, &event, f->m->wall - DAY + T0);
}

/* The next run is told where to read: direct messages by their person, threads and others without. */
static void test_what_is_told_to_the_next_run(void **state)
{
	struct fixture *f = *state;

	visit(f, "555", "", "1", "30", false);
	assert_string_equal(f->m->place, "+ 555   30");
	visit(f, "556", "101", "1", "", false);
	assert_string_equal(f->m->place, "+ 556 10  ");
	visit(f, "557", "", "1", "", true);
	assert_string_equal(f->m->place, "+ 557 10  ");
	/* not again, nor what is read anyway, nor what concerns nobody */
	visit(f, "555", "", "2", "30", false);
	visit(f, "101", "", "2", "", true);
	visit(f, "558", "556", "2", "", false);
	visit(f, "559", "", "2", "", false);
	assert_int_equal(f->m->n_place, 3);
	/* so that what is used does not grow too old */
	f->m->wall += DISCORD_MISSED_AGAIN_MS;
	visit(f, "555", "", "3", "30", false);
	assert_int_equal(f->m->n_place, 4);
}

static void test_threads_are_read(void **state)
{
	struct fixture *f = *state;
	char message[32];

	begin(f, false);
	snprintf(message, sizeof(message), "%" PRIu64, id_at(1000));
	visit(f, "556", "101", message, "", false);
	f->m->wall = DAY + 60000;
	begin(f, true);
	answer(f, 200, "[]");
	answer(f, 200, "[]");
	assert_asked(f, 3, "556", edits_of(id_at(1000)));
	answer(f, 200, page("556", 1, id_at(2000)));
	assert_int_equal(f->n_found, 1);
	assert_memory_equal(f->found[0], "10:", 3);
}

/* What the last run told is read by this one; and what waited then, although the session goes on. */
static void test_what_the_last_run_told(void **state)
{
	char first[32], second[32], third[32];
	const struct platform_place places[] = {{"600", "10", first, "30"},
		{"600", "10", second, "30"}, {"101", "11", third, "31"}, {"no", "10", "5", "30"},
		{"601", "10", "no", "30"}, {"602", "", "5", "30"}, {"555", "", "", "30"},
		{"556", "10", "", ""}, {"557", "no", "", ""}};
	const struct platform_account account = {.listened = listened,
		.n_listened = 4,
		.late_ms = 6 * HOUR,
		.places = places,
		.n_places = 9};
	struct fixture *f;

	(void)state;
	snprintf(first, sizeof(first), "%" PRIu64, id_at(-7000));
	snprintf(second, sizeof(second), "%" PRIu64, id_at(-9000));
	snprintf(third, sizeof(third), "%" PRIu64, id_at(-8000));
	f = make(&account);
	begin(f, false);
	assert_asked(f, 1, "101", id_at(-8000) - 1);
	answer(f, 403, "{}");
	assert_int_equal(f->n_done, 1);
	assert_string_equal(f->done + 4, third);
	assert_asked(f, 2, "600", id_at(-9000) - 1);
	answer(f, 200, page("600", 1, id_at(-9000)));
	assert_int_equal(f->n_found, 1);
	assert_int_equal(f->n_done, 3);
	assert_int_equal(f->m->n_request, 2);
	/* and, once the session is lost, all that is known */
	f->m->wall = DAY + 60000;
	begin(f, true);
	assert_asked(f, 3, "100", edits_of(id_at(-9000 - DISCORD_MISSED_SKEW_MS)));
	answer(f, 200, "[]");
	answer(f, 200, "[]");
	answer(f, 200, "[]");
	assert_contains(mock_last_request(f->m)->url, "/channels/556/");
	answer(f, 200, "[]");
	assert_contains(mock_last_request(f->m)->url, "/channels/555/");
	answer(f, 200, "[]");
	assert_int_equal(f->m->n_request, 7);
	assert_int_equal(f->n_done, 3);
	teardown((void **)&f);
}

/* A message that waited hides nothing that was missed before it. */
static void test_what_waited_after_a_loss(void **state)
{
	char message[32];
	const struct platform_place place = {"101", "11", message, "31"};
	const struct platform_account account = {.listened = listened,
		.n_listened = 4,
		.late_ms = 6 * HOUR,
		.places = &place,
		.n_places = 1};
	struct fixture *f;

	(void)state;
	snprintf(message, sizeof(message), "%" PRIu64, id_at(-7000));
	f = make(&account);
	discord_missed_begun(f->missed, false, DAY - 60000, T0);
	discord_rest_pump(f->rest, T0);
	answer(f, 200, "[]");
	assert_asked(f, 2, "101", edits_of(id_at(-60000 - DISCORD_MISSED_DEAD_MS)));
	teardown((void **)&f);
}

/* What was there before is of interest if it was edited since. */
static void test_edits(void **state)
{
	struct fixture *f = *state;
	char body[512], expected[64];

	begin(f, false);
	note(f, "100", "10", id_at(1000));
	f->m->wall = DAY + 60000;
	begin(f, true);
	snprintf(body, sizeof(body),
		"[{\"id\":\"%" PRIu64 "\",\"edited_timestamp\":null},{\"id\":\"%" PRIu64
		"\",\"edited_timestamp\":null},{\"id\":\"%" PRIu64
		"\",\"edited_timestamp\":\"2026-09-21T10:00:00+00:00\"}]",
		id_at(5000), id_at(1000), id_at(-1000));
	answer(f, 200, body);
	assert_int_equal(f->n_found, 2);
	snprintf(expected, sizeof(expected), "10:%" PRIu64 ":61e", id_at(-1000));
	assert_string_equal(f->found[0], expected);
	snprintf(expected, sizeof(expected), "10:%" PRIu64 ":55", id_at(5000));
	assert_string_equal(f->found[1], expected);
}

/* Where much is written what may have been edited is not read to the last page: what was missed is. */
static void test_many_pages_of_old(void **state)
{
	struct fixture *f = *state;
	uint64_t first = edits_of(id_at(1000)) + 1;
	size_t i;

	begin(f, false);
	note(f, "100", "10", id_at(1000));
	f->m->wall = DAY + 60000;
	begin(f, true);
	for (i = 1; i < DISCORD_MISSED_OLD_MAX; i++, first += DISCORD_REST_PAGE) {
		answer(f, 200, page("100", DISCORD_REST_PAGE, first));
		assert_asked(f, i + 1, "100", first + DISCORD_REST_PAGE - 1);
	}
	answer(f, 200, page("100", DISCORD_REST_PAGE, first));
	assert_asked(f, i + 1, "100", id_at(1000));
	assert_int_equal(f->n_found, 0);
	for (i = 0; i < DISCORD_MISSED_PAGES_MAX; i++) {
		f->n_found = 0;
		answer(f, 200, page("100", DISCORD_REST_PAGE, id_at(2000 + (int64_t)i)));
		assert_int_equal(f->n_found, DISCORD_REST_PAGE);
	}
	assert_contains(mock_last_request(f->m)->url, "/channels/101/");
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
	assert_int_equal(f->n_found, 5);
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
		TEST(test_what_is_told_to_the_next_run),
		TEST(test_threads_are_read),
		cmocka_unit_test(test_what_the_last_run_told),
		cmocka_unit_test(test_what_waited_after_a_loss),
		TEST(test_edits),
		TEST(test_many_pages_of_old),
		TEST(test_stopped),
		TEST(test_damaged_messages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
