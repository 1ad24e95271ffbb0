/* What somebody may do in a channel; see rights.h. */
#include "sandbox/rights.h"

#define DIRECT (RIGHTS_VIEW_CHANNEL | RIGHTS_SEND_MESSAGES | RIGHTS_READ_HISTORY)

/* Applies what the channel says to the holder of that id; for users and roles apart. */
static uint64_t overwrite(
	uint64_t rights, const struct model_channel *channel, uint64_t id, bool is_user)
{
	const struct model_overwrite *o = channel->overwrites;
	size_t i;

	for (i = 0; i < channel->n_overwrites; i++) {
		if (o[i].id == id && o[i].is_user == is_user)
			rights = (rights & ~o[i].deny) | o[i].allow;
	}
	return rights;
}

uint64_t rights_of(
	const struct model *m, const struct model_user *user, const struct model_channel *channel)
{
	const struct model_channel *holder = channel->parent ? channel->parent : channel;
	const struct model_role *everyone = model_role(m, m->guild);
	const struct model_role *own = user->role ? model_role(m, user->role) : NULL;
	uint64_t rights = (everyone ? everyone->permissions : 0) | (own ? own->permissions : 0);

	if (channel->type == MODEL_DIRECT)
		return user == m->bot || user == channel->person ? DIRECT : 0;
	if (user->id == m->owner || rights & RIGHTS_ADMINISTRATOR)
		return ~UINT64_C(0);
	rights = overwrite(rights, holder, m->guild, false);
	if (own)
		rights = overwrite(rights, holder, own->id, false);
	rights = overwrite(rights, holder, user->id, true);
	return rights & RIGHTS_VIEW_CHANNEL ? rights : 0;
}

bool rights_may(const struct model *m, const struct model_user *user,
	const struct model_channel *channel, uint64_t right)
{
	return (rights_of(m, user, channel) & right) == right;
}

uint64_t rights_to_send(const struct model_channel *channel)
{
	return channel->type == MODEL_THREAD ? RIGHTS_SEND_IN_THREADS : RIGHTS_SEND_MESSAGES;
}
