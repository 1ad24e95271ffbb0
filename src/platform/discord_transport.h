/*
 * How the gateway's frames reach us on one connection after the other: compressed as we asked, or as
 * text where the server does not have what we asked for.
 *
 *	zstd-stream --a--> zlib-stream --a--> uncompressed
 *
 *	a  the first compressed frame of a connection cannot be decoded, or three connections in a row
 *	   broke on one of theirs: the next connection asks for less
 *
 * A connection's context is dropped with it: the next one begins a stream of its own.
 */
#ifndef PLATFORM_DISCORD_TRANSPORT_H
#define PLATFORM_DISCORD_TRANSPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "platform/discord_inflate.h"

#define DISCORD_TRANSPORT_BROKEN_MAX 3   /* connections in a row that ended in damaged data */
#define DISCORD_TRANSPORT_KEEP_MAX 65536 /* bytes that are kept for the next message */

struct discord_transport {
	int rung;                        /* of the ladder above */
	struct discord_inflate *inflate; /* NULL = nothing compressed has come on this connection */
	struct buf plain;                /* what was decoded of the present message */
	bool is_whole;                   /* and it is all of it */
	bool decoded;                    /* a frame of this connection could be decoded */
	int broken;                      /* connections in a row whose data was damaged */
};

/* What a frame came to. */
enum discord_transport_result {
	DISCORD_TRANSPORT_WHOLE,   /* a message, decoded */
	DISCORD_TRANSPORT_PART,    /* part of one: the rest is still to come */
	DISCORD_TRANSPORT_LARGE,   /* too large: the connection is of no use any more */
	DISCORD_TRANSPORT_DAMAGED, /* cannot be decoded: neither */
};

/*
 * discord_transport_init(t): makes *t a transport without a connection that asks for the best.
 */
void discord_transport_init(struct discord_transport *t);

/*
 * discord_transport_begin(t): a new connection is being made: forgets all of the one before.
 */
void discord_transport_begin(struct discord_transport *t);

/*
 * discord_transport_drop(t): the connection is gone: releases its context.  What the last
 * discord_transport_take() handed out stays valid.
 */
void discord_transport_drop(struct discord_transport *t);

/*
 * discord_transport_end(t): releases everything; *t may be begun again.
 */
void discord_transport_end(struct discord_transport *t);

/*
 * discord_transport_steady(t): the last connection did well: earlier damage is forgiven.
 */
void discord_transport_steady(struct discord_transport *t);

/*
 * discord_transport_query(t): what the address of the next connection must ask for, version and encoding
 * included.  Static.
 */
const char *discord_transport_query(const struct discord_transport *t);

/*
 * discord_transport_take(t, data, len, is_text, text, text_len): takes the next frame of the connection,
 * any bytes; is_text is false for a binary one.  With WHOLE, *text is the message, *text_len bytes,
 * borrowed until the next call or discord_transport_begin().  After LARGE or DAMAGED the caller ends the
 * connection; DAMAGED may have changed what the next one asks for.
 */
enum discord_transport_result discord_transport_take(struct discord_transport *t, const char *data,
	size_t len, bool is_text, const char **text, size_t *text_len);

#endif
