/* What was ordered in chat, and what is not answered; see listener_order.h. */
#include "bot/listener_order.h"

#include "base/config.h"
#include "bot/gaps.h"
#include "bot/orders.h"
#include "bot/responder.h"
#include "bot/said.h"

bool listener_order_place(struct listener *l, const char *account,
	const struct platform_event *event, struct config_place *place)
{
	const struct orders *orders = l->options.orders;

	*place = config_place(
		l->options.config, account, event->server, event->conversation, event->parent);
	if (!orders)
		return true;
	orders_apply(orders, account, event->server, event->conversation, event->parent, place);
	return orders_pause(orders, account, event->server, event->conversation, event->parent) !=
	       ORDERS_PAUSE_EVERYTHING;
}

/* Whether the person gets no answers; what somebody quiet asks by a command is wanted all the same. */
static bool is_silent_to(
	const struct orders *orders, const char *account, const struct platform_event *event)
{
	char place[ORDERS_PLACE_MAX];

	if (!orders_silent_to(orders, account, event->server, event->user))
		return false;
	return !listener_own_is_command(event) ||
	       *orders_get(
		       orders, account, orders_place(place, "user", event->user), ORDERS_MUTE) ||
	       *orders_get(orders, account, orders_place_at(place, event->user, event->server),
		       ORDERS_MUTE);
}

bool listener_order_leave(struct listener *l, const char *account,
	const struct platform_event *event, struct lumbar_verdict *verdict)
{
	const struct orders *orders = l->options.orders;

	if (!orders || (orders_pause(orders, account, event->server, event->conversation,
				event->parent) == ORDERS_PAUSE_NONE &&
			       !is_silent_to(orders, account, event)))
		return true;
	verdict->n_intents = 0;
	return verdict->tier != LUMBAR_TIER_NONE;
}

enum listener_did listener_allows(
	struct listener *l, const char *account, const struct platform_event *event)
{
	struct lumbar_verdict answer = {.action = LUMBAR_ANSWER};
	struct config_place place;

	if (!listener_order_place(l, account, event, &place) || place.mode == CONFIG_MODE_OFF)
		return LISTENER_OFF;
	return listener_order_leave(l, account, event, &answer) ? LISTENER_SAID : LISTENER_QUIET;
}

/* Whether it was a question for the bot: talk that it leaves alone is none. */
static bool is_unanswered(const struct listener_order_read *read)
{
	const struct lumbar_verdict *v = read->verdict;

	if (v->tier != LUMBAR_TIER_NONE || read->event->kind != PLATFORM_MESSAGE)
		return false;
	return v->action == LUMBAR_FALLBACK ||
	       (v->action == LUMBAR_IGNORE && read->channel == LUMBAR_FAQ);
}

/* Whether it was dealt with, perhaps by an earlier run: then it is delivered again. */
static bool is_known(struct listener *l, const struct listener_order_read *read)
{
	const struct said_to *said = said_find(l->said, read->account, read->event->message);

	return said && (said->spoken || said->known);
}

/* Nothing is said to it; that it was counted is kept, so that the next run does not count it again. */
static void settle(struct listener *l, const struct listener_order_read *read)
{
	if (read->verdict->action == LUMBAR_IGNORE && l->options.settled)
		l->options.settled(l->options.ctx, read->account,
			&(struct listener_settled){.message = read->event->message,
				.user = read->event->user,
				.purpose = LISTENER_COUNTED});
}

void listener_order_note(struct listener *l, const struct listener_order_read *read)
{
	const struct platform_event *event = read->event;
	char shape[LUMBAR_SHAPE_MAX];

	if (!l->options.unanswered || !is_unanswered(read) || is_known(l, read))
		return;
	responder_shape(l->options.responder, shape, sizeof(shape));
	/* what was not for the bot holds nothing that it knows */
	if (!*shape && read->verdict->action == LUMBAR_IGNORE)
		return;
	l->options.unanswered(l->options.ctx,
		&(struct gaps_question){
			.account = read->account,
			.shape = shape,
			.server = event->server,
			.conversation = event->conversation,
			.message = event->message,
			.user = event->user,
			.text = event->text,
			.len = event->text_len,
			/* what was asked in private stays so */
			.keep_ms = event->in_private ? 0 : read->place->unanswered_ms,
			.at_ms = l->options.wall ? l->options.wall(l->options.ctx) : 0,
		});
	settle(l, read);
}

void listener_order_forget(
	struct listener *l, const char *account, const struct platform_event *event)
{
	/* where it was is not always known of what is deleted */
	if (l->options.gone)
		l->options.gone(l->options.ctx, account, event->message);
}
