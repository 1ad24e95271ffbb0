/*
 * The calls of discord_rest.c: what each route is, and the way of a new one into the queue.  For
 * discord_rest.c and discord_turn.c only.
 */
#ifndef PLATFORM_DISCORD_CALL_H
#define PLATFORM_DISCORD_CALL_H

#include "platform/discord_queue.h"
#include "platform/discord_rest.h"

#define DISCORD_CALL_TOKEN_MAX 512 /* bytes of an interaction's token with its NUL */

/* What a route is. */
struct discord_call_route {
	const char *method;
	const char *path; /* with {} where an id stands */
	bool insists;     /* is made again after a failure that passes */
};

/*
 * discord_call_route(call): the call's route.
 */
const struct discord_call_route *discord_call_route(const struct discord_call *call);

/*
 * discord_call_create(rank, route, target): a call that is in no queue; NULL when memory is short.  The
 * caller owns it.
 */
struct discord_call *discord_call_create(
	enum discord_rank rank, enum discord_rest_route route, const char *target);

/*
 * discord_call_rank(say): the rank of a message.
 */
enum discord_rank discord_call_rank(const struct platform_say *say);

/*
 * discord_call_refuse(r, say, reason): refuses, for good, what could not even be asked.  Returns 0.
 */
int discord_call_refuse(struct discord_rest *r, const struct platform_say *say, const char *reason);

/*
 * discord_call_queue(r, call): queues call.  Returns 0; or -1 when there is no room: then it is released.
 */
int discord_call_queue(struct discord_rest *r, struct discord_call *call);

/*
 * discord_call_is_cut(call, result): whether what was asked for came without its end.  So does, up to
 * DISCORD_REST_CUTS_MAX times, the answer to a message without its id: posted again it is told.
 */
bool discord_call_is_cut(const struct discord_call *call, const struct platform_result *result);

#endif
