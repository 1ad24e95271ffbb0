/*
 * How long understanding takes: nanoseconds of CPU a message, by class of message; beside it a loop over all
 * patterns, and Hyperscan on the anchors.
 *
 *	bench [DIR]     DIR: where intents/, responses/ and tests/ are (.)
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/reading.h"
#include "lumbar.h"
#include "tools/bench_messages.h"
#include "tools/bench_rivals.h"

#define ROUNDS 9         /* the best of so many counts: the machine has other things to do */
#define RIVAL_ROUNDS 2   /* the naive loop takes its time */
#define HOSTILE_MIXED 60 /* walls of pieces at random, and of slips */
#define LOADS 3

struct bench {
	struct lumbar_content *content;
	struct lumbar_engine *engine;
	struct reading *reading;
	struct rivals rivals;
	size_t seen; /* what the rivals found, so that no compiler leaves them out */
};

static double cpu_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* ------------------------------------------------------------------ one message */

typedef void work_fn(struct bench *b, const char *text, size_t len, enum lumbar_channel channel);

static void read_it(struct bench *b, const char *text, size_t len, enum lumbar_channel channel)
{
	const struct lumbar_message message = {.text = text, .len = len, .channel = channel};
	struct lumbar_talk talk = {0};
	struct lumbar_verdict verdict;

	lumbar_read(b->engine, &message, &talk, &verdict);
}

static void run_all_patterns(
	struct bench *b, const char *text, size_t len, enum lumbar_channel channel)
{
	(void)channel;
	b->seen += rivals_naive(&b->rivals, text, len);
}

static void scan_anchors(struct bench *b, const char *text, size_t len, enum lumbar_channel channel)
{
	(void)channel;
	b->seen += rivals_scan(&b->rivals, text, len);
}

/* ------------------------------------------------------------------ classes */

/* The mean over the messages in one pass after another, of the best of some passes. */
static double mean_ns(struct bench *b, const struct messages *m, enum lumbar_channel channel,
	work_fn *work, int rounds)
{
	double begun, ns, best = 0;
	size_t i;
	int round;

	for (round = 0; round < rounds; round++) {
		begun = cpu_ns();
		for (i = 0; i < m->n; i++)
			work(b, m->text[i], m->len[i], channel);
		ns = (cpu_ns() - begun) / (double)(m->n ? m->n : 1);
		best = round == 0 || ns < best ? ns : best;
	}
	return best;
}

/* What the dearest of the messages costs, each at its best. */
static double dearest_ns(struct bench *b, const struct messages *m, enum lumbar_channel channel)
{
	double worst = 0, ns;
	static struct messages one;
	size_t i;

	one.n = 1;
	for (i = 0; i < m->n; i++) {
		one.text[0] = m->text[i];
		one.len[0] = m->len[i];
		ns = mean_ns(b, &one, channel, read_it, ROUNDS);
		worst = ns > worst ? ns : worst;
	}
	return worst;
}

/* The messages as the core reads them, cut to one subject: the limits of patterns hold for that. */
static void add_as_read(struct bench *b, const struct messages *m, struct messages *out)
{
	const struct reading *r = b->reading;
	size_t i, len;

	for (i = 0; i < m->n; i++) {
		reading_read(
			b->reading, b->content->vocab, b->content->spell, m->text[i], m->len[i]);
		len = r->text.len;
		if (len > PATTERN_SUBJECT_MAX)
			len = r->words[reading_word_at(r, PATTERN_SUBJECT_MAX - 100)].at - 1;
		messages_add(out, buf_str(&r->text), len);
	}
}

/* Prints one class, and forgets its messages.  Returns what the dearest of them cost. */
static double measure(
	struct bench *b, const char *what, struct messages *m, enum lumbar_channel channel)
{
	static struct messages as_read;
	double worst = dearest_ns(b, m, channel);

	add_as_read(b, m, &as_read);
	printf("%-36s %5zu %10.0f %10.0f %12.0f ", what, m->n,
		mean_ns(b, m, channel, read_it, ROUNDS), worst,
		mean_ns(b, &as_read, channel, run_all_patterns, RIVAL_ROUNDS));
	if (b->rivals.database)
		printf("%10.0f\n", mean_ns(b, m, channel, scan_anchors, ROUNDS));
	else
		printf("  not here\n");
	messages_forget(&as_read);
	messages_forget(m);
	return worst;
}

static void add_both(struct messages *m, const char *dir, const char *name)
{
	static const char *const batches[] = {"batch-1", "batch-2"};
	char path[256];
	size_t i;

	for (i = 0; i < sizeof(batches) / sizeof(batches[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", batches[i], name);
		messages_add_file(m, dir, path);
	}
}

static void measure_people(struct bench *b, struct messages *m, const char *dir)
{
	static const struct {
		const char *what, *file;
		enum lumbar_channel channel;
	} classes[] = {
		{"ordinary chat, ambient", "chat.txt", LUMBAR_AMBIENT},
		{"ordinary chat, faq", "chat.txt", LUMBAR_FAQ},
		{"on topic: questions, ambient", "questions.jsonl", LUMBAR_AMBIENT},
		{"on topic: questions, faq", "questions.jsonl", LUMBAR_FAQ},
		{"on topic: red flags, faq", "redflags.jsonl", LUMBAR_FAQ},
	};
	size_t i;

	for (i = 0; i < sizeof(classes) / sizeof(classes[0]); i++) {
		add_both(m, dir, classes[i].file);
		measure(b, classes[i].what, m, classes[i].channel);
	}
}

/* 2,000 bytes of every hostile kind.  Returns what the dearest cost. */
static double measure_hostile(struct bench *b, struct messages *m, const char *dir)
{
	static struct messages samples;
	double dearest = 0, worst;
	char what[64];
	size_t i;

	for (i = 0; i < sizeof(messages_hostile) / sizeof(messages_hostile[0]); i++) {
		messages_add_wall(m, messages_hostile[i].piece, WALL);
		snprintf(what, sizeof(what), "wall: %s", messages_hostile[i].what);
		worst = measure(b, what, m, LUMBAR_DIRECT);
		dearest = worst > dearest ? worst : dearest;
	}
	messages_add_slips(m, b->content->vocab, HOSTILE_MIXED);
	worst = measure(b, "wall: words with a slip each", m, LUMBAR_DIRECT);
	dearest = worst > dearest ? worst : dearest;
	add_both(&samples, dir, "questions.jsonl");
	add_both(&samples, dir, "redflags.jsonl");
	messages_add_mixed(m, &samples, HOSTILE_MIXED);
	messages_forget(&samples);
	worst = measure(b, "wall: pieces at random", m, LUMBAR_DIRECT);
	return worst > dearest ? worst : dearest;
}

/* ------------------------------------------------------------------ all of it */

/* Loads the content a few times over and says how long that took at best. */
static struct lumbar_content *load(const char *dir)
{
	struct lumbar_content *content = NULL;
	double begun, ms, best = 0;
	int i;

	for (i = 0; i < LOADS; i++) {
		lumbar_content_destroy(content);
		begun = cpu_ns();
		content = lumbar_folder_content(dir, NULL, NULL, NULL);
		ms = (cpu_ns() - begun) / 1e6;
		best = i == 0 || ms < best ? ms : best;
	}
	if (content)
		printf("content loaded in %.0f ms (aim: 150), PCRE2 with%s JIT, %zu patterns\n\n",
			best, lumbar_content_counts(content).jit ? "" : "out",
			lumbar_content_counts(content).terms);
	return content;
}

int main(int argc, char **argv)
{
	const char *dir = argc > 1 ? argv[1] : ".";
	static struct messages m;
	struct bench b = {.content = load(dir), .reading = reading_create()};
	double dearest;

	b.engine = b.content ? lumbar_engine_create(b.content) : NULL;
	if (!b.engine || !b.reading || rivals_open(&b.rivals, b.content, dir) != 0) {
		fprintf(stderr, "bench: the content in %s does not compile\n", dir);
		return EXIT_FAILURE;
	}
	printf("%-36s %5s %10s %10s %12s %10s\n", "ns of CPU a message, by class", "n", "lumbard",
		"dearest", "naive loop", "Hyperscan");
	measure_people(&b, &m, dir);
	dearest = measure_hostile(&b, &m, dir);
	messages_add_wall(&m, messages_hostile[0].piece, 65000);
	measure(&b, "65,000 bytes of complaint, direct", &m, LUMBAR_DIRECT);
	printf("\nthe dearest message of 2,000 bytes: %.2f ms (aim: 2); %zu matches elsewhere\n",
		dearest / 1e6, b.seen);
	rivals_close(&b.rivals);
	reading_destroy(b.reading);
	lumbar_engine_destroy(b.engine);
	lumbar_content_destroy(b.content);
	return EXIT_SUCCESS;
}
