/* What the rate limiter lets go, when, and what it learns from answers. */
#include "platform/host_mock.h"

#include "platform/ledger.h"
#include "platform/ratelimit.h"

#define T0 1000000
#define BUCKET(name, limit, remaining, after)                                                      \
	MOCK_HEADERS("x-ratelimit-bucket: " name, "x-ratelimit-limit: " limit,                     \
		"x-ratelimit-remaining: " remaining, "x-ratelimit-reset-after: " after)

static const struct ratelimit_route post_1 = {"POST", "/channels/{}/messages", "1"};
static const struct ratelimit_route post_2 = {"POST", "/channels/{}/messages", "2"};
static const struct ratelimit_route get_1 = {"GET", "/channels/{}", "1"};
static const struct ratelimit_route bot = {"GET", "/gateway/bot", ""};

static int setup(void **state)
{
	*state = ratelimit_create();
	return *state ? 0 : -1;
}

static int teardown(void **state)
{
	ratelimit_destroy(*state);
	return 0;
}

static int64_t when(struct ratelimit *r, const struct ratelimit_route *route, int64_t now)
{
	return ratelimit_when(r, route, false, now);
}

/* One whole request. */
static void ask(struct ratelimit *r, const struct ratelimit_route *route, int status,
	const char *body, const char *const *headers, int64_t now)
{
	struct platform_result result = mock_result(1, status, body, headers);
	int place = ratelimit_begin(r, route, now);

	assert_true(place >= 0);
	ratelimit_end(r, place, route, &result, now);
}

static void test_one_at_a_time_while_unknown(void **state)
{
	struct ratelimit *r = *state;
	struct platform_result ok = mock_result(1, 200, "{}", BUCKET("abc", "5", "4", "5.000"));
	int place;

	assert_int_equal(when(r, &post_1, T0), T0);
	place = ratelimit_begin(r, &post_1, T0);
	assert_int_equal(when(r, &post_1, T0), RATELIMIT_ANSWER_NEEDED);
	assert_int_equal(when(r, &post_2, T0), T0); /* another channel is another bucket */
	assert_int_equal(ratelimit_when(r, &post_1, true, T0), T0);
	ratelimit_end(r, place, &post_1, &ok, T0 + 50);
	assert_int_equal(when(r, &post_1, T0 + 50), T0 + 50);
}

static void test_no_answer_frees_the_place(void **state)
{
	struct ratelimit *r = *state;

	ask(r, &post_1, 0, "", NULL, T0);
	assert_int_equal(when(r, &post_1, T0), T0);
	ask(r, &post_1, 502, "<html>", NULL, T0);
	assert_int_equal(when(r, &post_1, T0), T0);
}

static void test_remaining_and_reset(void **state)
{
	struct ratelimit *r = *state;

	ask(r, &post_1, 200, "{}", BUCKET("abc", "2", "1", "1.5"), T0);
	assert_int_equal(when(r, &post_1, T0 + 1), T0 + 1);
	ask(r, &post_1, 200, "{}", BUCKET("abc", "2", "0", "1.4"), T0 + 100);
	assert_int_equal(when(r, &post_1, T0 + 200), T0 + 1500);
	assert_int_equal(when(r, &post_1, T0 + 1500), T0 + 1500);
}

static void test_float_seconds_are_rounded_up(void **state)
{
	struct ratelimit *r = *state;

	ask(r, &post_1, 200, "{}", BUCKET("abc", "1", "0", "0.2504"), T0);
	assert_int_equal(when(r, &post_1, T0), T0 + 251);
}

static void test_counts_down_before_answers_come(void **state)
{
	struct ratelimit *r = *state;

	ask(r, &post_1, 200, "{}", BUCKET("abc", "3", "2", "5"), T0);
	assert_true(ratelimit_begin(r, &post_1, T0 + 1) >= 0);
	assert_true(ratelimit_begin(r, &post_1, T0 + 2) >= 0);
	assert_int_equal(when(r, &post_1, T0 + 3), T0 + 5000);
}

static void test_late_answers_do_not_give_back(void **state)
{
	struct ratelimit *r = *state;
	struct platform_result first = mock_result(1, 200, "", BUCKET("abc", "3", "1", "4.9"));
	struct platform_result second = mock_result(2, 200, "", BUCKET("abc", "3", "0", "4.9"));
	int a, b;

	ask(r, &post_1, 200, "{}", BUCKET("abc", "3", "2", "5"), T0);
	a = ratelimit_begin(r, &post_1, T0 + 1);
	b = ratelimit_begin(r, &post_1, T0 + 2);
	ratelimit_end(r, b, &post_1, &second, T0 + 100);
	ratelimit_end(r, a, &post_1, &first, T0 + 101);
	assert_int_equal(when(r, &post_1, T0 + 102), T0 + 5001);
}

static void test_less_than_nothing_remains(void **state)
{
	struct ratelimit *r = *state;
	struct platform_result first = mock_result(1, 200, "", BUCKET("abc", "2", "0", "2"));
	int a = ratelimit_begin(r, &post_1, T0), b = ratelimit_begin(r, &post_1, T0);

	ratelimit_end(r, a, &post_1, &first, T0);
	assert_int_equal(ratelimit_when(r, &post_1, true, T0), T0 + 2000);
	ratelimit_end(r, b, &post_1, &first, T0 + 1);
	assert_int_equal(ratelimit_when(r, &post_1, true, T0 + 1), T0 + 2001);
}

static void test_new_window_gives_anew(void **state)
{
	struct ratelimit *r = *state;

	ask(r, &post_1, 200, "{}", BUCKET("abc", "2", "0", "1"), T0);
	ask(r, &post_1, 200, "{}", BUCKET("abc", "2", "1", "1"), T0 + 1000);
	assert_int_equal(when(r, &post_1, T0 + 1001), T0 + 1001);
	ask(r, &post_1, 200, "{}", BUCKET("abc", "2", "0", "0.9"), T0 + 1100);
	assert_int_equal(when(r, &post_1, T0 + 1101), T0 + 2000);
}

static void test_last_place_is_for_the_urgent(void **state)
{
	struct ratelimit *r = *state;

	ask(r, &post_1, 200, "{}", BUCKET("abc", "5", "1", "5"), T0);
	assert_int_equal(when(r, &post_1, T0), T0 + 5000);
	assert_int_equal(ratelimit_when(r, &post_1, true, T0), T0);
	ratelimit_begin(r, &post_1, T0);
	assert_int_equal(ratelimit_when(r, &post_1, true, T0), T0 + 5000);
}

static void test_routes_that_share_a_bucket(void **state)
{
	struct ratelimit *r = *state;

	ask(r, &get_1, 200, "{}", BUCKET("shared", "2", "1", "3"), T0);
	ask(r, &post_1, 200, "{}", BUCKET("shared", "2", "0", "2.9"), T0 + 100);
	assert_int_equal(when(r, &get_1, T0 + 100), T0 + 3000);
	assert_int_equal(when(r, &post_1, T0 + 100), T0 + 3000);
	assert_int_equal(when(r, &post_2, T0 + 100), T0 + 100);
}

static void test_name_is_learned_for_other_channels_in_flight(void **state)
{
	struct ratelimit *r = *state;
	struct platform_result ok = mock_result(1, 200, "{}", BUCKET("abc", "5", "4", "5"));
	int in_1 = ratelimit_begin(r, &post_1, T0), in_2 = ratelimit_begin(r, &post_2, T0);

	ratelimit_end(r, in_1, &post_1, &ok, T0 + 10);
	/* channel 2 is still unknown and has one in flight, under whichever name */
	assert_int_equal(when(r, &post_2, T0 + 10), RATELIMIT_ANSWER_NEEDED);
	ratelimit_end(r, in_2, &post_2, &ok, T0 + 20);
	assert_int_equal(when(r, &post_2, T0 + 20), T0 + 20);
}

static void test_numbers_without_a_name(void **state)
{
	struct ratelimit *r = *state;

	ask(r, &post_1, 200, "{}",
		MOCK_HEADERS("x-ratelimit-limit: 1", "x-ratelimit-remaining: 0",
			"x-ratelimit-reset-after: 2"),
		T0);
	assert_int_equal(when(r, &post_1, T0), T0 + 2000);
}

static void test_foreign_headers_are_no_numbers(void **state)
{
	const char *const *const sets[] = {BUCKET("a", "x", "0", "5"), BUCKET("a", "5", "-1", "5"),
		BUCKET("a", "0", "0", "5"), BUCKET("a", "5", "0", "nan"),
		BUCKET("a", "5", "0", "inf"), BUCKET("a", "5", "0", ""),
		BUCKET("a", "1e99", "0", "5"), BUCKET("a", "5", "0.5", "5"),
		BUCKET("a", "5", "0", "5s")};
	struct ratelimit *r = *state;
	size_t i;

	for (i = 0; i < sizeof(sets) / sizeof(sets[0]); i++) {
		ask(r, &post_1, 200, "{}", sets[i], T0);
		assert_int_equal(when(r, &post_1, T0), T0);
	}
}

static void test_nobody_is_obeyed_for_ever(void **state)
{
	struct ratelimit *r = *state;

	ask(r, &post_1, 429, "{\"retry_after\":1e300}", MOCK_HEADERS("x-ratelimit-scope: user"),
		T0);
	assert_int_equal(when(r, &post_1, T0), T0 + RATELIMIT_WAIT_MAX_MS);
}

static void test_429_user(void **state)
{
	struct ratelimit *r = *state;

	ask(r, &post_1, 429, "{\"message\":\"slow\",\"retry_after\":0.3125,\"global\":false}",
		MOCK_HEADERS("retry-after: 1", "x-ratelimit-scope: user"), T0);
	assert_int_equal(when(r, &post_1, T0), T0 + 313);
	assert_int_equal(ratelimit_when(r, &post_1, true, T0), T0 + 313);
	assert_int_equal(when(r, &post_2, T0), T0);
	assert_int_equal(ratelimit_invalid(r, T0), 1);
}

static void test_429_global(void **state)
{
	struct ratelimit *r = *state;

	ask(r, &post_1, 429, "{\"retry_after\":64.57,\"global\":true}",
		MOCK_HEADERS(
			"retry-after: 65", "x-ratelimit-global: true", "x-ratelimit-scope: global"),
		T0);
	assert_int_equal(when(r, &post_1, T0), T0 + 64570);
	assert_int_equal(when(r, &post_2, T0), T0 + 64570);
	assert_int_equal(when(r, &bot, T0), T0 + 64570);
	assert_int_equal(ratelimit_invalid(r, T0), 1);
}

static void test_429_global_by_the_body_alone(void **state)
{
	struct ratelimit *r = *state;

	ask(r, &post_1, 429, "{\"retry_after\":2,\"global\":true}", NULL, T0);
	assert_int_equal(when(r, &post_2, T0), T0 + 2000);
}

static void test_429_global_by_one_header_alone(void **state)
{
	struct ratelimit *r = *state;

	ask(r, &post_1, 429, "{\"retry_after\":2}", MOCK_HEADERS("x-ratelimit-global: false"), T0);
	assert_int_equal(when(r, &post_2, T0), T0);
	ask(r, &post_2, 429, "{\"retry_after\":3}", MOCK_HEADERS("x-ratelimit-global: true"), T0);
	assert_int_equal(when(r, &post_1, T0), T0 + 3000);
}

static void test_429_shared_is_not_held_against_us(void **state)
{
	struct ratelimit *r = *state;

	ask(r, &post_1, 429, "{\"retry_after\":1.5}", MOCK_HEADERS("x-ratelimit-scope: shared"),
		T0);
	assert_int_equal(when(r, &post_1, T0), T0 + 1500);
	assert_int_equal(when(r, &post_2, T0), T0);
	assert_int_equal(ratelimit_invalid(r, T0), 0);
}

static void test_429_time_from_the_header(void **state)
{
	struct ratelimit *r = *state;

	ask(r, &post_1, 429, "{\"message\":\"slow\"}",
		MOCK_HEADERS("retry-after: 7", "x-ratelimit-scope: user"), T0);
	assert_int_equal(when(r, &post_1, T0), T0 + 7000);
	ask(r, &post_2, 429, "{\"retry_after\":\"soon\"}",
		MOCK_HEADERS("x-ratelimit-reset-after: 0.5", "x-ratelimit-scope: user"), T0);
	assert_int_equal(when(r, &post_2, T0), T0 + 500);
	ask(r, &get_1, 429, "{\"retry_after\":0}",
		MOCK_HEADERS("retry-after: 3", "x-ratelimit-scope: user"), T0);
	assert_int_equal(when(r, &get_1, T0), T0 + 3000);
}

static void test_429_without_a_time_does_not_spin(void **state)
{
	struct ratelimit *r = *state;

	ask(r, &post_1, 429, "{\"retry_after\":0}",
		MOCK_HEADERS("retry-after: 0", "x-ratelimit-scope: user"), T0);
	assert_int_equal(when(r, &post_1, T0), T0 + RATELIMIT_WAIT_MIN_MS);
	ask(r, &post_2, 429, "{}",
		MOCK_HEADERS(
			"retry-after: Fri, 31 Dec 1999 23:59:59 GMT", "x-ratelimit-scope: user"),
		T0);
	assert_int_equal(when(r, &post_2, T0), T0 + RATELIMIT_BLIND_MS);
}

static void test_429_page_of_the_proxy(void **state)
{
	struct ratelimit *r = *state;

	ask(r, &post_1, 429, "<html>error code: 1015</html>", MOCK_HEADERS("retry-after: 120"), T0);
	assert_int_equal(when(r, &post_1, T0), T0 + 120000);
	assert_int_equal(when(r, &bot, T0), T0 + 120000);
	assert_int_equal(ratelimit_invalid(r, T0), 1);
}

static void test_429_page_without_a_time(void **state)
{
	struct ratelimit *r = *state;

	ask(r, &post_1, 429, "", NULL, T0);
	assert_int_equal(when(r, &post_2, T0), T0 + RATELIMIT_BLIND_MS);
}

static void test_429_in_plain_text_with_marks_is_no_page(void **state)
{
	struct ratelimit *r = *state;

	ask(r, &post_1, 429, "limit exceeded",
		MOCK_HEADERS("x-ratelimit-limit: 10", "x-ratelimit-remaining: 0",
			"x-ratelimit-reset-after: 1", "retry-after: 1"),
		T0);
	assert_int_equal(when(r, &post_1, T0), T0 + 1000);
	assert_int_equal(when(r, &post_2, T0), T0);
}

static void test_fifty_a_second(void **state)
{
	struct ratelimit *r = *state;
	struct ratelimit_route route = post_1;
	char major[16];
	int i;

	route.major = major;
	for (i = 0; i < RATELIMIT_GLOBAL; i++) {
		snprintf(major, sizeof(major), "%d", 100 + i);
		assert_int_equal(when(r, &route, T0 + i), T0 + i);
		ratelimit_begin(r, &route, T0 + i);
	}
	assert_int_equal(when(r, &bot, T0 + 60), T0 + 1000);
	assert_int_equal(when(r, &bot, T0 + 1000), T0 + 1000);
}

/* An interaction has to be answered within three seconds, and its routes are outside that limit. */
static void test_interactions_are_outside_the_fifty(void **state)
{
	struct ratelimit *r = *state;
	struct ratelimit_route answer = {"POST", "/interactions/{}/{}/callback", "1"};
	struct ratelimit_route follow = {"PATCH", "/webhooks/{}/{}/messages/@original", "2"};
	struct ratelimit_route route = post_1;
	char major[16];
	int i;

	route.major = answer.major = follow.major = major;
	for (i = 0; i < RATELIMIT_GLOBAL; i++) {
		snprintf(major, sizeof(major), "%d", 100 + i);
		ratelimit_begin(r, &route, T0);
		ratelimit_begin(r, &answer, T0);
	}
	snprintf(major, sizeof(major), "9");
	assert_int_equal(when(r, &route, T0), T0 + 1000);
	assert_int_equal(when(r, &answer, T0), T0);
	assert_int_equal(when(r, &follow, T0), T0);
	/* they have used up nothing of it */
	assert_int_equal(when(r, &bot, T0 + 1000), T0 + 1000);
	for (i = 0; i < RATELIMIT_GLOBAL - 1; i++) {
		snprintf(major, sizeof(major), "%d", 200 + i);
		ratelimit_begin(r, &route, T0 + 1000);
	}
	assert_int_equal(when(r, &bot, T0 + 1000), T0 + 1000);
}

static void test_ledger_stops_everything(void **state)
{
	struct ratelimit *r = *state;
	int i;

	for (i = 0; i < LEDGER_REFUSE; i++)
		ask(r, &post_1, i % 2 ? 401 : 403, "{}", NULL, T0);
	assert_int_equal(ratelimit_invalid(r, T0 + 2000), LEDGER_REFUSE);
	assert_true(when(r, &bot, T0 + 2000) > T0 + LEDGER_SPAN_MS - 20000);
	assert_true(when(r, &bot, T0 + 2000) < T0 + LEDGER_SPAN_MS + 20000);
}

static void test_other_refusals_are_not_invalid(void **state)
{
	static const int harmless[] = {200, 400, 404, 500, 0};
	struct ratelimit *r = *state;
	size_t i;

	for (i = 0; i < sizeof(harmless) / sizeof(harmless[0]); i++)
		ask(r, &post_1, harmless[i], "{}", NULL, T0);
	assert_int_equal(ratelimit_invalid(r, T0), 0);
}

/* Begins one request in so many buckets at T0; returns how many there was room for. */
static int fill(struct ratelimit *r, int n)
{
	struct ratelimit_route route = post_1;
	char major[16];
	int i;

	route.major = major;
	for (i = 0; i < n; i++) {
		snprintf(major, sizeof(major), "%d", 1000 + i);
		if (ratelimit_begin(r, &route, T0 + i) < 0)
			break;
	}
	return i;
}

static void test_no_room_while_all_are_busy(void **state)
{
	struct ratelimit *r = *state;
	struct platform_result ok = mock_result(1, 200, "{}", NULL);
	const struct ratelimit_route first = {"POST", "/channels/{}/messages", "1000"};

	assert_int_equal(fill(r, RATELIMIT_BUCKETS_MAX + 1), RATELIMIT_BUCKETS_MAX);
	assert_int_equal(when(r, &bot, T0 + 9000), T0 + 9000 + RATELIMIT_FULL_MS);
	assert_int_equal(ratelimit_begin(r, &bot, T0 + 9000), -1);
	ratelimit_end(r, 0, &first, &ok, T0 + 9001);
	assert_int_equal(when(r, &bot, T0 + 9002), T0 + 9002);
	assert_true(ratelimit_begin(r, &bot, T0 + 9002) >= 0);
}

static void test_the_idle_one_used_least_lately_goes(void **state)
{
	struct ratelimit *r = *state;
	struct ratelimit_route route = post_1;
	char major[16];
	int i;

	route.major = major;
	for (i = 0; i < RATELIMIT_BUCKETS_MAX; i++) {
		snprintf(major, sizeof(major), "%d", 1000 + i);
		ask(r, &route, 200, "{}", BUCKET("abc", "1", "0", "60"), T0 + i);
	}
	/* all are within their window: none may be forgotten */
	assert_int_equal(when(r, &bot, T0 + 30000), T0 + 30000 + RATELIMIT_FULL_MS);
	/* the first window is over */
	assert_int_equal(when(r, &bot, T0 + 60000), T0 + 60000);
	ratelimit_begin(r, &bot, T0 + 60000);
	assert_int_equal(when(r, &get_1, T0 + 60000), T0 + 60000 + RATELIMIT_FULL_MS);
	snprintf(major, sizeof(major), "%d", 1001);
	assert_int_equal(when(r, &route, T0 + 60000), T0 + 60001);
}

static void test_use_keeps_a_bucket(void **state)
{
	struct ratelimit *r = *state;
	struct ratelimit_route route = post_1;
	char major[16];
	int i;

	route.major = major;
	for (i = 0; i < RATELIMIT_BUCKETS_MAX; i++) {
		snprintf(major, sizeof(major), "%d", 1000 + i);
		ask(r, &route, 200, "{}", BUCKET("abc", "3", "2", "1"), T0 + i);
	}
	snprintf(major, sizeof(major), "1000");
	ask(r, &route, 200, "{}", BUCKET("abc", "3", "2", "1"), T0 + 5000);
	ask(r, &bot, 200, "{}", NULL, T0 + 10000);
	/* it is still known: a second one need not wait for the first one's answer */
	ratelimit_begin(r, &route, T0 + 10001);
	assert_int_equal(when(r, &route, T0 + 10001), T0 + 10001);
	snprintf(major, sizeof(major), "1001");
	ratelimit_begin(r, &route, T0 + 10002);
	assert_int_equal(when(r, &route, T0 + 10002), RATELIMIT_ANSWER_NEEDED);
}

static void test_what_is_in_flight_counts_in_the_next_window(void **state)
{
	struct ratelimit *r = *state;

	ask(r, &post_1, 200, "{}", BUCKET("abc", "3", "2", "1"), T0);
	ratelimit_begin(r, &post_1, T0 + 500);
	assert_int_equal(when(r, &post_1, T0 + 2000), T0 + 2000);
	ratelimit_begin(r, &post_1, T0 + 2000);
	ratelimit_begin(r, &post_1, T0 + 2000);
	assert_int_equal(when(r, &post_1, T0 + 2000), RATELIMIT_ANSWER_NEEDED);
}

static void test_a_name_is_given_to_its_own_route_only(void **state)
{
	struct ratelimit *r = *state;

	ratelimit_begin(r, &get_1, T0);
	ask(r, &post_1, 200, "{}", BUCKET("abc", "5", "4", "1"), T0);
	assert_int_equal(when(r, &get_1, T0), RATELIMIT_ANSWER_NEEDED);
	assert_int_equal(when(r, &post_1, T0), T0);
}

static void test_more_routes_than_are_remembered(void **state)
{
	struct ratelimit *r = *state;
	struct ratelimit_route route = post_1;
	char path[16];
	int i;

	route.path = path;
	for (i = 0; i < RATELIMIT_ROUTES_MAX + 8; i++) {
		snprintf(path, sizeof(path), "/%d", i);
		ask(r, &route, 200, "{}", BUCKET("abc", "9", "8", "1"), T0 + 2000 * i);
	}
	/* unnamed, but limited all the same */
	assert_int_equal(when(r, &route, T0 + 900000), T0 + 900000);
	ratelimit_begin(r, &route, T0 + 900000);
	assert_int_equal(when(r, &route, T0 + 900000), RATELIMIT_ANSWER_NEEDED);
}

static void test_odd_names_of_buckets(void **state)
{
	struct ratelimit *r = *state;
	char line[400] = "x-ratelimit-bucket: ";
	const char *const headers[] = {line, NULL};

	memset(line + strlen(line), 'a', 300);
	ask(r, &post_1, 200, "{}", headers, T0);
	assert_int_equal(when(r, &post_1, T0), T0);
	ask(r, &post_1, 200, "{}", MOCK_HEADERS("x-ratelimit-bucket: "), T0);
	ask(r, &post_1, 200, "{}", BUCKET("one", "1", "0", "1"), T0);
	ask(r, &post_1, 200, "{}", BUCKET("two", "1", "0", "9"), T0 + 1000);
	assert_int_equal(when(r, &post_1, T0 + 1000), T0 + 10000);
}

static void test_a_result_without_headers(void **state)
{
	struct ratelimit *r = *state;
	struct platform_result bare = {.status = 429};
	int place = ratelimit_begin(r, &post_1, T0);

	ratelimit_end(r, place, &post_1, &bare, T0);
	assert_int_equal(when(r, &post_1, T0), T0 + RATELIMIT_BLIND_MS);
	ratelimit_destroy(NULL);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_one_at_a_time_while_unknown),
		TEST(test_no_answer_frees_the_place),
		TEST(test_remaining_and_reset),
		TEST(test_float_seconds_are_rounded_up),
		TEST(test_counts_down_before_answers_come),
		TEST(test_late_answers_do_not_give_back),
		TEST(test_less_than_nothing_remains),
		TEST(test_new_window_gives_anew),
		TEST(test_last_place_is_for_the_urgent),
		TEST(test_routes_that_share_a_bucket),
		TEST(test_name_is_learned_for_other_channels_in_flight),
		TEST(test_numbers_without_a_name),
		TEST(test_foreign_headers_are_no_numbers),
		TEST(test_nobody_is_obeyed_for_ever),
		TEST(test_429_user),
		TEST(test_429_global),
		TEST(test_429_global_by_the_body_alone),
		TEST(test_429_global_by_one_header_alone),
		TEST(test_429_shared_is_not_held_against_us),
		TEST(test_429_time_from_the_header),
		TEST(test_429_without_a_time_does_not_spin),
		TEST(test_429_page_of_the_proxy),
		TEST(test_429_page_without_a_time),
		TEST(test_429_in_plain_text_with_marks_is_no_page),
		TEST(test_fifty_a_second),
		TEST(test_interactions_are_outside_the_fifty),
		TEST(test_ledger_stops_everything),
		TEST(test_other_refusals_are_not_invalid),
		TEST(test_no_room_while_all_are_busy),
		TEST(test_the_idle_one_used_least_lately_goes),
		TEST(test_use_keeps_a_bucket),
		TEST(test_what_is_in_flight_counts_in_the_next_window),
		TEST(test_a_name_is_given_to_its_own_route_only),
		TEST(test_more_routes_than_are_remembered),
		TEST(test_odd_names_of_buckets),
		TEST(test_a_result_without_headers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
