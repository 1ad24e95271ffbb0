/*
 * How hard a text is to read: the Flesch-Kincaid grade (Kincaid et al. 1975), sentence by sentence.
 */
#ifndef CORE_READABILITY_H
#define CORE_READABILITY_H

#include <stddef.h>

struct readability {
	size_t sentences;
	size_t words;
	size_t longest; /* words of the longest sentence */
	double grade;   /* years of school; 0 for an empty text */
};

/*
 * readability_of(text): measures a plain text, in which a line end ends a sentence too.  Medical words
 * that cannot be avoided ("magnesium", "physiotherapist") count as words of two syllables.
 */
struct readability readability_of(const char *text);

#endif
