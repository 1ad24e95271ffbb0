/* A new intent and its answer; see scaffold.h. */
#include "cmd/scaffold.h"

#include <stdio.h>
#include <string.h>

#define TERMS_MAX 4 /* of one rule; the content takes no more */

/* ------------------------------------------------------------------ names */

static bool is_word(const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (!((s[i] >= 'a' && s[i] <= 'z') || (s[i] >= '0' && s[i] <= '9') ||
			    (s[i] == '-' && i > 0 && i + 1 < n)))
			return false;
	}
	return n > 0;
}

const char *scaffold_wrong_id(const struct lumbar_content *content, const char *id)
{
	const char *dot = strchr(id, '.');

	if (!dot || strlen(id) >= SCAFFOLD_ID_MAX || !is_word(id, (size_t)(dot - id)) ||
		!is_word(dot + 1, strlen(dot + 1)))
		return "an id is a topic, a dot and a name, in small letters, digits and '-': "
		       "prevention.sleep";
	if (lumbar_content_name(content, id) == LUMBAR_NAME_INTENT)
		return "there is an intent of this id already";
	return NULL;
}

/* The next name of a shape, copied; false at its end. */
static bool next_name(const char **shape, char name[LUMBAR_SHAPE_MAX])
{
	size_t n;

	*shape += strspn(*shape, " +");
	n = strcspn(*shape, " +");
	if (n == 0 || n >= LUMBAR_SHAPE_MAX)
		return false;
	memcpy(name, *shape, n);
	name[n] = '\0';
	*shape += n;
	return true;
}

const char *scaffold_wrong_shape(
	const struct lumbar_content *content, const char *shape, char name[LUMBAR_SHAPE_MAX])
{
	size_t n = 0;

	name[0] = '\0';
	if (strlen(shape) >= LUMBAR_SHAPE_MAX)
		return "it is too long";
	for (; next_name(&shape, name); n++) {
		switch (lumbar_content_name(content, name)) {
		case LUMBAR_NAME_UNKNOWN: return "the lexicon has no such name";
		case LUMBAR_NAME_INTENT: return "that is an intent, not a name of the lexicon";
		default: break;
		}
	}
	name[0] = '\0';
	return n ? NULL : "there is no name in it";
}

/* "ask-prevent-sure" as a part of an id: "prevent". */
static void put_part(const char *name, char *id, size_t size)
{
	const size_t len = strlen(id);
	size_t n = strlen(name);

	if (strncmp(name, "ask-", 4) == 0) {
		name += 4;
		n -= 4;
	}
	if (n > 5 && strcmp(name + n - 5, "-sure") == 0)
		n -= 5;
	snprintf(id + len, size - len, "%s%.*s", id[len - 1] == '.' ? "" : "-", (int)n, name);
}

void scaffold_id(const struct lumbar_content *content, const char *shape, char id[SCAFFOLD_ID_MAX])
{
	char name[LUMBAR_SHAPE_MAX];
	size_t len, n;

	snprintf(id, SCAFFOLD_ID_MAX, "local.");
	/* room for a number */
	for (n = 0; n < 2 && next_name(&shape, name); n++)
		put_part(name, id, SCAFFOLD_ID_MAX - 4);
	len = strlen(id);
	if (id[len - 1] == '-')
		id[--len] = '\0';
	for (n = 2; n < 100 && lumbar_content_name(content, id) == LUMBAR_NAME_INTENT; n++)
		snprintf(id + len, SCAFFOLD_ID_MAX - len, "-%zu", n);
}

void scaffold_files(const char *id, char intent[SCAFFOLD_PATH_MAX], char answer[SCAFFOLD_PATH_MAX])
{
	const int topic = (int)strcspn(id, ".");

	snprintf(intent, SCAFFOLD_PATH_MAX, "intents/%.*s-%s.yaml", topic, id, id + topic + 1);
	snprintf(answer, SCAFFOLD_PATH_MAX, "responses/%.*s/%s.md", topic, id, id + topic + 1);
}

/* ------------------------------------------------------------------ the intent */

/* The names of a shape by what they are for. */
struct parts {
	char subjects[LUMBAR_SHAPE_NAMES][LUMBAR_SHAPE_MAX]; /* concepts, or the topic */
	char aspects[LUMBAR_SHAPE_NAMES][LUMBAR_SHAPE_MAX];
	size_t n_subjects, n_aspects;
};

static void take_apart(const struct lumbar_content *content, const char *shape, struct parts *parts)
{
	char name[LUMBAR_SHAPE_MAX];

	*parts = (struct parts){.n_subjects = 0};
	while (parts->n_subjects + parts->n_aspects < LUMBAR_SHAPE_NAMES &&
		next_name(&shape, name)) {
		if (lumbar_content_name(content, name) == LUMBAR_NAME_ASPECT)
			memcpy(parts->aspects[parts->n_aspects++], name, sizeof(name));
		else
			memcpy(parts->subjects[parts->n_subjects++], name, sizeof(name));
	}
}

/* A rule of all that it is about and one thing that is asked of it ("" = none is). */
static void put_rule(const struct parts *parts, const char *aspect, struct buf *out)
{
	const size_t most = TERMS_MAX - (*aspect != '\0');
	size_t i;

	for (i = 0; i < parts->n_subjects && i < most; i++)
		buf_printf(out, "%s%s", i ? " + " : "", parts->subjects[i]);
	if (*aspect)
		buf_printf(out, "%s%s", parts->n_subjects ? " + " : "", aspect);
}

static void put_rules(
	const struct lumbar_content *content, const struct scaffold *s, struct buf *out)
{
	struct parts parts;
	size_t i;

	take_apart(content, s->shape, &parts);
	buf_puts(out, "    ask: [");
	for (i = 0; i < parts.n_aspects; i++) {
		if (i)
			buf_puts(out, ", ");
		put_rule(&parts, parts.aspects[i], out);
	}
	if (parts.n_aspects == 0)
		put_rule(&parts, "", out);
	buf_puts(out, "]\n");
}

/* Its own words bear its name, with a dash. */
static void put_words(const struct scaffold *s, struct buf *out)
{
	const int topic = (int)strcspn(s->id, ".");

	buf_printf(out,
		"words:\n"
		"  # how people call what it is about, as phrases: see the README, \"How phrases "
		"and "
		"rules are written\"\n"
		"  %.*s-%s: [writehere|writehere too]\n",
		topic, s->id, s->id + topic + 1);
}

bool scaffold_intent(
	const struct lumbar_content *content, const struct scaffold *s, struct buf *out)
{
	const int topic = (int)strcspn(s->id, ".");

	if (!s->shape)
		put_words(s, out);
	buf_printf(out, "intents:\n  %s:\n", s->id);
	buf_puts(out, "    # take this line away once the answer is written; until then whoever "
		      "asks this is\n"
		      "    # told that it is not covered\n"
		      "    covered: false\n");
	if (s->shape)
		put_rules(content, s, out);
	else
		buf_printf(out, "    ask: [%.*s-%s]\n", topic, s->id, s->id + topic + 1);
	return buf_puts(out, "    # what people write, one a line; and what only looks like it\n"
			     "    examples: []\n"
			     "    counter-examples: []\n");
}

/* ------------------------------------------------------------------ the answer */

bool scaffold_answer(const struct scaffold *s, struct buf *out)
{
	const int topic = (int)strcspn(s->id, ".");

	return buf_printf(out,
		"---\n"
		"title: %s\n"
		"# the articles that say so, by their numbers in responses/articles.yaml: at least "
		"one\n"
		"sources: []\n"
		"reviewed: %s\n"
		"---\n"
		"{answer}: write it in place of this line, in at most 900 characters, the gist in "
		"the "
		"first paragraph.\n",
		s->id + topic + 1, s->today);
}
