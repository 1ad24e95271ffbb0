/*
 * The bench's sender on the wire: connections, WebSocket frames of a server (RFC 6455), zstd-stream.
 */
#ifndef TESTS_TOOLS_SENDER_WIRE_H
#define TESTS_TOOLS_SENDER_WIRE_H

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zstd.h>

#define IN_MAX 65536
#define OUT_FULL 262144 /* bytes that wait: then no event is added */
#define ZSTD_WINDOW_LOG 20
#define WS_GUID "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

struct conn {
	int fd; /* -1 = free */
	bool is_zstd, upgraded;
	int client; /* its number once it has identified, from 1 */
	uint64_t seq;
	char in[IN_MAX];
	size_t in_len;
	char *out;
	size_t out_at, out_len, out_cap;
	ZSTD_CCtx *zstd;
	char *squeezed;
	size_t squeezed_cap;
	uint64_t bytes; /* of frames so far */
};

static void conn_close(struct conn *c)
{
	close(c->fd);
	free(c->out);
	free(c->squeezed);
	ZSTD_freeCCtx(c->zstd);
	*c = (struct conn){.fd = -1};
}

static void conn_put(struct conn *c, const void *data, size_t len)
{
	if (c->out_at == c->out_len)
		c->out_at = c->out_len = 0;
	if (c->out_len + len > c->out_cap && c->out_at) {
		memmove(c->out, c->out + c->out_at, c->out_len - c->out_at);
		c->out_len -= c->out_at;
		c->out_at = 0;
	}
	if (c->out_len + len > c->out_cap) {
		c->out_cap = 2 * (c->out_len + len);
		c->out = realloc(c->out, c->out_cap);
		if (!c->out)
			abort();
	}
	memcpy(c->out + c->out_len, data, len);
	c->out_len += len;
}

static size_t conn_waiting(const struct conn *c)
{
	return c->out_len - c->out_at;
}

/* Writes what the socket takes; false when the peer is gone. */
static bool conn_flush(struct conn *c)
{
	while (conn_waiting(c)) {
		ssize_t n = send(
			c->fd, c->out + c->out_at, conn_waiting(c), MSG_NOSIGNAL | MSG_DONTWAIT);

		if (n < 0)
			return errno == EAGAIN || errno == EINTR;
		c->out_at += (size_t)n;
	}
	return true;
}

static void conn_put_frame(struct conn *c, int opcode, const char *data, size_t len)
{
	unsigned char head[10] = {(unsigned char)(0x80 | opcode)};
	size_t n = 2, i;

	if (len < 126) {
		head[1] = (unsigned char)len;
	} else if (len < 65536) {
		head[1] = 126;
		head[2] = (unsigned char)(len >> 8);
		head[3] = (unsigned char)len;
		n = 4;
	} else {
		head[1] = 127;
		for (i = 0; i < 8; i++)
			head[2 + i] = (unsigned char)(len >> (8 * (7 - i)));
		n = 10;
	}
	conn_put(c, head, n);
	conn_put(c, data, len);
	c->bytes += n + len;
}

/* One payload: text, or the next piece of the connection's zstd frame. */
static void conn_put_payload(struct conn *c, const char *text, size_t len)
{
	ZSTD_inBuffer from = {text, len, 0};
	ZSTD_outBuffer to;

	if (!c->is_zstd) {
		conn_put_frame(c, 1, text, len);
		return;
	}
	if (!c->zstd) {
		c->zstd = ZSTD_createCCtx();
		if (!c->zstd)
			abort();
		ZSTD_CCtx_setParameter(c->zstd, ZSTD_c_windowLog, ZSTD_WINDOW_LOG);
	}
	if (c->squeezed_cap < ZSTD_compressBound(len) + 64) {
		c->squeezed_cap = ZSTD_compressBound(len) + 64;
		c->squeezed = realloc(c->squeezed, c->squeezed_cap);
		if (!c->squeezed)
			abort();
	}
	to = (ZSTD_outBuffer){c->squeezed, c->squeezed_cap, 0};
	if (ZSTD_compressStream2(c->zstd, &to, &from, ZSTD_e_flush) != 0)
		abort();
	conn_put_frame(c, 2, c->squeezed, to.pos);
}

/* Answers the upgrade whose Sec-WebSocket-Key is key. */
static void conn_accept(struct conn *c, const char *key, size_t key_len)
{
	unsigned char sha[SHA_DIGEST_LENGTH], accept[64];
	char text[256];
	int n = snprintf(text, sizeof(text), "%.*s%s", (int)key_len, key, WS_GUID);

	SHA1((const unsigned char *)text, (size_t)n, sha);
	EVP_EncodeBlock(accept, sha, sizeof(sha));
	n = snprintf(text, sizeof(text),
		"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
		"Sec-WebSocket-Accept: %s\r\n\r\n",
		(const char *)accept);
	conn_put(c, text, (size_t)n);
	c->upgraded = true;
}

/* Takes the first whole frame off what came in: its opcode, its text unmasked and with a NUL, moved to
 * text (IN_MAX bytes).  Returns -1 while there is none. */
static int conn_take_frame(struct conn *c, char *text)
{
	const unsigned char *in = (const unsigned char *)c->in;
	size_t head = 6, len, i;
	int opcode = in[0] & 15;

	if (c->in_len < head)
		return -1;
	len = in[1] & 127;
	if (len == 126) {
		len = (size_t)in[2] << 8 | in[3];
		head = 8;
	}
	if (c->in_len < head + len)
		return -1;
	for (i = 0; i < len; i++)
		text[i] = (char)(in[head + i] ^ in[head - 4 + i % 4]);
	text[len] = '\0';
	c->in_len -= head + len;
	memmove(c->in, c->in + head + len, c->in_len);
	return opcode;
}

/* A socket that listens on loopback; *port is the one it got. */
static int wire_listen(int *port)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(a);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&a, sizeof(a)) != 0 || listen(fd, 64) != 0 ||
		getsockname(fd, (struct sockaddr *)&a, &len) != 0) {
		perror("sender");
		exit(EXIT_FAILURE);
	}
	*port = ntohs(a.sin_port);
	return fd;
}

static int wire_accept(int listener)
{
	int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC), one = 1;

	if (fd >= 0)
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	return fd;
}

#endif
