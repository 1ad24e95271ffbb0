/*
 * Buttons and menus as Discord's message components.
 * Source: discord-api-docs, components/reference.
 */
#ifndef PLATFORM_DISCORD_CONTROLS_H
#define PLATFORM_DISCORD_CONTROLS_H

#include <stdbool.h>

#include "base/buf.h"

/*
 * discord_controls_put(b, controls): appends ,"components":[...] for such a string (controls.h); what does
 * not fit into Discord's five rows is left out, and a menu without choices.  Returns what the last append
 * returned.
 */
bool discord_controls_put(struct buf *b, const char *controls);

/*
 * discord_controls_suggest(b, controls): appends "choices":[...] of the choices in such a string.  Returns
 * what the last append returned.
 */
bool discord_controls_suggest(struct buf *b, const char *controls);

#endif
