/*
 * A service manager for the tests: the socket that sd_notify(3) writes to, and what came there.
 */
#ifndef TESTS_SYS_NOTIFY_WORLD_H
#define TESTS_SYS_NOTIFY_WORLD_H

#include <sys/socket.h>
#include <sys/un.h>

#include "sys/world.h"

static int manager = -1;

/* Opens it in the world's folder; watchdog: its time in microseconds, NULL = it has none. */
UNUSED_OK void manager_open(struct world *w, const char *watchdog)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	char pid[16];

	snprintf(at.sun_path, sizeof(at.sun_path), "%s/notify", w->dir);
	unlink(at.sun_path);
	manager = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	assert_int_equal(bind(manager, (const struct sockaddr *)&at, sizeof(at)), 0);
	snprintf(pid, sizeof(pid), "%ld", (long)getpid());
	setenv("NOTIFY_SOCKET", at.sun_path, 1);
	if (watchdog) {
		setenv("WATCHDOG_USEC", watchdog, 1);
		setenv("WATCHDOG_PID", pid, 1);
	}
}

UNUSED_OK void manager_close(void)
{
	if (manager >= 0)
		close(manager);
	manager = -1;
	unsetenv("NOTIFY_SOCKET");
	unsetenv("WATCHDOG_USEC");
	unsetenv("WATCHDOG_PID");
}

/* The next thing that it was told; "" when there is nothing more. */
UNUSED_OK const char *manager_told(void)
{
	static char text[4096];
	ssize_t n = recv(manager, text, sizeof(text) - 1, 0);

	text[n > 0 ? n : 0] = '\0';
	return text;
}

#endif
