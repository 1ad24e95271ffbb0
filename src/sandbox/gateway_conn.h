/*
 * The gateway's connections and sessions as its files see them.
 */
#ifndef SANDBOX_GATEWAY_CONN_H
#define SANDBOX_GATEWAY_CONN_H

#include "base/json.h"
#include "sandbox/gateway.h"
#include "sandbox/session.h"
#include "sandbox/squeeze.h"

#define GATEWAY_CONN_DATA_MAX 1048576 /* bytes of an event's data */
#define GATEWAY_CONN_LINE_MAX 512     /* bytes of what is told of an event */

struct gateway_conn {
	struct gateway_conn *next;
	struct gateway *gateway;
	const struct gateway_wire *wire;
	void *ctx;
	const char *host;
	struct squeeze *squeeze; /* NULL = text */
	struct session *session; /* NULL until IDENTIFY or RESUME */
	int64_t heartbeat_ms;
	int64_t overdue_ms;               /* when the next heartbeat must have come */
	int64_t leave_ms;                 /* when it is disconnected after op 7; 0 = never */
	int64_t sends[GATEWAY_SENDS_MAX]; /* when the last payloads came: a ring */
	size_t n_sends;
	bool closing; /* we have closed or dropped it */
	bool silent;
	int own_code; /* that we closed with */
};

struct gateway {
	struct gateway_options options;
	struct gateway_settings settings;
	struct gateway_conn *conns;
	size_t n_conns;
	struct session *sessions[GATEWAY_SESSIONS_MAX]; /* the oldest first */
	size_t n_sessions;
};

/*
 * gateway_conn_tell(g, event, text, fmt, ...): tells whoever watches the gateway; fmt makes the data.
 */
void gateway_conn_tell(const struct gateway *g, const char *event, const char *text,
	const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/*
 * gateway_conn_send(c, op, d): sends a payload of that op whose d is that JSON.
 */
void gateway_conn_send(struct gateway_conn *c, int op, const char *d);

/*
 * gateway_conn_close(c, code): closes it with that code; the session goes too where the code says so.
 * gateway_conn_drop(c): ends it without a close frame.
 */
void gateway_conn_close(struct gateway_conn *c, int code);
void gateway_conn_drop(struct gateway_conn *c);

/*
 * gateway_conn_attach(c, s): the session's events go to that connection from now on.
 * gateway_conn_release(s): whoever holds the session holds none from now on.
 * gateway_conn_forget(g, s): the session is gone.
 */
void gateway_conn_attach(struct gateway_conn *c, struct session *s);
void gateway_conn_release(struct session *s);
void gateway_conn_forget(struct gateway *g, struct session *s);

#endif
