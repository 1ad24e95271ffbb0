/* How counters have grown over time; see history.h. */
#include "web/history.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"

struct series {
	char group[HISTORY_NAME_MAX], name[HISTORY_NAME_MAX];
	uint64_t total; /* that it was at last */
	uint32_t fine[HISTORY_FINE], coarse[HISTORY_COARSE];
};

struct history {
	struct series series[HISTORY_SERIES_MAX];
	size_t n;
	int64_t begun_ms, now_ms;
};

struct history *history_create(int64_t now_ms)
{
	struct history *h = calloc(1, sizeof(*h));

	if (h)
		h->begun_ms = h->now_ms = now_ms;
	return h;
}

void history_destroy(struct history *h)
{
	free(h);
}

/* The number of the step that a time is in. */
static int64_t step_of(const struct history *h, int64_t at_ms, int64_t step_ms)
{
	return (at_ms - h->begun_ms) / step_ms;
}

/* Empties the steps of a ring that have begun since. */
static void move_on(uint32_t *ring, int64_t size, int64_t from, int64_t to)
{
	if (to - from > size)
		from = to - size;
	while (from < to)
		ring[++from % size] = 0;
}

void history_tick(struct history *h, int64_t now_ms)
{
	size_t i;

	if (now_ms <= h->now_ms)
		return;
	for (i = 0; i < h->n; i++) {
		move_on(h->series[i].fine, HISTORY_FINE, step_of(h, h->now_ms, HISTORY_FINE_MS),
			step_of(h, now_ms, HISTORY_FINE_MS));
		move_on(h->series[i].coarse, HISTORY_COARSE,
			step_of(h, h->now_ms, HISTORY_COARSE_MS),
			step_of(h, now_ms, HISTORY_COARSE_MS));
	}
	h->now_ms = now_ms;
}

static struct series *find(struct history *h, const char *group, const char *name)
{
	size_t i;

	for (i = 0; i < h->n; i++) {
		if (strncmp(h->series[i].name, name, HISTORY_NAME_MAX - 1) == 0 &&
			strcmp(h->series[i].group, group) == 0)
			return &h->series[i];
	}
	if (h->n == HISTORY_SERIES_MAX)
		return NULL;
	snprintf(h->series[h->n].group, HISTORY_NAME_MAX, "%s", group);
	snprintf(h->series[h->n].name, HISTORY_NAME_MAX, "%s", name);
	return &h->series[h->n++];
}

void history_add(struct history *h, const char *group, const char *name, uint64_t total)
{
	struct series *s = find(h, group, name);
	uint64_t more;

	if (!s)
		return;
	more = total >= s->total ? total - s->total : total;
	s->total = total;
	s->fine[step_of(h, h->now_ms, HISTORY_FINE_MS) % HISTORY_FINE] += (uint32_t)more;
	s->coarse[step_of(h, h->now_ms, HISTORY_COARSE_MS) % HISTORY_COARSE] += (uint32_t)more;
}

static bool is_empty(const uint32_t *ring, size_t size)
{
	size_t i;

	for (i = 0; i < size && !ring[i]; i++)
		;
	return i == size;
}

/* What one ring holds, its series by their place. */
struct ring {
	const char *name;
	int64_t size, step_ms;
	size_t at; /* in struct series */
};

static void write_series(
	const struct history *h, const struct series *s, const struct ring *r, struct buf *out)
{
	const uint32_t *ring = (const uint32_t *)(const void *)((const unsigned char *)s + r->at);
	const int64_t last = step_of(h, h->now_ms, r->step_ms);
	int64_t i;

	if (is_empty(ring, (size_t)r->size))
		return;
	buf_puts(out, out->data[out->len - 1] == '[' ? "{" : ",{");
	json_put(out, "group", s->group);
	json_put(out, "name", s->name);
	buf_puts(out, ",\"n\":[");
	/* those before the beginning are as empty as they look */
	for (i = last + 1; i <= last + r->size; i++)
		buf_printf(out, "%s%" PRIu32, i > last + 1 ? "," : "", ring[i % r->size]);
	buf_puts(out, "]}");
}

bool history_write(const struct history *h, struct buf *out)
{
	static const struct ring rings[] = {
		{"fine", HISTORY_FINE, HISTORY_FINE_MS, offsetof(struct series, fine)},
		{"coarse", HISTORY_COARSE, HISTORY_COARSE_MS, offsetof(struct series, coarse)},
	};
	size_t i, k;

	for (i = 0; i < sizeof(rings) / sizeof(rings[0]); i++) {
		buf_printf(out,
			"%c\"%s\":{\"step_s\":%" PRId64 ",\"since_s\":%" PRId64 ",\"series\":[",
			i ? ',' : '{', rings[i].name, rings[i].step_ms / 1000,
			(h->now_ms - h->begun_ms) % rings[i].step_ms / 1000);
		for (k = 0; k < h->n; k++)
			write_series(h, &h->series[k], &rings[i], out);
		buf_puts(out, "]}");
	}
	return buf_putc(out, '}');
}
