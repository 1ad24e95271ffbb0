/* What is wrong with the answers; see lint_answer.h. */
#include "core/lint_answer.h"

#include <string.h>

#include "base/utf8.h"
#include "core/readability.h"
#include "core/render.h"
#include "core/reply.h"

#define ANSWER_MAX 900  /* characters of an answer */
#define SENTENCE_MAX 20 /* words of a sentence */
#define GRADE_MAX 7.5   /* Flesch-Kincaid: reading age 11 to 14, with the counter's own error */
#define RENDERED_MAX 16384

struct looking {
	const struct lumbar_content *content;
	const struct answer *answer;
	struct diag *diag;
};

static struct diag_place body_at(const struct answer *a, unsigned line)
{
	return (struct diag_place){a->file, a->body_line + line - 1, 1};
}

/* The body as plain text with the numbers of a region. */
static void render_body(const struct looking *l, const char *region, size_t len, struct buf *out)
{
	const struct answer_region *numbers = answers_region(l->content->answers, region);
	bool elsewhere = strcmp(numbers->id, "default") != 0; /* as reply.c says it */
	struct buf filled;

	buf_init(&filled, RENDERED_MAX);
	reply_fill(l->answer->body, len, numbers, &elsewhere, &filled);
	render_markdown(buf_str(&filled), filled.len, LUMBAR_PLAIN, out);
	buf_free(&filled);
}

static void report_feature(void *ctx, const char *what, unsigned line)
{
	const struct looking *l = ctx;

	diag_error(l->diag, body_at(l->answer, line),
		"%s: not every platform can show it, write plain words", what);
}

/* Slots that nobody fills, and signs that could ping somebody. */
static void lint_signs(const struct looking *l)
{
	const struct answer *a = l->answer;
	const struct answer_region *region = answers_region(l->content->answers, NULL);
	const char *open, *close, *at = a->body, *end = a->body + a->body_len;

	if (memchr(a->body, '@', a->body_len))
		diag_error(l->diag, body_at(a, 1),
			"an answer must not hold @: it could notify people");
	for (; (open = memchr(at, '{', (size_t)(end - at))) != NULL; at = open + 1) {
		close = memchr(open, '}', (size_t)(end - open));
		if (!close || !answers_slot(region, open + 1, (size_t)(close - open - 1)))
			diag_error(l->diag, body_at(a, 1),
				"there is no such slot: {emergency}, {urgent}, {crisis}, "
				"{poison} and {hospital} are filled");
	}
}

static void lint_reading(const struct looking *l)
{
	const struct answer *a = l->answer;
	struct readability r;
	struct buf text;
	size_t chars;

	buf_init(&text, RENDERED_MAX);
	render_body(l, NULL, a->body_len, &text);
	r = readability_of(buf_str(&text));
	chars = utf8_length(buf_str(&text), text.len);
	if (chars > ANSWER_MAX)
		diag_error(l->diag, body_at(a, 1),
			"the answer has %zu characters, at most %d are read", chars, ANSWER_MAX);
	if (r.longest > SENTENCE_MAX)
		diag_warning(l->diag, body_at(a, 1), "a sentence has %zu words, %d are enough",
			r.longest, SENTENCE_MAX);
	if (r.grade > GRADE_MAX)
		diag_warning(l->diag, body_at(a, 1), "hard to read: grade %.1f, aim at 7 or lower",
			r.grade);
	buf_free(&text);
}

static bool is_flag_reply(const struct answer *a)
{
	return strncmp(a->id, "flags/", 6) == 0;
}

/* Whether the first paragraph holds a slot. */
static bool leads_with(const struct answer *a, const char *slot)
{
	const char *gap = memmem(a->body, a->body_len, "\n\n", 2);
	size_t head = gap ? (size_t)(gap - a->body) : a->body_len;

	return memmem(a->body, head, slot, strlen(slot)) != NULL;
}

/* The first line of a red-flag reply names the action and the number, and fits everywhere. */
static void lint_flag_reply(const struct looking *l)
{
	static const char *const regions[] = {"default", "uk", "us", "ca", "ie", "eu", "au", "nz"};
	const struct answer *a = l->answer;
	const char *gap = memmem(a->body, a->body_len, "\n\n", 2);
	size_t head = gap ? (size_t)(gap - a->body) : a->body_len, i;
	struct buf text;

	if (a->tier == LUMBAR_TIER_NONE)
		diag_error(l->diag, body_at(a, 1), "a red-flag reply needs a tier");
	if (a->tier == LUMBAR_TIER_EMERGENCY && !leads_with(a, "{emergency}"))
		diag_error(l->diag, body_at(a, 1),
			"the first line of an emergency reply must hold {emergency}");
	if (a->tier == LUMBAR_TIER_URGENT && !leads_with(a, "{urgent}") &&
		!leads_with(a, "{emergency}"))
		diag_error(l->diag, body_at(a, 1),
			"the first line of an urgent reply must hold {urgent}");
	if (strncmp(a->body, "**", 2) != 0)
		diag_error(
			l->diag, body_at(a, 1), "a red-flag reply begins with what to do, in bold");
	buf_init(&text, RENDERED_MAX);
	for (i = 0; i < sizeof(regions) / sizeof(regions[0]); i++) {
		buf_clear(&text);
		render_body(l, regions[i], head, &text);
		if (text.len >= LUMBAR_REPLY_MIN)
			diag_error(l->diag, body_at(a, 1),
				"the first line has %zu bytes in region %s, it must fit %d on "
				"every platform",
				text.len, regions[i], LUMBAR_REPLY_MIN);
	}
	buf_free(&text);
}

/* A sign-off says when it was given, and for how long it holds. */
static void lint_sign_off(const struct looking *l)
{
	const struct answer *a = l->answer;
	const struct diag_place at = {a->file, a->sign_line, 1};

	if (a->sign_off && (!a->signed_on || !a->valid_until))
		diag_warning(l->diag, at,
			"a sign-off says when it was given and until when it holds: signed, "
			"valid-until");
	if (a->signed_on && a->valid_until && strcmp(a->signed_on, a->valid_until) > 0)
		diag_error(l->diag, at, "the sign-off ends (%s) before it was given (%s)",
			a->valid_until, a->signed_on);
	if (!a->sign_off && (a->signed_on || a->valid_until))
		diag_warning(l->diag, body_at(a, 1),
			"it says when it was signed off, and not by whom: sign-off");
}

static void lint_one(const struct looking *l)
{
	const struct answer *a = l->answer;

	render_features(
		a->body, a->body_len, report_feature, &(struct looking){l->content, a, l->diag});
	lint_signs(l);
	lint_reading(l);
	lint_sign_off(l);
	if (is_flag_reply(a))
		lint_flag_reply(l);
	else if (strncmp(a->id, "meta/", 5) != 0 && a->n_sources == 0)
		diag_error(l->diag, body_at(a, 1), "the answer names no source");
	if (!a->reviewed)
		diag_warning(
			l->diag, body_at(a, 1), "the answer does not say when it was reviewed");
}

/* The tier that a reply announces is that of its flag, or a graver one. */
static void lint_tiers(const struct lumbar_content *content, struct diag *diag)
{
	const struct flags *flags = content->flags;
	const struct answer *a;
	size_t i;

	for (i = 0; i < flags->count; i++) {
		a = answers_find(content->answers, flags->list[i].reply);
		if (a && a->tier < flags->list[i].tier)
			diag_error(diag, body_at(a, 1),
				"the flag %s is of tier %s, its reply of tier %s",
				flags->list[i].id, lumbar_tier_name(flags->list[i].tier),
				lumbar_tier_name(a->tier));
	}
}

void lint_answers(const struct lumbar_content *content, struct diag *diag)
{
	struct looking l = {content, NULL, diag};

	for (l.answer = answers_first(content->answers); l.answer; l.answer = l.answer->following)
		lint_one(&l);
	lint_tiers(content, diag);
}

void lint_answers_dates(const struct lumbar_content *content, const char *today, struct diag *diag)
{
	const struct answer *a;

	for (a = answers_first(content->answers); a; a = a->following) {
		if (!a->sign_off || !a->valid_until || strcmp(a->valid_until, today) >= 0)
			continue;
		diag_source(diag, a->source, a->source_len);
		diag_warning(diag, ((struct diag_place){a->file, a->valid_line, 1}),
			"the sign-off by %s was valid until %s: have it looked at again",
			a->sign_off, a->valid_until);
	}
	diag_source(diag, NULL, 0);
}
