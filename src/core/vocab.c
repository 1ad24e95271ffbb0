/* The words that the reader knows; see vocab.h. */
#include "core/vocab.h"

#include <string.h>

#include "core/rolling.h"

#define SLOTS 131072 /* of the hash table, at least twice VOCAB_MAX, a power of two */
#define JOINS_MAX 512
#define JOIN_SLOTS 2048
#define CHUNK 4096 /* words that get their memory together, a power of two */
#define CHUNKS (VOCAB_MAX / CHUNK + 1)
#define SHORT 12 /* bytes of a word, with its NUL, that stands in its entry */

_Static_assert(SHORT >= sizeof(const char *), "else there stands where it is");

struct join {
	uint16_t first, second, joined;
};

/* A word.  There are tens of thousands, and each word of a message is looked up: most texts stand here. */
struct entry {
	char text[SHORT]; /* or the address of a longer one */
	uint8_t len;
	uint8_t bits;
	uint16_t reads; /* VOCAB_VARIANT: its number in the list of them */
};

struct reads {
	const uint16_t *list;
	size_t n;
};

struct vocab {
	struct arena *arena;
	uint16_t *slots; /* word numbers by hash, linear probing */
	struct entry *chunks[CHUNKS];
	struct reads *reads; /* of the variants, in pieces twice as large as before */
	size_t count, n_reads, room;
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

static struct entry *entry_of(const struct vocab *v, uint16_t id)
{
	return &v->chunks[id / CHUNK][id % CHUNK];
}

static const char *text_of(const struct entry *e)
{
	const char *text;

	if (e->len < SHORT)
		return e->text;
	memcpy(&text, e->text, sizeof(text));
	return text;
}

/* The slot that holds the word, or the empty one where it belongs. */
static size_t slot_of(const struct vocab *v, const char *s, size_t len, uint64_t hash)
{
	size_t at = rolling_mix(hash) & (SLOTS - 1);
	const struct entry *e;

	while (v->slots[at]) {
		e = entry_of(v, v->slots[at]);
		if (e->len == len && memcmp(text_of(e), s, len) == 0)
			break;
		at = (at + 1) & (SLOTS - 1);
	}
	return at;
}

/* The entry of a new word, which gets the next number; NULL when memory is short. */
static struct entry *new_entry(struct vocab *v, const char *s, size_t len)
{
	const size_t id = v->count + 1;
	struct entry **chunk = &v->chunks[id / CHUNK], *e;
	const char *text;

	if (!*chunk)
		*chunk = arena_alloc(v->arena, CHUNK * sizeof(**chunk));
	if (!*chunk)
		return NULL;
	e = &(*chunk)[id % CHUNK];
	if (len < SHORT) {
		memcpy(e->text, s, len);
		e->text[len] = '\0';
	} else {
		text = arena_copy(v->arena, s, len);
		if (!text)
			return NULL;
		memcpy(e->text, &text, sizeof(text));
	}
	e->len = (uint8_t)len;
	v->count = id;
	return e;
}

uint16_t vocab_add(struct vocab *v, const char *s, size_t len, unsigned bits)
{
	size_t slot;

	if (len == 0 || len > VOCAB_WORD_MAX)
		return VOCAB_NONE;
	slot = slot_of(v, s, len, rolling_hash(s, len));
	if (!v->slots[slot]) {
		if (v->count == VOCAB_MAX || !new_entry(v, s, len))
			return VOCAB_NONE;
		v->longest = len > v->longest ? len : v->longest;
		v->slots[slot] = (uint16_t)v->count;
	}
	entry_of(v, v->slots[slot])->bits |= (uint8_t)bits;
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

struct vocab_word vocab_get(const struct vocab *v, uint16_t id)
{
	const struct entry *e = entry_of(v, id);
	struct vocab_word w = {.text = text_of(e), .len = e->len, .bits = e->bits};

	if (e->bits & VOCAB_VARIANT) {
		w.reads = v->reads[e->reads].list;
		w.n_reads = (uint8_t)v->reads[e->reads].n;
	}
	return w;
}

size_t vocab_count(const struct vocab *v)
{
	return v->count;
}

/* Enters what a word is read as in the list; false when memory is short. */
static bool add_reads(struct vocab *v, const uint16_t *reads, size_t n)
{
	uint16_t *copy = arena_alloc(v->arena, n * sizeof(*copy));
	const size_t room = v->room ? v->room * 2 : 512;
	struct reads *list = v->reads;

	if (v->n_reads == v->room) {
		list = arena_alloc(v->arena, room * sizeof(*list));
		if (list && v->n_reads)
			memcpy(list, v->reads, v->n_reads * sizeof(*list));
	}
	if (!copy || !list)
		return false;
	v->room = v->n_reads == v->room ? room : v->room;
	v->reads = list;
	memcpy(copy, reads, n * sizeof(*copy));
	list[v->n_reads++] = (struct reads){copy, n};
	return true;
}

int vocab_variant(struct vocab *v, uint16_t from, const uint16_t *reads, size_t n)
{
	struct entry *e = entry_of(v, from);
	size_t i;

	if (e->bits & (VOCAB_VARIANT | VOCAB_READ))
		return -1;
	for (i = 0; i < n; i++) {
		if (reads[i] == from || (entry_of(v, reads[i])->bits & VOCAB_VARIANT))
			return -1;
	}
	if (!add_reads(v, reads, n))
		return -1;
	for (i = 0; i < n; i++)
		entry_of(v, reads[i])->bits |= VOCAB_READ;
	e->reads = (uint16_t)(v->n_reads - 1);
	e->bits |= VOCAB_VARIANT;
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
	if (v->n_joins == JOINS_MAX || (entry_of(v, joined)->bits & VOCAB_VARIANT))
		return -1;
	entry_of(v, joined)->bits |= VOCAB_READ;
	v->joins[join_slot(v, first, second)] = (struct join){first, second, joined};
	v->n_joins++;
	return 0;
}

uint16_t vocab_joined(const struct vocab *v, uint16_t first, uint16_t second)
{
	return v->joins[join_slot(v, first, second)].joined;
}
