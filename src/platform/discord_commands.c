/* The commands that Discord offers for us; see discord_commands.h. */
#include "platform/discord_commands.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "platform/snowflake.h"

#define AREA "discord"
#define FNV_START 14695981039346656037u
#define FNV_PRIME 1099511628211u
#define OFFERED_MAX (SNOWFLAKE_MAX + 20) /* bytes of "application hash" with the NUL */
#define MANAGE_SERVER "32"               /* the right without which a staff command is not shown */

struct discord_commands {
	struct platform_host host;
	struct discord_rest *rest;
	char *body; /* what is to be offered; NULL = there are no commands */
	char hash[20];
	char offered[OFFERED_MAX]; /* of the last run */
	char application[SNOWFLAKE_MAX];
	bool begun;
};

/* ------------------------------------------------------------------ as JSON */

static void put_choices(struct buf *b, const char *const *choice)
{
	bool first = true;

	buf_puts(b, ",\"choices\":[");
	for (; *choice; choice++, first = false) {
		buf_puts(b, first ? "{" : ",{");
		json_put(b, "name", *choice);
		json_put(b, "value", *choice);
		buf_putc(b, '}');
	}
	buf_putc(b, ']');
}

static void put_option(struct buf *b, const struct interaction_option *o)
{
	static const int types[] = {
		[INTERACTION_TEXT] = 3,
		[INTERACTION_NUMBER] = 4,
		[INTERACTION_SWITCH] = 5,
		[INTERACTION_USER] = 6,
		[INTERACTION_CHANNEL] = 7,
		[INTERACTION_ROLE] = 8,
	};

	buf_printf(b, "{\"type\":%d", types[o->type]);
	json_put(b, "name", o->name);
	json_put(b, "description", o->what);
	if (o->required)
		buf_puts(b, ",\"required\":true");
	if (o->suggests)
		buf_puts(b, ",\"autocomplete\":true");
	if (o->max_chars)
		buf_printf(b, ",\"max_length\":%zu", o->max_chars);
	if (o->choices)
		put_choices(b, o->choices);
	buf_putc(b, '}');
}

/* The elements of the list of options that both commands and those of groups have. */
static void put_options(struct buf *b, const struct interaction_command *c)
{
	size_t i;

	for (i = 0; i < c->n_options; i++) {
		if (i)
			buf_putc(b, ',');
		put_option(b, &c->options[i]);
	}
}

/* Whether c is a command of that group; name then stands behind the blank. */
static const char *name_in(const struct interaction_command *c, const char *group)
{
	const size_t len = strlen(group);

	return strncmp(c->name, group, len) == 0 && c->name[len] == ' ' ? c->name + len + 1 : NULL;
}

static void put_group(
	struct buf *b, const char *group, const struct interaction_command *const *all, size_t n)
{
	bool first = true;
	const char *name;
	size_t i;

	for (i = 0; i < n; i++) {
		name = name_in(all[i], group);
		if (!name)
			continue;
		buf_puts(b, first ? "{\"type\":1" : ",{\"type\":1");
		json_put(b, "name", name);
		json_put(b, "description", all[i]->what);
		if (all[i]->n_options) {
			buf_puts(b, ",\"options\":[");
			put_options(b, all[i]);
			buf_putc(b, ']');
		}
		buf_putc(b, '}');
		first = false;
	}
}

static void put_command(struct buf *b, const struct interaction_command *c,
	const struct interaction_command *const *all, size_t n)
{
	buf_printf(b, "{\"type\":%d", c->on_message ? 3 : 1);
	json_put(b, "name", c->name);
	json_put(b, "description", c->on_message ? "" : c->what);
	if (c->server_only)
		buf_puts(b, ",\"contexts\":[0]");
	else
		buf_puts(b, ",\"contexts\":[0,1]");
	if (c->for_staff)
		json_put(b, "default_member_permissions", MANAGE_SERVER);
	if (!c->on_message) {
		buf_puts(b, ",\"options\":[");
		put_options(b, c);
		put_group(b, c->name, all, n);
		buf_putc(b, ']');
	}
	buf_putc(b, '}');
}

bool discord_commands_write(
	struct buf *b, const struct interaction_command *const *commands, size_t n)
{
	bool first = true;
	size_t i;

	buf_putc(b, '[');
	for (i = 0; i < n; i++) {
		if (!commands[i]->on_message && strchr(commands[i]->name, ' '))
			continue; /* stands in its group */
		if (!first)
			buf_putc(b, ',');
		put_command(b, commands[i], commands, n);
		first = false;
	}
	return buf_putc(b, ']');
}

/* ------------------------------------------------------------------ life */

static void make_hash(struct discord_commands *c)
{
	uint64_t hash = FNV_START;
	const char *s;

	for (s = c->body; *s; s++)
		hash = (hash ^ (unsigned char)*s) * FNV_PRIME;
	snprintf(c->hash, sizeof(c->hash), "%016" PRIx64, hash);
}

struct discord_commands *discord_commands_create(const struct platform_host *host,
	const struct platform_account *account, struct discord_rest *rest)
{
	struct discord_commands *c = calloc(1, sizeof(*c));
	struct buf body;

	if (!c)
		return NULL;
	c->host = *host;
	c->rest = rest;
	if (account->offered)
		snprintf(c->offered, sizeof(c->offered), "%s", account->offered);
	if (!account->n_commands)
		return c;
	buf_init(&body, DISCORD_COMMANDS_BODY_MAX);
	discord_commands_write(&body, account->commands, account->n_commands);
	c->body = buf_detach(&body);
	if (!c->body) {
		discord_commands_destroy(c);
		return NULL;
	}
	make_hash(c);
	return c;
}

void discord_commands_destroy(struct discord_commands *c)
{
	if (!c)
		return;
	free(c->body);
	free(c);
}

/* ------------------------------------------------------------------ what Discord has */

static bool covers(const json *theirs, const json *ours);

/* Whether each member of ours is in theirs; they add ids, versions and whatever else. */
static bool covers_object(const json *theirs, const json *ours)
{
	const json *member;
	const char *key;

	for (member = json_first(ours); member; member = json_next(member)) {
		key = json_key(member);
		if (!covers(json_get(theirs, key), member))
			return false;
	}
	return true;
}

static bool covers_array(const json *theirs, const json *ours)
{
	const json *a = json_first(theirs), *b = json_first(ours);

	for (; a && b; a = json_next(a), b = json_next(b)) {
		if (!covers(a, b))
			return false;
	}
	return !a && !b;
}

static bool is_empty_list(const json *v)
{
	return json_is_array(v) && !json_first(v);
}

static bool covers(const json *theirs, const json *ours)
{
	if (json_is_object(ours))
		return json_is_object(theirs) && covers_object(theirs, ours);
	if (is_empty_list(ours))
		return !theirs || json_is_null(theirs) || is_empty_list(theirs);
	if (json_is_array(ours))
		return json_is_array(theirs) && covers_array(theirs, ours);
	return json_equal(theirs, ours);
}

static const json *find_command(const json *list, const json *like)
{
	const char *name = json_get_string(like, "name");
	int64_t type = 0, other;
	const json *c;

	json_get_int(like, "type", &type);
	for (c = json_first(list); c; c = json_next(c)) {
		if (json_get_string(c, "name") && strcmp(json_get_string(c, "name"), name) == 0 &&
			json_get_int(c, "type", &other) && other == type)
			return c;
	}
	return NULL;
}

static size_t count(const json *list)
{
	const json *v;
	size_t n = 0;

	for (v = json_first(list); v; v = json_next(v))
		n++;
	return n;
}

/* Whether what Discord offers is what is to be offered, in whatever order. */
static bool is_offered(const struct discord_commands *c, const json *theirs)
{
	json *ours = json_parse(c->body, strlen(c->body));
	bool same = count(ours) == count(theirs);
	const json *command;

	for (command = json_first(ours); command && same; command = json_next(command))
		same = covers(find_command(theirs, command), command);
	json_free(ours);
	return same;
}

/* ------------------------------------------------------------------ registering */

static void keep(struct discord_commands *c)
{
	snprintf(c->offered, sizeof(c->offered), "%s %s", c->application, c->hash);
	if (c->host.offered)
		c->host.offered(c->host.ctx, c->offered);
}

static bool was_kept(const struct discord_commands *c)
{
	const size_t len = strlen(c->application);

	return strncmp(c->offered, c->application, len) == 0 && c->offered[len] == ' ' &&
	       strcmp(c->offered + len + 1, c->hash) == 0;
}

void discord_commands_begin(struct discord_commands *c, const char *application, int64_t now_ms)
{
	if (!c->body || c->begun || !snowflake_valid(application))
		return;
	snprintf(c->application, sizeof(c->application), "%s", application);
	c->begun = true;
	if (!was_kept(c) && discord_rest_get(c->rest, DISCORD_REST_COMMANDS, application,
				    now_ms + DISCORD_COMMANDS_ASK_MS) < 0)
		c->begun = false;
}

static void fail(struct discord_commands *c, int status)
{
	log_warn(c->host.log, AREA,
		"commands: what is offered is not known (status %d); the next session asks again",
		status);
	c->begun = false;
}

void discord_commands_told(
	struct discord_commands *c, const struct discord_rest_answer *answer, int64_t now_ms)
{
	const bool asked = answer->route == DISCORD_REST_COMMANDS;

	if (!c->body)
		return;
	if (answer->status != 200 || !json_is_array(answer->body)) {
		fail(c, answer->status);
		return;
	}
	if (!asked || is_offered(c, answer->body)) {
		log_info(c->host.log, AREA, "commands: %s", asked ? "as they were" : "registered");
		keep(c);
		return;
	}
	if (discord_rest_put(c->rest, c->application, c->body, now_ms + DISCORD_COMMANDS_ASK_MS) <
		0)
		fail(c, 0);
}
