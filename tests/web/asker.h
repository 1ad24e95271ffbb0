/*
 * Somebody who asks the admin server on the same loop, in bytes of their own choosing.
 */
#ifndef TESTS_WEB_ASKER_H
#define TESTS_WEB_ASKER_H

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "sys/world.h"

static struct world w;
static uint16_t asked_port;

static struct buf got;
static int fd;
static struct loop_fd *watch;
static bool ended;

static void on_readable(void *ctx)
{
	char bytes[65536];
	ssize_t n;

	(void)ctx;
	while ((n = read(fd, bytes, sizeof(bytes))) > 0)
		buf_put(&got, bytes, (size_t)n);
	if (n < 0 && errno == EAGAIN)
		return;
	ended = true;
	loop_fd_remove(watch);
	watch = NULL;
	loop_stop(w.loop);
}

/* Sends the bytes and takes what comes until the connection's end. */
UNUSED_OK const char *exchange(const char *bytes, size_t len)
{
	const struct sockaddr_in to = {.sin_family = AF_INET,
		.sin_port = htons(asked_port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};

	buf_init(&got, 1 << 24);
	ended = false;
	fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(connect(fd, (const struct sockaddr *)&to, sizeof(to)), 0);
	watch = loop_fd_add(w.loop, fd, on_readable, NULL);
	assert_non_null(watch);
	assert_int_equal(send(fd, bytes, len, MSG_NOSIGNAL), len);
	while (!ended)
		world_run(&w);
	close(fd);
	return buf_str(&got);
}

/* An answer to a request for a path, by name and with more headers. */
UNUSED_OK const char *ask(const char *method, const char *path, const char *headers)
{
	char text[4096];
	int n = snprintf(text, sizeof(text),
		"%s %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nConnection: close\r\n%s\r\n", method, path,
		(unsigned)asked_port, headers);

	return exchange(text, (size_t)n);
}

#define ANSWERS(expected, ...)                                                                     \
	do {                                                                                       \
		const char *answer_ = ask(__VA_ARGS__);                                            \
		if (!strstr(answer_, expected))                                                    \
			fail_msg("no '%s' in: %s", expected, answer_);                             \
		buf_free(&got);                                                                    \
	} while (0)

#endif
