/*
 * How a gateway payload travels: as text, or compressed as the client asked, in one stream for the whole
 * connection.
 * Source: discord-api-docs, events/gateway, "Transport compression".
 */
#ifndef SANDBOX_SQUEEZE_H
#define SANDBOX_SQUEEZE_H

#include "base/buf.h"

struct squeeze;

enum squeeze_kind { SQUEEZE_NONE, SQUEEZE_ZLIB, SQUEEZE_ZSTD };

/*
 * squeeze_kind(name): what "zlib-stream" and "zstd-stream" are; SQUEEZE_NONE for anything else, which
 * is ignored as by a server that does not have it.
 */
enum squeeze_kind squeeze_kind(const char *name);

/*
 * squeeze_create(kind): a stream; NULL when memory is short or kind is SQUEEZE_NONE.  Ended with
 * squeeze_destroy().
 */
struct squeeze *squeeze_create(enum squeeze_kind kind);

/*
 * squeeze_destroy(s): releases it.  NULL is accepted.
 */
void squeeze_destroy(struct squeeze *s);

/*
 * squeeze_add(s, data, len, out): appends what has to be sent so that the peer can read those bytes at
 * once.  Returns 0, or -1 when memory is short: the stream is of no use any more.
 */
int squeeze_add(struct squeeze *s, const char *data, size_t len, struct buf *out);

#endif
