/* CommonMark to what a platform shows; see render.h. */
#include "core/render.h"

#include <cmark.h>
#include <string.h>

struct rendering {
	enum lumbar_format format;
	struct buf *out;
	bool begun; /* something has been written */
};

/* ------------------------------------------------------------------ text */

static void put_html(struct buf *out, char c)
{
	switch (c) {
	case '&': buf_puts(out, "&amp;"); break;
	case '<': buf_puts(out, "&lt;"); break;
	case '>': buf_puts(out, "&gt;"); break;
	case '"': buf_puts(out, "&quot;"); break;
	case '\'': buf_puts(out, "&#39;"); break;
	default: buf_putc(out, c);
	}
}

/* Whether what follows stands at the beginning of a line or list item, where more signs are markup. */
static bool begins_line(const struct buf *out)
{
	const char *end = out->len ? out->data + out->len : NULL;

	return !end || end[-1] == '\n' || (out->len > 1 && memcmp(end - 2, "- ", 2) == 0);
}

bool render_plain(const char *text, enum lumbar_format format, struct buf *out)
{
	for (; *text; text++) {
		if (format == LUMBAR_HTML) {
			put_html(out, *text);
			continue;
		}
		if (format == LUMBAR_DISCORD &&
			(strchr("*_~`|\\<>[", *text) || (begins_line(out) && strchr("#-+", *text))))
			buf_putc(out, '\\');
		buf_putc(out, *text);
	}
	return buf_ok(out);
}

/* ------------------------------------------------------------------ the tree */

/* What is written in front of and behind a node, by format: plain, Discord, HTML. */
static const struct {
	cmark_node_type type;
	const char *enter[3];
	const char *leave[3];
} marks[] = {
	{CMARK_NODE_STRONG, {"", "**", "<strong>"}, {"", "**", "</strong>"}},
	{CMARK_NODE_EMPH, {"", "*", "<em>"}, {"", "*", "</em>"}},
	{CMARK_NODE_ITEM, {"", "", "<li>"}, {"", "", "</li>"}},
	{CMARK_NODE_SOFTBREAK, {" ", " ", " "}, {"", "", ""}},
	{CMARK_NODE_LINEBREAK, {"\n", "\n", "<br>"}, {"", "", ""}},
};

static void put_mark(const struct rendering *r, cmark_node_type type, bool enter)
{
	size_t i;

	for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		if (marks[i].type == type)
			buf_puts(r->out,
				enter ? marks[i].enter[r->format] : marks[i].leave[r->format]);
	}
}

static bool is_ordered(cmark_node *list)
{
	return cmark_node_get_list_type(list) == CMARK_ORDERED_LIST;
}

/* The tag of a list; the other formats have only the signs of its items. */
static void put_list(const struct rendering *r, cmark_node *list, bool enter)
{
	int start = cmark_node_get_list_start(list);

	if (r->format != LUMBAR_HTML)
		return;
	if (!enter)
		buf_puts(r->out, is_ordered(list) ? "</ol>" : "</ul>");
	else if (is_ordered(list) && start != 1)
		buf_printf(r->out, "<ol start=\"%d\">", start);
	else
		buf_puts(r->out, is_ordered(list) ? "<ol>" : "<ul>");
}

/* The sign in front of an item; it stands right under the paragraph that leads to its list. */
static void put_sign(struct rendering *r, cmark_node *item)
{
	cmark_node *list = cmark_node_parent(item), *n;
	int number = cmark_node_get_list_start(list);

	if (r->format == LUMBAR_HTML)
		return;
	if (r->begun)
		buf_putc(r->out, '\n');
	r->begun = true;
	for (n = cmark_node_previous(item); n; n = cmark_node_previous(n))
		number++;
	if (is_ordered(list))
		buf_printf(r->out, "%d. ", number);
	else
		buf_puts(r->out, "- ");
}

/* Whether n is a block of text; one inside a list item follows the item's sign. */
static bool is_paragraph(cmark_node *n)
{
	cmark_node_type type = cmark_node_get_type(n);
	cmark_node *parent = cmark_node_parent(n);

	if (type != CMARK_NODE_PARAGRAPH && type != CMARK_NODE_HEADING)
		return false;
	return !parent || cmark_node_get_type(parent) != CMARK_NODE_ITEM;
}

static void enter_node(struct rendering *r, cmark_node *n)
{
	cmark_node_type type = cmark_node_get_type(n);

	if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE) {
		render_plain(cmark_node_get_literal(n), r->format, r->out);
		return;
	}
	if (is_paragraph(n)) {
		if (r->format == LUMBAR_HTML)
			buf_puts(r->out, "<p>");
		else if (r->begun)
			buf_puts(r->out, "\n\n");
		r->begun = true;
	} else if (type == CMARK_NODE_PARAGRAPH && cmark_node_previous(n)) {
		buf_puts(r->out, r->format == LUMBAR_HTML ? "<br>" : "\n");
	}
	if (type == CMARK_NODE_LIST)
		put_list(r, n, true);
	if (type == CMARK_NODE_ITEM)
		put_sign(r, n);
	put_mark(r, type, true);
}

static void leave_node(struct rendering *r, cmark_node *n)
{
	cmark_node_type type = cmark_node_get_type(n);

	put_mark(r, type, false);
	if (type == CMARK_NODE_LIST)
		put_list(r, n, false);
	if (is_paragraph(n) && r->format == LUMBAR_HTML)
		buf_puts(r->out, "</p>");
}

bool render_markdown(const char *text, size_t len, enum lumbar_format format, struct buf *out)
{
	struct rendering r = {format, out, false};
	cmark_node *root = cmark_parse_document(text, len, CMARK_OPT_DEFAULT);
	cmark_iter *iter = root ? cmark_iter_new(root) : NULL;
	cmark_event_type event;

	while (iter && (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		if (event == CMARK_EVENT_ENTER)
			enter_node(&r, cmark_iter_get_node(iter));
		else
			leave_node(&r, cmark_iter_get_node(iter));
	}
	if (iter)
		cmark_iter_free(iter);
	if (root)
		cmark_node_free(root);
	return root && buf_ok(out);
}

/* ------------------------------------------------------------------ for checks */

void render_features(const char *text, size_t len,
	void (*fn)(void *ctx, const char *what, unsigned line), void *ctx)
{
	static const struct {
		cmark_node_type type;
		const char *what;
	} unwanted[] = {
		{CMARK_NODE_HEADING, "a heading"},
		{CMARK_NODE_LINK, "a link"},
		{CMARK_NODE_IMAGE, "an image"},
		{CMARK_NODE_HTML_BLOCK, "HTML"},
		{CMARK_NODE_HTML_INLINE, "HTML"},
		{CMARK_NODE_CODE_BLOCK, "code"},
		{CMARK_NODE_CODE, "code"},
		{CMARK_NODE_BLOCK_QUOTE, "a quote"},
		{CMARK_NODE_THEMATIC_BREAK, "a rule"},
	};
	cmark_node *root = cmark_parse_document(text, len, CMARK_OPT_DEFAULT), *n;
	cmark_iter *iter = root ? cmark_iter_new(root) : NULL;
	cmark_event_type event;
	size_t i;

	while (iter && (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		n = cmark_iter_get_node(iter);
		for (i = 0;
			event == CMARK_EVENT_ENTER && i < sizeof(unwanted) / sizeof(unwanted[0]);
			i++) {
			if (cmark_node_get_type(n) == unwanted[i].type)
				fn(ctx, unwanted[i].what, (unsigned)cmark_node_get_start_line(n));
		}
	}
	if (iter)
		cmark_iter_free(iter);
	if (root)
		cmark_node_free(root);
}
