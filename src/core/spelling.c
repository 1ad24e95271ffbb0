/* How written words are to be read: the `spelling:` maps of the content; see spelling.h. */
#include "core/spelling.h"

#include <stdbool.h>
#include <string.h>

#define READS_MAX 8 /* words that a variant is read as */
#define TOO_MANY "a word is too long, or there are too many words"

struct reader {
	struct vocab *vocab;
	const char *file;
	struct diag *diag;
	bool failed;
};

static void fail(struct reader *r, const struct yaml_node *n, const char *why)
{
	diag_error(r->diag, yaml_at(r->file, n), "%s", why);
	r->failed = true;
}

/* Cuts the next word off *text; returns its length, 0 at the end. */
static size_t next_word(const char **text, const char **word)
{
	size_t len;

	*text += strspn(*text, " \n");
	*word = *text;
	len = strcspn(*text, " \n");
	*text += len;
	return len;
}

/* A list of words in one text: each gets the bits. */
static void read_plain(struct reader *r, const struct yaml_node *n, unsigned bits)
{
	const char *text = n->text, *word;
	size_t len;

	if (n->kind != YAML_SCALAR) {
		fail(r, n, "words separated by blanks are expected here");
		return;
	}
	while ((len = next_word(&text, &word)) > 0) {
		if (!vocab_add(r->vocab, word, len, bits)) {
			fail(r, n, TOO_MANY);
			return;
		}
	}
}

/* Enters the words of text; returns how many, 0 when there are none or too many. */
static size_t enter_words(struct reader *r, const char *text, uint16_t ids[READS_MAX])
{
	const char *word;
	size_t len, n = 0;

	while ((len = next_word(&text, &word)) > 0) {
		if (n == READS_MAX)
			return 0;
		ids[n] = vocab_add(r->vocab, word, len, VOCAB_KNOWN);
		if (!ids[n++])
			return 0;
	}
	return n;
}

/* "you: u yu yoo": the key is how the words behind it are read. */
static void read_variants(struct reader *r, const struct yaml_node *map)
{
	const struct yaml_node *n;
	uint16_t reads[READS_MAX], from;
	const char *text, *word;
	size_t len, count;

	for (n = map->first; n; n = n->next) {
		count = enter_words(r, n->key, reads);
		if (n->kind != YAML_SCALAR || count == 0) {
			fail(r, n, "a variant is 'how it is read: how it is written ...'");
			continue;
		}
		text = n->text;
		while ((len = next_word(&text, &word)) > 0) {
			from = vocab_add(r->vocab, word, len, VOCAB_KNOWN);
			if (!from) {
				fail(r, n, TOO_MANY);
			} else if (vocab_variant(r->vocab, from, reads, count) != 0) {
				diag_error(r->diag, yaml_at(r->file, n),
					"'%.*s' cannot be read so: it, or how it is read, is "
					"in another reading already",
					(int)len, word);
				r->failed = true;
			}
		}
	}
}

/* "can not: cant": two neighbours that are read as one word. */
static void read_joins(struct reader *r, const struct yaml_node *map)
{
	const struct yaml_node *n;
	uint16_t pair[READS_MAX], joined[READS_MAX];

	for (n = map->first; n; n = n->next) {
		if (n->kind != YAML_SCALAR || enter_words(r, n->text, joined) != 1 ||
			enter_words(r, n->key, pair) != 2 ||
			vocab_join(r->vocab, pair[0], pair[1], joined[0]) != 0)
			fail(r, n, "a join is 'two words: one'");
	}
}

int spelling_read(
	struct vocab *vocab, const char *file, const struct yaml_node *map, struct diag *diag)
{
	struct reader r = {vocab, file, diag, false};
	const struct yaml_node *n;

	if (map->kind != YAML_MAP)
		fail(&r, map, "spelling: must be a map");
	for (n = map->kind == YAML_MAP ? map->first : NULL; n; n = n->next) {
		if (strcmp(n->key, "known") == 0)
			read_plain(&r, n, VOCAB_KNOWN);
		else if (strcmp(n->key, "exact") == 0)
			read_plain(&r, n, VOCAB_KNOWN | VOCAB_EXACT);
		else if (strcmp(n->key, "common") == 0)
			read_plain(&r, n, VOCAB_KNOWN | VOCAB_COMMON | VOCAB_FILLER);
		else if (strcmp(n->key, "fillers") == 0)
			read_plain(&r, n, VOCAB_KNOWN | VOCAB_FILLER);
		else if (strcmp(n->key, "variants") == 0 && n->kind == YAML_MAP)
			read_variants(&r, n);
		else if (strcmp(n->key, "joins") == 0 && n->kind == YAML_MAP)
			read_joins(&r, n);
		else
			fail(&r, n,
				"spelling: knows the maps variants and joins and the texts known, "
				"exact, common and fillers");
	}
	return r.failed ? -1 : 0;
}
