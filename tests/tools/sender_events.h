/*
 * What the bench's sender sends: messages made from templates, each with ids of its own.
 *
 * A template is a line of a file: a letter that says what is expected of it, then the d of a MESSAGE_CREATE in
 * which @message@, @author@, @channel@ and @server@, filled with @ to 19 bytes, stand for ids.
 */
#ifndef TESTS_TOOLS_SENDER_EVENTS_H
#define TESTS_TOOLS_SENDER_EVENTS_H

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ID_LEN 19
#define EPOCH_MS 1420070400000LL /* of Discord's ids */
#define ID_LOW_BITS 22
#define ID_LOW (1u << ID_LOW_BITS)
#define HOLES_MAX 32
#define SPREAD 2654435761u /* a walk through all channels that is not their order */

enum hole_kind { HOLE_MESSAGE, HOLE_AUTHOR, HOLE_CHANNEL, HOLE_SERVER, HOLE_KINDS };

struct hole {
	enum hole_kind kind;
	size_t at;
};

struct template
{
	char *text;
	size_t len;
	char letter;
	struct hole holes[HOLES_MAX];
	size_t n_holes;
};

struct templates {
	struct template *list;
	size_t n;
};

/* Of whom, and where, the messages are. */
struct crowd {
	uint64_t users, channels, servers;
};

static inline int64_t events_now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void template_find_holes(struct template *t)
{
	static const char *const names[HOLE_KINDS] = {
		"@message@", "@author@", "@channel@", "@server@"};
	const char *at;
	int kind;

	for (kind = 0; kind < HOLE_KINDS; kind++) {
		for (at = t->text; (at = strstr(at, names[kind])) != NULL; at += ID_LEN) {
			if (t->n_holes == HOLES_MAX || strlen(at) < ID_LEN) {
				fprintf(stderr, "sender: a template with too many ids\n");
				exit(EXIT_FAILURE);
			}
			t->holes[t->n_holes++] =
				(struct hole){(enum hole_kind)kind, (size_t)(at - t->text)};
		}
	}
}

/* Reads a file of templates, one a line; ends the program when it cannot. */
static struct templates templates_read(const char *path)
{
	struct templates all = {0};
	FILE *f = fopen(path, "r");
	char *line = NULL;
	size_t size = 0;
	ssize_t len;

	while (f && (len = getline(&line, &size, f)) > 2) {
		struct template *t;

		all.list = realloc(all.list, (all.n + 1) * sizeof(*all.list));
		if (!all.list)
			abort();
		t = &all.list[all.n++];
		*t = (struct template){.letter = line[0], .len = (size_t)len - 2};
		t->text = strndup(line + 1, t->len);
		if (!t->text)
			abort();
		template_find_holes(t);
	}
	free(line);
	if (!f || !all.n) {
		fprintf(stderr, "sender: there are no templates in %s\n", path);
		exit(EXIT_FAILURE);
	}
	fclose(f);
	return all;
}

static inline void id_write(char *out, uint64_t id)
{
	int i;

	for (i = ID_LEN - 1; i >= 0; i--, id /= 10)
		out[i] = (char)('0' + id % 10);
}

/* The id of the message that is the n-th: made now, and its low bits find it again. */
static inline uint64_t id_of_message(uint64_t n)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (uint64_t)(t.tv_sec * 1000LL + t.tv_nsec / 1000000 - EPOCH_MS) << ID_LOW_BITS |
	       (n & (ID_LOW - 1));
}

/* Writes the n-th MESSAGE_CREATE, from template t, into out.  Returns its length. */
static size_t event_write(
	char *out, const struct template *t, uint64_t n, uint64_t seq, const struct crowd *crowd)
{
	const uint64_t channel = n * SPREAD % crowd->channels;
	const uint64_t ids[HOLE_KINDS] = {
		[HOLE_MESSAGE] = id_of_message(n),
		[HOLE_AUTHOR] = 1200000000000000000u + n % crowd->users,
		[HOLE_CHANNEL] = 1300000000000000000u + channel,
		[HOLE_SERVER] = 1400000000000000000u + channel % crowd->servers,
	};
	size_t head = (size_t)sprintf(
		out, "{\"t\":\"MESSAGE_CREATE\",\"s\":%" PRIu64 ",\"op\":0,\"d\":", seq);
	size_t i;

	memcpy(out + head, t->text, t->len);
	for (i = 0; i < t->n_holes; i++)
		id_write(out + head + t->holes[i].at, ids[t->holes[i].kind]);
	out[head + t->len] = '}';
	return head + t->len + 1;
}

#endif
