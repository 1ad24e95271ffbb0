/* Threads and forum posts; see discord_channel.h. */
#include "platform/discord_channel.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#include "base/log.h"
#include "base/utf8.h"
#include "platform/discord_cache.h"
#include "platform/discord_message.h"

#define AREA "discord"

/* Channel types: discord-api-docs, resources/channel, "Channel Types". */
#define TYPE_NEWS_THREAD 10
#define TYPE_PRIVATE_THREAD 12
#define TYPE_FORUM 15
#define TYPE_MEDIA 16

#define NAME_MAX_LEN 512 /* bytes of a thread's name with its NUL: 100 characters fit */

/* An event that waits, with a copy of all it points to. */
struct held {
	TAILQ_ENTRY(held) link;
	struct platform_event event;
	uint64_t channel;
	uint64_t waits_for; /* the channel that is being looked up: its own or its parent */
	bool told; /* the look-up failed, and it was delivered as it is: again if that is a thread */
	size_t bytes;
	char text[];
};

struct discord_channel {
	struct platform_host host;
	struct discord_rest *rest;
	bool wants_content;
	struct discord_cache *cache;
	TAILQ_HEAD(, held) held;
	size_t n_held;
	uint64_t
		not_held; /* events for which there was no room: they were delivered as they were */
	size_t held_bytes;
	bool stopping;
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
	TAILQ_INIT(&c->held);
	c->cache = discord_cache_create();
	if (!c->cache) {
		discord_channel_destroy(c);
		return NULL;
	}
	return c;
}

/* ------------------------------------------------------------------ holding */

static void let_go(struct discord_channel *c, struct held *h)
{
	TAILQ_REMOVE(&c->held, h, link);
	c->n_held--;
	c->held_bytes -= h->bytes;
	free(h);
}

void discord_channel_destroy(struct discord_channel *c)
{
	if (!c)
		return;
	while (!TAILQ_EMPTY(&c->held))
		let_go(c, TAILQ_FIRST(&c->held));
	discord_cache_destroy(c->cache);
	free(c);
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

static bool has_room(const struct discord_channel *c, size_t bytes)
{
	return c->n_held < DISCORD_CHANNEL_HELD_MAX &&
	       bytes <= DISCORD_CHANNEL_HELD_BYTES - c->held_bytes;
}

/* What was delivered already gives way, the oldest first. */
static void make_room(struct discord_channel *c, size_t bytes)
{
	struct held *h, *next;

	for (h = TAILQ_FIRST(&c->held); h && !has_room(c, bytes); h = next) {
		next = TAILQ_NEXT(h, link);
		if (h->told)
			let_go(c, h);
	}
}

/* Holds the event, whose ids are Discord's, until waits_for is known; NULL when there is no room. */
static struct held *hold(struct discord_channel *c, const struct platform_event *event,
	uint64_t channel, uint64_t waits_for)
{
	size_t bytes = event->text_len + 1 + 5 * SNOWFLAKE_MAX;
	struct held *h;
	char *to;

	make_room(c, bytes);
	if (!has_room(c, bytes))
		return NULL;
	h = malloc(sizeof(*h) + bytes);
	if (!h)
		return NULL;
	h->told = false;
	h->event = *event;
	h->channel = channel;
	h->waits_for = waits_for;
	h->bytes = bytes;
	to = h->text;
	h->event.message = keep(&to, event->message, strlen(event->message));
	h->event.conversation = keep(&to, event->conversation, strlen(event->conversation));
	h->event.server = keep(&to, event->server, strlen(event->server));
	h->event.user = keep(&to, event->user, strlen(event->user));
	h->event.reply_to = keep(&to, event->reply_to ? event->reply_to : "",
		event->reply_to ? strlen(event->reply_to) : 0);
	h->event.text = keep(&to, event->text, event->text_len);
	TAILQ_INSERT_TAIL(&c->held, h, link);
	c->n_held++;
	c->held_bytes += bytes;
	return h;
}

/* The first event of that channel that is yet to be delivered, NULL when there is none. */
static const struct held *first_held(const struct discord_channel *c, uint64_t channel)
{
	const struct held *h;

	TAILQ_FOREACH(h, &c->held, link)
	{
		if (h->channel == channel && !h->told)
			return h;
	}
	return NULL;
}

static void deliver(struct discord_channel *c, const struct platform_event *event)
{
	struct platform_event whole = *event;
	char link[DISCORD_MESSAGE_LINK_MAX];

	discord_message_link(event, link);
	whole.link = link;
	c->host.heard(c->host.ctx, &whole);
}

bool discord_channel_holds(const struct discord_channel *c)
{
	return c->n_held > 0;
}

/* ------------------------------------------------------------------ looking up */

/* Whether something of that channel was delivered without knowing what it is: it is being looked up. */
static bool is_in_doubt(const struct discord_channel *c, uint64_t channel)
{
	const struct held *h;

	TAILQ_FOREACH(h, &c->held, link)
	{
		if (h->told && h->channel == channel)
			return true;
	}
	return false;
}

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
	const struct held *h;

	TAILQ_FOREACH(h, &c->held, link)
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
	struct held *h, *next;

	for (h = TAILQ_FIRST(&c->held); h; h = next) {
		next = TAILQ_NEXT(h, link);
		if (h->told || h->channel != channel)
			continue;
		deliver_now(c, &h->event, channel, now);
		let_go(c, h);
	}
}

void discord_channel_listen(struct discord_channel *c)
{
	c->wants_content = true;
}

void discord_channel_stop(struct discord_channel *c, int64_t now_ms)
{
	struct held *h, *next;

	c->stopping = true;
	for (h = TAILQ_FIRST(&c->held); h; h = next) {
		next = TAILQ_NEXT(h, link);
		if (h->told)
			continue;
		deliver_now(c, &h->event, h->channel, now_ms);
		h->told = !h->event.addressed && !discord_cache_get(c->cache, h->channel, now_ms);
		if (!h->told)
			let_go(c, h);
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
	struct held *h;

	if (event->addressed || !wants_lookup(c, event, type) || !is_in_doubt(c, channel))
		return;
	h = hold(c, event, channel, channel);
	if (h)
		h->told = true;
}

void discord_channel_take(
	struct discord_channel *c, const struct platform_event *event, int64_t type, int64_t now_ms)
{
	const struct held *before;
	uint64_t channel, waits_for;

	if (event->direct || !snowflake_parse(event->conversation, &channel)) {
		deliver(c, event);
		return;
	}
	before = first_held(c, channel);
	waits_for = before ? before->waits_for : try_now(c, event, channel, type, now_ms);
	if (!waits_for)
		keep_in_doubt(c, event, channel, type);
	if (!waits_for || hold(c, event, channel, waits_for))
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
static bool tell_again(struct discord_channel *c, struct held *h, bool known, int64_t now)
{
	const struct discord_cache_entry *entry = discord_cache_get(c->cache, h->channel, now);

	if (!known)
		return false;
	h->told = false;
	h->waits_for = entry && is_thread(entry->type) ? settle(c, &h->event, entry, true, now) : 0;
	return !h->waits_for;
}

/* Delivers h, for which its turn has come.  Returns whether h is done with. */
static bool tell(struct discord_channel *c, struct held *h, uint64_t id, bool passes, int64_t now)
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
	struct held *h, *next;

	if (c->stopping || !is_in_doubt(c, channel) ||
		discord_rest_insist(
			c->rest, DISCORD_REST_CHANNEL, id, now + DISCORD_CHANNEL_DOUBT_MS) == 0)
		return;
	for (h = TAILQ_FIRST(&c->held); h; h = next) {
		next = TAILQ_NEXT(h, link);
		if (h->told && h->channel == channel)
			let_go(c, h);
	}
}

void discord_channel_told(
	struct discord_channel *c, const struct discord_rest_answer *answer, int64_t now_ms)
{
	const bool passes = may_pass(answer);
	const struct held *before;
	struct held *h, *next;
	bool done;
	uint64_t id;

	if (!snowflake_parse(answer->id, &id))
		return;
	learn(c, id, answer, now_ms);
	for (h = TAILQ_FIRST(&c->held); h; h = next) {
		next = TAILQ_NEXT(h, link);
		if (h->waits_for != id)
			continue;
		before = first_held(c, h->channel);
		if (h->told) {
			done = tell_again(c, h, !passes, now_ms);
		} else if (before != h) { /* it waits for the parent now, and this one behind it */
			h->waits_for = before->waits_for;
			done = false;
		} else {
			done = tell(c, h, id, passes, now_ms);
		}
		if (done)
			let_go(c, h);
	}
	if (passes)
		look_up_again(c, answer->id, id, now_ms);
}

void discord_channel_status(const struct discord_channel *c, struct platform_status *status)
{
	struct bound *b = status->bounds + status->n_bounds;

	b[0] = (struct bound){"held-events", c->n_held, DISCORD_CHANNEL_HELD_MAX, c->not_held};
	b[1] = discord_cache_bound(c->cache);
	status->n_bounds += 2;
}
