/* What a member may do in a channel; see discord_permissions.h. */
#include "platform/discord_permissions.h"

#include <stdio.h>
#include <string.h>

#include "platform/snowflake.h"

#define TYPE_ROLE 0
#define TYPE_MEMBER 1

/* ------------------------------------------------------------------ reading */

bool discord_permissions_bits(const char *text, uint64_t *bits)
{
	if (text && strcmp(text, "0") == 0) {
		*bits = 0;
		return true;
	}
	/* ids are numbers of the same size and shape, save that none is 0 */
	return snowflake_parse(text, bits);
}

static bool get_bits(const json *v, const char *key, uint64_t *bits)
{
	return discord_permissions_bits(json_get_string(v, key), bits);
}

static bool get_id(const json *v, const char *key, uint64_t *id)
{
	return snowflake_parse(json_get_string(v, key), id);
}

bool discord_permissions_roles(struct discord_standing *s, const json *member)
{
	const json *roles = json_get(member, "roles"), *role;

	s->n_roles = 0;
	if (!json_is_array(roles))
		return false;
	for (role = json_first(roles); role; role = json_next(role)) {
		if (s->n_roles == DISCORD_ROLES_MAX ||
			!snowflake_parse(json_string(role), &s->roles[s->n_roles]))
			return false;
		s->n_roles++;
	}
	return true;
}

static bool has_role(const struct discord_standing *s, uint64_t id)
{
	size_t i;

	for (i = 0; i < s->n_roles; i++) {
		if (s->roles[i] == id)
			return true;
	}
	return false;
}

bool discord_permissions_base(struct discord_standing *s, const json *guild)
{
	const json *role;
	bool has_everyone = false;
	uint64_t id, bits, owner;

	s->may = 0;
	for (role = json_first(json_get(guild, "roles")); role; role = json_next(role)) {
		if (!get_id(role, "id", &id) || !get_bits(role, "permissions", &bits))
			return false;
		if (id == s->guild)
			has_everyone = true;
		else if (!has_role(s, id))
			continue;
		s->may |= bits;
	}
	if (s->may & DISCORD_MAY_ADMINISTER ||
		(get_id(guild, "owner_id", &owner) && owner == s->user))
		s->may = DISCORD_MAY_ALL;
	return has_everyone;
}

bool discord_permissions_overwrites(struct discord_overwrites *o, const json *channel)
{
	const json *list = json_get(channel, "permission_overwrites"), *v;
	struct discord_overwrite *next;
	int64_t type;

	o->n = 0;
	if (!list || json_is_null(list))
		return true;
	if (!json_is_array(list))
		return false;
	for (v = json_first(list); v; v = json_next(v)) {
		if (o->n == DISCORD_OVERWRITES_MAX || !json_get_int(v, "type", &type))
			return false;
		if (type != TYPE_ROLE && type != TYPE_MEMBER)
			continue;
		next = &o->list[o->n++];
		next->of_member = type == TYPE_MEMBER;
		if (!get_id(v, "id", &next->id) || !get_bits(v, "allow", &next->allow) ||
			!get_bits(v, "deny", &next->deny))
			return false;
	}
	return true;
}

/* ------------------------------------------------------------------ the sum */

enum layer { EVERYONE, ROLES, MEMBER, LAYERS, NOT_OURS = LAYERS };

static enum layer layer_of(const struct discord_standing *s, const struct discord_overwrite *o)
{
	if (o->of_member)
		return o->id == s->user ? MEMBER : NOT_OURS;
	if (o->id == s->guild)
		return EVERYONE;
	return has_role(s, o->id) ? ROLES : NOT_OURS;
}

uint64_t discord_permissions_in(
	const struct discord_standing *s, const struct discord_overwrites *o)
{
	uint64_t allow[LAYERS + 1] = {0}, deny[LAYERS + 1] = {0}, may = s->may;
	enum layer layer;
	size_t i;

	if (may == DISCORD_MAY_ALL)
		return may;
	for (i = 0; i < o->n; i++) {
		layer = layer_of(s, &o->list[i]);
		allow[layer] |= o->list[i].allow;
		deny[layer] |= o->list[i].deny;
	}
	for (i = 0; i < LAYERS; i++)
		may = (may & ~deny[i]) | allow[i];
	return may;
}

/* ------------------------------------------------------------------ words */

void discord_permissions_words(uint64_t bits, char words[DISCORD_PERMISSIONS_WORDS_MAX])
{
	static const struct {
		uint64_t bit;
		const char *word;
	} names[] = {
		{DISCORD_MAY_ADMINISTER, "Administrator"},
		{DISCORD_MAY_VIEW, "View Channel"},
		{DISCORD_MAY_CONNECT, "Connect"},
		{DISCORD_MAY_SEND, "Send Messages"},
		{DISCORD_MAY_OPEN_THREADS, "Create Public Threads"},
		{DISCORD_MAY_SEND_IN_THREADS, "Send Messages in Threads"},
		{DISCORD_MAY_READ_HISTORY, "Read Message History"},
	};
	size_t i, n = 0;

	words[0] = '\0';
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (bits & names[i].bit)
			n += (size_t)snprintf(words + n, DISCORD_PERMISSIONS_WORDS_MAX - n, "%s%s",
				n ? ", " : "", names[i].word);
	}
}
