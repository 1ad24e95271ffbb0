/* Secrets are kept out of findings; see config_hide.h. */
#include "base/config_hide.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"

#define HIDE_TEXT_MAX 16384 /* bytes of a finding */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The length of the run that begins at s; *secret tells whether it may be one. */
static size_t measure_run(const char *s, bool *secret)
{
	bool letters = false, digits = false;
	size_t n;

	for (n = 0; is_letter(s[n]) || is_digit(s[n]) || (s[n] && strchr("._-", s[n])); n++) {
		letters = letters || is_letter(s[n]);
		digits = digits || is_digit(s[n]);
	}
	*secret = n >= CONFIG_HIDE_RUN && letters && digits;
	return n;
}

/* The length of "user:password" behind the "://" of an address that begins at s; 0 when there is none. */
static size_t measure_login(const char *s)
{
	size_t n, at = 0;
	bool colon = false;

	if (strncmp(s, "://", 3) != 0)
		return 0;
	for (n = 3; s[n] && !strchr(" \n\"'/?#", s[n]); n++) {
		colon = colon || s[n] == ':';
		if (s[n] == '@' && colon)
			at = n;
	}
	return at ? at - 3 : 0;
}

/* Appends text with stars for secrets. */
static void put_hidden(struct buf *out, const char *text)
{
	bool secret;
	size_t n;

	while (*text) {
		n = measure_login(text);
		if (n > 0) {
			buf_puts(out, "://");
			for (text += 3; n > 0; n--, text++)
				buf_putc(out, '*');
		}
		n = measure_run(text, &secret);
		if (!secret)
			buf_put(out, text, n ? n : 1);
		for (; secret && n > 0; n--, text++)
			buf_putc(out, '*');
		text += n ? n : (secret ? 0 : 1);
	}
}

/* Passes a finding on. */
static void pass(void *ctx, enum diag_level level, const char *text)
{
	const struct config_hide *h = ctx;
	size_t name = strlen(h->file);
	struct buf out;

	if (strncmp(text, h->file, name) != 0)
		name = 0;
	buf_init(&out, HIDE_TEXT_MAX);
	buf_put(&out, text, name);
	put_hidden(&out, text + name);
	h->to->sink(h->to->ctx, level,
		buf_ok(&out) ? buf_str(&out) : "error: out of memory for a finding\n");
	buf_free(&out);
}

static void count_through(void *ctx, enum diag_level level, const char *text)
{
	const struct config_hide *h = ctx;

	if (level == DIAG_ERROR)
		h->to->errors++;
	else
		h->to->warnings++;
	if (h->to->sink)
		pass(ctx, level, text);
}

struct diag config_hide_diag(struct config_hide *h)
{
	return (struct diag){.sink = count_through, .ctx = h};
}

/* The offset of a place, len when the text has no such line. */
static size_t offset_of(const char *text, size_t len, unsigned line, unsigned col)
{
	const char *at = text, *end = text + len;

	while (--line > 0 && at) {
		at = memchr(at, '\n', (size_t)(end - at));
		at = at ? at + 1 : NULL;
	}
	return at && col - 1 <= (size_t)(end - at) ? (size_t)(at - text) + col - 1 : len;
}

static void hide_value(const struct yaml_node *n, char *text, size_t len)
{
	size_t at = offset_of(text, len, n->line, n->col), end = len;

	if (n->next && n->next->key_line == n->line)
		end = offset_of(text, len, n->next->key_line, n->next->key_col);
	for (; at < end && text[at] != '\n'; at++)
		text[at] = '*';
}

void config_hide_tokens(const struct yaml_node *root, char *text, size_t len)
{
	const struct yaml_node *accounts = yaml_get(root, "accounts");
	const struct yaml_node *account, *token,
		*webhook = yaml_get(yaml_get(root, "alerts"), "webhook");

	for (account = accounts ? accounts->first : NULL; account; account = account->next) {
		token = yaml_get(account, "token");
		if (token && token->kind == YAML_SCALAR && token->len > 0)
			hide_value(token, text, len);
	}
	if (webhook && webhook->kind == YAML_SCALAR && webhook->len > 0)
		hide_value(webhook, text, len);
}
