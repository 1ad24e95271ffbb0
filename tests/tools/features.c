/*
 * What the hints are learned from: reads messages, one JSON object a line with "channel", "text" and, in a
 * conversation, "conversation" and "user", and prints for each a line of what was understood of it, words
 * apart by blanks:
 *
 *	reading:ID:POINTS  runner-up:ID:POINTS  asked-name:NAME  told-name:NAME  asked-word:W  told-word:W
 *	frame:NAME  talk:NAME  last:ID  verdict:ACTION
 *	[not-|if-|past-]name:NAME  [not-|if-|past-]word:W  words:COUNT
 *
 * Messages of one conversation stand one behind the other.
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
#include "core/hint.h"
#include "core/hint_net.h"

static bool asks(const struct lumbar_engine *e, size_t w)
{
	return ask_clause_asks(&e->view, e->reading->words[w].sentence);
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

/* The names and words as the red flags' hints see them. */
static void print_scoped(const struct lumbar_engine *e)
{
	const struct term_hits *hits = e->hits;
	const struct reading_word *word;
	struct term_hit hit;
	size_t t, i;

	for (t = 0; t < terms_count(e->content->terms); t++) {
		for (i = 0; i < hits->count[t]; i++) {
			hit = hits->list[hits->start[t] + i];
			printf(" %sname:%s", hint_flag_scope_name(hint_flag_scope(&e->scopes, hit)),
				terms_name(e->content->terms, t));
		}
	}
	for (i = 0; i < e->reading->n_words && i < HINT_WORDS_MAX; i++) {
		word = &e->reading->words[i];
		hit = (struct term_hit){(uint16_t)i, (uint16_t)i};
		printf(" %sword:%.*s", hint_flag_scope_name(hint_flag_scope(&e->scopes, hit)),
			(int)word->len, e->reading->text.data + word->at);
	}
	printf(" words:%zu", e->reading->n_words);
}

/* What kind of message it is, and what the conversation was about. */
static void print_frames(const struct lumbar_engine *e)
{
	bool frames[HINT_FRAMES];
	size_t i;

	hint_frames(&e->view, frames);
	for (i = 0; i < HINT_FRAMES; i++) {
		if (frames[i])
			printf(" frame:%s", hint_frame_name((enum hint_frame)i));
	}
	if (e->view.concept != ASK_NO_TERM)
		printf(" talk:%s", terms_name(e->content->terms, (size_t)e->view.concept));
	if (e->view.aspect != ASK_NO_TERM)
		printf(" talk:%s", terms_name(e->content->terms, (size_t)e->view.aspect));
	if (e->view.last)
		printf(" last:%s", e->view.last->id);
	printf(" verdict:%s", lumbar_action_name(e->verdict.action));
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
	print_frames(e);
	print_scoped(e);
	printf("\n");
}

/* The people of one conversation. */
struct talks {
	char conversation[64];
	struct {
		char user[32];
		struct lumbar_talk talk;
	} list[8];
	size_t n;
};

/* What is known of the message's person; NULL for a message that stands alone. */
static struct lumbar_talk *find_talk(struct talks *t, const json *in)
{
	const char *conversation = json_get_string(in, "conversation");
	const char *user = json_get_string(in, "user");
	size_t i;

	if (!conversation || !user)
		return NULL;
	if (strcmp(t->conversation, conversation) != 0) {
		memset(t, 0, sizeof(*t));
		snprintf(t->conversation, sizeof(t->conversation), "%s", conversation);
	}
	for (i = 0; i < t->n; i++) {
		if (strcmp(t->list[i].user, user) == 0)
			return &t->list[i].talk;
	}
	if (t->n == sizeof(t->list) / sizeof(t->list[0]))
		return NULL;
	snprintf(t->list[t->n].user, sizeof(t->list[t->n].user), "%s", user);
	return &t->list[t->n++].talk;
}

int main(int argc, char **argv)
{
	struct lumbar_content *content = argc == 2 ? content_load(argv[1]) : NULL;
	struct lumbar_engine *engine = content ? engine_create(content) : NULL;
	struct lumbar_message message;
	struct lumbar_verdict verdict;
	struct talks talks = {0};
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
		engine_read(engine, &message, find_talk(&talks, in), &verdict);
		engine_complete(engine);
		print_features(engine);
		json_free(in);
	}
	free(line);
	engine_destroy(engine);
	lumbar_content_destroy(content);
	return 0;
}
