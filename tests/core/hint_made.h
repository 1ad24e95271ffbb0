/*
 * Hints for the tests of src/core/hint*.c: made content with a hints' file, and what is made of a text with it.
 */
#ifndef TESTS_CORE_HINT_MADE_H
#define TESTS_CORE_HINT_MADE_H

#include "core/ask_made.h"
#include "core/hint.h"
#include "core/hint_table.h"

#define HINTS_FILE "intents/hints.yaml"
#define INTENTS_LINE                                                                               \
	"hints:\n  intents: speak treatment.heat treatment.ice causes.posture gone.intent "        \
	"meta.hello treatment.overview causes.water\n"

/* As set_up(), the content still to be compiled. */
static inline int set_up_none(void **state)
{
	(void)state;
	made_open(&made);
	return frame_create(&frames);
}

/* The view of a text that was read by ask(). */
static inline struct ask_view hint_view(enum lumbar_channel channel)
{
	const struct lumbar_content *c = made.content;

	return (struct ask_view){.intents = c->intents,
		.r = made.reading,
		.hits = made.hits,
		.frames = &frames,
		.concept = ASK_NO_TERM,
		.aspect = ASK_NO_TERM,
		.channel = channel};
}

/* What the hints make of a text: "treatment.heat causes.posture 20", the last being the sum to speak. */
static inline const char *hinted(const char *text, enum lumbar_channel channel)
{
	static char out[256];
	struct ask_view view;
	struct hinted h;
	size_t i, n = 0;

	ask(text, NULL, NULL);
	view = hint_view(channel);
	h = hint_judge(made.content->hints, &view, &asked);
	if (!h.known)
		return "";
	n += (size_t)snprintf(out + n, sizeof(out) - n, "%s", h.best->id);
	for (i = 0; i < h.n_further; i++)
		n += (size_t)snprintf(out + n, sizeof(out) - n, " %s", h.further[i]->id);
	snprintf(out + n, sizeof(out) - n, " %d", h.speak);
	return out;
}

#endif
