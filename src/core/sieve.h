/*
 * The sieve: which terms can stand in a message at all, by its words alone.
 *
 * For every word of the vocabulary it holds four sets of terms: those that it is an anchor of (no match
 * without one of them), that it may begin, that it may be all of, and that it may be the second word of;
 * and for every pair of words, those that the two may begin.  A term is let through when it can begin
 * somewhere and one of its anchors stands there or farther on, with no more than blanks between.  What is
 * let through is for the patterns to decide; what is held back has no match (phrase_anchors(),
 * phrase_begins()).
 */
#ifndef CORE_SIEVE_H
#define CORE_SIEVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "core/reading.h"

#define SIEVE_TERMS_MAX 1024
#define SIEVE_SET (SIEVE_TERMS_MAX / 64)

/* In place of a word's number: any number, any word. */
#define SIEVE_NUMBER 0xFFFF
#define SIEVE_ANY 0xFFFE

/* A set of terms: term t is bit t % 64 of number t / 64. */
typedef uint64_t sieve_set[SIEVE_SET];

enum sieve_kind { SIEVE_ANCHOR, SIEVE_FIRST, SIEVE_ALONE, SIEVE_SECOND, SIEVE_KINDS };

struct sieve;

/*
 * sieve_create(arena, n_words, n_terms): an empty sieve for words up to number n_words (below SIEVE_ANY)
 * and terms below n_terms (at most SIEVE_TERMS_MAX), living in arena; NULL when memory is short.
 */
struct sieve *sieve_create(struct arena *arena, size_t n_words, size_t n_terms);

/*
 * sieve_put(s, kind, word, term): enters the term under that word, SIEVE_NUMBER or SIEVE_ANY.  Returns 0,
 * or -1 when memory is short.
 */
int sieve_put(struct sieve *s, enum sieve_kind kind, uint16_t word, size_t term);

/*
 * sieve_put_pair(s, left, right, term): enters the term under the pair of words, each of which may be
 * SIEVE_NUMBER or SIEVE_ANY; SIEVE_SECOND of the right one is for the caller to enter.
 */
void sieve_put_pair(struct sieve *s, uint16_t left, uint16_t right, size_t term);

/*
 * sieve_close(s): to be called, once, when everything is entered, before anything is asked, and even when
 * something could not be.  Returns 0, or -1 when memory is short.
 */
int sieve_close(struct sieve *s);

/*
 * sieve_has(s, kind, word, term): whether the term was entered under that word, or any.
 */
bool sieve_has(const struct sieve *s, enum sieve_kind kind, uint16_t word, size_t term);

/*
 * sieve_sift(s, r, out): sets out to the terms that can stand in the message r.
 */
void sieve_sift(const struct sieve *s, const struct reading *r, sieve_set out);

/*
 * sieve_anchored(s, r, w, term): whether word w of the message is an anchor of the term.
 */
bool sieve_anchored(const struct sieve *s, const struct reading *r, size_t w, size_t term);

/*
 * sieve_begin_all(s, r, w, among, out): sets out to those terms of `among` that can begin at word w.
 */
void sieve_begin_all(const struct sieve *s, const struct reading *r, size_t w,
	const sieve_set among, sieve_set out);

/*
 * sieve_begins(s, r, w, term): whether the term can begin at word w of the message.
 */
bool sieve_begins(const struct sieve *s, const struct reading *r, size_t w, size_t term);

#endif
