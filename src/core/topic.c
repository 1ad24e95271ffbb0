/* What can be asked; see topic.h. */
#include "core/topic.h"

static const struct answer *answer_of(const struct lumbar_content *content, const char *intent)
{
	const struct intent *it = intent_find(content->intents, intent);

	return it && it->answer ? answers_find(content->answers, it->answer) : NULL;
}

size_t topic_list(const struct lumbar_content *content, struct lumbar_topic *out, size_t max)
{
	const struct intent *it;
	const char *title;
	size_t i, n = 0;

	for (i = 0; i < content->intents->count; i++) {
		it = &content->intents->list[i];
		title = it->meta ? NULL : topic_title(content, it->id);
		if (title && n++ < max)
			out[n - 1] = (struct lumbar_topic){it->id, title};
	}
	return n;
}

const char *topic_title(const struct lumbar_content *content, const char *intent)
{
	const struct answer *a = answer_of(content, intent);

	return a ? a->title : NULL;
}

size_t topic_next(const struct lumbar_content *content, const char *intent,
	struct lumbar_topic *out, size_t max)
{
	const struct answer *a = answer_of(content, intent);
	const char *title;
	size_t i, n = 0;

	for (i = 0; a && i < a->n_next && n < max; i++) {
		title = topic_title(content, a->next[i]);
		if (title)
			out[n++] = (struct lumbar_topic){a->next[i], title};
	}
	return n;
}
