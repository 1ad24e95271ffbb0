/* The hints of questions; see hint_read.h. */
#include "core/hint_read.h"

#include "core/hint_net_read.h"
#include "core/hint_own.h"

static const char SPEAK[] = "speak"; /* the output that is no intent */

static int find_output(void *ctx, const char *name, size_t len)
{
	struct hints *h = ctx;
	const struct intents *in = h->intents;
	size_t i;

	if (hint_net_read_is(SPEAK, name, len))
		return (int)in->count;
	for (i = 0; i < in->count; i++) {
		if (hint_net_read_is(in->list[i].id, name, len) && in->list[i].answer) {
			h->learned[i] = true;
			return (int)i;
		}
	}
	return -1;
}

struct hints *hint_read(struct arena *arena, const struct intents *intents,
	const struct terms *terms, const char *file, const struct yaml_node *map, struct diag *diag)
{
	struct hints *h = arena_alloc(arena, sizeof(*h));
	const struct hint_net_form form = {.terms = terms,
		.intents = intents,
		.places = {[HINT_ASKED] = "asked", [HINT_TOLD] = "told"},
		.find = find_output,
		.ctx = h};

	if (!h) {
		diag_error(diag, yaml_at(file, map), "out of memory");
		return NULL;
	}
	h->intents = intents;
	return hint_net_read(&h->net, arena, &form, file, map, diag) == 0 ? h : NULL;
}
