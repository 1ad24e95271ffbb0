/* Tests of src/bot/daily.c: what is counted comes back from the store. */
#include "bot/daily.h"

#include "sys/store_world.h"

#define AT 1700000000000

static struct world w;
static struct store *store;
static char sums[1024]; /* "name n|" */

static int set_up(void **state)
{
	(void)state;
	disk_take_over();
	world_open(&w, NULL);
	world_make_dir(&w);
	store = store_create(&(struct store_options){
		.loop = w.loop, .folder = w.dir, .keep_ms = 100000 * DAY_MS, .retry_ms = 1});
	assert_non_null(store);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	store_destroy(store);
	world_close(&w);
	return 0;
}

static void on_sums(void *ctx, enum store_result result, const struct store_due *due)
{
	size_t i, len = 0;

	(void)ctx;
	assert_int_equal(result, STORE_DONE);
	sums[0] = '\0';
	for (i = 0; i < due->n_sums; i++)
		len += (size_t)snprintf(sums + len, sizeof(sums) - len, "%s %d|", due->sums[i].name,
			(int)due->sums[i].n);
	loop_stop(w.loop);
}

static const char *sums_of(const char *prefix)
{
	assert_non_null(store_sums(store, prefix, 0, on_sums, NULL));
	world_run(&w);
	return sums;
}

static void acted(void **state)
{
	const struct lumbar_verdict verdict = {.action = LUMBAR_ANSWER,
		.n_intents = 2,
		.intents = {"causes.posture", "treatment.heat"}};

	(void)state;
	daily_acted(store, AT, &verdict);
	daily_acted(store, AT, &verdict);
	daily_acted(NULL, AT, &verdict);
	assert_string_equal(
		sums_of(""), "answer.none 2|intent.causes.posture 2|intent.treatment.heat 2|");
}

/* Everybody's together, and each server's own; what was said in private is of none. */
static void voted(void **state)
{
	char prefix[DAILY_SERVER_MAX];

	(void)state;
	daily_voted(store, AT, &(struct daily_vote){"10", "causes.posture", true});
	daily_voted(store, AT, &(struct daily_vote){"10", "causes.posture", true});
	daily_voted(store, AT, &(struct daily_vote){"100", "causes.posture", false});
	daily_voted(store, AT, &(struct daily_vote){"", "causes.posture", true});
	daily_voted(NULL, AT, &(struct daily_vote){"10", "causes.posture", true});
	assert_string_equal(sums_of(DAILY_FEEDBACK),
		"feedback.yes.causes.posture 3|feedback.no.causes.posture 1|");
	assert_string_equal(
		sums_of(daily_server(prefix, "10")), "of 10 feedback.yes.causes.posture 2|");
	assert_string_equal(
		sums_of(daily_server(prefix, "100")), "of 100 feedback.no.causes.posture 1|");
	assert_string_equal(sums_of(daily_server(prefix, "1")), "");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(acted),
		TEST(voted),
	};

	return cmocka_run_group_tests_name("bot/daily", tests, NULL, NULL);
}
