/* What the chat page is told; see page_show.h. */
#include "sandbox/page_show.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "lumbar.h"
#include "sandbox/plays.h"
#include "sandbox/registry.h"
#include "sandbox/registry_use.h"
#include "sandbox/shape.h"
#include "sandbox/world.h"

static void comma(struct buf *b)
{
	if (b->data[b->len - 1] != '[')
		buf_putc(b, ',');
}

static void put_bool(struct buf *b, const char *key, bool value)
{
	buf_printf(b, ",\"%s\":%s", key, value ? "true" : "false");
}

static void put_strings(struct buf *b, const char *key, const char *const *list, size_t n)
{
	size_t i;

	buf_printf(b, ",\"%s\":[", key);
	for (i = 0; i < n; i++) {
		comma(b);
		json_put_string(b, list[i], strlen(list[i]));
	}
	buf_putc(b, ']');
}

/* ------------------------------------------------------------------ channels, messages */

static const char *kind_of(const struct model_channel *channel)
{
	switch (channel->type) {
	case MODEL_DIRECT: return "direct";
	case MODEL_THREAD: return "thread";
	case MODEL_FORUM: return "forum";
	default: return "text";
	}
}

static void put_channel(struct buf *b, const struct model *m, const struct model_channel *c)
{
	(void)m;
	buf_putc(b, '{');
	shape_id(b, "id", c->id);
	json_put(b, "name", c->name);
	json_put(b, "kind", kind_of(c));
	json_put(b, "mode", c->mode);
	json_put(b, "region", c->region);
	shape_id(b, "parent", c->parent ? c->parent->id : 0);
	shape_id(b, "user", c->type == MODEL_DIRECT ? c->person->id : 0);
	put_bool(b, "staff", c->is_staff);
	json_put(b, "topic", c->topic);
	buf_putc(b, '}');
}

/*
 * The message that brought one of the bot's about: which it answers or, as what is said to the person alone
 * answers none, which its nonce begins with.  NULL when there is none.
 */
static const struct model_message *cause_of(
	const struct model *m, const struct model_message *message)
{
	const struct model_message *cause = NULL;
	uint64_t id;
	size_t i;

	if (message->author != m->bot)
		return NULL;
	if (message->reply_to)
		return model_message(message->channel, message->reply_to);
	id = strtoull(message->nonce, NULL, 10);
	for (i = 0; id && i < m->n_channels && !cause && !message->channel->is_staff; i++)
		cause = model_message(m->channels[i], id);
	return cause && !cause->author->is_bot ? cause : NULL;
}

/* A reply to a red flag, and an alert to the staff, are shown as such. */
static void put_flag(struct buf *b, const struct model *m, const struct model_message *message)
{
	static const char *const labels[] = {
		[LUMBAR_TIER_NONE] = "",
		[LUMBAR_TIER_SEE_DOCTOR] = "See a doctor",
		[LUMBAR_TIER_URGENT] = "Urgent",
		[LUMBAR_TIER_EMERGENCY] = "Emergency",
	};
	const struct model_message *target = cause_of(m, message);
	enum lumbar_tier tier = LUMBAR_TIER_NONE;
	const char *label;

	if (target)
		tier = (enum lumbar_tier)target->tier;
	label = labels[tier];
	if (message->author == m->bot && message->channel->is_staff) {
		tier = LUMBAR_TIER_EMERGENCY;
		label = "Staff alert";
	}
	if (tier == LUMBAR_TIER_NONE) {
		buf_puts(b, ",\"flag\":null");
		return;
	}
	buf_puts(b, ",\"flag\":{");
	json_put(b, "tier", lumbar_tier_name(tier));
	json_put(b, "label", label);
	buf_putc(b, '}');
}

/* The use of a command or button that it answers. */
static void put_use(struct buf *b, const struct model_use *use)
{
	if (!use->id) {
		buf_puts(b, ",\"used\":null");
		return;
	}
	buf_puts(b, ",\"used\":{");
	shape_id(b, "user", use->user->id);
	json_put(b, "name", use->user->display);
	json_put(b, "command", use->name[0] ? use->name : NULL);
	put_bool(b, "menu", use->is_menu);
	put_bool(b, "first", !use->original);
	buf_putc(b, '}');
}

static void put_reactions(struct buf *b, const struct model *m, const struct model_message *message)
{
	size_t i, k;

	buf_puts(b, ",\"reactions\":[");
	for (i = 0; i < message->n_reactions; i++) {
		comma(b);
		buf_putc(b, '{');
		json_put(b, "emoji", message->reactions[i].emoji);
		buf_puts(b, ",\"users\":[");
		for (k = 0; k < m->n_users; k++) {
			if (!(message->reactions[i].users & (UINT32_C(1) << k)))
				continue;
			comma(b);
			buf_printf(b, "\"%" PRIu64 "\"", m->users[k].id);
		}
		buf_puts(b, "]}");
	}
	buf_putc(b, ']');
}

static void put_message(struct buf *b, const struct model *m, const struct model_message *message)
{
	const struct model_message *cause = cause_of(m, message);
	const struct model_user *author = message->author;

	buf_putc(b, '{');
	shape_id(b, "id", message->id);
	shape_id(b, "channel", message->channel->id);
	shape_id(b, "cause", cause ? cause->id : 0);
	buf_puts(b, ",\"author\":{");
	shape_id(b, "id", author->id);
	json_put(b, "name", author->display);
	put_bool(b, "bot", author->is_bot);
	buf_putc(b, '}');
	json_put(b, "text", message->text);
	buf_printf(b, ",\"at\":%" PRId64, model_time(message->id));
	shape_id(b, "reply_to", message->reply_to);
	put_bool(b, "edited", message->edited_ms != 0);
	put_flag(b, m, message);
	shape_id(b, "only_for", message->only_for ? message->only_for->id : 0);
	put_bool(b, "loading", message->flags & MODEL_LOADING);
	buf_printf(b, ",\"components\":%s", message->components ? message->components : "[]");
	put_use(b, &message->use);
	put_reactions(b, m, message);
	buf_putc(b, '}');
}

bool page_show_channel(struct buf *b, const struct model *m, const struct model_channel *channel)
{
	buf_puts(b, "{\"type\":\"channel\",\"channel\":");
	put_channel(b, m, channel);
	return buf_putc(b, '}');
}

bool page_show_message(struct buf *b, const struct model *m, enum model_change change,
	const struct model_message *message)
{
	if (change == MODEL_REMOVED) {
		buf_puts(b, "{\"type\":\"delete\"");
		shape_id(b, "channel", message->channel->id);
		shape_id(b, "message", message->id);
		return buf_putc(b, '}');
	}
	buf_printf(b, "{\"type\":\"%s\",\"message\":", change == MODEL_NEW ? "message" : "edit");
	put_message(b, m, message);
	return buf_putc(b, '}');
}

/* ------------------------------------------------------------------ state */

static void put_users(struct buf *b, const struct model *m)
{
	size_t i;

	buf_puts(b, ",\"users\":[");
	for (i = 0; i < m->n_users; i++) {
		if (m->users[i].is_bot)
			continue;
		comma(b);
		buf_putc(b, '{');
		shape_id(b, "id", m->users[i].id);
		json_put(b, "name", m->users[i].display);
		json_put(b, "about", m->users[i].about);
		buf_putc(b, '}');
	}
	buf_putc(b, ']');
}

static void put_channels(struct buf *b, const struct model *m)
{
	size_t i;

	buf_puts(b, ",\"channels\":[");
	for (i = 0; i < m->n_channels; i++) {
		if (m->channels[i]->is_offstage)
			continue;
		comma(b);
		put_channel(b, m, m->channels[i]);
	}
	buf_putc(b, ']');
}

/* About how many bytes a message is as JSON. */
static size_t size_of(const struct model_message *message)
{
	const char *components = message->components;

	return strlen(message->text) + (components ? strlen(components) : 0) + 768 +
	       message->n_reactions * 128;
}

/* The messages from the first on, so many that room bytes suffice: the newest. */
static void put_newest(
	struct buf *b, const struct model *m, const struct model_message *first, size_t room)
{
	const struct model_message *at;
	size_t size = 0;

	for (at = first; at; at = at->next)
		size += size_of(at);
	for (; first && size > room; first = first->next)
		size -= size_of(first);
	for (at = first; at; at = at->next) {
		comma(b);
		put_message(b, m, at);
	}
}

static void put_messages(struct buf *b, const struct model *m)
{
	const size_t room = PAGE_SHOW_MESSAGES_MAX / (m->n_channels + 1);
	size_t i;

	buf_puts(b, ",\"messages\":[");
	for (i = 0; i < m->n_channels; i++) {
		if (m->channels[i]->is_offstage)
			continue;
		put_newest(b, m, m->channels[i]->first, room / 2);
		put_newest(b, m, m->channels[i]->whispers, room / 2);
	}
	buf_putc(b, ']');
}

static uint64_t find_try_channel(
	const struct model *m, const struct world_try *try, const struct model_user *user)
{
	size_t i;

	for (i = 0; i < m->n_channels; i++) {
		if (strcmp(try->channel, "@") == 0
				? m->channels[i]->type == MODEL_DIRECT &&
					  m->channels[i]->person == user
				: strcmp(m->channels[i]->name, try->channel) == 0)
			return m->channels[i]->id;
	}
	return 0;
}

static void put_try(struct buf *b, const struct model *m, const struct world_try *try)
{
	const struct model_user *user = NULL;
	size_t i, n = 0;

	for (i = 0; i < m->n_users; i++) {
		if (strcmp(m->users[i].name, try->user) == 0)
			user = &m->users[i];
	}
	while (n < WORLD_TEXTS_MAX && try->texts[n])
		n++;
	comma(b);
	buf_putc(b, '{');
	json_put(b, "label", try->label);
	shape_id(b, "channel", find_try_channel(m, try, user));
	shape_id(b, "user", user ? user->id : 0);
	put_strings(b, "texts", try->texts, n);
	json_put(b, "note", try->note);
	buf_putc(b, '}');
}

static void put_tries(struct buf *b, const struct model *m)
{
	const struct world_try *tries;
	size_t i, n;

	tries = world_tries(&n);
	buf_puts(b, ",\"tries\":[");
	for (i = 0; i < n; i++)
		put_try(b, m, &tries[i]);
	buf_putc(b, ']');
}

static void put_plays(struct buf *b)
{
	const struct plays_entry *plays;
	size_t i, n;

	plays = plays_list(&n);
	buf_puts(b, ",\"plays\":[");
	for (i = 0; i < n; i++) {
		if (!plays[i].label)
			continue;
		comma(b);
		buf_putc(b, '{');
		json_put(b, "what", plays[i].what);
		json_put(b, "label", plays[i].label);
		json_put(b, "note", plays[i].note);
		buf_putc(b, '}');
	}
	buf_putc(b, ']');
}

bool page_show_state(
	struct buf *b, const struct model *m, bool ready, const struct page_show_content *content)
{
	static const char *const regions[] = {"uk", "us", "ca", "ie", "eu", "au", "nz"};

	buf_puts(b, "{\"type\":\"state\",\"version\":\"" LUMBARD_VERSION "\",\"bot\":{");
	shape_id(b, "id", m->bot->id);
	json_put(b, "name", m->bot->display);
	put_bool(b, "ready", ready);
	buf_putc(b, '}');
	put_users(b, m);
	put_channels(b, m);
	put_messages(b, m);
	put_tries(b, m);
	put_plays(b);
	put_strings(b, "regions", regions, sizeof(regions) / sizeof(regions[0]));
	return buf_printf(b,
		",\"content\":{\"intents\":%zu,\"flags\":%zu,\"answers\":%zu,\"generation\":%u}}",
		content->intents, content->flags, content->answers, content->generation);
}

/* ------------------------------------------------------------------ commands, interactions */

static const struct model_channel *channel_of(
	const struct model *m, enum model_type type, const struct model_user *person)
{
	size_t i;

	for (i = 0; i < m->n_channels; i++) {
		if (m->channels[i]->type == type && (!person || m->channels[i]->person == person))
			return m->channels[i];
	}
	return NULL;
}

static void put_command(struct buf *b, const struct model *m, const struct registry_entry *command)
{
	const struct model_channel *text = channel_of(m, MODEL_TEXT, NULL), *direct;
	bool may_direct = false;
	size_t i;

	comma(b);
	buf_putc(b, '{');
	shape_id(b, "id", command->id);
	buf_printf(b, ",%s,\"barred\":[", command->body);
	for (i = 0; i < m->n_users; i++) {
		direct = channel_of(m, MODEL_DIRECT, &m->users[i]);
		may_direct = may_direct ||
			     (direct && registry_use_may(m, command, &m->users[i], direct));
		if (m->users[i].is_bot ||
			(text && registry_use_may(m, command, &m->users[i], text)))
			continue;
		comma(b);
		buf_printf(b, "\"%" PRIu64 "\"", m->users[i].id);
	}
	buf_putc(b, ']');
	put_bool(b, "direct", may_direct);
	buf_putc(b, '}');
}

bool page_show_commands(struct buf *b, const struct model *m, const struct registry *commands)
{
	struct registry_entry *const *list;
	size_t i, n;

	list = registry_list(commands, &n);
	buf_puts(b, "{\"type\":\"commands\",\"commands\":[");
	for (i = 0; i < n && b->len < PAGE_SHOW_COMMANDS_MAX; i++)
		put_command(b, m, list[i]);
	return buf_puts(b, "]}");
}

bool page_show_interaction(struct buf *b, const struct interactions_entry *i, const char *ref)
{
	static const char *const states[] = {
		[INTERACTIONS_WAITING] = "waiting",
		[INTERACTIONS_ANSWERED] = "answered",
		[INTERACTIONS_FAILED] = "failed",
	};

	buf_puts(b, "{\"type\":\"interaction\"");
	shape_id(b, "interaction", i->id);
	json_put(b, "state", states[i->state]);
	buf_printf(b, ",\"kind\":%d", (int)i->type);
	shape_id(b, "user", i->user->id);
	shape_id(b, "channel", i->channel->id);
	shape_id(b, "message", i->message);
	json_put(b, "command", i->use.name);
	json_put(b, "ref", ref);
	return buf_putc(b, '}');
}

bool page_show_choices(struct buf *b, const struct interactions_entry *i, const char *choices)
{
	buf_puts(b, "{\"type\":\"choices\"");
	shape_id(b, "interaction", i->id);
	return buf_printf(b, ",\"choices\":%s}", choices);
}

/* ------------------------------------------------------------------ the rest */

bool page_show_why(struct buf *b, const struct page_show_why *why)
{
	buf_puts(b, "{\"type\":\"why\"");
	shape_id(b, "channel", why->channel);
	shape_id(b, "message", why->message);
	json_put(b, "action", why->action);
	json_put(b, "tier", why->tier);
	put_strings(b, "intents", why->intents, why->n_intents);
	put_strings(b, "flags", why->flags, why->n_flags);
	json_put(b, "reason", why->reason);
	json_put(b, "explain", why->explain);
	return buf_putc(b, '}');
}

bool page_show_bot(struct buf *b, bool ready, const char *note)
{
	buf_puts(b, "{\"type\":\"bot\"");
	put_bool(b, "ready", ready);
	json_put(b, "note", note);
	return buf_putc(b, '}');
}

bool page_show_content(struct buf *b, bool ok, const char *text, unsigned generation)
{
	buf_puts(b, "{\"type\":\"content\"");
	put_bool(b, "ok", ok);
	json_put(b, "text", text);
	return buf_printf(b, ",\"generation\":%u}", generation);
}

bool page_show_log(struct buf *b, const char *event, const char *text, const char *data)
{
	buf_puts(b, "{\"type\":\"log\"");
	json_put(b, "text", text);
	json_put(b, "event", event);
	return buf_printf(b, ",\"data\":%s}", data);
}

bool page_show_error(struct buf *b, const char *text, const char *ref)
{
	buf_puts(b, "{\"type\":\"error\"");
	json_put(b, "text", text);
	json_put(b, "ref", ref);
	return buf_putc(b, '}');
}
