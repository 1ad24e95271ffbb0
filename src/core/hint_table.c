/* Looking things up in the hints; see hint_table.h. */
#include "core/hint_table.h"

#include <stdlib.h>
#include <string.h>

int hint_table_order(const void *a, const void *b)
{
	const struct hint_row *x = a, *y = b;
	const size_t len = x->len < y->len ? x->len : y->len;
	const int order = memcmp(x->word, y->word, len);

	return order != 0 ? order : (x->len > y->len) - (x->len < y->len);
}

void hint_table_add(const struct hint_row *row, int points, int *sums)
{
	size_t i;

	for (i = 0; row && i < row->n; i++)
		sums[row->pairs[i].intent] += points * row->pairs[i].weight;
}

const struct hint_row *hint_table_word(
	const struct hint_words *words, const struct reading *r, size_t w)
{
	const struct hint_row key = {.word = r->text.data + r->words[w].at, .len = r->words[w].len};

	return words->n ? bsearch(&key, words->list, words->n, sizeof(key), hint_table_order)
			: NULL;
}
