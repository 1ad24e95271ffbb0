/*
 * The net behind the hints (hint.h, hint_flag.h): a small feed-forward net with one hidden layer.
 *
 * Everything that stands in a message has a row of weights, one for each unit of the hidden layer.  The
 * rows of a message are added up, each as strong as its kind; what is positive in the sum speaks for or
 * against the outputs.  All numbers are integers, so the same message gives the same sums everywhere.
 *
 * A word has up to three rows: one of its own wherever it stands, one for the place that it stands in
 * (asked or told, said or denied), and one for its first letters there, so that "stretchy" is known by
 * "stretch".
 */
#ifndef CORE_HINT_NET_H
#define CORE_HINT_NET_H

#include <stddef.h>
#include <stdint.h>

#include "core/hint.h"

#define HINT_NET_HIDDEN_MAX 128
#define HINT_NET_PLACES_MAX 4
#define HINT_NET_OUTPUTS_MAX (2 * INTENT_MAX + 2)
#define HINT_NET_FULL 64   /* a strength of one */
#define HINT_NET_START 5   /* letters at the beginning of a longer word */
#define HINT_WORDS_MAX 512 /* words of a message that are looked at */

/* A row: a character for each unit, whose distance from this one is the weight, 24 to a unit. */
#define HINT_NET_ZERO 'P'
#define HINT_NET_LEAST '!'
#define HINT_NET_MOST '~'

/* What is known of a word: numbers of rows, from 1; 0 where it says nothing. */
struct hint_net_word {
	const char *word; /* len bytes of it */
	uint16_t len;
	uint16_t any;
	uint16_t row[HINT_NET_PLACES_MAX];
};

/* In the order of hint_net_order(). */
struct hint_net_words {
	struct hint_net_word *list;
	size_t n;
};

struct hint_net {
	size_t hidden;    /* units */
	const char *rows; /* of words, one behind the other */
	const char *base;
	const char *frames[HINT_FRAMES];
	const char *names[HINT_NET_PLACES_MAX][TERM_MAX];
	const char *talk[TERM_MAX];
	const char *last[INTENT_MAX];
	struct hint_net_words words, starts;
	size_t n_outputs;
	struct {
		int column;      /* what it is to whoever reads it; -1: nothing any more */
		int bias;        /* in HINT_UNITs' parts */
		const char *row; /* as long as the hidden layer */
	} outputs[HINT_NET_OUTPUTS_MAX];
};

/* The sums of the hidden layer. */
struct hint_net_sums {
	int32_t hidden[HINT_NET_HIDDEN_MAX];
};

/* What is positive of them. */
struct hint_net_units {
	int16_t positive[HINT_NET_HIDDEN_MAX];
};

/*
 * hint_net_begin(net, sums): the sums before anything is looked at.
 */
void hint_net_begin(const struct hint_net *net, struct hint_net_sums *sums);

/*
 * hint_net_add(net, row, strength, sums): adds a row (NULL: none), so strong (HINT_NET_FULL: once).
 */
void hint_net_add(
	const struct hint_net *net, const char *row, int strength, struct hint_net_sums *sums);

/*
 * hint_net_add_word(net, r, w, place, strength, sums): adds the rows of word number w of a message.
 */
void hint_net_add_word(const struct hint_net *net, const struct reading *r, size_t w, size_t place,
	int strength, struct hint_net_sums *sums);

/*
 * hint_net_add_frames(net, view, sums): adds what kind of message it is.
 */
void hint_net_add_frames(
	const struct hint_net *net, const struct ask_view *view, struct hint_net_sums *sums);

/*
 * hint_net_end(net, sums, units): sets units to what goes on to the outputs when all is added up.
 */
void hint_net_end(
	const struct hint_net *net, const struct hint_net_sums *sums, struct hint_net_units *units);

/*
 * hint_net_output(net, o, units): what speaks for output number o, in parts of HINT_UNIT.
 */
int hint_net_output(const struct hint_net *net, size_t o, const struct hint_net_units *units);

/*
 * hint_net_order(a, b): the order of two words, as bsearch() and qsort() want it.
 */
int hint_net_order(const void *a, const void *b);

#endif
