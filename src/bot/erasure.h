/*
 * What is kept of somebody is erased because they say so.
 */
#ifndef BOT_ERASURE_H
#define BOT_ERASURE_H

#include "base/bound.h"
#include "bot/commands.h"

#define ERASURE_MAX 64 /* that are under way; who comes then is asked to try again */

struct desk_options;
struct erasure;

/*
 * erasure_create(options, commands): none under way; NULL when memory is short.  Both are borrowed, what
 * the options hold too.  Ended with erasure_destroy().
 */
struct erasure *erasure_create(const struct desk_options *options, struct commands *commands);

/*
 * erasure_destroy(e): whoever waits for an answer gets none; what was asked of the store is done.  NULL is
 * accepted.
 */
void erasure_destroy(struct erasure *e);

/*
 * erasure_bound(e): how many are under way.
 */
struct bound erasure_bound(const struct erasure *e);

/*
 * erasure_begin(e, call): erases what is kept of the person who gave the command, in memory and on disk,
 * and tells them when it is done.
 */
void erasure_begin(struct erasure *e, const struct commands_call *call);

#endif
