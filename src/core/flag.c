/* Red flags: reading them and finding them; see flag.h. */
#include "core/flag.h"

#include <string.h>

/* ------------------------------------------------------------------ reading */

#define STORY_WORDS 60  /* words from which a message is a story */
#define OTHERS_WORDS 12 /* words from which somebody else may be mentioned in passing */
#define STORY_NEAR 30   /* words between the back and what is said of it there */

struct reader {
	struct arena *arena;
	struct terms *terms;
	const char *file;
	struct diag *diag;
	bool failed;
};

static void fail(struct reader *r, const struct yaml_node *n, const char *why)
{
	diag_error(r->diag, yaml_at(r->file, n), "%s", why);
	r->failed = true;
}

static enum lumbar_tier read_tier(struct reader *r, const struct yaml_node *n)
{
	static const enum lumbar_tier tiers[] = {
		LUMBAR_TIER_SEE_DOCTOR, LUMBAR_TIER_URGENT, LUMBAR_TIER_EMERGENCY};
	size_t i;

	for (i = 0; n && n->kind == YAML_SCALAR && i < sizeof(tiers) / sizeof(tiers[0]); i++) {
		if (strcmp(n->text, lumbar_tier_name(tiers[i])) == 0)
			return tiers[i];
	}
	if (n)
		fail(r, n, "a tier is emergency, urgent or see-doctor");
	return LUMBAR_TIER_NONE;
}

/* One rule: its text alone, or a map {rule, tier}. */
static void read_rule(struct reader *r, struct flag *f, const struct yaml_node *n)
{
	struct flag_rule *fr = &f->rules[f->n_rules];
	const struct yaml_node *text = n->kind == YAML_MAP ? yaml_get(n, "rule") : n;

	if (!text || text->kind != YAML_SCALAR) {
		fail(r, n, "a rule is a text, or a map of rule and tier");
		return;
	}
	fr->node = text;
	fr->tier = n->kind == YAML_MAP ? read_tier(r, yaml_get(n, "tier")) : LUMBAR_TIER_NONE;
	if (rule_parse(&fr->rule, r->terms, text->text, yaml_at(r->file, text), r->diag) != 0)
		r->failed = true;
	else
		f->n_rules++;
}

static void read_rules(struct reader *r, struct flag *f, const struct yaml_node *list)
{
	const struct yaml_node *n;

	if (!list || list->kind != YAML_LIST || list->count > FLAG_RULES_MAX) {
		fail(r, list ? list : f->node, "a flag needs a list of up to 96 rules");
		return;
	}
	f->rules = arena_alloc(r->arena, (list->count + 1) * sizeof(*f->rules));
	if (!f->rules) {
		fail(r, list, "out of memory");
		return;
	}
	for (n = list->first; n; n = n->next)
		read_rule(r, f, n);
}

static bool read_switch(struct reader *r, const struct yaml_node *map, const char *key)
{
	const struct yaml_node *n = yaml_get(map, key);

	if (n && (n->kind != YAML_SCALAR ||
			 (strcmp(n->text, "true") != 0 && strcmp(n->text, "false") != 0)))
		fail(r, n, "true or false is expected here");
	return n && n->kind == YAML_SCALAR && strcmp(n->text, "true") == 0;
}

static void read_flag(struct reader *r, struct flags *flags, const struct yaml_node *n)
{
	static const char *const keys[] = {"tier", "needs", "always", "lasting", "owned",
		"own-story", "rules", "examples", "counter-examples", "note"};
	struct flag *f = &flags->list[flags->count];
	const struct yaml_node *needs = yaml_get(n, "needs"), *k;
	size_t i, len = strlen(n->key) + sizeof("flags/");
	char *reply = arena_alloc(r->arena, len);

	if (flags->count == FLAG_MAX || !reply) {
		fail(r, n, "too many flags, or out of memory");
		return;
	}
	for (k = n->kind == YAML_MAP ? n->first : NULL; k; k = k->next) {
		for (i = 0; i < sizeof(keys) / sizeof(keys[0]) && strcmp(k->key, keys[i]) != 0; i++)
			;
		if (i == sizeof(keys) / sizeof(keys[0]))
			diag_error(r->diag, yaml_key_at(r->file, k), "a flag has no '%s'", k->key);
		r->failed = r->failed || i == sizeof(keys) / sizeof(keys[0]);
	}
	memcpy(reply, "flags/", 6);
	memcpy(reply + 6, n->key, strlen(n->key));
	*f = (struct flag){.id = n->key,
		.file = r->file,
		.node = n,
		.reply = reply,
		.tier = read_tier(r, yaml_get(n, "tier")),
		.always = read_switch(r, n, "always"),
		.lasting = read_switch(r, n, "lasting"),
		.owned = read_switch(r, n, "owned"),
		.own_story = read_switch(r, n, "own-story"),
		.examples = yaml_get(n, "examples"),
		.counter_examples = yaml_get(n, "counter-examples")};
	if (f->tier == LUMBAR_TIER_NONE)
		fail(r, n, "a flag needs a tier");
	if (needs && needs->kind == YAML_SCALAR && strcmp(needs->text, "back") == 0)
		f->needs = FLAG_NEEDS_BACK;
	else if (needs && needs->kind == YAML_SCALAR && strcmp(needs->text, "no-other") == 0)
		f->needs = FLAG_NEEDS_NO_OTHER;
	else if (needs)
		fail(r, needs, "needs: knows 'back' and 'no-other'");
	read_rules(r, f, yaml_get(n, "rules"));
	flags->count++;
}

int flag_read(struct flags *flags, struct arena *arena, struct terms *terms, const char *file,
	const struct yaml_node *map, struct diag *diag)
{
	struct reader r = {arena, terms, file, diag, false};
	const struct yaml_node *n;
	size_t i;

	if (map->kind != YAML_MAP) {
		fail(&r, map, "flags: must be a map of ids");
		return -1;
	}
	for (n = map->first; n; n = n->next) {
		for (i = 0; i < flags->count; i++) {
			if (strcmp(flags->list[i].id, n->key) == 0)
				fail(&r, n, "this flag is already defined");
		}
		read_flag(&r, flags, n);
	}
	return r.failed ? -1 : 0;
}

static const struct flag *find_flag(const struct flags *flags, const char *id)
{
	size_t i;

	for (i = 0; i < flags->count; i++) {
		if (strcmp(flags->list[i].id, id) == 0)
			return &flags->list[i];
	}
	return NULL;
}

static void read_raise(struct reader *r, struct flags *flags, const struct yaml_node *n)
{
	const struct yaml_node *all = yaml_get(n, "all"), *reply = yaml_get(n, "reply"), *id;
	struct flag_raise *raise = &flags->raises[flags->n_raises];

	if (flags->n_raises == FLAG_MAX || !all || all->kind != YAML_LIST || !all->first ||
		!reply || reply->kind != YAML_SCALAR) {
		fail(r, n, "a raise is {all: [flags], reply: answer}");
		return;
	}
	*raise = (struct flag_raise){.file = r->file, .node = reply, .reply = reply->text};
	for (id = all->first; id; id = id->next) {
		if (raise->n_flags == FLAG_RAISE_MAX || id->kind != YAML_SCALAR ||
			!find_flag(flags, id->text)) {
			fail(r, id, "there is no such flag, or there are too many");
			return;
		}
		raise->flags[raise->n_flags++] = find_flag(flags, id->text);
	}
	flags->n_raises++;
}

int flag_read_raises(
	struct flags *flags, const char *file, const struct yaml_node *list, struct diag *diag)
{
	struct reader r = {NULL, NULL, file, diag, false};
	const struct yaml_node *n;

	if (list->kind != YAML_LIST)
		fail(&r, list, "raises: is a list");
	for (n = list->kind == YAML_LIST ? list->first : NULL; n; n = n->next)
		read_raise(&r, flags, n);
	return r.failed ? -1 : 0;
}

/* ------------------------------------------------------------------ finding */

void flag_protect(
	const struct flags *flags, const struct term_hits *hits, bool *protected, size_t n)
{
	const struct term_hit *list;
	size_t f, k, i, w;
	uint16_t t;

	memset(protected, 0, n * sizeof(*protected));
	for (f = 0; f < flags->count; f++) {
		for (k = 0; k < flags->list[f].n_rules; k++) {
			t = flags->list[f].rules[k].rule.steps[0].term;
			list = hits->list + hits->start[t];
			for (i = 0; i < hits->count[t]; i++) {
				for (w = list[i].first;
					w <= list[i].last && list[i].last > list[i].first; w++)
				protected[w] = true;
			}
		}
	}
}

struct finding {
	const struct flag *flag;
	const struct flag_rule *rule;
	const struct flag_view *view;
	struct flag_finding best;
};

/* Whether a term stands nowhere but where it is denied. */
static bool all_denied(const struct flag_view *v, uint16_t t)
{
	const struct term_hit *list = v->hits->list + v->hits->start[t];
	size_t i;

	for (i = 0; i < v->hits->count[t]; i++) {
		if (!scope_denies(v->scopes, list[i]))
			return false;
	}
	return v->hits->count[t] > 0;
}

/* Whether the match rests on something elsewhere in the message that is denied: "no numb feet". */
static bool lacks_evidence(const struct finding *f)
{
	const struct flag_view *v = f->view;
	const struct rule *rule = &f->rule->rule;
	size_t i;
	int t;

	for (i = 0; i < rule->n_steps; i++) {
		t = rule->steps[i].term;
		if (rule->steps[i].link == RULE_AND && t != v->topic && t != v->spasm &&
			t != v->body && all_denied(v, rule->steps[i].term))
			return true;
	}
	return false;
}

static bool in_scope(const struct finding *f, const struct rule_match *m, enum scope_kind kind)
{
	size_t i;

	for (i = 0; i < f->rule->rule.n_steps; i++) {
		if (f->rule->rule.steps[i].link != RULE_AND &&
			scope_holds(f->view->scopes, kind, m->hits[i]))
			return true;
	}
	return false;
}

/* Whether the match is part of a question about people in general. */
static bool is_general(const struct finding *f, const struct rule_match *m)
{
	const struct flag_view *v = f->view;
	const struct frame *frame = &v->frames->list[v->r->words[m->span.first].sentence];
	bool grave = f->flag->tier == LUMBAR_TIER_EMERGENCY;

	if (v->frames->claim)
		return false;
	if (frame->general || v->frames->anyone[m->span.first] ||
		(v->frames->study && !(grave && frame->self)))
		return true;
	if (frame->self)
		return false;
	/* who speaks of themselves anywhere may mean themselves in the question too */
	if (grave && v->frames->self)
		return false;
	return v->frames->opener[m->span.first] || (f->flag->owned && frame->asks);
}

/*
 * Whether the match is said of somebody else, in passing: "my back locked when I lifted the box; my mate
 * came off his bike".  Whose back is spoken of, if not the writer's alone, it may be about theirs.
 */
static bool is_others(const struct finding *f, const struct rule_match *m)
{
	const struct flag_view *v = f->view;
	size_t w;

	if (!f->flag->own_story || !v->frames->own_back || v->r->n_words < OTHERS_WORDS)
		return false;
	for (w = m->span.first; w <= m->span.last; w++) {
		if (v->frames->who[w] == FRAME_WRITER)
			return false;
	}
	return v->frames->who[m->span.last] == FRAME_OTHER;
}

static enum flag_status status_of(const struct finding *f, const struct rule_match *m)
{
	if (in_scope(f, m, SCOPE_NOT) || in_scope(f, m, SCOPE_NOT_AFTER) || lacks_evidence(f))
		return FLAG_NEGATED;
	if (!f->flag->lasting && in_scope(f, m, SCOPE_PAST))
		return FLAG_PAST;
	if (f->flag->always)
		return FLAG_REPORTED;
	if (in_scope(f, m, SCOPE_IF))
		return FLAG_SUPPOSED;
	if (is_general(f, m))
		return FLAG_GENERAL;
	return is_others(f, m) ? FLAG_DOUBTED : FLAG_REPORTED;
}

/* Whether words that name the back or its trouble stand close to the span. */
static bool near_back(const struct flag_view *v, struct term_hit span)
{
	const int terms[] = {v->topic, v->spasm, v->body};
	const struct term_hit *list;
	size_t t, i;

	for (t = 0; t < sizeof(terms) / sizeof(terms[0]); t++) {
		list = v->hits->list + v->hits->start[terms[t]];
		for (i = 0; i < v->hits->count[terms[t]]; i++) {
			if (list[i].first <= span.last + STORY_NEAR &&
				span.first <= list[i].last + STORY_NEAR)
				return true;
		}
	}
	return false;
}

/*
 * Whether the match is a by-way of a long story: what can wait ("for years", "every night") is said of so
 * many things there that it has to stand close to the back.
 */
static bool is_aside(const struct finding *f, const struct rule_match *m, enum lumbar_tier tier)
{
	return tier == LUMBAR_TIER_SEE_DOCTOR && f->view->r->n_words >= STORY_WORDS &&
	       !near_back(f->view, m->span);
}

static bool take_match(void *ctx, const struct rule_match *m)
{
	struct finding *f = ctx;
	enum flag_status status = status_of(f, m);
	enum lumbar_tier tier = f->rule->tier ? f->rule->tier : f->flag->tier;

	if (is_aside(f, m, tier))
		return true;
	if (status > f->best.status || (status == f->best.status && tier > f->best.tier))
		f->best = (struct flag_finding){status, tier, f->rule, m->span};
	/* a report is the most that this rule can say */
	return status != FLAG_REPORTED;
}

struct flag_finding flag_find(const struct flag *flag, const struct flag_view *view)
{
	struct finding f = {.flag = flag, .view = view};
	size_t i;

	for (i = 0; i < flag->n_rules; i++) {
		f.rule = &flag->rules[i];
		rule_each(&f.rule->rule, view->r, view->hits, view->topic_known ? view->topic : -1,
			take_match, &f);
	}
	return f.best;
}

const char *flag_status_name(enum flag_status status)
{
	static const char *const names[] = {"absent", "ruled out", "past", "supposed",
		"asked in general", "doubted", "reported"};

	return names[status];
}
