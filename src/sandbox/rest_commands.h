/*
 * The REST routes of application commands, those for everywhere and those of a server.
 * Source: discord-api-docs, interactions/application-commands, "Endpoints".
 */
#ifndef SANDBOX_REST_COMMANDS_H
#define SANDBOX_REST_COMMANDS_H

#include "sandbox/rest.h"

/*
 * rest_commands_list(c), rest_commands_create(c), rest_commands_replace(c): GET, POST and PUT of
 * /applications/{application}/commands.  rest_commands_read(c), rest_commands_edit(c),
 * rest_commands_remove(c): GET, PATCH and DELETE of one below it.
 */
rest_fn rest_commands_list, rest_commands_create, rest_commands_replace, rest_commands_read,
	rest_commands_edit, rest_commands_remove;

/*
 * rest_commands_guild_list(c), rest_commands_guild_create(c), rest_commands_guild_replace(c),
 * rest_commands_guild_read(c), rest_commands_guild_edit(c), rest_commands_guild_remove(c): the same of
 * /applications/{application}/guilds/{guild}/commands.
 */
rest_fn rest_commands_guild_list, rest_commands_guild_create, rest_commands_guild_replace,
	rest_commands_guild_read, rest_commands_guild_edit, rest_commands_guild_remove;

#endif
