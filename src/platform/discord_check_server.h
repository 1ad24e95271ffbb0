/*
 * What the bot is in the servers whose channels are checked.  Each server is asked about once, and
 * what is wrong there is said once.
 */
#ifndef PLATFORM_DISCORD_CHECK_SERVER_H
#define PLATFORM_DISCORD_CHECK_SERVER_H

#include "platform/discord_inquiry.h"
#include "platform/discord_permissions.h"

struct discord_check_servers;

struct discord_check_role {
	uint64_t id;
	bool mentionable; /* by everybody */
};

struct discord_check_server {
	char name[DISCORD_INQUIRY_NAME_MAX];
	struct discord_standing standing; /* the bot's */
	size_t n_roles;
	struct discord_check_role roles[DISCORD_ROLES_MAX];
};

/*
 * A server; NULL when what was asked for could not be learned: why has been said.  Borrowed until
 * discord_check_servers_destroy().
 */
typedef void discord_check_server_fn(void *ctx, const struct discord_check_server *server);

/*
 * discord_check_server_role(server, id): the role of the server with that id; NULL when it has none.
 */
const struct discord_check_role *discord_check_server_role(
	const struct discord_check_server *server, const char *id);

/*
 * discord_check_servers_create(q): knows no server yet and asks through q (borrowed); NULL when
 * memory is short.  The caller ends it with discord_check_servers_destroy().
 */
struct discord_check_servers *discord_check_servers_create(struct discord_inquiry *q);

/*
 * discord_check_servers_destroy(s): releases it and its servers.  NULL is accepted.
 */
void discord_check_servers_destroy(struct discord_check_servers *s);

/*
 * discord_check_servers_find(s, guild, user, fn, ctx): what user is in the server with the id guild
 * (both Discord's ids).  fn is called before it returns when the server is known, and after answers
 * otherwise, unless the inquiry ends before; the next one is asked about after that.
 */
void discord_check_servers_find(struct discord_check_servers *s, const char *guild,
	const char *user, discord_check_server_fn *fn, void *ctx);

#endif
