/*
 * What a person says now, out of a chat message: quoted lines, code, links, mentions, custom emoji and
 * the signs of Markdown (Discord's dialect, which the other platforms' resemble) are taken out, and
 * what they stood for is noted.
 */
#ifndef CORE_MARKUP_H
#define CORE_MARKUP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* Bytes that stand for something in the stripped text; control bytes of the message itself are blanks. */
#define MARKUP_MENTION '\x01' /* here somebody was mentioned */
#define MARKUP_BREAK '\x02'   /* an emoji: a pause between thoughts */

struct markup_notes {
	bool quoted;   /* lines quoted from others were left out */
	bool code;     /* code was left out */
	bool link;     /* a link was left out */
	bool command;  /* it begins like a command to some bot: "!mute", "/giphy" */
	bool everyone; /* @everyone or @here */
};

/*
 * markup_strip(text, len, out, notes): appends what the person says to out and fills *notes.  Any bytes
 * are accepted.  Returns what the last append returned.
 */
bool markup_strip(const char *text, size_t len, struct buf *out, struct markup_notes *notes);

#endif
