/* The public door of the library; see lumbar.h. */
#include "lumbar.h"

#include <string.h>

#include "core/content.h"
#include "core/engine.h"
#include "core/example.h"
#include "core/explain.h"
#include "core/lint.h"
#include "core/lint_answer.h"
#include "core/reply.h"
#include "core/safety.h"
#include "core/shape.h"
#include "core/topic.h"

/* ------------------------------------------------------------------ content */

/* Passes a finding of ours on to the caller's function. */
struct passing {
	lumbar_finding_fn *on_finding;
	void *ctx;
};

static void pass_finding(void *ctx, enum diag_level level, const char *text)
{
	const struct passing *p = ctx;

	if (p->on_finding)
		p->on_finding(p->ctx, level == DIAG_ERROR, text);
}

struct lumbar_content *lumbar_content_create(
	const struct lumbar_source *sources, size_t n, lumbar_finding_fn *on_finding, void *ctx)
{
	struct passing p = {on_finding, ctx};
	struct diag diag = {.sink = pass_finding, .ctx = &p};
	struct lumbar_content *content = content_build(sources, n, &diag);

	if (content && safety_check(content, &diag) != 0) {
		content_free(content);
		return NULL;
	}
	return content;
}

void lumbar_content_destroy(struct lumbar_content *content)
{
	content_free(content);
}

size_t lumbar_content_check(
	const struct lumbar_content *content, lumbar_finding_fn *on_finding, void *ctx)
{
	struct passing p = {on_finding, ctx};
	struct diag diag = {.sink = pass_finding, .ctx = &p};

	lint_content(content, &diag);
	return diag.errors;
}

size_t lumbar_content_check_dates(const struct lumbar_content *content, const char *today,
	lumbar_finding_fn *on_finding, void *ctx)
{
	struct passing p = {on_finding, ctx};
	struct diag diag = {.sink = pass_finding, .ctx = &p};

	lint_answers_dates(content, today, &diag);
	return diag.warnings;
}

enum lumbar_name lumbar_content_name(const struct lumbar_content *content, const char *name)
{
	static const enum lumbar_name kinds[] = {
		[INTENT_CONCEPT] = LUMBAR_NAME_CONCEPT,
		[INTENT_ASPECT] = LUMBAR_NAME_ASPECT,
		[INTENT_TOPIC] = LUMBAR_NAME_TOPIC,
	};
	const struct lexicon_entry *e = lexicon_find(content->lexicon, name, strlen(name));

	if (!e)
		return intent_find(content->intents, name) ? LUMBAR_NAME_INTENT
							   : LUMBAR_NAME_UNKNOWN;
	if (e->term < 0 || content->intents->weights[e->term] == 0)
		return LUMBAR_NAME_WORDS;
	return kinds[content->intents->kinds[e->term]];
}

struct lumbar_counts lumbar_content_counts(const struct lumbar_content *content)
{
	const struct answer *a;
	size_t answers = 0, flag_answers = 0, signed_off = 0;

	for (a = answers_first(content->answers); a; a = a->following) {
		answers++;
		flag_answers += a->tier != LUMBAR_TIER_NONE;
		signed_off += a->tier != LUMBAR_TIER_NONE && a->sign_off;
	}
	return (struct lumbar_counts){
		.intents = content->intents->count,
		.flags = content->flags->count,
		.answers = answers,
		.flag_answers = flag_answers,
		.signed_off = signed_off,
		.terms = terms_count(content->terms),
		.words = vocab_count(content->vocab),
		.bytes = arena_bytes(content->arena),
		.jit = terms_jit(content->terms),
	};
}

/* ------------------------------------------------------------------ messages */

void lumbar_content_examples(const struct lumbar_content *content, lumbar_example_fn *fn, void *ctx)
{
	example_each(content, fn, ctx);
}

struct lumbar_engine *lumbar_engine_create(const struct lumbar_content *content)
{
	return engine_create(content);
}

void lumbar_engine_destroy(struct lumbar_engine *engine)
{
	engine_destroy(engine);
}

void lumbar_engine_scan(struct lumbar_engine *engine, bool on)
{
	engine->hits->all = !on;
}

void lumbar_read(struct lumbar_engine *engine, const struct lumbar_message *message,
	struct lumbar_talk *talk, struct lumbar_verdict *verdict)
{
	engine_read(engine, message, talk, verdict);
}

char *lumbar_explain(struct lumbar_engine *engine)
{
	engine_complete(engine);
	return explain_text(engine);
}

size_t lumbar_shape(struct lumbar_engine *engine, char *out, size_t size)
{
	engine_complete(engine);
	return shape_write(engine, out, size);
}

bool lumbar_answers(const struct lumbar_content *content, const char *shape)
{
	return shape_is_answered(content, shape);
}

/* ------------------------------------------------------------------ replies */

size_t lumbar_reply(const struct lumbar_content *content, const struct lumbar_verdict *verdict,
	const struct lumbar_style *style, char *out, size_t size)
{
	return reply_write(content, verdict, style, out, size);
}

size_t lumbar_notice(const struct lumbar_content *content, enum lumbar_notice notice,
	const char *reply_id, const struct lumbar_style *style, char *out, size_t size)
{
	return reply_notice(content, notice, reply_id, style, out, size);
}

size_t lumbar_text(const struct lumbar_content *content, const char *id,
	const struct lumbar_style *style, char *out, size_t size)
{
	const struct lumbar_verdict alone = {.action = LUMBAR_FALLBACK, .reply_id = id};

	return reply_write(content, &alone, style, out, size);
}

const char *lumbar_private(const struct lumbar_content *content, const char *reply_id)
{
	const struct answer *a = reply_id ? answers_find(content->answers, reply_id) : NULL;

	return a ? a->private_why : NULL;
}

size_t lumbar_topics(const struct lumbar_content *content, struct lumbar_topic *out, size_t max)
{
	return topic_list(content, out, max);
}

const char *lumbar_title(const struct lumbar_content *content, const char *intent)
{
	return topic_title(content, intent);
}

size_t lumbar_next(const struct lumbar_content *content, const char *intent,
	struct lumbar_topic *out, size_t max)
{
	return topic_next(content, intent, out, max);
}

bool lumbar_region_known(const struct lumbar_content *content, const char *region)
{
	return answers_region_known(content->answers, region);
}

const char *lumbar_action_name(enum lumbar_action a)
{
	static const char *const names[] = {"ignore", "answer", "escalate", "fallback"};

	return names[a];
}

const char *lumbar_tier_name(enum lumbar_tier t)
{
	static const char *const names[] = {"none", "see-doctor", "urgent", "emergency"};

	return names[t];
}

const char *lumbar_channel_name(enum lumbar_channel c)
{
	static const char *const names[] = {"direct", "faq", "ambient"};

	return names[c];
}
