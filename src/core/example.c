/* Every example of content; see example.h. */
#include "core/example.h"

#include <string.h>

#include "core/safety.h"

/* The channel of an example; none is said: direct. */
static bool read_channel(const struct yaml_node *n, enum lumbar_channel *channel)
{
	int c;

	*channel = LUMBAR_DIRECT;
	for (c = LUMBAR_DIRECT; n && c <= LUMBAR_AMBIENT; c++) {
		*channel = (enum lumbar_channel)c;
		if (n->kind == YAML_SCALAR && strcmp(n->text, lumbar_channel_name(*channel)) == 0)
			return true;
	}
	return !n;
}

bool example_read(const struct yaml_node *n, struct lumbar_message *message)
{
	const struct yaml_node *text = n->kind == YAML_MAP ? yaml_get(n, "text") : n;
	const struct yaml_node *where = n->kind == YAML_MAP ? yaml_get(n, "channel") : NULL;

	*message = (struct lumbar_message){0};
	if (!text || text->kind != YAML_SCALAR || text->len == 0)
		return false;
	message->text = text->text;
	message->len = text->len;
	return read_channel(where, &message->channel);
}

static void pass_list(const char *of, const struct yaml_node *list, bool counter,
	lumbar_example_fn *fn, void *ctx)
{
	struct lumbar_example example = {.of = of, .counter = counter};
	const struct yaml_node *n;

	for (n = list && list->kind == YAML_LIST ? list->first : NULL; n; n = n->next) {
		if (example_read(n, &example.message))
			fn(ctx, &example);
	}
}

void example_each(const struct lumbar_content *content, lumbar_example_fn *fn, void *ctx)
{
	const struct intent *it = content->intents->list;
	const struct flag *f = content->flags->list;
	size_t i;

	safety_each(fn, ctx);
	for (i = 0; i < content->flags->count; i++, f++) {
		pass_list(f->id, f->examples, false, fn, ctx);
		pass_list(f->id, f->counter_examples, true, fn, ctx);
	}
	for (i = 0; i < content->intents->count; i++, it++) {
		pass_list(it->id, it->examples, false, fn, ctx);
		pass_list(it->id, it->counter_examples, true, fn, ctx);
	}
}
