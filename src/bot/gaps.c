/* What was asked and not answered; see gaps.h. */
#include "bot/gaps.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/config.h"
#include "base/lru.h"
#include "base/siphash.h"
#include "base/utf8.h"
#include "bot/recall.h"
#include "sys/store.h"

struct gaps {
	struct gaps_options options; /* config and recall are gone */
	struct store *store;
	struct gaps_shape *list; /* a shape once for each server */
	struct gaps_shape *view; /* what was listed last */
	struct lru *seen;        /* hashes of messages */
	uint8_t salt[SIPHASH_KEY];
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

static void add(struct gaps *g, const struct store_shape *like, bool stays)
{
	struct gaps_shape *s;
	size_t i;

	if (!*like->shape || strlen(like->shape) >= LUMBAR_SHAPE_MAX ||
		strlen(like->server) >= PLATFORM_ID_MAX)
		return;
	for (i = 0; i < g->n && (strcmp(g->list[i].shape, like->shape) != 0 ||
					strcmp(g->list[i].server, like->server) != 0);
		i++)
		;
	if (i == g->n) {
		s = make_room(g);
		*s = (struct gaps_shape){.n = 0};
		snprintf(s->shape, sizeof(s->shape), "%s", like->shape);
		snprintf(s->server, sizeof(s->server), "%s", like->server);
	} else {
		s = &g->list[i];
	}
	s->n += like->n;
	s->stays = stays;
	if (like->at_ms > s->at_ms)
		s->at_ms = like->at_ms;
}

/* Whether the content has an answer to it. */
static bool is_answered(const struct gaps *g, const char *shape)
{
	return g->options.answers && *shape && g->options.answers(g->options.ctx, shape);
}

struct gaps *gaps_create(const struct gaps_options *options)
{
	struct gaps *g = calloc(1, sizeof(*g));
	const struct store_shape *shapes;
	size_t i, k, n;

	if (!g)
		return NULL;
	g->options = *options;
	g->store = options->store;
	g->keeps = may_keep(options->config);
	g->list = calloc(GAPS_MAX, sizeof(*g->list));
	g->view = calloc(GAPS_MAX, sizeof(*g->view));
	g->seen = lru_create(GAPS_SEEN_MAX, 1);
	if (!g->list || !g->view || !g->seen ||
		getrandom(g->salt, sizeof(g->salt), 0) != (ssize_t)sizeof(g->salt)) {
		gaps_destroy(g);
		return NULL;
	}
	for (i = 0; i < options->config->n_accounts; i++) {
		shapes = recall_shapes(options->recall, options->config->accounts[i].name, &n);
		for (k = 0; k < n; k++)
			add(g, &shapes[k], false);
	}
	g->options.config = NULL;
	g->options.recall = NULL;
	gaps_review(g);
	return g;
}

void gaps_destroy(struct gaps *g)
{
	if (!g)
		return;
	lru_destroy(g->seen);
	free(g->list);
	free(g->view);
	free(g);
}

/* Whether it is delivered for the first time, as far as that is remembered; nobody's id is. */
static bool is_first(struct gaps *g, const struct gaps_question *q)
{
	const uint64_t key[] = {siphash(g->salt, q->account, strlen(q->account)),
		siphash(g->salt, q->message, strlen(q->message))};

	if (lru_get(g->seen, (const char *)key, sizeof(key)))
		return false;
	lru_put(g->seen, (const char *)key, sizeof(key));
	return true;
}

void gaps_note(struct gaps *g, const struct gaps_question *q)
{
	char text[GAPS_TEXT_MAX + 1] = "";
	size_t n = q->len;

	if (!is_first(g, q))
		return;
	add(g,
		&(struct store_shape){
			.shape = q->shape, .server = q->server, .n = 1, .at_ms = q->at_ms},
		is_answered(g, q->shape));
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
			.server = q->server,
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

/* ------------------------------------------------------------------ what is none any more */

bool gaps_answered(struct gaps *g, const char *shape)
{
	size_t i, n = 0;

	for (i = 0; i < g->n; i++) {
		if (strcmp(g->list[i].shape, shape) != 0)
			g->list[n++] = g->list[i];
	}
	if (n == g->n)
		return false;
	g->n = n;
	if (g->store)
		store_answered(g->store, shape, NULL, NULL);
	return true;
}

void gaps_review(struct gaps *g)
{
	char shape[LUMBAR_SHAPE_MAX];
	size_t i = 0;

	while (i < g->n) {
		if (g->list[i].stays || !is_answered(g, g->list[i].shape)) {
			i++;
			continue;
		}
		memcpy(shape, g->list[i].shape, sizeof(shape));
		gaps_answered(g, shape); /* another one stands there now */
	}
}

/* ------------------------------------------------------------------ looking */

static int by_shape(const void *a, const void *b)
{
	const struct gaps_shape *x = a, *y = b;

	return strcmp(x->shape, y->shape);
}

/* Makes one of those in the view that have the same shape. */
static size_t join(struct gaps_shape *view, size_t n)
{
	size_t i, to = 0;

	qsort(view, n, sizeof(*view), by_shape);
	for (i = 0; i < n; i++) {
		if (to == 0 || strcmp(view[to - 1].shape, view[i].shape) != 0) {
			view[to] = view[i];
			view[to++].server[0] = '\0';
			continue;
		}
		view[to - 1].n += view[i].n;
		if (view[i].at_ms > view[to - 1].at_ms)
			view[to - 1].at_ms = view[i].at_ms;
	}
	return to;
}

const struct gaps_shape *gaps_list(struct gaps *g, const char *server, size_t *n)
{
	size_t i;

	for (i = *n = 0; i < g->n; i++) {
		if (!server || strcmp(g->list[i].server, server) == 0)
			g->view[(*n)++] = g->list[i];
	}
	if (!server)
		*n = join(g->view, *n);
	qsort(g->view, *n, sizeof(*g->view), by_weight);
	return g->view;
}

void gaps_bounds(const struct gaps *g, struct bound bounds[GAPS_BOUNDS])
{
	bounds[0] = (struct bound){"gaps", g->n, GAPS_MAX, g->evicted};
	bounds[1] = lru_bound(g->seen, "gaps-seen");
}
