/* What is wrong with a form; see complaints.h. */
#include "sandbox/complaints.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "sandbox/refusal.h"

#define TREE_MAX 65536
#define REASON_MAX 96

void complaints_init(struct complaints *c, const char *path)
{
	*c = (struct complaints){0};
	buf_init(&c->tree, TREE_MAX);
	if (*path)
		complaints_enter(c, path);
}

void complaints_free(struct complaints *c)
{
	buf_free(&c->tree);
}

/* ------------------------------------------------------------------ where */

void complaints_enter(struct complaints *c, const char *part)
{
	const size_t n = strlen(c->here);

	if (c->too_deep || n + strlen(part) + 2 > sizeof(c->here)) {
		c->too_deep++;
		return;
	}
	snprintf(c->here + n, sizeof(c->here) - n, "%s.", part);
}

void complaints_enter_at(struct complaints *c, size_t i)
{
	char part[24];

	snprintf(part, sizeof(part), "%zu", i);
	complaints_enter(c, part);
}

void complaints_leave(struct complaints *c)
{
	size_t n = strlen(c->here);

	if (c->too_deep) {
		c->too_deep--;
		return;
	}
	for (n = n ? n - 1 : 0; n && c->here[n - 1] != '.';)
		n--;
	c->here[n] = '\0';
}

/* ------------------------------------------------------------------ the tree */

/* How many bytes of whole parts both paths begin with; both end in a point. */
static size_t common(const char *a, const char *b)
{
	size_t i, n = 0;

	for (i = 0; a[i] && a[i] == b[i]; i++) {
		if (a[i] == '.')
			n = i + 1;
	}
	return n;
}

/* Closes what is open below the first kept bytes of the path. */
static void close_to(struct complaints *c, size_t kept)
{
	const char *p = c->open + kept;

	for (; *p; p++) {
		if (*p == '.')
			buf_putc(&c->tree, '}');
	}
	c->open[kept] = '\0';
}

static void comma(struct buf *b)
{
	if (b->len && b->data[b->len - 1] != '{')
		buf_putc(b, ',');
}

/* Opens the parts of path that are not open yet. */
static void open_to(struct complaints *c, const char *path)
{
	size_t n = common(c->open, path), len;

	close_to(c, n);
	while (path[n]) {
		len = strcspn(path + n, ".");
		comma(&c->tree);
		json_put_string(&c->tree, path + n, len);
		buf_puts(&c->tree, ":{");
		n += len + 1;
	}
	snprintf(c->open, sizeof(c->open), "%s", path);
}

void complaints_add(struct complaints *c, const char *field, const char *code, const char *message)
{
	char path[COMPLAINTS_PATH_MAX];

	if (c->n == COMPLAINTS_MAX)
		return;
	if (*field)
		snprintf(path, sizeof(path), "%.200s%.40s.", c->here, field);
	else
		snprintf(path, sizeof(path), "%s", c->here);
	if (c->n && strcmp(path, c->open) == 0) {
		/* one more about the same: behind the last of its errors */
		buf_cut(&c->tree, c->tree.len - 1);
		buf_putc(&c->tree, ',');
	} else {
		open_to(c, path);
		comma(&c->tree);
		buf_puts(&c->tree, "\"_errors\":[");
	}
	c->n++;
	buf_putc(&c->tree, '{');
	json_put(&c->tree, "code", code);
	json_put(&c->tree, "message", message);
	buf_puts(&c->tree, "}]");
}

int complaints_put(struct complaints *c, struct buf *out)
{
	if (!c->n)
		return 0;
	close_to(c, 0);
	buf_printf(out, "{\"message\":\"Invalid Form Body\",\"code\":%d,\"errors\":{%s}}",
		REFUSAL_FORM, buf_str(&c->tree));
	return 400;
}

/* ------------------------------------------------------------------ fields */

static void complain_length(struct complaints *c, const char *field, size_t min, size_t max)
{
	char reason[REASON_MAX];

	if (min)
		snprintf(
			reason, sizeof(reason), "Must be between %zu and %zu in length.", min, max);
	else
		snprintf(reason, sizeof(reason), "Must be %zu or fewer in length.", max);
	complaints_add(c, field, min ? "BASE_TYPE_BAD_LENGTH" : "BASE_TYPE_MAX_LENGTH", reason);
}

/* Whether there is something to look at. */
static bool present(struct complaints *c, const json *value, const char *field, size_t min)
{
	if (value && !json_is_null(value))
		return true;
	if (min)
		complaints_add(c, field, "BASE_TYPE_REQUIRED", "This field is required");
	return false;
}

const char *complaints_text(
	struct complaints *c, const json *v, const char *field, size_t min, size_t max)
{
	const json *value = json_get(v, field);
	const char *text = json_string(value);
	size_t n;

	if (!present(c, value, field, min))
		return NULL;
	if (!text) {
		complaints_add(
			c, field, "BASE_TYPE_BAD_TYPE", "Could not interpret value as string.");
		return NULL;
	}
	n = utf8_length(text, strlen(text));
	if (n >= min && n <= max)
		return text;
	complain_length(c, field, min, max);
	return NULL;
}

const json *complaints_list(
	struct complaints *c, const json *v, const char *field, size_t min, size_t max)
{
	const json *value = json_get(v, field), *at;
	size_t n = 0;

	if (!present(c, value, field, min))
		return NULL;
	if (!json_is_array(value)) {
		complaints_add(
			c, field, "BASE_TYPE_BAD_TYPE", "Only iterables may be used in a ListType");
		return NULL;
	}
	for (at = json_first(value); at; at = json_next(at))
		n++;
	if (n >= min && n <= max)
		return value;
	complain_length(c, field, min, max);
	return NULL;
}
