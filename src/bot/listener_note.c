/* What is to be known of a red-flag reply after a restart; see listener_note.h. */
#include "bot/listener_note.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"

const char *listener_note_write(char note[LISTENER_NOTE_MAX], const struct platform_event *event)
{
	struct buf text;

	buf_init(&text, LISTENER_NOTE_MAX - 1);
	buf_putc(&text, '{');
	json_put(&text, "server", event->server ? event->server : "");
	json_put(&text, "parent", event->parent ? event->parent : "");
	json_put(&text, "link", event->link ? event->link : "");
	snprintf(note, LISTENER_NOTE_MAX, "%s", buf_putc(&text, '}') ? buf_str(&text) : "");
	buf_free(&text);
	return note;
}

/* Copies the member into the size bytes at out; returns whether it is one that fits. */
static bool read_member(const json *v, const char *key, char *out, size_t size)
{
	const char *s = json_get_string(v, key);

	return s && snprintf(out, size, "%s", s) < (int)size;
}

bool listener_note_read(const char *text, struct listener_note *note)
{
	json *v = text ? json_parse(text, strlen(text)) : NULL;
	bool ok = read_member(v, "server", note->server, sizeof(note->server)) &&
		  read_member(v, "parent", note->parent, sizeof(note->parent)) &&
		  read_member(v, "link", note->link, sizeof(note->link));

	json_free(v);
	return ok;
}
