/*
 * The model's parts as the JSON objects of Discord's API.  Each function appends one value and returns
 * what its last append returned.
 * Source: discord-api-docs, resources/{user,guild,channel,message}.
 */
#ifndef SANDBOX_SHAPE_H
#define SANDBOX_SHAPE_H

#include "base/buf.h"
#include "sandbox/model.h"

/*
 * shape_id(b, key, id): appends "key":"id" as a member; null for 0.
 */
bool shape_id(struct buf *b, const char *key, uint64_t id);

/*
 * shape_time(b, key, ms): appends the time as a member, in the API's form; null for 0.
 */
bool shape_time(struct buf *b, const char *key, int64_t ms);

/*
 * shape_user(b, m, user), shape_self(b, m), shape_member(b, m, user, whole): a user; the bot as
 * /users/@me shows it; a member of the server, whole with its user.
 */
bool shape_user(struct buf *b, const struct model *m, const struct model_user *user);
bool shape_self(struct buf *b, const struct model *m);
bool shape_member(struct buf *b, const struct model *m, const struct model_user *user, bool whole);

/*
 * shape_channel(b, m, channel, extra): a channel of any kind; extra is further members, led by a comma,
 * or "".
 */
bool shape_channel(struct buf *b, const struct model *m, const struct model_channel *channel,
	const char *extra);

/*
 * shape_guild(b, m): the server as REST shows it; shape_created(b, m): as GUILD_CREATE does, with its
 * channels, threads and members; shape_role(b, role), shape_roles(b, m): a role; the array of all.
 */
bool shape_guild(struct buf *b, const struct model *m);
bool shape_created(struct buf *b, const struct model *m);
bool shape_role(struct buf *b, const struct model_role *role);
bool shape_roles(struct buf *b, const struct model *m);

/* How much of messages is shown. */
enum shape_view {
	SHAPE_REST, /* as REST answers */
	SHAPE_GATEWAY, /* as MESSAGE_CREATE and MESSAGE_UPDATE: with the member and the channel's type */
};

/*
 * shape_emoji(b, emoji): appends "emoji":{...} as a member.
 */
bool shape_emoji(struct buf *b, const char *emoji);

/*
 * shape_message(b, m, message, view, content): a message; content says whether the bot is shown the
 * words of messages that are neither its own, nor direct, nor mention it.
 */
bool shape_message(struct buf *b, const struct model *m, const struct model_message *message,
	enum shape_view view, bool content);

#endif
