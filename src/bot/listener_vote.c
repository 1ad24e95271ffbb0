/* What people say of answers without buttons; see listener.h and listener_own.h. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "bot/cooldown.h"
#include "bot/feedback.h"
#include "bot/listener_own.h"
#include "bot/said.h"

/* Whoever wrote is answered, as everybody who writes to the bot; once, and not more often than others. */
static void thank(struct listener *l, const char *account, const struct platform_event *event,
	bool helped, int64_t now)
{
	struct said_to *said = said_take(l->said, account, event->message);
	struct buf *person = &l->key;

	if (!said || said->spoken || listener_allows(l, account, event) != LISTENER_SAID)
		return;
	said->spoken = true;
	buf_clear(person);
	if (!buf_printf(person, "%s %s", account, event->user) ||
		!cooldown_person(l->cooldown, buf_str(person), now))
		return;
	cooldown_answered(l->cooldown, buf_str(person), now);
	listener_own_pass(l, account, LUMBAR_TIER_NONE, false,
		&(struct platform_say){
			.conversation = event->conversation,
			.reply_to = event->message,
			.cause = event->message,
			.user = event->user,
			.text = helped ? FEEDBACK_THANKS_YES : FEEDBACK_THANKS_NO,
			.purpose = "r",
			.deadline_ms = now + LISTENER_ANSWER_MS,
		});
}

void listener_vote_to(struct listener *l, listener_vote_fn *fn, void *ctx)
{
	l->vote = fn;
	l->vote_ctx = ctx;
}

bool listener_own_vote(
	struct listener *l, const char *account, const struct platform_event *event, int64_t now_ms)
{
	bool helped;
	const char *intent = feedback_read(l->feedback, account, event, &helped);
	const bool reacted = event->kind == PLATFORM_REACTED;

	if (!intent)
		return false;
	if (l->vote)
		l->vote(l->vote_ctx,
			&(struct listener_vote){reacted ? event->message : event->reply_to,
				event->user, event->server, intent, helped});
	if (!reacted)
		thank(l, account, event, helped, now_ms);
	return true;
}
