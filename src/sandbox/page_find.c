/* Whom and what a message of the chat page names; see page_find.h. */
#include "sandbox/page_find.h"

#include "platform/snowflake.h"

const struct model_user *page_find_user(const struct model *m, const json *ask)
{
	const struct model_user *user = NULL;
	uint64_t id;

	if (snowflake_parse(json_get_string(ask, "user"), &id))
		user = model_user(m, id);
	return user && !user->is_bot ? user : NULL;
}

struct model_channel *page_find_channel(const struct model *m, const json *ask)
{
	uint64_t id;

	if (!snowflake_parse(json_get_string(ask, "channel"), &id))
		return NULL;
	return model_channel(m, id);
}

struct model_message *page_find_message(
	const struct model_channel *channel, const json *ask, const struct model_user *user)
{
	struct model_message *message = NULL;
	uint64_t id;

	if (snowflake_parse(json_get_string(ask, "message"), &id))
		message = model_any_message(channel, id);
	return message && (!message->only_for || message->only_for == user) ? message : NULL;
}
