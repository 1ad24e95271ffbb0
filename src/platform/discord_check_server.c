/* What the bot is in the servers whose channels are checked; see discord_check_server.h. */
#include "platform/discord_check_server.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/queue.h>

#include "platform/snowflake.h"

/* One for each server that a channel was found in. */
struct entry {
	SLIST_ENTRY(entry) link;
	struct discord_check_server server;
	bool is_known;
};

struct discord_check_servers {
	struct discord_inquiry *q;
	SLIST_HEAD(, entry) entries;
	discord_check_server_fn *fn;
	void *ctx;
};

struct discord_check_servers *discord_check_servers_create(struct discord_inquiry *q)
{
	struct discord_check_servers *s = calloc(1, sizeof(*s));

	if (!s)
		return NULL;
	s->q = q;
	SLIST_INIT(&s->entries);
	return s;
}

void discord_check_servers_destroy(struct discord_check_servers *s)
{
	struct entry *e;

	if (!s)
		return;
	while ((e = SLIST_FIRST(&s->entries)) != NULL) {
		SLIST_REMOVE_HEAD(&s->entries, link);
		free(e);
	}
	free(s);
}

static void tell(struct discord_check_servers *s, const struct entry *e)
{
	s->fn(s->ctx, e && e->is_known ? &e->server : NULL);
}

/* The roles of a guild object that discord_permissions_base() has found right. */
static void read_roles(struct discord_check_server *server, const json *guild)
{
	const json *role;
	struct discord_check_role *next;

	for (role = json_first(json_get(guild, "roles")); role; role = json_next(role)) {
		if (server->n_roles == DISCORD_ROLES_MAX)
			return;
		next = &server->roles[server->n_roles++];
		snowflake_parse(json_get_string(role, "id"), &next->id);
		next->mentionable = json_is_true(json_get(role, "mentionable"));
	}
}

const struct discord_check_role *discord_check_server_role(
	const struct discord_check_server *server, const char *id)
{
	uint64_t wanted;
	size_t i;

	if (!snowflake_parse(id, &wanted))
		return NULL;
	for (i = 0; i < server->n_roles; i++) {
		if (server->roles[i].id == wanted)
			return &server->roles[i];
	}
	return NULL;
}

static void on_guild(void *ctx, int status, const json *body)
{
	struct discord_check_servers *s = ctx;
	struct entry *e = SLIST_FIRST(&s->entries); /* the one that is being asked about */

	discord_inquiry_name(e->server.name, json_get_string(body, "name"));
	if (body && discord_permissions_base(&e->server.standing, body)) {
		read_roles(&e->server, body);
		e->is_known = true;
	} else if (body) {
		discord_inquiry_puzzled(s->q);
	} else if (status == 403 || status == 404) {
		discord_inquiry_say(s->q, PLATFORM_CHECK_PROBLEM,
			"server %" PRIu64 " does not tell the bot about its roles (%d): what it "
			"may do there is not known",
			e->server.standing.guild, status);
	}
	tell(s, e);
}

static void ask(
	struct discord_check_servers *s, enum discord_rest_route route, discord_inquiry_fn *fn)
{
	const struct discord_standing *standing = &SLIST_FIRST(&s->entries)->server.standing;
	char guild[SNOWFLAKE_MAX], user[SNOWFLAKE_MAX];
	const struct discord_inquiry_question question = {
		.route = route, .id = guild, .user = user, .fn = fn, .ctx = s};

	snprintf(guild, sizeof(guild), "%" PRIu64, standing->guild);
	snprintf(user, sizeof(user), "%" PRIu64, standing->user);
	discord_inquiry_ask(s->q, &question);
}

/* Whoever is timed out can only look on.  The answer tells until when, nobody what time it is. */
static void warn_of_timeout(
	struct discord_check_servers *s, const struct entry *e, const json *body)
{
	const char *until = json_get_string(body, "communication_disabled_until");

	if (until)
		discord_inquiry_say(s->q, PLATFORM_CHECK_WARNING,
			"server %" PRIu64 ": the bot was timed out until %.40s and cannot write "
			"there before",
			e->server.standing.guild, until);
}

static void on_member(void *ctx, int status, const json *body)
{
	struct discord_check_servers *s = ctx;
	struct entry *e = SLIST_FIRST(&s->entries);

	if (body && discord_permissions_roles(&e->server.standing, body)) {
		warn_of_timeout(s, e, body);
		ask(s, DISCORD_REST_GUILD, on_guild);
		return;
	}
	if (body)
		discord_inquiry_puzzled(s->q);
	else if (status == 403 || status == 404)
		discord_inquiry_say(s->q, PLATFORM_CHECK_PROBLEM,
			"the bot is not in server %" PRIu64 ": invite it there",
			e->server.standing.guild);
	tell(s, e);
}

/* A new entry is the first: it is the one that is being asked about. */
static struct entry *add(struct discord_check_servers *s, uint64_t guild, uint64_t user)
{
	struct entry *e = calloc(1, sizeof(*e));

	if (!e) {
		discord_inquiry_say(s->q, PLATFORM_CHECK_PROBLEM, "memory is short");
		return NULL;
	}
	e->server.standing.guild = guild;
	e->server.standing.user = user;
	SLIST_INSERT_HEAD(&s->entries, e, link);
	return e;
}

void discord_check_servers_find(struct discord_check_servers *s, const char *guild,
	const char *user, discord_check_server_fn *fn, void *ctx)
{
	uint64_t guild_id = 0, user_id = 0;
	struct entry *e;

	s->fn = fn;
	s->ctx = ctx;
	snowflake_parse(guild, &guild_id);
	snowflake_parse(user, &user_id);
	SLIST_FOREACH(e, &s->entries, link)
	{
		if (e->server.standing.guild == guild_id)
			break;
	}
	if (!e && add(s, guild_id, user_id))
		ask(s, DISCORD_REST_MEMBER, on_member);
	else
		tell(s, e);
}
