/* Whether an application command is as Discord wants it; see registry_check.h. */
#include "sandbox/registry_check.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/fold.h"
#include "base/utf8.h"

#define NAME_MAX 32
#define DESCRIPTION_MAX 100
#define CHOICE_MAX 100
#define STRING_MAX 6000 /* code points that a string option may want */

struct check {
	struct complaints *c;
	struct buf *out;
	size_t size; /* code points so far that count */
};

static void count(struct check *k, const char *text)
{
	k->size += text ? utf8_length(text, strlen(text)) : 0;
}

/* Copies a member that is looked at no further. */
static void copy(struct check *k, const json *v, const char *key)
{
	const json *value = json_get(v, key);

	if (!value)
		return;
	buf_printf(k->out, ",\"%s\":", key);
	json_put_value(k->out, value);
}

/* ------------------------------------------------------------------ names */

/* Letters beyond ASCII are taken in either case, of which Discord wants the lower. */
static bool is_slash_name(const char *name)
{
	const size_t len = strlen(name);
	enum fold_kind kind;
	uint32_t cp;
	size_t i;

	for (i = 0; i < len;) {
		i += utf8_next(name + i, len - i, &cp);
		if (cp < 0x80) {
			if (!islower((int)cp) && !isdigit((int)cp) && cp != '-' && cp != '_' &&
				cp != '\'')
				return false;
			continue;
		}
		kind = fold_kind(cp);
		if (cp == UTF8_BAD || (kind != FOLD_LETTER && kind != FOLD_DIGIT))
			return false;
	}
	return true;
}

static const char *check_name(struct check *k, const json *v, bool slash)
{
	const char *name = complaints_text(k->c, v, "name", 1, NAME_MAX);

	if (!name)
		return NULL;
	count(k, name);
	if (!slash || is_slash_name(name))
		return name;
	complaints_add(
		k->c, "name", "STRING_TYPE_REGEX", "String value did not match validation regex.");
	complaints_add(k->c, "name", "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid");
	return NULL;
}

static void check_localizations(struct check *k, const json *v, const char *key, size_t max)
{
	const json *all = json_get(v, key), *at;

	if (!all || json_is_null(all))
		return;
	if (!json_is_object(all)) {
		complaints_add(k->c, key, "DICT_TYPE_CONVERT",
			"Only dictionaries may be used in a DictType");
		return;
	}
	for (at = json_first(all); at; at = json_next(at)) {
		if (!json_string(at) || utf8_length(json_string(at), strlen(json_string(at))) > max)
			complaints_add(k->c, key, "BASE_TYPE_BAD_LENGTH",
				"A localization is no string, or too long.");
	}
	copy(k, v, key);
}

/* ------------------------------------------------------------------ choices */

static void check_choice(struct check *k, const json *v, int64_t type)
{
	const char *name = complaints_text(k->c, v, "name", 1, CHOICE_MAX), *value = NULL;
	double number;

	count(k, name);
	buf_putc(k->out, '{');
	json_put(k->out, "name", name);
	if (type == REGISTRY_CHECK_STRING) {
		value = complaints_text(k->c, v, "value", 1, CHOICE_MAX);
		count(k, value);
	} else if (!json_get_double(v, "value", &number)) {
		complaints_add(k->c, "value", "NUMBER_TYPE_COERCE", "Value is not a number.");
	}
	copy(k, v, "value");
	check_localizations(k, v, "name_localizations", CHOICE_MAX);
	buf_putc(k->out, '}');
}

static void check_choices(struct check *k, const json *v, int64_t type)
{
	const json *list = complaints_list(k->c, v, "choices", 0, REGISTRY_CHECK_OPTIONS_MAX), *at;
	size_t i = 0;

	if (!json_first(list))
		return;
	if (json_is_true(json_get(v, "autocomplete")))
		complaints_add(k->c, "", "APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE",
			"Autocomplete options cannot have choices");
	buf_puts(k->out, ",\"choices\":[");
	complaints_enter(k->c, "choices");
	for (at = json_first(list); at; at = json_next(at)) {
		if (i)
			buf_putc(k->out, ',');
		complaints_enter_at(k->c, i++);
		check_choice(k, at, type);
		complaints_leave(k->c);
	}
	complaints_leave(k->c);
	buf_putc(k->out, ']');
}

/* ------------------------------------------------------------------ options */

static void check_length(struct check *k, const json *v, const char *key, int64_t min)
{
	int64_t n;

	if (!json_get(v, key) || json_is_null(json_get(v, key)))
		return;
	if (!json_get_int(v, key, &n) || n < min || n > STRING_MAX)
		complaints_add(k->c, key, "NUMBER_TYPE_MAX",
			"int value should be less than or equal to 6000.");
	else
		copy(k, v, key);
}

static void check_options(struct check *k, const json *v, int64_t parent);

/* What options other than subcommands have. */
static void check_value(struct check *k, const json *v, int64_t type)
{
	const bool may_complete = type == REGISTRY_CHECK_STRING || type == REGISTRY_CHECK_INTEGER ||
				  type == REGISTRY_CHECK_NUMBER;

	if (json_is_true(json_get(v, "required")))
		buf_puts(k->out, ",\"required\":true");
	if (json_is_true(json_get(v, "autocomplete"))) {
		if (!may_complete)
			complaints_add(k->c, "autocomplete",
				"APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_TYPE",
				"Options of that type cannot be autocompleted");
		buf_puts(k->out, ",\"autocomplete\":true");
	}
	if (may_complete)
		check_choices(k, v, type);
	if (type == REGISTRY_CHECK_STRING) {
		check_length(k, v, "min_length", 0);
		check_length(k, v, "max_length", 1);
	} else if (may_complete) {
		copy(k, v, "min_value");
		copy(k, v, "max_value");
	} else if (type == REGISTRY_CHECK_CHANNEL) {
		copy(k, v, "channel_types");
	}
}

/* Groups hold subcommands, subcommands values; parent is the type of what holds it, 0 = the command. */
static bool may_hold(int64_t parent, int64_t type)
{
	switch (parent) {
	case 0: return true;
	case REGISTRY_CHECK_GROUP: return type == REGISTRY_CHECK_SUBCOMMAND;
	default: return type > REGISTRY_CHECK_GROUP;
	}
}

static void check_option(struct check *k, const json *v, int64_t parent)
{
	const char *name = check_name(k, v, true);
	const char *description = complaints_text(k->c, v, "description", 1, DESCRIPTION_MAX);
	int64_t type = 0;

	count(k, description);
	if (!json_get_int(v, "type", &type) || type < REGISTRY_CHECK_SUBCOMMAND ||
		type > REGISTRY_CHECK_ATTACHMENT) {
		complaints_add(k->c, "type", "BASE_TYPE_CHOICES",
			"Value must be one of {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}.");
		return;
	}
	buf_printf(k->out, "{\"type\":%" PRId64, type);
	json_put(k->out, "name", name);
	json_put(k->out, "description", description);
	check_localizations(k, v, "name_localizations", NAME_MAX);
	check_localizations(k, v, "description_localizations", DESCRIPTION_MAX);
	if (!may_hold(parent, type))
		complaints_add(k->c, "type", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
			"Sub-command and sub-command group option types are mutually exclusive "
			"to all other types");
	else if (type > REGISTRY_CHECK_GROUP)
		check_value(k, v, type);
	else
		check_options(k, v, type);
	buf_putc(k->out, '}');
}

/* The option among its siblings: one kind of them, names once, those that are required first. */
static void check_place(struct check *k, const json *list, const json *option)
{
	const char *name = json_get_string(option, "name"), *other;
	bool required = json_is_true(json_get(option, "required"));
	int64_t type = 0, sibling;
	const json *at;

	(void)json_get_int(option, "type", &type);
	for (at = json_first(list); at != option; at = json_next(at)) {
		other = json_get_string(at, "name");
		sibling = 0;
		(void)json_get_int(at, "type", &sibling);
		if (name && other && strcmp(name, other) == 0)
			complaints_add(k->c, "name",
				"APPLICATION_COMMAND_OPTIONS_OPTION_NAME_ALREADY_EXISTS",
				"Option name already exists");
		if ((type <= REGISTRY_CHECK_GROUP) != (sibling <= REGISTRY_CHECK_GROUP))
			complaints_add(k->c, "type", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
				"Sub-command and sub-command group option types are mutually "
				"exclusive to all other types");
		if (required && type > REGISTRY_CHECK_GROUP &&
			!json_is_true(json_get(at, "required"))) {
			complaints_add(k->c, "", "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
				"Required options must be placed before non-required options");
			required = false;
		}
	}
}

static void check_options(struct check *k, const json *v, int64_t parent)
{
	const json *list = complaints_list(k->c, v, "options", 0, REGISTRY_CHECK_OPTIONS_MAX), *at;
	size_t i = 0;

	if (!json_first(list)) {
		/* a subcommand's empty list is given back, as discord.js compares it */
		if (list && parent)
			buf_puts(k->out, ",\"options\":[]");
		return;
	}
	buf_puts(k->out, ",\"options\":[");
	complaints_enter(k->c, "options");
	for (at = json_first(list); at; at = json_next(at)) {
		if (i)
			buf_putc(k->out, ',');
		complaints_enter_at(k->c, i++);
		check_option(k, at, parent);
		check_place(k, list, at);
		complaints_leave(k->c);
	}
	complaints_leave(k->c);
	buf_putc(k->out, ']');
}

/* ------------------------------------------------------------------ the command */

static void check_permissions(struct check *k, const json *v)
{
	const json *value = json_get(v, "default_member_permissions");
	const char *text = json_string(value);

	if (!value || json_is_null(value)) {
		buf_puts(k->out, ",\"default_member_permissions\":null");
		return;
	}
	if (!text || !*text || strlen(text) > 19 || text[strspn(text, "0123456789")])
		complaints_add(k->c, "default_member_permissions", "BASE_TYPE_BAD_TYPE",
			"Could not interpret value as permissions.");
	else
		copy(k, v, "default_member_permissions");
}

/* A list of small numbers; what Discord takes it for when it is absent. */
static void check_numbers(
	struct check *k, const json *v, const char *key, int max, const char *otherwise)
{
	const json *at = json_first(json_get(v, key));
	static const char *const digits[] = {"0", "1", "2"};
	struct buf text;
	int i;

	if (!at) {
		buf_printf(k->out, ",\"%s\":%s", key, otherwise);
		return;
	}
	copy(k, v, key);
	buf_init(&text, 64);
	for (; at; at = json_next(at)) {
		buf_clear(&text);
		json_put_value(&text, at);
		for (i = 0; i <= max && strcmp(buf_str(&text), digits[i]) != 0; i++)
			;
		if (i > max)
			complaints_add(k->c, key, "BASE_TYPE_CHOICES",
				"A value is none of those that there are.");
	}
	buf_free(&text);
}

static void check_slash(struct check *k, const json *v)
{
	const char *description = complaints_text(k->c, v, "description", 1, DESCRIPTION_MAX);

	count(k, description);
	json_put(k->out, "description", description ? description : "");
	check_localizations(k, v, "description_localizations", DESCRIPTION_MAX);
	check_options(k, v, 0);
}

/* In a menu there is only the name. */
static void check_menu(struct check *k, const json *v)
{
	const char *description = complaints_text(k->c, v, "description", 0, DESCRIPTION_MAX);

	if (description && *description)
		complaints_add(k->c, "description", "APPLICATION_COMMAND_INVALID_DESCRIPTION",
			"Context menu commands cannot have description");
	if (json_first(json_get(v, "options")))
		complaints_add(k->c, "options", "APPLICATION_COMMAND_INVALID_OPTIONS",
			"Context menu commands cannot have options");
	buf_puts(k->out, ",\"description\":\"\"");
}

void registry_check(
	struct complaints *c, const json *v, struct registry_entry *command, struct buf *body)
{
	struct check k = {.c = c, .out = body};
	int64_t type = REGISTRY_SLASH;
	const char *name;

	if (json_get(v, "type") && (!json_get_int(v, "type", &type) || type < REGISTRY_SLASH ||
					   type > REGISTRY_MESSAGE)) {
		complaints_add(c, "type", "BASE_TYPE_CHOICES", "Value must be one of {1, 2, 3}.");
		return;
	}
	name = check_name(&k, v, type == REGISTRY_SLASH);
	command->type = (enum registry_type)type;
	snprintf(command->name, sizeof(command->name), "%s", name ? name : "");
	buf_printf(body, "\"type\":%d", (int)type);
	json_put(body, "name", name);
	check_localizations(&k, v, "name_localizations", NAME_MAX);
	if (type == REGISTRY_SLASH)
		check_slash(&k, v);
	else
		check_menu(&k, v);
	check_permissions(&k, v);
	check_numbers(&k, v, "contexts", 2, "null");
	check_numbers(&k, v, "integration_types", 1, "[0]");
	buf_printf(body, ",\"dm_permission\":%s,\"nsfw\":%s",
		json_get(v, "dm_permission") && !json_is_true(json_get(v, "dm_permission"))
			? "false"
			: "true",
		json_is_true(json_get(v, "nsfw")) ? "true" : "false");
	if (k.size > REGISTRY_CHECK_SIZE_MAX || !buf_ok(body))
		complaints_add(c, "", "APPLICATION_COMMAND_TOO_LARGE",
			"Command exceeds maximum size (8000)");
}
