/* What was delivered of late; see discord_seen.h. */
#include "platform/discord_seen.h"

#include "platform/snowflake.h"

#define FNV_START 14695981039346656037u
#define FNV_PRIME 1099511628211u

static uint64_t hash_text(const char *text, size_t len)
{
	uint64_t hash = FNV_START;
	size_t i;

	for (i = 0; i < len; i++)
		hash = (hash ^ (unsigned char)text[i]) * FNV_PRIME;
	return hash;
}

/* The place of the message with that id, DISCORD_SEEN_MAX when it was not seen. */
static size_t find(const struct discord_seen *s, uint64_t id)
{
	size_t i;

	if (id > s->newest) /* as almost all are: ids grow with time */
		return DISCORD_SEEN_MAX;
	for (i = 0; i < DISCORD_SEEN_MAX; i++) {
		if (s->id[i] == id)
			return i;
	}
	return DISCORD_SEEN_MAX;
}

/* The place of the message, made in the oldest one's place when it is new. */
static struct discord_seen_message *take(struct discord_seen *s, uint64_t id, const char *user)
{
	size_t i = find(s, id);

	if (i < DISCORD_SEEN_MAX)
		return &s->message[i];
	i = s->next;
	s->next = (s->next + 1) % DISCORD_SEEN_MAX;
	s->id[i] = id;
	s->newest = id > s->newest ? id : s->newest;
	s->message[i] = (struct discord_seen_message){0};
	snowflake_parse(user, &s->message[i].author);
	return &s->message[i];
}

static bool created_before(struct discord_seen *s, uint64_t id, const struct platform_event *event)
{
	struct discord_seen_message *m = take(s, id, event->user);
	bool before = m->created;

	if (!before)
		m->text = hash_text(event->text, event->text_len);
	m->created = true;
	return before;
}

static bool edited_before(struct discord_seen *s, uint64_t id, const struct platform_event *event)
{
	bool known = find(s, id) < DISCORD_SEEN_MAX;
	struct discord_seen_message *m = take(s, id, event->user);
	uint64_t text = hash_text(event->text, event->text_len);
	bool before = known && m->text == text;

	m->text = text;
	return before;
}

/* A deletion takes no place: a hundred at once would drive out what matters. */
static bool deleted_before(struct discord_seen *s, uint64_t id)
{
	size_t i = find(s, id);
	bool before;

	if (i == DISCORD_SEEN_MAX)
		return false;
	before = s->message[i].deleted;
	s->message[i].deleted = true;
	return before;
}

bool discord_seen_before(struct discord_seen *s, const struct platform_event *event)
{
	uint64_t id;

	if (!snowflake_parse(event->message, &id))
		return false;
	switch (event->kind) {
	case PLATFORM_MESSAGE: return created_before(s, id, event);
	case PLATFORM_EDITED: return edited_before(s, id, event);
	default: return deleted_before(s, id);
	}
}

bool discord_seen_created(const struct discord_seen *s, const char *message)
{
	uint64_t id;
	size_t i;

	if (!snowflake_parse(message, &id))
		return false;
	i = find(s, id);
	return i < DISCORD_SEEN_MAX && s->message[i].created;
}

bool discord_seen_wrote(const struct discord_seen *s, const char *user, const char *message)
{
	uint64_t id, author;
	size_t i;

	if (!snowflake_parse(user, &author) || !snowflake_parse(message, &id))
		return false;
	i = find(s, id);
	return i == DISCORD_SEEN_MAX || s->message[i].author == author;
}
