/*
 * What members are offered: /back, and "Answer this" about a message.
 */
#ifndef BOT_BACK_H
#define BOT_BACK_H

#include "base/bound.h"
#include "bot/erasure.h"

struct back;
struct commands;
struct desk_options;

/*
 * back_create(options, commands): adds these commands; NULL when memory is short.  Both are borrowed, what
 * the options hold too.  Ended with back_destroy().
 */
struct back *back_create(const struct desk_options *options, struct commands *commands);

/*
 * back_destroy(b): releases it.  NULL is accepted.
 */
void back_destroy(struct back *b);

/*
 * back_bounds(b, bounds): see erasure_bounds().
 */
void back_bounds(const struct back *b, struct bound bounds[ERASURE_BOUNDS]);

#endif
