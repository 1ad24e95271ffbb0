/* Tests of src/bot/recall.c, with a store on files in a folder that goes away. */
#include "bot/recall.h"

#include "base/config.h"
#include "sys/store_world.h"

static struct world w;
static struct store *store;
static struct config *config;
static struct recall *r;
static unsigned n_done;

static void on_done(void *ctx)
{
	assert_ptr_equal(ctx, &w);
	n_done++;
	loop_stop(w.loop);
}

static int set_up(void **state)
{
	static const char text[] = "accounts:\n"
				   "  - {name: main, platform: discord, token: {env: A}}\n"
				   "  - {name: other, platform: discord, token: {env: B}}\n";
	struct diag silent = {0};

	(void)state;
	disk_take_over();
	world_open(&w, NULL);
	world_make_dir(&w);
	n_done = 0;
	config = config_parse("test", text, sizeof(text) - 1, &silent);
	assert_non_null(config);
	store = store_create(&(struct store_options){
		.loop = w.loop, .folder = w.dir, .keep_ms = DAY_MS, .retry_ms = 1});
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

static struct recall *create(struct store *from)
{
	const unsigned before = n_done;
	struct recall *made =
		recall_create(&(struct recall_options){from, w.loop, config, on_done, &w});

	assert_non_null(made);
	/* not from inside */
	assert_int_equal(n_done, before);
	return made;
}

/* Each account finds its own; the copies outlive the store's answer. */
static void recalled(void **state)
{
	static const struct store_owner other = {"other", 0, 1};
	struct store_entry e = entry_of("1", "r");
	const struct store_entry *found;
	size_t n;

	(void)state;
	store_record(store, &owner, &e, false, NULL, NULL);
	e.cause = "2";
	store_record(store, &other, &e, false, NULL, NULL);
	store_keep(store, &other, &(struct store_value){"session", "{}"}, NULL, NULL);
	r = create(store);
	world_run(&w);
	assert_int_equal(n_done, 1);
	found = recall_entries(r, "main", &n);
	assert_int_equal(n, 1);
	assert_string_equal(found->cause, "1");
	assert_string_equal(found->text, "a text of ours");
	assert_string_equal(recall_entries(r, "other", &n)->cause, "2");
	assert_string_equal(recall_value(r, "other", "session"), "{}");
	assert_null(recall_value(r, "other", "budget"));
	assert_null(recall_value(r, "main", "session"));
	assert_null(recall_value(r, "nobody", "session"));
	assert_null(recall_entries(r, "nobody", &n));
	assert_int_equal(n, 0);
}

/* What was set in chat, and what went unanswered. */
static void further(void **state)
{
	const struct store_setting *setting;
	const struct store_shape *shape;
	size_t n;

	(void)state;
	store_set(store, "other", &(struct store_setting){"channel 9", "pause", "1"}, NULL, NULL);
	store_unanswered(store, "main",
		&(struct store_unanswered){.at_ms = wall_now(), .shape = "tea", .server = "10"},
		NULL, NULL);
	r = create(store);
	world_run(&w);
	assert_null(recall_settings(r, "main", &n));
	setting = recall_settings(r, "other", &n);
	assert_int_equal(n, 1);
	assert_string_equal(setting->place, "channel 9");
	assert_string_equal(setting->name, "pause");
	assert_string_equal(setting->value, "1");
	shape = recall_shapes(r, "main", &n);
	assert_int_equal(n, 1);
	assert_string_equal(shape->shape, "tea");
	assert_string_equal(shape->server, "10");
	assert_int_equal(shape->n, 1);
	assert_null(recall_shapes(r, "other", &n));
	assert_null(recall_settings(NULL, "main", &n));
}

/* Nothing to recall, or nothing that can be: the start goes on. */
static void nothing(void **state)
{
	size_t n;

	(void)state;
	r = create(NULL);
	world_run(&w);
	assert_int_equal(n_done, 1);
	assert_null(recall_value(r, "main", "session"));
	recall_destroy(r);
	n_done = 0;
	atomic_store(&disk_error, EIO);
	r = create(store);
	world_run(&w);
	assert_int_equal(n_done, 1);
	assert_null(recall_entries(r, "main", &n));
	assert_null(recall_value(NULL, "main", "session"));
	atomic_store(&disk_error, 0);
	recall_destroy(NULL);
}

/* A disk that hangs does not keep the program from starting, nor from ending. */
static void hangs(void **state)
{
	size_t n;

	(void)state;
	atomic_store(&disk_hangs, true);
	r = create(store);
	world_run(&w);
	assert_int_equal(n_done, 1);
	assert_null(recall_entries(r, "main", &n));
	recall_destroy(r);
	r = create(store);
	recall_destroy(r);
	r = NULL;
	atomic_store(&disk_hangs, false);
	sem_post(&disk_goes_on);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(recalled),
		TEST(further),
		TEST(nothing),
		TEST(hangs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
