/* Tests of src/sys/spawn.c: programs that end well, badly, or not at all. */
#include "sys/spawn.h"

#include <errno.h>
#include <signal.h>
#include <sys/stat.h>

#include "sys/world.h"

static struct world w;
static int status;

static int set_up(void **state)
{
	(void)state;
	world_open(&w, NULL);
	world_make_dir(&w);
	status = -2;
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	world_close(&w);
	return 0;
}

static void on_ended(void *ctx, int result)
{
	assert_ptr_equal(ctx, &w);
	status = result;
	loop_stop(w.loop);
}

static const char *script(const char *text)
{
	const char *path = world_path(&w, "program");

	world_write(path, text);
	assert_int_equal(chmod(path, 0700), 0);
	return path;
}

static struct spawn *start(const char *path, int64_t timeout_ms)
{
	static char folder[128];
	char *const env[] = {folder, NULL};

	snprintf(folder, sizeof(folder), "FOLDER=%s", w.dir);
	return spawn_start(&(struct spawn_options){w.loop, path, env, timeout_ms}, on_ended, &w);
}

static void run(const char *text)
{
	status = -2;
	assert_non_null(start(script(text), 60000));
	assert_int_equal(status, -2);
	world_run(&w);
}

static void read_file(const char *name, char *out, size_t size)
{
	FILE *f = fopen(world_path(&w, name), "r");

	assert_non_null(f);
	out[fread(out, 1, size - 1, f)] = '\0';
	fclose(f);
}

static void ends(void **state)
{
	(void)state;
	run("#!/bin/sh\nexit 0\n");
	assert_int_equal(status, 0);
	run("#!/bin/sh\nexit 7\n");
	assert_int_equal(status, 7);
	run("#!/bin/sh\nkill -9 $$\n");
	assert_int_equal(status, -1);
}

/* Whoever started us may have ignored SIGCHLD, which outlives exec(): how it ended is known all the same. */
static void ends_unheard(void **state)
{
	(void)state;
	assert_true(signal(SIGCHLD, SIG_IGN) != SIG_ERR);
	run("#!/bin/sh\nexit 0\n");
	signal(SIGCHLD, SIG_DFL);
	assert_int_equal(status, 0);
}

/* It has what it was given, and nothing of ours. */
static void alone(void **state)
{
	unsigned long long blocked, ignored;
	char text[1024];
	sigset_t set;

	(void)state;
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	assert_int_equal(sigprocmask(SIG_BLOCK, &set, NULL), 0);
	run("#!/bin/sh\nenv > $FOLDER/env\necho $# > $FOLDER/count\n"
	    "grep -E 'SigBlk|SigIgn' /proc/self/status > $FOLDER/signals\n"
	    "ls /proc/self/fd > $FOLDER/fds\n");
	assert_int_equal(sigprocmask(SIG_UNBLOCK, &set, NULL), 0);
	assert_int_equal(status, 0);
	read_file("env", text, sizeof(text));
	assert_non_null(strstr(text, "FOLDER="));
	assert_null(strstr(text, "HOME="));
	read_file("count", text, sizeof(text));
	assert_string_equal(text, "0\n");
	read_file("signals", text, sizeof(text));
	assert_int_equal(sscanf(text, "SigBlk:%llx SigIgn:%llx", &blocked, &ignored), 2);
	assert_int_equal(blocked, 0);
	assert_int_equal(ignored & 0x7fffffff, 0); /* the C library has two of its own above */
	read_file("fds", text, sizeof(text));
	assert_string_equal(text, "0\n1\n2\n3\n"); /* the last is that of ls */
}

static void missing(void **state)
{
	(void)state;
	assert_null(start(world_path(&w, "nothing"), 60000));
	assert_int_equal(errno, ENOENT);
	world_write(world_path(&w, "program"), "#!/bin/sh\n");
	assert_null(start(world_path(&w, "program"), 60000));
	assert_int_equal(errno, EACCES);
}

/* One that does not end is ended, with what it has started. */
static void late(void **state)
{
	(void)state;
	assert_non_null(start(script("#!/bin/sh\nsleep 1000 &\nwait\n"), 1));
	world_run(&w);
	assert_int_equal(status, -1);
}

static void cancelled(void **state)
{
	struct spawn *s = start(script("#!/bin/sh\nsleep 1000\n"), 60000);

	(void)state;
	assert_non_null(s);
	spawn_cancel(s);
	spawn_cancel(NULL);
	world_settle(&w);
	assert_int_equal(status, -2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(ends, set_up, tear_down),
		cmocka_unit_test_setup_teardown(ends_unheard, set_up, tear_down),
		cmocka_unit_test_setup_teardown(alone, set_up, tear_down),
		cmocka_unit_test_setup_teardown(missing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(late, set_up, tear_down),
		cmocka_unit_test_setup_teardown(cancelled, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("sys/spawn", tests, NULL, NULL);
}
