/*
 * An interaction as the bot is told of it.
 * Source: discord-api-docs, interactions/receiving-and-responding, "Interaction Object".
 */
#ifndef SANDBOX_SHAPE_INTERACTION_H
#define SANDBOX_SHAPE_INTERACTION_H

#include "base/buf.h"
#include "sandbox/interactions.h"

#define SHAPE_INTERACTION_BYTES_MAX 262144

/*
 * shape_interaction(b, m, interaction, data): appends it; data is the JSON of what was used and how.
 * Returns what the last append returned.
 */
bool shape_interaction(struct buf *b, const struct model *m,
	const struct interactions_entry *interaction, const char *data);

#endif
