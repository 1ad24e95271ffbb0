/*
 * Trouble with the connection that can be played, by name.
 */
#ifndef SANDBOX_PLAYS_H
#define SANDBOX_PLAYS_H

#include "base/json.h"
#include "sandbox/model.h"

struct registry;
struct gateway;
struct interactions;
struct rest;

/* What trouble is played with.  Everything is borrowed. */
struct plays_stage {
	struct model *model;
	struct gateway *gateway;
	struct rest *rest;
	struct registry *commands;
	struct interactions *interactions;
};

struct plays_entry {
	const char *what;
	const char *label, *note; /* for the page's button; NULL = for tests alone */
	/* Returns what happened, in a line; NULL when ask (the page's message) lacks something. */
	const char *(*play)(const struct plays_stage *stage, const json *ask);
};

/*
 * plays_list(n): all that can be played; *n is set to how many that are.
 */
const struct plays_entry *plays_list(size_t *n);

/*
 * plays_find(what): the one of that name; NULL when there is none.
 */
const struct plays_entry *plays_find(const char *what);

#endif
