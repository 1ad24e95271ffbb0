/* What was asked and not answered; see gaps.h. */
#include "bot/gaps.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/config.h"
#include "base/utf8.h"
#include "bot/recall.h"
#include "sys/store.h"

struct gaps {
	struct store *store;
	struct gaps_shape *list;
	size_t n;
	uint64_t evicted;
	bool keeps; /* somewhere texts may be kept */
};

/* Whether the configuration lets texts be kept anywhere. */
static bool may_keep(const struct config *config)
{
	size_t i, k;

	for (i = 0; i < config->n_servers; i++) {
		for (k = 0; k < config->servers[i].n_channels; k++) {
			if (config->servers[i].channels[k].unanswered_ms)
				return true;
		}
	}
	return false;
}

/* Negative when a was seen more often, or as often and later. */
static int by_weight(const void *a, const void *b)
{
	const struct gaps_shape *x = a, *y = b;

	if (x->n != y->n)
		return x->n > y->n ? -1 : 1;
	if (x->at_ms != y->at_ms)
		return x->at_ms > y->at_ms ? -1 : 1;
	return strcmp(x->shape, y->shape);
}

/* The place of a new one: behind the others, or that of the lightest. */
static struct gaps_shape *make_room(struct gaps *g)
{
	struct gaps_shape *lightest = g->list;
	size_t i;

	if (g->n < GAPS_MAX)
		return &g->list[g->n++];
	for (i = 1; i < g->n; i++) {
		if (by_weight(&g->list[i], lightest) > 0)
			lightest = &g->list[i];
	}
	g->evicted++;
	return lightest;
}

static void add(struct gaps *g, const char *shape, int64_t n, int64_t at_ms)
{
	struct gaps_shape *s;
	size_t i;

	if (!*shape || strlen(shape) >= LUMBAR_SHAPE_MAX)
		return;
	for (i = 0; i < g->n && strcmp(g->list[i].shape, shape) != 0; i++)
		;
	if (i == g->n) {
		s = make_room(g);
		*s = (struct gaps_shape){.n = 0};
		snprintf(s->shape, sizeof(s->shape), "%s", shape);
	} else {
		s = &g->list[i];
	}
	s->n += n;
	if (at_ms > s->at_ms)
		s->at_ms = at_ms;
}

struct gaps *gaps_create(const struct gaps_options *options)
{
	struct gaps *g = calloc(1, sizeof(*g));
	const struct store_shape *shapes;
	size_t i, k, n;

	if (!g)
		return NULL;
	g->store = options->store;
	g->keeps = may_keep(options->config);
	g->list = calloc(GAPS_MAX, sizeof(*g->list));
	if (!g->list) {
		gaps_destroy(g);
		return NULL;
	}
	for (i = 0; i < options->config->n_accounts; i++) {
		shapes = recall_shapes(options->recall, options->config->accounts[i].name, &n);
		for (k = 0; k < n; k++)
			add(g, shapes[k].shape, shapes[k].n, shapes[k].at_ms);
	}
	return g;
}

void gaps_destroy(struct gaps *g)
{
	if (!g)
		return;
	free(g->list);
	free(g);
}

void gaps_note(struct gaps *g, const struct gaps_question *q)
{
	char text[GAPS_TEXT_MAX + 1] = "";
	size_t n = q->len;

	add(g, q->shape, 1, q->at_ms);
	if (!g->store || (!*q->shape && !q->keep_ms))
		return;
	if (q->keep_ms) {
		if (n > GAPS_TEXT_MAX)
			n = utf8_cut(q->text, n, GAPS_TEXT_MAX);
		memcpy(text, q->text, n);
		text[n] = '\0';
	}
	store_unanswered(g->store, q->account,
		&(struct store_unanswered){
			.at_ms = q->at_ms,
			.shape = q->shape,
			.conversation = q->keep_ms ? q->conversation : "",
			.message = q->keep_ms ? q->message : "",
			.user = q->keep_ms ? q->user : "",
			.text = text,
			.until_ms = q->at_ms + q->keep_ms,
		},
		NULL, NULL);
}

void gaps_forget(struct gaps *g, const char *account, const char *message)
{
	if (g->store && g->keeps)
		store_unkeep(g->store, account, message, NULL, NULL);
}

const struct gaps_shape *gaps_list(struct gaps *g, size_t *n)
{
	qsort(g->list, g->n, sizeof(*g->list), by_weight);
	*n = g->n;
	return g->list;
}

struct bound gaps_bound(const struct gaps *g)
{
	return (struct bound){"gaps", g->n, GAPS_MAX, g->evicted};
}
