/* The words that the reader knows; see vocab.h. */
#include "core/vocab.h"

#include <string.h>

#include "core/rolling.h"

#define SLOTS 131072 /* of the hash table, at least twice VOCAB_MAX, a power of two */
#define JOINS_MAX 512
#define JOIN_SLOTS 2048

struct join {
	uint16_t first, second, joined;
};

struct vocab {
	struct arena *arena;
	uint16_t *slots; /* word numbers by hash, linear probing */
	struct vocab_word *words;
	size_t count;
	size_t room;
	size_t longest;     /* bytes of the longest word */
	struct join *joins; /* by hash of the pair, linear probing */
	size_t n_joins;
};

struct vocab *vocab_create(struct arena *arena)
{
	struct vocab *v = arena_alloc(arena, sizeof(*v));

	if (!v)
		return NULL;
	v->arena = arena;
	v->slots = arena_alloc(arena, SLOTS * sizeof(*v->slots));
	v->joins = arena_alloc(arena, JOIN_SLOTS * sizeof(*v->joins));
	return v->slots && v->joins ? v : NULL;
}

uint32_t vocab_hash(const char *s, size_t len)
{
	uint64_t h = 0x9E3779B97F4A7C15u ^ len;
	size_t i;

	for (i = 0; i < len; i++)
		h = (h ^ (unsigned char)s[i]) * 0x100000001B3u; /* FNV-1a, Fowler/Noll/Vo */
	return (uint32_t)(h ^ h >> 32);
}

/* The slot that holds the word, or the empty one where it belongs. */
static size_t slot_of(const struct vocab *v, const char *s, size_t len, uint64_t hash)
{
	size_t at = rolling_mix(hash) & (SLOTS - 1);
	const struct vocab_word *w;

	while (v->slots[at]) {
		w = &v->words[v->slots[at]];
		if (w->len == len && memcmp(w->text, s, len) == 0)
			break;
		at = (at + 1) & (SLOTS - 1);
	}
	return at;
}

/* Makes room for one more word: the array moves into a piece twice as large. */
static bool grow(struct vocab *v)
{
	size_t room = v->room ? v->room * 2 : 4096;
	struct vocab_word *words;

	if (v->count + 1 < v->room)
		return true;
	words = arena_alloc(v->arena, room * sizeof(*words));
	if (!words)
		return false;
	if (v->words)
		memcpy(words, v->words, (v->count + 1) * sizeof(*words));
	v->words = words;
	v->room = room;
	return true;
}

uint16_t vocab_add(struct vocab *v, const char *s, size_t len, unsigned bits)
{
	struct vocab_word *w;
	size_t slot;

	if (len == 0 || len > VOCAB_WORD_MAX)
		return VOCAB_NONE;
	slot = slot_of(v, s, len, rolling_hash(s, len));
	if (!v->slots[slot]) {
		if (v->count == VOCAB_MAX || !grow(v))
			return VOCAB_NONE;
		w = &v->words[v->count + 1];
		w->text = arena_copy(v->arena, s, len);
		if (!w->text)
			return VOCAB_NONE;
		w->len = (uint8_t)len;
		v->longest = len > v->longest ? len : v->longest;
		v->slots[slot] = (uint16_t)++v->count;
	}
	v->words[v->slots[slot]].bits |= (uint8_t)bits;
	return v->slots[slot];
}

uint16_t vocab_find(const struct vocab *v, const char *s, size_t len)
{
	return len <= v->longest ? vocab_find_hashed(v, s, len, rolling_hash(s, len)) : VOCAB_NONE;
}

uint16_t vocab_find_hashed(const struct vocab *v, const char *s, size_t len, uint64_t hash)
{
	return len <= v->longest ? v->slots[slot_of(v, s, len, hash)] : VOCAB_NONE;
}

size_t vocab_longest(const struct vocab *v)
{
	return v->longest;
}

const struct vocab_word *vocab_get(const struct vocab *v, uint16_t id)
{
	return &v->words[id];
}

size_t vocab_count(const struct vocab *v)
{
	return v->count;
}

int vocab_variant(struct vocab *v, uint16_t from, const uint16_t *reads, size_t n)
{
	struct vocab_word *w = &v->words[from];
	uint16_t *copy;
	size_t i;

	if (w->bits & (VOCAB_VARIANT | VOCAB_READ))
		return -1;
	for (i = 0; i < n; i++) {
		if (reads[i] == from || (v->words[reads[i]].bits & VOCAB_VARIANT))
			return -1;
	}
	copy = arena_alloc(v->arena, n * sizeof(*copy));
	if (!copy)
		return -1;
	for (i = 0; i < n; i++) {
		copy[i] = reads[i];
		v->words[reads[i]].bits |= VOCAB_READ;
	}
	w->reads = copy;
	w->n_reads = (uint8_t)n;
	w->bits |= VOCAB_VARIANT;
	return 0;
}

static size_t join_slot(const struct vocab *v, uint16_t first, uint16_t second)
{
	size_t at = (first * 31u + second) & (JOIN_SLOTS - 1);

	while (v->joins[at].first && (v->joins[at].first != first || v->joins[at].second != second))
		at = (at + 1) & (JOIN_SLOTS - 1);
	return at;
}

int vocab_join(struct vocab *v, uint16_t first, uint16_t second, uint16_t joined)
{
	if (v->n_joins == JOINS_MAX || (v->words[joined].bits & VOCAB_VARIANT))
		return -1;
	v->words[joined].bits |= VOCAB_READ;
	v->joins[join_slot(v, first, second)] = (struct join){first, second, joined};
	v->n_joins++;
	return 0;
}

uint16_t vocab_joined(const struct vocab *v, uint16_t first, uint16_t second)
{
	return v->joins[join_slot(v, first, second)].joined;
}
