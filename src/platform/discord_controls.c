/* Buttons and menus as Discord's components; see discord_controls.h. */
#include "platform/discord_controls.h"

#include "base/json.h"
#include "platform/controls.h"
#include "platform/interaction.h"

#define ROW 1 /* types of components */
#define BUTTON 2
#define MENU 3

/* A list of rows that is being written. */
struct rows {
	struct buf *b;
	unsigned n;       /* begun so far */
	unsigned buttons; /* in the one that is open; 0 = none is open */
};

static void put_text(struct buf *b, const char *key, const char *s, size_t len)
{
	buf_printf(b, ",\"%s\":", key);
	json_put_string(b, s, len);
}

static void close_row(struct rows *r)
{
	if (r->buttons)
		buf_puts(r->b, "]}");
	r->buttons = 0;
}

/* Begins a row; false when there are as many as there may be. */
static bool open_row(struct rows *r)
{
	close_row(r);
	if (r->n == CONTROLS_ROWS_MAX)
		return false;
	buf_printf(r->b, "%s{\"type\":%d,\"components\":[", r->n ? "," : "", ROW);
	r->n++;
	return true;
}

static int style_of(enum controls_kind kind)
{
	return kind == CONTROLS_MAIN ? 1 : kind == CONTROLS_GRAVE ? 4 : 2;
}

static void put_button(struct rows *r, const struct controls_item *item)
{
	if ((r->buttons == 0 || r->buttons == CONTROLS_ROW_MAX) && !open_row(r))
		return;
	buf_printf(r->b, "%s{\"type\":%d,\"style\":%d", r->buttons ? "," : "", BUTTON,
		style_of(item->kind));
	put_text(r->b, "custom_id", item->key, item->key_len);
	put_text(r->b, "label", item->label, item->label_len);
	buf_putc(r->b, '}');
	r->buttons++;
}

/* Reads the choice at *at; false when something else comes. */
static bool next_choice(const char **at, struct controls_item *choice)
{
	const char *behind = *at;

	if (!controls_next(&behind, choice) || choice->kind != CONTROLS_CHOICE)
		return false;
	*at = behind;
	return true;
}

static void put_menu(struct rows *r, const struct controls_item *menu, const char *at)
{
	struct controls_item choice;
	unsigned n = 0;

	if (!next_choice(&at, &choice) || !open_row(r))
		return;
	buf_printf(r->b, "{\"type\":%d", MENU);
	put_text(r->b, "custom_id", menu->key, menu->key_len);
	put_text(r->b, "placeholder", menu->label, menu->label_len);
	buf_puts(r->b, ",\"options\":[");
	do {
		buf_puts(r->b, n ? ",{" : "{");
		buf_puts(r->b, "\"default\":false");
		put_text(r->b, "value", choice.key, choice.key_len);
		put_text(r->b, "label", choice.label, choice.label_len);
		buf_putc(r->b, '}');
	} while (++n < CONTROLS_CHOICES_MAX && next_choice(&at, &choice));
	buf_puts(r->b, "]}]}");
}

bool discord_controls_put(struct buf *b, const char *controls)
{
	struct rows r = {.b = b};
	struct controls_item item;

	buf_puts(b, ",\"components\":[");
	while (controls_next(&controls, &item)) {
		if (item.kind == CONTROLS_ROW)
			close_row(&r);
		else if (item.kind == CONTROLS_MENU)
			put_menu(&r, &item, controls);
		else if (item.kind != CONTROLS_CHOICE)
			put_button(&r, &item);
	}
	close_row(&r);
	return buf_putc(b, ']');
}

bool discord_controls_suggest(struct buf *b, const char *controls)
{
	struct controls_item item;
	unsigned n = 0;

	buf_puts(b, "\"choices\":[");
	while (n < INTERACTION_SUGGESTED_MAX && controls_next(&controls, &item)) {
		if (item.kind != CONTROLS_CHOICE)
			continue;
		buf_puts(b, n++ ? ",{\"name\":" : "{\"name\":");
		json_put_string(b, item.label, item.label_len);
		put_text(b, "value", item.key, item.key_len);
		buf_putc(b, '}');
	}
	return buf_putc(b, ']');
}
