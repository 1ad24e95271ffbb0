/* Commands and buttons; see commands.h. */
#include "bot/commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"

#define VERB_MAX 24 /* bytes of a verb with its NUL */

struct commands {
	struct commands_options options;
	struct commands_group groups[COMMANDS_GROUPS_MAX];
	size_t n_groups;
	const struct interaction_command *offers[COMMANDS_MAX];
	size_t n_offers;
	uint64_t tickets;
};

struct commands *commands_create(const struct commands_options *options)
{
	struct commands *c = calloc(1, sizeof(*c));

	if (c)
		c->options = *options;
	return c;
}

void commands_destroy(struct commands *c)
{
	free(c);
}

int commands_add(struct commands *c, const struct commands_group *group)
{
	size_t i;

	if (c->n_groups == COMMANDS_GROUPS_MAX || c->n_offers + group->n_entries > COMMANDS_MAX)
		return -1;
	c->groups[c->n_groups++] = *group;
	for (i = 0; i < group->n_entries; i++)
		c->offers[c->n_offers++] = &group->entries[i].offer;
	return 0;
}

const struct interaction_command *const *commands_offers(const struct commands *c, size_t *n)
{
	*n = c->n_offers;
	return c->offers;
}

/* ------------------------------------------------------------------ answering */

uint64_t commands_ticket(struct commands *c)
{
	return COMMANDS_TICKET | ++c->tickets;
}

uint64_t commands_say(struct commands *c, const char *account, const struct platform_say *what)
{
	struct platform_say say = *what;

	say.ticket = commands_ticket(c);
	return c->options.say(c->options.ctx, account, &say) == 0 ? say.ticket : 0;
}

static void pass(struct commands *c, const char *account, const struct platform_say *what)
{
	if (!commands_say(c, account, what))
		log_warn(c->options.log, account, "a command was not answered: too many wait");
}

static void answer(const struct commands_call *call, enum platform_turn turn, const char *text,
	const char *controls, bool in_private)
{
	pass(call->commands, call->account,
		&(struct platform_say){.conversation = call->is->conversation,
			.user = call->is->user,
			.text = text,
			.controls = controls,
			.handle = call->is->handle,
			.turn = turn,
			.in_private = in_private,
			.deadline_ms = call->now_ms + COMMANDS_WAIT_MS});
}

void commands_reply(const struct commands_call *call, const struct commands_reply *reply)
{
	answer(call, PLATFORM_TURN_ANSWER, reply->text, reply->controls, !reply->to_all);
}

void commands_tell(const struct commands_call *call, const char *text)
{
	answer(call, PLATFORM_TURN_ANSWER, text, "", true);
}

void commands_change(const struct commands_call *call, const char *text, const char *controls)
{
	answer(call, PLATFORM_TURN_CHANGE, text, controls, false);
}

void commands_nothing(const struct commands_call *call)
{
	answer(call, PLATFORM_TURN_NOTHING, "", "", false);
}

void commands_promise(const struct commands_call *call, struct commands_promise *promise)
{
	snprintf(promise->account, sizeof(promise->account), "%s", call->account);
	snprintf(promise->handle, sizeof(promise->handle), "%s", call->is->handle);
	snprintf(promise->user, sizeof(promise->user), "%s", call->is->user);
	answer(call, PLATFORM_TURN_LATER, "", "", true);
}

void commands_keep(struct commands *c, const struct commands_promise *promise, const char *text,
	int64_t now_ms)
{
	pass(c, promise->account,
		&(struct platform_say){.user = promise->user,
			.text = text,
			.handle = promise->handle,
			.turn = PLATFORM_TURN_FILL,
			.in_private = true,
			.deadline_ms = now_ms + COMMANDS_FILL_MS});
}

bool commands_outcome(
	struct commands *c, const char *account, const struct platform_outcome *outcome)
{
	size_t i;

	if (!(outcome->ticket & COMMANDS_TICKET))
		return false;
	if (outcome->kind != PLATFORM_SENT)
		log_warn(c->options.log, account, "an answer to a command was not taken: %s",
			outcome->reason);
	for (i = 0; i < c->n_groups; i++) {
		if (c->groups[i].outcome)
			c->groups[i].outcome(c->groups[i].ctx, account, outcome);
	}
	return true;
}

void commands_forget(struct commands *c, const char *user, enum commands_by by)
{
	size_t i;

	for (i = 0; i < c->n_groups; i++) {
		if (c->groups[i].forget)
			c->groups[i].forget(c->groups[i].ctx, user, by);
	}
}

/* ------------------------------------------------------------------ what was said along */

const char *commands_value(const struct commands_call *call, const char *name)
{
	size_t i;

	for (i = 0; i < call->is->n_values; i++) {
		if (strcmp(call->is->values[i].name, name) == 0)
			return call->is->values[i].text;
	}
	return "";
}

bool commands_is_on(const struct commands_call *call, const char *name)
{
	return strcmp(commands_value(call, name), "true") == 0;
}

bool commands_has_role(const struct commands_call *call, const char *role)
{
	size_t i;

	for (i = 0; role && i < call->is->n_roles; i++) {
		if (strcmp(call->is->roles[i], role) == 0)
			return true;
	}
	return false;
}

const char *commands_key(char key[INTERACTION_KEY_MAX], const char *verb, const char *rest)
{
	const int n = snprintf(
		key, INTERACTION_KEY_MAX, COMMANDS_VERSION "%s%s%s", verb, *rest ? " " : "", rest);

	if (n < 0 || n >= INTERACTION_KEY_MAX)
		key[0] = '\0';
	return key;
}

/* ------------------------------------------------------------------ whose it is */

static void tell_unknown(const struct commands_call *call)
{
	log_debug(call->commands->options.log, call->account, "a command or button of old");
	commands_tell(call, "That is from an earlier version of me and does nothing any more. "
			    "Please ask again.");
}

/* The entry of that name, and its group's ctx; NULL when there is none. */
static const struct commands_entry *find_entry(
	const struct commands *c, const struct interaction *is, void **ctx)
{
	const bool on_message = is->kind == INTERACTION_POINTED;
	const struct commands_entry *entry;
	size_t g, i;

	for (g = 0; g < c->n_groups; g++) {
		for (i = 0; i < c->groups[g].n_entries; i++) {
			entry = &c->groups[g].entries[i];
			if (strcmp(entry->offer.name, is->command) != 0 || !entry->run ||
				entry->offer.on_message != on_message)
				continue;
			*ctx = c->groups[g].ctx;
			return entry;
		}
	}
	return NULL;
}

static void run(const struct commands_call *call)
{
	void *ctx;
	const struct commands_entry *entry = find_entry(call->commands, call->is, &ctx);

	if (!entry)
		tell_unknown(call);
	else
		entry->run(ctx, call);
}

static void complete(const struct commands_call *call)
{
	void *ctx;
	const struct commands_entry *entry = find_entry(call->commands, call->is, &ctx);
	struct buf choices;

	buf_init(&choices, CONTROLS_MAX);
	if (entry && entry->suggest)
		entry->suggest(ctx, call, commands_value(call, call->is->focused), &choices);
	answer(call, PLATFORM_TURN_SUGGEST, "", buf_str(&choices), false);
	buf_free(&choices);
}

/* Reads the verb of a key of ours.  Returns what stands behind it, NULL when it is none. */
static const char *read_verb(const char *key, char verb[VERB_MAX])
{
	const size_t version = strlen(COMMANDS_VERSION);
	size_t len;

	if (strncmp(key, COMMANDS_VERSION, version) != 0)
		return NULL;
	key += version;
	len = strcspn(key, " ");
	if (len == 0 || len >= VERB_MAX)
		return NULL;
	memcpy(verb, key, len);
	verb[len] = '\0';
	return key + len + (key[len] == ' ');
}

static void press(const struct commands_call *call)
{
	const struct commands *c = call->commands;
	const struct commands_group *group;
	char verb[VERB_MAX];
	const char *rest = read_verb(call->is->key, verb);
	size_t g, i;

	for (g = 0; rest && g < c->n_groups; g++) {
		group = &c->groups[g];
		for (i = 0; i < group->n_verbs; i++) {
			if (strcmp(group->verbs[i].name, verb) != 0)
				continue;
			group->verbs[i].press(group->ctx, call, rest);
			return;
		}
	}
	tell_unknown(call);
}

void commands_take(struct commands *c, const char *account, struct platform_abilities abilities,
	const struct interaction *is, int64_t now_ms)
{
	const struct commands_call call = {
		.commands = c,
		.account = account,
		.abilities = abilities,
		.is = is,
		.place = config_place(
			c->options.config, account, is->server, is->conversation, is->parent),
		.now_ms = now_ms,
	};

	if (is->kind == INTERACTION_PRESSED)
		press(&call);
	else if (is->kind == INTERACTION_COMPLETE)
		complete(&call);
	else
		run(&call);
}
