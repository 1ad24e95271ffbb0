/* Events that wait; see discord_held.h. */
#include "platform/discord_held.h"

#include <stdlib.h>
#include <string.h>

#include "platform/snowflake.h"

void discord_held_init(struct discord_held *h, const struct platform_host *host)
{
	*h = (struct discord_held){.host = *host};
	TAILQ_INIT(&h->events);
}

static void take_out(struct discord_held *h, struct discord_held_event *e)
{
	TAILQ_REMOVE(&h->events, e, link);
	h->n--;
	h->bytes -= e->bytes;
}

void discord_held_drop(struct discord_held *h, struct discord_held_event *e)
{
	take_out(h, e);
	free(e);
}

void discord_held_clear(struct discord_held *h)
{
	while (!TAILQ_EMPTY(&h->events))
		discord_held_drop(h, TAILQ_FIRST(&h->events));
}

/* Of a message that is gone nothing can be read. */
static bool is_recorded(const struct platform_event *event)
{
	return event->kind == PLATFORM_MESSAGE || event->kind == PLATFORM_EDITED;
}

static void record(const struct discord_held *h, const struct platform_event *event, bool over)
{
	if (is_recorded(event) && h->host.place)
		h->host.place(h->host.ctx,
			&(struct platform_place){
				event->conversation, event->server, event->message, event->user},
			over);
}

bool discord_held_has(const struct discord_held *h, const char *message)
{
	const struct discord_held_event *e;

	TAILQ_FOREACH(e, &h->events, link)
	{
		if (is_recorded(&e->event) && strcmp(e->event.message, message) == 0)
			return true;
	}
	return false;
}

void discord_held_done(struct discord_held *h, struct discord_held_event *e)
{
	take_out(h, e);
	if (!discord_held_has(h, e->event.message))
		record(h, &e->event, true);
	free(e);
}

/* Copies the len bytes of s and a NUL to *to, which moves on. */
static const char *keep(char **to, const char *s, size_t len)
{
	char *copy = *to;

	memcpy(copy, s, len);
	copy[len] = '\0';
	*to += len + 1;
	return copy;
}

static bool has_room(const struct discord_held *h, size_t bytes)
{
	return h->n < DISCORD_HELD_MAX && bytes <= DISCORD_HELD_BYTES - h->bytes;
}

/* What was delivered already gives way, the oldest first. */
static void make_room(struct discord_held *h, size_t bytes)
{
	struct discord_held_event *e, *next;

	for (e = TAILQ_FIRST(&h->events); e && !has_room(h, bytes); e = next) {
		next = TAILQ_NEXT(e, link);
		if (e->told)
			discord_held_drop(h, e);
	}
}

struct discord_held_event *discord_held_add(struct discord_held *h,
	const struct platform_event *event, uint64_t channel, uint64_t waits_for)
{
	const char *const reply_to = event->reply_to ? event->reply_to : "";
	size_t bytes = event->text_len + 1 + 5 * SNOWFLAKE_MAX;
	struct discord_held_event *e;
	char *to;

	make_room(h, bytes);
	if (!has_room(h, bytes))
		return NULL;
	e = malloc(sizeof(*e) + bytes);
	if (!e)
		return NULL;
	e->told = false;
	e->event = *event;
	e->channel = channel;
	e->waits_for = waits_for;
	e->bytes = bytes;
	to = e->text;
	e->event.message = keep(&to, event->message, strlen(event->message));
	e->event.conversation = keep(&to, event->conversation, strlen(event->conversation));
	e->event.server = keep(&to, event->server, strlen(event->server));
	e->event.user = keep(&to, event->user, strlen(event->user));
	e->event.reply_to = keep(&to, reply_to, strlen(reply_to));
	e->event.text = keep(&to, event->text, event->text_len);
	TAILQ_INSERT_TAIL(&h->events, e, link);
	h->n++;
	h->bytes += bytes;
	record(h, event, false);
	return e;
}

const struct discord_held_event *discord_held_first(const struct discord_held *h, uint64_t channel)
{
	const struct discord_held_event *e;

	TAILQ_FOREACH(e, &h->events, link)
	{
		if (e->channel == channel && !e->told)
			return e;
	}
	return NULL;
}

bool discord_held_doubts(const struct discord_held *h, uint64_t channel)
{
	const struct discord_held_event *e;

	TAILQ_FOREACH(e, &h->events, link)
	{
		if (e->told && e->channel == channel)
			return true;
	}
	return false;
}
