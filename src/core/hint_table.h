/*
 * The hints as they stand in memory: between hint_read.c, which makes them, and hint.c and hint_further.c,
 * which add them up.
 */
#ifndef CORE_HINT_TABLE_H
#define CORE_HINT_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "core/hint.h"

struct hint_pair {
	uint16_t
		intent; /* place in the content's list; the place behind the last one is that of `speak` */
	int16_t weight;
};

struct hint_row {
	const char *word; /* not terminated */
	size_t len;
	const struct hint_pair *pairs;
	size_t n;
};

/* Rows in the order of hint_table_order(). */
struct hint_words {
	struct hint_row *list;
	size_t n;
};

enum hint_place { HINT_ASKED, HINT_TOLD, HINT_PLACES };

struct hints {
	const struct intents *intents;
	bool learned[INTENT_MAX]; /* the intents that take part */
	struct hint_row base;
	struct hint_row names[HINT_PLACES][TERM_MAX];
	struct hint_row talk[TERM_MAX];
	struct hint_row last[INTENT_MAX];
	struct hint_row frames[HINT_FRAMES];
	struct hint_words words[HINT_PLACES];
};

/* What one point of each counts in a sum: the trainer's scales (tests/understanding/hints.mjs). */
#define HINT_RULE_POINT 10
#define HINT_RULE_POINTS_MAX 25
#define HINT_RUNNER_UP_POINT 5
#define HINT_FIRST_POINTS 80
#define HINT_FIRST_OF_FEW_POINTS 320
#define HINT_NAME_POINT 20
#define HINT_ASKED_WORD_POINT 14
#define HINT_TOLD_WORD_POINT 5
#define HINT_FRAME_POINT 10
#define HINT_BASE_POINT 20

#define HINT_WORDS_MAX 512 /* words of a message that are looked at */

/*
 * hint_table_order(a, b): the order of two rows by their words, as bsearch() and qsort() want it.
 */
int hint_table_order(const void *a, const void *b);

/*
 * hint_table_add(row, points, sums): adds what a row (NULL: none) says, so many points strong, to the sums
 * of all intents.
 */
void hint_table_add(const struct hint_row *row, int points, int *sums);

/*
 * hint_table_word(words, r, w): what is known of word number w of the message; NULL: nothing.
 */
const struct hint_row *hint_table_word(
	const struct hint_words *words, const struct reading *r, size_t w);

#endif
