/* Whether a message is for lumbard at all; see heed.h. */
#include "core/heed.h"

/* Sums of the hints (hint.h) from which something is answered: beside a rule that holds, and alone. */
#define SPEAK_RULED_DIRECT (-4 * HINT_UNIT)
#define SPEAK_DIRECT (HINT_UNIT / 2)
#define SPEAK_RULED_FAQ (-2 * HINT_UNIT)
#define SPEAK_FAQ 0
#define SPEAK_RULED_AMBIENT (-1 * HINT_UNIT)
#define SPEAK_AMBIENT (HINT_UNIT / 2)
#define SPEAK_ASKS_ON (-HINT_UNIT) /* so much less will do of who was answered lately and asks on */
#define SPEAK_NAMED (6 * HINT_UNIT) /* a back is named that hurts nobody yet */
#define SPEAK_UNCOVERED (4 * HINT_UNIT)
#define SPEAK_EXPLAINED (-3 * HINT_UNIT) /* a rule holds, and the rules know every word of it */
#define SPEAK_DOUBTED                                                                              \
	(2 * HINT_UNIT) /* a rule holds, and strange words stand where a complaint does */
#define SPEAK_BARE (1 * HINT_UNIT) /* nothing but "what do i do" is understood */
#define SPEAK_STRAY_WORD                                                                           \
	(3 * HINT_UNIT / 4) /* more for each that they do not know, and no back is spoken of */

/* and below which a red flag that needs a back is none in the help channel, where no back is spoken of */
#define HEED_URGENT (-7 * HINT_UNIT)
#define HEED_EMERGENCY (-10 * HINT_UNIT)

#define STRAY_WORDS_MAX 4

bool heed_small_talk(
	const struct decide_view *v, const struct flag *flag, const struct flag_finding *finding)
{
	const int least = finding->tier < LUMBAR_TIER_EMERGENCY ? HEED_URGENT : HEED_EMERGENCY;

	/* who asks what helps speaks of our subject, though the articles do not know the thing */
	if (v->asked->count && !v->asked->list[0].intent->answer &&
		!v->asked->list[0].intent->elsewhere)
		return false;
	return flag->needs != FLAG_NEEDS_NOTHING && !v->back_here && !v->back_named &&
	       !v->back_known && v->hinted->known && v->hinted->speak <= least;
}

/* How many words speak against our subject where no back is named, and the bot is spoken to. */
static int stray_words(const struct decide_view *v)
{
	if (v->channel != LUMBAR_DIRECT || v->back_here || v->back_named || v->hinted->best->meta)
		return 0;
	/* in a conversation about one a strange word may be an answer: "what about the hammock" */
	if (v->back_known && v->asked->unexplained < 2)
		return 0;
	return v->asked->unexplained < STRAY_WORDS_MAX ? (int)v->asked->unexplained
						       : STRAY_WORDS_MAX;
}

/*
 * Whether a rule holds by what is asked alone, "what do i do", beside words that nobody knows, and no back
 * is spoken of.
 */
static bool is_bare(const struct decide_view *v)
{
	const struct ask_reading *first = &v->asked->list[0];

	return v->channel == LUMBAR_DIRECT && !v->back_here && !v->back_named && !v->back_known &&
	       !v->asked->topic && v->asked->unexplained > 0 && v->asked->count &&
	       !first->intent->meta &&
	       (first->concept == ASK_NO_TERM || first->intent == v->content->report);
}

/*
 * Whether a back is what is asked about: a painful one, or any where a rule holds (or such messages were
 * not even looked at, prospect.h) and the hints are sure.
 */
static bool names_back(const struct decide_view *v)
{
	return v->back_here || (v->back_named && v->asked->count && v->hinted->speak > SPEAK_NAMED);
}

/*
 * Whether somebody who was answered just now may ask on without a word of their back: "or a standing desk?"
 * Without a rule only in a few words: longer messages were not looked at where none holds.
 */
static bool asks_on(const struct decide_view *v)
{
	return v->spoke && (v->asked->count || (v->last && v->r->n_words <= DECIDE_ON_WORDS));
}

bool heed_question(const struct decide_view *v, bool ruled)
{
	static const struct {
		int ruled, alone;
	} least[] = {[LUMBAR_DIRECT] = {SPEAK_RULED_DIRECT, SPEAK_DIRECT},
		[LUMBAR_FAQ] = {SPEAK_RULED_FAQ, SPEAK_FAQ},
		[LUMBAR_AMBIENT] = {SPEAK_RULED_AMBIENT, SPEAK_AMBIENT}};
	const struct intent *first = v->asked->count ? v->asked->list[0].intent : NULL;

	if (!v->hinted->known || v->asked->rival || v->asked->beside)
		return ruled;
	if (ruled && v->outside == OUTSIDE_DOUBTED && v->hinted->speak <= SPEAK_DOUBTED)
		return false;
	if (ruled && is_bare(v) && v->hinted->speak <= SPEAK_BARE)
		return false;
	if (ruled && v->asked->unexplained == 0 && v->channel != LUMBAR_AMBIENT)
		return v->hinted->speak > SPEAK_EXPLAINED;
	if (ruled)
		return v->hinted->speak > least[v->channel].ruled;
	if (v->channel == LUMBAR_AMBIENT && !(v->asked->asks && names_back(v)) && !asks_on(v))
		return false;
	if (first && !first->answer)
		return v->hinted->speak > SPEAK_UNCOVERED;
	return v->hinted->speak > least[v->channel].alone + stray_words(v) * SPEAK_STRAY_WORD +
					  (v->spoke && v->asked->asks ? SPEAK_ASKS_ON : 0);
}
