/*
 * The messages of the bench, by class: what people wrote (tests/understanding), and what somebody would
 * write who wants a bot to stand still.
 */
#ifndef TESTS_TOOLS_BENCH_MESSAGES_H
#define TESTS_TOOLS_BENCH_MESSAGES_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "core/pattern.h"
#include "core/vocab.h"

#define MESSAGES_MAX 8192
#define LINE 65536
#define WALL 2000 /* bytes: as many as Discord lets people write */

struct messages {
	char *text[MESSAGES_MAX];
	size_t len[MESSAGES_MAX];
	size_t n;
};

/* Adds a copy, with the room behind it that patterns look at. */
static inline void messages_add(struct messages *m, const char *text, size_t len)
{
	char *copy = m->n < MESSAGES_MAX ? malloc(len + PATTERN_SLACK + 1) : NULL;

	if (!copy)
		return;
	memcpy(copy, text, len);
	memset(copy + len, 0, PATTERN_SLACK + 1);
	m->len[m->n] = len;
	m->text[m->n++] = copy;
}

static inline void messages_forget(struct messages *m)
{
	while (m->n)
		free(m->text[--m->n]);
}

/* Adds the lines of a file: its text, or "text" of each where they are JSON. */
static inline void messages_add_file(struct messages *m, const char *dir, const char *name)
{
	char path[4096], line[LINE];
	const char *text;
	json *object;
	FILE *in;

	snprintf(path, sizeof(path), "%s/tests/understanding/%s", dir, name);
	in = fopen(path, "r");
	if (!in) {
		perror(path);
		exit(EXIT_FAILURE);
	}
	while (fgets(line, sizeof(line), in)) {
		line[strcspn(line, "\n")] = '\0';
		object = json_parse(line, strlen(line));
		text = object ? json_get_string(object, "text") : line;
		if (text)
			messages_add(m, text, strlen(text));
		json_free(object);
	}
	fclose(in);
}

/* Adds one message of len bytes: the piece over and over. */
static inline void messages_add_wall(struct messages *m, const char *piece, size_t len)
{
	char *text = calloc(1, len + 1);
	size_t i, n = strlen(piece);

	for (i = 0; text && i < len; i++)
		text[i] = piece[i % n];
	if (text)
		messages_add(m, text, len);
	free(text);
}

/* The same numbers on every machine (George Marsaglia's xorshift). */
static inline size_t messages_random(uint64_t *seed, size_t below)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return (size_t)(*seed % below);
}

/* Adds n walls of pieces of the messages in `from`, cut and repeated at random. */
static inline void messages_add_mixed(struct messages *m, const struct messages *from, size_t n)
{
	char wall[WALL];
	uint64_t seed = 88172645463325252u;
	size_t at, i, k, piece, begin, times;

	while (n-- > 0 && from->n) {
		for (at = 0; at < WALL;) {
			i = messages_random(&seed, from->n);
			begin = messages_random(&seed, from->len[i] + 1);
			piece = messages_random(&seed, from->len[i] + 1 - begin);
			times = messages_random(&seed, 3) ? 1 : messages_random(&seed, 20);
			for (k = 0; k < times * (piece + 1) && at < WALL; k++)
				wall[at++] = k % (piece + 1) == piece
						     ? ' '
						     : from->text[i][begin + k % (piece + 1)];
		}
		messages_add(m, wall, WALL);
	}
}

/* Adds n walls of words with a meaning, all different and each with one slip, so that all are mended. */
static inline void messages_add_slips(struct messages *m, const struct vocab *vocab, size_t n)
{
	char wall[WALL + VOCAB_WORD_MAX + 1], *word;
	uint16_t id = 0;
	size_t at, len;

	while (n-- > 0) {
		for (at = 0; at < WALL;) {
			id = (uint16_t)(id % vocab_count(vocab) + 1);
			len = vocab_get(vocab, id).len;
			word = wall + at;
			if (!(vocab_get(vocab, id).bits & VOCAB_MEANING) || len < 8)
				continue;
			memcpy(word, vocab_get(vocab, id).text, len);
			word[len - 2] = word[len - 3];
			word[len] = ' ';
			at += len + 1;
		}
		messages_add(m, wall, WALL);
	}
}

/* One kind of hostile message. */
struct messages_hostile {
	const char *what;
	const char *piece;
};

static const struct messages_hostile messages_hostile[] = {
	{"complaint", "my back hurts when i bend and my leg is kind of numb since monday, "},
	{"one complaint, no comma", "my back hurts and my legs are numb "},
	{"questions", "how do i stop it, "},
	{"topics", "heat or ice or magnesium or stretching or yoga and posture, "},
	{"noise", "aaaab "},
	{"one word", "back "},
	{"no letters", "12 9/10 "},
	{"spaced letters", "n u m b "},
	{"spaced letters that spell nothing", "q w z x k v j "},
	{"stopped letters", "a."},
	{"stacked marks", "a\xcc\x81\xcc\x81\xcc\x81\xcc\x81"},
	{"look-alikes", "\xd0\xb0\xd0\xb1\xd1\x81 "},
	{"ligatures of 18 letters", "\xef\xb7\xba"},
	{"broken UTF-8", "\xff\xfe"},
	{"repeated letters", "nuuuumbbbb leeeegs "},
	{"digits for letters", "b4ck p41n "},
	{"words run together", "numblegs "},
	{"unknown long words", "abcdefghijklmnopqrstuvwxyzabcdefghijklm "},
	{"open brackets", "[a"},
	{"open links", "[a]("},
	{"open code", "```a `b "},
	{"open angles", "<@<:<a:<t:</<http"},
	{"mentions", "@a #b "},
	{"quotes", "> a\n"},
	{"emphasis", "**_~~||"},
};

#endif
