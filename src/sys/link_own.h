/*
 * What a link is made of.  For link*.c alone.
 */
#ifndef SYS_LINK_OWN_H
#define SYS_LINK_OWN_H

#include "base/log.h"
#include "base/url.h"
#include "sys/link.h"
#include "sys/loop.h"
#include "sys/resolve.h"
#include "sys/stream.h"
#include "sys/websocket.h"
#include "sys/websocket_hello.h"
#include "sys/websocket_out.h"

#define LINK_OWN_READ_MAX 65536 /* bytes that are read at once */

_Static_assert(
	LINK_OWN_READ_MAX >= WEBSOCKET_HELLO_MAX, "the answer to the upgrade is read there too");

enum link_own_state { IDLE, RESOLVING, CONNECTING, OPEN, CLOSING };

struct link {
	struct loop *loop;
	struct log *log;
	struct resolve *resolve;
	struct link_callbacks on;
	void *ctx;
	char *user_agent;
	int64_t connect_ms;
	int64_t ping_ms, hang_up_ms; /* of silence, and of more of it */

	enum link_own_state state;
	unsigned
		turn; /* counts the ways back to idle: whoever called out looks whether it is the same */
	struct url to;
	struct resolve_query *query; /* while resolving */
	struct resolve_result addresses;
	size_t next_address;
	struct stream *stream; /* from connecting on */
	bool asked;            /* the upgrade request was written: no other address is tried */
	char key[WEBSOCKET_HELLO_KEY];
	struct websocket ws;
	struct websocket_out out;
	int64_t heard_ms;   /* when something came last */
	bool pinged;        /* and we asked since then */
	struct timer step;  /* the next thing to do: try an address, tell that the link is gone */
	struct timer limit; /* for connecting, then for closing */
	struct timer flush; /* something is to be written */
	struct timer pulse; /* looks whether the peer is there */

	unsigned depth;             /* how many of our functions that call out are on the stack */
	bool dead;                  /* destroyed while depth > 0: the last of them releases it */
	size_t n_in;                /* bytes of the answer to the upgrade */
	char in[LINK_OWN_READ_MAX]; /* what was read; it stays when the link is destroyed by a callback */
};

/*
 * link_own_state_name(link): what its state is called.  Static.
 */
const char *link_own_state_name(const struct link *link);

/*
 * link_own_enter(link, state): it is in that state now.
 */
void link_own_enter(struct link *link, enum link_own_state state);

/*
 * link_own_drop(link): ends the connection, of which nothing will be heard any more.
 */
void link_own_drop(struct link *link);

/*
 * link_own_finish(link, code): back to idle, and closed() is called: by the loop only.
 */
void link_own_finish(struct link *link, int code);

/*
 * link_own_give_up(link): drops the connection; closed() follows once the loop has control again.
 */
void link_own_give_up(struct link *link);

/*
 * link_own_begin(link, head_len): the upgrade was accepted, by so long a head in link->in.
 */
void link_own_begin(struct link *link, size_t head_len);

/*
 * link_own_ready(link), link_own_late(link): the stream may be read or written; the limit has passed.
 */
void link_own_ready(void *link);
void link_own_late(void *link);

#endif
