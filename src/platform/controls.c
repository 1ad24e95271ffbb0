/* Buttons and menus as one string; see controls.h. */
#include "platform/controls.h"

#include <string.h>

#include "base/utf8.h"

#define UTF8_BYTES 4 /* that a code point has at most */

static bool is_key(const char *key)
{
	const char *c;

	for (c = key; *c; c++) {
		if (*c < ' ' || *c > '~')
			return false;
	}
	return c - key <= CONTROLS_KEY_MAX;
}

static void put_label(struct buf *b, const char *label, size_t max_chars)
{
	size_t len = utf8_cut(label, strlen(label), max_chars * UTF8_BYTES), i;

	while (utf8_length(label, len) > max_chars)
		len = utf8_cut(label, len, len - 1);
	for (i = 0; i < len; i++)
		buf_putc(b, (unsigned char)label[i] < ' ' || label[i] == 0x7f ? ' ' : label[i]);
}

/* Whether one of that key is there: of all buttons and menus, or of the choices of the last menu. */
static bool is_there(const struct buf *b, enum controls_kind kind, const char *key)
{
	const char *at = buf_str(b);
	struct controls_item item;
	bool found = false;

	while (controls_next(&at, &item)) {
		if (kind == CONTROLS_CHOICE && item.kind == CONTROLS_MENU)
			found = false;
		else if ((item.kind == CONTROLS_CHOICE) == (kind == CONTROLS_CHOICE))
			found = found || (item.key_len == strlen(key) &&
						 memcmp(item.key, key, item.key_len) == 0);
	}
	return found;
}

bool controls_add(struct buf *b, enum controls_kind kind, const char *key, const char *label)
{
	const size_t before = b->len;

	if (!is_key(key) || (!*key && kind != CONTROLS_ROW) || (*key && is_there(b, kind, key)))
		return false;
	buf_putc(b, (char)kind);
	buf_puts(b, key);
	buf_putc(b, '\t');
	put_label(b, label, kind == CONTROLS_CHOICE ? CONTROLS_CHOICE_MAX : CONTROLS_LABEL_MAX);
	if (buf_putc(b, '\n'))
		return true;
	buf_cut(b, before);
	return false;
}

bool controls_next(const char **at, struct controls_item *item)
{
	const char *line = *at, *end = strchr(line, '\n'), *tab;

	if (!end || !strchr("bpdmor", *line) || end == line)
		return false;
	tab = memchr(line, '\t', (size_t)(end - line));
	if (!tab)
		return false;
	*item = (struct controls_item){
		.kind = (enum controls_kind) * line,
		.key = line + 1,
		.key_len = (size_t)(tab - line - 1),
		.label = tab + 1,
		.label_len = (size_t)(end - tab - 1),
	};
	*at = end + 1;
	return true;
}
