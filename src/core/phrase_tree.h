/*
 * The tree of a parsed phrase, shared by the files that read it.
 */
#ifndef CORE_PHRASE_TREE_H
#define CORE_PHRASE_TREE_H

#include "core/phrase.h"

enum phrase_kind {
	PHRASE_LETTERS,
	PHRASE_CLASS,  /* [ab] */
	PHRASE_ANY,    /* \w */
	PHRASE_DIGITS, /* \d */
	PHRASE_LOOK,   /* (?= (?! (?<= (?<! */
	PHRASE_GROUP,  /* (a|b) */
	PHRASE_NAME,   /* {name} */
	PHRASE_BLANK,
};

struct phrase_part {
	enum phrase_kind kind;
	bool optional;
	char repeat;      /* '*' or '+', 0 for none */
	const char *text; /* as it is written, borrowed from the source text */
	size_t len;
	struct phrase *alts; /* PHRASE_GROUP */
	struct phrase_part *next;
};

struct phrase {
	struct phrase_part *first;
	const char *text; /* all of it, borrowed from the source text */
	size_t len;
	struct phrase *next; /* the next alternative */
};

/*
 * phrase_word_end(part): the blank behind the word that begins at part; NULL at the end.
 */
static inline const struct phrase_part *phrase_word_end(const struct phrase_part *part)
{
	while (part && part->kind != PHRASE_BLANK)
		part = part->next;
	return part;
}

/*
 * phrase_whole_part(word, end): the one name or group that is all of the word (look-arounds apart);
 * NULL when the word is made of letters.
 */
static inline const struct phrase_part *phrase_whole_part(
	const struct phrase_part *word, const struct phrase_part *end)
{
	const struct phrase_part *n, *found = NULL;

	for (n = word; n != end; n = n->next) {
		if (n->kind == PHRASE_LOOK)
			continue;
		if (found || (n->kind != PHRASE_NAME && n->kind != PHRASE_GROUP))
			return NULL;
		found = n;
	}
	return found;
}

/*
 * phrase_word_optional(word, end): whether the word as a whole may be missing.
 */
static inline bool phrase_word_optional(
	const struct phrase_part *word, const struct phrase_part *end)
{
	const struct phrase_part *whole = phrase_whole_part(word, end);

	return whole && whole->optional;
}

#endif
