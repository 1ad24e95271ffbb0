/*
 * What the operators' commands are made of.  For operators*.c alone.
 */
#ifndef BOT_OPERATORS_OWN_H
#define BOT_OPERATORS_OWN_H

#include "base/buf.h"
#include "bot/commands.h"
#include "bot/desk.h"

#define OPERATORS_OWN_TEXT_MAX 8192
#define OPERATORS_OWN_WAITING_MAX                                                                  \
	8 /* answers that are promised at once; a further one is refused */

#define OPERATORS_OWN_DRILLS_MAX 4 /* drills under way at once; a further one is refused */

struct operators;
struct operators_drill;
struct store_op;

/* An answer that was promised. */
struct operators_own_waiting {
	struct operators *operators;
	struct commands_promise promise;
	struct store_op *op; /* NULL = this one is free */
};

struct operators {
	struct desk_options desk;
	struct commands *commands;
	struct operators_own_waiting waiting[OPERATORS_OWN_WAITING_MAX];
	struct operators_drill *drills[OPERATORS_OWN_DRILLS_MAX]; /* NULL = free */
};

/*
 * operators_own_right(o, call): how far the orders of the person who gave the command go.
 */
enum config_right operators_own_right(const struct operators *o, const struct commands_call *call);

/*
 * operators_own_may(o, call, needed): whether they go so far; who may not is told so.
 */
bool operators_own_may(
	const struct operators *o, const struct commands_call *call, enum config_right needed);

/*
 * operators_own_record(o, call, path, detail): records the use: who, what, where; never what was typed.
 */
void operators_own_record(const struct operators *o, const struct commands_call *call,
	const char *path, const char *detail);

/*
 * operators_own_tell(call, out): answers with that text, which is cut where it is too long, and releases
 * it.
 */
void operators_own_tell(const struct commands_call *call, struct buf *out);

#endif
