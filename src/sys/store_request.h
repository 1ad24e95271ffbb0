/*
 * How what is asked of the store reaches whoever does it.  The requests of store.h are written once, in
 * store_request.c; behind them stands an engine: the thread of store.c, or another in its place.
 */
#ifndef SYS_STORE_REQUEST_H
#define SYS_STORE_REQUEST_H

#include "sys/store_op.h"

/*
 * store_request_queue(s, like): an engine's part: queues a copy of like to be done, in the order that
 * store.h promises, and has like->fn told of it later.  Returns the copy, which is valid until then; NULL
 * when too much waits, which is counted, or memory is short: then nobody is told.
 */
struct store_op *store_request_queue(struct store *s, const struct store_op *like);

#endif
