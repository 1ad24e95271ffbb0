/* The components of messages; see components.h. */
#include "sandbox/components.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "platform/snowflake.h"

#define ROW 1
#define LAST_SELECT 8 /* 5 to 8 choose people, roles and channels */
#define LABEL_MAX 80
#define OPTION_MAX 100 /* code points of an option's label, value and description */
#define PLACEHOLDER_MAX 150
#define URL_MAX 512
#define CUSTOM_IDS_MAX (COMPONENTS_ROWS_MAX * COMPONENTS_ROW_MAX)

enum style { STYLE_PRIMARY = 1, STYLE_DANGER = 4, STYLE_LINK = 5 };

struct reading {
	struct complaints *c;
	struct buf *out;
	const char *custom_ids[CUSTOM_IDS_MAX]; /* so far */
	size_t n_custom_ids;
	int id; /* Discord numbers the components */
};

static void begin(struct reading *r, int type)
{
	if (r->out->data[r->out->len - 1] != '[')
		buf_putc(r->out, ',');
	buf_printf(r->out, "{\"type\":%d,\"id\":%d", type, ++r->id);
}

static void put_disabled(struct reading *r, const json *v)
{
	if (json_is_true(json_get(v, "disabled")))
		buf_puts(r->out, ",\"disabled\":true");
}

/* One of at least min code points, that no other component of the message has. */
static void read_custom_id(struct reading *r, const json *v)
{
	const char *id = complaints_text(r->c, v, "custom_id", 1, COMPONENTS_CUSTOM_ID_MAX);
	size_t i;

	for (i = 0; id && i < r->n_custom_ids; i++) {
		if (strcmp(r->custom_ids[i], id) == 0) {
			complaints_add(r->c, "custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED",
				"Component custom id cannot be duplicated");
			return;
		}
	}
	if (!id || r->n_custom_ids == CUSTOM_IDS_MAX)
		return;
	r->custom_ids[r->n_custom_ids++] = id;
	json_put(r->out, "custom_id", id);
}

/* Returns whether there is one. */
static bool read_emoji(struct reading *r, const json *v)
{
	const json *emoji = json_get(v, "emoji");
	const char *name, *id = json_get_string(emoji, "id");
	uint64_t number;

	if (!emoji || json_is_null(emoji))
		return false;
	complaints_enter(r->c, "emoji");
	name = complaints_text(r->c, emoji, "name", 0, 64);
	if (id && !snowflake_parse(id, &number))
		complaints_add(r->c, "id", "NUMBER_TYPE_COERCE", "Value is not snowflake.");
	else if (name || id) {
		buf_puts(r->out, ",\"emoji\":{");
		json_put(r->out, "name", name);
		if (id)
			json_put(r->out, "id", id);
		buf_putc(r->out, '}');
	} else {
		complaints_add(r->c, "", "COMPONENT_INVALID_EMOJI", "Invalid emoji");
	}
	complaints_leave(r->c);
	return true;
}

/* ------------------------------------------------------------------ buttons */

static void read_target(struct reading *r, const json *v, int64_t style)
{
	const char *url = complaints_text(r->c, v, "url", style == STYLE_LINK, URL_MAX);

	if (style != STYLE_LINK) {
		if (url)
			complaints_add(r->c, "",
				"BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
				"A custom id and url cannot both be specified");
		read_custom_id(r, v);
		return;
	}
	if (json_get_string(v, "custom_id"))
		complaints_add(r->c, "", "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
			"A custom id and url cannot both be specified");
	if (!url)
		return;
	if (strncmp(url, "https://", 8) != 0 && strncmp(url, "http://", 7) != 0 &&
		strncmp(url, "discord://", 10) != 0)
		complaints_add(r->c, "url", "URL_TYPE_INVALID_SCHEME",
			"Scheme must be one of ('http', 'https', 'discord').");
	else
		json_put(r->out, "url", url);
}

static void read_button(struct reading *r, const json *v)
{
	const char *label = complaints_text(r->c, v, "label", 0, LABEL_MAX);
	int64_t style = 0;

	if (!json_get_int(v, "style", &style) || style < STYLE_PRIMARY || style > STYLE_LINK) {
		complaints_add(r->c, "style", "BASE_TYPE_CHOICES",
			"Value must be one of (1, 2, 3, 4, 5).");
		return;
	}
	begin(r, COMPONENTS_BUTTON);
	buf_printf(r->out, ",\"style\":%" PRId64, style);
	if (label)
		json_put(r->out, "label", label);
	if (!read_emoji(r, v) && (!label || !*label))
		complaints_add(r->c, "", "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED",
			"A label or emoji is required");
	read_target(r, v, style);
	put_disabled(r, v);
	buf_putc(r->out, '}');
}

/* ------------------------------------------------------------------ select menus */

static int64_t read_bound(
	struct reading *r, const json *v, const char *key, int64_t min, int64_t otherwise)
{
	const json *value = json_get(v, key);
	int64_t n = otherwise;

	if (!value || json_is_null(value))
		return otherwise;
	if (!json_get_int(v, key, &n) || n < min || n > COMPONENTS_OPTIONS_MAX) {
		complaints_add(r->c, key, "NUMBER_TYPE_MAX",
			"int value should be less than or equal to 25.");
		return otherwise;
	}
	return n;
}

static bool value_before(const json *list, const json *until, const char *value)
{
	const json *at;
	const char *other;

	for (at = json_first(list); at != until; at = json_next(at)) {
		other = json_get_string(at, "value");
		if (other && strcmp(other, value) == 0)
			return true;
	}
	return false;
}

static void read_option(struct reading *r, const json *list, const json *v)
{
	const char *label = complaints_text(r->c, v, "label", 1, OPTION_MAX);
	const char *value = complaints_text(r->c, v, "value", 1, OPTION_MAX);
	const char *description = complaints_text(r->c, v, "description", 0, OPTION_MAX);

	if (value && value_before(list, v, value))
		complaints_add(r->c, "value", "COMPONENT_OPTION_VALUE_DUPLICATED",
			"The specified option value is already used");
	if (r->out->data[r->out->len - 1] != '[')
		buf_putc(r->out, ',');
	buf_putc(r->out, '{');
	json_put(r->out, "label", label);
	json_put(r->out, "value", value);
	if (description)
		json_put(r->out, "description", description);
	(void)read_emoji(r, v);
	if (json_is_true(json_get(v, "default")))
		buf_puts(r->out, ",\"default\":true");
	buf_putc(r->out, '}');
}

static void read_options(struct reading *r, const json *v)
{
	const json *list = complaints_list(r->c, v, "options", 1, COMPONENTS_OPTIONS_MAX), *at;
	size_t i = 0;

	buf_puts(r->out, ",\"options\":[");
	complaints_enter(r->c, "options");
	for (at = json_first(list); at; at = json_next(at)) {
		complaints_enter_at(r->c, i++);
		read_option(r, list, at);
		complaints_leave(r->c);
	}
	complaints_leave(r->c);
	buf_putc(r->out, ']');
}

static void read_select(struct reading *r, const json *v, int type)
{
	const char *placeholder = complaints_text(r->c, v, "placeholder", 0, PLACEHOLDER_MAX);
	const int64_t min = read_bound(r, v, "min_values", 0, 1);
	const int64_t max = read_bound(r, v, "max_values", 1, 1);

	begin(r, type);
	read_custom_id(r, v);
	if (placeholder)
		json_put(r->out, "placeholder", placeholder);
	if (type == COMPONENTS_SELECT)
		read_options(r, v);
	if (min > max)
		complaints_add(r->c, "min_values", "SELECT_COMPONENT_MIN_GREATER_THAN_MAX",
			"Minimum value must be less than or equal to maximum value");
	buf_printf(r->out, ",\"min_values\":%" PRId64 ",\"max_values\":%" PRId64, min, max);
	put_disabled(r, v);
	buf_putc(r->out, '}');
}

/* ------------------------------------------------------------------ rows */

static bool is_select(int64_t type)
{
	return type == COMPONENTS_SELECT || (type > 4 && type <= LAST_SELECT);
}

/* Reads one, and returns how much of a row it fills. */
static int read_component(struct reading *r, const json *v)
{
	int64_t type = 0;

	(void)json_get_int(v, "type", &type);
	if (is_select(type)) {
		read_select(r, v, (int)type);
		return COMPONENTS_ROW_MAX;
	}
	if (type == COMPONENTS_BUTTON)
		read_button(r, v);
	else
		complaints_add(r->c, "type", "UNION_TYPE_CHOICES",
			"Value of field \"type\" must be one of (2, 3, 5, 6, 7, 8).");
	return 1;
}

static void read_row(struct reading *r, const json *v)
{
	const json *list, *at;
	int64_t type = 0;
	int width = 0;
	size_t i = 0;

	if (!json_get_int(v, "type", &type) || type != ROW) {
		complaints_add(r->c, "type", "UNION_TYPE_CHOICES",
			"Value of field \"type\" must be one of (1,).");
		return;
	}
	list = complaints_list(r->c, v, "components", 1, COMPONENTS_ROW_MAX);
	begin(r, ROW);
	buf_puts(r->out, ",\"components\":[");
	complaints_enter(r->c, "components");
	for (at = json_first(list); at; at = json_next(at)) {
		complaints_enter_at(r->c, i++);
		width += read_component(r, at);
		if (width > COMPONENTS_ROW_MAX)
			complaints_add(r->c, "", "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
				"The specified component exceeds the maximum width");
		complaints_leave(r->c);
	}
	complaints_leave(r->c);
	buf_puts(r->out, "]}");
}

void components_read(struct complaints *c, const json *body, struct buf *out)
{
	struct reading r = {.c = c, .out = out};
	const json *list = complaints_list(c, body, "components", 0, COMPONENTS_ROWS_MAX), *at;
	size_t i = 0;

	if (!json_first(list))
		return;
	buf_putc(out, '[');
	complaints_enter(c, "components");
	for (at = json_first(list); at; at = json_next(at)) {
		complaints_enter_at(c, i++);
		read_row(&r, at);
		complaints_leave(c);
	}
	if (!buf_putc(out, ']'))
		complaints_add(c, "", "BASE_TYPE_MAX_LENGTH", "The components are too long.");
	complaints_leave(c);
}

/* ------------------------------------------------------------------ being used */

static const json *find(const json *rows, const char *custom_id)
{
	const json *row, *at;
	const char *id;

	for (row = json_first(rows); row; row = json_next(row)) {
		for (at = json_first(json_get(row, "components")); at; at = json_next(at)) {
			id = json_get_string(at, "custom_id");
			if (id && strcmp(id, custom_id) == 0)
				return at;
		}
	}
	return NULL;
}

static bool has_option(const json *component, const char *value)
{
	const json *at;

	for (at = json_first(json_get(component, "options")); at; at = json_next(at)) {
		if (value && strcmp(json_get_string(at, "value"), value) == 0)
			return true;
	}
	return false;
}

static const char *check_values(const json *component, const json *values)
{
	int64_t min = 1, max = 1, n = 0;
	const json *at, *other;

	for (at = json_first(values); at; at = json_next(at), n++) {
		if (!has_option(component, json_string(at)))
			return "that is none of its options";
		for (other = json_first(values); other != at; other = json_next(other)) {
			if (strcmp(json_string(other), json_string(at)) == 0)
				return "an option is chosen once";
		}
	}
	(void)json_get_int(component, "min_values", &min);
	(void)json_get_int(component, "max_values", &max);
	return n < min || n > max ? "that is not as many options as it wants" : NULL;
}

static const char *check_use(const json *component, const json *values, int *type)
{
	int64_t kind = 0;

	if (!component)
		return "there is no such button";
	if (json_is_true(json_get(component, "disabled")))
		return "it is disabled";
	(void)json_get_int(component, "type", &kind);
	*type = (int)kind;
	if (kind == COMPONENTS_SELECT)
		return json_is_array(values) ? check_values(component, values) : "choose something";
	return kind == COMPONENTS_BUTTON ? NULL : "the sandbox has no such menu";
}

const char *components_use(
	const char *components, const char *custom_id, const json *values, int *type)
{
	json *rows = json_parse(components, strlen(components));
	const char *error = check_use(find(rows, custom_id), values, type);

	json_free(rows);
	return error;
}
