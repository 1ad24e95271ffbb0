/* The lexicon: names for groups of phrases; see lexicon.h.  Spelling is read in spelling.c. */
#include "core/lexicon.h"

#include <string.h>

#include "base/map.h"

#define NEST_MAX 12 /* names within names */

struct lexicon {
	struct arena *arena;
	struct arena *phrases;
	struct map *by_name;
	struct lexicon_entry *first, *last;
};

struct lexicon *lexicon_create(struct arena *arena, struct arena *phrases)
{
	struct lexicon *lx = arena_alloc(arena, sizeof(*lx));

	if (!lx)
		return NULL;
	lx->arena = arena;
	lx->phrases = phrases;
	lx->by_name = map_create();
	return lx->by_name ? lx : NULL;
}

void lexicon_destroy(struct lexicon *lx)
{
	if (lx)
		map_destroy(lx->by_name);
}

void lexicon_forget(struct lexicon *lx)
{
	struct lexicon_entry *e;

	for (e = lx->first; e; e = e->next)
		e->phrases = NULL;
}

/* The phrases of one node of text; NULL after a finding. */
static struct phrase *read_phrase(
	struct lexicon *lx, const char *file, const struct yaml_node *n, struct diag *diag)
{
	struct phrase_error error;
	struct phrase *list;
	struct diag_place at = yaml_at(file, n);

	if (n->kind != YAML_SCALAR || n->len == 0) {
		diag_error(diag, at, "a phrase is expected here, not %s", yaml_kind_name(n->kind));
		return NULL;
	}
	list = phrase_parse(lx->phrases, n->text, n->len, &error);
	if (list)
		return list;
	at.col += (unsigned)error.at + (n->quoted ? 1 : 0);
	diag_error(diag, at, "in the phrase '%s': %s", n->text, error.why);
	return NULL;
}

/* The phrases of one name: one text or a list of them. */
static struct phrase *read_phrases(
	struct lexicon *lx, const char *file, const struct yaml_node *n, struct diag *diag)
{
	struct phrase *list = NULL, *more;
	const struct yaml_node *item;

	if (n->kind != YAML_LIST)
		return read_phrase(lx, file, n, diag);
	for (item = n->first; item; item = item->next) {
		more = read_phrase(lx, file, item, diag);
		if (!more)
			return NULL;
		list = phrase_append(list, more);
	}
	if (!list)
		diag_error(diag, yaml_key_at(file, n), "'%s' has no phrases", n->key);
	return list;
}

static int add_entry(
	struct lexicon *lx, const char *file, const struct yaml_node *n, struct diag *diag)
{
	struct lexicon_entry *e = lexicon_find(lx, n->key, strlen(n->key));
	const char *name;

	if (e) {
		diag_error(diag, yaml_key_at(file, n), "'%s' is already defined at %s:%u", n->key,
			e->key.file, e->key.line);
		return -1;
	}
	e = arena_alloc(lx->arena, sizeof(*e));
	name = arena_copy(lx->arena, n->key, strlen(n->key));
	if (!e || !name || map_put(lx->by_name, n->key, strlen(n->key), e) != 0) {
		diag_error(diag, yaml_key_at(file, n), "out of memory");
		return -1;
	}
	*e = (struct lexicon_entry){
		.name = name, .key = yaml_key_at(file, n), .at = yaml_at(file, n), .term = -1};
	if (lx->last)
		lx->last->next = e;
	else
		lx->first = e;
	lx->last = e;
	e->phrases = read_phrases(lx, file, n, diag);
	e->gap = phrase_gap(e->phrases);
	return e->phrases ? 0 : -1;
}

int lexicon_read_words(
	struct lexicon *lx, const char *file, const struct yaml_node *map, struct diag *diag)
{
	const struct yaml_node *n;
	int result = 0;

	if (map->kind != YAML_MAP) {
		diag_error(diag, yaml_at(file, map), "words: must be a map of names");
		return -1;
	}
	for (n = map->first; n; n = n->next) {
		if (add_entry(lx, file, n, diag) != 0)
			result = -1;
	}
	return result;
}

int lexicon_read_lacking(
	struct lexicon *lx, const char *file, const struct yaml_node *map, struct diag *diag)
{
	const struct yaml_node *n, *one = NULL;
	size_t lacking = 0;
	int result = 0;

	for (n = map->kind == YAML_MAP ? map->first : NULL; n; n = n->next) {
		if (lexicon_find(lx, n->key, strlen(n->key)))
			continue;
		lacking++;
		one = n;
		if (add_entry(lx, file, n, diag) != 0)
			result = -1;
	}
	if (one)
		diag_warning(diag, yaml_key_at(file, one),
			"%zu names of this file, '%s' among them, are lacking in the one that "
			"stands for "
			"it: they are taken from here",
			lacking, one->key);
	return result;
}

struct lexicon_entry *lexicon_find(const struct lexicon *lx, const char *name, size_t len)
{
	return map_get(lx->by_name, name, len);
}

struct lexicon_entry *lexicon_first(const struct lexicon *lx)
{
	return lx->first;
}

static const struct phrase *lookup(void *ctx, const char *name, size_t len)
{
	const struct lexicon_entry *e = lexicon_find(ctx, name, len);

	return e ? e->phrases : NULL;
}

struct phrase_names lexicon_names(const struct lexicon *lx)
{
	/* lookup() only reads */
	union {
		const void *in;
		void *out;
	} ctx = {.in = lx};

	return (struct phrase_names){lookup, ctx.out, NULL};
}

/* ------------------------------------------------------------------ cross-checks */

struct checking {
	struct lexicon *lx;
	struct diag *diag;
	const struct lexicon_entry *entry; /* whose phrases are walked */
	unsigned depth;
	bool too_deep;
	bool failed;
};

static bool check_name(void *ctx, const char *name, size_t len)
{
	struct checking *c = ctx;
	struct lexicon_entry *e = lexicon_find(c->lx, name, len);
	struct diag_place at = c->entry->at;

	if (!e) {
		/* what another name refers to is found when that one is checked */
		if (c->depth == 0)
			diag_error(c->diag, at, "'%s' refers to {%.*s}, which is not defined",
				c->entry->name, (int)len, name);
		c->failed = true;
		return true;
	}
	e->used = true;
	if (++c->depth > NEST_MAX) {
		diag_error(c->diag, at, "'%s' contains itself, or names nest too deeply",
			c->entry->name);
		c->failed = c->too_deep = true;
		return false;
	}
	phrase_names_each(e->phrases, check_name, c);
	c->depth--;
	return !c->too_deep;
}

int lexicon_check(struct lexicon *lx, struct diag *diag)
{
	struct checking c = {.lx = lx, .diag = diag};
	const struct lexicon_entry *e;

	for (e = lx->first; e; e = e->next) {
		c.entry = e;
		c.depth = 0;
		c.too_deep = false;
		phrase_names_each(e->phrases, check_name, &c);
	}
	return c.failed ? -1 : 0;
}

struct entering {
	struct vocab *vocab;
	struct diag *diag;
	const struct lexicon_entry *entry;
	bool failed;
};

static bool enter_word(void *ctx, const char *s, size_t len)
{
	struct entering *e = ctx;
	struct diag_place at = e->entry->at;
	uint16_t id = vocab_find(e->vocab, s, len);

	if (len == 1 && s[0] == PHRASE_NUMBER[0])
		return true;
	if (id && (vocab_get(e->vocab, id).bits & VOCAB_VARIANT)) {
		diag_error(e->diag, at,
			"'%s' uses the word '%.*s', which is always read as '%s ...': write that",
			e->entry->name, (int)len, s,
			vocab_get(e->vocab, vocab_get(e->vocab, id).reads[0]).text);
		e->failed = true;
		return true;
	}
	if (vocab_add(e->vocab, s, len, VOCAB_MEANING))
		return true;
	diag_error(e->diag, at, "'%s': the word '%.*s' is too long, or there are too many words",
		e->entry->name, (int)len, s);
	e->failed = true;
	return true;
}

int lexicon_vocabulary(struct lexicon *lx, struct vocab *vocab, struct diag *diag)
{
	struct entering e = {.vocab = vocab, .diag = diag};
	struct phrase_names names = lexicon_names(lx);

	for (e.entry = lx->first; e.entry; e.entry = e.entry->next) {
		if (phrase_words(e.entry->phrases, &names, enter_word, &e) != 0) {
			diag_error(diag, e.entry->at, "'%s' has a word with too many spellings",
				e.entry->name);
			e.failed = true;
		}
	}
	return e.failed ? -1 : 0;
}
