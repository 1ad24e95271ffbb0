/* What the body of a request wants a message to be; see rest_draft.h. */
#include "sandbox/rest_draft.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "platform/snowflake.h"
#include "sandbox/components.h"

/* suppress embeds, suppress notifications */
#define FLAGS_KNOWN ((1 << 2) | (1 << 12))
#define FLAG_COMPONENTS_V2 (1 << 15)

struct reading {
	struct complaints *c;
	const json *body;
	struct rest_draft *d;
};

/* ------------------------------------------------------------------ text, nonce, flags */

static void read_content(struct reading *r)
{
	const json *v = json_get(r->body, "content");
	const char *text = json_string(v);
	size_t len;

	r->d->names_text = v != NULL;
	if (!v || json_is_null(v))
		return;
	if (!text) {
		complaints_add(r->c, "content", "BASE_TYPE_BAD_TYPE",
			"Could not interpret value as string.");
		return;
	}
	while (*text && isspace((unsigned char)*text))
		text++;
	for (len = strlen(text); len && isspace((unsigned char)text[len - 1]);)
		len--;
	if (utf8_length(text, len) > REST_DRAFT_CONTENT_MAX)
		complaints_add(r->c, "content", "BASE_TYPE_MAX_LENGTH",
			"Must be 2000 or fewer in length.");
	r->d->draft.text = text;
	r->d->draft.len = len;
}

static void read_nonce(struct reading *r)
{
	const json *v = json_get(r->body, "nonce");
	const char *text = json_string(v);
	int64_t number;

	if (!v || json_is_null(v))
		return;
	if (text && strlen(text) < MODEL_NONCE_MAX)
		snprintf(r->d->nonce, MODEL_NONCE_MAX, "%s", text);
	else if (text)
		complaints_add(
			r->c, "nonce", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.");
	else if (json_get_int(r->body, "nonce", &number))
		snprintf(r->d->nonce, MODEL_NONCE_MAX, "%" PRId64, number);
	else
		complaints_add(r->c, "nonce", "BASE_TYPE_BAD_TYPE",
			"Could not interpret value as string.");
}

static void read_flags(struct reading *r)
{
	int64_t flags = 0;

	if (!json_get_int(r->body, "flags", &flags))
		return;
	if (flags & FLAG_COMPONENTS_V2)
		complaints_add(r->c, "flags", "SANDBOX_COMPONENTS_V2",
			"The sandbox knows components in rows only.");
	r->d->is_ephemeral = (flags & MODEL_EPHEMERAL) != 0;
	r->d->draft.flags = flags & FLAGS_KNOWN;
}

/* ------------------------------------------------------------------ whom it may notify */

static void read_parse(struct reading *r, const json *allowed)
{
	const json *v = json_first(json_get(allowed, "parse"));
	struct model_draft *draft = &r->d->draft;
	char path[48];
	const char *word;
	int i;

	for (i = 0; v; v = json_next(v), i++) {
		word = json_string(v);
		if (word && strcmp(word, "users") == 0)
			draft->pings_users = true;
		else if (word && strcmp(word, "roles") == 0)
			draft->pings_roles = true;
		else if (!word || strcmp(word, "everyone") != 0) {
			snprintf(path, sizeof(path), "parse.%d", i);
			complaints_add(r->c, path, "BASE_TYPE_CHOICES",
				"Value must be one of ('users', 'everyone', 'roles').");
		}
	}
}

static void read_ids(struct reading *r, const json *allowed, const char *kind, bool parsed,
	uint64_t *ids, size_t *n)
{
	const json *v = json_first(json_get(allowed, kind));

	if (v && parsed) {
		complaints_add(r->c, "", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
			"parse and a list of ids are mutually exclusive.");
		return;
	}
	for (; v; v = json_next(v)) {
		if (*n < MODEL_MENTIONS_MAX && snowflake_parse(json_string(v), &ids[*n])) {
			++*n;
			continue;
		}
		complaints_add(r->c, kind, "NUMBER_TYPE_COERCE", "Value is not snowflake.");
		return;
	}
}

static void read_allowed(struct reading *r)
{
	const json *allowed = json_get(r->body, "allowed_mentions");
	struct model_draft *draft = &r->d->draft;

	if (!allowed || json_is_null(allowed)) {
		draft->pings_users = draft->pings_roles = draft->pings_author = true;
		return;
	}
	if (!json_is_object(allowed)) {
		complaints_add(r->c, "allowed_mentions", "MODEL_TYPE_CONVERT",
			"Expected an object/dictionary.");
		return;
	}
	complaints_enter(r->c, "allowed_mentions");
	draft->pings_author = json_is_true(json_get(allowed, "replied_user"));
	draft->users = r->d->users;
	draft->roles = r->d->roles;
	read_parse(r, allowed);
	read_ids(r, allowed, "users", draft->pings_users, r->d->users, &draft->n_users);
	read_ids(r, allowed, "roles", draft->pings_roles, r->d->roles, &draft->n_roles);
	complaints_leave(r->c);
}

/* ------------------------------------------------------------------ all of it */

static void read_components(struct reading *r)
{
	struct rest_draft *d = r->d;

	d->names_components = json_get(r->body, "components") != NULL;
	components_read(r->c, r->body, &d->components);
	if (d->components.len)
		d->draft.components = buf_str(&d->components);
}

static bool shows_something(const json *body)
{
	static const char *const keys[] = {"embeds", "components", "sticker_ids", "attachments"};
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (json_first(json_get(body, keys[i])))
			return true;
	}
	return json_is_object(json_get(body, "poll"));
}

int rest_draft_read(struct rest_call *c, const json *body, const char *path, struct rest_draft *d)
{
	struct complaints complaints;
	struct reading r = {&complaints, body, d};
	int status;

	*d = (struct rest_draft){.draft = {.text = ""}};
	buf_init(&d->components, COMPONENTS_BYTES_MAX);
	complaints_init(&complaints, path);
	read_content(&r);
	read_nonce(&r);
	read_allowed(&r);
	read_flags(&r);
	read_components(&r);
	d->shows_something = shows_something(body);
	d->draft.nonce = d->nonce;
	status = complaints_put(&complaints, &c->answer->body);
	complaints_free(&complaints);
	return status;
}

void rest_draft_free(struct rest_draft *d)
{
	buf_free(&d->components);
}

struct model_revision rest_draft_revision(const struct rest_draft *d)
{
	return (struct model_revision){
		.text = d->names_text ? d->draft.text : NULL,
		.len = d->draft.len,
		.components = d->names_components ? buf_str(&d->components) : NULL,
	};
}
