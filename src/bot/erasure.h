/*
 * What is kept of somebody is erased because they say so.
 */
#ifndef BOT_ERASURE_H
#define BOT_ERASURE_H

#include "base/bound.h"
#include "bot/commands.h"

#define ERASURE_MAX 64          /* that are under way; who comes then is asked to try again */
#define ERASURE_AGAIN_MS 600000 /* each rewrites the whole file: nobody has it done more often */
#define ERASURE_PEOPLE_MAX 4096 /* of whom that is remembered; then the oldest goes */

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

#define ERASURE_BOUNDS 2

/*
 * erasure_bounds(e, bounds): how many are under way, and of how many people one is remembered.
 */
void erasure_bounds(const struct erasure *e, struct bound bounds[ERASURE_BOUNDS]);

/*
 * erasure_begin(e, call): erases what is kept of the person who gave the command, in memory and on disk,
 * and tells them when it is done.  A mute stays: operators decided it, and they alone take it back.  Who
 * had that done less than ERASURE_AGAIN_MS ago is forgotten in memory, and told when to ask again.
 */
void erasure_begin(struct erasure *e, const struct commands_call *call);

#endif
