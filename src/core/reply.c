/* A verdict as the text that a person reads; see reply.h. */
#include "core/reply.h"

#include <string.h>

#include "base/utf8.h"
#include "core/render.h"

#define REPLY_MAX 32768 /* bytes of a whole reply before limits */
#define PIECES_MAX 12

/* A part of a reply, by how willingly it is left out. */
enum piece_rank {
	PIECE_HEAD,    /* the first line: never */
	PIECE_LATE,    /* and behind it, that it comes late */
	PIECE_STAFF,   /* what the staff are told, and what they are not */
	PIECE_FIRST,   /* the rest of what leads */
	PIECE_ANSWER,  /* an answer */
	PIECE_SAFETY,  /* when to get help */
	PIECE_SOURCES, /* where it comes from */
	PIECE_FURTHER, /* a second answer */
	PIECE_NEXT,    /* what to ask next */
};

struct piece {
	enum piece_rank rank;
	struct buf text;
	bool dropped;
};

struct composing {
	const struct lumbar_content *content;
	const struct lumbar_style *style;
	const struct answer_region *region;
	bool elsewhere; /* the number still needs its "elsewhere" */
	struct piece pieces[PIECES_MAX];
	size_t n;
};

/* The text of the next piece, to be written; NULL when it is left out. */
static struct buf *add_piece(struct composing *c, enum piece_rank rank)
{
	struct piece *p;

	if (c->n == PIECES_MAX)
		return NULL;
	p = &c->pieces[c->n++];
	p->rank = rank;
	buf_clear(&p->text);
	return p->dropped ? NULL : &p->text;
}

bool reply_fill(const char *text, size_t len, const struct answer_region *region, bool *elsewhere,
	struct buf *out)
{
	const char *end = text + len, *open, *close, *slot;

	while ((open = memchr(text, '{', (size_t)(end - text))) != NULL) {
		close = memchr(open, '}', (size_t)(end - open));
		slot = close ? answers_slot(region, open + 1, (size_t)(close - open - 1)) : NULL;
		if (!slot) {
			buf_put(out, text, (size_t)(open + 1 - text));
			text = open + 1;
			continue;
		}
		buf_put(out, text, (size_t)(open - text));
		buf_puts(out, slot);
		if (*elsewhere && slot == region->slots[ANSWER_EMERGENCY]) {
			buf_puts(out, " (elsewhere: your local emergency number)");
			*elsewhere = false;
		}
		text = close + 1;
	}
	return buf_put(out, text, (size_t)(end - text));
}

/* Adds some Markdown as a piece, its slots filled. */
static void add_markdown(struct composing *c, enum piece_rank rank, const char *text, size_t len)
{
	struct buf *piece = add_piece(c, rank), filled;

	if (!piece)
		return;
	buf_init(&filled, REPLY_MAX);
	reply_fill(text, len, c->region, &c->elsewhere, &filled);
	render_markdown(buf_str(&filled), filled.len, c->style->format, piece);
	buf_free(&filled);
}

static void add_shared(struct composing *c, enum piece_rank rank, const char *id)
{
	const struct answer *a = answers_find(c->content->answers, id);

	if (a)
		add_markdown(c, rank, a->body, a->body_len);
}

/* The same for what has to be said whatever content there is: otherwise stands in for it. */
static void add_needed(
	struct composing *c, enum piece_rank rank, const char *id, const char *otherwise)
{
	const struct answer *a = answers_find(c->content->answers, id);

	if (a)
		add_markdown(c, rank, a->body, a->body_len);
	else
		add_markdown(c, rank, otherwise, strlen(otherwise));
}

/* How much of an answer says the gist: its first paragraph. */
static size_t gist(const struct answer *a)
{
	const char *gap = memmem(a->body, a->body_len, "\n\n", 2);

	return gap ? (size_t)(gap - a->body) : a->body_len;
}

/* What stands in its first paragraph in bold: what to do and whom to call, and nothing about why. */
static size_t strong(const struct answer *a)
{
	const char *end = answers_is_strong(a) ? strstr(a->body + 2, "**") : NULL;
	return end ? (size_t)(end + 2 - a->body) : gist(a);
}

static void add_staff(struct composing *c)
{
	if (c->style->staff)
		add_needed(c, PIECE_STAFF, "meta/staff-told",
			"The staff here are being told as well. "
			"They are not an emergency service: do not wait for them.");
}

/* Adds a text whose first paragraph must stay: the paragraph, then the rest. */
static void add_leading(struct composing *c, const struct answer *a)
{
	size_t head = gist(a);

	add_markdown(c, PIECE_HEAD, a->body, head);
	if (c->style->late && c->n == 1) /* what leads a further answer leads no reply */
		add_shared(c, PIECE_LATE, "meta/late");
	if (head < a->body_len)
		add_markdown(c, PIECE_FIRST, a->body + head, a->body_len - head);
}

static const struct answer *answer_of(const struct composing *c, const char *intent)
{
	const struct intent *it = intent_find(c->content->intents, intent);

	return it && it->answer ? answers_find(c->content->answers, it->answer) : NULL;
}

/* ------------------------------------------------------------------ sources */

static bool cites(const struct answer *a, const char *article)
{
	size_t i;

	for (i = 0; i < a->n_sources; i++) {
		if (strcmp(a->sources[i], article) == 0)
			return true;
	}
	return false;
}

/* Begins a line in small print; NULL when it is left out. */
static struct buf *begin_small(struct composing *c, enum piece_rank rank, const char *label)
{
	struct buf *piece = add_piece(c, rank);

	if (!piece)
		return NULL;
	if (c->style->format == LUMBAR_DISCORD)
		buf_puts(piece, "-# ");
	if (c->style->format == LUMBAR_HTML)
		buf_puts(piece, "<p><small>");
	buf_puts(piece, label);
	return piece;
}

static void end_small(struct composing *c, struct buf *piece)
{
	if (piece && c->style->format == LUMBAR_HTML)
		buf_puts(piece, "</small></p>");
}

/* One line that names every article behind the answers, each once. */
static void add_sources(struct composing *c, const struct lumbar_verdict *v)
{
	const struct answer *ans, *earlier;
	const struct answer_article *art;
	struct buf *piece = NULL;
	size_t i, k, e;
	bool named;

	for (i = 0; i < v->n_intents; i++) {
		ans = answer_of(c, v->intents[i]);
		for (k = 0; ans && k < ans->n_sources; k++) {
			art = answers_article(c->content->answers, ans->sources[k]);
			for (named = false, e = 0; e < i && !named; e++) {
				earlier = answer_of(c, v->intents[e]);
				named = earlier && cites(earlier, ans->sources[k]);
			}
			if (!art || named)
				continue;
			if (!piece) {
				piece = begin_small(c, PIECE_SOURCES, "From: ");
				if (!piece)
					return;
			} else {
				buf_puts(piece, "; ");
			}
			render_plain(art->title, c->style->format, piece);
		}
	}
	end_small(c, piece);
}

/* What may be asked next: the titles of the answers that this one leads to. */
static void add_next(struct composing *c, const char *intent)
{
	const struct intent *it = intent_find(c->content->intents, intent);
	const struct answer *ans = answer_of(c, intent), *next;
	struct buf *piece = NULL;
	size_t i;

	if (!ans || it->meta)
		return;
	for (i = 0; i < ans->n_next; i++) {
		next = answer_of(c, ans->next[i]);
		if (!next)
			continue;
		if (!piece)
			piece = begin_small(c, PIECE_NEXT, "You can also ask about: ");
		else
			buf_puts(piece, "; ");
		if (!piece)
			return;
		render_plain(next->title, c->style->format, piece);
	}
	end_small(c, piece);
}

/* ------------------------------------------------------------------ kinds of reply */

/* When to get help: for what was ruled out, else where an answer wants it. */
static void add_safety(struct composing *c, const struct lumbar_verdict *v)
{
	const struct answer *a;
	bool safety = false;
	size_t i;

	for (i = 0; i < v->n_intents; i++) {
		a = answer_of(c, v->intents[i]);
		safety = safety || (a && a->safety);
	}
	if (v->negated_flags)
		add_shared(c, PIECE_SAFETY, "meta/if-that-changes");
	else if (safety && v->action == LUMBAR_ANSWER)
		add_shared(c, PIECE_SAFETY, "meta/safety-list");
}

static void add_answers(struct composing *c, const struct lumbar_verdict *v)
{
	const struct answer *a;
	size_t i;

	for (i = 0; i < v->n_intents; i++) {
		a = answer_of(c, v->intents[i]);
		if (!a)
			continue;
		if (c->n == 0)
			add_leading(c, a);
		else
			add_markdown(c, i ? PIECE_FURTHER : PIECE_ANSWER, a->body, a->body_len);
	}
	add_safety(c, v);
	add_sources(c, v);
	if (v->n_intents == 1 && v->action == LUMBAR_ANSWER)
		add_next(c, v->intents[0]);
}

/* Appends what is offered, numbered: titles, each with its gist where `whole` is set. */
static void list_offers(
	const struct composing *c, const struct lumbar_verdict *v, bool whole, struct buf *out)
{
	const struct answer *a;
	size_t i, n = 0;

	for (i = 0; i < v->n_intents; i++) {
		a = answer_of(c, v->intents[i]);
		if (a && whole)
			buf_printf(
				out, "%zu. **%s**: %.*s\n", ++n, a->title, (int)gist(a), a->body);
		else if (a)
			buf_printf(out, "%zu. %s\n", ++n, a->title);
	}
}

/*
 * Two readings tied: each with its gist, so that nobody is left with a question for an answer; where
 * there is no room for that, their titles, to choose from.
 */
static void add_choices(struct composing *c, const struct lumbar_verdict *v)
{
	const struct answer *lead = answers_find(c->content->answers, "meta/choices");
	bool brief;
	struct buf list;

	if (lead)
		add_leading(c, lead);
	brief = c->n < PIECES_MAX && c->pieces[c->n].dropped;
	buf_init(&list, REPLY_MAX);
	list_offers(c, v, true, &list);
	add_markdown(c, PIECE_FIRST, buf_str(&list), list.len);
	/* always a piece of its own, since pieces are left out by their place */
	buf_clear(&list);
	if (brief)
		list_offers(c, v, false, &list);
	add_markdown(c, PIECE_HEAD, buf_str(&list), list.len);
	buf_free(&list);
	add_safety(c, v);
}

/* Nothing was right: the titles of what comes nearest. */
static void add_nearest(struct composing *c, const struct lumbar_verdict *v)
{
	const struct answer *lead = answers_find(c->content->answers, "meta/nearest");
	struct buf list;

	if (!lead)
		return;
	buf_init(&list, REPLY_MAX);
	buf_put(&list, lead->body, lead->body_len);
	buf_puts(&list, "\n\n");
	list_offers(c, v, false, &list);
	add_markdown(c, PIECE_ANSWER, buf_str(&list), list.len);
	buf_free(&list);
}

/* Writes all pieces but those dropped: the first number that stays says what holds elsewhere. */
static void compose(struct composing *c, const struct lumbar_verdict *v)
{
	const struct answer *lead =
		v->reply_id ? answers_find(c->content->answers, v->reply_id) : NULL;

	c->n = 0;
	c->elsewhere = strcmp(c->region->id, "default") != 0;
	if (lead)
		add_leading(c, lead);
	if (lead)
		add_staff(c);
	if (v->choices && v->action == LUMBAR_FALLBACK)
		add_nearest(c, v);
	else if (v->choices)
		add_choices(c, v);
	else if (v->tier < LUMBAR_TIER_EMERGENCY)
		add_answers(c, v);
}

/* ------------------------------------------------------------------ limits */

static const char *joint(const struct composing *c, const struct piece *piece)
{
	if (c->style->format == LUMBAR_HTML)
		return "";
	return piece->rank == PIECE_LATE ? " " : "\n\n";
}

/* Joins what is not dropped. */
static void join(const struct composing *c, struct buf *out)
{
	size_t i;

	buf_clear(out);
	for (i = 0; i < c->n; i++) {
		if (c->pieces[i].dropped || c->pieces[i].text.len == 0)
			continue;
		if (out->len)
			buf_puts(out, joint(c, &c->pieces[i]));
		buf_put(out, c->pieces[i].text.data, c->pieces[i].text.len);
	}
}

/* Leaves out the piece that is missed least.  Returns false when only the head is left. */
static bool drop_one(struct composing *c)
{
	struct piece *worst = NULL;
	size_t i;

	for (i = 0; i < c->n; i++) {
		if (!c->pieces[i].dropped && c->pieces[i].rank != PIECE_HEAD &&
			(!worst || c->pieces[i].rank >= worst->rank))
			worst = &c->pieces[i];
	}
	if (worst)
		worst->dropped = true;
	return worst != NULL;
}

static bool fits(const struct composing *c, const struct buf *text, size_t size)
{
	if (text->len >= size || (c->style->max_bytes && text->len > c->style->max_bytes))
		return false;
	return !c->style->max_chars || utf8_length(text->data, text->len) <= c->style->max_chars;
}

/* Writes all pieces by compose(), fewer of them until they fit.  Returns the length in bytes. */
static size_t write_fitting(struct composing *c,
	void (*fill)(struct composing *c, const void *what), const void *what, char *out,
	size_t size)
{
	struct buf text;
	size_t i, n;

	for (i = 0; i < PIECES_MAX; i++)
		buf_init(&c->pieces[i].text, REPLY_MAX);
	buf_init(&text, REPLY_MAX);
	fill(c, what);
	join(c, &text);
	while (text.len && !fits(c, &text, size) && drop_one(c)) {
		fill(c, what);
		join(c, &text);
	}
	/* a head alone fits LUMBAR_REPLY_MIN; in a smaller room it is cut between letters */
	n = text.len < size ? text.len : utf8_cut(text.data, text.len, size - 1);
	if (n)
		memcpy(out, text.data, n);
	out[n] = '\0';
	buf_free(&text);
	for (i = 0; i < PIECES_MAX; i++)
		buf_free(&c->pieces[i].text);
	return n;
}

static void fill_reply(struct composing *c, const void *what)
{
	compose(c, what);
}

size_t reply_write(const struct lumbar_content *content, const struct lumbar_verdict *verdict,
	const struct lumbar_style *style, char *out, size_t size)
{
	struct composing c = {.content = content,
		.style = style,
		.region = answers_region(content->answers, style->region)};

	if (size == 0)
		return 0;
	out[0] = '\0';
	if (verdict->action == LUMBAR_IGNORE)
		return 0;
	return write_fitting(&c, fill_reply, verdict, out, size);
}

/* ------------------------------------------------------------------ afterwards */

struct notice {
	enum lumbar_notice what;
	const char *reply_id;
};

/* What to do comes first, as it does in every reply to a red flag. */
static void fill_notice(struct composing *c, const void *what)
{
	static const struct {
		const char *id, *otherwise;
	} texts[] = {
		[LUMBAR_NOTICE_SILENT] = {"meta/staff-silent",
			"Nobody of the staff has picked this up yet. Please do not wait for them."},
		[LUMBAR_NOTICE_UNREACHED] = {"meta/staff-unreached",
			"I could not reach the staff here. Please do not wait for them."},
		[LUMBAR_NOTICE_PRIVATE] = {"meta/in-private", "I am saying the rest in private."},
	};
	static const char call[] = "**Call {emergency} now.** Do not wait to see if it passes.";
	const struct notice *n = what;
	const struct answer *lead =
		n->reply_id ? answers_find(c->content->answers, n->reply_id) : NULL;

	c->n = 0;
	c->elsewhere = strcmp(c->region->id, "default") != 0;
	if (lead)
		add_markdown(
			c, PIECE_HEAD, lead->body, lead->private_why ? strong(lead) : gist(lead));
	else
		add_markdown(c, PIECE_HEAD, call, sizeof(call) - 1);
	add_staff(c);
	add_needed(c, PIECE_STAFF, texts[n->what].id, texts[n->what].otherwise);
}

size_t reply_notice(const struct lumbar_content *content, enum lumbar_notice notice,
	const char *reply_id, const struct lumbar_style *style, char *out, size_t size)
{
	struct composing c = {.content = content,
		.style = style,
		.region = answers_region(content->answers, style->region)};

	if (size == 0)
		return 0;
	return write_fitting(&c, fill_notice, &(struct notice){notice, reply_id}, out, size);
}
