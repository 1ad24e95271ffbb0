/* The phrase language: words of which some are written as groups that run into each other; see phrase.h. */
#include <string.h>

#include "core/phrase.h"
#include "core/phrase_tree.h"

#define WAY_BYTES 128 /* of one way to spell them */
#define WAYS_MAX 1024

/* The ways to spell a row of parts that holds blanks, "(dead lift|deadlift)s?", being walked. */
struct ways {
	struct arena *arena;
	const struct phrase_names *names;
	struct phrase *first, *last; /* each way as a phrase of plain words */
	size_t n;
	const char *why; /* what ended the walk */
	char text[WAY_BYTES];
};

/* What is to be spelt behind the end of a group. */
struct follow {
	const struct phrase_part *part, *end;
	const struct follow *up;
};

static bool spell(struct ways *s, size_t len, const struct follow *at);

static bool fail(struct ways *s, const char *why)
{
	s->why = why;
	return false;
}

static const struct phrase *inside(const struct ways *s, const struct phrase_part *part)
{
	return part->kind == PHRASE_GROUP ? part->alts
					  : s->names->lookup(s->names->ctx, part->text, part->len);
}

static bool spell_text(
	struct ways *s, size_t len, const char *text, size_t n, const struct follow *next)
{
	if (len + n > sizeof(s->text))
		return fail(s, "a row of words without blanks between is too long");
	memcpy(s->text + len, text, n);
	return spell(s, len + n, next);
}

static bool spell_done(struct ways *s, size_t len)
{
	const char *text = arena_copy(s->arena, s->text, len);
	struct phrase_error error;
	struct phrase *way;

	if (len == 0)
		return true; /* no word is spelt with no letter */
	way = text ? phrase_parse(s->arena, text, len, &error) : NULL;
	if (!way)
		return fail(s, "out of memory");
	if (++s->n > WAYS_MAX)
		return fail(s, "there are too many ways to spell a row of words");
	if (s->last)
		s->last->next = way;
	else
		s->first = way;
	s->last = way;
	return true;
}

/* Spells what is left, in the order in which PCRE2 tries it. */
static bool spell(struct ways *s, size_t len, const struct follow *at)
{
	static const char mixed[] =
		"a group of several words runs into another without a blank between (those inside "
		"the parentheses do not count), and is not made of plain words";
	const struct phrase_part *part;
	const struct phrase *alt;
	struct follow next, inner;

	while (at && at->part == at->end)
		at = at->up;
	if (!at)
		return spell_done(s, len);
	part = at->part;
	next = (struct follow){part->next, at->end, at->up};
	/* such a word takes its blank along, and what would be left runs into another one */
	if (part->next != at->end && ((part->optional && part->next->kind == PHRASE_BLANK) ||
					     (part->next->optional && part->kind == PHRASE_BLANK)))
		return fail(s, mixed);
	switch (part->kind) {
	case PHRASE_BLANK:

	case PHRASE_LETTERS:
		if (!spell_text(
			    s, len, part->text, part->kind == PHRASE_BLANK ? 1 : part->len, &next))
			return false;
		break;
	case PHRASE_GROUP:
	case PHRASE_NAME:
		for (alt = inside(s, part); alt; alt = alt->next) {
			inner = (struct follow){alt->first, NULL, &next};
			if (!spell(s, len, &inner))
				return false;
		}
		break;
	default: return fail(s, mixed);
	}
	return !part->optional || spell(s, len, &next);
}

struct phrase *phrase_ways(struct arena *arena, const struct phrase_part *word,
	const struct phrase_part *end, const struct phrase_names *names, const char **why)
{
	struct ways s = {.arena = arena, .names = names};
	const struct follow all = {word, end, NULL};

	*why = "a word may be spelt with no letter";
	if (spell(&s, 0, &all))
		return s.first;
	*why = s.why;
	return NULL;
}
