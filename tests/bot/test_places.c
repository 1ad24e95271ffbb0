/* Tests of src/bot/places.c, with a store on files in a folder that goes away. */
#include "bot/places.h"

#include "base/config.h"
#include "bot/recall.h"
#include "sys/store_world.h"

static struct world w;
static struct store *store;
static struct config *config;
static struct recall *r;

static void on_done(void *ctx)
{
	assert_ptr_equal(ctx, &w);
	loop_stop(w.loop);
}

static int set_up(void **state)
{
	static const char text[] = "accounts:\n"
				   "  - {name: main, platform: discord, token: {env: A}}\n";
	struct diag silent = {0};

	(void)state;
	disk_take_over();
	world_open(&w, NULL);
	world_make_dir(&w);
	config = config_parse("test", text, sizeof(text) - 1, &silent);
	assert_non_null(config);
	store = store_create(&(struct store_options){
		.loop = w.loop, .folder = w.dir, .keep_ms = INT64_MAX / 4, .retry_ms = 1});
	assert_non_null(store);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	recall_destroy(r);
	r = NULL;
	store_destroy(store);
	config_free(config);
	world_close(&w);
	return 0;
}

/* What one run notes the next one is told. */
static void noted(void **state)
{
	static struct platform_place places[STORE_PLACES_MAX];
	const struct platform_place direct = {"20", "", "", "4"}, waits = {"60", "3", "61", "5"},
				    gone = {"60", "3", "62", "5"};

	(void)state;
	places_note(store, "main", &direct, false, 1000);
	places_note(store, "main", &waits, false, 1000);
	places_note(store, "main", &gone, false, 1000);
	places_note(store, "main", &gone, true, 1001);
	places_note(NULL, "main", &direct, false, 1000);
	r = recall_create(&(struct recall_options){store, w.loop, config, on_done, &w});
	assert_non_null(r);
	world_run(&w);
	assert_int_equal(places_list(r, "main", places), 2);
	assert_string_equal(places[0].conversation, "60");
	assert_string_equal(places[0].server, "3");
	assert_string_equal(places[0].message, "61");
	assert_string_equal(places[0].user, "5");
	assert_string_equal(places[1].conversation, "20");
	assert_string_equal(places[1].message, "");
	assert_int_equal(places_list(r, "other", places), 0);
	assert_int_equal(places_list(NULL, "main", places), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(noted, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
