/*
 * What was ordered in chat and holds until it is taken back, over restarts too: modes and pauses of places,
 * and who is not answered.  In memory, and written to the store.
 *
 * An order belongs to an account and a place: "" (everything), "server ID", "channel ID", "user ID",
 * "user ID of SERVER".
 */
#ifndef BOT_ORDERS_H
#define BOT_ORDERS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/bound.h"
#include "base/config.h"
#include "platform/platform.h"

#define ORDERS_MAX 1024      /* that hold; a further one is refused */
#define ORDERS_QUIET_MAX 768 /* where so many hold, members may give none for themselves any more */
#define ORDERS_PLACE_MAX (2 * PLATFORM_ID_MAX + 16)
#define ORDERS_NAME_MAX 16  /* bytes of a name with its NUL */
#define ORDERS_VALUE_MAX 96 /* bytes of a value with its NUL */

#define ORDERS_MODE "mode"   /* of a server or channel: a mode's word */
#define ORDERS_PAUSE "pause" /* of a server or channel: who ordered it; of everything as well */
#define ORDERS_MUTE "mute"   /* of a user: who ordered it */
#define ORDERS_QUIET "quiet" /* of a user: they asked not to be answered themselves */

struct orders;
struct recall;
struct store;

struct orders_options {
	const struct config *config; /* borrowed, as the store */
	struct store *store;         /* NULL = a restart forgets them */
	const struct recall *
		recall; /* what the last run left; NULL = nothing.  Used by orders_create() alone */
};

/*
 * orders_create(options): what the last run left; NULL when memory is short.  Ended with orders_destroy().
 */
struct orders *orders_create(const struct orders_options *options);

/*
 * orders_destroy(o): releases it.  NULL is accepted.
 */
void orders_destroy(struct orders *o);

/*
 * orders_place(out, kind, id): writes the place of that kind ("server", "channel", "user") and id.
 * Returns out.
 */
const char *orders_place(char out[ORDERS_PLACE_MAX], const char *kind, const char *id);

/*
 * orders_place_at(out, user, server): the place of a user on one server alone.  Returns out.
 */
const char *orders_place_at(char out[ORDERS_PLACE_MAX], const char *user, const char *server);

/*
 * orders_set(o, account, place, name, value): orders it in place of what was ordered before; "" takes that
 * back.  Returns 0, or -1 when there are too many orders or a string is too long.  A wish for quiet leaves
 * room for what operators order.
 */
int orders_set(struct orders *o, const char *account, const char *place, const char *name,
	const char *value);

/*
 * orders_get(o, account, place, name): the value; "" when nothing is ordered.  Borrowed until the next
 * orders_set().
 */
const char *orders_get(
	const struct orders *o, const char *account, const char *place, const char *name);

/*
 * orders_forget(o, user, except): takes back what was ordered of that person, on whichever account and
 * server: mutes and wishes for quiet, but not what has the name `except` ("" = none).
 */
void orders_forget(struct orders *o, const char *user, const char *except);

/* How silent the bot is somewhere. */
enum orders_pause {
	ORDERS_PAUSE_NONE,
	ORDERS_PAUSE_ANSWERS,    /* it gives no answers; what is said to red flags is said */
	ORDERS_PAUSE_EVERYTHING, /* it says nothing at all */
};

/*
 * orders_pause(o, account, server, channel, parent): that; parent as in config_place().
 */
enum orders_pause orders_pause(const struct orders *o, const char *account, const char *server,
	const char *channel, const char *parent);

/*
 * orders_silent_to(o, account, server, user): whether that person gets no answers there; server is "" in
 * a direct message.
 */
bool orders_silent_to(
	const struct orders *o, const char *account, const char *server, const char *user);

/*
 * orders_apply(o, account, server, channel, parent, place): the mode that was ordered for the channel,
 * what it belongs to, or the server stands for the configuration's in *place.
 */
void orders_apply(const struct orders *o, const char *account, const char *server,
	const char *channel, const char *parent, struct config_place *place);

/*
 * orders_listens(o, account): whether a mode was ordered in which all messages of a channel are read.
 */
bool orders_listens(const struct orders *o, const char *account);

typedef void orders_fn(void *ctx, const char *place, const char *name, const char *value);

/*
 * orders_each(o, account, fn, ctx): passes every order of that account to fn, by places; borrowed for the
 * call.
 */
void orders_each(const struct orders *o, const char *account, orders_fn *fn, void *ctx);

/*
 * orders_bound(o): how many there are.
 */
struct bound orders_bound(const struct orders *o);

#endif
