/* What can be asked, to choose from; see menu.h. */
#include "bot/menu.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
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

/* The part's name as people read it. */
static const char *part_title(const char *part, char title[PART_MAX])
{
	snprintf(title, PART_MAX, "%s", part);
	if (*title >= 'a' && *title <= 'z')
		*title = (char)(*title - 'a' + 'A');
	return title;
}

/* Whether the i-th topic is the first one of its part. */
static bool begins_part(const struct lumbar_topic *topics, size_t i)
{
	char part[PART_MAX], other[PART_MAX];
	size_t k;

	part_of(topics[i].intent, part);
	for (k = 0; k < i; k++) {
		if (strcmp(part_of(topics[k].intent, other), part) == 0)
			return false;
	}
	return true;
}

static void add_parts(const struct lumbar_topic *topics, size_t n, struct buf *out)
{
	char part[PART_MAX], title[PART_MAX], key[INTERACTION_KEY_MAX];
	size_t i;

	controls_add(out, CONTROLS_MENU, commands_key(key, "topics", ""), "Choose a part");
	for (i = 0; i < n; i++) {
		part_of(topics[i].intent, part);
		if (begins_part(topics, i))
			controls_add(out, CONTROLS_CHOICE, part, part_title(part, title));
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

/* A line of the part that the i-th topic begins, with at most `most` of its titles. */
static void put_part(
	const struct lumbar_topic *topics, size_t n, size_t i, size_t most, struct buf *text)
{
	char part[PART_MAX], other[PART_MAX], title[PART_MAX];
	size_t put = 0;

	part_of(topics[i].intent, part);
	buf_printf(text, "\n%s: ", part_title(part, title));
	for (; i < n && put <= most; i++) {
		if (strcmp(part_of(topics[i].intent, other), part) != 0)
			continue;
		if (put++ < most)
			buf_printf(text, "%s%s", put > 1 ? "; " : "", topics[i].title);
		else
			buf_puts(text, "; and more");
	}
}

bool menu_list(struct responder *r, size_t max_chars, struct buf *text)
{
	struct lumbar_topic topics[MENU_TOPICS_MAX];
	const size_t n = list(r, topics);
	size_t i, most;

	for (most = n; most > 0; most--) {
		buf_clear(text);
		buf_puts(text, "This is what I can answer. Ask in your own words, or choose one "
			       "with **/back ask**.\n");
		for (i = 0; i < n; i++) {
			if (begins_part(topics, i))
				put_part(topics, n, i, most, text);
		}
		if (buf_ok(text) && utf8_length(buf_str(text), text->len) <= max_chars)
			return true;
	}
	return false;
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
