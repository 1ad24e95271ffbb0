/* Answers without buttons, and what people say of them; see feedback.h. */
#include "bot/feedback.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lru.h"

#define KEY_MAX 256 /* bytes of an account and an id */
#define TEXT_MAX 40 /* bytes of a reply that says so */
#define THUMB_LEN 4 /* bytes of either thumb, and of the shade of its skin */
#define THUMB_UP "\xf0\x9f\x91\x8d"
#define THUMB_DOWN "\xf0\x9f\x91\x8e"
#define SHADE "\xf0\x9f\x8f" /* how each of them begins */

struct feedback {
	struct lru *answers; /* account and id -> intent */
	struct lru *pending; /* ticket -> struct feedback_answer */
	struct feedback_answer known;
};

struct feedback *feedback_create(void)
{
	struct feedback *f = calloc(1, sizeof(*f));

	if (!f)
		return NULL;
	f->answers = lru_create(FEEDBACK_ANSWERS_MAX, FEEDBACK_INTENT_MAX);
	f->pending = lru_create(FEEDBACK_PENDING_MAX, sizeof(struct feedback_answer));
	if (f->answers && f->pending)
		return f;
	feedback_destroy(f);
	return NULL;
}

void feedback_destroy(struct feedback *f)
{
	if (!f)
		return;
	lru_destroy(f->answers);
	lru_destroy(f->pending);
	free(f);
}

/* ------------------------------------------------------------------ which answers */

void feedback_said(
	struct feedback *f, uint64_t ticket, const char *intent, const char *user, bool buttons)
{
	struct feedback_answer *p;

	if (strlen(intent) >= FEEDBACK_INTENT_MAX || strlen(user) >= PLATFORM_ID_MAX)
		return;
	p = lru_put(f->pending, (const char *)&ticket, sizeof(ticket));
	if (!p)
		return;
	snprintf(p->intent, sizeof(p->intent), "%s", intent);
	snprintf(p->user, sizeof(p->user), "%s", user);
	p->buttons = buttons;
}

/* Writes the key of an answer.  Returns its length, 0 when there is none. */
static size_t make_key(char key[KEY_MAX], const char *account, const char *id)
{
	const int n = id && *id ? snprintf(key, KEY_MAX, "%s %s", account, id) : 0;

	return n > 0 && n < KEY_MAX ? (size_t)n : 0;
}

void feedback_restore(struct feedback *f, const char *account, const char *id, const char *intent)
{
	char key[KEY_MAX], *at = NULL;
	const size_t len = make_key(key, account, id);

	if (len && *intent && strlen(intent) < FEEDBACK_INTENT_MAX)
		at = lru_put(f->answers, key, len);
	if (at)
		snprintf(at, FEEDBACK_INTENT_MAX, "%s", intent);
}

const struct feedback_answer *feedback_outcome(
	struct feedback *f, const char *account, const struct platform_outcome *outcome)
{
	const uint64_t ticket = outcome->ticket;
	const struct feedback_answer *p =
		lru_get(f->pending, (const char *)&ticket, sizeof(ticket));

	if (!p)
		return NULL;
	f->known = *p;
	lru_remove(f->pending, (const char *)&ticket, sizeof(ticket));
	if (outcome->kind != PLATFORM_SENT || !outcome->id || !*outcome->id ||
		(f->known.buttons && !outcome->bare))
		return NULL;
	feedback_restore(f, account, outcome->id, f->known.intent);
	return &f->known;
}

/* ------------------------------------------------------------------ what is said of them */

static bool is_one_of(const char *const *list, const char *s)
{
	for (; *list; list++) {
		if (strcmp(*list, s) == 0)
			return true;
	}
	return false;
}

/* A thumb of any shade (which is four bytes more), and nothing beside it. */
static bool read_thumb(const char *s, size_t len, bool *helped)
{
	if (len != THUMB_LEN && (len != 2 * THUMB_LEN || memcmp(s + THUMB_LEN, SHADE, 3) != 0))
		return false;
	*helped = memcmp(s, THUMB_UP, THUMB_LEN) == 0;
	return *helped || memcmp(s, THUMB_DOWN, THUMB_LEN) == 0;
}

/* A thumb, or its name on other platforms. */
static bool read_sign(const char *sign, bool *helped)
{
	static const char *const up[] = {"+1", "thumbsup", "thumbs_up", NULL};
	static const char *const down[] = {"-1", "thumbsdown", "thumbs_down", NULL};

	if (read_thumb(sign, strlen(sign), helped))
		return true;
	*helped = is_one_of(up, sign);
	return *helped || is_one_of(down, sign);
}

/* The words of a short text in small letters, with a blank between two; "" when it is no short text. */
static void read_words(const char *text, size_t len, char out[TEXT_MAX + 1])
{
	size_t i, n = 0;
	char c;

	for (i = 0; i < len && len <= TEXT_MAX; i++) {
		c = text[i];
		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (c >= 'a' && c <= 'z')
			out[n++] = c;
		else if (c != '\'' && n && out[n - 1] != ' ')
			out[n++] = ' ';
	}
	while (n && out[n - 1] == ' ')
		n--;
	out[n] = '\0';
}

/* Whole texts only: whoever says more wants to be read. */
static bool read_text(const char *text, size_t len, bool *helped)
{
	static const char *const yes[] = {"helpful", "very helpful", "that was helpful",
		"this was helpful", "that helped", "this helped", "it helped", "thanks that helped",
		"thank you that helped", "that helped thanks", "that helped thank you",
		"yes that helped", NULL};
	static const char *const no[] = {"not helpful", "unhelpful", "not very helpful",
		"that was not helpful", "that wasnt helpful", "this was not helpful",
		"this wasnt helpful", "that did not help", "that didnt help", "this did not help",
		"this didnt help", "it did not help", "it didnt help", "did not help", "didnt help",
		"not useful", NULL};
	char words[TEXT_MAX + 1];

	read_words(text, len, words);
	*helped = is_one_of(yes, words);
	return *helped || is_one_of(no, words);
}

const char *feedback_read(
	struct feedback *f, const char *account, const struct platform_event *event, bool *helped)
{
	const bool reacted = event->kind == PLATFORM_REACTED;
	char key[KEY_MAX];
	size_t len;

	if (!reacted && event->kind != PLATFORM_MESSAGE)
		return NULL;
	len = make_key(key, account, reacted ? event->message : event->reply_to);
	if (!len || !(reacted ? read_sign(event->sign ? event->sign : "", helped)
			      : read_thumb(event->text, event->text_len, helped) ||
					    read_text(event->text, event->text_len, helped)))
		return NULL;
	return lru_get(f->answers, key, len);
}

void feedback_bounds(const struct feedback *f, struct bound bounds[FEEDBACK_BOUNDS])
{
	bounds[0] = lru_bound(f->answers, "feedback-answers");
	bounds[1] = lru_bound(f->pending, "feedback-pending");
}
