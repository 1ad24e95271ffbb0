/* The sandbox's state; see model.h. */
#include "sandbox/model.h"

#include <stdlib.h>
#include <string.h>

#define EPOCH_MS 1420070400000 /* the first second of 2015: Discord's ids begin there */
#define TIME_SHIFT 22          /* bits of an id below its time */

struct model *model_create(int64_t (*clock)(void), const struct model_hooks *hooks)
{
	struct model *m = calloc(1, sizeof(*m));

	if (!m)
		return NULL;
	m->clock = clock;
	m->hooks = *hooks;
	return m;
}

static void free_message(struct model_message *message)
{
	free(message->text);
	free(message->components);
	free(message);
}

static void free_messages(struct model_message *message)
{
	struct model_message *next;

	for (; message; message = next) {
		next = message->next;
		free_message(message);
	}
}

static void free_channel(struct model_channel *c)
{
	free_messages(c->first);
	free_messages(c->whispers);
	free(c);
}

void model_destroy(struct model *m)
{
	size_t i;

	if (!m)
		return;
	for (i = 0; i < m->n_channels; i++)
		free_channel(m->channels[i]);
	free(m);
}

/* ------------------------------------------------------------------ ids */

uint64_t model_id(struct model *m)
{
	uint64_t id = (uint64_t)(m->clock() - EPOCH_MS) << TIME_SHIFT;

	m->last_id = id > m->last_id ? id : m->last_id + 1;
	return m->last_id;
}

int64_t model_time(uint64_t id)
{
	return (int64_t)(id >> TIME_SHIFT) + EPOCH_MS;
}

const struct model_user *model_user(const struct model *m, uint64_t id)
{
	size_t i;

	for (i = 0; i < m->n_users; i++) {
		if (m->users[i].id == id)
			return &m->users[i];
	}
	return NULL;
}

const struct model_role *model_role(const struct model *m, uint64_t id)
{
	size_t i;

	for (i = 0; i < m->n_roles; i++) {
		if (m->roles[i].id == id)
			return &m->roles[i];
	}
	return NULL;
}

struct model_channel *model_channel(const struct model *m, uint64_t id)
{
	size_t i;

	for (i = 0; i < m->n_channels; i++) {
		if (m->channels[i]->id == id)
			return m->channels[i];
	}
	return NULL;
}

static struct model_message *find_in(struct model_message *message, uint64_t id)
{
	while (message && message->id != id)
		message = message->next;
	return message;
}

struct model_message *model_message(const struct model_channel *channel, uint64_t id)
{
	return find_in(channel->first, id);
}

struct model_message *model_whisper(const struct model_channel *channel, uint64_t id)
{
	return find_in(channel->whispers, id);
}

struct model_message *model_any_message(const struct model_channel *channel, uint64_t id)
{
	struct model_message *message = model_message(channel, id);

	return message ? message : model_whisper(channel, id);
}

/* ------------------------------------------------------------------ channels */

struct model_channel *model_add_channel(struct model *m, const struct model_channel *channel)
{
	struct model_channel *c;

	if (m->n_channels == MODEL_CHANNELS_MAX)
		return NULL;
	c = malloc(sizeof(*c));
	if (!c)
		return NULL;
	*c = *channel;
	if (!c->id)
		c->id = model_id(m);
	c->position = (int)m->n_channels;
	m->channels[m->n_channels++] = c;
	m->hooks.channel(m->hooks.ctx, c);
	return c;
}

/* id: 0 = a new one. */
static struct model_channel *open_thread(struct model *m, struct model_channel *parent,
	const char *name, const struct model_user *user, uint64_t id)
{
	struct model_channel thread = {
		.id = id,
		.type = MODEL_THREAD,
		.parent = parent,
		.person = user,
		.topic = parent->topic,
		.mode = parent->mode,
		.region = parent->region,
	};

	strncpy(thread.name, name, MODEL_NAME_MAX - 1);
	return model_add_channel(m, &thread);
}

struct model_channel *model_thread(struct model *m, struct model_channel *parent, const char *name,
	const struct model_user *user)
{
	return open_thread(m, parent, name, user, 0);
}

struct model_channel *model_thread_from(struct model *m, struct model_message *message,
	const char *name, const struct model_user *user)
{
	struct model_channel *thread;

	if (message->flags & MODEL_HAS_THREAD)
		return NULL;
	thread = open_thread(m, message->channel, name, user, message->id);
	if (!thread)
		return NULL;
	message->flags |= MODEL_HAS_THREAD;
	m->hooks.message(m->hooks.ctx, MODEL_EDITED, message);
	return thread;
}

struct model_channel *model_direct(struct model *m, const struct model_user *user)
{
	struct model_channel direct = {
		.type = MODEL_DIRECT,
		.person = user,
		.topic = "Between the two of you: the bot answers every message",
		.mode = "direct",
		.region = "uk",
	};
	size_t i;

	for (i = 0; i < m->n_channels; i++) {
		if (m->channels[i]->type == MODEL_DIRECT && m->channels[i]->person == user)
			return m->channels[i];
	}
	strncpy(direct.name, user->display, MODEL_NAME_MAX - 1);
	return model_add_channel(m, &direct);
}

/* ------------------------------------------------------------------ whom a text notifies */

static void add_mention(uint64_t *list, size_t *n, uint64_t id)
{
	size_t i;

	for (i = 0; i < *n; i++) {
		if (list[i] == id)
			return;
	}
	if (*n < MODEL_MENTIONS_MAX)
		list[(*n)++] = id;
}

static bool listed(const uint64_t *list, size_t n, uint64_t id)
{
	while (n && list[n - 1] != id)
		n--;
	return n > 0;
}

static void mention(const struct model *m, struct model_message *to, const struct model_draft *d,
	uint64_t id, bool role)
{
	if (role && model_role(m, id) && (d->pings_roles || listed(d->roles, d->n_roles, id)))
		add_mention(to->role_mentions, &to->n_role_mentions, id);
	else if (!role && model_user(m, id) && (d->pings_users || listed(d->users, d->n_users, id)))
		add_mention(to->mentions, &to->n_mentions, id);
}

/* Finds <@ID>, <@!ID> and <@&ID>. */
static void find_mentions(
	const struct model *m, struct model_message *to, const struct model_draft *draft)
{
	const char *at = to->text;
	char *end;
	uint64_t id;
	bool is_role;

	while ((at = strstr(at, "<@")) != NULL) {
		at += 2;
		is_role = *at == '&';
		at += *at == '&' || *at == '!';
		if (*at < '0' || *at > '9')
			continue;
		id = strtoull(at, &end, 10);
		if (*end == '>')
			mention(m, to, draft, id, is_role);
	}
}

/* ------------------------------------------------------------------ messages */

static void append(struct model_channel *c, struct model_message *message)
{
	struct model_message *old;

	if (c->last)
		c->last->next = message;
	else
		c->first = message;
	c->last = message;
	c->n_messages++;
	message->position = c->n_total++;
	if (c->n_messages <= MODEL_MESSAGES_MAX)
		return;
	old = c->first;
	c->first = old->next;
	c->n_messages--;
	free_message(old);
}

static void append_whisper(struct model_channel *c, struct model_message *message)
{
	struct model_message **at = &c->whispers, *old;
	size_t n = 1;

	for (; *at; at = &(*at)->next)
		n++;
	*at = message;
	if (n <= MODEL_WHISPERS_MAX)
		return;
	old = c->whispers;
	c->whispers = old->next;
	free_message(old);
}

static void fill_message(
	struct model *m, struct model_message *message, const struct model_draft *draft)
{
	message->id = draft->id ? draft->id : model_id(m);
	message->is_first = draft->id == draft->channel->id;
	message->channel = draft->channel;
	message->author = draft->author;
	message->is_reply = draft->is_reply;
	message->flags = draft->flags | (draft->only_for ? MODEL_EPHEMERAL : 0);
	message->only_for = draft->only_for;
	if (draft->use)
		message->use = *draft->use;
	if (draft->nonce)
		strncpy(message->nonce, draft->nonce, MODEL_NONCE_MAX - 1);
	find_mentions(m, message, draft);
	if (!draft->reply_to)
		return;
	message->reply_to = draft->reply_to->id;
	if (draft->pings_author)
		add_mention(message->mentions, &message->n_mentions, draft->reply_to->author->id);
}

struct model_message *model_post(struct model *m, const struct model_draft *draft)
{
	struct model_message *message = calloc(1, sizeof(*message));

	if (!message)
		return NULL;
	message->text = strndup(draft->text, draft->len);
	if (message->text && draft->components)
		message->components = strdup(draft->components);
	if (!message->text || (draft->components && !message->components)) {
		free_message(message);
		return NULL;
	}
	fill_message(m, message, draft);
	if (message->only_for)
		append_whisper(draft->channel, message);
	else
		append(draft->channel, message);
	m->hooks.message(m->hooks.ctx, MODEL_NEW, message);
	return message;
}

/* Puts a copy of to into *field; "" becomes NULL.  Returns 0, or -1 when memory is short. */
static int replace(char **field, const char *to, size_t len)
{
	char *copy = strndup(to, len);

	if (!copy)
		return -1;
	free(*field);
	*field = copy;
	return 0;
}

int model_revise(
	struct model *m, struct model_message *message, const struct model_revision *revision)
{
	const struct model_draft everybody = {.pings_users = true, .pings_roles = true};
	const char *components = revision->components;

	if (revision->text && replace(&message->text, revision->text, revision->len) != 0)
		return -1;
	if (components && *components &&
		replace(&message->components, components, strlen(components)) != 0)
		return -1;
	if (components && !*components) {
		free(message->components);
		message->components = NULL;
	}
	if (!(message->flags & MODEL_LOADING))
		message->edited_ms = m->clock();
	message->flags &= ~(int64_t)MODEL_LOADING;
	find_mentions(m, message, &everybody);
	m->hooks.message(m->hooks.ctx, MODEL_EDITED, message);
	return 0;
}

int model_edit(struct model *m, struct model_message *message, const char *text, size_t len)
{
	return model_revise(m, message, &(struct model_revision){.text = text, .len = len});
}

void model_remove(struct model *m, struct model_message *message)
{
	struct model_channel *c = message->channel;
	struct model_message **at = message->only_for ? &c->whispers : &c->first, *before = NULL;

	m->hooks.message(m->hooks.ctx, MODEL_REMOVED, message);
	for (; *at && *at != message; at = &(*at)->next)
		before = *at;
	if (!*at)
		return;
	*at = message->next;
	if (!message->only_for) {
		c->n_messages--;
		if (c->last == message)
			c->last = before;
	}
	free_message(message);
}

/* ------------------------------------------------------------------ reactions */

static struct model_reaction *find_reaction(struct model_message *message, const char *emoji)
{
	size_t i;

	for (i = 0; i < message->n_reactions; i++) {
		if (strcmp(message->reactions[i].emoji, emoji) == 0)
			return &message->reactions[i];
	}
	return NULL;
}

static struct model_reaction *add_reaction(struct model_message *message, const char *emoji)
{
	struct model_reaction *new;

	if (message->n_reactions == MODEL_REACTIONS_MAX || strlen(emoji) >= MODEL_EMOJI_MAX)
		return NULL;
	new = &message->reactions[message->n_reactions++];
	*new = (struct model_reaction){0};
	strncpy(new->emoji, emoji, MODEL_EMOJI_MAX - 1);
	return new;
}

static void drop_reaction(struct model_message *message, struct model_reaction *reaction)
{
	const size_t i = (size_t)(reaction - message->reactions);

	message->n_reactions--;
	memmove(reaction, reaction + 1, (message->n_reactions - i) * sizeof(*reaction));
}

int model_react(struct model *m, struct model_message *message, const struct model_user *user,
	const char *emoji, bool is_added)
{
	const uint32_t bit = UINT32_C(1) << (user - m->users);
	struct model_reaction *reaction = find_reaction(message, emoji);

	if (is_added && !reaction)
		reaction = add_reaction(message, emoji);
	if (!reaction)
		return is_added ? -1 : 0;
	if (!(reaction->users & bit) == !is_added)
		return 0;
	reaction->users ^= bit;
	if (!reaction->users)
		drop_reaction(message, reaction);
	m->hooks.reaction(m->hooks.ctx, message, user, emoji, is_added);
	return 0;
}
