/*
 * What a listener does as it was ordered in chat, and what it notes of questions that it does not
 * answer.  For listener*.c.
 */
#ifndef BOT_LISTENER_ORDER_H
#define BOT_LISTENER_ORDER_H

#include "bot/listener_own.h"

struct config_place;

/*
 * listener_order_place(l, account, event, place): fills *place with what holds where the event happened.
 * Returns false where nothing at all is to be said.
 */
bool listener_order_place(struct listener *l, const char *account,
	const struct platform_event *event, struct config_place *place);

/*
 * listener_order_leave(l, account, event, verdict): takes out of the verdict what is not to be said to that
 * person there, which are answers; what is said to a red flag stays.  Returns whether anything is left.
 */
bool listener_order_leave(struct listener *l, const char *account,
	const struct platform_event *event, struct lumbar_verdict *verdict);

/* A message that was read, and where. */
struct listener_order_read {
	const char *account;
	const struct platform_event *event;
	const struct config_place *place;
	enum lumbar_channel channel;
	const struct lumbar_verdict *verdict;
};

/*
 * listener_order_note(l, read): notes the shape of the message that was read last if it asks something
 * and is not answered, and its text where that may be kept.
 */
void listener_order_note(struct listener *l, const struct listener_order_read *read);

/*
 * listener_order_forget(l, account, event): a message is gone or became another: what was kept of its
 * text goes.
 */
void listener_order_forget(
	struct listener *l, const char *account, const struct platform_event *event);

#endif
