/*
 * What somebody may do in a channel.
 * Source: discord-api-docs, topics/permissions.
 */
#ifndef SANDBOX_RIGHTS_H
#define SANDBOX_RIGHTS_H

#include "sandbox/model.h"

#define RIGHTS_ADMINISTRATOR (UINT64_C(1) << 3)
#define RIGHTS_MANAGE_GUILD (UINT64_C(1) << 5)
#define RIGHTS_ADD_REACTIONS (UINT64_C(1) << 6)
#define RIGHTS_VIEW_CHANNEL (UINT64_C(1) << 10)
#define RIGHTS_SEND_MESSAGES (UINT64_C(1) << 11)
#define RIGHTS_MANAGE_MESSAGES (UINT64_C(1) << 13)
#define RIGHTS_EMBED_LINKS (UINT64_C(1) << 14)
#define RIGHTS_READ_HISTORY (UINT64_C(1) << 16)
#define RIGHTS_USE_COMMANDS (UINT64_C(1) << 31)
#define RIGHTS_CREATE_THREADS (UINT64_C(1) << 35)
#define RIGHTS_SEND_IN_THREADS (UINT64_C(1) << 38)

/* What @everyone may do. */
#define RIGHTS_ORDINARY                                                                            \
	(RIGHTS_VIEW_CHANNEL | RIGHTS_SEND_MESSAGES | RIGHTS_READ_HISTORY | RIGHTS_ADD_REACTIONS | \
		RIGHTS_EMBED_LINKS | RIGHTS_CREATE_THREADS | RIGHTS_SEND_IN_THREADS |              \
		RIGHTS_USE_COMMANDS)

/* Every right that there is. */
#define RIGHTS_ALL ((UINT64_C(1) << 51) - 1)

/*
 * rights_of(m, user, channel): what the user may do there, 0 without the right to see it.
 */
uint64_t rights_of(
	const struct model *m, const struct model_user *user, const struct model_channel *channel);

/*
 * rights_may(m, user, channel, right): whether all bits of right are among them.
 */
bool rights_may(const struct model *m, const struct model_user *user,
	const struct model_channel *channel, uint64_t right);

/*
 * rights_to_send(channel): the right that writing in that channel needs.
 */
uint64_t rights_to_send(const struct model_channel *channel);

#endif
