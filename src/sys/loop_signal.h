/*
 * Signals as events of the loop.
 */
#ifndef SYS_LOOP_SIGNAL_H
#define SYS_LOOP_SIGNAL_H

#include "sys/loop.h"

struct loop_signal;

/*
 * loop_signal_defer(signo): from now on signal signo does nothing but wait for loop_signal(): one that
 * comes while a program sets itself up does not end it.  Before any thread is started.  Returns 0, or -1
 * when signo is none.
 */
int loop_signal_defer(int signo);

/*
 * loop_signal(loop, signo, fn, ctx): from now on signal signo does nothing but have fn(ctx) called;
 * several that come at once may be one call.  It is blocked in this thread and in those that are
 * started later, so call this before any thread is started.  Returns NULL when signo is none or
 * descriptors or memory are short.  End it with loop_signal_remove(); signo stays blocked.
 */
struct loop_signal *loop_signal(struct loop *loop, int signo, loop_fn *fn, void *ctx);

/*
 * loop_signal_remove(signal): fn will not be called again.  Allowed inside fn.  NULL is accepted.
 */
void loop_signal_remove(struct loop_signal *signal);

#endif
