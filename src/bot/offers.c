/* What is offered under a reply; see offers.h. */
#include "bot/offers.h"

#include <stdio.h>

#include "bot/commands.h"

static void add(struct buf *out, enum controls_kind kind, const char *verb, const char *rest,
	const char *label)
{
	char key[INTERACTION_KEY_MAX];

	controls_add(out, kind, commands_key(key, verb, rest), label);
}

static void add_questions(
	const struct lumbar_topic *topics, size_t n, enum controls_kind kind, struct buf *out)
{
	size_t i;

	for (i = 0; i < n; i++)
		add(out, kind, "ask", topics[i].intent, topics[i].title);
}

/* Whether it helped; of several answers the first stands for all. */
static void add_feedback(const char *intent, struct buf *out)
{
	add(out, CONTROLS_BUTTON, "yes", intent, "Helpful");
	add(out, CONTROLS_BUTTON, "no", intent, "Not helpful");
}

void offers_answer(struct responder *r, const char *intent, struct buf *controls)
{
	struct lumbar_topic next[OFFERS_NEXT_MAX];

	add_feedback(intent, controls);
	controls_add(controls, CONTROLS_ROW, "", "");
	add_questions(
		next, responder_next(r, intent, next, OFFERS_NEXT_MAX), CONTROLS_BUTTON, controls);
}

void offers_false_alarm(
	const struct platform_event *event, enum lumbar_tier tier, struct buf *controls)
{
	char rest[2 * PLATFORM_ID_MAX + 8], edit[8] = "";

	if (event->kind == PLATFORM_EDITED)
		snprintf(edit, sizeof(edit), " e%u", (unsigned)tier % 10);
	snprintf(rest, sizeof(rest), "%s %s%s", event->message, event->user, edit);
	add(controls, CONTROLS_BUTTON, "oops", rest, "False alarm");
}

void offers_alert(const char *number, struct buf *controls)
{
	add(controls, CONTROLS_MAIN, "take", number, "I take it");
	add(controls, CONTROLS_BUTTON, "false", number, "False alarm");
}

static void add_choices(struct responder *r, const struct lumbar_verdict *v, struct buf *out)
{
	const char *title;
	size_t i;

	for (i = 0; i < v->n_intents; i++) {
		title = responder_title(r, v->intents[i]);
		if (title)
			add(out, CONTROLS_MAIN, "ask", v->intents[i], title);
	}
}

void offers_under(struct responder *r, const struct lumbar_verdict *verdict,
	const struct platform_event *event, struct buf *controls)
{
	if (verdict->tier != LUMBAR_TIER_NONE)
		offers_false_alarm(event, verdict->tier, controls);
	else if (verdict->choices)
		add_choices(r, verdict, controls);
	else if (verdict->action == LUMBAR_ANSWER && verdict->n_intents == 1)
		offers_answer(r, verdict->intents[0], controls);
	else if (verdict->action == LUMBAR_ANSWER && verdict->n_intents > 1)
		add_feedback(verdict->intents[0], controls);
}
