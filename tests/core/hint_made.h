/*
 * Hints for the tests of src/core/hint*.c: made content with a net in it, and what is made of a text with it.
 *
 * The nets of the tests say plainly what each thing speaks for: every output has a unit of the hidden layer
 * of its own, which begins so high that nothing of it is cut off, and its bias takes that away again.  So a
 * weight of 1 adds 10 to a sum, where its row is at full strength.
 */
#ifndef TESTS_CORE_HINT_MADE_H
#define TESTS_CORE_HINT_MADE_H

#include "core/ask_made.h"
#include "core/hint.h"
#include "core/hint_net.h"

#define HINTS_FILE "intents/hints.yaml"
#define HINTS_OUTPUTS                                                                              \
	"speak treatment.heat treatment.ice causes.posture gone.intent meta.hello "                \
	"treatment.overview causes.water"
#define NET_BASE 36 /* the base's weights, and those of the outputs */
#define NET_BIAS (-360)

static int net_offset; /* more for every bias */

/* As set_up(), the content still to be compiled. */
static inline int set_up_none(void **state)
{
	(void)state;
	made_open(&made);
	return frame_create(&frames);
}

/* The column of that name in a list of them; -1 without. */
static inline int net_column(const char *outputs, const char *name, size_t len)
{
	int n = 0;

	for (; *outputs; outputs += strcspn(outputs, " "), outputs += *outputs == ' ', n++) {
		if (strcspn(outputs, " ") == len && strncmp(outputs, name, len) == 0)
			return n;
	}
	return -1;
}

static inline int net_count(const char *outputs)
{
	int n = 1;

	for (; *outputs; outputs++)
		n += *outputs == ' ';
	return n;
}

/* Puts a net into the content: rows are lines "asked-name:heat treatment.ice=12 speak=-3". */
static inline void put_net(const char *key, const char *outputs, const char *rows)
{
	static char text[8192], row[HINT_NET_HIDDEN_MAX + 1];
	const char *at, *name, *line;
	const int n = net_count(outputs);
	size_t used = 0, len;
	int i;

	used += (size_t)snprintf(text, sizeof(text), "%s:\n  outputs: |\n", key);
	for (i = 0, at = outputs; i < n; i++, at += strcspn(at, " ") + 1) {
		memset(row, HINT_NET_ZERO, (size_t)n);
		row[i] = HINT_NET_ZERO + NET_BASE;
		used += (size_t)snprintf(text + used, sizeof(text) - used, "    %.*s %d %.*s\n",
			(int)strcspn(at, " "), at, NET_BIAS + net_offset, n, row);
	}
	memset(row, HINT_NET_ZERO + NET_BASE, (size_t)n);
	used += (size_t)snprintf(
		text + used, sizeof(text) - used, "  rows: |\n    base: %.*s\n", n, row);
	for (line = rows; *line; line += len + (line[len] == '\n')) {
		len = strcspn(line, "\n");
		memset(row, HINT_NET_ZERO, (size_t)n);
		for (at = line + strcspn(line, " "); at < line + len; at += strcspn(at, " \n")) {
			name = ++at;
			at += strcspn(at, "=") + 1;
			i = net_column(outputs, name, (size_t)(at - 1 - name));
			assert_true(i >= 0);
			row[i] = (char)(HINT_NET_ZERO + atoi(at));
		}
		used += (size_t)snprintf(text + used, sizeof(text) - used, "    %.*s %.*s\n",
			(int)strcspn(line, " "), line, n, row);
	}
	made_put(&made, HINTS_FILE, text);
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
