/* Tests of src/bot/erasure.c without a store; with one: tests/system/commands.test.mjs. */
#include "sys/store_world.h"

/* whose functions have parameters of the same name as the world of the desk */
#include "bot/desk_world.h"
#include "bot/erasure.h"

static void test_without_a_store(void **state)
{
	const struct desk_said *said = desk_command("back forget");

	(void)state;
	assert_contains(said->text, "On disk I keep nothing");
	assert_contains(said->text, "What operators decided about you, such as a mute, is kept.");
	assert_true(said->say.in_private);
	assert_int_equal(said->say.turn, PLATFORM_TURN_ANSWER);
}

/* Who comes while many wait for the disk is asked to try again. */
static void test_bounded(void **state)
{
	struct world disk;
	struct store *store;
	struct commands *commands = commands_create(
		&(struct commands_options){w.config, &w.mock->log, desk_on_say, NULL});
	struct interaction is = desk_interaction(INTERACTION_COMMAND, "30");
	char user[16];
	struct bound bounds[ERASURE_BOUNDS];
	struct desk_options options = {.responder = w.responder};
	struct commands_call call = {.commands = commands, .account = "main", .is = &is};
	struct erasure *e;
	int i;

	(void)state;
	world_open(&disk, NULL);
	world_make_dir(&disk);
	store = store_create(&(struct store_options){
		.loop = disk.loop, .folder = disk.dir, .keep_ms = DAY_MS, .retry_ms = 1});
	options.store = store;
	e = erasure_create(&options, commands);
	assert_true(commands && store && e);
	is.user = user;
	for (i = 0; i < ERASURE_MAX; i++) {
		w.n_said = 0;
		snprintf(user, sizeof(user), "%d", 100 + i);
		erasure_begin(e, &call);
		assert_int_equal(desk_last()->say.turn, PLATFORM_TURN_LATER);
	}
	/* nobody has the file rewritten again and again */
	call.now_ms = ERASURE_AGAIN_MS - 60000;
	erasure_begin(e, &call);
	assert_contains(desk_last()->text, "please ask again in 2 min.");
	call.now_ms = ERASURE_AGAIN_MS;
	erasure_begin(e, &call);
	assert_contains(desk_last()->text, "Too many ask for that at once");
	erasure_bounds(e, bounds);
	assert_int_equal(bounds[0].used, ERASURE_MAX);
	assert_int_equal(bounds[0].met, 1);
	assert_int_equal(bounds[1].used, ERASURE_MAX);
	erasure_destroy(e);
	commands_destroy(commands);
	store_destroy(store);
	world_close(&disk);
}

static void test_life(void **state)
{
	struct erasure *e = erasure_create(&(struct desk_options){.responder = w.responder}, NULL);

	(void)state;
	assert_non_null(e);
	erasure_destroy(e);
	erasure_destroy(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_without_a_store),
		DESK_TEST(test_bounded),
		DESK_TEST(test_life),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
