/* The shape of a question; see shape.h. */
#include "core/shape.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

/* The names of one kind that stand in the message. */
struct names {
	const char *list[LUMBAR_SHAPE_NAMES];
	size_t n;
};

static int by_name(const void *a, const void *b)
{
	const char *x, *y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	return strcmp(x, y);
}

/* In the order of the alphabet, so that the next content calls the same question the same. */
static void find_names(const struct lumbar_engine *e, enum intent_kind kind, struct names *names)
{
	const struct intents *in = e->content->intents;
	size_t t;

	names->n = 0;
	for (t = 0; t < terms_count(e->content->terms); t++) {
		if (in->weights[t] == 0 || in->kinds[t] != kind || e->hits->count[t] == 0 ||
			names->n == LUMBAR_SHAPE_NAMES)
			continue;
		names->list[names->n++] = terms_name(e->content->terms, t);
	}
	qsort(names->list, names->n, sizeof(names->list[0]), by_name);
}

static void put_names(const struct names *names, size_t *left, struct buf *out)
{
	size_t i;

	for (i = 0; i<names->n && * left> 0; i++, (*left)--)
		buf_printf(out, "%s%s", out->len ? " + " : "", names->list[i]);
}

size_t shape_write(const struct lumbar_engine *e, char *out, size_t size)
{
	struct names concepts, topic, aspects;
	size_t left = LUMBAR_SHAPE_NAMES;
	struct buf text;

	if (size == 0)
		return 0;
	out[0] = '\0';
	if (!e->asked.asks && !e->asked.fragment)
		return 0;
	find_names(e, INTENT_CONCEPT, &concepts);
	find_names(e, INTENT_TOPIC, &topic);
	find_names(e, INTENT_ASPECT, &aspects);
	/* the back alone says nothing of what was asked */
	if (concepts.n + aspects.n == 0)
		return 0;
	buf_init(&text, size - 1);
	put_names(&concepts, &left, &text);
	if (concepts.n == 0)
		put_names(&topic, &left, &text);
	put_names(&aspects, &left, &text);
	if (!buf_ok(&text))
		buf_clear(&text);
	memcpy(out, buf_str(&text), text.len + 1);
	left = text.len;
	buf_free(&text);
	return left;
}

/* ------------------------------------------------------------------ what there is an answer to */

/* Whether the shape holds that name. */
static bool holds(const char *shape, const char *name)
{
	const size_t len = strlen(name);
	size_t n;

	for (; *shape; shape += n) {
		shape += strspn(shape, " +");
		n = strcspn(shape, " +");
		if (n > 0 && n == len && memcmp(shape, name, len) == 0)
			return true;
	}
	return false;
}

static size_t count_concepts(const struct lumbar_content *c, const char *shape)
{
	const struct intents *in = c->intents;
	size_t t, n = 0;

	for (t = 0; t < terms_count(c->terms); t++)
		n += in->weights[t] > 0 && in->kinds[t] == INTENT_CONCEPT &&
		     holds(shape, terms_name(c->terms, t));
	return n;
}

/* Whether the rule holds all of so many concepts, and nothing that is not in the shape. */
static bool covers(const struct lumbar_content *c, const struct intent_ask *rule, const char *shape,
	size_t concepts)
{
	size_t i, n = 0;

	for (i = 0; i < rule->n_terms; i++) {
		if (!holds(shape, terms_name(c->terms, rule->terms[i])))
			return false;
		n += c->intents->kinds[rule->terms[i]] == INTENT_CONCEPT;
	}
	return rule->n_terms > 0 && n == concepts;
}

bool shape_is_answered(const struct lumbar_content *c, const char *shape)
{
	const size_t concepts = count_concepts(c, shape);
	const struct intent *intent;
	size_t i, k;

	for (i = 0; i < c->intents->count; i++) {
		intent = &c->intents->list[i];
		for (k = 0; intent->answer && k < intent->n_asks; k++) {
			if (covers(c, &intent->asks[k], shape, concepts))
				return true;
		}
	}
	return false;
}
