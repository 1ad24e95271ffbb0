/*
 * Intents: what can be asked, as rules over concepts (what it is about) and aspects (what is asked of
 * it).
 *
 *	kinds:
 *	  topic: {spasm: 2}              weights of the terms that rules are made of
 *	  aspect: {prevent: 7, cause: 6}
 *	  concept: {posture: 10}         10 unless said otherwise, for every other term
 *	intents:
 *	  prevention.posture:
 *	    ask: [posture + prevent]     all of the terms in one clause
 *
 * How a message is held against them is told in ask.h.
 */
#ifndef CORE_INTENT_H
#define CORE_INTENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/yaml.h"
#include "core/term.h"

#define INTENT_MAX 256
#define INTENT_ASKS_MAX 64 /* rules of one intent */
#define INTENT_TERMS_MAX 4 /* terms of one rule */
#define INTENT_OFFERS_MAX 4

enum intent_kind { INTENT_CONCEPT, INTENT_ASPECT, INTENT_TOPIC };

struct intent_ask {
	uint16_t terms[INTENT_TERMS_MAX];
	size_t n_terms;
	bool has_concept, has_aspect;
	const char *text;
};

struct intent {
	const char *id;
	const char *file;
	const struct yaml_node *node;
	const char *answer; /* "causes/posture"; NULL for one that is not covered */
	uint32_t hash;      /* of id, for conversations */
	bool strong;        /* its concept decides, whatever is asked of it */
	bool meta;          /* about the bot, not about backs: only for those who talk to it */
	bool elsewhere;     /* only where no back is spoken of */
	struct intent_ask *asks;
	size_t n_asks;
	uint16_t offered_for[INTENT_OFFERS_MAX]; /* bare names that may mean this as well */
	size_t n_offered_for;
	const struct yaml_node *examples, *counter_examples;
};

struct intents {
	struct intent list[INTENT_MAX];
	size_t count;
	enum intent_kind kinds[TERM_MAX];
	uint8_t weights[TERM_MAX]; /* 0: no intent uses the term */
	bool strong[TERM_MAX];     /* by itself, the concept makes a strong intent */
	uint32_t hashes[TERM_MAX]; /* of the terms' names, for conversations */
};

/*
 * intent_read_kinds(in, terms, file, map, diag): takes in a `kinds:` map; to be called before
 * intent_read().  Returns 0, or -1 after findings.
 */
int intent_read_kinds(struct intents *in, struct terms *terms, const char *file,
	const struct yaml_node *map, struct diag *diag);

/*
 * intent_read(in, arena, terms, file, map, diag): takes in an `intents:` map.  Returns 0, or -1 after
 * findings.
 */
int intent_read(struct intents *in, struct arena *arena, struct terms *terms, const char *file,
	const struct yaml_node *map, struct diag *diag);

/*
 * intent_find(in, id): the intent of that id; NULL when there is none.
 */
const struct intent *intent_find(const struct intents *in, const char *id);

#endif
