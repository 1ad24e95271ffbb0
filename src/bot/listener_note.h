/*
 * What a listener has to know of a red-flag reply after a restart, to follow it up: as text that goes along
 * with the reply (platform_say.note) and is never sent.
 */
#ifndef BOT_LISTENER_NOTE_H
#define BOT_LISTENER_NOTE_H

#include <stdbool.h>

#include "platform/platform.h"

#define LISTENER_NOTE_MAX 640      /* bytes of a note with its NUL */
#define LISTENER_NOTE_LINK_MAX 256 /* bytes of a link with its NUL */

struct listener_note {
	char server[PLATFORM_ID_MAX]; /* "" = a direct message */
	char parent[PLATFORM_ID_MAX];
	char link[LISTENER_NOTE_LINK_MAX];
};

/*
 * listener_note_write(note, event): writes where the event happened.  Returns note; it is ""
 * when that does not fit.
 */
const char *listener_note_write(char note[LISTENER_NOTE_MAX], const struct platform_event *event);

/*
 * listener_note_read(text, note): reads such a text; returns whether it was one.
 */
bool listener_note_read(const char *text, struct listener_note *note);

#endif
