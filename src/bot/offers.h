/*
 * What is offered under a reply, as buttons: whether it helped, what else can be asked, what was meant, and
 * that it was a false alarm.  Their keys hold ids and nothing that anybody wrote.
 */
#ifndef BOT_OFFERS_H
#define BOT_OFFERS_H

#include "base/buf.h"
#include "bot/responder.h"
#include "platform/controls.h"
#include "platform/platform.h"

#define OFFERS_NEXT_MAX 4 /* further questions under an answer */

/*
 * offers_under(r, verdict, event, controls): adds what is offered under the reply with that verdict to that
 * event.  What does not fit into a key is not offered.
 */
void offers_under(struct responder *r, const struct lumbar_verdict *verdict,
	const struct platform_event *event, struct buf *controls);

/*
 * offers_answer(r, intent, controls): adds what is offered under the answer to that intent alone.
 */
void offers_answer(struct responder *r, const char *intent, struct buf *controls);

/*
 * offers_false_alarm(event, tier, controls): adds the button that takes back what was said to that message,
 * or to that edit of it: one of each tier may have been answered.
 */
void offers_false_alarm(
	const struct platform_event *event, enum lumbar_tier tier, struct buf *controls);

/*
 * offers_alert(number, controls): adds what is offered under an alert of the case of that number.
 */
void offers_alert(const char *number, struct buf *controls);

#endif
