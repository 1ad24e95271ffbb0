/*
 * Uses of commands and components that wait for the bot's answer, or had it.  Each has a token, with
 * which the bot answers within three seconds, and may go on for a quarter of an hour. Source:
 * discord-api-docs, interactions/receiving-and-responding.
 */
#ifndef SANDBOX_INTERACTIONS_H
#define SANDBOX_INTERACTIONS_H

#include "sandbox/model.h"

#define INTERACTIONS_MAX 512      /* the oldest is forgotten first */
#define INTERACTIONS_TOKEN_MAX 65 /* bytes, with the NUL */
#define INTERACTIONS_ANSWER_MS 3000
#define INTERACTIONS_TOKEN_MS 900000

/* With the API's numbers. */
enum interactions_type {
	INTERACTIONS_COMMAND = 2,
	INTERACTIONS_COMPONENT = 3,
	INTERACTIONS_AUTOCOMPLETE = 4
};

enum interactions_state { INTERACTIONS_WAITING, INTERACTIONS_ANSWERED, INTERACTIONS_FAILED };

struct interactions_entry {
	uint64_t id;
	char token[INTERACTIONS_TOKEN_MAX];
	enum interactions_type type;
	const struct model_user *user;
	struct model_channel *channel;
	uint64_t message; /* with the component; 0 = none */
	enum interactions_state state;
	int64_t made_ms;
	struct model_use use; /* what the messages that answer it say of it */
	uint64_t original;    /* the message that it was answered with; 0 = none */
};

/* What is told; the pointers are valid during the call. */
struct interactions_hooks {
	void (*changed)(void *ctx, const struct interactions_entry *interaction);
	/* An autocompletion was answered; choices: a JSON array. */
	void (*choices)(
		void *ctx, const struct interactions_entry *interaction, const char *choices);
	void *ctx;
};

struct interactions;

/*
 * interactions_create(m, hooks): none so far; NULL when memory is short.  Ended with
 * interactions_destroy().
 */
struct interactions *interactions_create(struct model *m, const struct interactions_hooks *hooks);

/*
 * interactions_destroy(i): releases them.  NULL is accepted.
 */
void interactions_destroy(struct interactions *i);

/*
 * interactions_open(i, template): one that waits: type, user, channel, message and use are those of the
 * template, the rest is given here.  NULL when there is no randomness for its token.  Borrowed until
 * INTERACTIONS_MAX later ones have come.
 */
struct interactions_entry *interactions_open(
	struct interactions *i, const struct interactions_entry *template);

/*
 * interactions_find(i, id), interactions_by_token(i, token): the one; NULL when there is none.
 */
struct interactions_entry *interactions_find(struct interactions *i, uint64_t id);
struct interactions_entry *interactions_by_token(struct interactions *i, const char *token);

/*
 * interactions_settle(i, interaction, state): it was answered, or nobody answered; tells it.
 */
void interactions_settle(struct interactions *i, struct interactions_entry *interaction,
	enum interactions_state state);

/*
 * interactions_choose(i, interaction, choices): an autocompletion was answered with that JSON array.
 */
void interactions_choose(
	struct interactions *i, struct interactions_entry *interaction, const char *choices);

/*
 * interactions_expire(i): those that have waited too long have failed.  Returns in how many
 * milliseconds the next one would, -1 when none waits.
 */
int64_t interactions_expire(struct interactions *i);

/*
 * interactions_patience(i, ms): how long they wait from now on; Discord's is INTERACTIONS_ANSWER_MS.
 */
void interactions_patience(struct interactions *i, int64_t ms);

/*
 * interactions_token_ok(i, interaction): whether its token is still good.
 */
bool interactions_token_ok(
	const struct interactions *i, const struct interactions_entry *interaction);

#endif
