/* How a verdict came about; see explain.h. */
#include "core/explain.h"

#include <string.h>

#define EXPLAIN_MAX 16777216 /* bytes: more than the longest message comes to */
#define SPAN_MAX 32          /* words of a clause or finding that are shown */

/* The first words of first to last, as many as `most`, as they were read, separators made visible. */
static void put_words(
	struct buf *out, const struct reading *r, size_t first, size_t last, size_t most)
{
	size_t i;
	const struct reading_word *w;

	for (i = first; i <= last && i < r->n_words; i++) {
		if (i == first + most) {
			buf_puts(out, " ...");
			return;
		}
		w = &r->words[i];
		if (i > first) {
			switch (w->before) {
			case READING_COMMA: buf_puts(out, ", "); break;
			case READING_BREAK: buf_puts(out, " / "); break;
			case READING_STOP: buf_puts(out, ". "); break;
			case READING_QUESTION: buf_puts(out, "? "); break;
			default: buf_putc(out, ' ');
			}
		}
		buf_put(out, r->text.data + w->at, w->len);
		if (w->mended)
			buf_putc(out, '~');
	}
}

static void put_reading(struct buf *out, const struct lumbar_engine *e)
{
	const struct reading *r = e->reading;

	buf_puts(out, "read as:   ");
	if (r->n_words)
		put_words(out, r, 0, r->n_words - 1, r->n_words);
	buf_puts(out, "\n");
	if (r->notes.quoted || r->notes.code || r->notes.link || r->notes.command || r->mentions)
		buf_printf(out, "left out: %s%s%s%s%s\n", r->notes.quoted ? " quoted lines" : "",
			r->notes.code ? " code" : "", r->notes.link ? " links" : "",
			r->mentions ? " mentions" : "",
			r->notes.command ? " (looks like a command)" : "");
}

static void put_terms(struct buf *out, const struct lumbar_engine *e)
{
	const struct term_hits *hits = e->hits;
	size_t t, i;

	buf_puts(out, "terms:\n");
	for (t = 0; t < terms_count(e->content->terms); t++) {
		for (i = 0; i < hits->count[t]; i++) {
			const struct term_hit *h = &hits->list[hits->start[t] + i];

			buf_printf(out, "  %-22s ", terms_name(e->content->terms, t));
			put_words(out, e->reading, h->first, h->last, SPAN_MAX);
			buf_puts(out, "\n");
		}
	}
}

static void put_scopes(struct buf *out, const struct lumbar_engine *e)
{
	static const char *const kinds[] = {"ruled out", "ruled out", "supposed", "past"};
	const struct scope *s;
	size_t i;

	for (i = 0; i < e->scopes.count; i++) {
		s = &e->scopes.list[i];
		buf_printf(out, "scope:     %s by \"", kinds[s->kind]);
		put_words(out, e->reading, s->first, s->last, SPAN_MAX);
		buf_puts(out, "\": ");
		put_words(out, e->reading, s->from, s->to, SPAN_MAX);
		buf_puts(out, "\n");
	}
}

static void put_flags(struct buf *out, const struct lumbar_engine *e)
{
	const struct flag_finding *f;
	size_t i;

	for (i = 0; i < e->content->flags->count; i++) {
		f = &e->findings[i];
		if (f->status == FLAG_ABSENT)
			continue;
		buf_printf(out, "flag:      %s (%s) %s, by ", e->content->flags->list[i].id,
			lumbar_tier_name(f->tier), flag_status_name(f->status));
		if (!f->rule) {
			buf_puts(out, "the hints\n");
			continue;
		}
		buf_printf(out, "the rule '%s': ", f->rule->rule.text);
		put_words(out, e->reading, f->span.first, f->span.last, SPAN_MAX);
		buf_puts(out, "\n");
	}
}

static void put_question(struct buf *out, const struct lumbar_engine *e, const char *label,
	const struct ask_reading *q)
{
	const struct ask_clause *c = &e->asked.clauses[q->clause];

	buf_printf(out, "%s %s, %d points by the rule '%s': ", label, q->intent->id, q->score,
		q->rule->text);
	put_words(out, e->reading, c->first, c->last, SPAN_MAX);
	buf_puts(out, "\n");
}

static void put_questions(struct buf *out, const struct lumbar_engine *e)
{
	size_t i;

	for (i = 0; i < e->asked.count; i++)
		put_question(out, e, "question: ", &e->asked.list[i]);
	if (e->asked.rival)
		buf_printf(out, "tied with: %s\n", e->asked.rival->id);
	if (e->asked.preferred)
		buf_printf(out, "preferred: %s, by the hints\n", e->asked.preferred->id);
	if (e->outside)
		buf_printf(out, "outside:   what is asked %s in the articles\n",
			e->outside == OUTSIDE_SURE ? "is not" : "may not be");
	if (e->hinted.known)
		buf_printf(out, "hints:     %s, %+.1f to speak\n", e->hinted.best->id,
			e->hinted.speak / (double)HINT_UNIT);
	if (e->asked.runner_up.intent)
		put_question(out, e, "runner-up:", &e->asked.runner_up);
	buf_printf(out, "frames:    %s%s%s%s, %zu content word%s unexplained\n",
		e->asked.asks ? "something is asked" : "nothing is asked",
		e->frames.self ? ", about somebody" : "",
		e->back_here    ? ", a painful back is spoken of"
		: e->back_known ? ", a painful back was spoken of"
				: "",
		e->asked.fragment ? ", a fragment" : "", e->asked.unexplained,
		e->asked.unexplained == 1 ? "" : "s");
}

char *explain_text(const struct lumbar_engine *e)
{
	const struct lumbar_verdict *v = &e->verdict;
	struct buf out;
	size_t i;

	buf_init(&out, EXPLAIN_MAX);
	buf_printf(&out, "verdict:   %s in a %s channel, because %s\n",
		lumbar_action_name(v->action), lumbar_channel_name(e->channel), v->reason);
	if (v->n_flags) {
		buf_printf(&out, "tier:      %s, for", lumbar_tier_name(v->tier));
		for (i = 0; i < v->n_flags; i++)
			buf_printf(&out, " %s", v->flags[i]);
		buf_puts(&out, "\n");
	}
	if (v->n_intents) {
		buf_printf(&out, "%s", v->choices ? "offered:  " : "answered: ");
		for (i = 0; i < v->n_intents; i++)
			buf_printf(&out, " %s", v->intents[i]);
		buf_puts(&out, "\n");
	}
	if (v->limited)
		buf_puts(&out, "limit:     a pattern hit its limit: its anchor words decided\n");
	put_reading(&out, e);
	put_flags(&out, e);
	put_questions(&out, e);
	put_scopes(&out, e);
	put_terms(&out, e);
	return buf_detach(&out);
}
