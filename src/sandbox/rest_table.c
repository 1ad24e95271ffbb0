/* The routes of the REST API; see rest_table.h. */
#include "sandbox/rest_table.h"

#include <string.h>

#include "sandbox/rest_commands.h"
#include "sandbox/rest_interactions.h"
#include "sandbox/rest_messages.h"
#include "sandbox/rest_routes.h"
#include "sandbox/rest_threads.h"
#include "sandbox/rest_webhooks.h"

#define COMMANDS "/applications/{application}/commands"
#define GUILD_COMMANDS "/applications/{application}/guilds/{guild}/commands"
#define WEBHOOK "/webhooks/{application}/{token}"

#define OTHERS                                                                                     \
	{                                                                                          \
		40, 1000, false                                                                    \
	}

/* Answers to interactions do not count among the requests of a bot. */
#define APART                                                                                      \
	{                                                                                          \
		40, 1000, true                                                                     \
	}

/* What is written out stands before what has a {place}. */
static const struct rest_route routes[] = {
	{"GET", "/gateway", rest_routes_gateway, OTHERS, true},
	{"GET", "/gateway/bot", rest_routes_gateway_bot, OTHERS, false},
	{"GET", "/users/@me", rest_routes_self, OTHERS, false},
	{"GET", "/users/@me/guilds", rest_routes_guilds, OTHERS, false},
	{"POST", "/users/@me/channels", rest_routes_open_direct, {10, 10000, false}, false},
	{"GET", "/users/{user}", rest_routes_user, OTHERS, false},
	{"GET", "/applications/@me", rest_routes_application, OTHERS, false},
	{"GET", "/oauth2/applications/@me", rest_routes_application, OTHERS, false},
	{"GET", "/guilds/{guild}", rest_routes_guild, OTHERS, false},
	{"GET", "/guilds/{guild}/roles", rest_routes_roles, OTHERS, false},
	{"GET", "/guilds/{guild}/channels", rest_routes_channels, OTHERS, false},
	{"GET", "/guilds/{guild}/members/{user}", rest_routes_member, OTHERS, false},
	{"GET", "/channels/{channel}", rest_routes_channel, OTHERS, false},
	{"GET", "/channels/{channel}/messages", rest_messages_list, {5, 1000, false}, false},
	{"POST", "/channels/{channel}/messages", rest_messages_create, {5, 5000, false}, false},
	{"GET", "/channels/{channel}/messages/{message}", rest_messages_read, OTHERS, false},
	{"PATCH", "/channels/{channel}/messages/{message}", rest_messages_edit, {5, 5000, false},
		false},
	{"DELETE", "/channels/{channel}/messages/{message}", rest_messages_remove, {5, 1000, false},
		false},
	{"POST", "/channels/{channel}/typing", rest_messages_typing, {5, 5000, false}, false},
	{"PUT", "/channels/{channel}/messages/{message}/reactions/{emoji}/@me", rest_messages_react,
		{4, 1000, false}, false},
	{"DELETE", "/channels/{channel}/messages/{message}/reactions/{emoji}/@me",
		rest_messages_unreact, {4, 1000, false}, false},
	{"POST", "/channels/{channel}/threads", rest_threads_create, OTHERS, false},
	{"POST", "/channels/{channel}/messages/{message}/threads", rest_threads_from, OTHERS,
		false},
	{"GET", COMMANDS, rest_commands_list, OTHERS, false},
	{"POST", COMMANDS, rest_commands_create, {5, 20000, false}, false},
	{"PUT", COMMANDS, rest_commands_replace, {2, 20000, false}, false},
	{"GET", COMMANDS "/{command}", rest_commands_read, OTHERS, false},
	{"PATCH", COMMANDS "/{command}", rest_commands_edit, {5, 20000, false}, false},
	{"DELETE", COMMANDS "/{command}", rest_commands_remove, {5, 20000, false}, false},
	{"GET", GUILD_COMMANDS, rest_commands_guild_list, OTHERS, false},
	{"POST", GUILD_COMMANDS, rest_commands_guild_create, {5, 20000, false}, false},
	{"PUT", GUILD_COMMANDS, rest_commands_guild_replace, {2, 20000, false}, false},
	{"GET", GUILD_COMMANDS "/{command}", rest_commands_guild_read, OTHERS, false},
	{"PATCH", GUILD_COMMANDS "/{command}", rest_commands_guild_edit, {5, 20000, false}, false},
	{"DELETE", GUILD_COMMANDS "/{command}", rest_commands_guild_remove, {5, 20000, false},
		false},
	{"POST", "/interactions/{interaction}/{token}/callback", rest_interactions_answer, APART,
		true},
	{"POST", WEBHOOK, rest_webhooks_create, APART, true},
	{"GET", WEBHOOK "/messages/{message}", rest_webhooks_read, APART, true},
	{"PATCH", WEBHOOK "/messages/{message}", rest_webhooks_edit, APART, true},
	{"DELETE", WEBHOOK "/messages/{message}", rest_webhooks_remove, APART, true},
};

/* Whether path is of that shape; the parts for {...} go to params. */
static bool fits(const char *shape, const char *path, char (*params)[SERVE_HEADER_MAX])
{
	size_t n, m, i = 0;

	while (*shape == '/' && *path == '/') {
		n = strcspn(++shape, "/");
		m = strcspn(++path, "/");
		if (*shape == '{') {
			if (!m || m >= SERVE_HEADER_MAX || i == REST_PARAMS_MAX)
				return false;
			memcpy(params[i], path, m);
			params[i++][m] = '\0';
		} else if (n != m || memcmp(shape, path, n) != 0) {
			return false;
		}
		shape += n;
		path += m;
	}
	return *shape == *path;
}

const struct rest_route *rest_table_find(
	const char *method, const char *path, char (*params)[SERVE_HEADER_MAX], bool *known)
{
	size_t i;

	*known = false;
	for (i = 0; i < sizeof(routes) / sizeof(routes[0]); i++) {
		if (!fits(routes[i].path, path, params))
			continue;
		*known = true;
		if (strcmp(routes[i].method, method) == 0)
			return &routes[i];
	}
	return NULL;
}
