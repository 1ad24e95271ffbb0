/* Threads and forum posts; see discord_channel.h. */
#include "platform/discord_channel.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/utf8.h"
#include "platform/discord_cache.h"
#include "platform/discord_held.h"
#include "platform/discord_message.h"

#define AREA "discord"

/* Channel types: discord-api-docs, resources/channel, "Channel Types". */
#define TYPE_NEWS_THREAD 10
#define TYPE_PRIVATE_THREAD 12
#define TYPE_FORUM 15
#define TYPE_MEDIA 16

#define NAME_MAX_LEN 512 /* bytes of a thread's name with its NUL: 100 characters fit */

struct discord_channel {
	struct platform_host host;
	struct discord_rest *rest;
	bool wants_content;
	struct discord_cache *cache;
	struct discord_held held;
	uint64_t
		not_held; /* events for which there was no room: they were delivered as they were */
	bool stopping;
	discord_channel_delivered *delivered; /* NULL = nobody observes */
	void *ctx;
};

struct discord_channel *discord_channel_create(
	const struct platform_host *host, struct discord_rest *rest, bool wants_content)
{
	struct discord_channel *c = calloc(1, sizeof(*c));

	if (!c)
		return NULL;
	c->host = *host;
	c->rest = rest;
	c->wants_content = wants_content;
	discord_held_init(&c->held, host);
	c->cache = discord_cache_create();
	if (!c->cache) {
		discord_channel_destroy(c);
		return NULL;
	}
	return c;
}

void discord_channel_observe(struct discord_channel *c, discord_channel_delivered *fn, void *ctx)
{
	c->delivered = fn;
	c->ctx = ctx;
}

/* ------------------------------------------------------------------ holding */

void discord_channel_destroy(struct discord_channel *c)
{
	if (!c)
		return;
	discord_held_clear(&c->held);
	discord_cache_destroy(c->cache);
	free(c);
}

static void deliver(struct discord_channel *c, const struct platform_event *event)
{
	struct platform_event whole = *event;
	char link[DISCORD_MESSAGE_LINK_MAX];

	discord_message_link(event, link);
	whole.link = link;
	if (c->delivered)
		c->delivered(c->ctx, &whole);
	c->host.heard(c->host.ctx, &whole);
}

bool discord_channel_holds(const struct discord_channel *c)
{
	return c->held.n > 0;
}

bool discord_channel_awaits(const struct discord_channel *c, const char *message)
{
	return discord_held_has(&c->held, message);
}

/* ------------------------------------------------------------------ looking up */

static bool is_thread(int64_t type)
{
	return type >= TYPE_NEWS_THREAD && type <= TYPE_PRIVATE_THREAD;
}

static bool is_forum(int64_t type)
{
	return type == TYPE_FORUM || type == TYPE_MEDIA;
}

/* Asks for a channel unless that is being done already; false when it cannot be asked. */
static bool look_up(struct discord_channel *c, const char *id, uint64_t channel, int64_t now)
{
	const struct discord_held_event *h;

	TAILQ_FOREACH(h, &c->held.events, link)
	{
		if (h->waits_for == channel)
			return true;
	}
	return discord_rest_insist(
		       c->rest, DISCORD_REST_CHANNEL, id, now + DISCORD_CHANNEL_LOOKUP_MS) == 0;
}

/*
 * Completes event, which happened in the thread known: its parent, and the title when its message opens
 * a forum post: then it bears the thread's own id.  Where the parent's kind is unknown it is looked up,
 * if may_ask; returns the id that the event has to wait for, 0 for none.
 */
static uint64_t complete(struct discord_channel *c, struct platform_event *event,
	const struct discord_cache_entry *known, bool may_ask, int64_t now)
{
	const struct discord_cache_entry *parent;
	uint64_t parent_id;

	event->parent = known->parent;
	if (event->kind == PLATFORM_DELETED || strcmp(event->message, event->conversation) != 0 ||
		!snowflake_parse(known->parent, &parent_id))
		return 0;
	parent = discord_cache_get(c->cache, parent_id, now);
	if (!parent && may_ask && look_up(c, known->parent, parent_id, now))
		return parent_id;
	/* an unknown parent is most likely a forum: no other has such messages */
	if (!parent || parent->type == DISCORD_CACHE_UNKNOWN || is_forum(parent->type))
		event->title = known->name;
	return 0;
}

/* Delivers an event whose channel is known; or returns the id that it has to wait for. */
static uint64_t settle(struct discord_channel *c, const struct platform_event *event,
	const struct discord_cache_entry *known, bool may_ask, int64_t now)
{
	struct platform_event whole = *event;
	uint64_t waits_for = 0;

	if (is_thread(known->type))
		waits_for = complete(c, &whole, known, may_ask, now);
	if (!waits_for)
		deliver(c, &whole);
	return waits_for;
}

/* Delivers an event now, with as much as is known. */
static void deliver_now(struct discord_channel *c, const struct platform_event *event,
	uint64_t channel, int64_t now)
{
	const struct discord_cache_entry *known = discord_cache_get(c->cache, channel, now);

	if (known)
		settle(c, event, known, false, now);
	else
		deliver(c, event);
}

/* Delivers what is yet to be delivered of that channel, as it is. */
static void flush_channel(struct discord_channel *c, uint64_t channel, int64_t now)
{
	struct discord_held_event *h, *next;

	for (h = TAILQ_FIRST(&c->held.events); h; h = next) {
		next = TAILQ_NEXT(h, link);
		if (h->told || h->channel != channel)
			continue;
		deliver_now(c, &h->event, channel, now);
		discord_held_done(&c->held, h);
	}
}

void discord_channel_listen(struct discord_channel *c)
{
	c->wants_content = true;
}

void discord_channel_stop(struct discord_channel *c, int64_t now_ms)
{
	struct discord_held_event *h, *next;

	c->stopping = true;
	for (h = TAILQ_FIRST(&c->held.events); h; h = next) {
		next = TAILQ_NEXT(h, link);
		if (h->told)
			continue;
		deliver_now(c, &h->event, h->channel, now_ms);
		h->told = !h->event.addressed && !discord_cache_get(c->cache, h->channel, now_ms);
		if (!h->told)
			discord_held_done(&c->held, h);
	}
}

static bool wants_lookup(
	const struct discord_channel *c, const struct platform_event *event, int64_t type)
{
	if (event->kind == PLATFORM_DELETED || !(c->wants_content || event->addressed))
		return false;
	return type == DISCORD_MESSAGE_UNTOLD || is_thread(type);
}

/* Tries to deliver; returns the id that the event has to wait for, 0 when it is delivered. */
static uint64_t try_now(struct discord_channel *c, const struct platform_event *event,
	uint64_t channel, int64_t type, int64_t now)
{
	const struct discord_cache_entry *known = discord_cache_get(c->cache, channel, now);

	if (known)
		return settle(c, event, known, true, now);
	if (wants_lookup(c, event, type) && look_up(c, event->conversation, channel, now))
		return channel;
	deliver(c, event);
	return 0;
}

/*
 * In a thread whose channel is listened to an event concerns us that concerns nobody elsewhere.  It was
 * delivered without knowing; it is kept until that is known.
 */
static void keep_in_doubt(struct discord_channel *c, const struct platform_event *event,
	uint64_t channel, int64_t type)
{
	struct discord_held_event *h;

	if (event->addressed || !wants_lookup(c, event, type) ||
		!discord_held_doubts(&c->held, channel))
		return;
	h = discord_held_add(&c->held, event, channel, channel);
	if (h)
		h->told = true;
}

void discord_channel_take(
	struct discord_channel *c, const struct platform_event *event, int64_t type, int64_t now_ms)
{
	const struct discord_held_event *before;
	uint64_t channel, waits_for;

	if (event->direct || !snowflake_parse(event->conversation, &channel)) {
		deliver(c, event);
		return;
	}
	before = discord_held_first(&c->held, channel);
	waits_for = before ? before->waits_for : try_now(c, event, channel, type, now_ms);
	if (!waits_for)
		keep_in_doubt(c, event, channel, type);
	if (!waits_for || discord_held_add(&c->held, event, channel, waits_for))
		return;
	c->not_held++;
	flush_channel(c, channel, now_ms);
	deliver_now(c, event, channel, now_ms);
}

/* ------------------------------------------------------------------ answers */

static void learn(struct discord_channel *c, uint64_t id, const struct discord_rest_answer *answer,
	int64_t now)
{
	struct discord_cache_entry known = {.id = id, .type = DISCORD_CACHE_UNKNOWN};
	const char *parent = snowflake_get(answer->body, "parent_id");
	const char *name = json_get_string(answer->body, "name");
	char cut[NAME_MAX_LEN];

	known.until = now + DISCORD_CHANNEL_AGAIN_MS;
	if (answer->status == 200 && json_get_int(answer->body, "type", &known.type) &&
		is_thread(known.type)) {
		snprintf(known.parent, sizeof(known.parent), "%s", parent ? parent : "");
		if (name) {
			snprintf(cut, sizeof(cut), "%.*s",
				(int)utf8_cut(name, strlen(name), sizeof(cut) - 1), name);
			known.name = cut;
		}
	}
	if (known.type < 0) {
		known.type = DISCORD_CACHE_UNKNOWN;
		log_debug(c->host.log, AREA, "channel %s: look-up failed, status %d", answer->id,
			answer->status);
	}
	discord_cache_put(c->cache, &known);
}

/* Whether a look-up failed that may succeed later. */
static bool may_pass(const struct discord_rest_answer *answer)
{
	return answer->status == 0 || answer->status >= 500;
}

/* Delivers h once more if its channel is known to be a thread.  Returns whether h is done with. */
static bool tell_again(
	struct discord_channel *c, struct discord_held_event *h, bool known, int64_t now)
{
	const struct discord_cache_entry *entry = discord_cache_get(c->cache, h->channel, now);

	if (!known)
		return false;
	h->told = false;
	h->waits_for = entry && is_thread(entry->type) ? settle(c, &h->event, entry, true, now) : 0;
	return !h->waits_for;
}

/* Delivers h, for which its turn has come.  Returns whether h is done with. */
static bool tell(struct discord_channel *c, struct discord_held_event *h, uint64_t id, bool passes,
	int64_t now)
{
	const struct discord_cache_entry *known = discord_cache_get(c->cache, h->channel, now);

	if (!known)
		deliver(c, &h->event);
	else
		h->waits_for = settle(c, &h->event, known, id == h->channel, now);
	if (known && h->waits_for)
		return false;
	h->waits_for = id;
	h->told = passes && id == h->channel && !h->event.addressed;
	return !h->told;
}

/* What was delivered without knowing its channel has that looked up until it is known. */
static void look_up_again(struct discord_channel *c, const char *id, uint64_t channel, int64_t now)
{
	struct discord_held_event *h, *next;

	if (c->stopping || !discord_held_doubts(&c->held, channel) ||
		discord_rest_insist(
			c->rest, DISCORD_REST_CHANNEL, id, now + DISCORD_CHANNEL_DOUBT_MS) == 0)
		return;
	for (h = TAILQ_FIRST(&c->held.events); h; h = next) {
		next = TAILQ_NEXT(h, link);
		if (h->told && h->channel == channel)
			discord_held_drop(&c->held, h);
	}
}

void discord_channel_told(
	struct discord_channel *c, const struct discord_rest_answer *answer, int64_t now_ms)
{
	const bool passes = may_pass(answer);
	const struct discord_held_event *before;
	struct discord_held_event *h, *next;
	bool done;
	uint64_t id;

	if (!snowflake_parse(answer->id, &id))
		return;
	learn(c, id, answer, now_ms);
	for (h = TAILQ_FIRST(&c->held.events); h; h = next) {
		next = TAILQ_NEXT(h, link);
		if (h->waits_for != id)
			continue;
		before = discord_held_first(&c->held, h->channel);
		if (h->told) {
			done = tell_again(c, h, !passes, now_ms);
		} else if (before != h) { /* it waits for the parent now, and this one behind it */
			h->waits_for = before->waits_for;
			done = false;
		} else {
			done = tell(c, h, id, passes, now_ms);
		}
		if (done)
			discord_held_done(&c->held, h);
	}
	if (passes)
		look_up_again(c, answer->id, id, now_ms);
}

void discord_channel_status(const struct discord_channel *c, struct platform_status *status)
{
	struct bound *b = status->bounds + status->n_bounds;

	b[0] = (struct bound){"held-events", c->held.n, DISCORD_HELD_MAX, c->not_held};
	b[1] = discord_cache_bound(c->cache);
	status->n_bounds += 2;
}
