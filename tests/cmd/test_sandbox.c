/* Tests of src/cmd/sandbox.c: its command line.  What it does is tested in tests/sandbox. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sysexits.h>
#include <unistd.h>

#include <cmocka.h>

#include "cmd/cmd.h"

/* The exit status with those two words on the command line. */
static int run(const char *a, const char *b)
{
	char first[32], second[32], name[] = "sandbox", alone[] = "--no-bot";
	char *argv[] = {name, alone, first, second, NULL};

	snprintf(first, sizeof(first), "%s", a);
	snprintf(second, sizeof(second), "%s", b);
	return cmd_sandbox(4, argv);
}

static void usage(void **state)
{
	static const char *const wrong[][2] = {
		{"--port", "x"},
		{"--port", ""},
		{"--port", "-1"},
		{"--port", "65536"},
		{"--port", "80x"},
		{"--log", "loud"},
		{"--nothing", "x"},
		{"an", "operand"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(run(wrong[i][0], wrong[i][1]), EX_USAGE);
	assert_int_equal(run("--help", ""), EX_OK);
}

static void port_in_use(void **state)
{
	struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	char port[16];

	(void)state;
	assert_int_equal(bind(fd, (const struct sockaddr *)&at, sizeof(at)), 0);
	assert_int_equal(listen(fd, 1), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &size), 0);
	snprintf(port, sizeof(port), "%u", (unsigned)ntohs(at.sin_port));
	assert_int_equal(run("--port", port), EX_UNAVAILABLE);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(usage),
		cmocka_unit_test(port_in_use),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
