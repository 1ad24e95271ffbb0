/*
 * Hashes of all parts of a word at once (Rabin and Karp's polynomial): after one pass over the letters, the
 * hash of any stretch of them, and of the word with letters left out, costs a multiplication or two.
 *
 * hash(s) = s[0] * B^(n-1) + ... + s[n-1], modulo 2^64, so that hash(xy) = hash(x) * B^len(y) + hash(y).
 */
#ifndef CORE_ROLLING_H
#define CORE_ROLLING_H

#include <stddef.h>
#include <stdint.h>

#define ROLLING_MAX 120 /* bytes of a word */
#define ROLLING_BASE UINT64_C(0x9E3779B97F4A7C15)

struct rolling {
	uint64_t upto[ROLLING_MAX + 1];  /* hash of the first n bytes */
	uint64_t power[ROLLING_MAX + 1]; /* ROLLING_BASE to the n */
};

/*
 * rolling_fill(r, s, len): takes in the len (at most ROLLING_MAX) bytes of s.
 */
static inline void rolling_fill(struct rolling *r, const char *s, size_t len)
{
	size_t i;

	r->upto[0] = 0;
	r->power[0] = 1;
	for (i = 0; i < len; i++) {
		r->upto[i + 1] = r->upto[i] * ROLLING_BASE + (unsigned char)s[i];
		r->power[i + 1] = r->power[i] * ROLLING_BASE;
	}
}

/*
 * rolling_part(r, from, to): the hash of the bytes from..to-1.
 */
static inline uint64_t rolling_part(const struct rolling *r, size_t from, size_t to)
{
	return r->upto[to] - r->upto[from] * r->power[to - from];
}

/*
 * rolling_join(r, hash, from, to): the hash of what `hash` stands for with the bytes from..to-1 behind it.
 */
static inline uint64_t rolling_join(const struct rolling *r, uint64_t hash, size_t from, size_t to)
{
	return hash * r->power[to - from] + rolling_part(r, from, to);
}

/*
 * rolling_hash(s, len): the hash of s, of any length.
 */
static inline uint64_t rolling_hash(const char *s, size_t len)
{
	uint64_t h = 0;
	size_t i;

	for (i = 0; i < len; i++)
		h = h * ROLLING_BASE + (unsigned char)s[i];
	return h;
}

/*
 * rolling_mix(hash): 32 bits of which every one depends on all of the hash, for the place in a table.
 */
static inline uint32_t rolling_mix(uint64_t hash)
{
	hash ^= hash >> 32;
	return (uint32_t)(hash * UINT64_C(0xD6E8FEB86659FD93) >> 32);
}

#endif
