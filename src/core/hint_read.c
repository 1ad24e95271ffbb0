/* The hints of questions; see hint_read.h. */
#include "core/hint_read.h"

#include <string.h>

#include "core/hint_net_read.h"
#include "core/hint_own.h"

/* The outputs that are no intent, and what begins those of an intent among several. */
static const char SPEAK[] = "speak", SEVERAL[] = "several", ALSO[] = "also:";

static int find_output(void *ctx, const char *name, size_t len)
{
	struct hints *h = ctx;
	const struct intents *in = h->intents;
	const size_t skip = sizeof(ALSO) - 1;
	bool also = len > skip && memcmp(name, ALSO, skip) == 0;
	size_t i;

	if (hint_net_read_is(SPEAK, name, len))
		return (int)hint_own_speak(h);
	if (hint_net_read_is(SEVERAL, name, len)) {
		h->counts = true;
		return (int)hint_own_several(h);
	}
	for (i = 0; i < in->count; i++) {
		if (!in->list[i].answer)
			continue;
		if (also && hint_net_read_is(in->list[i].id, name + skip, len - skip)) {
			h->among[i] = true;
			return (int)hint_own_also(h, i);
		}
		if (!also && hint_net_read_is(in->list[i].id, name, len)) {
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
