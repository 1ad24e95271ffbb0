/*
 * How the sieve is filled: the words that a term's phrases need, and those with which they can begin.
 */
#ifndef CORE_SIEVE_FILL_H
#define CORE_SIEVE_FILL_H

#include <stddef.h>

#include "core/phrase.h"
#include "core/sieve.h"
#include "core/vocab.h"

struct sieve_fill;

/*
 * sieve_fill_create(sieve, vocab): what fills the sieve with words of vocab (both borrowed); NULL when
 * memory is short.  The caller ends it with sieve_fill_destroy().
 */
struct sieve_fill *sieve_fill_create(struct sieve *sieve, const struct vocab *vocab);

/*
 * sieve_fill_destroy(f): releases it.  NULL is accepted.
 */
void sieve_fill_destroy(struct sieve_fill *f);

/*
 * sieve_fill_term(f, term, list, names, bare): enters the term, which stands for the phrases of the list.
 * Returns 0; -1 with *bare set to the alternative that has no word which must be there, or to NULL when
 * memory is short.
 */
int sieve_fill_term(struct sieve_fill *f, size_t term, const struct phrase *list,
	const struct phrase_names *names, const struct phrase **bare);

#endif
