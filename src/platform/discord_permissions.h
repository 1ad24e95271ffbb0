/*
 * What a member may do in a channel, from Discord's objects: the member's roles and the server's
 * give what holds everywhere, and the channel's overwrites change it: @everyone's, then those of
 * all roles together, then the member's own, and of each of these three the denials before the
 * allowances.
 *
 * A thread has no overwrites: those of its parent hold.
 *
 * Source: discord-api-docs, topics/permissions, "Permission Overwrites"; resources/channel,
 * "Overwrite Object".
 */
#ifndef PLATFORM_DISCORD_PERMISSIONS_H
#define PLATFORM_DISCORD_PERMISSIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/json.h"

#define DISCORD_MAY_ADMINISTER (UINT64_C(1) << 3)
#define DISCORD_MAY_VIEW (UINT64_C(1) << 10)
#define DISCORD_MAY_SEND (UINT64_C(1) << 11)
#define DISCORD_MAY_READ_HISTORY (UINT64_C(1) << 16)
#define DISCORD_MAY_MENTION (UINT64_C(1) << 17)      /* everybody, and every role */
#define DISCORD_MAY_CONNECT (UINT64_C(1) << 20)      /* a voice channel's text needs it too */
#define DISCORD_MAY_OPEN_THREADS (UINT64_C(1) << 35) /* public ones */
#define DISCORD_MAY_SEND_IN_THREADS (UINT64_C(1) << 38)
#define DISCORD_MAY_ALL UINT64_MAX

#define DISCORD_ROLES_MAX 250             /* of one server, which is Discord's own limit */
#define DISCORD_OVERWRITES_MAX 1000       /* of one channel, likewise */
#define DISCORD_PERMISSIONS_WORDS_MAX 160 /* bytes of all permissions' words with the NUL */

/* What a member is in a server. */
struct discord_standing {
	uint64_t guild;
	uint64_t user;
	uint64_t may; /* in a channel without overwrites; DISCORD_MAY_ALL = whatever these say */
	size_t n_roles;
	uint64_t roles[DISCORD_ROLES_MAX];
};

struct discord_overwrite {
	uint64_t id;
	bool of_member; /* else a role's */
	uint64_t allow;
	uint64_t deny;
};

struct discord_overwrites {
	size_t n;
	struct discord_overwrite list[DISCORD_OVERWRITES_MAX];
};

/*
 * discord_permissions_bits(text, bits): sets *bits to the number that text is in decimal digits, as
 * permissions are written; returns whether it is one.  NULL is none.
 */
bool discord_permissions_bits(const char *text, uint64_t *bits);

/*
 * discord_permissions_roles(s, member): reads which roles a guild member object has.  Returns false
 * when it is malformed or they are too many.
 */
bool discord_permissions_roles(struct discord_standing *s, const json *member);

/*
 * discord_permissions_base(s, guild): sets s->may from a guild object, where the caller has set
 * s->guild and s->user and discord_permissions_roles() the roles.  Returns false when it is
 * malformed: it must have a list of roles with @everyone among them.
 */
bool discord_permissions_base(struct discord_standing *s, const json *guild);

/*
 * discord_permissions_overwrites(o, channel): reads a channel object's overwrites; a channel
 * without any is fine, and kinds that are neither a role's nor a member's are left out.  Returns
 * false when they are malformed or too many.
 */
bool discord_permissions_overwrites(struct discord_overwrites *o, const json *channel);

/*
 * discord_permissions_in(s, o): what the member may do in the channel with these overwrites.  What
 * is denied only by implication (everything, where the channel cannot be seen) stays in.
 */
uint64_t discord_permissions_in(
	const struct discord_standing *s, const struct discord_overwrites *o);

/*
 * discord_permissions_words(bits, words): writes those of the permissions named above that are
 * among bits, in the words of Discord's settings: "Send Messages, Read Message History".
 */
void discord_permissions_words(uint64_t bits, char words[DISCORD_PERMISSIONS_WORDS_MAX]);

#endif
