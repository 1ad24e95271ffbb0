/* What was said to which message; see said.h. */
#include "bot/said.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/lru.h"

#define KEY_MAX 512

/* An answer that is on its way. */
struct pending {
	char message[PLATFORM_ID_MAX], conversation[PLATFORM_ID_MAX];
};

struct said {
	struct lru *messages; /* account and message -> struct said_to */
	struct lru *pending;  /* ticket -> struct pending */
	struct buf key;       /* scratch */
};

struct said *said_create(void)
{
	struct said *s = calloc(1, sizeof(*s));

	if (!s)
		return NULL;
	s->messages = lru_create(SAID_MAX, sizeof(struct said_to));
	s->pending = lru_create(SAID_PENDING_MAX, sizeof(struct pending));
	buf_init(&s->key, KEY_MAX);
	if (s->messages && s->pending)
		return s;
	said_destroy(s);
	return NULL;
}

void said_destroy(struct said *s)
{
	if (!s)
		return;
	lru_destroy(s->messages);
	lru_destroy(s->pending);
	buf_free(&s->key);
	free(s);
}

static bool make_key(struct said *s, const char *account, const char *message)
{
	buf_clear(&s->key);
	return buf_printf(&s->key, "%s %s", account, message);
}

struct said_to *said_find(struct said *s, const char *account, const char *message)
{
	if (!make_key(s, account, message))
		return NULL;
	return lru_get(s->messages, s->key.data, s->key.len);
}

struct said_to *said_take(struct said *s, const char *account, const char *message)
{
	if (!make_key(s, account, message))
		return NULL;
	return lru_put(s->messages, s->key.data, s->key.len);
}

void said_answered(struct said *s, const char *account, const char *message,
	const char *conversation, uint64_t ticket)
{
	struct said_to *to = said_take(s, account, message);
	struct pending *pending;

	if (!to || strlen(message) >= PLATFORM_ID_MAX || strlen(conversation) >= PLATFORM_ID_MAX)
		return;
	pending = lru_put(s->pending, (const char *)&ticket, sizeof(ticket));
	if (!pending)
		return;
	to->answer = ticket;
	to->answer_id[0] = '\0';
	to->thread[0] = '\0';
	snprintf(pending->message, sizeof(pending->message), "%s", message);
	snprintf(pending->conversation, sizeof(pending->conversation), "%s", conversation);
}

const struct said_to *said_outcome(struct said *s, const char *account,
	const struct platform_outcome *outcome, char conversation[PLATFORM_ID_MAX])
{
	const uint64_t ticket = outcome->ticket;
	const struct pending *found = lru_get(s->pending, (const char *)&ticket, sizeof(ticket));
	struct pending pending;
	struct said_to *to;

	if (!found)
		return NULL;
	pending = *found;
	lru_remove(s->pending, (const char *)&ticket, sizeof(ticket));
	to = said_find(s, account, pending.message);
	if (!to || to->answer != ticket)
		return NULL;
	if (outcome->kind != PLATFORM_SENT || !outcome->id || !*outcome->id ||
		strlen(outcome->id) >= PLATFORM_ID_MAX) {
		to->answer = 0;
		return NULL;
	}
	snprintf(to->answer_id, sizeof(to->answer_id), "%s", outcome->id);
	snprintf(to->thread, sizeof(to->thread), "%s", outcome->thread ? outcome->thread : "");
	memcpy(conversation, pending.conversation, sizeof(pending.conversation));
	return to->gone ? to : NULL;
}

void said_bounds(const struct said *s, struct bound bounds[SAID_BOUNDS])
{
	bounds[0] = lru_bound(s->messages, "said-messages");
	bounds[1] = lru_bound(s->pending, "said-pending");
}
