/* A sliding window over times; see window.h. */
#include "platform/window.h"

void window_init(struct window *w, size_t max, int64_t span_ms)
{
	*w = (struct window){.span_ms = span_ms, .max = max < WINDOW_MAX ? max : WINDOW_MAX};
}

int64_t window_when(const struct window *w, size_t keep, int64_t now_ms)
{
	size_t usable = keep < w->max ? w->max - keep : 0;
	int64_t free_at;

	if (!usable)
		return INT64_MAX;
	if (w->count < usable)
		return now_ms;
	/* the one that must have left the span before another may enter */
	free_at = w->at[(w->head + w->max - usable) % w->max] + w->span_ms;
	return free_at > now_ms ? free_at : now_ms;
}

void window_add(struct window *w, int64_t now_ms)
{
	w->at[w->head] = now_ms;
	w->head = (w->head + 1) % w->max;
	if (w->count < w->max)
		w->count++;
}
