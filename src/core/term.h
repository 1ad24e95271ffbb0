/*
 * Terms: the names of the lexicon that rules are made of, compiled, and where they stand in a message.
 *
 * One scan over the words of a message (their anchors, and with what they can begin: sieve.h) decides
 * which terms are looked for at all, and where; with the scan off every term is, at every word.  Both
 * find the same hits.  What was let through is looked for one by one, as it is asked for, so that a
 * message which leads to nothing is left soon.
 */
#ifndef CORE_TERM_H
#define CORE_TERM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "core/lexicon.h"
#include "core/match.h"
#include "core/pattern.h"
#include "core/reading.h"
#include "core/sieve.h"

#define TERM_MAX SIEVE_TERMS_MAX /* terms */
#define TERM_HITS_MAX 256 /* hits of one term that are kept: the first and the last half of them */

struct terms;

/* One place where a term stands: words first to last. */
struct term_hit {
	uint16_t first, last;
};

/* All hits in one message: those of term t are list[start[t]] ... list[start[t] + count[t] - 1]. */
struct term_hits {
	struct term_hit *list;
	struct match_work *work;
	uint32_t start[TERM_MAX];
	uint16_t count[TERM_MAX];
	uint16_t next[TERM_MAX]; /* the word behind the last hit */
	uint32_t used;
	sieve_set may;  /* terms that stand in the message, or that may and were not looked for */
	sieve_set open; /* the latter alone */
	bool limited;   /* some term hit a limit: its anchors stand for its hits */
	bool all;       /* look for every term at every word, whatever the scan says */
};

/*
 * terms_create(arena, lexicon, vocab): an empty set over both (borrowed); NULL when memory is short.
 * The caller ends it with terms_destroy().
 */
struct terms *terms_create(struct arena *arena, struct lexicon *lexicon, const struct vocab *vocab);

/*
 * terms_destroy(ts): releases what is not in the arena.  NULL is accepted.
 */
void terms_destroy(struct terms *ts);

/*
 * terms_need(ts, name, len): the number of the term of that name, entered when new; -1 when the lexicon
 * has no such name, or there are TERM_MAX.
 */
int terms_need(struct terms *ts, const char *name, size_t len);

/*
 * terms_need_against(ts, name, len): as terms_need(), for a term that only rules something out.
 */
int terms_need_against(struct terms *ts, const char *name, size_t len);

/*
 * terms_explains(ts, t): whether the words of term t are understood thereby; those of a term that is only
 * needed to rule something out ("song" with "tears") are not.
 */
bool terms_explains(const struct terms *ts, size_t t);

/*
 * terms_compile(ts, diag): compiles all terms entered and indexes their anchors.  Returns 0, or -1 after
 * findings.
 */
int terms_compile(struct terms *ts, struct diag *diag);

/*
 * terms_count(ts), terms_name(ts, t): how many terms there are; the name of one.
 */
size_t terms_count(const struct terms *ts);
const char *terms_name(const struct terms *ts, size_t t);

/*
 * terms_jit(ts): whether all of them run as machine code.
 */
bool terms_jit(const struct terms *ts);

/*
 * terms_hits_create(ts): room for hits; NULL when memory is short.  Ended with terms_hits_destroy().
 */
struct term_hits *terms_hits_create(const struct terms *ts);
void terms_hits_destroy(struct term_hits *hits);

/*
 * terms_find(ts, m, r, hits): fills hits with where all terms stand in the message r.
 */
void terms_find(const struct terms *ts, struct pattern_matcher *m, const struct reading *r,
	struct term_hits *hits);

/*
 * terms_begin(ts, r, hits): scans the message r; no term is looked for yet.
 */
void terms_begin(const struct terms *ts, const struct reading *r, struct term_hits *hits);

/*
 * terms_may(hits, t): whether term t may still be found to stand in the message, or was.
 */
bool terms_may(const struct term_hits *hits, size_t t);

/*
 * terms_look(ts, m, r, hits, t): fills the hits of term t, once.  Returns whether there are any.
 */
bool terms_look(const struct terms *ts, struct pattern_matcher *m, const struct reading *r,
	struct term_hits *hits, size_t t);

/*
 * terms_look_rest(ts, m, r, hits): the same for all terms that were not looked for.
 */
void terms_look_rest(const struct terms *ts, struct pattern_matcher *m, const struct reading *r,
	struct term_hits *hits);

/*
 * terms_hit_upto(hits, t, w): the last hit of term t that begins at word w or before it; NULL when there is
 * none.  Hits of one term stand in order and do not overlap, so no other one can hold word w.
 */
const struct term_hit *terms_hit_upto(const struct term_hits *hits, size_t t, size_t w);

/*
 * terms_place(ts, t): where the term is defined.
 */
struct diag_place terms_place(const struct terms *ts, size_t t);

/*
 * terms_affordable(ts, t, m, repeats): whether the term stays far below the match limit on a wall of its
 * own anchors, each repeated so many times.
 */
bool terms_affordable(const struct terms *ts, size_t t, struct pattern_matcher *m, size_t repeats);

/*
 * terms_has_anchor(ts, word): whether that word of the vocabulary is an anchor of any term.
 */
bool terms_has_anchor(const struct terms *ts, uint16_t word);

#endif
