/*
 * What is recorded of a message beside what has a column of its own: its note, its buttons, the thread it
 * goes into, and which message it replaces, as one text.  A message that is said again after a crash has
 * them again.
 */
#ifndef BOT_KEPT_H
#define BOT_KEPT_H

#include "base/buf.h"
#include "base/json.h"
#include "platform/platform.h"

#define KEPT_MAX 32768 /* bytes of such a text; what is longer leaves the buttons out */

/*
 * kept_pack(b, say): that text, in b (cleared first) or, where the note is all, the note itself; borrowed
 * from both.
 */
const char *kept_pack(struct buf *b, const struct platform_say *say);

/*
 * kept_unpack(text, say): sets say's note, controls, thread and replaces to what such a text holds; a text
 * of another kind is the note.  They are borrowed from the text, and from what is returned: the caller
 * releases that with json_free() when say is done with.
 */
json *kept_unpack(const char *text, struct platform_say *say);

#endif
