/* What can be asked, to choose from; see menu.h. */
#include "bot/menu.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "bot/commands.h"

#define PART_MAX 32 /* bytes of a part's name with its NUL */
#define WORD_MAX 64 /* bytes of a typed word with its NUL; a longer one is cut */

/* The topics of the content, at most MENU_TOPICS_MAX. */
static size_t list(struct responder *r, struct lumbar_topic topics[MENU_TOPICS_MAX])
{
	const size_t n = responder_topics(r, topics, MENU_TOPICS_MAX);

	return n < MENU_TOPICS_MAX ? n : MENU_TOPICS_MAX;
}

/* Copies what stands before the dot of an intent's id: its part. */
static const char *part_of(const char *intent, char part[PART_MAX])
{
	snprintf(part, PART_MAX, "%.*s", (int)strcspn(intent, "."), intent);
	return part;
}

static void add_parts(const struct lumbar_topic *topics, size_t n, struct buf *out)
{
	char part[PART_MAX], last[PART_MAX] = "", label[PART_MAX], key[INTERACTION_KEY_MAX];
	size_t i, k;

	controls_add(out, CONTROLS_MENU, commands_key(key, "topics", ""), "Choose a part");
	for (i = 0; i < n; i++) {
		part_of(topics[i].intent, part);
		for (k = 0; k < i && strcmp(part_of(topics[k].intent, last), part) != 0; k++)
			;
		if (k < i)
			continue;
		snprintf(label, sizeof(label), "%s", part);
		if (*label >= 'a' && *label <= 'z')
			*label = (char)(*label - 'a' + 'A');
		controls_add(out, CONTROLS_CHOICE, part, label);
	}
}

void menu_topics(struct responder *r, const char *part, struct buf *controls)
{
	struct lumbar_topic topics[MENU_TOPICS_MAX];
	char own[PART_MAX], key[INTERACTION_KEY_MAX];
	const size_t n = list(r, topics);
	bool begun = false;
	size_t i;

	add_parts(topics, n, controls);
	for (i = 0; i < n; i++) {
		if (strcmp(part_of(topics[i].intent, own), part) != 0)
			continue;
		if (!begun)
			controls_add(controls, CONTROLS_MENU, commands_key(key, "open", ""),
				"Choose a question");
		begun = true;
		controls_add(controls, CONTROLS_CHOICE, topics[i].intent, topics[i].title);
	}
}

/* Whether the title holds every word of what was typed, in whatever case. */
static bool holds(const char *title, const char *typed)
{
	char word[WORD_MAX];
	size_t len;

	for (typed += strspn(typed, " "); *typed; typed += strspn(typed, " ")) {
		len = strcspn(typed, " ");
		snprintf(word, sizeof(word), "%.*s", (int)(len < WORD_MAX ? len : WORD_MAX - 1),
			typed);
		if (!strcasestr(title, word))
			return false;
		typed += len;
	}
	return true;
}

void menu_suggest(struct responder *r, const char *typed, struct buf *choices)
{
	struct lumbar_topic topics[MENU_TOPICS_MAX];
	const size_t n = list(r, topics);
	size_t i, left = INTERACTION_SUGGESTED_MAX;

	for (i = 0; i < n && left; i++) {
		if (holds(topics[i].title, typed) &&
			controls_add(choices, CONTROLS_CHOICE, topics[i].title, topics[i].title))
			left--;
	}
}

const char *menu_find(struct responder *r, const char *title)
{
	struct lumbar_topic topics[MENU_TOPICS_MAX];
	const size_t n = list(r, topics);
	size_t i;

	for (i = 0; i < n; i++) {
		if (strcmp(topics[i].title, title) == 0)
			return topics[i].intent;
	}
	return NULL;
}
