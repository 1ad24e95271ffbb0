/* What to do about a message; see decide.h. */
#include "core/decide.h"

#include <string.h>

#include "core/heed.h"

#define ASKED_SCORE 4    /* points from which a question counts as understood */
#define CERTAIN_SCORE 14 /* a concept together with what is asked of it */
#define FURTHER_SCORE 7  /* points from which a clause asks a further question of its own */
#define NAMED_SCORE 10   /* a thing that is named in its own clause */
#define SECOND_LOSS 7    /* points that a further question may lie behind the first */

#define STRAY_WORDS 2   /* unexplained words that a question about a known concept may hold */
#define NEAREST_MAX 3   /* answers offered when none is right */
#define FOLLOWING_MAX 2 /* answers that go with a red flag */
#define MENTION_WORDS 3 /* words in front of a mention that still address somebody else */

/* ------------------------------------------------------------------ red flags */

/* Whether the message is meant for somebody else. */
static bool for_others(const struct decide_view *v)
{
	return v->channel != LUMBAR_DIRECT && v->r->mentions > 0 &&
	       v->r->before_mention <= MENTION_WORDS;
}

/* Whether another part of the body is what is asked about. */
static bool elsewhere(const struct decide_view *v)
{
	return !v->back_here && !v->back_known && !v->asked->topic && v->asked->count > 0 &&
	       v->asked->list[0].intent->elsewhere;
}

/* Whether the message is about a back, or may be for all that its words say. */
static bool on_our_subject(const struct decide_view *v)
{
	return v->back_here || v->back_known || v->asked->topic || v->asked->unexplained <= 1;
}

/* Whether a flag may count by what it needs beside its words. */
static bool has_need(const struct flag *flag, enum lumbar_channel channel, bool back)
{
	return channel != LUMBAR_AMBIENT || flag->needs == FLAG_NEEDS_NOTHING || back;
}

bool decide_heeds_flag(
	const struct flag *flag, enum lumbar_channel channel, const struct reading *r, bool back)
{
	/* as in counts(): what cannot wait is heeded in lines for others and commands without a back */
	return has_need(flag, channel, back) || r->mentions > 0 || r->notes.command;
}

/* Whether a reported flag counts here. */
static bool counts(
	const struct decide_view *v, const struct flag *flag, const struct flag_finding *finding)
{
	if (finding->status != FLAG_REPORTED)
		return false;
	/* a toddler's ear infection is no matter for us, however high the fever */
	if (flag->needs == FLAG_NEEDS_NO_OTHER && v->other_illness && !v->asked->topic)
		return false;
	/* nor is a knee that clicks every time */
	if (flag->needs == FLAG_NEEDS_BACK && !flag->owned &&
		finding->tier == LUMBAR_TIER_SEE_DOCTOR && elsewhere(v))
		return false;
	/* a temperature is none either as long as no back is spoken of: it waits for one (recent.h) */
	if (flag->needs == FLAG_NEEDS_NO_OTHER && finding->tier < LUMBAR_TIER_EMERGENCY &&
		!v->back_here && !v->back_named && !v->back_known && !v->asked->topic)
		return false;
	if (v->channel == LUMBAR_DIRECT)
		return true;
	/* "our toddler is up all night" in the help channel */
	if (v->channel == LUMBAR_FAQ && finding->tier == LUMBAR_TIER_SEE_DOCTOR &&
		!on_our_subject(v))
		return false;
	/* "the wifi has been crawling all day" */
	if (v->channel == LUMBAR_FAQ && heed_small_talk(v, flag, finding))
		return false;
	/* a line for somebody else, or a command to another bot: only what cannot wait */
	if (for_others(v) || v->r->notes.command)
		return finding->tier == LUMBAR_TIER_EMERGENCY && v->frames->self;
	return has_need(flag, v->channel, v->back_here || v->back_named || v->back_known);
}

/* Adds a flag so that the gravest stand first. */
static void add_flag(struct lumbar_verdict *out, enum lumbar_tier tiers[LUMBAR_FLAGS_MAX],
	const struct flag *flag, enum lumbar_tier tier)
{
	size_t at;

	for (at = 0; at < out->n_flags && tiers[at] >= tier; at++)
		;
	if (at == LUMBAR_FLAGS_MAX)
		return;
	if (out->n_flags < LUMBAR_FLAGS_MAX)
		out->n_flags++;
	memmove(&out->flags[at + 1], &out->flags[at],
		(out->n_flags - at - 1) * sizeof(out->flags[0]));
	memmove(&tiers[at + 1], &tiers[at], (out->n_flags - at - 1) * sizeof(tiers[0]));
	out->flags[at] = flag->id;
	tiers[at] = tier;
	if (tier > out->tier || !out->reply_id) {
		out->tier = tier;
		out->reply_id = flag->reply;
	}
}

/* Combinations that are graver than their parts. */
static void raise_tier(const struct decide_view *v, struct lumbar_verdict *out)
{
	const struct flags *flags = v->content->flags;
	const struct flag_raise *r;
	size_t i, k;

	for (i = 0; i < flags->n_raises && out->tier < LUMBAR_TIER_EMERGENCY; i++) {
		r = &flags->raises[i];
		for (k = 0; k < r->n_flags; k++) {
			if (!counts(v, r->flags[k], &v->findings[r->flags[k] - flags->list]))
				break;
		}
		if (k < r->n_flags)
			continue;
		out->tier = LUMBAR_TIER_EMERGENCY;
		out->reply_id = r->reply;
	}
}

static bool escalate(const struct decide_view *v, struct lumbar_verdict *out)
{
	enum lumbar_tier tiers[LUMBAR_FLAGS_MAX];
	const struct flags *flags = v->content->flags;
	size_t i;

	for (i = 0; i < flags->count; i++) {
		if (counts(v, &flags->list[i], &v->findings[i]))
			add_flag(out, tiers, &flags->list[i], v->findings[i].tier);
	}
	if (out->n_flags == 0)
		return false;
	raise_tier(v, out);
	out->action = LUMBAR_ESCALATE;
	out->reason = "a red flag is reported";
	return true;
}

static bool any_status(const struct decide_view *v, enum flag_status status)
{
	size_t i;

	for (i = 0; i < v->content->flags->count; i++) {
		if (v->findings[i].status == status)
			return true;
	}
	return false;
}

/* ------------------------------------------------------------------ questions */

/* Whether nothing but our subject is spoken of, as far as the words tell. */
static bool on_topic(const struct decide_view *v, const struct ask_reading *best)
{
	size_t stray = v->asked->unexplained;

	if (v->back_here)
		return true;
	if (best->intent->meta)
		return stray == 0 || (best->intent->strong && stray <= STRAY_WORDS);
	/* "what's good for a stye": not what was spoken of */
	if (best->lent)
		return stray == 0 || v->asked->topic;
	if (best->concept != ASK_NO_TERM && best->score >= CERTAIN_SCORE)
		return stray <= STRAY_WORDS + 1 || v->asked->topic;
	if (best->concept != ASK_NO_TERM && best->intent->strong)
		return stray <= STRAY_WORDS;
	/* "what about throwing chains and lifting pallets?": the conversation says what is asked of it */
	if (best->concept != ASK_NO_TERM && v->spoke && v->channel != LUMBAR_AMBIENT)
		return stray <= STRAY_WORDS;
	/* "do these go away": what they speak of was named before, or is the channel's topic */
	if (v->asked->topic || (v->asked->refers && (v->back_known || v->channel == LUMBAR_FAQ)))
		return stray <= STRAY_WORDS;
	return stray == 0;
}

/* Whether the best reading may be answered where it was written. */
static bool may_answer(const struct decide_view *v, const struct ask_reading *best)
{
	if (!best->intent || !best->intent->answer || !on_topic(v, best))
		return false;
	if (v->channel == LUMBAR_DIRECT)
		return true;
	if (best->intent->meta || !(v->asked->asks || v->asked->fragment))
		return false;
	if (v->channel == LUMBAR_FAQ)
		return best->score >= ASKED_SCORE &&
		       (best->rule->has_aspect || best->intent->strong || v->asked->fragment ||
			       v->asked->topic || v->asked->unexplained == 0);
	if (!v->asked->asks)
		return false;
	/* "how do you lift couches without wrecking your back": it does not hurt yet */
	if (v->back_named && best->score >= CERTAIN_SCORE && v->asked->unexplained <= STRAY_WORDS)
		return true;
	return v->back_here ||
	       (v->spoke && v->asked->unexplained == 0 && best->score >= ASKED_SCORE);
}

static void add_intent(struct lumbar_verdict *out, const struct intent *it, size_t most)
{
	size_t i;

	for (i = 0; i < out->n_intents; i++) {
		if (out->intents[i] == it->id)
			return;
	}
	if (out->n_intents < most)
		out->intents[out->n_intents++] = it->id;
}

/* Whether an intent of the same topic is listed: behind "heat or ice?" stands "what helps?" no more. */
static bool same_topic(const struct lumbar_verdict *out, const struct intent *it)
{
	size_t len = strcspn(it->id, "."), i;

	for (i = 0; i < out->n_intents; i++) {
		if (strncmp(out->intents[i], it->id, len + 1) == 0)
			return true;
	}
	return false;
}

/* Whether a reading is a question beside the best one: it comes near it, or its clause asks for itself. */
static bool is_further(const struct ask_reading *reading, const struct ask_reading *best,
	const struct lumbar_verdict *out)
{
	if (!reading->intent->answer || reading->intent->meta != best->intent->meta ||
		reading->score < ASKED_SCORE)
		return false;
	if (reading->score + SECOND_LOSS >= best->score ||
		(reading->asks && reading->score >= CERTAIN_SCORE))
		return true;
	if (reading->own && reading->concept != ASK_NO_TERM && reading->score >= NAMED_SCORE &&
		reading->clause != best->clause && !same_topic(out, reading->intent))
		return true;
	return reading->asks && reading->score >= FURTHER_SCORE &&
	       !same_topic(out, reading->intent);
}

/* Whether a clause asks for an intent with the very words of its rule. */
static bool asks_plainly(const struct ask_reading *reading)
{
	return reading->intent->answer && !reading->intent->meta && reading->own && reading->asks &&
	       reading->score >= CERTAIN_SCORE;
}

/* Whether another clause than that of the rules' first reading asks for an intent. */
static bool asked_elsewhere(const struct asked *a, const struct intent *it)
{
	size_t i;

	for (i = 1; i < a->count; i++) {
		if (a->list[i].intent == it && a->list[i].clause != a->list[0].clause)
			return true;
	}
	return false;
}

/* Lists what is asked, by the hints where they are known, else the best reading and the further ones. */
static void add_readings(const struct decide_view *v, struct lumbar_verdict *out, size_t most)
{
	const struct asked *a = v->asked;
	size_t i;

	if (v->hinted->known && !a->rival && !a->beside) {
		add_intent(out, v->hinted->best, most);
		for (i = 0; i < v->hinted->n_further; i++)
			add_intent(out, v->hinted->further[i], most);
		for (i = asked_elsewhere(a, v->hinted->best) ? 0 : 1; i < a->count; i++) {
			if (asks_plainly(&a->list[i]) && !same_topic(out, a->list[i].intent))
				add_intent(out, a->list[i].intent, most);
		}
		return;
	}
	add_intent(out, a->list[0].intent, most);
	for (i = 1; i < a->count; i++) {
		if (is_further(&a->list[i], &a->list[0], out))
			add_intent(out, a->list[i].intent, most);
	}
}

/*
 * A few words that only ask on, "how often?", "why though", are about what was answered last: it is all
 * that there is to say.
 */
static bool answer_on(const struct decide_view *v, struct lumbar_verdict *out)
{
	const struct asked *a = v->asked;

	if (!v->last || !v->last->answer || v->last->meta || !v->asks_on || a->count > 0)
		return false;
	add_intent(out, v->last, 1);
	out->action = LUMBAR_ANSWER;
	out->reason = "it goes on with the last question";
	return true;
}

/* Whether the concept is part of what is told of a painful back, and nothing is asked of it. */
static bool only_told(const struct decide_view *v, const struct ask_reading *best)
{
	return v->back_here && !v->asked->asks && !v->asked->fragment && !best->intent->strong &&
	       !best->rule->has_aspect;
}

/* Which of the readings that were offered last is meant: "the second one". */
static bool answer_picked(const struct decide_view *v, struct lumbar_verdict *out)
{
	size_t i;

	for (i = 0; i < v->n_picked; i++)
		add_intent(out, v->picked[i], LUMBAR_ANSWERS_MAX);
	if (v->n_picked == 0)
		return false;
	out->action = LUMBAR_ANSWER;
	out->reason = "what was offered was chosen";
	return true;
}

static bool answer(const struct decide_view *v, struct lumbar_verdict *out)
{
	const struct asked *a = v->asked;
	const bool ruled = a->count && may_answer(v, &a->list[0]) && !only_told(v, &a->list[0]);

	if (v->outside == OUTSIDE_SURE || !heed_question(v, ruled))
		return false;
	/* "what should i do if my leg goes numb?" */
	if (any_status(v, FLAG_SUPPOSED) && a->count && a->list[0].concept == ASK_NO_TERM &&
		!a->list[0].intent->meta)
		add_intent(out, v->content->worry, LUMBAR_ANSWERS_MAX);
	add_readings(v, out, LUMBAR_ANSWERS_MAX);
	/* in a channel where others talk a guess is better than a question */
	if (a->rival && v->channel == LUMBAR_DIRECT) {
		add_intent(out, a->rival, LUMBAR_ANSWERS_MAX);
		out->choices = true;
	}
	out->action = LUMBAR_ANSWER;
	out->reason = "a question was understood";
	return true;
}

static bool told_of_somebody(const struct decide_view *v)
{
	return v->channel == LUMBAR_DIRECT || v->frames->self || v->back_first;
}

/* "lower back has cramped right up at work": nobody is named, and nothing else is told. */
static bool in_short_here(const struct decide_view *v)
{
	return v->channel == LUMBAR_FAQ && v->asked->unexplained == 0;
}

/* A painful back is told of, and nothing is asked: advice on relief is what people hope for. */
static bool answer_report(const struct decide_view *v, struct lumbar_verdict *out)
{
	if (v->outside == OUTSIDE_SURE || !v->back_here ||
		!(told_of_somebody(v) || in_short_here(v)))
		return false;
	if (v->asked->asks && v->asked->count && !v->asked->list[0].intent->answer)
		return false;
	if (v->channel == LUMBAR_AMBIENT && v->asked->asks && v->asked->unexplained > 0)
		return false;
	add_intent(out, v->content->report, 1);
	out->action = LUMBAR_ANSWER;
	out->reason = "a painful back is reported";
	return true;
}

/* The gravest tier of the red flags that are asked about in general, or supposed. */
static enum lumbar_tier worried_tier(const struct decide_view *v)
{
	enum lumbar_tier worst = LUMBAR_TIER_NONE;
	const struct flag_finding *f;
	size_t i;

	for (i = 0; i < v->content->flags->count; i++) {
		f = &v->findings[i];
		if ((f->status == FLAG_GENERAL || f->status == FLAG_SUPPOSED) && f->tier > worst)
			worst = f->tier;
	}
	return worst;
}

/* A red flag is asked about in general, or supposed: when to worry is the answer. */
static bool answer_worry(const struct decide_view *v, struct lumbar_verdict *out)
{
	const enum lumbar_tier worst = worried_tier(v);

	/* "does acupuncture do anything for it?" asks about that */
	if (worst == LUMBAR_TIER_NONE ||
		(worst == LUMBAR_TIER_SEE_DOCTOR && v->outside == OUTSIDE_SURE))
		return false;
	if (v->channel == LUMBAR_AMBIENT && !v->back_here)
		return false;
	if (!v->back_here && !v->back_known && v->asked->unexplained > STRAY_WORDS - 1)
		return false;
	add_intent(out, v->content->worry, 1);
	out->action = LUMBAR_ANSWER;
	out->reason = "a red flag is asked about in general";
	return true;
}

static bool may_offer(const struct ask_reading *reading)
{
	const struct intent *it = reading->intent;

	return it && it->answer && !it->meta && reading->score >= ASKED_SCORE;
}

/* Offers the answers that come nearest to what was not understood, or is not covered. */
static void offer_nearest(const struct decide_view *v, struct lumbar_verdict *out)
{
	const struct asked *a = v->asked;
	size_t i;

	for (i = 0; i < a->count; i++) {
		if (may_offer(&a->list[i]))
			add_intent(out, a->list[i].intent, NEAREST_MAX);
	}
	if (may_offer(&a->runner_up))
		add_intent(out, a->runner_up.intent, NEAREST_MAX);
	out->choices = out->n_intents > 0;
}

static void fall_back(const struct decide_view *v, struct lumbar_verdict *out)
{
	const struct ask_reading *best = &v->asked->list[0];
	bool uncovered = v->outside == OUTSIDE_SURE || (v->asked->count && !best->intent->answer);

	/* somebody who asks for help with their back in the help channel is not left without a word */
	if (v->channel == LUMBAR_DIRECT ||
		(v->channel == LUMBAR_FAQ && uncovered && v->asked->asks &&
			(v->back_here || (v->spoke && v->asked->unexplained == 0)))) {
		out->action = LUMBAR_FALLBACK;
		out->reason = uncovered ? "the articles do not cover it" : "not understood";
		out->reply_id = uncovered ? "meta/uncovered" : "meta/fallback";
		if (v->channel == LUMBAR_DIRECT)
			offer_nearest(v, out);
		return;
	}
	out->action = LUMBAR_IGNORE;
	out->reason = "not clearly meant for the bot";
}

bool decide_heeds_questions(enum lumbar_channel channel, bool known)
{
	/* as in may_answer() and fall_back() */
	return channel != LUMBAR_AMBIENT || known;
}

void decide(const struct decide_view *v, struct lumbar_verdict *out)
{
	*out = (struct lumbar_verdict){.limited = v->limited};
	if (v->other_bot) {
		out->action = LUMBAR_IGNORE;
		out->reason = "written by another bot";
		return;
	}
	if (escalate(v, out)) {
		if (out->tier < LUMBAR_TIER_EMERGENCY && v->asked->asks &&
			v->outside != OUTSIDE_SURE && v->asked->count &&
			may_answer(v, &v->asked->list[0]))
			add_readings(v, out, FOLLOWING_MAX);
		return;
	}
	if (for_others(v) || (v->r->notes.command && v->channel != LUMBAR_DIRECT)) {
		out->action = LUMBAR_IGNORE;
		out->reason = "meant for somebody else";
		return;
	}
	if (!answer_picked(v, out) && !answer(v, out) && !answer_on(v, out) &&
		!answer_worry(v, out) && !answer_report(v, out))
		fall_back(v, out);
	out->negated_flags = out->action == LUMBAR_ANSWER && any_status(v, FLAG_NEGATED);
}
