/* Adding up what a message's rows say; see hint_net.h. */
#include "core/hint_net.h"

#include <stdlib.h>
#include <string.h>

#define WEIGHT_STEPS 24 /* of a row's weights to one */
#define FRAME_STRENGTH (HINT_NET_FULL / 2)

/* The hidden sums count in 24 * 64 parts; what is positive of them goes on in fewer, so that all fits. */
#define PARTS_SHIFT 4
#define PARTS (WEIGHT_STEPS * (HINT_NET_FULL >> PARTS_SHIFT))
#define POSITIVE_MAX (1 << 14)
#define BLOCK 16 /* units that are multiplied at once */

void hint_net_begin(const struct hint_net *net, struct hint_net_sums *sums)
{
	memset(sums, 0, sizeof(*sums));
	hint_net_add(net, net->base, HINT_NET_FULL, sums);
}

void hint_net_add(
	const struct hint_net *net, const char *row, int strength, struct hint_net_sums *sums)
{
	size_t i;

	for (i = 0; row && i < net->hidden; i++)
		sums->hidden[i] += (row[i] - HINT_NET_ZERO) * strength;
}

/* The row of a word with that number. */
static const char *row_of(const struct hint_net *net, uint16_t row)
{
	return row ? net->rows + (row - 1u) * net->hidden : NULL;
}

int hint_net_order(const void *a, const void *b)
{
	const struct hint_net_word *x = a, *y = b;
	const size_t len = x->len < y->len ? x->len : y->len;
	const int order = memcmp(x->word, y->word, len);

	return order != 0 ? order : (x->len > y->len) - (x->len < y->len);
}

static const struct hint_net_word *find(
	const struct hint_net_words *words, const char *word, size_t len)
{
	const struct hint_net_word key = {.word = word, .len = (uint16_t)len};

	return words->n && len <= UINT16_MAX
		       ? bsearch(&key, words->list, words->n, sizeof(key), hint_net_order)
		       : NULL;
}

/* Whether a word has a beginning of its own: it is longer, and of plain letters. */
static bool has_start(const char *word, size_t len)
{
	size_t i;

	for (i = 0; i < len && word[i] > ' ' && word[i] <= '~'; i++)
		;
	return i == len && len > HINT_NET_START;
}

void hint_net_add_word(const struct hint_net *net, const struct reading *r, size_t w, size_t place,
	int strength, struct hint_net_sums *sums)
{
	const char *word = r->text.data + r->words[w].at;
	const size_t len = r->words[w].len;
	const struct hint_net_word *known = find(&net->words, word, len);

	if (known) {
		hint_net_add(net, row_of(net, known->any), strength, sums);
		hint_net_add(net, row_of(net, known->row[place]), strength, sums);
	}
	if (!has_start(word, len))
		return;
	known = find(&net->starts, word, HINT_NET_START);
	if (known)
		hint_net_add(net, row_of(net, known->row[place]), strength, sums);
}

void hint_net_add_frames(
	const struct hint_net *net, const struct ask_view *view, struct hint_net_sums *sums)
{
	bool frames[HINT_FRAMES];
	size_t i;

	hint_frames(view, frames);
	for (i = 0; i < HINT_FRAMES; i++) {
		if (frames[i])
			hint_net_add(net, net->frames[i], FRAME_STRENGTH, sums);
	}
}

void hint_net_end(
	const struct hint_net *net, const struct hint_net_sums *sums, struct hint_net_units *units)
{
	int32_t positive;
	size_t i;

	for (i = 0; i < net->hidden; i++) {
		positive = sums->hidden[i] > 0 ? sums->hidden[i] >> PARTS_SHIFT : 0;
		units->positive[i] = (int16_t)(positive < POSITIVE_MAX ? positive : POSITIVE_MAX);
	}
}

/* So many at once, by an instruction of the processor that multiplies and adds eight of them. */
static int32_t multiply_block(const int16_t units[BLOCK], const char weights[BLOCK])
{
	int32_t sum = 0;
	size_t i;

	for (i = 0; i < BLOCK; i++)
		sum += units[i] * (int16_t)(weights[i] - HINT_NET_ZERO);
	return sum;
}

int hint_net_output(const struct hint_net *net, size_t o, const struct hint_net_units *units)
{
	const char *row = net->outputs[o].row;
	int32_t sum = 0;
	size_t i;

	for (i = 0; i + BLOCK <= net->hidden; i += BLOCK)
		sum += multiply_block(units->positive + i, row + i);
	for (; i < net->hidden; i++)
		sum += units->positive[i] * (row[i] - HINT_NET_ZERO);
	return net->outputs[o].bias + (int)((int64_t)sum * HINT_UNIT / (PARTS * WEIGHT_STEPS));
}
