/* The gateway's connections and sessions; see gateway_conn.h. */
#include "sandbox/gateway_conn.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "sandbox/gateway_op.h"

/* ------------------------------------------------------------------ telling what happened */

void gateway_conn_tell(
	const struct gateway *g, const char *event, const char *text, const char *fmt, ...)
{
	char data[GATEWAY_CONN_LINE_MAX];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(data, sizeof(data), fmt, ap);
	va_end(ap);
	g->options.happened(g->options.ctx, event, text, data);
}

/* ------------------------------------------------------------------ out */

static void send_text(struct gateway_conn *c, const char *text, size_t len)
{
	struct buf out;

	if (c->closing || c->silent)
		return;
	if (!c->squeeze) {
		c->wire->send(c->ctx, text, len, true);
		return;
	}
	buf_init(&out, GATEWAY_CONN_DATA_MAX);
	if (squeeze_add(c->squeeze, text, len, &out) == 0)
		c->wire->send(c->ctx, buf_str(&out), out.len, false);
	else
		c->wire->drop(c->ctx);
	buf_free(&out);
}

void gateway_conn_send(struct gateway_conn *c, int op, const char *d)
{
	char text[256];
	int n = snprintf(text, sizeof(text), "{\"t\":null,\"s\":null,\"op\":%d,\"d\":%s}", op, d);

	send_text(c, text, (size_t)n);
}

static void send_frame(void *ctx, const char *frame, size_t len)
{
	send_text(ctx, frame, len);
}

/* ------------------------------------------------------------------ sessions */

/* Whoever holds it holds nothing from now on. */
void gateway_conn_release(struct session *s)
{
	struct gateway_conn *c = session_holder(s);

	if (c)
		c->session = NULL;
	session_hold(s, NULL, NULL);
}

void gateway_conn_forget(struct gateway *g, struct session *s)
{
	size_t i;

	for (i = 0; i < g->n_sessions && g->sessions[i] != s; i++)
		;
	if (i == g->n_sessions)
		return;
	gateway_conn_release(s);
	session_destroy(s);
	g->n_sessions--;
	memmove(&g->sessions[i], &g->sessions[i + 1],
		(g->n_sessions - i) * sizeof(struct session *));
}

void gateway_conn_attach(struct gateway_conn *c, struct session *s)
{
	c->session = s;
	session_hold(s, send_frame, c);
}

/* ------------------------------------------------------------------ closing */

/* Close codes of ours after which the session is gone. */
static bool ends_session(int code)
{
	return code == GATEWAY_OP_CLOSE_AUTHENTICATION || code == GATEWAY_OP_CLOSE_SEQ ||
	       code == GATEWAY_OP_CLOSE_TIMEOUT || code >= GATEWAY_OP_CLOSE_SHARD;
}

void gateway_conn_close(struct gateway_conn *c, int code)
{
	if (c->closing)
		return;
	c->closing = true;
	c->own_code = code;
	if (c->session && ends_session(code))
		gateway_conn_forget(c->gateway, c->session);
	c->wire->close(c->ctx, code, gateway_op_reason(code));
}

void gateway_conn_drop(struct gateway_conn *c)
{
	c->closing = true;
	c->wire->drop(c->ctx);
}
