/*
 * What to do about a message: answer, escalate, say that it is not covered, or stay silent.
 *
 * Safety first: a reported red flag escalates before anything else is looked at.  Then, by how the
 * person stands to the bot: who talks to it always gets something back; in a help channel the topic is
 * implied and a question is answered; anywhere else only a question or report about a painful back is.
 */
#ifndef CORE_DECIDE_H
#define CORE_DECIDE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/ask.h"
#include "core/content.h"
#include "core/flag.h"
#include "core/hint.h"
#include "lumbar.h"

#define DECIDE_ON_WORDS 5 /* a message of so few words may only ask on */

/* Everything that was understood of a message. */
struct decide_view {
	const struct lumbar_content *content;
	enum lumbar_channel channel;
	const struct reading *r;
	const struct frames *frames;
	const struct flag_finding *findings; /* by flag */
	const struct asked *asked;
	const struct hinted *hinted;
	enum outside outside; /* whether what is asked is outside the articles */
	bool back_here;       /* a painful back is spoken of in the message */
	bool back_named;      /* a back is, painful or not */
	bool back_first;      /* the message begins with it */
	bool back_known;      /* in the conversation */
	bool asks_on;         /* the message is nothing but "how often?" */
	bool spoke;           /* the bot has answered this person lately */
	bool other_illness;   /* another part of the body, or another illness, is spoken of */
	bool limited;         /* a matcher hit its limit */
	bool other_bot;       /* another bot wrote it */
	const struct intent *picked[LUMBAR_ANSWERS_MAX]; /* of what was offered last */
	size_t n_picked;
	const struct intent *last; /* what was answered last in the conversation; NULL: nothing */
};

/*
 * decide(view, verdict): fills *verdict.
 */
void decide(const struct decide_view *view, struct lumbar_verdict *verdict);

/*
 * decide_heeds_flag(flag, channel, r, back): whether anything can come of the flag in the message r,
 * whatever is said of it.  back: a painful back is spoken of, or was in the conversation.
 */
bool decide_heeds_flag(
	const struct flag *flag, enum lumbar_channel channel, const struct reading *r, bool back);

/*
 * decide_heeds_questions(channel, known): whether what is asked matters in a message that speaks of no
 * painful back and reports no red flag.  Where it does not, nothing comes of such a message.  known: the
 * bot has answered this person lately, or somebody's back is named.
 */
bool decide_heeds_questions(enum lumbar_channel channel, bool known);

#endif
