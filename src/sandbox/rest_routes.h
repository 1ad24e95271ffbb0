/*
 * What the REST routes do, apart from messages.
 * Source: discord-api-docs, resources/{user,application,guild,channel}.
 */
#ifndef SANDBOX_REST_ROUTES_H
#define SANDBOX_REST_ROUTES_H

#include "sandbox/rest.h"

/*
 * rest_routes_gateway(c), rest_routes_gateway_bot(c): GET /gateway, GET /gateway/bot.
 */
rest_fn rest_routes_gateway, rest_routes_gateway_bot;

/*
 * rest_routes_self(c), rest_routes_user(c), rest_routes_application(c), rest_routes_guilds(c),
 * rest_routes_open_direct(c): GET /users/@me, GET /users/{user}, GET /applications/@me (and below
 * /oauth2), GET /users/@me/guilds, POST /users/@me/channels.
 */
rest_fn rest_routes_self, rest_routes_user, rest_routes_application, rest_routes_guilds,
	rest_routes_open_direct;

/*
 * rest_routes_guild(c), rest_routes_roles(c), rest_routes_channels(c), rest_routes_member(c): GET
 * /guilds/{guild}, and below it roles, channels and members/{user}.
 */
rest_fn rest_routes_guild, rest_routes_roles, rest_routes_channels, rest_routes_member;

/*
 * rest_routes_channel(c): GET /channels/{channel}.
 */
rest_fn rest_routes_channel;

/*
 * rest_routes_id(c, i, name, id): the id that stands at place i of the path; 0, or the status after
 * saying in the answer that it is none.
 */
int rest_routes_id(struct rest_call *c, int i, const char *name, uint64_t *id);

/*
 * rest_routes_find_channel(c, channel): the path's channel, if the bot can see it; 0, or the status
 * after saying why not.
 */
int rest_routes_find_channel(struct rest_call *c, struct model_channel **channel);

#endif
