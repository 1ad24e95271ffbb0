/* Tests of src/bot/casebook.c: what is written comes back, on another day's clocks. */
#include "bot/casebook.h"

#include "sys/store_world.h"

#define AFTER 600000

static struct world w;
static struct store *store;
static struct store_case kept; /* its strings are in text */
static char text[8][CASEBOOK_BODY_MAX];
static size_t n_kept;

static const struct casebook_time then = {5000000, 1700000000000};
static const struct casebook_time later = {1000, 1700000060000};
static const struct escalations_step step = {"alerted", "channel 900", "40", "a detail"};
static struct escalation e;

static int set_up(void **state)
{
	(void)state;
	disk_take_over();
	world_open(&w, NULL);
	world_make_dir(&w);
	store = store_create(&(struct store_options){
		.loop = w.loop, .folder = w.dir, .keep_ms = 100000 * DAY_MS, .retry_ms = 1});
	assert_non_null(store);
	e = (struct escalation){
		.number = "n-1",
		.account = "main",
		.message = "5",
		.user = "30",
		.conversation = "20",
		.parent = "21",
		.server = "10",
		.link = "https://chat.example/5",
		.flags = "a, \"b\"",
		.reply = "flags/saddle",
		.tier = LUMBAR_TIER_URGENT,
		.edited = true,
		.state = ESCALATION_REPEATED,
		.round = 3,
		.path = 2,
		.repeats = 1,
		.unreached = true,
		.alerts = {"77", "78"},
		.alert_paths = {0, 2},
		.said = {"20", "60"},
		.notices = {{"20", "61"}, {"20", "62"}},
		.n_notices = 2,
		.n_alerts = 2,
		.at_ms = 5000000 - 1000,
		.due_ms = 5000000 + AFTER,
	};
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	store_destroy(store);
	world_close(&w);
	return 0;
}

static void on_due(void *ctx, enum store_result result, const struct store_due *due)
{
	const char **const strings[] = {
		&kept.number, &kept.message, &kept.user, &kept.link, &kept.state, &kept.body};
	size_t i;

	(void)ctx;
	assert_int_equal(result, STORE_DONE);
	n_kept = due->n_cases;
	if (n_kept)
		kept = due->cases[0];
	for (i = 0; n_kept && i < 6; i++) {
		snprintf(text[i], sizeof(text[i]), "%s", *strings[i]);
		*strings[i] = text[i];
	}
	loop_stop(w.loop);
}

static void write_and_find(void)
{
	casebook_write(store, &e, &step, &then);
	assert_non_null(store_due(store, &owner, on_due, NULL));
	world_run(&w);
}

static void comes_back(void **state)
{
	struct escalation found;

	(void)state;
	write_and_find();
	assert_int_equal(n_kept, 1);
	assert_true(casebook_read(&kept, "main", &later, &found));
	assert_int_equal(found.at_ms, later.now_ms - 61000);
	assert_int_equal(found.due_ms, later.now_ms + AFTER - 60000);
	found.at_ms = e.at_ms;
	found.due_ms = e.due_ms;
	assert_string_equal(found.flags, e.flags);
	assert_string_equal(found.alerts[1], "78");
	assert_int_equal(found.alert_paths[1], 2);
	assert_string_equal(found.said.id, "60");
	assert_string_equal(found.notices[1].id, "62");
	assert_memory_equal(&found, &e, sizeof(e));
}

/* What was on its way, or should have been done long ago, is due; and no clock makes anybody wait. */
static void times(void **state)
{
	static const struct casebook_time early = {1000, 1600000000000};
	struct escalation found;

	(void)state;
	e.ticket = 9;
	write_and_find();
	assert_true(casebook_read(&kept, "main", &later, &found));
	assert_int_equal(found.due_ms, later.now_ms);
	assert_int_equal(found.ticket, 0);
	assert_true(casebook_read(&kept, "main", &early, &found));
	assert_int_equal(found.at_ms, early.now_ms);
	e.ticket = 0;
	write_and_find();
	assert_true(casebook_read(&kept, "main", &early, &found));
	assert_int_equal(found.due_ms, early.now_ms + ESCALATION_GIVE_UP_MS);
}

/* One that is over is not found again; without a store nothing is kept. */
static void over(void **state)
{
	(void)state;
	e.state = ESCALATION_ACKNOWLEDGED;
	write_and_find();
	assert_int_equal(n_kept, 0);
	casebook_write(NULL, &e, &step, &then);
}

/* While a notice of it is on its way it is: the next run has to know that nothing of it is to be said. */
static void over_but_for_a_notice(void **state)
{
	struct escalation found;

	(void)state;
	e.state = ESCALATION_ACKNOWLEDGED;
	e.notice = 8;
	write_and_find();
	assert_int_equal(n_kept, 1);
	assert_true(casebook_read(&kept, "main", &later, &found));
	assert_int_equal(found.state, ESCALATION_ACKNOWLEDGED);
	assert_int_equal(found.due_ms, later.now_ms + ESCALATION_LEFT_MS);
	e.notice = 0;
	write_and_find();
	assert_int_equal(n_kept, 0);
}

/* A file may be changed by anybody who can write it: what makes no sense is refused. */
static void damaged(void **state)
{
	static const char *const bodies[] = {"", "{}", "[1]", "{\"conversation\":\"20\"}"};
	static const char *const wrong[][2] = {{"\"tier\":2", "\"tier\":9"},
		{"\"round\":3", "\"round\":-1"}, {"\"path\":2", "\"path\":36"},
		{"\"edited\":1", "\"edited\":2"}, {"\"server\":\"10\"", "\"server\":10   "},
		{"\"78\"", "7878"}};
	static const char *const keys[] = {"\"conversation\"", "\"parent\"", "\"server\"",
		"\"flags\"", "\"reply\"", "\"tier\"", "\"edited\"", "\"round\"",
		"\"path\":", "\"repeats\"", "\"unreached\"", "\"due\""};
	struct escalation found;
	char body[CASEBOOK_BODY_MAX], *at;
	size_t i;

	(void)state;
	write_and_find();
	snprintf(body, sizeof(body), "%s", kept.body);
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		snprintf(text[5], sizeof(text[5]), "%s", body);
		at = strstr(text[5], wrong[i][0]);
		assert_non_null(at);
		memcpy(at, wrong[i][1], strlen(wrong[i][1]));
		assert_false(casebook_read(&kept, "main", &later, &found));
	}
	for (i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
		kept.body = bodies[i];
		assert_false(casebook_read(&kept, "main", &later, &found));
	}
	/* nothing of it may be missing */
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		snprintf(text[5], sizeof(text[5]), "%s", body);
		at = strstr(text[5], keys[i]);
		assert_non_null(at);
		at[1] = 'X';
		kept.body = text[5];
		assert_false(casebook_read(&kept, "main", &later, &found));
	}
	kept.body = body;
	assert_true(casebook_read(&kept, "main", &later, &found));
	/* nor too long, which would be somebody else's */
	memset(text[6], '1', sizeof(text[6]) - 1);
	text[6][sizeof(text[6]) - 1] = '\0';
	assert_false(casebook_read(&kept, text[6], &later, &found));
	for (i = 0; i < 4; i++) {
		struct store_case other = kept;

		*(i == 0         ? &other.number
			: i == 1 ? &other.message
			: i == 2 ? &other.user
				 : &other.link) = text[6];
		assert_false(casebook_read(&other, "main", &later, &found));
	}
	kept.state = "asleep";
	assert_false(casebook_read(&kept, "main", &later, &found));
}

/* Nothing that a case needs may be missing: half a case would tell the wrong people, or nobody. */
static void incomplete(void **state)
{
	static const char *const keys[] = {"conversation", "parent", "server", "flags", "reply",
		"tier", "edited", "round", "path", "repeats", "unreached", "due"};
	struct escalation found;
	char body[CASEBOOK_BODY_MAX], key[32], *at;
	size_t i;

	(void)state;
	write_and_find();
	snprintf(body, sizeof(body), "%s", kept.body);
	kept.body = body;
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		snprintf(key, sizeof(key), "\"%s\":", keys[i]);
		at = strstr(body, key);
		assert_non_null(at);
		at[1] ^= 0x20;
		assert_false(casebook_read(&kept, "main", &later, &found));
		at[1] ^= 0x20;
		assert_true(casebook_read(&kept, "main", &later, &found));
	}
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(comes_back),
		TEST(times),
		TEST(over),
		TEST(over_but_for_a_notice),
		TEST(damaged),
		TEST(incomplete),
	};

	return cmocka_run_group_tests_name("bot/casebook", tests, NULL, NULL);
}
