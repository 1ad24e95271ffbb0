/* What a person says now, out of a chat message; see markup.h. */
#include "core/markup.h"

#include <stdint.h>
#include <string.h>

#define ANGLE_MAX 128 /* bytes of <...> that stands for something */

struct cursor {
	const char *text;
	size_t len;
	size_t at;
	bool line_start; /* only blanks since the last newline */
	struct buf *out;
	struct markup_notes *notes;
};

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || ((unsigned char)c & 0x80);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool starts(const struct cursor *c, const char *word)
{
	size_t n = strlen(word);

	return c->len - c->at >= n && strncasecmp(c->text + c->at, word, n) == 0;
}

/* Whether the text goes on with this word and no longer one. */
static bool starts_word(const struct cursor *c, const char *word)
{
	size_t end = c->at + strlen(word);

	return starts(c, word) &&
	       (end == c->len || !(is_letter(c->text[end]) || is_digit(c->text[end])));
}

/* Whether the cursor stands in front of a word, not inside one. */
static bool begins_word(const struct cursor *c)
{
	return c->at == 0 || !(is_letter(c->text[c->at - 1]) || is_digit(c->text[c->at - 1]));
}

/* Offset of the first `stop` at or behind `from`, len when there is none. */
static size_t find(const struct cursor *c, size_t from, char stop)
{
	const char *hit = from < c->len ? memchr(c->text + from, stop, c->len - from) : NULL;

	return hit ? (size_t)(hit - c->text) : c->len;
}

/* "> " quotes a line, ">>> " all that follows. */
static bool take_quote(struct cursor *c)
{
	if (!c->line_start || c->text[c->at] != '>')
		return false;
	if (starts(c, ">>> "))
		c->at = c->len;
	else if (starts(c, "> ") || starts(c, ">\n"))
		c->at = find(c, c->at, '\n');
	else
		return false;
	c->notes->quoted = true;
	return true;
}

/* Whether somebody wrote words between backticks rather than code. */
static bool is_prose(const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (!is_letter(s[i]) && !is_digit(s[i]) && !strchr(" \n.,!?'", s[i]))
			return false;
	}
	return n > 0;
}

/* `code` and ```code```: left out, unless it is prose, with which people stress what they say. */
static bool take_code(struct cursor *c)
{
	const char *fence = starts(c, "```") ? "```" : "`";
	size_t n = strlen(fence), from = c->at + n;
	const char *end;

	if (c->text[c->at] != '`')
		return false;
	end = from < c->len ? memmem(c->text + from, c->len - from, fence, n) : NULL;
	if (!end || is_prose(c->text + from, (size_t)(end - c->text) - from)) {
		c->at = from; /* the backticks alone go */
		return true;
	}
	c->at = (size_t)(end - c->text) + n;
	c->notes->code = true;
	buf_putc(c->out, ' ');
	return true;
}

/* Whether the text may go on with a link; a glance, since it is asked of every letter. */
static bool may_be_link(const struct cursor *c)
{
	char first = c->text[c->at] | 0x20, second;

	if (first != 'h' && first != 'w')
		return false;
	second = c->at + 1 < c->len ? c->text[c->at + 1] | 0x20 : '\0';
	return second == (first == 'h' ? 't' : 'w');
}

static bool take_link(struct cursor *c)
{
	if (!starts(c, "http://") && !starts(c, "https://") &&
		!(starts(c, "www.") && begins_word(c)))
		return false;
	while (c->at < c->len && !is_blank(c->text[c->at]) && !strchr("<>)]|", c->text[c->at]))
		c->at++;
	c->notes->link = true;
	buf_putc(c->out, ' ');
	return true;
}

/* [text](address) becomes text. */
static bool take_masked_link(struct cursor *c)
{
	size_t close, end;

	if (c->text[c->at] != '[')
		return false;
	close = find(c, c->at, ']');
	if (close + 1 >= c->len || c->text[close + 1] != '(')
		return false;
	end = find(c, close, ')');
	if (end == c->len || memchr(c->text + c->at, '\n', end - c->at))
		return false;
	buf_put(c->out, c->text + c->at + 1, close - c->at - 1);
	buf_putc(c->out, ' ');
	c->notes->link = true;
	c->at = end + 1;
	return true;
}

/* <@1> <@!1> <@&1> <#1> <:name:1> <a:name:1> <t:1> </name:1> <id:1> and <https://...>. */
static bool take_angle(struct cursor *c)
{
	static const struct {
		const char *begins;
		char leaves;
	} kinds[] = {{"<@", MARKUP_MENTION}, {"<#", ' '}, {"<:", MARKUP_BREAK},
		{"<a:", MARKUP_BREAK}, {"<t:", ' '}, {"</", ' '}, {"<id:", ' '}, {"<http", ' '}};
	size_t kind = 0, end, i;

	if (c->text[c->at] != '<')
		return false;
	while (kind < sizeof(kinds) / sizeof(kinds[0]) && !starts(c, kinds[kind].begins))
		kind++;
	end = find(c, c->at, '>');
	if (kind == sizeof(kinds) / sizeof(kinds[0]) || end == c->len || end - c->at > ANGLE_MAX)
		return false;
	for (i = c->at; i < end; i++) {
		if (is_blank(c->text[i]))
			return false;
	}
	/* a command has a colon, a closing tag has none */
	if (c->text[c->at + 1] == '/' && find(c, c->at, ':') > end)
		return false;
	c->notes->link = c->notes->link || starts(c, "<http");
	buf_putc(c->out, kinds[kind].leaves);
	c->at = end + 1;
	return true;
}

/* <b> and </b>, which some people type: gone. */
static bool take_tag(struct cursor *c)
{
	size_t at = c->at + 1, from;

	if (c->text[c->at] != '<')
		return false;
	if (at < c->len && c->text[at] == '/')
		at++;
	for (from = at; at < c->len && at - from < 8 && is_letter(c->text[at]); at++)
		;
	if (at == from || at >= c->len || c->text[at] != '>')
		return false;
	c->at = at + 1;
	return true;
}

/* @name and #channel as plain text, as bridges and bare clients write them. */
static bool take_at(struct cursor *c)
{
	char sign = c->text[c->at];
	size_t end = c->at + 1;

	if ((sign != '@' && sign != '#') || !begins_word(c) || end >= c->len ||
		!is_letter(c->text[end]))
		return false;
	while (end < c->len &&
		(is_letter(c->text[end]) || is_digit(c->text[end]) || strchr("_-.", c->text[end])))
		end++;
	if (starts_word(c, "@everyone") || starts_word(c, "@here"))
		c->notes->everyone = true;
	else if (sign == '@')
		buf_putc(c->out, MARKUP_MENTION);
	buf_putc(c->out, ' ');
	c->at = end;
	return true;
}

/* Signs of emphasis: gone inside words, blanks elsewhere; control bytes: blanks. */
static void take_char(struct cursor *c)
{
	char ch = c->text[c->at++];

	if (ch == '\n')
		c->line_start = true;
	else if (!is_blank(ch))
		c->line_start = false;
	if (ch == '*' || (ch == '~' && c->at < c->len && c->text[c->at] == '~'))
		return;
	if (ch == '|' || ch == '_' || ch == '\\' || ch == '~')
		ch = ' ';
	if ((unsigned char)ch < ' ' && ch != '\n')
		ch = ' ';
	buf_putc(c->out, ch);
}

/*
 * Whether a character stands for itself wherever it is: all but control bytes and # * < > @ [ \ _ ` | ~.
 * Links begin with letters all the same, see may_be_link().
 */
static bool is_plain(char c)
{
	/* a bit for each, from NUL and from @ on */
	static const uint64_t plain[] = {
		UINT64_C(0xAFFFFBF700000000), UINT64_C(0x2FFFFFFE67FFFFFE)};
	unsigned char u = (unsigned char)c;

	return u >= 0x80 || (plain[u / 64] >> u % 64 & 1);
}

/* Copies what is plain as it stands, up to where a construct may begin.  Returns whether there was any. */
static bool take_plain(struct cursor *c)
{
	size_t from = c->at, blanks;

	while (c->at < c->len && is_plain(c->text[c->at]) && !may_be_link(c))
		c->at++;
	if (c->at == from)
		return false;
	for (blanks = from; blanks < c->at && c->text[blanks] == ' '; blanks++)
		;
	c->line_start = c->line_start && blanks == c->at;
	buf_put(c->out, c->text + from, c->at - from);
	return true;
}

/* Whether the message begins like a command to some bot. */
static bool is_command(const char *text, size_t len)
{
	size_t i = 0;

	while (i < len && is_blank(text[i]))
		i++;
	return i + 1 < len && strchr("!?$%/.-;+=&^", text[i]) && is_letter(text[i + 1]);
}

bool markup_strip(const char *text, size_t len, struct buf *out, struct markup_notes *notes)
{
	struct cursor c = {text, len, 0, true, out, notes};

	*notes = (struct markup_notes){.command = is_command(text, len)};
	while (c.at < len) {
		if (take_plain(&c))
			continue;
		if (take_quote(&c) || take_code(&c) || take_link(&c) || take_masked_link(&c) ||
			take_angle(&c) || take_tag(&c) || take_at(&c))
			c.line_start = false;
		else
			take_char(&c);
	}
	return buf_ok(out);
}
