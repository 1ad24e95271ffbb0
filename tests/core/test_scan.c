/*
 * The scan chooses which patterns are run, and where a message is left that leads nowhere, and changes no
 * verdict and nothing in the conversation: shown, with the content that is shipped, over every message of
 * tests/understanding, in its own channel and an ambient one, and variants of each: misspelt, written to
 * somebody else, like a command, and in conversations.
 */
#include <stdio.h>

#include "base/json.h"
#include "core/content_real.h"

#define LINE_SIZE 8192
#define TYPOS 4 /* misspelt variants of each message */

static const enum lumbar_channel channels[] = {LUMBAR_DIRECT, LUMBAR_FAQ, LUMBAR_AMBIENT};

static void verdict_text(const struct lumbar_verdict *v, struct buf *out)
{
	size_t i;

	buf_clear(out);
	buf_printf(out, "%s %s %s %d%d%d %s:", lumbar_action_name(v->action),
		lumbar_tier_name(v->tier), v->reply_id ? v->reply_id : "-", v->choices,
		v->negated_flags, v->limited, v->reason);
	for (i = 0; i < v->n_intents; i++)
		buf_printf(out, " %s", v->intents[i]);
	for (i = 0; i < v->n_flags; i++)
		buf_printf(out, " !%s", v->flags[i]);
}

struct scanning {
	struct lumbar_engine *scan; /* runs the patterns that the scan chooses */
	struct lumbar_engine *all;  /* runs every pattern */
	struct lumbar_talk talk[2]; /* the conversation, as each of the two knows it */
	int64_t now_ms;
	struct buf a, b;
	size_t messages;
};

/* Reads the message with both engines. */
static void same_verdict(struct scanning *s, const char *text, enum lumbar_channel channel)
{
	struct lumbar_message m = {.text = text,
		.len = strlen(text),
		.channel = channel,
		.now_ms = s->now_ms += 20000};
	struct lumbar_verdict v;

	lumbar_read(s->scan, &m, &s->talk[0], &v);
	verdict_text(&v, &s->a);
	lumbar_read(s->all, &m, &s->talk[1], &v);
	verdict_text(&v, &s->b);
	assert_memory_equal(&s->talk[0], &s->talk[1], sizeof(s->talk[0]));
	if (strcmp(buf_str(&s->a), buf_str(&s->b)) != 0)
		fail_msg("'%s'\n  with the scan:    %s\n  without: %s", text, buf_str(&s->a),
			buf_str(&s->b));
	s->messages++;
}

/* How the two came to it is the same as well. */
static void same_terms(struct scanning *s)
{
	char *a = lumbar_explain(s->scan), *b = lumbar_explain(s->all);

	assert_true(a && b);
	assert_string_equal(a, b);
	free(a);
	free(b);
}

/* Misspells a text in the way number `kind`, at a place that the text itself decides. */
static void misspell(char out[LINE_SIZE], const char *text, unsigned kind)
{
	size_t n = strlen(text), at;
	unsigned hash = 2166136261u + kind;
	const char *c;

	for (c = text; *c; c++)
		hash = (hash ^ (unsigned char)*c) * 16777619u;
	snprintf(out, LINE_SIZE, "%s", text);
	if (n < 4 || n + 2 > LINE_SIZE)
		return;
	at = 1 + hash % (n - 2);
	if (kind == 0) { /* two letters change places */
		out[at] = text[at - 1];
		out[at - 1] = text[at];
	} else if (kind == 1) { /* one is left out */
		memmove(out + at, text + at + 1, n - at);
	} else if (kind == 2) { /* one is typed twice */
		memmove(out + at + 1, text + at, n - at + 1);
	} else { /* the key beside is hit */
		out[at] = (char)('a' + (hash >> 8) % 26);
	}
}

/* What is said next belongs to no conversation. */
static void begin(struct scanning *s)
{
	memset(s->talk, 0, sizeof(s->talk));
}

static void scan_alone(struct scanning *s, const char *text, enum lumbar_channel channel)
{
	begin(s);
	same_verdict(s, text, channel);
}

static void scan_text(struct scanning *s, const char *text, enum lumbar_channel channel)
{
	char variant[LINE_SIZE];
	unsigned kind;

	scan_alone(s, text, channel);
	same_terms(s);
	scan_alone(s, text, LUMBAR_AMBIENT);
	same_terms(s);
	for (kind = 0; kind < TYPOS; kind++) {
		misspell(variant, text, kind);
		scan_alone(s, variant, channel);
	}
	snprintf(variant, sizeof(variant), "<@1> %s", text);
	scan_alone(s, variant, LUMBAR_AMBIENT);
	snprintf(variant, sizeof(variant), "!%s", text);
	scan_alone(s, variant, LUMBAR_AMBIENT);
}

static enum lumbar_channel channel_of(const json *v)
{
	const char *name = json_get_string(v, "channel");
	size_t i;

	for (i = 0; i < REAL_COUNT(channels); i++) {
		if (name && strcmp(name, lumbar_channel_name(channels[i])) == 0)
			return channels[i];
	}
	fail_msg("no channel");
	return LUMBAR_DIRECT;
}

/* One line of a batch: a message, a dialog, or a line of chat. */
static void scan_line(struct scanning *s, const char *line)
{
	json *v = json_parse(line, strlen(line));
	const json *turn;

	if (!v) {
		scan_text(s, line, LUMBAR_AMBIENT);
		return;
	}
	if (json_get_string(v, "text"))
		scan_text(s, json_get_string(v, "text"), channel_of(v));
	begin(s);
	for (turn = json_first(json_get(v, "turns")); turn; turn = json_next(turn))
		same_verdict(s, json_get_string(turn, "text"), channel_of(v));
	for (turn = json_first(json_get(v, "turns")); turn; turn = json_next(turn))
		scan_text(s, json_get_string(turn, "text"), channel_of(v));
	json_free(v);
}

static void scan_file(struct scanning *s, const char *name)
{
	char line[LINE_SIZE];
	FILE *f;

	snprintf(line, sizeof(line), "tests/understanding/batch-1/%s", name);
	f = fopen(line, "r");
	assert_non_null(f);
	while (fgets(line, sizeof(line), f)) {
		assert_non_null(strchr(line, '\n'));
		line[strcspn(line, "\n")] = '\0';
		scan_line(s, line);
	}
	fclose(f);
}

static void scan_changes_nothing(void **state)
{
	static const char *const files[] = {"questions.jsonl", "negatives.jsonl", "redflags.jsonl",
		"dialogs.jsonl", "chat.txt"};
	struct lumbar_content *content = real_content();
	struct scanning s = {0};
	size_t i;

	(void)state;
	assert_non_null(content);
	s.scan = lumbar_engine_create(content);
	s.all = lumbar_engine_create(content);
	assert_true(s.scan && s.all);
	lumbar_engine_scan(s.all, false);
	buf_init(&s.a, LINE_SIZE);
	buf_init(&s.b, LINE_SIZE);
	for (i = 0; i < REAL_COUNT(files); i++)
		scan_file(&s, files[i]);
	assert_true(s.messages > (size_t)2000 * (1 + TYPOS));
	/* and it can be switched on again */
	lumbar_engine_scan(s.all, true);
	same_verdict(&s, "i cant feel my groin", LUMBAR_DIRECT);
	buf_free(&s.a);
	buf_free(&s.b);
	lumbar_engine_destroy(s.scan);
	lumbar_engine_destroy(s.all);
	lumbar_content_destroy(content);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(scan_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
