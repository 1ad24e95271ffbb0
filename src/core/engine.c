/* The way of a message through the core; see engine.h. */
#include "core/engine.h"

#include <stdlib.h>
#include <string.h>

#include "core/prospect.h"
#include "core/recent.h"

#define TALK_AGE_MS (30 * 60 * 1000) /* a conversation is forgotten when nothing came for so long */

struct lumbar_engine *engine_create(const struct lumbar_content *content)
{
	struct lumbar_engine *e = calloc(1, sizeof(*e));

	if (!e)
		return NULL;
	e->content = content;
	e->matcher = pattern_matcher_create();
	e->reading = reading_create();
	e->hits = terms_hits_create(content->terms);
	e->protected = calloc(READING_WORDS_MAX, sizeof(*e->protected));
	e->explained = calloc(READING_WORDS_MAX, sizeof(*e->explained));
	if (frame_create(&e->frames) != 0 || !e->matcher || !e->reading || !e->hits ||
		!e->protected || !e->explained) {
		engine_destroy(e);
		return NULL;
	}
	return e;
}

void engine_destroy(struct lumbar_engine *e)
{
	if (!e)
		return;
	pattern_matcher_destroy(e->matcher);
	reading_destroy(e->reading);
	terms_hits_destroy(e->hits);
	frame_free(&e->frames);
	free(e->protected);
	free(e->explained);
	free(e);
}

/* Whether the message begins with words for a painful back: "back spasm from loading the dishwasher". */
static bool back_first(const struct lumbar_engine *e)
{
	const struct term_hits *hits = e->hits;

	return hits->count[e->content->topic] > 0 &&
	       hits->list[hits->start[e->content->topic]].first <= 1;
}

/* Marks the words that some term explains. */
static void explain_words(struct lumbar_engine *e)
{
	const struct term_hit *list;
	size_t t, i, w;

	memset(e->explained, 0, e->reading->n_words * sizeof(*e->explained));
	for (t = 0; t < terms_count(e->content->terms); t++) {
		if (!terms_explains(e->content->terms, t))
			continue;
		list = e->hits->list + e->hits->start[t];
		for (i = 0; i < e->hits->count[t]; i++) {
			for (w = list[i].first; w <= list[i].last; w++)
				e->explained[w] = true;
		}
	}
}

static void find_flags(struct lumbar_engine *e)
{
	const struct flags *flags = e->content->flags;
	const struct flag_view view = {.r = e->reading,
		.hits = e->hits,
		.scopes = &e->scopes,
		.frames = &e->frames,
		.topic = e->content->topic,
		.spasm = e->content->spasm,
		.body = e->content->body,
		.topic_known = e->back_here || e->back_known || e->channel != LUMBAR_AMBIENT};
	size_t i;

	for (i = 0; i < flags->count; i++)
		e->findings[i] = flag_find(&flags->list[i], &view);
}

/* The term with that hash; ASK_NO_TERM when there is none. */
static int term_of_hash(const struct lumbar_content *c, uint32_t hash)
{
	size_t t;

	for (t = 0; hash && t < terms_count(c->terms); t++) {
		if (c->intents->hashes[t] == hash)
			return (int)t;
	}
	return ASK_NO_TERM;
}

/* What the hints prefer to the rules' first reading, where they may; NULL: nothing. */
static const struct intent *prefer(const struct lumbar_engine *e)
{
	const struct asked *a = &e->asked;
	const struct intent *first = a->count ? a->list[0].intent : NULL;

	if (!e->hinted.known || a->rival || a->beside || (first && !first->answer))
		return NULL;
	return e->hinted.best == first ? NULL : e->hinted.best;
}

static void find_questions(struct lumbar_engine *e)
{
	const bool turned = e->hits->count[e->content->turn] > 0;

	e->view = (struct ask_view){.intents = e->content->intents,
		.r = e->reading,
		.hits = e->hits,
		.frames = &e->frames,
		.explained = e->explained,
		.vocab = e->content->vocab,
		.scopes = &e->scopes,
		.refer = e->content->refer,
		.several = e->content->several,
		.pronoun = e->content->pronoun,
		.concept = turned ? ASK_NO_TERM : e->talk_concept,
		.aspect = turned ? ASK_NO_TERM : e->talk_aspect,
		.last = e->talk_last,
		.channel = e->channel,
		.back = e->back_here || e->back_known,
		.back_here = e->back_here,
		.spoke = e->spoke,
		.joined = e->joined};
	ask_find(&e->view, &e->asked);
	e->hinted = hint_judge(e->content->hints, &e->view, &e->asked);
	e->outside = outside_find(&e->content->outside, &e->view, &e->asked, e->content->report);
	e->asked.preferred = e->outside == OUTSIDE_SURE ? NULL : prefer(e);
}

/* What was answered last; NULL when nothing was, or something was only offered. */
static const struct intent *last_answered(
	const struct lumbar_engine *e, const struct lumbar_talk *talk)
{
	const struct intents *in = e->content->intents;
	size_t i;

	for (i = 0; talk && talk->intents[0] && talk->offered == 0 && i < in->count; i++) {
		if (in->list[i].hash == talk->intents[0])
			return &in->list[i];
	}
	return NULL;
}

/* Takes over what the conversation knows, unless it is too old. */
static void recall(
	struct lumbar_engine *e, const struct lumbar_message *m, struct lumbar_talk *talk)
{
	if (talk && talk->last_ms && m->now_ms - talk->last_ms > TALK_AGE_MS)
		*talk = (struct lumbar_talk){0};
	if (talk)
		recent_expire(talk, m->now_ms);
	e->back_known = talk && talk->has_topic;
	e->talk_concept = talk ? term_of_hash(e->content, talk->concept) : ASK_NO_TERM;
	e->talk_aspect = talk ? term_of_hash(e->content, talk->aspect) : ASK_NO_TERM;
	e->talk_last = last_answered(e, talk);
	e->spoke = talk && talk->spoke;
}

/* Leaves in the conversation what was answered or offered. */
static void remember_answers(const struct lumbar_engine *e, struct lumbar_talk *talk)
{
	const struct intent *it;
	size_t i;

	for (i = 0; i < LUMBAR_ANSWERS_MAX; i++) {
		it = i < e->verdict.n_intents
			     ? intent_find(e->content->intents, e->verdict.intents[i])
			     : NULL;
		talk->intents[i] = it ? it->hash : 0;
	}
}

/* The reading that was answered first; NULL when the hints preferred what no rule had found. */
static const struct ask_reading *answered_reading(const struct asked *a)
{
	size_t i;

	for (i = 0; a->preferred && i < a->count; i++) {
		if (a->list[i].intent == a->preferred)
			return &a->list[i];
	}
	return a->preferred || a->count == 0 ? NULL : &a->list[0];
}

/* Leaves in the conversation what the next message may refer to. */
static void remember(
	const struct lumbar_engine *e, const struct lumbar_message *m, struct lumbar_talk *talk)
{
	const struct ask_reading *best = answered_reading(&e->asked);
	const uint32_t *hashes = e->content->intents->hashes;

	if (!talk)
		return;
	talk->has_topic = talk->has_topic || e->back_here;
	if (e->verdict.action == LUMBAR_IGNORE && !e->back_here)
		return;
	talk->last_ms = m->now_ms;
	if (e->verdict.tier > talk->tier)
		talk->tier = (uint8_t)e->verdict.tier;
	if (e->verdict.action == LUMBAR_IGNORE)
		return;
	talk->spoke = true;
	talk->offered = e->verdict.choices ? (uint8_t)e->verdict.n_intents : 0;
	if (e->verdict.choices || e->verdict.action == LUMBAR_ANSWER)
		remember_answers(e, talk);
	if (e->verdict.action != LUMBAR_ANSWER || !best || best->intent->meta)
		return;
	talk->aspect = best->aspect != ASK_NO_TERM ? hashes[best->aspect] : 0;
	talk->concept = best->concept != ASK_NO_TERM ? hashes[best->concept] : 0;
}

/* Whether a word that picks stands in the message and is not ruled out: "neither", "not the first". */
static bool picks(const struct lumbar_engine *e, int term)
{
	const struct term_hit *list = e->hits->list + e->hits->start[term];
	size_t i;

	for (i = 0; i < e->hits->count[term]; i++) {
		if (!scope_holds(&e->scopes, SCOPE_NOT, list[i]))
			return true;
	}
	return false;
}

/*
 * What the message picks of the readings that were offered last.  Only a message that asks nothing itself
 * picks: "2", "the second one", "both".
 */
static size_t find_picked(const struct lumbar_engine *e, const struct lumbar_talk *talk,
	const struct intent *picked[LUMBAR_ANSWERS_MAX])
{
	const int terms[] = {
		e->content->pick_first, e->content->pick_second, e->content->pick_third};
	const struct intents *in = e->content->intents;
	size_t i, k, n = 0;

	if (!talk || talk->offered == 0 || e->channel != LUMBAR_DIRECT || !e->asked.fragment ||
		e->asked.count)
		return 0;
	for (i = 0; i < talk->offered && i < sizeof(terms) / sizeof(terms[0]); i++) {
		if (!picks(e, terms[i]))
			continue;
		for (k = 0; k < in->count; k++) {
			if (in->list[k].hash == talk->intents[i])
				picked[n++] = &in->list[k];
		}
	}
	return n;
}

static struct prospect prospect_of(const struct lumbar_engine *e)
{
	return (struct prospect){e->content, e->matcher, e->reading, e->hits};
}

/*
 * Whether anything can come of the message but what comes of one that holds none of our words.  Where no
 * rule of the topic and of a flag holds, and none of an intent (or nobody would heed the question),
 * decide() is left with nothing to decide on.
 */
static bool leads_anywhere(struct lumbar_engine *e, const struct lumbar_talk *talk)
{
	const struct prospect p = prospect_of(e);
	const bool offered = talk && talk->offered > 0 && e->channel == LUMBAR_DIRECT;
	const bool goes_on = talk && talk->intents[0] && e->reading->n_words <= DECIDE_ON_WORDS;

	e->back_here = prospect_back(&p, e->channel);
	e->back_named = prospect_named(&p);
	/* where something was offered, any few words may pick one of it */
	return e->hits->all || e->back_here || e->channel != LUMBAR_AMBIENT || offered || goes_on ||
	       prospect_flag(&p, e->channel, e->back_known || e->back_named) ||
	       (decide_heeds_questions(e->channel, e->back_named || (talk && talk->spoke)) &&
		       prospect_question(&p, e->talk_concept, e->talk_aspect));
}

void engine_complete(struct lumbar_engine *e)
{
	const struct lumbar_content *c = e->content;

	if (e->complete)
		return;
	e->complete = true;
	terms_look_rest(c->terms, e->matcher, e->reading, e->hits);
	flag_protect(c->flags, e->hits, e->protected, e->reading->n_words);
	scope_find(&c->scope_terms, e->reading, e->hits, e->protected, &e->scopes);
	frame_find(&c->frame_terms, e->reading, e->hits, &e->frames);
	explain_words(e);
	find_flags(e);
	find_questions(e);
	hint_flag_weigh(c->flag_hints, &e->view, e->findings);
}

/* What engine_complete() would find in a message that leads nowhere, as far as decide() looks at it. */
static void find_nothing(struct lumbar_engine *e)
{
	memset(e->findings, 0, e->content->flags->count * sizeof(e->findings[0]));
	e->frames.asks = e->frames.wonders = e->frames.self = e->frames.claim = e->frames.study =
		false;
	e->scopes.count = 0;
	e->asked.n_clauses = e->asked.count = e->asked.unexplained = 0;
	e->asked.runner_up = (struct ask_reading){0};
	e->asked.rival = NULL;
	e->asked.preferred = NULL;
	e->hinted = (struct hinted){0};
	e->outside = OUTSIDE_NO;
	e->asked.beside = false;
	e->asked.refers = e->asked.asks = e->asked.topic = e->asked.fragment = false;
}

/* Understands a text as if the message were that. */
static void understand(struct lumbar_engine *e, const struct lumbar_message *m,
	const struct lumbar_talk *talk, const char *text, size_t len)
{
	const struct lumbar_content *c = e->content;
	struct decide_view view;

	reading_read(e->reading, c->vocab, c->spell, text, len);
	terms_begin(c->terms, e->reading, e->hits);
	e->complete = false;
	if (leads_anywhere(e, talk))
		engine_complete(e);
	else
		find_nothing(e);
	view = (struct decide_view){.content = c,
		.channel = e->channel,
		.r = e->reading,
		.frames = &e->frames,
		.findings = e->findings,
		.asked = &e->asked,
		.hinted = &e->hinted,
		.outside = e->outside,
		.back_here = e->back_here,
		.back_named = e->back_named,
		.back_first = e->back_here && back_first(e),
		.back_known = e->back_known,
		.asks_on = e->complete && e->hits->count[c->on] > 0,
		.spoke = e->spoke,
		.other_illness = e->complete && e->hits->count[c->other] > 0,
		.limited = e->hits->limited,
		.other_bot = m->from_other_bot};
	view.last = e->complete ? e->talk_last : NULL;
	view.n_picked = e->complete ? find_picked(e, talk, view.picked) : 0;
	decide(&view, &e->verdict);
}

/*
 * Looks for a graver red flag in the message together with the short ones in front of it: with the last,
 * the last two, and so on, since what stands farther in front ("no", "what if") may belong to
 * something else.
 */
static void read_joined(
	struct lumbar_engine *e, const struct lumbar_message *m, const struct lumbar_talk *talk)
{
	char joined[RECENT_JOINED_MAX];
	enum lumbar_tier known = e->verdict.tier;
	size_t count, len, best = 0;

	e->joined = true;
	/* what was said before is not said again; after an emergency only what is new is left here */
	if (talk->tier > known && talk->tier < LUMBAR_TIER_EMERGENCY)
		known = (enum lumbar_tier)talk->tier;
	for (count = 1; count <= RECENT_COUNT_MAX && known < LUMBAR_TIER_EMERGENCY; count++) {
		len = recent_join(talk, m, count, joined);
		if (len == 0)
			break;
		understand(e, m, talk, joined, len);
		if (e->verdict.action == LUMBAR_ESCALATE && e->verdict.tier > known) {
			known = e->verdict.tier;
			best = count;
		}
	}
	e->joined = best > 0;
	if (count == 1)
		return;
	if (best == 0) {
		understand(e, m, talk, m->text, m->len);
		return;
	}
	understand(e, m, talk, joined, recent_join(talk, m, best, joined));
	e->verdict.reason = "a red flag is reported in several messages";
}

void engine_read(struct lumbar_engine *e, const struct lumbar_message *m, struct lumbar_talk *talk,
	struct lumbar_verdict *verdict)
{
	if (m->from_other_bot)
		talk = NULL;
	e->channel = m->channel;
	e->joined = false;
	recall(e, m, talk);
	understand(e, m, talk, m->text, m->len < LUMBAR_MESSAGE_MAX ? m->len : LUMBAR_MESSAGE_MAX);
	if (talk) {
		read_joined(e, m, talk);
		recent_keep(talk, m, e->verdict.tier == LUMBAR_TIER_EMERGENCY);
	}
	remember(e, m, talk);
	*verdict = e->verdict;
}
