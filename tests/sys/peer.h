/*
 * A badly behaved server for tests: a thread that listens on 127.0.0.1 and hands each connection to
 * a script, which may do whatever a stranger might do.  Scripts run outside the test, so they keep
 * what they see and the test looks at it after peer_stop().
 */
#ifndef TESTS_SYS_PEER_H
#define TESTS_SYS_PEER_H

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define PEER_FN __attribute__((unused)) static
#define PEER_HEAD_MAX 8192
#define PEER_GUID "258EAFA5-E914-47DA-95CA-C5AB0DC85B11" /* RFC 6455 section 1.3 */

struct peer;

/* One connection. */
struct conn {
	struct peer *peer;
	int fd;
	SSL *ssl;   /* NULL = plain */
	int number; /* of this peer's connections, from 0 */
};

typedef void peer_script(struct conn *c);

struct peer {
	int listener;
	uint16_t port;
	pthread_t thread;
	peer_script *script; /* NULL: connections wait for an accept() that never comes */
	SSL_CTX *tls;        /* NULL = plain */
	bool parallel;       /* a thread for each connection */
	atomic_int connections;
	atomic_int requests;
	atomic_int running;       /* scripts */
	atomic_int begun;         /* scripts since peer_start() */
	atomic_bool stopping;     /* a connection accepted now ends at once */
	sem_t ended;              /* posted by every script that ends */
	atomic_int fds[256];      /* of the connections, for peer_stop() */
	char head[PEER_HEAD_MAX]; /* of the last request */
	char body[PEER_HEAD_MAX]; /* of the last request, or the last message */
	size_t body_len;
	int close_code; /* of the client's close frame */
};

/* ------------------------------------------------------------------ bytes */

PEER_FN ssize_t peer_read(struct conn *c, void *out, size_t n)
{
	if (c->ssl)
		return SSL_read(c->ssl, out, (int)n);
	return recv(c->fd, out, n, 0);
}

PEER_FN bool peer_read_all(struct conn *c, void *out, size_t n)
{
	char *at = out;
	ssize_t got;

	while (n) {
		got = peer_read(c, at, n);
		if (got <= 0)
			return false;
		at += got;
		n -= (size_t)got;
	}
	return true;
}

PEER_FN bool peer_write(struct conn *c, const void *data, size_t n)
{
	const char *at = data;
	ssize_t put;

	while (n) {
		put = c->ssl ? SSL_write(c->ssl, at, (int)n) : send(c->fd, at, n, MSG_NOSIGNAL);
		if (put <= 0)
			return false;
		at += put;
		n -= (size_t)put;
	}
	return true;
}

PEER_FN bool peer_say(struct conn *c, const char *text)
{
	return peer_write(c, text, strlen(text));
}

/* Waits until the client has gone. */
PEER_FN void peer_wait_gone(struct conn *c)
{
	char piece[4096];

	while (peer_read(c, piece, sizeof(piece)) > 0)
		;
}

/* Ends the connection with a TCP reset. */
PEER_FN void peer_reset(struct conn *c)
{
	struct linger now = {.l_onoff = 1};

	setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	c->peer->fds[c->number % 256] = -1;
	close(c->fd);
	c->fd = -1;
}

/* ------------------------------------------------------------------ HTTP and WebSocket */

/* Reads a request's head, and its body as Content-Length says, into peer; false at the end. */
PEER_FN bool peer_read_request(struct conn *c)
{
	struct peer *p = c->peer;
	char head[PEER_HEAD_MAX], *length;
	size_t n = 0;

	do {
		if (n == sizeof(head) - 1 || !peer_read_all(c, head + n, 1))
			return false;
		head[++n] = '\0';
	} while (n < 4 || memcmp(head + n - 4, "\r\n\r\n", 4) != 0);
	memcpy(p->head, head, n + 1);
	length = strcasestr(head, "\r\nContent-Length: ");
	n = length ? (size_t)atoi(length + strlen("\r\nContent-Length: ")) : 0;
	p->body_len = n;
	p->body[0] = '\0';
	if (n >= sizeof(p->body))
		return false;
	if (n && !peer_read_all(c, p->body, n))
		return false;
	p->body[n] = '\0';
	atomic_fetch_add(&p->requests, 1);
	return true;
}

/* Answers the upgrade request that was just read. */
PEER_FN bool peer_accept_upgrade(struct conn *c)
{
	char key[128], accept[64], answer[512], *at;
	unsigned char hash[SHA_DIGEST_LENGTH];

	at = strcasestr(c->peer->head, "\r\nSec-WebSocket-Key: ");
	if (!at || sscanf(at + strlen("\r\nSec-WebSocket-Key: "), "%60s", key) != 1)
		return false;
	strcat(key, PEER_GUID);
	SHA1((const unsigned char *)key, strlen(key), hash);
	EVP_EncodeBlock((unsigned char *)accept, hash, sizeof(hash));
	snprintf(answer, sizeof(answer),
		"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
		"Connection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n",
		accept);
	return peer_say(c, answer);
}

PEER_FN bool peer_upgrade(struct conn *c)
{
	return peer_read_request(c) && peer_accept_upgrade(c);
}

/* Writes the head of an unmasked frame: first is FIN and opcode. */
PEER_FN size_t peer_frame_head(unsigned char *out, unsigned char first, uint64_t n)
{
	size_t len = 2;

	out[0] = first;
	if (n < 126) {
		out[1] = (unsigned char)n;
	} else if (n < 65536) {
		out[1] = 126;
		out[2] = (unsigned char)(n >> 8);
		out[3] = (unsigned char)n;
		len = 4;
	} else {
		out[1] = 127;
		for (len = 2; len < 10; len++)
			out[len] = (unsigned char)(n >> (8 * (9 - len)));
	}
	return len;
}

PEER_FN bool peer_frame(struct conn *c, unsigned char first, const void *data, size_t n)
{
	unsigned char head[10];

	return peer_write(c, head, peer_frame_head(head, first, n)) && peer_write(c, data, n);
}

PEER_FN bool peer_text(struct conn *c, const char *text)
{
	return peer_frame(c, 0x81, text, strlen(text));
}

PEER_FN bool peer_close_frame(struct conn *c, unsigned code)
{
	unsigned char bytes[2] = {(unsigned char)(code >> 8), (unsigned char)code};

	return peer_frame(c, 0x88, bytes, 2);
}

/* Reads one masked frame of the client into peer->body; its opcode, or -1 at the end. */
PEER_FN int peer_read_frame(struct conn *c)
{
	struct peer *p = c->peer;
	unsigned char head[2], more[8], mask[4];
	uint64_t n, i;
	size_t extra;

	if (!peer_read_all(c, head, 2) || !(head[1] & 0x80))
		return -1;
	n = head[1] & 0x7f;
	extra = n == 126 ? 2 : n == 127 ? 8 : 0;
	if (!peer_read_all(c, more, extra) || !peer_read_all(c, mask, 4))
		return -1;
	for (i = 0, n = extra ? 0 : n; i < extra; i++)
		n = n << 8 | more[i];
	p->body_len = (size_t)n;
	for (i = 0; i < n; i++) {
		if (!peer_read_all(c, more, 1))
			return -1;
		if (i < sizeof(p->body) - 1) {
			p->body[i] = (char)(more[0] ^ mask[i % 4]);
			p->body[i + 1] = '\0';
		}
	}
	if ((head[0] & 0xf) == 8 && n >= 2)
		p->close_code = (unsigned char)p->body[0] << 8 | (unsigned char)p->body[1];
	return head[0] & 0xf;
}

/* Reads frames until the client closes, acknowledges that, and waits until it has gone. */
PEER_FN void peer_await_close(struct conn *c)
{
	int opcode;

	do {
		opcode = peer_read_frame(c);
	} while (opcode >= 0 && opcode != 8);
	if (opcode == 8)
		peer_close_frame(c, (unsigned)c->peer->close_code);
	peer_wait_gone(c);
}

/* ------------------------------------------------------------------ life */

PEER_FN void peer_run_script(struct conn *c)
{
	struct peer *p = c->peer;
	bool ok = true;

	if (p->tls) {
		c->ssl = SSL_new(p->tls);
		SSL_set_fd(c->ssl, c->fd);
		ok = SSL_accept(c->ssl) == 1;
	}
	if (ok)
		p->script(c);
	if (c->ssl) {
		if (ok && c->fd >= 0)
			SSL_shutdown(c->ssl);
		SSL_free(c->ssl);
	}
	if (c->fd >= 0) {
		p->fds[c->number % 256] = -1;
		close(c->fd);
	}
	free(c);
	p->running--;
	sem_post(&p->ended);
}

PEER_FN void *peer_connection(void *arg)
{
	peer_run_script(arg);
	return NULL;
}

PEER_FN void *peer_listen(void *arg)
{
	struct peer *p = arg;
	pthread_t thread;
	struct conn *c;
	int fd, one = 1;

	while ((fd = accept(p->listener, NULL, NULL)) >= 0) {
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
		c = calloc(1, sizeof(*c));
		if (!c)
			abort();
		c->peer = p;
		c->fd = fd;
		c->number = atomic_fetch_add(&p->connections, 1);
		p->fds[c->number % 256] = fd;
		p->running++;
		p->begun++;
		if (p->stopping)
			shutdown(fd, SHUT_RDWR);
		if (!p->parallel)
			peer_run_script(c);
		else if (pthread_create(&thread, NULL, peer_connection, c) == 0)
			pthread_detach(thread);
		else
			abort();
	}
	return NULL;
}

PEER_FN int peer_bind(uint16_t *port)
{
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(to);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&to, sizeof(to)) != 0 || listen(fd, 128) != 0 ||
		getsockname(fd, (struct sockaddr *)&to, &len) != 0)
		abort();
	*port = ntohs(to.sin_port);
	return fd;
}

/* Starts p; the caller has set script, tls and parallel and left the rest zero. */
PEER_FN void peer_start(struct peer *p)
{
	size_t i;

	p->listener = peer_bind(&p->port);
	p->stopping = false;
	sem_init(&p->ended, 0, 0);
	for (i = 0; i < 256; i++)
		atomic_store(&p->fds[i], -1);
	if (p->script && pthread_create(&p->thread, NULL, peer_listen, p) != 0)
		abort();
}

/* Ends every connection and waits for the scripts. */
PEER_FN void peer_stop(struct peer *p)
{
	size_t i;

	p->stopping = true;
	shutdown(p->listener, SHUT_RDWR);
	for (i = 0; i < 256; i++) {
		if (p->fds[i] >= 0)
			shutdown(p->fds[i], SHUT_RDWR);
	}
	if (p->script)
		pthread_join(p->thread, NULL);
	for (; p->begun > 0; p->begun--)
		sem_wait(&p->ended);
	sem_destroy(&p->ended);
	close(p->listener);
	SSL_CTX_free(p->tls);
	p->tls = NULL;
}

/* A port on which nobody listens. */
PEER_FN uint16_t peer_dead_port(void)
{
	uint16_t port;

	close(peer_bind(&port));
	return port;
}

/* ------------------------------------------------------------------ certificates */

/*
 * Makes ca.pem, and certificates signed by it: good.pem for the names of names.h, localhost and
 * 127.0.0.1, wrong.pem for other.test; and stranger.pem, an authority that has signed
 * neither.  Each has a key.
 */
PEER_FN void peer_make_certificates(const char *dir)
{
	static const char script[] =
		"set -e; exec >/dev/null 2>&1; cd '%s'\n"
		"new='-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes'\n"
		"for ca in ca stranger; do\n"
		"  openssl req -x509 $new -days 2 -keyout $ca.key -out $ca.pem -subj /CN=$ca\n"
		"done\n"
		"sign() {\n"
		"  echo \"subjectAltName=$2\" > $1.ext\n"
		"  openssl req $new -keyout $1.key -out $1.csr -subj /CN=$1\n"
		"  openssl x509 -req -in $1.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 "
		"\\\n"
		"    -extfile $1.ext -out $1.pem\n"
		"}\n"
		"sign good "
		"DNS:lumbard.test,DNS:two.test,DNS:twice.test,DNS:localhost,IP:127.0.0.1\n"
		"sign wrong DNS:other.test\n";
	char command[2048];

	snprintf(command, sizeof(command), script, dir);
	if (system(command) != 0)
		abort();
}

/* A server's context with dir/name.pem and its key. */
PEER_FN SSL_CTX *peer_tls(const char *dir, const char *name)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());
	char path[512];

	snprintf(path, sizeof(path), "%s/%s.pem", dir, name);
	if (!ctx || SSL_CTX_use_certificate_file(ctx, path, SSL_FILETYPE_PEM) != 1)
		abort();
	snprintf(path, sizeof(path), "%s/%s.key", dir, name);
	if (SSL_CTX_use_PrivateKey_file(ctx, path, SSL_FILETYPE_PEM) != 1)
		abort();
	return ctx;
}

#endif
