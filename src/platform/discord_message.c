/* Discord's message objects as events; see discord_message.h. */
#include "platform/discord_message.h"

#include <stdio.h>
#include <string.h>

#include "platform/snowflake.h"

#define TYPE_DEFAULT 0
#define TYPE_REPLY 19
#define REFERENCE_REPLY 0 /* a reference of another type forwards the message */

/* Whether v is absent or null: servers differ in which they send. */
static bool is_absent(const json *v)
{
	return !v || json_is_null(v);
}

/* Reads where it happened; a direct message has no server. */
static bool read_place(const json *d, struct platform_event *event)
{
	const json *server = json_get(d, "guild_id");

	event->conversation = snowflake_get(d, "channel_id");
	event->direct = is_absent(server);
	event->server = event->direct ? "" : snowflake_get(d, "guild_id");
	event->parent = event->title = event->link = event->reply_to = "";
	return event->conversation && event->server;
}

static bool is_ordinary(const json *d)
{
	int64_t type = TYPE_DEFAULT;

	if (!is_absent(json_get(d, "type")) && !json_get_int(d, "type", &type))
		return false;
	return type == TYPE_DEFAULT || type == TYPE_REPLY;
}

/* Reads who wrote it; false when that was no person but us, a bot, a webhook or the system. */
static bool read_author(const json *d, const char *self, struct platform_event *event)
{
	const json *author = json_get(d, "author");

	event->user = snowflake_get(author, "id");
	return event->user && strcmp(event->user, self) != 0 &&
	       is_absent(json_get(d, "webhook_id")) && !json_is_true(json_get(author, "bot")) &&
	       !json_is_true(json_get(author, "system"));
}

static bool is_user(const json *user, const char *self)
{
	const char *id = json_get_string(user, "id");

	return id && *self && strcmp(id, self) == 0;
}

/* Whether the message mentions us or replies to one of ours. */
static bool is_addressed(const json *d, const char *self)
{
	const json *mention;

	for (mention = json_first(json_get(d, "mentions")); mention; mention = json_next(mention)) {
		if (is_user(mention, self))
			return true;
	}
	return is_user(json_get(json_get(d, "referenced_message"), "author"), self);
}

/* The message that this one replies to, "" if none. */
static const char *find_replied(const json *d)
{
	const json *reference = json_get(d, "message_reference");
	int64_t type = REFERENCE_REPLY;
	const char *id;

	if (!is_absent(json_get(reference, "type")) && !json_get_int(reference, "type", &type))
		return "";
	id = type == REFERENCE_REPLY ? snowflake_get(reference, "message_id") : NULL;
	return id ? id : "";
}

bool discord_message_read(const json *d, const char *self, struct platform_event *event)
{
	const json *content = json_get(d, "content");

	*event = (struct platform_event){.kind = PLATFORM_MESSAGE};
	event->message = snowflake_get(d, "id");
	if (!event->message || !is_ordinary(d) || !read_place(d, event) ||
		!read_author(d, self, event))
		return false;
	event->text = is_absent(content) ? "" : json_string(content);
	if (!event->text)
		return false;
	event->text_len = strlen(event->text);
	event->addressed = is_addressed(d, self);
	event->reply_to = find_replied(d);
	event->edited = json_get_string(d, "edited_timestamp") != NULL;
	return true;
}

bool discord_message_edit(const json *d, const char *self, struct platform_event *event)
{
	const json *edited = json_get(d, "edited_timestamp");

	if (!discord_message_read(d, self, event) || !json_get_string(d, "content"))
		return false;
	event->kind = PLATFORM_EDITED;
	return !json_is_null(edited);
}

bool discord_message_deleted(const json *d, const char *id, struct platform_event *event)
{
	*event = (struct platform_event){.kind = PLATFORM_DELETED, .user = "", .text = ""};
	event->message = snowflake_valid(id) ? id : NULL;
	return event->message && read_place(d, event);
}

bool discord_message_reaction(const json *d, const char *self, struct platform_event *event)
{
	const char *author = json_get_string(d, "message_author_id");

	*event = (struct platform_event){.kind = PLATFORM_REACTED, .text = ""};
	event->message = snowflake_get(d, "message_id");
	event->user = snowflake_get(d, "user_id");
	event->sign = json_get_string(json_get(d, "emoji"), "name");
	return event->message && event->user && read_place(d, event) &&
	       strcmp(event->user, self) != 0 && (!author || strcmp(author, self) == 0) &&
	       !json_is_true(json_get(json_get(json_get(d, "member"), "user"), "bot"));
}

void discord_message_link(const struct platform_event *event, char link[DISCORD_MESSAGE_LINK_MAX])
{
	int n = 0;

	if (event->kind != PLATFORM_DELETED)
		n = snprintf(link, DISCORD_MESSAGE_LINK_MAX,
			"https://discord.com/channels/%s/%s/%s",
			event->direct ? "@me" : event->server, event->conversation, event->message);
	if (n <= 0 || n >= DISCORD_MESSAGE_LINK_MAX)
		link[0] = '\0';
}

int64_t discord_message_channel_type(const json *d)
{
	int64_t type;

	return json_get_int(d, "channel_type", &type) && type >= 0 ? type : DISCORD_MESSAGE_UNTOLD;
}
