/* One written word as the words that it stands for; see respell.h. */
#include "core/respell.h"

#include <string.h>

#include "core/rolling.h"

#define SPLIT_MIN 7            /* letters of a word that may be two run together */
#define SPLIT_PART_MIN 3       /* letters of each of the two */
#define SPACED_MIN 3           /* letters of a spaced-out word */
#define SPACED_MAX ROLLING_MAX /* letters of a run of them */

static void take(struct respelling *out, uint16_t id, bool mended)
{
	if (id == VOCAB_NONE || out->n == RESPELL_MAX)
		return;
	out->words[out->n++] = id;
	out->mended = out->mended || mended;
}

static bool take_word(
	const struct vocab *vocab, const char *s, size_t len, struct respelling *out, bool mended)
{
	uint16_t id = vocab_find(vocab, s, len);

	take(out, id, mended);
	return id != VOCAB_NONE;
}

/* Endings behind an apostrophe; NULL = the ending means nothing here and goes. */
static const struct {
	const char *ending;
	const char *word;
} endings[] = {
	{"m", "am"},
	{"re", "are"},
	{"ll", "will"},
	{"ve", "have"},
	{"d", "would"},
	{"s", NULL},
};

/* After these words 's is short for "is", after others it marks the owner. */
static bool s_means_is(const char *s, size_t len)
{
	static const char *const words[] = {"it", "that", "what", "who", "how", "where", "there",
		"he", "she", "here", "when", "why", "this"};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strlen(words[i]) == len && memcmp(words[i], s, len) == 0)
			return true;
	}
	return false;
}

/* "i've" -> i have, "back's" -> back.  Returns false when the apostrophe opens no known ending. */
static bool open_contraction(const struct vocab *vocab, const char *s, size_t stem, const char *end,
	size_t end_len, struct respelling *out)
{
	size_t i;
	const char *word;

	for (i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		if (strlen(endings[i].ending) != end_len ||
			memcmp(endings[i].ending, end, end_len) != 0)
			continue;
		if (!take_word(vocab, s, stem, out, true))
			return false;
		word = endings[i].word;
		if (!word && s_means_is(s, stem))
			word = "is";
		if (word)
			take_word(vocab, word, strlen(word), out, true);
		return true;
	}
	return false;
}

/* Copies s without apostrophes. */
static size_t without_apostrophes(const char *s, size_t len, char out[VOCAB_WORD_MAX])
{
	size_t i, n = 0;

	for (i = 0; i < len && n < VOCAB_WORD_MAX; i++) {
		if (s[i] != '\'')
			out[n++] = s[i];
	}
	return n;
}

/* Copies s with runs of the same letter cut to at most `most`; returns the new length. */
static size_t close_up(const char *s, size_t len, size_t most, char out[VOCAB_WORD_MAX])
{
	size_t i, n = 0, run = 0;

	for (i = 0; i < len; i++) {
		run = i && s[i] == s[i - 1] ? run + 1 : 1;
		if (run <= most)
			out[n++] = s[i];
	}
	return n;
}

static size_t longest_run(const char *s, size_t len)
{
	size_t i, run = 0, longest = 0;

	for (i = 0; i < len; i++) {
		run = i && s[i] == s[i - 1] ? run + 1 : 1;
		if (run > longest)
			longest = run;
	}
	return longest;
}

/* "numbbbb", "feelll": repeated letters closed up to two, then to one; then as a misspelt word. */
static bool take_closed_up(const struct vocab *vocab, const struct spell *spell, const char *s,
	size_t len, struct respelling *out)
{
	char two[VOCAB_WORD_MAX], one[VOCAB_WORD_MAX];
	size_t n_two, n_one;

	if (longest_run(s, len) < 3)
		return false;
	n_two = close_up(s, len, 2, two);
	n_one = close_up(s, len, 1, one);
	if (take_word(vocab, two, n_two, out, true) || take_word(vocab, one, n_one, out, true))
		return true;
	take(out, spell_mend(spell, one, n_one), true);
	if (out->n == 0)
		take(out, spell_mend(spell, two, n_two), true);
	return out->n > 0;
}

/* "numblegs": two words run together, at least one of them with a meaning. */
static bool take_split(const struct vocab *vocab, const char *s, size_t len, struct respelling *out)
{
	struct rolling r;
	uint16_t a, b;
	size_t i;

	if (len < SPLIT_MIN)
		return false;
	rolling_fill(&r, s, len);
	for (i = SPLIT_PART_MIN; i + SPLIT_PART_MIN <= len; i++) {
		a = vocab_find_hashed(vocab, s, i, r.upto[i]);
		b = a ? vocab_find_hashed(vocab, s + i, len - i, rolling_part(&r, i, len))
		      : VOCAB_NONE;
		if (!b)
			continue;
		if (!((vocab_get(vocab, a).bits | vocab_get(vocab, b).bits) & VOCAB_MEANING))
			continue;
		take(out, a, true);
		take(out, b, true);
		return true;
	}
	return false;
}

/* "b4ck": digits that stand for letters. */
static bool take_digits(const struct vocab *vocab, const struct spell *spell, const char *s,
	size_t len, struct respelling *out)
{
	static const char digits[] = "013457", letters[] = "oieast";
	char plain[VOCAB_WORD_MAX];
	const char *digit;
	bool any = false;
	size_t i;

	for (i = 0; i < len; i++) {
		digit = s[i] >= '0' && s[i] <= '9' ? strchr(digits, s[i]) : NULL;
		plain[i] = digit ? letters[digit - digits] : s[i];
		any = any || digit;
	}
	if (!any)
		return false;
	if (!take_word(vocab, plain, len, out, true))
		take(out, spell_mend(spell, plain, len), true);
	return out->n > 0;
}

void respell(const struct vocab *vocab, const struct spell *spell, const char *s, size_t len,
	struct respelling *out)
{
	char plain[VOCAB_WORD_MAX];
	const char *mark = memchr(s, '\'', len);
	size_t stem = mark ? (size_t)(mark - s) : len;

	if (mark && open_contraction(vocab, s, stem, mark + 1, len - stem - 1, out))
		return;
	len = without_apostrophes(s, len, plain);
	if (take_word(vocab, plain, len, out, false))
		return;
	if (take_closed_up(vocab, spell, plain, len, out) ||
		take_digits(vocab, spell, plain, len, out))
		return;
	if (take_split(vocab, plain, len, out))
		return;
	take(out, spell_mend(spell, plain, len), true);
}

/* ------------------------------------------------------------------ spaced-out letters */

static bool is_letter(char c)
{
	return c >= 'a' && c <= 'z';
}

/* Whether letters stand alone at s[i]: not part of a longer word. */
static bool lone_letter(const char *s, size_t len, size_t i)
{
	return is_letter(s[i]) && (i == 0 || !(is_letter(s[i - 1]) || (s[i - 1] & 0x80))) &&
	       (i + 1 == len || !(is_letter(s[i + 1]) || (s[i + 1] & 0x80) || s[i + 1] == '\''));
}

/* Collects a run of lone letters from s[i] on; returns where it ends, *n letters in `letters`. */
static size_t spaced_run(const char *s, size_t len, size_t i, char letters[SPACED_MAX], size_t *n)
{
	size_t gap;

	*n = 0;
	for (;;) {
		letters[(*n)++] = s[i++];
		for (gap = 0; i + gap < len && gap < 3 && strchr(" .-_*", s[i + gap]); gap++)
			;
		if (gap == 0 || i + gap >= len || *n == SPACED_MAX || !lone_letter(s, len, i + gap))
			return i;
		i += gap;
	}
}

/*
 * Cuts the letters into the fewest words of the vocabulary.  cut[i] is where the last word of the first
 * i letters begins.  Returns how many words, 0 when it cannot be done.
 */
static size_t cut_words(
	const struct vocab *vocab, const char *letters, size_t n, size_t cut[SPACED_MAX + 1])
{
	size_t best[SPACED_MAX + 1], longest = vocab_longest(vocab), i, j;
	struct rolling r;

	rolling_fill(&r, letters, n);
	best[0] = 0;
	for (i = 1; i <= n; i++) {
		best[i] = SIZE_MAX;
		for (j = i > longest ? i - longest : 0; j < i; j++) {
			if (best[j] == SIZE_MAX || best[j] + 1 >= best[i])
				continue;
			if ((i - j == 1 && letters[j] != 'a' && letters[j] != 'i') ||
				!vocab_find_hashed(
					vocab, letters + j, i - j, rolling_part(&r, j, i)))
				continue;
			best[i] = best[j] + 1;
			cut[i] = j;
		}
	}
	return best[n] == SIZE_MAX ? 0 : best[n];
}

/* Appends the words into which the letters were cut. */
static void put_cut(struct buf *out, const char *letters, size_t n, const size_t cut[])
{
	size_t ends[SPACED_MAX], count = 0;

	for (; n > 0; n = cut[n])
		ends[count++] = n;
	while (count-- > 0) {
		buf_put(out, letters + cut[ends[count]], ends[count] - cut[ends[count]]);
		if (count)
			buf_putc(out, ' ');
	}
}

/* Where the next lone letter stands at or behind i; len when there is none. */
static size_t next_lone(const char *s, size_t len, size_t i)
{
	while (i < len && !lone_letter(s, len, i)) {
		/* to the end of a word at once: no letter of it is alone */
		do
			i++;
		while (i < len && (is_letter(s[i]) || (s[i] & 0x80)) &&
			(is_letter(s[i - 1]) || (s[i - 1] & 0x80)));
	}
	return i;
}

void respell_spaced(const struct vocab *vocab, struct buf *text)
{
	char letters[SPACED_MAX];
	size_t cut[SPACED_MAX + 1] = {0}, i, end, n, words, done = 0;
	struct buf out;

	/* out holds the text up to `done`; most texts spell nothing, and it stays empty */
	buf_init(&out, text->max);
	for (i = next_lone(text->data, text->len, 0); i < text->len;
		i = next_lone(text->data, text->len, end)) {
		end = spaced_run(text->data, text->len, i, letters, &n);
		words = n >= SPACED_MIN ? cut_words(vocab, letters, n, cut) : 0;
		if (words == 0 || words * 2 > n)
			continue;
		buf_put(&out, text->data + done, i - done);
		put_cut(&out, letters, n, cut);
		done = end;
	}
	if (done > 0 && buf_put(&out, text->data + done, text->len - done)) {
		buf_clear(text);
		buf_put(text, out.data, out.len);
	}
	buf_free(&out);
}
