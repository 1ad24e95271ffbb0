/*
 * What the hints are learned from: reads messages, one JSON object a line with "channel" and "text", and
 * prints for each a line of what was understood of it, words apart by blanks:
 *
 *	reading:ID:POINTS  runner-up:ID:POINTS  asked-name:NAME  told-name:NAME  asked-word:W  told-word:W
 *
 *	features DIR < messages.jsonl
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "cmd/content.h"
#include "cmd/words.h"
#include "core/ask_clause.h"
#include "core/content.h"
#include "core/engine.h"

/* The view's part that ask_clause_asks() looks at. */
static bool asks(const struct lumbar_engine *e, size_t w)
{
	return ask_clause_asks(
		&(struct ask_view){.frames = &e->frames}, e->reading->words[w].sentence);
}

static void print_names(const struct lumbar_engine *e)
{
	const struct term_hits *hits = e->hits;
	size_t t, i;
	bool asked;

	for (t = 0; t < terms_count(e->content->terms); t++) {
		if (e->content->intents->weights[t] == 0 || hits->count[t] == 0)
			continue;
		asked = false;
		for (i = 0; i < hits->count[t]; i++)
			asked = asked || asks(e, hits->list[hits->start[t] + i].first);
		printf(" %s-name:%s", asked ? "asked" : "told", terms_name(e->content->terms, t));
	}
}

static void print_features(const struct lumbar_engine *e)
{
	const struct asked *a = &e->asked;
	const struct reading_word *word;
	size_t i;

	printf("features");
	for (i = 0; i < a->count; i++)
		printf(" reading:%s:%d", a->list[i].intent->id, a->list[i].score);
	if (a->runner_up.intent)
		printf(" runner-up:%s:%d", a->runner_up.intent->id, a->runner_up.score);
	print_names(e);
	for (i = 0; i < e->reading->n_words; i++) {
		word = &e->reading->words[i];
		printf(" %s-word:%.*s", asks(e, i) ? "asked" : "told", (int)word->len,
			e->reading->text.data + word->at);
	}
	printf("\n");
}

int main(int argc, char **argv)
{
	struct lumbar_content *content = argc == 2 ? content_load(argv[1]) : NULL;
	struct lumbar_engine *engine = content ? engine_create(content) : NULL;
	struct lumbar_message message;
	struct lumbar_verdict verdict;
	char *line = NULL;
	const char *text;
	size_t room = 0;
	ssize_t n;
	json *in;

	if (!engine) {
		fprintf(stderr, "usage: features DIR < messages.jsonl\n");
		return 1;
	}
	while ((n = getline(&line, &room, stdin)) > 0) {
		in = json_parse(line, (size_t)n);
		text = json_get_string(in, "text");
		message =
			(struct lumbar_message){.text = text ? text : "", .channel = LUMBAR_DIRECT};
		message.len = strlen(message.text);
		words_channel(json_get_string(in, "channel"), &message.channel);
		engine_read(engine, &message, NULL, &verdict);
		engine_complete(engine);
		print_features(engine);
		json_free(in);
	}
	free(line);
	engine_destroy(engine);
	lumbar_content_destroy(content);
	return 0;
}
