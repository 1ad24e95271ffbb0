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
	free(message);
}

static void free_channel(struct model_channel *c)
{
	struct model_message *message = c->first, *next;

	for (; message; message = next) {
		next = message->next;
		free_message(message);
	}
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

struct model_message *model_message(const struct model_channel *channel, uint64_t id)
{
	struct model_message *message = channel->first;

	while (message && message->id != id)
		message = message->next;
	return message;
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

struct model_channel *model_thread(struct model *m, struct model_channel *parent, const char *name,
	const struct model_user *user)
{
	struct model_channel thread = {
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

struct model_message *model_post(struct model *m, const struct model_draft *draft)
{
	struct model_message *message = calloc(1, sizeof(*message));

	if (!message)
		return NULL;
	message->text = strndup(draft->text, draft->len);
	if (!message->text) {
		free(message);
		return NULL;
	}
	message->id = draft->id ? draft->id : model_id(m);
	message->is_first = draft->id == draft->channel->id;
	message->channel = draft->channel;
	message->author = draft->author;
	message->is_reply = draft->is_reply;
	message->flags = draft->flags;
	if (draft->nonce)
		strncpy(message->nonce, draft->nonce, MODEL_NONCE_MAX - 1);
	find_mentions(m, message, draft);
	if (draft->reply_to) {
		message->reply_to = draft->reply_to->id;
		if (draft->pings_author)
			add_mention(message->mentions, &message->n_mentions,
				draft->reply_to->author->id);
	}
	append(draft->channel, message);
	m->hooks.message(m->hooks.ctx, MODEL_NEW, message);
	return message;
}

int model_edit(struct model *m, struct model_message *message, const char *text, size_t len)
{
	const struct model_draft everybody = {.pings_users = true, .pings_roles = true};
	char *copy = strndup(text, len);

	if (!copy)
		return -1;
	free(message->text);
	message->text = copy;
	message->edited_ms = m->clock();
	find_mentions(m, message, &everybody);
	m->hooks.message(m->hooks.ctx, MODEL_EDITED, message);
	return 0;
}

void model_remove(struct model *m, struct model_message *message)
{
	struct model_channel *c = message->channel;
	struct model_message *before = NULL, *at = c->first;

	m->hooks.message(m->hooks.ctx, MODEL_REMOVED, message);
	for (; at && at != message; at = at->next)
		before = at;
	if (!at)
		return;
	if (before)
		before->next = message->next;
	else
		c->first = message->next;
	if (c->last == message)
		c->last = before;
	c->n_messages--;
	free_message(message);
}
