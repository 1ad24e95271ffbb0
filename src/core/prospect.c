/* Whether a message can lead to anything; see prospect.h. */
#include "core/prospect.h"

#include <string.h>

#include "core/ask.h"
#include "core/decide.h"

/* ------------------------------------------------------------------ keys */

static void add_key(sieve_set set, size_t t)
{
	set[t / 64] |= UINT64_C(1) << t % 64;
}

_Static_assert(FLAG_MAX *FLAG_RULES_MAX <= UINT16_MAX, "starts has no more");

/* Takes down the rules of the flags by their first terms; false when memory is short. */
static bool index_flags(struct prospect_keys *k, const struct lumbar_content *c)
{
	const struct flags *flags = c->flags;
	struct prospect_rule *rules;
	size_t f, n, t, count = 0;

	for (f = 0; f < flags->count; f++)
		count += flags->list[f].n_rules;
	rules = arena_alloc(c->arena, count * sizeof(*rules));
	if (!rules)
		return false;
	k->rules = rules;
	for (t = 0, count = 0; t < TERM_MAX; t++) {
		k->starts[t] = (uint16_t)count;
		for (f = 0; t < terms_count(c->terms) && f < flags->count; f++) {
			for (n = 0; n < flags->list[f].n_rules; n++) {
				if ((size_t)flags->list[f].rules[n].rule.steps[0].term != t)
					continue;
				add_key(k->flags, t);
				rules[count++] = (struct prospect_rule){(uint16_t)f, (uint16_t)n};
			}
		}
	}
	k->starts[TERM_MAX] = (uint16_t)count;
	return true;
}

struct prospect_keys *prospect_keys_create(const struct lumbar_content *c)
{
	struct prospect_keys *k = arena_alloc(c->arena, sizeof(*k));
	size_t i, n;

	if (!k)
		return NULL;
	k->width = terms_count(c->terms) / 64 + 1 < SIEVE_SET ? terms_count(c->terms) / 64 + 1
							      : SIEVE_SET;
	/* a rule's first term can never be implied */
	for (i = 0; i < c->n_gates; i++)
		add_key(k->gates, c->gates[i].steps[0].term);
	if (!index_flags(k, c))
		return NULL;
	for (i = 0; i < c->intents->count; i++) {
		for (n = 0; n < c->intents->list[i].n_asks; n++)
			add_key(k->intents[i], c->intents->list[i].asks[n].terms[0]);
	}
	return k;
}

/* Whether any key of a group may be in the message. */
static bool has_key(const struct prospect *p, const sieve_set keys, const sieve_set may)
{
	size_t i;

	for (i = 0; i < p->content->keys->width; i++) {
		if (keys[i] & may[i])
			return true;
	}
	return false;
}

/* ------------------------------------------------------------------ rules */

static bool look(const struct prospect *p, size_t t)
{
	return terms_look(p->content->terms, p->matcher, p->r, p->hits, t);
}

/* Whether a step of a rule holds without a hit. */
static bool is_implied(const struct rule *rule, size_t step, int implied)
{
	return rule->steps[step].link == RULE_AND && rule->steps[step].term == implied;
}

static bool stop_at_first(void *ctx, const struct rule_match *match)
{
	(void)match;
	*(bool *)ctx = true;
	return false;
}

/* Whether the rule holds anywhere.  What costs nothing is asked first of every term. */
static bool rule_holds(const struct prospect *p, const struct rule *rule, int implied)
{
	bool found = false;
	size_t i;

	for (i = 0; i < rule->n_steps; i++) {
		if (!terms_may(p->hits, rule->steps[i].term) && !is_implied(rule, i, implied))
			return false;
	}
	for (i = 0; i < rule->n_steps; i++) {
		if (!look(p, rule->steps[i].term) && !is_implied(rule, i, implied))
			return false;
	}
	for (i = 0; i < rule->n_unless; i++)
		look(p, rule->unless[i]);
	rule_each(rule, p->r, p->hits, implied, stop_at_first, &found);
	return found;
}

bool prospect_back(const struct prospect *p, enum lumbar_channel channel)
{
	const struct lumbar_content *c = p->content;
	size_t i;

	for (i = 0; has_key(p, c->keys->gates, p->hits->may) && i < c->n_gates; i++) {
		if (rule_holds(p, &c->gates[i], -1))
			return true;
	}
	/* where the topic is implied, a spasm is one of the back, unless another part is named */
	return channel != LUMBAR_AMBIENT && look(p, (size_t)c->spasm) && !look(p, (size_t)c->other);
}

bool prospect_named(const struct prospect *p)
{
	const struct lumbar_content *c = p->content;

	return look(p, (size_t)c->named) && !look(p, (size_t)c->figure) &&
	       !look(p, (size_t)c->fine);
}

/* Whether a rule of any flag holds that begins with term t. */
static bool flag_begins(
	const struct prospect *p, size_t t, enum lumbar_channel channel, bool back_known)
{
	/* as in find_flags() of engine.c, where no back is spoken of in the message */
	const int implied = back_known || channel != LUMBAR_AMBIENT ? p->content->topic : -1;
	const struct prospect_keys *k = p->content->keys;
	const struct prospect_rule *at = k->rules + k->starts[t],
				   *end = k->rules + k->starts[t + 1];
	const struct flag *flag;

	for (; at < end; at++) {
		flag = &p->content->flags->list[at->flag];
		if (decide_heeds_flag(flag, channel, p->r, back_known) &&
			rule_holds(p, &flag->rules[at->rule].rule, implied))
			return true;
	}
	return false;
}

bool prospect_flag(const struct prospect *p, enum lumbar_channel channel, bool back_known)
{
	const struct prospect_keys *k = p->content->keys;
	uint64_t may;
	size_t i;

	for (i = 0; i < k->width; i++) {
		for (may = k->flags[i] & p->hits->may[i]; may; may &= may - 1) {
			if (flag_begins(
				    p, i * 64 + (size_t)__builtin_ctzll(may), channel, back_known))
				return true;
		}
	}
	return false;
}

/* The message's terms together with those that the conversation lends it. */
struct lending {
	sieve_set may;
	int concept, aspect;
};

/* Whether all terms of the rule are there. */
static bool ask_holds(
	const struct prospect *p, const struct intent_ask *ask, const struct lending *lent)
{
	size_t i;
	uint16_t t;

	for (i = 0; i < ask->n_terms; i++) {
		t = ask->terms[i];
		if (!terms_may(p->hits, t) && t != lent->concept && t != lent->aspect)
			return false;
	}
	for (i = 0; i < ask->n_terms; i++) {
		t = ask->terms[i];
		if (!look(p, t) && t != lent->concept && t != lent->aspect)
			return false;
	}
	return true;
}

bool prospect_question(const struct prospect *p, int concept, int aspect)
{
	const struct intents *in = p->content->intents;
	struct lending lent = {.concept = concept, .aspect = aspect};
	size_t i, k;

	memcpy(lent.may, p->hits->may, sizeof(lent.may));
	if (concept != ASK_NO_TERM)
		add_key(lent.may, (size_t) concept);
	if (aspect != ASK_NO_TERM)
		add_key(lent.may, (size_t)aspect);
	for (i = 0; i < in->count; i++) {
		if (!has_key(p, p->content->keys->intents[i], lent.may))
			continue;
		for (k = 0; k < in->list[i].n_asks; k++) {
			if (ask_holds(p, &in->list[i].asks[k], &lent))
				return true;
		}
	}
	return false;
}
