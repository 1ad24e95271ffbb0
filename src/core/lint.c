/* What is wrong with content that works; see lint.h.  The answers are looked at in lint_answer.c. */
#include "core/lint.h"

#include <string.h>

#include "core/engine.h"
#include "core/example.h"
#include "core/lint_answer.h"

#define PROBE_REPEATS 40 /* times that the anchors of a term are repeated to make a wall of words */

struct linting {
	const struct lumbar_content *content;
	struct lumbar_engine *engine;
	struct diag *diag;
};

/* ------------------------------------------------------------------ examples */

/* The first of some examples; NULL when there are none, or after a finding. */
static const struct yaml_node *first_example(
	struct linting *l, const char *file, const struct yaml_node *list)
{
	if (list && list->kind != YAML_LIST) {
		diag_error(l->diag, yaml_at(file, list), "a list of examples is expected here");
		return NULL;
	}
	return list ? list->first : NULL;
}

/* One example: a text, or a map {text, channel}. */
static bool read_example(struct linting *l, const char *file, const struct yaml_node *n,
	struct lumbar_verdict *verdict)
{
	struct lumbar_message m;

	if (!example_read(n, &m)) {
		diag_error(l->diag, yaml_at(file, n),
			m.text ? "an example's channel is direct, faq or ambient"
			       : "an example is a text, or {text: ..., channel: ...}");
		return false;
	}
	lumbar_read(l->engine, &m, NULL, verdict);
	return true;
}

static bool holds(const char *const *ids, size_t n, const char *id)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (strcmp(ids[i], id) == 0)
			return true;
	}
	return false;
}

/* What is offered beside a fallback was not understood. */
static bool understood(const struct lumbar_verdict *v, const char *id)
{
	return v->action != LUMBAR_FALLBACK && holds(v->intents, v->n_intents, id);
}

static const char *first_id(const struct lumbar_verdict *v)
{
	if (v->n_flags)
		return v->flags[0];
	return v->n_intents ? v->intents[0] : "nothing";
}

static void lint_intent(struct linting *l, const struct intent *it)
{
	const struct yaml_node *n;
	struct lumbar_verdict v;
	bool right;

	for (n = first_example(l, it->file, it->examples); n; n = n->next) {
		if (!read_example(l, it->file, n, &v))
			continue;
		right = it->answer ? understood(&v, it->id) && strcmp(v.intents[0], it->id) == 0
				   : v.action == LUMBAR_FALLBACK;
		if (!right)
			diag_error(l->diag, yaml_at(it->file, n),
				"this example of %s is understood as %s (%s)", it->id, first_id(&v),
				lumbar_action_name(v.action));
	}
	for (n = first_example(l, it->file, it->counter_examples); n; n = n->next) {
		if (read_example(l, it->file, n, &v) && understood(&v, it->id))
			diag_error(l->diag, yaml_at(it->file, n),
				"this counter-example of %s is understood as one", it->id);
	}
	if (!it->examples || !it->examples->first)
		diag_warning(
			l->diag, yaml_key_at(it->file, it->node), "%s has no examples", it->id);
}

static void lint_flag(struct linting *l, const struct flag *f)
{
	const struct yaml_node *n;
	struct lumbar_verdict v;

	for (n = first_example(l, f->file, f->examples); n; n = n->next) {
		if (read_example(l, f->file, n, &v) &&
			(!holds(v.flags, v.n_flags, f->id) || v.tier < f->tier))
			diag_error(l->diag, yaml_at(f->file, n),
				"this example of the red flag %s is understood as %s (%s)", f->id,
				first_id(&v), lumbar_tier_name(v.tier));
	}
	for (n = first_example(l, f->file, f->counter_examples); n; n = n->next) {
		if (read_example(l, f->file, n, &v) && holds(v.flags, v.n_flags, f->id))
			diag_error(l->diag, yaml_at(f->file, n),
				"this counter-example of the red flag %s raises it", f->id);
	}
	if (!f->examples || !f->examples->first)
		diag_warning(l->diag, yaml_key_at(f->file, f->node), "%s has no examples", f->id);
}

/* ------------------------------------------------------------------ names and costs */

static void lint_names(struct linting *l)
{
	const struct lexicon_entry *e;

	for (e = lexicon_first(l->content->lexicon); e; e = e->next) {
		if (!e->used)
			diag_warning(
				l->diag, e->key, "'%s' is not used by any phrase or rule", e->name);
		if (e->gap > LINT_GAP_MAX)
			diag_error(l->diag, e->key,
				"'%s' has a phrase with more than %d open words (\\w+) in a row: "
				"name the parts, "
				"and let a rule say how near they stand",
				e->name, LINT_GAP_MAX);
	}
}

static void lint_costs(struct linting *l)
{
	size_t t;

	for (t = 0; t < terms_count(l->content->terms); t++) {
		if (!terms_affordable(l->content->terms, t, l->engine->matcher, PROBE_REPEATS))
			diag_error(l->diag, terms_place(l->content->terms, t),
				"'%s' takes too many steps on a wall of its own words",
				terms_name(l->content->terms, t));
	}
}

void lint_content(const struct lumbar_content *content, struct diag *diag)
{
	struct linting l = {content, engine_create(content), diag};
	size_t i;

	if (!l.engine) {
		diag_error(diag, ((struct diag_place){"intents", 0, 0}), "out of memory");
		return;
	}
	diag_source(diag, NULL, 0);
	for (i = 0; i < content->intents->count; i++)
		lint_intent(&l, &content->intents->list[i]);
	for (i = 0; i < content->flags->count; i++)
		lint_flag(&l, &content->flags->list[i]);
	lint_names(&l);
	lint_costs(&l);
	lint_answers(content, diag);
	engine_destroy(l.engine);
}
