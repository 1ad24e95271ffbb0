/*
 * The sandbox's gateway: what Discord's gateway does with its clients, without sockets.  Bytes and a
 * clock go in, frames and close codes come out through struct gateway_wire.
 * Source: discord-api-docs, events/gateway and topics/opcodes-and-status-codes.
 */
#ifndef SANDBOX_GATEWAY_H
#define SANDBOX_GATEWAY_H

#include "sandbox/model.h"

#define GATEWAY_PAYLOAD_MAX 4096 /* bytes that a client may send at once; more closes (4002) */
#define GATEWAY_SENDS_MAX 120    /* payloads that it may send in GATEWAY_SENDS_MS, else 4008 */
#define GATEWAY_SENDS_MS 60000
#define GATEWAY_HEARTBEAT_MS                                                                       \
	10000 /* shorter than Discord's, so that one sees what comes of silence */
#define GATEWAY_PATIENCE_MS 30000 /* at least so long without a heartbeat before 4009 */
#define GATEWAY_LEAVE_MS 5000     /* after op 7 a client that stays is disconnected */
#define GATEWAY_CONNECTIONS_MAX 32
#define GATEWAY_SESSIONS_MAX 32 /* the oldest without a client is forgotten first */

struct gateway;
struct gateway_conn;
struct log;

/* A connection as the gateway sees it.  None of these calls back. */
struct gateway_wire {
	void (*send)(void *ctx, const char *data, size_t len, bool is_text);
	void (*close)(void *ctx, int code, const char *reason);
	void (*drop)(void *ctx); /* without a close frame */
};

/* What the client asked for in the address. */
struct gateway_place {
	const char *version, *encoding, *compress; /* "" = not said */
	const char *host; /* "main", or "resume": where READY sends it; static */
};

/* What may be changed while it runs. */
struct gateway_settings {
	const char *token;      /* borrowed */
	const char *resume_url; /* borrowed */
	bool message_content;   /* the privileged intent's switch in the portal */
	bool acks;              /* heartbeats are acknowledged */
	bool traces;            /* heartbeats are told, too */
	int64_t heartbeat_ms;   /* of connections that are opened from now on */
};

struct gateway_options {
	const struct model *model; /* borrowed */
	int64_t (*clock)(void);    /* milliseconds of a monotonic clock */
	/*
	 * Something happened: event is one word, text a line for people, data a JSON object.
	 * ("connection", "identify", "ready", "resume", "resumed", "heartbeat", "closed")
	 */
	void (*happened)(void *ctx, const char *event, const char *text, const char *data);
	void *ctx;
};

/*
 * gateway_create(options): a gateway without clients; NULL when memory is short.  Ended with
 * gateway_destroy().
 */
struct gateway *gateway_create(const struct gateway_options *options);

/*
 * gateway_destroy(g): releases it; every connection must be gone.  NULL is accepted.
 */
void gateway_destroy(struct gateway *g);

/*
 * gateway_settings(g): to be looked at and changed.
 */
struct gateway_settings *gateway_settings(struct gateway *g);

/*
 * gateway_open(g, place, wire, ctx): a client has connected, and gets HELLO or a close.  Returns NULL
 * when there are too many, or memory is short.  Ended with gateway_closed().
 */
struct gateway_conn *gateway_open(struct gateway *g, const struct gateway_place *place,
	const struct gateway_wire *wire, void *ctx);

/*
 * gateway_receive(c, data, len, is_text): the client sent one message.
 */
void gateway_receive(struct gateway_conn *c, const char *data, size_t len, bool is_text);

/*
 * gateway_closed(c, code): the connection is gone, c with it; code is the client's, 0 when it sent none.
 */
void gateway_closed(struct gateway_conn *c, int code);

/*
 * gateway_tick(g): closes connections whose heartbeat is overdue; to be called about once a second.
 */
void gateway_tick(struct gateway *g);

/*
 * gateway_message(g, change, message), gateway_channel(g, channel): tells every session that may see it
 * and asked for it.
 */
void gateway_message(
	struct gateway *g, enum model_change change, const struct model_message *message);
void gateway_channel(struct gateway *g, const struct model_channel *channel);

/*
 * gateway_event(g, event, data, channel): the same for any event of a channel.
 */
void gateway_event(struct gateway *g, const char *event, const char *data,
	const struct model_channel *channel);

/*
 * gateway_reaction(g, message, user, emoji, is_added): tells of a reaction.
 */
void gateway_reaction(struct gateway *g, const struct model_message *message,
	const struct model_user *user, const char *emoji, bool is_added);

/*
 * gateway_interaction(g, data): tells every session of an interaction, whatever it asked for and the
 * bot may see.
 */
void gateway_interaction(struct gateway *g, const char *data);

/*
 * gateway_ready(g): how many sessions a client holds now.
 */
int gateway_ready(const struct gateway *g);

/*
 * gateway_reconnect(g): op 7 to every connection.  gateway_ask(g): op 1.  gateway_invalidate(g,
 * resumable): op 9 to every session; one that is not resumable is forgotten.  gateway_forget(g): every
 * session is forgotten without a word.  gateway_drop(g): ends every connection without a close frame.
 * gateway_silence(g): from now on every connection neither reads nor sends.  gateway_close(g, code):
 * closes every connection.
 */
void gateway_reconnect(struct gateway *g);
void gateway_ask(struct gateway *g);
void gateway_invalidate(struct gateway *g, bool resumable);
void gateway_forget(struct gateway *g);
void gateway_drop(struct gateway *g);
void gateway_silence(struct gateway *g);
void gateway_close(struct gateway *g, int code);

#endif
