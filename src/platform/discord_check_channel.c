/* Whether the bot can do its work in each configured channel; see discord_check_channel.h. */
#include "platform/discord_check_channel.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "platform/discord_check_server.h"
#include "platform/discord_check_unnamed.h"
#include "platform/discord_permissions.h"
#include "platform/snowflake.h"

#define LABEL_MAX (DISCORD_INQUIRY_NAME_MAX + 64)
#define IN_CHANNELS (DISCORD_MAY_VIEW | DISCORD_MAY_SEND | DISCORD_MAY_READ_HISTORY)
#define IN_THREADS (DISCORD_MAY_VIEW | DISCORD_MAY_SEND_IN_THREADS | DISCORD_MAY_READ_HISTORY)

/* A type of channel: discord-api-docs, resources/channel, "Channel Types". */
struct kind {
	int64_t type;
	const char *word; /* goes before the name */
	uint64_t needs;   /* 0: nobody can write there */
	uint64_t wants;   /* without it, it works in part */
	bool is_thread;
	bool is_forum; /* all messages are in threads */
};

struct discord_check_channels {
	struct discord_check_channels_setup setup;
	struct discord_inquiry *q;
	struct discord_check_servers *servers;
	char user[SNOWFLAKE_MAX];
	uint64_t needs;
	/* the channel that is being looked at */
	size_t at;
	const struct kind *kind;
	char guild[SNOWFLAKE_MAX];
	char parent[SNOWFLAKE_MAX];
	char label[LABEL_MAX];
	struct discord_overwrites overwrites;
	/* the server whose channels are asked for; of c->servers */
	const struct discord_check_server *listed;
};

static const struct kind *find_kind(int64_t type)
{
	static const struct kind kinds[] = {
		{0, "channel #", IN_CHANNELS, DISCORD_MAY_SEND_IN_THREADS, false, false},
		{2, "voice channel ", IN_CHANNELS | DISCORD_MAY_CONNECT, 0, false, false},
		{4, "category ", 0, 0, false, false},
		{5, "channel #", IN_CHANNELS, DISCORD_MAY_SEND_IN_THREADS, false, false},
		{10, "thread ", IN_THREADS, 0, true, false},
		{11, "thread ", IN_THREADS, 0, true, false},
		{12, "thread ", IN_THREADS, 0, true, false},
		{13, "stage channel ", IN_CHANNELS | DISCORD_MAY_CONNECT, 0, false, false},
		{14, "directory ", 0, 0, false, false},
		{15, "forum #", IN_THREADS, 0, false, true},
		{16, "media channel #", IN_THREADS, 0, false, true},
	};
	static const struct kind other = {-1, "channel #", IN_CHANNELS, 0, false, false};
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (kinds[i].type == type)
			return &kinds[i];
	}
	return &other;
}

/* ------------------------------------------------------------------ life */

struct discord_check_channels *discord_check_channels_create(
	const struct discord_check_channels_setup *setup)
{
	struct discord_check_channels *c = calloc(1, sizeof(*c));

	if (!c)
		return NULL;
	c->setup = *setup;
	c->q = setup->inquiry;
	c->needs = IN_CHANNELS | IN_THREADS;
	c->servers = discord_check_servers_create(c->q);
	if (!c->servers) {
		discord_check_channels_destroy(c);
		return NULL;
	}
	return c;
}

void discord_check_channels_destroy(struct discord_check_channels *c)
{
	if (!c)
		return;
	discord_check_servers_destroy(c->servers);
	free(c);
}

uint64_t discord_check_channels_needs(const struct discord_check_channels *c)
{
	return c->needs;
}

/* ------------------------------------------------------------------ going through them */

static discord_inquiry_fn on_channel;
static void go_on(struct discord_check_channels *c);

static const struct platform_check_channel *current(const struct discord_check_channels *c)
{
	return &c->setup.channels[c->at];
}

static const char *staff_word(const struct discord_check_channels *c)
{
	return current(c)->staff ? "staff " : "";
}

static void ask_for(struct discord_check_channels *c, enum discord_rest_route route, const char *id,
	discord_inquiry_fn *fn)
{
	const struct discord_inquiry_question question = {
		.route = route, .id = id, .fn = fn, .ctx = c};

	discord_inquiry_ask(c->q, &question);
}

static void ask(struct discord_check_channels *c, const char *id, discord_inquiry_fn *fn)
{
	ask_for(c, DISCORD_REST_CHANNEL, id, fn);
}

/* The server's channels: those that are not named may deny what the bot's roles allow. */
static void on_listed(void *ctx, int status, const json *body)
{
	struct discord_check_channels *c = ctx;
	const struct discord_check_named named = {c->setup.channels, c->setup.n};

	if (body)
		discord_check_unnamed_say(c->q, c->listed, &named, body);
	else if (status == 403 || status == 404)
		discord_inquiry_say(c->q, PLATFORM_CHECK_OK,
			"channels of %s that are not named: the bot's roles let it open threads, "
			"if none of them denies it; the server does not tell which there are (%d)",
			c->listed->name, status);
	go_on(c);
}

/* What the bot's roles let it do in a server's channels, where these say nothing else. */
static void judge_server(void *ctx, const struct discord_check_server *server)
{
	static const struct discord_overwrites none;
	struct discord_check_channels *c = ctx;
	const uint64_t wanted = DISCORD_MAY_OPEN_THREADS;
	char words[DISCORD_PERMISSIONS_WORDS_MAX];

	if (!server) {
		go_on(c);
		return;
	}
	discord_permissions_words(wanted, words);
	if (discord_permissions_in(&server->standing, &none) & wanted) {
		c->listed = server;
		ask_for(c, DISCORD_REST_CHANNELS, current(c)->server, on_listed);
		return;
	}
	discord_inquiry_say(c->q, PLATFORM_CHECK_WARNING,
		"channels of %s that are not named: the bot lacks %s, so it cannot open threads "
		"there. Allow that to its role in Server Settings > Roles.",
		server->name, words);
	go_on(c);
}

static bool is_server(const struct platform_check_channel *channel)
{
	return channel->id && !*channel->id && channel->threads && channel->server &&
	       snowflake_valid(channel->server);
}

/* Asks for the channel at c->at, or for the first one behind it that can be asked for. */
static void ask_current(struct discord_check_channels *c)
{
	for (; c->at < c->setup.n; c->at++) {
		if (is_server(current(c))) {
			c->needs |= DISCORD_MAY_OPEN_THREADS;
			discord_check_servers_find(
				c->servers, current(c)->server, c->user, judge_server, c);
			return;
		}
		if (snowflake_valid(current(c)->id)) {
			ask(c, current(c)->id, on_channel);
			return;
		}
		discord_inquiry_say(c->q, PLATFORM_CHECK_PROBLEM,
			"%schannel \"%.40s\": that is no id of Discord's. Turn on Developer Mode "
			"in Discord's settings, then right-click the channel > Copy Channel ID.",
			staff_word(c), current(c)->id ? current(c)->id : "");
	}
	c->setup.done(c->setup.ctx);
}

void discord_check_channels_start(struct discord_check_channels *c, const char *user)
{
	snprintf(c->user, sizeof(c->user), "%s", user);
	c->at = 0;
	ask_current(c);
}

static void go_on(struct discord_check_channels *c)
{
	c->at++;
	ask_current(c);
}

static void problem(struct discord_check_channels *c, const char *what)
{
	discord_inquiry_say(c->q, PLATFORM_CHECK_PROBLEM, "%s%s%s", staff_word(c), c->label, what);
}

/* ------------------------------------------------------------------ permissions */

static const char *where_to_allow(const struct discord_check_channels *c)
{
	return c->kind->is_thread ? "its parent channel's settings" : "the channel's settings";
}

/* Whether an alert reaches anybody: a role that may not be mentioned is shown, but nobody hears of it. */
static void judge_role(
	struct discord_check_channels *c, const struct discord_check_server *server, uint64_t may)
{
	const char *id = current(c)->role;
	const struct discord_check_role *role;

	if (!current(c)->staff || !id || !*id)
		return;
	role = discord_check_server_role(server, id);
	if (!role)
		discord_inquiry_say(c->q, PLATFORM_CHECK_PROBLEM,
			"%s has no role %.40s, so alerts in %s notify nobody: correct staff-role "
			"in the configuration. Turn on Developer Mode in Discord's settings, then "
			"right-click the role in Server Settings > Roles > Copy Role ID.",
			server->name, id, c->label);
	else if (!role->mentionable && !(may & DISCORD_MAY_MENTION))
		discord_inquiry_say(c->q, PLATFORM_CHECK_PROBLEM,
			"%s does not let the bot mention role %s, so alerts in %s notify nobody: "
			"turn on Server Settings > Roles > that role > Allow anyone to @mention "
			"this "
			"role, or allow \"Mention @everyone, @here and All Roles\" to the bot's "
			"role "
			"in %s > Permissions.",
			server->name, id, c->label, where_to_allow(c));
}

/* What the bot can do without, but then it works in part: what lacks of that leads to. */
static uint64_t wants(const struct discord_check_channels *c)
{
	/* a thread has none below it, and a forum's post is one */
	const bool opens = current(c)->threads && !c->kind->is_thread && !c->kind->is_forum;

	return c->kind->wants | (opens ? DISCORD_MAY_OPEN_THREADS : 0);
}

static void judge(void *ctx, const struct discord_check_server *server)
{
	struct discord_check_channels *c = ctx;
	char words[DISCORD_PERMISSIONS_WORDS_MAX];
	uint64_t may, lacks;

	if (!server) {
		go_on(c);
		return;
	}
	may = discord_permissions_in(&server->standing, &c->overwrites);
	lacks = (c->kind->needs | wants(c)) & ~may;
	discord_permissions_words(lacks, words);
	if (lacks & c->kind->needs)
		discord_inquiry_say(c->q, PLATFORM_CHECK_PROBLEM,
			"%s%s in %s: the bot lacks %s. Allow that to its role in %s > Permissions.",
			staff_word(c), c->label, server->name, words, where_to_allow(c));
	else if (lacks)
		discord_inquiry_say(c->q, PLATFORM_CHECK_WARNING,
			"%s%s in %s: the bot lacks %s, so it cannot %s threads there. Allow "
			"that to its role in %s > Permissions.",
			staff_word(c), c->label, server->name, words,
			lacks & DISCORD_MAY_SEND_IN_THREADS ? "answer in" : "open",
			where_to_allow(c));
	else
		discord_inquiry_say(c->q, PLATFORM_CHECK_OK,
			"%s%s in %s: the bot has the permissions that it needs", staff_word(c),
			c->label, server->name);
	judge_role(c, server, may);
	go_on(c);
}

/* With the channel, or a thread's parent, as body: what is denied and allowed there. */
static void read_overwrites(struct discord_check_channels *c, const json *body)
{
	if (!discord_permissions_overwrites(&c->overwrites, body)) {
		discord_inquiry_puzzled(c->q);
		go_on(c);
		return;
	}
	discord_check_servers_find(c->servers, c->guild, c->user, judge, c);
}

/* ------------------------------------------------------------------ channels */

/* Says what 403 and 404 mean for the channel, or a thread's parent, that was asked for. */
static void say_hidden(struct discord_check_channels *c, int status, const char *id)
{
	if (status == 403)
		discord_inquiry_say(c->q, PLATFORM_CHECK_PROBLEM,
			"%schannel %s is hidden from the bot (403): allow View Channel to its role "
			"in the channel's settings > Permissions, or invite it to the server",
			staff_word(c), id);
	else if (status == 404)
		discord_inquiry_say(c->q, PLATFORM_CHECK_PROBLEM,
			"%schannel %s does not exist (404): correct its id in the configuration, "
			"or take it out",
			staff_word(c), id);
}

static void on_parent(void *ctx, int status, const json *body)
{
	struct discord_check_channels *c = ctx;

	if (body) {
		read_overwrites(c, body);
		return;
	}
	say_hidden(c, status, c->parent);
	go_on(c);
}

/* Reads what a channel object says of itself; false when it does not say it, or says so oddly. */
static bool read_channel(struct discord_check_channels *c, const json *body)
{
	const char *guild = snowflake_get(body, "guild_id");
	const char *parent = snowflake_get(body, "parent_id");
	const char *title = json_get_string(body, "name"); /* direct messages have none */
	char name[DISCORD_INQUIRY_NAME_MAX];
	int64_t type;

	if (!json_get_int(body, "type", &type))
		return false;
	c->kind = find_kind(type);
	if (c->kind->is_thread && !parent)
		return false;
	snprintf(c->guild, sizeof(c->guild), "%s", guild ? guild : "");
	snprintf(c->parent, sizeof(c->parent), "%s", parent ? parent : "");
	discord_inquiry_name(name, title);
	if (title)
		snprintf(c->label, sizeof(c->label), "%s%s (%s)", c->kind->word, name,
			current(c)->id);
	else
		snprintf(c->label, sizeof(c->label), "channel %s", current(c)->id);
	return true;
}

/* Whether the bot can work in such a channel at all; says why not. */
static bool is_usable(struct discord_check_channels *c)
{
	if (!c->guild[0])
		problem(c, " is a direct message, not a channel of a server: take it out of the "
			   "configuration");
	else if (!c->kind->needs)
		problem(c, " takes no messages: name its channels in the configuration instead");
	else if (c->kind->is_forum && current(c)->staff)
		problem(c, " takes no messages but posts: name a text channel for alerts");
	else
		return true;
	return false;
}

static void compare_server(struct discord_check_channels *c)
{
	const char *server = current(c)->server;

	if (server && *server && strcmp(server, c->guild) != 0)
		discord_inquiry_say(c->q, PLATFORM_CHECK_PROBLEM,
			"%s%s belongs to server %s, but is configured under server %.40s: move it "
			"there in the configuration",
			staff_word(c), c->label, c->guild, server);
}

static void on_channel(void *ctx, int status, const json *body)
{
	struct discord_check_channels *c = ctx;

	if (body && !read_channel(c, body)) {
		discord_inquiry_puzzled(c->q);
	} else if (!body) {
		say_hidden(c, status, current(c)->id);
	} else if (is_usable(c)) {
		compare_server(c);
		c->needs |= c->kind->needs | wants(c);
		if (c->kind->is_thread)
			ask(c, c->parent, on_parent);
		else
			read_overwrites(c, body);
		return;
	}
	go_on(c);
}
