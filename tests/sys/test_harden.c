/* Tests of src/sys/harden.c, in a child: what is given up is gone for good. */
#include "sys/harden.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "sys/world.h"

#define NAME "LUMBARD_TEST_SECRET"
#define VALUE "a-secret-of-the-test"

static struct world w;

static int set_up(void **state)
{
	(void)state;
	world_init_log(&w);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	world_close(&w);
	return 0;
}

/* What fn returns in a child; 128 and the signal when it dies of one. */
static int in_child(int (*fn)(void))
{
	int status = 0;
	pid_t pid;

	fflush(NULL);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		_exit(fn());
	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (WIFSIGNALED(status))
		return WCOREDUMP(status) ? 255 : 128 + WTERMSIG(status);
	return WEXITSTATUS(status);
}

static int give_up(void)
{
	struct rlimit limit = {1, 1};

	harden_process(&w.log);
	if (w.lines.len)
		return 1;
	if (prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) != 0)
		return 2;
	if (getrlimit(RLIMIT_CORE, &limit) != 0 || limit.rlim_cur || limit.rlim_max)
		return 3;
	return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 ? 0 : 4;
}

static int dump(void)
{
	harden_process(&w.log);
	signal(SIGQUIT, SIG_DFL);
	raise(SIGQUIT); /* whose action is a core dump */
	return 0;
}

static void no_core(void **state)
{
	(void)state;
	assert_int_equal(in_child(give_up), 0);
	assert_int_equal(in_child(dump), 128 + SIGQUIT);
}

/* Whether the value stands in what the process was given as its environment. */
static bool is_given(void)
{
	char bytes[65536];
	FILE *f = fopen("/proc/self/environ", "r");
	size_t n;

	if (!f)
		return true;
	n = fread(bytes, 1, sizeof(bytes), f);
	fclose(f);
	return memmem(bytes, n, VALUE, strlen(VALUE)) != NULL;
}

/* The second run of this program, which was given the variable at its start. */
static int forget(void)
{
	if (!is_given() || !getenv(NAME))
		return 1;
	harden_forget(NAME);
	harden_forget(NAME);
	return is_given() || getenv(NAME) ? 2 : 0;
}

static int run_again(void)
{
	setenv(NAME, VALUE, 1);
	execl("/proc/self/exe", "test_harden", "forget", (char *)NULL);
	return 3;
}

static void environment(void **state)
{
	(void)state;
	assert_int_equal(in_child(run_again), 0);
	harden_forget("LUMBARD_NO_SUCH_VARIABLE");
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(no_core, set_up, tear_down),
		cmocka_unit_test_setup_teardown(environment, set_up, tear_down),
	};

	if (argc > 1 && strcmp(argv[1], "forget") == 0)
		return forget();
	return cmocka_run_group_tests_name("sys/harden", tests, NULL, NULL);
}
