/* A message as the patterns see it; see reading.h. */
#include "core/reading.h"

#include <stdlib.h>
#include <string.h>

#include "base/fold.h"
#include "base/utf8.h"
#include "core/pattern.h"
#include "core/respell.h"

#define STRIPPED_MAX 262144 /* bytes of a message without its markup; folding can lengthen it */
#define TEXT_MAX 262144     /* bytes of the words as read */
#define ASCII_RUN 128       /* bytes that are folded at once */
#define RAW_MAX 64          /* bytes of one word as written; the rest of a longer one is dropped */

/* One word being collected, and what stands before it. */
struct collecting {
	struct reading *r;
	const struct vocab *vocab;
	const struct spell *spell;
	char raw[RAW_MAX];
	size_t len;
	char before; /* strongest separator since the last word */
};

struct reading *reading_create(void)
{
	struct reading *r = calloc(1, sizeof(*r));

	if (!r)
		return NULL;
	buf_init(&r->text, TEXT_MAX + PATTERN_SLACK);
	buf_init(&r->stripped, STRIPPED_MAX);
	buf_init(&r->folded, STRIPPED_MAX);
	r->words = calloc(READING_WORDS_MAX, sizeof(*r->words));
	r->sentences = calloc(READING_WORDS_MAX, sizeof(*r->sentences));
	if (!r->words || !r->sentences) {
		reading_destroy(r);
		return NULL;
	}
	return r;
}

void reading_destroy(struct reading *r)
{
	if (!r)
		return;
	buf_free(&r->text);
	buf_free(&r->stripped);
	buf_free(&r->folded);
	free(r->words);
	free(r->sentences);
	free(r);
}

/* ------------------------------------------------------------------ folding */

static void put_folded(struct buf *out, uint32_t cp)
{
	if (cp < 0x80) {
		buf_putc(out, (char)cp);
		return;
	}
	switch (fold_kind(cp)) {
	case FOLD_LETTER:
	case FOLD_DIGIT: utf8_put(out, cp); break;
	case FOLD_APOSTROPHE: buf_putc(out, '\''); break;
	case FOLD_PUNCTUATION: buf_putc(out, ','); break;
	case FOLD_SYMBOL: buf_putc(out, MARKUP_BREAK); break;
	case FOLD_BLANK: buf_putc(out, ' '); break;
	}
}

/* Appends the ASCII characters with which s begins, in lower case; returns how many there are. */
static size_t fold_ascii(const char *s, size_t len, struct buf *out)
{
	char low[ASCII_RUN];
	size_t n = 0;

	for (; n < len && n < sizeof(low) && (unsigned char)s[n] < 0x80; n++)
		low[n] = s[n] >= 'A' && s[n] <= 'Z' ? (char)(s[n] + 32) : s[n];
	buf_put(out, low, n);
	return n;
}

/* Appends the folded form of s to out. */
static void fold_text(const char *s, size_t len, struct buf *out)
{
	uint32_t cp, parts[FOLD_MAX];
	size_t i = 0, n, k;

	while (i < len) {
		if ((unsigned char)s[i] < 0x80) {
			i += fold_ascii(s + i, len - i, out);
			continue;
		}
		i += utf8_next(s + i, len - i, &cp);
		n = fold_char(cp, parts);
		for (k = 0; k < n; k++)
			put_folded(out, parts[k]);
	}
}

/* ------------------------------------------------------------------ words */

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || ((unsigned char)c & 0x80);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool ends_sentence(char separator)
{
	return separator == READING_STOP || separator == READING_QUESTION;
}

/* Adds one word as it is to be matched. */
static void add_word(struct collecting *c, const char *s, size_t len, uint16_t id, bool mended)
{
	struct reading *r = c->r;
	struct reading_word *w = &r->words[r->n_words];

	if (r->n_words == READING_WORDS_MAX || r->text.max < r->text.len + len + 1 + PATTERN_SLACK)
		return;
	if (r->n_words)
		buf_putc(&r->text, c->before);
	if (r->n_words == 0 || ends_sentence(c->before)) {
		if (r->n_words) {
			r->sentences[r->n_sentences - 1].question = c->before == READING_QUESTION;
			r->sentences[r->n_sentences - 1].last = (uint32_t)r->n_words - 1;
		}
		r->sentences[r->n_sentences++] =
			(struct reading_sentence){.first = (uint32_t)r->n_words};
	}
	*w = (struct reading_word){.at = (uint32_t)r->text.len,
		.id = id,
		.len = (uint8_t)len,
		.before = r->n_words ? c->before : READING_BLANK,
		.sentence = (uint16_t)(r->n_sentences - 1),
		.mended = mended,
		.number = is_digit(s[0])};
	buf_put(&r->text, s, len);
	r->n_words++;
	c->before = READING_BLANK;
}

static void add_known(struct collecting *c, uint16_t id, bool mended);

/* "can" "not" -> "cant": replaces the last word when it and this one are read as one. */
static bool join_last(struct collecting *c, uint16_t id)
{
	struct reading *r = c->r;
	struct reading_word *last = r->n_words ? &r->words[r->n_words - 1] : NULL;
	uint16_t joined;

	if (!last || !last->id || c->before != READING_BLANK)
		return false;
	joined = vocab_joined(c->vocab, last->id, id);
	if (!joined)
		return false;
	/* take the last word back, then add the joined one in its place */
	c->before = last->before;
	buf_cut(&r->text, r->n_words > 1 ? last->at - 1 : 0);
	r->n_words--;
	if (r->n_words == 0 || ends_sentence(c->before))
		r->n_sentences--;
	add_known(c, joined, true);
	return true;
}

static void add_known(struct collecting *c, uint16_t id, bool mended)
{
	const struct vocab_word w = vocab_get(c->vocab, id);
	size_t i;

	if (w.bits & VOCAB_VARIANT) {
		for (i = 0; i < w.n_reads; i++)
			add_known(c, w.reads[i], true);
		return;
	}
	if (!join_last(c, id))
		add_word(c, w.text, w.len, id, mended);
}

static void add_number(struct collecting *c)
{
	add_word(c, c->raw, c->len, vocab_find(c->vocab, c->raw, c->len), false);
	c->len = 0;
}

/* Adds the collected letters as words: known, closed up, split or mended, else as they are. */
static void add_letters(struct collecting *c)
{
	struct respelling out = {0};
	size_t i;

	if (c->len == 0)
		return;
	respell(c->vocab, c->spell, c->raw, c->len, &out);
	if (out.n == 0)
		add_word(c, c->raw, c->len, VOCAB_NONE, false);
	for (i = 0; i < out.n; i++)
		add_known(c, out.words[i], out.mended);
	c->len = 0;
}

/* Remembers the strongest separator: a stop outranks a break, a break a comma. */
static void separate(struct collecting *c, char separator)
{
	static const char rising[] = {
		READING_BLANK, READING_COMMA, READING_BREAK, READING_STOP, READING_QUESTION, '\0'};

	if (strchr(rising, separator) > strchr(rising, c->before))
		c->before = separator;
}

/* A run of full stops: one ends a sentence, several are a pause; between letters it may spell a word. */
static size_t take_stops(struct collecting *c, const char *s, size_t len, size_t i)
{
	size_t n = 0;

	while (i + n < len && s[i + n] == '.')
		n++;
	if (n > 1)
		separate(c, READING_BREAK);
	else if (!(i > 0 && i + 1 < len && is_letter(s[i - 1]) && is_letter(s[i + 1]) &&
			 (i == 1 || !is_letter(s[i - 2]))))
		separate(c, READING_STOP);
	return n;
}

/* Signs that are said as words. */
static bool take_sign(struct collecting *c, char sign)
{
	static const char *const said[][2] = {{"&", "and"}, {"+", "and"}, {"=", "equals"}};
	size_t i;

	for (i = 0; i < sizeof(said) / sizeof(said[0]); i++) {
		if (said[i][0][0] != sign)
			continue;
		c->len = strlen(said[i][1]);
		memcpy(c->raw, said[i][1], c->len);
		add_letters(c);
		return true;
	}
	return false;
}

/* w/o, w/ and b/c are one word each. */
static size_t take_slashed(struct collecting *c, const char *s, size_t len, size_t i)
{
	bool ends = i + 2 >= len || !is_letter(s[i + 2]);

	if (c->len == 1 && i + 1 < len && ends &&
		((c->raw[0] == 'w' && s[i + 1] == 'o') || (c->raw[0] == 'b' && s[i + 1] == 'c') ||
			(c->raw[0] == 'y' && s[i + 1] == 'o'))) {
		c->raw[c->len++] = '/';
		c->raw[c->len++] = s[i + 1];
		add_letters(c);
		return 2;
	}
	if (c->len == 1 && c->raw[0] == 'w')
		c->raw[c->len++] = '/';
	add_letters(c);
	return 1;
}

static size_t take_punctuation(struct collecting *c, const char *s, size_t len, size_t i)
{
	struct reading *r = c->r;

	if (s[i] == '/')
		return take_slashed(c, s, len, i);
	add_letters(c);
	switch (s[i]) {
	case ' ': break;
	case '.': return take_stops(c, s, len, i);
	case '!': separate(c, READING_STOP); break;
	case '?': separate(c, READING_QUESTION); break;
	case '\n':
	case ';':
	case MARKUP_BREAK: separate(c, READING_BREAK); break;
	case '-':
		/* "x-ray" is two words, " - " a pause */
		if (i > 0 && i + 1 < len && s[i - 1] == ' ' && s[i + 1] == ' ')
			separate(c, READING_COMMA);
		break;
	case ',':
	case ':':
	case '(':
	case ')': separate(c, READING_COMMA); break;
	case MARKUP_MENTION:
		if (r->mentions++ == 0)
			r->before_mention = r->n_words;
		break;
	default: take_sign(c, s[i]); break;
	}
	return 1;
}

/* What a comma between digits is: nothing before three of them (1,000), else a point (38,9). */
static bool is_decimal(const char *s, size_t len, size_t i)
{
	size_t digits = 0;

	while (i + 1 + digits < len && is_digit(s[i + 1 + digits]))
		digits++;
	return s[i] == ',' && digits < 3;
}

/* A number with what belongs to it: 38.9, 1,000, 9/10, 10:30. */
static size_t take_number(struct collecting *c, const char *s, size_t len, size_t i)
{
	size_t from = i;

	add_letters(c);
	while (i < len &&
		(is_digit(s[i]) || (strchr(".,/:", s[i]) && i + 1 < len && is_digit(s[i + 1])))) {
		if (c->len < RAW_MAX && (s[i] != ',' || is_decimal(s, len, i)))
			c->raw[c->len++] = s[i] == ',' ? '.' : s[i];
		i++;
	}
	add_number(c);
	return i - from;
}

/* Letters, with the digits and apostrophes inside a word. */
static size_t take_letters(struct collecting *c, const char *s, size_t len, size_t i)
{
	size_t from = i;

	while (i < len && (is_letter(s[i]) || is_digit(s[i]) ||
				  (s[i] == '\'' && i + 1 < len && is_letter(s[i + 1])))) {
		if (c->len < RAW_MAX)
			c->raw[c->len++] = s[i];
		i++;
	}
	/* PCRE2 is told that the text is valid UTF-8 */
	c->len = utf8_cut(c->raw, c->len, VOCAB_WORD_MAX);
	if (i == len || s[i] != '/')
		add_letters(c);
	return i - from;
}

static void take_words(struct collecting *c, const char *s, size_t len)
{
	size_t i = 0;

	while (i < len) {
		if (is_letter(s[i]))
			i += take_letters(c, s, len, i);
		else if (is_digit(s[i]))
			i += take_number(c, s, len, i);
		else
			i += take_punctuation(c, s, len, i);
	}
	add_letters(c);
}

/* Closes the last sentence. */
static void finish(struct collecting *c)
{
	struct reading *r = c->r;

	if (r->n_words == 0)
		return;
	r->sentences[r->n_sentences - 1].last = (uint32_t)r->n_words - 1;
	r->sentences[r->n_sentences - 1].question = c->before == READING_QUESTION;
}

void reading_read(struct reading *r, const struct vocab *vocab, const struct spell *spell,
	const char *text, size_t len)
{
	struct collecting c = {.r = r, .vocab = vocab, .spell = spell, .before = READING_BLANK};

	buf_clear(&r->text);
	buf_clear(&r->stripped);
	buf_clear(&r->folded);
	r->n_words = r->n_sentences = 0;
	r->mentions = r->before_mention = 0;
	markup_strip(text, len, &r->stripped, &r->notes);
	fold_text(buf_str(&r->stripped), r->stripped.len, &r->folded);
	respell_spaced(vocab, &r->folded);
	take_words(&c, buf_str(&r->folded), r->folded.len);
	finish(&c);
	pattern_pad(&r->text);
}

size_t reading_word_at(const struct reading *r, size_t offset)
{
	size_t low = 0, high = r->n_words, mid;

	while (low < high) {
		mid = (low + high) / 2;
		if (r->words[mid].at + r->words[mid].len <= offset)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}
