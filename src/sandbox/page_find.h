/*
 * Whom and what a message of the chat page names.
 */
#ifndef SANDBOX_PAGE_FIND_H
#define SANDBOX_PAGE_FIND_H

#include "base/json.h"
#include "sandbox/model.h"

/*
 * page_find_user(m, ask), page_find_channel(m, ask): the person that its "user" is the id of, and the
 * channel that its "channel" is; NULL when there is none.
 */
const struct model_user *page_find_user(const struct model *m, const json *ask);
struct model_channel *page_find_channel(const struct model *m, const json *ask);

/*
 * page_find_message(channel, ask, user): the message of the channel that its "message" is the id of, if
 * that person sees it; NULL when there is none.
 */
struct model_message *page_find_message(
	const struct model_channel *channel, const json *ask, const struct model_user *user);

#endif
