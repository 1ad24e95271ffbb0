/*
 * The world that the sandbox begins with: one server, its channels and people, and what a newcomer
 * should try there.  Its ids are constants, so that the bot can be configured for it beforehand.
 */
#ifndef SANDBOX_WORLD_H
#define SANDBOX_WORLD_H

#include "base/buf.h"
#include "sandbox/model.h"

#define WORLD_TOKEN "sandbox-token-that-opens-nothing-else"
#define WORLD_TEXTS_MAX 3

/* Something to try: texts are written one after the other. */
struct world_try {
	const char *label, *channel, *user;
	const char *texts[WORLD_TEXTS_MAX]; /* NULL = no more */
	const char *note;
};

/*
 * world_build(m): puts the world into the empty model.  Returns 0, or -1 when memory is short.
 */
int world_build(struct model *m);

/*
 * world_config(out): appends the bot's configuration for the world, as base/config.h reads it, without
 * the addresses of the sandbox.  Returns what the last append returned.
 */
bool world_config(struct buf *out);

/*
 * world_tries(n): what to try; *n is set to how many there are.  channel and user are names of the
 * world, channel "@" the user's direct messages.
 */
const struct world_try *world_tries(size_t *n);

#endif
