/*
 * A person's use of a command: whether it is as the command wants it, and the data that the bot is told.
 * Source: discord-api-docs, interactions/receiving-and-responding, "Application Command Data Structure".
 */
#ifndef SANDBOX_REGISTRY_USE_H
#define SANDBOX_REGISTRY_USE_H

#include "base/buf.h"
#include "base/json.h"
#include "sandbox/registry.h"

#define REGISTRY_USE_BYTES_MAX 131072 /* of the data */

struct registry_use {
	const struct model *model;
	const struct registry_entry *command;
	const struct model_user *user;
	const struct model_channel *channel;
	const json *options; /* [{name, value, focused} or {name, options}]; NULL = none */
	bool completes;      /* the options are still being typed, one of them is focused */
	const struct model_message *target; /* of a message's menu */
	const struct model_user *person;    /* of a person's menu */
};

/*
 * registry_use(use, data, name): appends the data to the empty data, and writes the command's name with
 * its parts to the MODEL_NAME_MAX bytes at name.  Returns NULL, or why it cannot be used so.
 */
const char *registry_use(const struct registry_use *use, struct buf *data, char *name);

/*
 * registry_use_may(m, command, user, channel): whether that person may use it there.
 */
bool registry_use_may(const struct model *m, const struct registry_entry *command,
	const struct model_user *user, const struct model_channel *channel);

#endif
