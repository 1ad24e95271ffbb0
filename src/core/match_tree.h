/*
 * Compiled phrases, shared by the file that makes them (match_build.c) and the one that follows them
 * (match.c).
 */
#ifndef CORE_MATCH_TREE_H
#define CORE_MATCH_TREE_H

#include "core/look.h"
#include "core/match.h"
#include "core/pattern.h"

/* What may stand in a place. */
enum match_kind {
	MATCH_WORD,    /* one word of the vocabulary */
	MATCH_WORDS,   /* one of several */
	MATCH_TEXT,    /* a word that the vocabulary lacks */
	MATCH_LIST,    /* what a name or a group stands for */
	MATCH_OPEN,    /* \w+ */
	MATCH_PATTERN, /* what else cannot be listed */
};

/* A pattern that matches one whole word; its number is one of the lists' numbers. */
struct match_form {
	const struct pattern *pattern;
	uint16_t number;
};

/* One place of a phrase: a word, or a name or group that stands for several. */
struct match_place {
	uint8_t kind;
	bool optional;
	bool keeps; /* optional, and where it stands it is not passed over: what follows forbids */
	uint8_t n_before, n_after;
	uint16_t n_words;                /* or bytes of the text */
	const struct look *const *looks; /* those before the place, then those behind it */
	union {
		uint16_t word;
		const uint16_t *words; /* ascending */
		const char *text;
		const struct match_list *list;
		const struct match_form *form; /* of MATCH_OPEN for what is not ASCII */
	} of;
};

struct match_alt {
	const struct match_place *places;
	uint16_t n_places;
	uint16_t most; /* words of the longest match */
	uint64_t
		second; /* match_second() of the words that may stand second; where any may, all bits */
};

/* A word's bit among those that may stand second. */
static inline uint64_t match_second(uint16_t word)
{
	return UINT64_C(1) << (word * 0x9E37u >> 10 & 63);
}

/* An alternative by a word that it may begin with. */
struct match_begin {
	uint16_t word, alt;
};

struct match_list {
	const struct match_alt *alts;     /* the first that matches is taken */
	const struct match_begin *begins; /* ascending */
	const uint16_t *loose; /* alternatives that may begin with words that are not listed */
	uint32_t n_begins;
	uint16_t n_alts, n_loose;
	uint16_t number; /* of the list */
	uint16_t most;
};

#endif
