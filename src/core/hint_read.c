/* The hints of questions; see hint_read.h. */
#include "core/hint_read.h"

#include <string.h>

#include "core/hint_file.h"
#include "core/hint_table.h"

static const char SPEAK[] = "speak"; /* the column that is no intent */

static int find_intent(void *ctx, const char *word, size_t len)
{
	struct hints *h = ctx;
	const struct intents *in = h->intents;
	size_t i;

	if (hint_file_is(SPEAK, word, len))
		return (int)in->count;
	for (i = 0; i < in->count; i++) {
		if (hint_file_is(in->list[i].id, word, len) && in->list[i].answer) {
			h->learned[i] = true;
			return (int)i;
		}
	}
	return -1;
}

static void take_last(struct hint_file *f, void *at, struct hint_row row)
{
	struct hints *h = at;
	size_t i;

	(void)f;
	for (i = 0; i < h->intents->count; i++) {
		if (hint_file_is(h->intents->list[i].id, row.word, row.len))
			h->last[i] = row;
	}
}

struct hints *hint_read(struct arena *arena, const struct intents *intents,
	const struct terms *terms, const char *file, const struct yaml_node *map, struct diag *diag)
{
	struct hint_file f = {.arena = arena,
		.terms = terms,
		.file = file,
		.diag = diag,
		.map = map,
		.node = map};
	struct hints *h = arena_alloc(arena, sizeof(*h));

	if (!h) {
		hint_file_fail(&f, "out of memory");
		return NULL;
	}
	h->intents = intents;
	hint_file_columns(&f, "intents", find_intent, h);
	h->base = hint_file_row(&f, "base");
	hint_file_names(&f, "asked-names", h->names[HINT_ASKED]);
	hint_file_names(&f, "told-names", h->names[HINT_TOLD]);
	hint_file_words(&f, "asked-words", &h->words[HINT_ASKED]);
	hint_file_words(&f, "told-words", &h->words[HINT_TOLD]);
	hint_file_frames(&f, "frames", h->frames);
	hint_file_names(&f, "talk", h->talk);
	hint_file_table(&f, "last", take_last, h);
	return f.failed ? NULL : h;
}
