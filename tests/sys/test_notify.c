/* Tests of src/sys/notify.c. */
#include "sys/notify.h"

#include <sys/stat.h>

#include "sys/notify_world.h"

static struct world w;

static int set_up(void **state)
{
	(void)state;
	world_init_log(&w);
	world_make_dir(&w);
	manager_close();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	manager_close();
	world_close(&w);
	return 0;
}

static void is_told(void **state)
{
	char large[2 * NOTIFY_STATUS_MAX];

	(void)state;
	manager_open(&w, "2000000");
	assert_int_equal(notify_watchdog_ms(), 2000);
	notify_ready("1 of 1");
	assert_string_equal(manager_told(), "READY=1\nSTATUS=1 of 1");
	notify_status("0 of 1");
	assert_string_equal(manager_told(), "STATUS=0 of 1");
	notify_alive();
	assert_string_equal(manager_told(), "WATCHDOG=1");
	notify_reloading();
	assert_non_null(strstr(manager_told(), "RELOADING=1\nMONOTONIC_USEC="));
	notify_stopping();
	assert_non_null(strstr(manager_told(), "STOPPING=1\nSTATUS="));
	/* a status cannot tell anything else */
	notify_status("a\nMAINPID=1");
	assert_string_equal(manager_told(), "STATUS=a MAINPID=1");
	memset(large, 'x', sizeof(large) - 1);
	large[sizeof(large) - 1] = '\0';
	notify_status(large);
	assert_int_equal(strlen(manager_told()), strlen("STATUS=") + NOTIFY_STATUS_MAX - 1);
	assert_string_equal(manager_told(), "");
}

static void nobody_listens(void **state)
{
	(void)state;
	assert_int_equal(notify_watchdog_ms(), 0);
	notify_ready("x");
	notify_alive();
	setenv("NOTIFY_SOCKET", "/nonexistent/socket", 1);
	notify_ready("x");
	notify_stopping();
	setenv("WATCHDOG_USEC", "nonsense", 1);
	assert_int_equal(notify_watchdog_ms(), 0);
	/* another process's watchdog */
	setenv("WATCHDOG_USEC", "2000000", 1);
	setenv("WATCHDOG_PID", "1", 1);
	assert_int_equal(notify_watchdog_ms(), 0);
}

static void journal(void **state)
{
	struct stat own;
	char stream[64];

	(void)state;
	unsetenv("JOURNAL_STREAM");
	assert_false(notify_is_journal());
	assert_int_equal(fstat(STDERR_FILENO, &own), 0);
	snprintf(stream, sizeof(stream), "%llu:%llu", (unsigned long long)own.st_dev,
		(unsigned long long)own.st_ino);
	setenv("JOURNAL_STREAM", stream, 1);
	assert_true(notify_is_journal());
	snprintf(stream, sizeof(stream), "%llu:%llu", (unsigned long long)own.st_dev,
		(unsigned long long)own.st_ino + 1);
	setenv("JOURNAL_STREAM", stream, 1);
	assert_false(notify_is_journal());
	setenv("JOURNAL_STREAM", "", 1);
	assert_false(notify_is_journal());
	setenv("JOURNAL_STREAM", "a:b", 1);
	assert_false(notify_is_journal());
	unsetenv("JOURNAL_STREAM");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(is_told, set_up, tear_down),
		cmocka_unit_test_setup_teardown(nobody_listens, set_up, tear_down),
		cmocka_unit_test_setup_teardown(journal, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("sys/notify", tests, NULL, NULL);
}
