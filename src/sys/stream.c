/* One outgoing connection as a stream of bytes; see stream.h. */
#include "sys/stream.h"

#include <errno.h>
#include <limits.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sys/loop.h"
#include "sys/tls.h"

#define PORT_MAX 6 /* bytes of a port as text with its NUL */

enum state { CONNECTING, SHAKING_HANDS, OPEN, ENDED };

struct stream {
	struct loop *loop;
	int fd;
	int epoll; /* holds fd: the loop itself looks for what can be read only */
	unsigned interest;
	struct loop_fd *watch;
	struct timer again;
	SSL *ssl; /* NULL = without TLS */
	enum state state;
	struct stream_callbacks on;
	void *ctx;
};

/* ------------------------------------------------------------------ interest */

/* Has the loop look for these events; 0 or -1. */
static int want(struct stream *s, unsigned events)
{
	struct epoll_event e = {.events = events};

	if (s->interest == events)
		return 0;
	if (epoll_ctl(s->epoll, s->interest ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, s->fd, &e) != 0)
		return -1;
	s->interest = events;
	return 0;
}

/* What OpenSSL waits for before it goes on; -1 when it cannot. */
static int want_as_told(struct stream *s, int result)
{
	switch (SSL_get_error(s->ssl, result)) {
	case SSL_ERROR_WANT_READ: return s->state == OPEN ? 0 : want(s, EPOLLIN);
	case SSL_ERROR_WANT_WRITE: return want(s, EPOLLIN | EPOLLOUT);
	default: s->state = ENDED; return -1;
	}
}

/* ------------------------------------------------------------------ opening */

static void fail(struct stream *s, const char *why)
{
	s->state = ENDED;
	s->on.failed(s->ctx, why);
}

static void opened(struct stream *s)
{
	s->state = OPEN;
	if (want(s, EPOLLIN) != 0)
		fail(s, "the kernel cannot watch it");
	else
		s->on.opened(s->ctx);
}

/* Why TLS came to nothing. */
static const char *tls_reason(const struct stream *s)
{
	const long verdict = SSL_get_verify_result(s->ssl);
	const char *reason;

	if (verdict != X509_V_OK)
		return X509_verify_cert_error_string(verdict);
	reason = ERR_reason_error_string(ERR_peek_error());
	return reason ? reason : "the connection ended during the TLS handshake";
}

static void shake_hands(struct stream *s)
{
	int result;

	ERR_clear_error();
	result = SSL_connect(s->ssl);
	if (result == 1)
		opened(s);
	else if (want_as_told(s, result) != 0)
		fail(s, tls_reason(s));
}

static void connected(struct stream *s)
{
	socklen_t len = sizeof(int);
	int error = 0;

	if (getsockopt(s->fd, SOL_SOCKET, SO_ERROR, &error, &len) != 0)
		error = errno;
	if (error) {
		fail(s, strerror(error));
	} else if (s->ssl) {
		s->state = SHAKING_HANDS;
		shake_hands(s);
	} else {
		opened(s);
	}
}

static void on_event(void *ctx)
{
	struct stream *s = ctx;

	switch (s->state) {
	case CONNECTING: connected(s); break;
	case SHAKING_HANDS: shake_hands(s); break;
	case OPEN:
		if (want(s, EPOLLIN) != 0)
			s->state = ENDED;
		s->on.ready(s->ctx);
		break;
	case ENDED: s->on.ready(s->ctx); break;
	}
}

/* Begins to connect fd; 0 or -1. */
static int begin(struct stream *s, const struct stream_to *to)
{
	const struct addrinfo hints = {
		.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM};
	struct addrinfo *found;
	char port[PORT_MAX];
	int one = 1, result;

	snprintf(port, sizeof(port), "%u", (unsigned)to->port);
	/* of an address it asks nobody */
	if (getaddrinfo(to->address, port, &hints, &found) != 0)
		return -1;
	s->fd = socket(found->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	result = s->fd < 0 ? -1 : connect(s->fd, found->ai_addr, found->ai_addrlen);
	if (result != 0 && s->fd >= 0 && errno == EINPROGRESS)
		result = 0;
	freeaddrinfo(found);
	if (result == 0)
		setsockopt(s->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	return result;
}

/* Has the peer prove that it is that host; 0 or -1. */
static int prepare_tls(struct stream *s, const struct stream_to *to)
{
	static const unsigned char protocols[] = "\x08http/1.1";
	X509_VERIFY_PARAM *param;
	char name[STREAM_HOST_MAX + 1]; /* OpenSSL's macro takes no const */

	s->ssl = SSL_new(tls_context(loop_tls(s->loop)));
	if (!s->ssl || !*to->host || strlen(to->host) > STREAM_HOST_MAX)
		return -1;
	snprintf(name, sizeof(name), "%s", to->host);
	param = SSL_get0_param(s->ssl);
	X509_VERIFY_PARAM_set_hostflags(param, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
	if (to->host_is_address ? X509_VERIFY_PARAM_set1_ip_asc(param, to->host) != 1
				: SSL_set1_host(s->ssl, to->host) != 1)
		return -1;
	if (!to->host_is_address && SSL_set_tlsext_host_name(s->ssl, name) != 1)
		return -1;
	SSL_set_verify(s->ssl, SSL_VERIFY_PEER, NULL);
	/* the head of a record and what follows it come by one call */
	SSL_set_read_ahead(s->ssl, 1);
	if (SSL_set_alpn_protos(s->ssl, protocols, sizeof(protocols) - 1) != 0)
		return -1;
	return SSL_set_fd(s->ssl, s->fd) == 1 ? 0 : -1;
}

struct stream *stream_open(
	struct loop *loop, const struct stream_to *to, const struct stream_callbacks *on, void *ctx)
{
	struct stream *s = calloc(1, sizeof(*s));

	if (!s)
		return NULL;
	s->loop = loop;
	s->on = *on;
	s->ctx = ctx;
	s->fd = -1;
	s->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (s->epoll < 0 || begin(s, to) != 0 || (to->host && prepare_tls(s, to) != 0) ||
		want(s, EPOLLOUT) != 0)
		goto fail;
	s->watch = loop_fd_add(loop, s->epoll, on_event, s);
	if (s->watch)
		return s;
fail:
	ERR_clear_error();
	stream_destroy(s);
	return NULL;
}

void stream_destroy(struct stream *s)
{
	if (!s)
		return;
	loop_timer_cancel(&s->again);
	loop_fd_remove(s->watch);
	if (s->ssl && s->state == OPEN) {
		ERR_clear_error();
		SSL_shutdown(s->ssl);
	}
	SSL_free(s->ssl);
	ERR_clear_error();
	if (s->fd >= 0)
		close(s->fd);
	if (s->epoll >= 0)
		close(s->epoll);
	free(s);
}

/* ------------------------------------------------------------------ bytes */

static bool is_passing(int error)
{
	return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

static int bounded(size_t n)
{
	return n < INT_MAX ? (int)n : INT_MAX;
}

ssize_t stream_read(struct stream *s, char *out, size_t size)
{
	ssize_t n;

	if (s->state != OPEN)
		return -1;
	if (s->ssl) {
		ERR_clear_error();
		n = SSL_read(s->ssl, out, bounded(size));
		return n > 0 ? n : want_as_told(s, (int)n);
	}
	n = recv(s->fd, out, size, 0);
	if (n > 0)
		return n;
	if (n < 0 && is_passing(errno))
		return 0;
	s->state = ENDED;
	return -1;
}

bool stream_is_layered(const struct stream *s)
{
	return s->ssl != NULL;
}

void stream_again(struct stream *s)
{
	loop_defer(s->loop, &s->again, on_event, s);
}

ssize_t stream_write(struct stream *s, const unsigned char *data, size_t len)
{
	ssize_t n;

	if (s->state != OPEN)
		return -1;
	if (s->ssl) {
		ERR_clear_error();
		n = SSL_write(s->ssl, data, bounded(len));
		return n > 0 ? n : want_as_told(s, (int)n);
	}
	n = send(s->fd, data, len, MSG_NOSIGNAL);
	if (n >= 0)
		return n;
	/* what the peer said before it went can still be read */
	return is_passing(errno) ? want(s, EPOLLIN | EPOLLOUT) : -1;
}
