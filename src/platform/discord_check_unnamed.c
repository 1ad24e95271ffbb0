/* What channels that the configuration does not name deny the bot; see discord_check_unnamed.h. */
#include "platform/discord_check_unnamed.h"

#include <stdlib.h>
#include <string.h>

#include "platform/discord_permissions.h"
#include "platform/snowflake.h"

#define TEXT 0 /* types of channels in which threads are opened */
#define NEWS 5
#define HERE (DISCORD_MAY_VIEW | DISCORD_MAY_SEND)

static bool is_named(const struct discord_check_named *named, const char *id)
{
	size_t i;

	for (i = 0; i < named->n; i++) {
		if (named->list[i].id && strcmp(named->list[i].id, id) == 0)
			return true;
	}
	return false;
}

/* Whether threads would be opened there at all. */
static bool matters(const json *channel, const struct discord_check_named *named)
{
	const char *id = snowflake_get(channel, "id");
	int64_t type;

	return id && json_get_int(channel, "type", &type) && (type == TEXT || type == NEWS) &&
	       !is_named(named, id);
}

static void say_denied(struct discord_inquiry *q, const struct discord_check_server *server,
	const json *channel, const char *words)
{
	char name[DISCORD_INQUIRY_NAME_MAX];

	discord_inquiry_name(name, json_get_string(channel, "name"));
	discord_inquiry_say(q, PLATFORM_CHECK_WARNING,
		"channel #%s (%s) in %s, which is not named: the bot lacks %s, so it cannot open "
		"threads there. Allow that to its role in the channel's settings > Permissions.",
		name, snowflake_get(channel, "id"), server->name, words);
}

static void say_sum(struct discord_inquiry *q, const struct discord_check_server *server,
	size_t n_denied, const char *words)
{
	if (n_denied == 0)
		discord_inquiry_say(q, PLATFORM_CHECK_OK,
			"channels of %s that are not named: the bot has %s wherever it may write",
			server->name, words);
	else if (n_denied > DISCORD_CHECK_UNNAMED_MAX)
		discord_inquiry_say(q, PLATFORM_CHECK_WARNING,
			"%zu further channels of %s that are not named: the bot lacks %s there, "
			"too",
			n_denied - DISCORD_CHECK_UNNAMED_MAX, server->name, words);
}

void discord_check_unnamed_say(struct discord_inquiry *q, const struct discord_check_server *server,
	const struct discord_check_named *named, const json *channels)
{
	struct discord_overwrites *overwrites = calloc(1, sizeof(*overwrites));
	char words[DISCORD_PERMISSIONS_WORDS_MAX];
	const json *channel;
	size_t n_denied = 0;
	uint64_t may;

	if (!overwrites) {
		discord_inquiry_say(q, PLATFORM_CHECK_PROBLEM, "memory is short");
		return;
	}
	discord_permissions_words(DISCORD_MAY_OPEN_THREADS, words);
	for (channel = json_first(channels); channel; channel = json_next(channel)) {
		if (!matters(channel, named))
			continue;
		if (!discord_permissions_overwrites(overwrites, channel)) {
			discord_inquiry_puzzled(q);
			break;
		}
		may = discord_permissions_in(&server->standing, overwrites);
		if ((may & HERE) != HERE || may & DISCORD_MAY_OPEN_THREADS)
			continue;
		if (n_denied++ < DISCORD_CHECK_UNNAMED_MAX)
			say_denied(q, server, channel, words);
	}
	if (!channel)
		say_sum(q, server, n_denied, words);
	free(overwrites);
}
