/*
 * How long understanding takes: nanoseconds of CPU a message, for kinds of messages apart.
 *
 *	bench [DIR]     DIR: where intents/, responses/ and tests/ are (.)
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/json.h"
#include "lumbar.h"

#define MESSAGES_MAX 4096
#define LINE 65536
#define ROUNDS 3 /* the best of so many counts: the machine has other things to do */

struct messages {
	char *text[MESSAGES_MAX];
	size_t n;
};

/* ------------------------------------------------------------------ messages */

static void add(struct messages *m, const char *text)
{
	if (m->n < MESSAGES_MAX && (m->text[m->n] = strdup(text)))
		m->n++;
}

/* Adds the lines of a file: its text, or "text" of each where they are JSON. */
static void add_file(struct messages *m, const char *dir, const char *name)
{
	char path[4096], line[LINE];
	const char *text;
	json *object;
	FILE *in;

	snprintf(path, sizeof(path), "%s/tests/understanding/batch-1/%s", dir, name);
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
			add(m, text);
		json_free(object);
	}
	fclose(in);
}

static void add_long(struct messages *m, const char *piece, size_t len)
{
	char *text = calloc(1, len + 1);
	size_t i, n = strlen(piece);

	for (i = 0; text && i < len; i++)
		text[i] = piece[i % n];
	if (text)
		add(m, text);
	free(text);
}

static void forget(struct messages *m)
{
	while (m->n)
		free(m->text[--m->n]);
}

/* ------------------------------------------------------------------ time */

static double cpu_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static double read_all(
	struct lumbar_engine *engine, const struct messages *m, enum lumbar_channel channel)
{
	struct lumbar_message message = {.channel = channel};
	struct lumbar_verdict verdict;
	double begun = cpu_ns();
	size_t i;

	for (i = 0; i < m->n; i++) {
		struct lumbar_talk talk = {0};

		message.text = m->text[i];
		message.len = strlen(m->text[i]);
		lumbar_read(engine, &message, &talk, &verdict);
	}
	return (cpu_ns() - begun) / (double)m->n;
}

static void measure(struct lumbar_engine *engine, const char *what, struct messages *m,
	enum lumbar_channel channel)
{
	double best = 0, ns;
	size_t i, bytes = 0;
	int round;

	if (m->n == 0)
		return;
	for (i = 0; i < m->n; i++)
		bytes += strlen(m->text[i]);
	for (round = 0; round < ROUNDS; round++) {
		ns = read_all(engine, m, channel);
		if (round == 0 || ns < best)
			best = ns;
	}
	printf("%-34s %6zu messages  %6zu bytes each  %10.0f ns a message\n", what, m->n,
		bytes / m->n, best);
	forget(m);
}

int main(int argc, char **argv)
{
	const char *dir = argc > 1 ? argv[1] : ".";
	struct lumbar_content *content;
	struct lumbar_engine *engine;
	static struct messages m;
	double begun = cpu_ns();

	content = lumbar_folder_content(dir, NULL, NULL, NULL);
	engine = content ? lumbar_engine_create(content) : NULL;
	if (!engine) {
		fprintf(stderr, "bench: the content in %s does not compile\n", dir);
		return EXIT_FAILURE;
	}
	printf("content compiled in %.0f ms, PCRE2 with%s JIT\n", (cpu_ns() - begun) / 1e6,
		lumbar_content_counts(content).jit ? "" : "out");
	add_file(&m, dir, "chat.txt");
	measure(engine, "small talk, ambient", &m, LUMBAR_AMBIENT);
	add_file(&m, dir, "questions.jsonl");
	measure(engine, "questions, faq", &m, LUMBAR_FAQ);
	add_file(&m, dir, "redflags.jsonl");
	measure(engine, "red flags and near misses, faq", &m, LUMBAR_FAQ);
	add_long(&m, "my back hurts when i bend and my leg is kind of numb since monday, ", 4000);
	measure(engine, "4,000 bytes of complaint, direct", &m, LUMBAR_DIRECT);
	add_long(&m, "my back hurts when i bend and my leg is kind of numb since monday, ", 16000);
	measure(engine, "16,000 bytes of complaint, direct", &m, LUMBAR_DIRECT);
	add_long(&m, "aaaab ", 65000);
	measure(engine, "65,000 bytes of noise, direct", &m, LUMBAR_DIRECT);
	lumbar_engine_destroy(engine);
	lumbar_content_destroy(content);
	return EXIT_SUCCESS;
}
