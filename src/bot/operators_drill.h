/*
 * A drill that an operator orders: every way in which staff would be told of an emergency there is tried
 * once, and whoever ordered it is told what became of each.  For operators.c.
 */
#ifndef BOT_OPERATORS_DRILL_H
#define BOT_OPERATORS_DRILL_H

#include "bot/operators_own.h"

/*
 * operators_drill_begin(ctx, call): what the command does; ctx is the struct operators.
 */
void operators_drill_begin(void *ctx, const struct commands_call *call);

/*
 * operators_drill_outcome(ctx, account, outcome): what became of something that was said because of a
 * command; what belongs to no drill is no trouble.
 */
void operators_drill_outcome(
	void *ctx, const char *account, const struct platform_outcome *outcome);

/*
 * operators_drill_end(o): abandons those that are under way; nobody is told.
 */
void operators_drill_end(struct operators *o);

#endif
