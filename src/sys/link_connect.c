/* How a link comes to be; see link_connect.h. */
#include "sys/link_connect.h"

#include <string.h>

#include "base/buf.h"
#include "sys/link_own.h"

/* ------------------------------------------------------------------ the upgrade */

void link_connect_answered(struct link *link)
{
	ssize_t n =
		stream_read(link->stream, link->in + link->n_in, WEBSOCKET_HELLO_MAX - link->n_in);
	size_t head_len;
	unsigned status;

	if (n < 0) {
		log_warn(link->log, "link", "%s: ended before it answered", link->to.host);
		link_own_finish(link, 0);
		return;
	}
	link->n_in += (size_t)n;
	switch (websocket_hello_read(link->in, link->n_in, link->key, &head_len, &status)) {
	case WEBSOCKET_HELLO_ACCEPTED: link_own_begin(link, head_len); return;
	case WEBSOCKET_HELLO_REFUSED:
		log_warn(link->log, "link", "%s refused the upgrade with status %u", link->to.host,
			status);
		link_own_finish(link, 0);
		return;
	case WEBSOCKET_HELLO_ODD:
		log_warn(link->log, "link", "%s: no answer to an upgrade", link->to.host);
		link_own_finish(link, 0);
		return;
	default: break;
	}
	if (n > 0 && stream_is_layered(link->stream))
		stream_again(link->stream);
}

/* ------------------------------------------------------------------ connecting */

static void try_address(void *ctx);

static void on_connected(void *ctx)
{
	struct link *link = ctx;
	struct buf ask;
	bool written;

	loop_timer_cancel(&link->step);
	link->asked = true;
	link->n_in = 0;
	buf_init(&ask, WEBSOCKET_HELLO_ASK_MAX);
	/* there is room for it in a socket that is new */
	written = websocket_hello_key(link->key) &&
		  websocket_hello_ask(&ask, &link->to, link->user_agent, link->key) &&
		  stream_write(link->stream, (const unsigned char *)ask.data, ask.len) ==
			  (ssize_t)ask.len;
	buf_free(&ask);
	if (!written) {
		log_warn(
			link->log, "link", "%s: the upgrade could not be asked for", link->to.host);
		link_own_finish(link, 0);
	} else if (stream_is_layered(link->stream)) {
		stream_again(link->stream);
	}
}

static void on_failed(void *ctx, const char *why)
{
	struct link *link = ctx;

	log_warn(link->log, "link", "%s (%s): %s", link->to.host,
		link->next_address ? link->addresses.address[link->next_address - 1] : "", why);
	link_own_drop(link);
	if (link->next_address == link->addresses.n)
		link_own_finish(link, 0);
	else
		loop_defer(link->loop, &link->step, try_address, link);
}

/* Tries the next address; every failure but the last ends up here again. */
static void try_address(void *ctx)
{
	static const struct stream_callbacks callbacks = {on_connected, link_own_ready, on_failed};
	struct link *link = ctx;
	const struct url *to = &link->to;
	struct stream_to at = {.port = to->port,
		.host = to->encrypted ? to->host : NULL,
		.host_is_address = to->host_kind == URL_IPV4};

	link_own_drop(link);
	while (!link->stream && link->next_address < link->addresses.n) {
		at.address = link->addresses.address[link->next_address++];
		link->stream = stream_open(link->loop, &at, &callbacks, link);
	}
	if (!link->stream) {
		log_warn(link->log, "link", "cannot connect to %s", link->to.host);
		link_own_finish(link, 0);
		return;
	}
	if (link->next_address < link->addresses.n)
		loop_timer_set(
			link->loop, &link->step, loop_now() + LINK_ADDRESS_MS, try_address, link);
}

static void on_resolved(void *ctx, const struct resolve_result *result)
{
	struct link *link = ctx;

	link->query = NULL;
	if (!result->n) {
		log_warn(link->log, "link", "cannot resolve %s: %s", link->to.host, result->error);
		link_own_finish(link, 0);
		return;
	}
	link->addresses = *result;
	link_own_enter(link, CONNECTING);
	try_address(link);
}

/* Why a link may not be made to it; NULL when it may. */
static const char *objection(const struct url *to)
{
	if (to->kind != URL_WEBSOCKET)
		return "no ws or wss URL";
	if (!to->encrypted && !url_is_loopback(to))
		return "plain ws is for this machine only, use wss";
	if (to->encrypted && to->host_kind == URL_IPV6)
		return "wss to a literal IPv6 address cannot be verified, use a name";
	if (strlen(to->host) > LINK_HOST_MAX)
		return "the host name is too long";
	return NULL;
}

int link_open(struct link *link, const char *url)
{
	const char *why;

	if (link->state != IDLE) {
		log_error(
			link->log, "link", "%s: opened again before it was closed", link->to.host);
		return -1;
	}
	why = url_parse(url, &link->to) == 0 ? objection(&link->to) : "not a valid URL";
	if (why) {
		/* not the URL itself: some carry a ticket */
		log_error(link->log, "link", "cannot open a link: %s", why);
		link->to.host[0] = '\0';
		return -1;
	}
	link->next_address = 0;
	link->asked = false;
	if (resolve_known(link->to.host, &link->addresses)) {
		link_own_enter(link, CONNECTING);
		loop_defer(link->loop, &link->step, try_address, link);
	} else {
		link_own_enter(link, RESOLVING);
		link->query = resolve_start(link->resolve, link->to.host, on_resolved, link);
		if (!link->query) {
			log_warn(link->log, "link", "cannot resolve %s: too much to do",
				link->to.host);
			link_own_give_up(link);
			return 0;
		}
	}
	loop_timer_set(
		link->loop, &link->limit, loop_now() + link->connect_ms, link_own_late, link);
	return 0;
}
