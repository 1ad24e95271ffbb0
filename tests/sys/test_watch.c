/* Tests of src/sys/watch.c. */
#include "sys/watch.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "sys/world.h"

static struct world w;
static struct watch *watch;
static struct timer timer;
static int calls;
static bool end_inside;

static void on_change(void *ctx)
{
	assert_ptr_equal(ctx, &w);
	calls++;
	if (end_inside) {
		watch_destroy(watch);
		watch = NULL;
	}
	loop_stop(w.loop);
}

/* Watches the folders dir/intents and dir/responses, with one more in it, and dir/config. */
static int set_up(void **state)
{
	const char *paths[3];

	(void)state;
	world_open(&w, NULL);
	world_make_dir(&w);
	calls = 0;
	end_inside = false;
	mkdir(world_path(&w, "intents"), 0700);
	mkdir(world_path(&w, "responses"), 0700);
	mkdir(world_path(&w, "responses/causes"), 0700);
	world_write(world_path(&w, "intents/a.yaml"), "a");
	world_write(world_path(&w, "responses/causes/b.md"), "b");
	world_write(world_path(&w, "config"), "c");
	paths[0] = world_path(&w, "intents");
	paths[1] = world_path(&w, "responses/");
	paths[2] = world_path(&w, "config");
	watch = watch_create(w.loop, paths, 3, on_change, &w);
	assert_non_null(watch);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	watch_destroy(watch);
	watch = NULL;
	world_close(&w);
	return 0;
}

/*
 * Runs until the change is told, and shows that it is told in time and once: what comes next is a
 * timer.  Timers run in the order in which they are due, however slow the machine is.
 */
static void expect_one_call(void)
{
	calls = 0;
	world_settle(&w);
	loop_timer_set(w.loop, &timer, loop_now() + WATCH_QUIET_MS + 1, world_stop, &w);
	world_run(&w);
	assert_int_equal(calls, 1);
	loop_timer_set(w.loop, &timer, loop_now() + 2 * WATCH_QUIET_MS, world_stop, &w);
	world_run(&w);
	assert_int_equal(calls, 1);
}

static void expect_no_call(void)
{
	calls = 0;
	loop_timer_set(w.loop, &timer, loop_now() + 2 * WATCH_QUIET_MS, world_stop, &w);
	world_run(&w);
	assert_int_equal(calls, 0);
}

static void written(void **state)
{
	(void)state;
	world_write(world_path(&w, "intents/a.yaml"), "aa");
	world_write(world_path(&w, "intents/new.yaml"), "n");
	world_write(world_path(&w, "responses/causes/b.md"), "bb");
	expect_one_call();
	/* and again: the watch was made anew */
	world_write(world_path(&w, "responses/causes/b.md"), "bbb");
	expect_one_call();
	world_write(world_path(&w, "config"), "cc");
	expect_one_call();
	remove(world_path(&w, "intents/new.yaml"));
	expect_one_call();
	assert_int_equal(chmod(world_path(&w, "intents/a.yaml"), 0600), 0);
	expect_one_call();
}

/* As editors do it: into a file beside it, then over the old one. */
static void renamed_over(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < 2; i++) {
		world_write(world_path(&w, "intents/.a.yaml.tmp"), "new");
		rename(world_path(&w, "intents/.a.yaml.tmp"), world_path(&w, "intents/a.yaml"));
		expect_one_call();
		world_write(world_path(&w, "config~"), "new");
		rename(world_path(&w, "config~"), world_path(&w, "config"));
		expect_one_call();
	}
}

static void unrelated(void **state)
{
	(void)state;
	world_write(world_path(&w, "elsewhere"), "x");
	world_write(world_path(&w, "intents/.hidden"), "x");
	mkdir(world_path(&w, "folder"), 0700);
	expect_no_call();
	/* reading is no change */
	close(open(world_path(&w, "intents/a.yaml"), O_RDONLY));
	expect_no_call();
}

static void half_written(void **state)
{
	FILE *f;

	(void)state;
	f = fopen(world_path(&w, "intents/slow.yaml"), "w");
	assert_non_null(f);
	fputs("half", f);
	fflush(f);
	expect_no_call();
	fputs(" and half", f);
	fclose(f);
	expect_one_call();
	/* another file that is not finished does not hold a change up */
	world_write(world_path(&w, "intents/a.yaml"), "x");
	world_settle(&w);
	f = fopen(world_path(&w, "intents/slower.yaml"), "w");
	assert_non_null(f);
	expect_one_call();
	fclose(f);
	expect_one_call();
}

/* A file that gets its name when it is complete is never closed under that name. */
static void linked_into_place(void **state)
{
	char from[64];
	int fd;

	(void)state;
	assert_int_equal(symlink("../config", world_path(&w, "intents/link.yaml")), 0);
	expect_one_call();
	assert_int_equal(link(world_path(&w, "config"), world_path(&w, "intents/hard.yaml")), 0);
	expect_one_call();
	fd = open(w.dir, O_TMPFILE | O_WRONLY, 0600);
	if (fd < 0)
		return; /* not every file system can do that */
	assert_int_equal(write(fd, "x", 1), 1);
	snprintf(from, sizeof(from), "/proc/self/fd/%d", fd);
	assert_int_equal(linkat(AT_FDCWD, from, AT_FDCWD, world_path(&w, "intents/tmp.yaml"),
				 AT_SYMLINK_FOLLOW),
		0);
	close(fd);
	world_run(&w);
	assert_true(calls > 0);
}

static void remove_tree(const char *path)
{
	assert_int_equal(nftw(path, world_remove_entry, 8, FTW_DEPTH | FTW_PHYS), 0);
}

static void removed_and_made_again(void **state)
{
	(void)state;
	remove_tree(world_path(&w, "responses"));
	expect_one_call();
	mkdir(world_path(&w, "responses"), 0700);
	expect_one_call();
	mkdir(world_path(&w, "responses/deep"), 0700);
	expect_one_call();
	mkdir(world_path(&w, "responses/deep/deeper"), 0700);
	expect_one_call();
	world_write(world_path(&w, "responses/deep/deeper/x.md"), "x");
	expect_one_call();
	remove(world_path(&w, "config"));
	expect_one_call();
	world_write(world_path(&w, "config"), "again");
	expect_one_call();
}

static void replaced(void **state)
{
	(void)state;
	mkdir(world_path(&w, "next"), 0700);
	world_write(world_path(&w, "next/a.yaml"), "other");
	rename(world_path(&w, "intents"), world_path(&w, "old"));
	rename(world_path(&w, "next"), world_path(&w, "intents"));
	expect_one_call();
	/* the old one is nobody's business any more, the new one is */
	world_write(world_path(&w, "old/a.yaml"), "x");
	expect_no_call();
	world_write(world_path(&w, "intents/a.yaml"), "x");
	expect_one_call();
}

/* A release that is switched to by a symbolic link above the watched folder. */
static void link_above(void **state)
{
	const char *path = world_path(&w, "current/intents");

	(void)state;
	watch_destroy(watch);
	mkdir(world_path(&w, "one"), 0700);
	mkdir(world_path(&w, "one/intents"), 0700);
	mkdir(world_path(&w, "two"), 0700);
	mkdir(world_path(&w, "two/intents"), 0700);
	assert_int_equal(symlink("one", world_path(&w, "current")), 0);
	watch = watch_create(w.loop, &path, 1, on_change, &w);
	assert_non_null(watch);
	world_write(world_path(&w, "two/intents/x"), "x");
	expect_no_call();
	assert_int_equal(symlink("two", world_path(&w, "current.new")), 0);
	rename(world_path(&w, "current.new"), world_path(&w, "current"));
	expect_one_call();
	world_write(world_path(&w, "two/intents/x"), "xx");
	expect_one_call();
}

/* A watched file that is a link: what it leads to counts. */
static void link_to_a_file(void **state)
{
	const char *path = world_path(&w, "linked");

	(void)state;
	watch_destroy(watch);
	mkdir(world_path(&w, "far"), 0700);
	world_write(world_path(&w, "far/target"), "x");
	assert_int_equal(symlink("far/target", world_path(&w, "linked")), 0);
	watch = watch_create(w.loop, &path, 1, on_change, &w);
	assert_non_null(watch);
	world_write(world_path(&w, "far/target"), "y");
	expect_one_call();
	world_write(world_path(&w, "far/other"), "y");
	expect_no_call();
}

/* Nothing is there yet, not even the folder above. */
static void not_there_yet(void **state)
{
	const char *path = world_path(&w, "a/b/c");

	(void)state;
	watch_destroy(watch);
	watch = watch_create(w.loop, &path, 1, on_change, &w);
	assert_non_null(watch);
	mkdir(world_path(&w, "a"), 0700);
	expect_one_call();
	mkdir(world_path(&w, "a/b"), 0700);
	expect_one_call();
	world_write(world_path(&w, "a/b/c"), "x");
	expect_one_call();
}

static void relative(void **state)
{
	const char *path = "intents";
	char before[512];

	(void)state;
	assert_non_null(getcwd(before, sizeof(before)));
	assert_int_equal(chdir(w.dir), 0);
	watch_destroy(watch);
	watch = watch_create(w.loop, &path, 1, on_change, &w);
	assert_non_null(watch);
	world_write("intents/a.yaml", "x");
	expect_one_call();
	rename("intents", "gone");
	expect_one_call();
	assert_int_equal(chdir(before), 0);
}

/* More than the kernel's queue holds (16,384 events): what was lost counts as a change. */
static void overflow(void **state)
{
	char from[300], to[300];
	int i;

	(void)state;
	snprintf(from, sizeof(from), "%s", world_path(&w, "intents/.x"));
	snprintf(to, sizeof(to), "%s", world_path(&w, "intents/.y"));
	world_write(from, "");
	/* each of these alone is none */
	for (i = 0; i < 20000; i++)
		rename(i % 2 ? to : from, i % 2 ? from : to);
	calls = 0;
	world_run(&w);
	assert_int_equal(calls, 1);
}

static struct timer writer;

static void write_more(void *ctx)
{
	static int n;
	char name[32];

	(void)ctx;
	snprintf(name, sizeof(name), "intents/%d.yaml", n++ % 10);
	world_write(world_path(&w, name), "x");
	loop_timer_set(w.loop, &writer, loop_now() + WATCH_QUIET_MS / 4, write_more, NULL);
}

/* Changes that never come to rest are told all the same. */
static void without_rest(void **state)
{
	(void)state;
	write_more(NULL);
	world_run(&w);
	world_run(&w);
	loop_timer_cancel(&writer);
	assert_int_equal(calls, 2);
}

static void ended_inside(void **state)
{
	(void)state;
	end_inside = true;
	world_write(world_path(&w, "intents/a.yaml"), "x");
	world_run(&w);
	assert_int_equal(calls, 1);
	world_write(world_path(&w, "intents/a.yaml"), "y");
	expect_no_call();
	watch_destroy(NULL);
}

static void loops_and_limits(void **state)
{
	const char *paths[WATCH_PATHS_MAX + 1];
	size_t i;

	(void)state;
	for (i = 0; i < 20; i++)
		assert_int_equal(
			symlink(".", world_path(&w, (char[]){'r', 'e', 's', 'p', 'o', 'n', 's', 'e',
							    's', '/', (char)('a' + i), '\0'})),
			0);
	expect_one_call();
	assert_true(world_logged(&w, "some folders are not watched"));
	for (i = 0; i <= WATCH_PATHS_MAX; i++)
		paths[i] = "/nonexistent";
	assert_null(watch_create(w.loop, paths, WATCH_PATHS_MAX + 1, on_change, &w));
	paths[0] = "";
	assert_null(watch_create(w.loop, paths, 1, on_change, &w));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(written),
		TEST(renamed_over),
		TEST(unrelated),
		TEST(half_written),
		TEST(linked_into_place),
		TEST(removed_and_made_again),
		TEST(replaced),
		TEST(link_above),
		TEST(link_to_a_file),
		TEST(not_there_yet),
		TEST(relative),
		TEST(overflow),
		TEST(without_rest),
		TEST(ended_inside),
		TEST(loops_and_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
