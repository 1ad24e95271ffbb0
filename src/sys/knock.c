/* Has the running daemon do something; see knock.h. */
#include "sys/knock.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* Asks over a socket that is connected. */
static enum knock_result ask(int fd, const char *line, char answer[DOOR_LINE_MAX], int wait_ms)
{
	struct pollfd waited = {.fd = fd, .events = POLLIN};
	ssize_t n;

	if (send(fd, line, strlen(line), MSG_NOSIGNAL) < 0 || poll(&waited, 1, wait_ms) != 1)
		return KNOCK_SILENT;
	n = recv(fd, answer, DOOR_LINE_MAX - 1, MSG_DONTWAIT);
	answer[n > 0 ? n : 0] = '\0';
	return n > 0 ? KNOCK_ANSWERED : KNOCK_SILENT;
}

enum knock_result knock_ask(
	const char *folder, const char *line, char answer[DOOR_LINE_MAX], int wait_ms)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	enum knock_result result = KNOCK_SILENT;
	int fd;

	answer[0] = '\0';
	/* so long a name has no door */
	if (snprintf(at.sun_path, sizeof(at.sun_path), "%s/" DOOR_FILE, folder) >=
		(int)sizeof(at.sun_path))
		return KNOCK_NOBODY;
	fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return KNOCK_SILENT;
	if (connect(fd, (const struct sockaddr *)(const void *)&at, sizeof(at)) == 0)
		result = ask(fd, line, answer, wait_ms);
	else if (errno == ENOENT || errno == ECONNREFUSED)
		result = KNOCK_NOBODY;
	close(fd);
	return result;
}
