/* Tests of src/sys/knock.c, at doors that are played. */
#include "sys/knock.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

#include "sys/world.h"

static struct world w;
static int fd;
static char answer[DOOR_LINE_MAX];

static int set_up(void **state)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX};

	(void)state;
	world_init_log(&w);
	world_make_dir(&w);
	fd = socket(AF_UNIX, SOCK_SEQPACKET, 0);
	snprintf(at.sun_path, sizeof(at.sun_path), "%s/" DOOR_FILE, w.dir);
	assert_int_equal(bind(fd, (const struct sockaddr *)(const void *)&at, sizeof(at)), 0);
	assert_int_equal(listen(fd, 1), 0);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	close(fd);
	world_close(&w);
	return 0;
}

/* A process at the door that says that back, or nothing, and ends with 0 when it heard what was asked. */
static pid_t be_there(const char *line)
{
	const pid_t pid = fork();
	char heard[DOOR_LINE_MAX];
	int caller;
	ssize_t n;

	assert_true(pid >= 0);
	if (pid > 0)
		return pid;
	caller = accept(fd, NULL, NULL);
	n = recv(caller, heard, sizeof(heard), 0);
	if (line && send(caller, line, strlen(line), MSG_NOSIGNAL) < 0)
		_exit(2);
	_exit(n == 8 && memcmp(heard, "forget 5", 8) == 0 ? 0 : 1);
}

static void expect(pid_t pid)
{
	int status;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static void answered(void **state)
{
	const pid_t pid = be_there("done");

	(void)state;
	assert_int_equal(knock_ask(w.dir, "forget 5", answer, KNOCK_MS), KNOCK_ANSWERED);
	assert_string_equal(answer, "done");
	expect(pid);
}

/* Somebody is there, who hangs up, or says nothing for so long. */
static void silent(void **state)
{
	const pid_t pid = be_there(NULL);

	(void)state;
	assert_int_equal(knock_ask(w.dir, "forget 5", answer, KNOCK_MS), KNOCK_SILENT);
	assert_string_equal(answer, "");
	expect(pid);
	assert_int_equal(knock_ask(w.dir, "forget 5", answer, 1), KNOCK_SILENT);
}

static void nobody(void **state)
{
	char deep[200];

	(void)state;
	memset(deep, 'x', sizeof(deep) - 1);
	deep[sizeof(deep) - 1] = '\0';
	assert_int_equal(knock_ask("/nonexistent", "forget 5", answer, KNOCK_MS), KNOCK_NOBODY);
	assert_int_equal(knock_ask(deep, "forget 5", answer, KNOCK_MS), KNOCK_NOBODY);
	/* the daemon was killed: its file is there still */
	close(fd);
	assert_int_equal(knock_ask(w.dir, "forget 5", answer, KNOCK_MS), KNOCK_NOBODY);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(answered),
		TEST(silent),
		TEST(nobody),
	};

	return cmocka_run_group_tests_name("sys/knock", tests, NULL, NULL);
}
