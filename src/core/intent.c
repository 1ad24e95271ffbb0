/* Intents: reading them; see intent.h. */
#include "core/intent.h"

#include <string.h>

#include "core/vocab.h"

#define CONCEPT_WEIGHT 10
#define WEIGHT_MAX 50

struct reader {
	struct intents *in;
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

/* Enters a term that some rule is made of; returns its number, -1 after a finding. */
static int need(struct reader *r, const struct yaml_node *n, const char *name, size_t len)
{
	int t = terms_need(r->terms, name, len);

	if (t < 0) {
		diag_error(r->diag, yaml_at(r->file, n), "'%.*s' is not defined in the lexicon",
			(int)len, name);
		r->failed = true;
		return -1;
	}
	if (r->in->weights[t] == 0)
		r->in->weights[t] = CONCEPT_WEIGHT;
	r->in->hashes[t] = vocab_hash(name, len);
	return t;
}

/* ------------------------------------------------------------------ kinds */

static int parse_weight(const struct yaml_node *n)
{
	int w = 0;
	const char *c;

	if (n->kind != YAML_SCALAR || n->len == 0 || n->len > 2)
		return 0;
	for (c = n->text; *c; c++) {
		if (*c < '0' || *c > '9')
			return 0;
		w = w * 10 + (*c - '0');
	}
	return w;
}

static void read_kind(struct reader *r, enum intent_kind kind, const struct yaml_node *map)
{
	const struct yaml_node *n;
	int t, weight;

	if (map->kind != YAML_MAP) {
		fail(r, map, "a map of names and weights is expected here");
		return;
	}
	for (n = map->first; n; n = n->next) {
		weight = parse_weight(n);
		t = need(r, n, n->key, strlen(n->key));
		if (weight < 1 || weight > WEIGHT_MAX)
			fail(r, n, "a weight is a number from 1 to 50");
		else if (t >= 0) {
			r->in->kinds[t] = kind;
			r->in->weights[t] = (uint8_t)weight;
		}
	}
}

int intent_read_kinds(struct intents *in, struct terms *terms, const char *file,
	const struct yaml_node *map, struct diag *diag)
{
	struct reader r = {in, NULL, terms, file, diag, false};
	const struct yaml_node *n;

	if (map->kind != YAML_MAP)
		fail(&r, map, "kinds: must be a map");
	for (n = map->kind == YAML_MAP ? map->first : NULL; n; n = n->next) {
		if (strcmp(n->key, "topic") == 0)
			read_kind(&r, INTENT_TOPIC, n);
		else if (strcmp(n->key, "aspect") == 0)
			read_kind(&r, INTENT_ASPECT, n);
		else if (strcmp(n->key, "concept") == 0)
			read_kind(&r, INTENT_CONCEPT, n);
		else {
			diag_error(diag, yaml_key_at(file, n),
				"kinds are topic, aspect and concept, not '%s'", n->key);
			r.failed = true;
		}
	}
	return r.failed ? -1 : 0;
}

/* ------------------------------------------------------------------ intents */

/* "posture + prevent" */
static void read_ask(struct reader *r, struct intent *it, const struct yaml_node *n)
{
	struct intent_ask *ask = &it->asks[it->n_asks];
	const char *text = n->text;
	size_t len;
	int t;

	if (n->kind != YAML_SCALAR) {
		fail(r, n, "a rule is names joined by +");
		return;
	}
	ask->text = n->text;
	for (;;) {
		text += strspn(text, " +");
		len = strcspn(text, " +");
		if (len == 0)
			break;
		t = need(r, n, text, len);
		if (t < 0)
			return;
		if (ask->n_terms == INTENT_TERMS_MAX) {
			fail(r, n, "a rule has at most four names");
			return;
		}
		ask->terms[ask->n_terms++] = (uint16_t)t;
		ask->has_aspect = ask->has_aspect || r->in->kinds[t] == INTENT_ASPECT;
		ask->has_concept = ask->has_concept || r->in->kinds[t] == INTENT_CONCEPT;
		text += len;
	}
	if (ask->n_terms == 0)
		fail(r, n, "the rule is empty");
	else
		it->n_asks++;
}

static void read_asks(struct reader *r, struct intent *it, const struct yaml_node *list)
{
	const struct yaml_node *n;

	if (!list || list->kind != YAML_LIST || list->count > INTENT_ASKS_MAX) {
		fail(r, list ? list : it->node, "an intent needs a list 'ask:' of up to 64 rules");
		return;
	}
	it->asks = arena_alloc(r->arena, (list->count + 1) * sizeof(*it->asks));
	if (!it->asks) {
		fail(r, list, "out of memory");
		return;
	}
	for (n = list->first; n; n = n->next)
		read_ask(r, it, n);
}

/* "posture" alone is a question of its cause and of its prevention: the names for which this is one. */
static void read_offers(struct reader *r, struct intent *it, const struct yaml_node *list)
{
	const struct yaml_node *n;
	int t;

	if (list->kind != YAML_LIST || list->count > INTENT_OFFERS_MAX) {
		fail(r, list, "offered-for: must be a list of up to 4 names");
		return;
	}
	for (n = list->first; n; n = n->next) {
		if (n->kind != YAML_SCALAR) {
			fail(r, n, "a name is expected here");
			return;
		}
		t = need(r, n, n->text, n->len);
		if (t >= 0)
			it->offered_for[it->n_offered_for++] = (uint16_t)t;
	}
}

static bool read_switch(struct reader *r, const struct yaml_node *n)
{
	if (n->kind == YAML_SCALAR && strcmp(n->text, "true") == 0)
		return true;
	if (n->kind != YAML_SCALAR || strcmp(n->text, "false") != 0)
		fail(r, n, "true or false is expected here");
	return false;
}

/* "causes.posture" is answered by causes/posture. */
static const char *default_answer(struct reader *r, const char *id)
{
	char *answer = arena_copy(r->arena, id, strlen(id));
	char *dot = answer ? strchr(answer, '.') : NULL;

	if (dot)
		*dot = '/';
	return answer;
}

static void read_member(struct reader *r, struct intent *it, const struct yaml_node *n)
{
	if (strcmp(n->key, "ask") == 0)
		read_asks(r, it, n);
	else if (strcmp(n->key, "offered-for") == 0)
		read_offers(r, it, n);
	else if (strcmp(n->key, "strong") == 0)
		it->strong = read_switch(r, n);
	else if (strcmp(n->key, "meta") == 0)
		it->meta = read_switch(r, n);
	else if (strcmp(n->key, "elsewhere") == 0)
		it->elsewhere = read_switch(r, n);
	else if (strcmp(n->key, "covered") == 0 && !read_switch(r, n))
		it->answer = NULL;
	else if (strcmp(n->key, "examples") == 0)
		it->examples = n;
	else if (strcmp(n->key, "counter-examples") == 0)
		it->counter_examples = n;
	else if (strcmp(n->key, "note") != 0 && strcmp(n->key, "covered") != 0) {
		diag_error(r->diag, yaml_key_at(r->file, n), "an intent has no '%s'", n->key);
		r->failed = true;
	}
}

/* Marks the concepts that make a strong intent by themselves: who names one asks about it. */
static void mark_strong(struct reader *r, const struct intent *it)
{
	const struct intent_ask *ask;
	size_t i;

	for (i = 0; i < it->n_asks; i++) {
		ask = &it->asks[i];
		if (ask->n_terms == 1 && r->in->kinds[ask->terms[0]] == INTENT_CONCEPT)
			r->in->strong[ask->terms[0]] = true;
	}
}

static void read_intent(struct reader *r, const struct yaml_node *n)
{
	struct intent *it = &r->in->list[r->in->count];
	const struct yaml_node *m;

	if (intent_find(r->in, n->key)) {
		fail(r, n, "this intent is already defined");
		return;
	}
	if (r->in->count == INTENT_MAX || n->kind != YAML_MAP) {
		fail(r, n, "an intent is a map, and there are at most 256 of them");
		return;
	}
	*it = (struct intent){.id = n->key,
		.file = r->file,
		.node = n,
		.hash = vocab_hash(n->key, strlen(n->key)),
		.answer = default_answer(r, n->key)};
	if (!it->answer)
		fail(r, n, "out of memory");
	for (m = n->first; m; m = m->next)
		read_member(r, it, m);
	if (it->n_asks == 0)
		fail(r, n, "an intent needs a list 'ask:' of rules");
	if (it->strong && it->answer && !it->meta)
		mark_strong(r, it);
	r->in->count++;
}

int intent_read(struct intents *in, struct arena *arena, struct terms *terms, const char *file,
	const struct yaml_node *map, struct diag *diag)
{
	struct reader r = {in, arena, terms, file, diag, false};
	const struct yaml_node *n;

	if (map->kind != YAML_MAP)
		fail(&r, map, "intents: must be a map of ids");
	for (n = map->kind == YAML_MAP ? map->first : NULL; n; n = n->next)
		read_intent(&r, n);
	return r.failed ? -1 : 0;
}

const struct intent *intent_find(const struct intents *in, const char *id)
{
	size_t i;

	for (i = 0; i < in->count; i++) {
		if (strcmp(in->list[i].id, id) == 0)
			return &in->list[i];
	}
	return NULL;
}
