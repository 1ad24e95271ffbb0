/*
 * One code point as its plainest letters: compatibility forms, case, accents, stacked marks, invisible
 * characters and look-alike letters of other scripts are all taken away, so that one spelling of a
 * word stands for all disguises of it (Unicode NFKD and full case folding by utf8proc; the
 * look-alikes are the Latin-looking letters of Unicode's confusables).
 */
#ifndef BASE_FOLD_H
#define BASE_FOLD_H

#include <stddef.h>
#include <stdint.h>

#define FOLD_MAX 18 /* code points that one can fold to (U+FDFA) */

/*
 * fold_char(cp, out): writes what cp folds to into out and returns how many code points that is; 0 for
 * a character that is dropped (marks, zero-width characters, direction controls).
 */
size_t fold_char(uint32_t cp, uint32_t out[FOLD_MAX]);

/* What a folded code point is to somebody who looks for words. */
enum fold_kind {
	FOLD_LETTER,
	FOLD_DIGIT,
	FOLD_APOSTROPHE,
	FOLD_PUNCTUATION,
	FOLD_SYMBOL,
	FOLD_BLANK
};

/*
 * fold_kind(cp): the kind of a folded code point; FOLD_SYMBOL holds emoji and other pictures.
 */
enum fold_kind fold_kind(uint32_t cp);

#endif
