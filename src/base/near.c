/* The nearest known word; see near.h. */
#include "base/near.h"

#include <string.h>

#define NEAR_LETTERS 3 /* of them, one may be wrong */

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* How many letters were left out, added, changed or swapped between a and b. */
static unsigned count_slips(const char *a, size_t a_len, const char *b, size_t b_len)
{
	unsigned d[NEAR_MAX + 1][NEAR_MAX + 1];
	size_t i, j;

	for (i = 0; i <= a_len; i++)
		d[i][0] = (unsigned)i;
	for (j = 0; j <= b_len; j++)
		d[0][j] = (unsigned)j;
	for (i = 1; i <= a_len; i++) {
		for (j = 1; j <= b_len; j++) {
			unsigned differ = lower(a[i - 1]) != lower(b[j - 1]);

			d[i][j] = least(
				d[i - 1][j - 1] + differ, least(d[i - 1][j], d[i][j - 1]) + 1);
			if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
				lower(a[i - 2]) == lower(b[j - 1]))
				d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
		}
	}
	return d[a_len][b_len];
}

void near_try(struct near *near, const char *known)
{
	size_t len = strlen(near->word), known_len = strlen(known);
	unsigned slips;

	if (len > NEAR_MAX || known_len > NEAR_MAX)
		return;
	slips = count_slips(near->word, len, known, known_len);
	if (slips * NEAR_LETTERS > (len > known_len ? len : known_len))
		return;
	if (!near->best || slips < near->slips) {
		near->best = known;
		near->slips = slips;
	}
}

void near_put(const struct near *near, struct buf *out)
{
	if (near->best)
		buf_printf(out, " (did you mean '%s'?)", near->best);
}
