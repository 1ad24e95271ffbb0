/* A person's use of a command; see registry_use.h. */
#include "sandbox/registry_use.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "platform/snowflake.h"
#include "sandbox/registry_check.h"
#include "sandbox/rights.h"
#include "sandbox/shape.h"

#define STRING_MAX 6000    /* code points of a value */
#define COMPLETING_MAX 100 /* of one that is still being typed */

/* The members of "resolved" so far. */
struct resolved {
	struct buf users, members, roles, channels;
};

struct using
{
	const struct registry_use *use;
	struct buf *out;
	struct resolved resolved;
	const char *error;
	char *name;
	size_t n_focused;
};

static bool fail(struct using *u, const char *error)
{
	if (!u->error)
		u->error = error;
	return false;
}

/* ------------------------------------------------------------------ who may */

static bool parse(const struct registry_entry *command, json **body)
{
	struct buf text;

	buf_init(&text, REGISTRY_BODY_MAX + 2);
	buf_printf(&text, "{%s}", command->body);
	*body = buf_ok(&text) ? json_parse(buf_str(&text), text.len) : NULL;
	buf_free(&text);
	return *body != NULL;
}

static bool in_context(const json *body, bool direct)
{
	const json *contexts = json_first(json_get(body, "contexts")), *at;
	struct buf text;
	bool found = false;

	if (!contexts)
		return !direct || json_is_true(json_get(body, "dm_permission"));
	buf_init(&text, 64);
	for (at = contexts; at && !found; at = json_next(at)) {
		buf_clear(&text);
		json_put_value(&text, at);
		found = strcmp(buf_str(&text), direct ? "1" : "0") == 0;
	}
	buf_free(&text);
	return found;
}

bool registry_use_may(const struct model *m, const struct registry_entry *command,
	const struct model_user *user, const struct model_channel *channel)
{
	const bool direct = channel->type == MODEL_DIRECT;
	const uint64_t rights = rights_of(m, user, channel);
	const char *wanted;
	bool may;
	json *body;

	if (!(rights & RIGHTS_VIEW_CHANNEL) || (direct && command->guild) ||
		(!direct && !(rights & RIGHTS_USE_COMMANDS)) || !parse(command, &body))
		return false;
	may = in_context(body, direct);
	wanted = json_get_string(body, "default_member_permissions");
	if (may && wanted && !direct) {
		/* 0: for administrators alone */
		const uint64_t bits = strtoull(wanted, NULL, 10);

		may = (rights & RIGHTS_ADMINISTRATOR) || (bits && (rights & bits) == bits);
	}
	json_free(body);
	return may;
}

/* ------------------------------------------------------------------ values */

static void comma(struct buf *b)
{
	if (b->len)
		buf_putc(b, ',');
}

static void resolve_user(struct using *u, const struct model_user *user)
{
	const struct model *m = u->use->model;

	comma(&u->resolved.users);
	buf_printf(&u->resolved.users, "\"%" PRIu64 "\":", user->id);
	shape_user(&u->resolved.users, m, user);
	if (u->use->channel->type == MODEL_DIRECT)
		return;
	comma(&u->resolved.members);
	buf_printf(&u->resolved.members, "\"%" PRIu64 "\":", user->id);
	shape_member(&u->resolved.members, m, user, false);
}

/* One that is somebody's or something's id. */
static bool put_id(struct using *u, int64_t type, const json *value)
{
	const struct model *m = u->use->model;
	const struct model_user *user;
	const struct model_channel *channel;
	uint64_t id;

	if (!snowflake_parse(json_string(value), &id))
		return fail(u, "an option names nobody");
	user = model_user(m, id);
	channel = model_channel(m, id);
	if (user && (type == REGISTRY_CHECK_USER || type == REGISTRY_CHECK_MENTIONABLE)) {
		resolve_user(u, user);
	} else if (channel && type == REGISTRY_CHECK_CHANNEL && channel->type != MODEL_DIRECT) {
		comma(&u->resolved.channels);
		buf_printf(&u->resolved.channels, "\"%" PRIu64 "\":", id);
		shape_channel(&u->resolved.channels, m, channel, "");
	} else if (model_role(m, id) &&
		   (type == REGISTRY_CHECK_ROLE || type == REGISTRY_CHECK_MENTIONABLE)) {
		comma(&u->resolved.roles);
		buf_printf(&u->resolved.roles, "\"%" PRIu64 "\":", id);
		shape_role(&u->resolved.roles, model_role(m, id));
	} else {
		return fail(u, "an option names nobody");
	}
	return true;
}

static bool check_string(struct using *u, const json *def, const char *text)
{
	int64_t min = 0, max = STRING_MAX, n;

	if (!text || !utf8_valid(text, strlen(text), NULL))
		return fail(u, "an option wants text");
	n = (int64_t)utf8_length(text, strlen(text));
	(void)json_get_int(def, "min_length", &min);
	(void)json_get_int(def, "max_length", &max);
	if (!n || n < min)
		return fail(u, "an option's text is too short");
	return n <= max || fail(u, "an option's text is too long");
}

static bool check_number(struct using *u, const json *def, const json *given, int64_t type)
{
	int64_t whole;
	double n, bound;

	if (!json_get_double(given, "value", &n) ||
		(type == REGISTRY_CHECK_INTEGER && !json_get_int(given, "value", &whole)))
		return fail(u, "an option wants a number");
	if ((json_get_double(def, "min_value", &bound) && n < bound) ||
		(json_get_double(def, "max_value", &bound) && n > bound))
		return fail(u, "an option's number is too small or too large");
	return true;
}

/* Whether both are written alike. */
static bool same(const json *a, const json *b)
{
	struct buf one, other;
	bool is_same;

	buf_init(&one, 8192);
	buf_init(&other, 8192);
	json_put_value(&one, a);
	is_same = json_put_value(&other, b) && strcmp(buf_str(&one), buf_str(&other)) == 0;
	buf_free(&one);
	buf_free(&other);
	return is_same;
}

static bool check_choice(struct using *u, const json *def, const json *value)
{
	const json *at = json_first(json_get(def, "choices"));

	if (!at)
		return true;
	for (; at; at = json_next(at)) {
		if (same(json_get(at, "value"), value))
			return true;
	}
	return fail(u, "an option has other choices");
}

static bool check_boolean(struct using *u, const json *value)
{
	struct buf text;
	bool ok;

	buf_init(&text, 64);
	json_put_value(&text, value);
	ok = strcmp(buf_str(&text), "true") == 0 || strcmp(buf_str(&text), "false") == 0;
	buf_free(&text);
	return ok || fail(u, "an option wants yes or no");
}

static bool check_value(struct using *u, const json *def, const json *given, int64_t type)
{
	const json *value = json_get(given, "value");

	switch (type) {
	case REGISTRY_CHECK_STRING:
		return check_string(u, def, json_string(value)) && check_choice(u, def, value);
	case REGISTRY_CHECK_INTEGER:
	case REGISTRY_CHECK_NUMBER:
		return check_number(u, def, given, type) && check_choice(u, def, value);
	case REGISTRY_CHECK_BOOLEAN: return check_boolean(u, value);
	case REGISTRY_CHECK_USER:
	case REGISTRY_CHECK_CHANNEL:
	case REGISTRY_CHECK_ROLE:
	case REGISTRY_CHECK_MENTIONABLE: return put_id(u, type, value);
	default: return fail(u, "the sandbox has no files");
	}
}

/* While it is being typed it may be anything short. */
static bool check_partial(struct using *u, const json *def, const json *given)
{
	const char *text = json_get_string(given, "value");

	if (!json_is_true(json_get(given, "focused")))
		return true;
	u->n_focused++;
	if (!json_is_true(json_get(def, "autocomplete")))
		return fail(u, "that option completes nothing");
	if (!text || !utf8_valid(text, strlen(text), NULL) ||
		utf8_length(text, strlen(text)) > COMPLETING_MAX)
		return fail(u, "that is too long to be completed");
	return true;
}

/* ------------------------------------------------------------------ options */

static bool put_options(struct using *u, const json *defs, const json *given);

static bool put_option(struct using *u, const json *def, const json *given)
{
	const char *name = json_get_string(def, "name");
	int64_t type = 0;
	size_t n;

	(void)json_get_int(def, "type", &type);
	buf_putc(u->out, '{');
	json_put(u->out, "name", name);
	buf_printf(u->out, ",\"type\":%" PRId64, type);
	if (type <= REGISTRY_CHECK_GROUP) {
		n = strlen(u->name);
		snprintf(u->name + n, MODEL_NAME_MAX - n, " %s", name);
		if (!put_options(u, json_get(def, "options"), json_get(given, "options")))
			return false;
		return buf_putc(u->out, '}');
	}
	if (u->use->completes ? !check_partial(u, def, given) : !check_value(u, def, given, type))
		return false;
	buf_puts(u->out, ",\"value\":");
	json_put_value(u->out, json_get(given, "value"));
	if (u->use->completes && json_is_true(json_get(given, "focused")))
		buf_puts(u->out, ",\"focused\":true");
	return buf_putc(u->out, '}');
}

static const json *named(const json *list, const char *name)
{
	const json *at;
	const char *other;

	for (at = json_first(list); at; at = json_next(at)) {
		other = json_get_string(at, "name");
		if (other && name && strcmp(other, name) == 0)
			return at;
	}
	return NULL;
}

static bool check_missing(struct using *u, const json *defs, const json *given)
{
	const json *at;
	int64_t type;

	for (at = json_first(defs); at; at = json_next(at)) {
		type = 0;
		(void)json_get_int(at, "type", &type);
		if (type <= REGISTRY_CHECK_GROUP)
			return json_first(given) || fail(u, "a part of the command is missing");
		if (!u->use->completes && json_is_true(json_get(at, "required")) &&
			!named(given, json_get_string(at, "name")))
			return fail(u, "an option is missing");
	}
	return true;
}

static bool put_options(struct using *u, const json *defs, const json *given)
{
	const json *at, *def;
	int64_t type;
	size_t n = 0;

	buf_puts(u->out, ",\"options\":[");
	for (at = json_first(given); at; at = json_next(at)) {
		def = named(defs, json_get_string(at, "name"));
		if (!def)
			return fail(u, "the command has no such option");
		(void)json_get_int(def, "type", &type);
		if ((type <= REGISTRY_CHECK_GROUP && n) ||
			named(given, json_get_string(at, "name")) != at)
			return fail(u, "an option is given twice");
		if (n++)
			buf_putc(u->out, ',');
		if (!put_option(u, def, at))
			return false;
	}
	return buf_putc(u->out, ']') && check_missing(u, defs, given);
}

/* ------------------------------------------------------------------ all of it */

static void put_resolved(struct using *u)
{
	const struct {
		const char *key;
		struct buf *text;
	} parts[] = {{"users", &u->resolved.users}, {"members", &u->resolved.members},
		{"roles", &u->resolved.roles}, {"channels", &u->resolved.channels}};
	const struct model_message *target = u->use->target;
	size_t i, n = 0;

	if (target) {
		buf_printf(u->out,
			",\"target_id\":\"%" PRIu64 "\",\"resolved\":{\"messages\":{\"%" PRIu64
			"\":",
			target->id, target->id);
		shape_message(u->out, u->use->model, target, SHAPE_REST, true);
		buf_puts(u->out, "}}");
		return;
	}
	if (u->use->person)
		shape_id(u->out, "target_id", u->use->person->id);
	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (!parts[i].text->len)
			continue;
		buf_printf(u->out, "%s\"%s\":{", n++ ? "," : ",\"resolved\":{", parts[i].key);
		buf_printf(u->out, "%s}", buf_str(parts[i].text));
	}
	if (n)
		buf_putc(u->out, '}');
}

static void put_all(struct using *u, const json *body)
{
	const struct registry_entry *command = u->use->command;

	buf_putc(u->out, '{');
	shape_id(u->out, "id", command->id);
	json_put(u->out, "name", command->name);
	buf_printf(u->out, ",\"type\":%d", (int)command->type);
	if (command->guild)
		shape_id(u->out, "guild_id", command->guild);
	if (command->type == REGISTRY_SLASH &&
		!put_options(u, json_get(body, "options"), u->use->options))
		return;
	if (command->type == REGISTRY_MESSAGE && !u->use->target)
		fail(u, "there is no such message");
	if (command->type == REGISTRY_USER && u->use->person)
		resolve_user(u, u->use->person);
	else if (command->type == REGISTRY_USER)
		fail(u, "there is no such person");
	if (u->use->completes && u->n_focused != 1)
		fail(u, "one option is completed at a time");
	put_resolved(u);
	if (!buf_putc(u->out, '}'))
		fail(u, "that is too long");
}

const char *registry_use(const struct registry_use *use, struct buf *data, char *name)
{
	struct using u = {.use = use, .out = data, .name = name};
	json *body;

	if (!registry_use_may(use->model, use->command, use->user, use->channel))
		return "that person may not use that there";
	snprintf(name, MODEL_NAME_MAX, "%s", use->command->name);
	if (!parse(use->command, &body))
		return "out of memory";
	buf_init(&u.resolved.users, REGISTRY_USE_BYTES_MAX);
	buf_init(&u.resolved.members, REGISTRY_USE_BYTES_MAX);
	buf_init(&u.resolved.roles, REGISTRY_USE_BYTES_MAX);
	buf_init(&u.resolved.channels, REGISTRY_USE_BYTES_MAX);
	put_all(&u, body);
	buf_free(&u.resolved.users);
	buf_free(&u.resolved.members);
	buf_free(&u.resolved.roles);
	buf_free(&u.resolved.channels);
	json_free(body);
	return u.error;
}
