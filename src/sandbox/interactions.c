/* Uses of commands and components; see interactions.h. */
#include "sandbox/interactions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#define TOKEN_BYTES 32

struct interactions {
	struct model *model;
	struct interactions_hooks hooks;
	int64_t patience_ms;
	struct interactions_entry all[INTERACTIONS_MAX]; /* a ring */
	size_t n;                                        /* that there ever were */
};

struct interactions *interactions_create(struct model *m, const struct interactions_hooks *hooks)
{
	struct interactions *i = calloc(1, sizeof(*i));

	if (!i)
		return NULL;
	i->model = m;
	i->hooks = *hooks;
	i->patience_ms = INTERACTIONS_ANSWER_MS;
	return i;
}

void interactions_destroy(struct interactions *i)
{
	free(i);
}

static bool make_token(char *token)
{
	unsigned char bytes[TOKEN_BYTES];
	size_t k;

	if (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes))
		return false;
	for (k = 0; k < sizeof(bytes); k++)
		snprintf(token + 2 * k, 3, "%02x", bytes[k]);
	return true;
}

struct interactions_entry *interactions_open(
	struct interactions *i, const struct interactions_entry *template)
{
	struct interactions_entry *new = &i->all[i->n % INTERACTIONS_MAX];
	char token[INTERACTIONS_TOKEN_MAX];

	if (!make_token(token))
		return NULL;
	if (i->n >= INTERACTIONS_MAX && new->state == INTERACTIONS_WAITING)
		interactions_settle(i, new, INTERACTIONS_FAILED);
	i->n++;
	*new = *template;
	memcpy(new->token, token, sizeof(token));
	new->id = model_id(i->model);
	new->state = INTERACTIONS_WAITING;
	new->made_ms = i->model->clock();
	new->use.id = new->id;
	new->use.user = new->user;
	new->original = 0;
	return new;
}

static size_t held(const struct interactions *i)
{
	return i->n < INTERACTIONS_MAX ? i->n : INTERACTIONS_MAX;
}

struct interactions_entry *interactions_find(struct interactions *i, uint64_t id)
{
	size_t k;

	for (k = 0; k < held(i); k++) {
		if (i->all[k].id == id)
			return &i->all[k];
	}
	return NULL;
}

struct interactions_entry *interactions_by_token(struct interactions *i, const char *token)
{
	size_t k;

	for (k = 0; k < held(i); k++) {
		if (strcmp(i->all[k].token, token) == 0)
			return &i->all[k];
	}
	return NULL;
}

void interactions_settle(struct interactions *i, struct interactions_entry *interaction,
	enum interactions_state state)
{
	interaction->state = state;
	i->hooks.changed(i->hooks.ctx, interaction);
}

void interactions_choose(
	struct interactions *i, struct interactions_entry *interaction, const char *choices)
{
	i->hooks.choices(i->hooks.ctx, interaction, choices);
	interactions_settle(i, interaction, INTERACTIONS_ANSWERED);
}

int64_t interactions_expire(struct interactions *i)
{
	const int64_t now = i->model->clock();
	int64_t left, next = -1;
	size_t k;

	for (k = 0; k < held(i); k++) {
		if (i->all[k].state != INTERACTIONS_WAITING)
			continue;
		left = i->all[k].made_ms + i->patience_ms - now;
		if (left <= 0)
			interactions_settle(i, &i->all[k], INTERACTIONS_FAILED);
		else if (next < 0 || left < next)
			next = left;
	}
	return next;
}

void interactions_patience(struct interactions *i, int64_t ms)
{
	i->patience_ms = ms;
}

bool interactions_token_ok(
	const struct interactions *i, const struct interactions_entry *interaction)
{
	return i->model->clock() - interaction->made_ms < INTERACTIONS_TOKEN_MS;
}
