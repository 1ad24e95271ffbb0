/*
 * Hints: how much each name of the lexicon, and each word, speaks for each intent, learned from
 * labelled messages (`make hints`, tests/understanding/hints.mjs).
 *
 * Rules find what may be asked, and every red flag.  Where several readings are possible, hand-made
 * weights choose badly between them ("hot shower, ice, who's right?" holds "who"), and what nobody
 * thought of has no rule.  Hints are a small net (hint_net.h) that reads the message once more: for
 * every intent the points of its rules are added to what the net makes of all that stands in the
 * message, and the highest sum is preferred.  One sum more, `speak`, says whether it is for lumbard to
 * answer at all: above 0 it is more likely than not.
 */
#ifndef CORE_HINT_H
#define CORE_HINT_H

#include "core/ask.h"
#include "core/intent.h"

struct hints;

/* What kind of message it is, apart from its words. */
enum hint_frame {
	HINT_DIRECT,
	HINT_FAQ,
	HINT_AMBIENT,
	HINT_ASKS,    /* something is asked */
	HINT_WONDERS, /* or believed */
	HINT_SELF,    /* it is about somebody in particular */
	HINT_BACK,    /* a painful back is spoken of, here or in the conversation */
	HINT_FEW,     /* a handful of words */
	HINT_MANY,    /* a story */
	HINT_SPOKE,   /* lumbard has answered this person lately */
	HINT_MENTION, /* somebody else is mentioned */
	HINT_FRAMES
};

#define HINT_FURTHER_MAX 3
#define HINT_UNIT 160 /* in a sum: the odds are e times as good */

/* What the hints make of a message. */
struct hinted {
	bool known; /* there are hints, and what the rules put first takes part in them */
	const struct intent *best; /* the intent that is preferred; with known only */
	int speak;                 /* above 0: more likely than not it is for lumbard to answer */
	const struct intent
		*further[HINT_FURTHER_MAX]; /* what else is asked, the likeliest first */
	size_t n_further;
};

/*
 * hint_judge(hints, view, asked): what is preferred to what ask_find() made of the view, and whether to
 * speak.  Nothing is known without hints (NULL), and where the rules put an intent first that was not
 * learned, such as an operator's own.
 */
struct hinted hint_judge(
	const struct hints *hints, const struct ask_view *view, const struct asked *asked);

/*
 * hint_frames(view, frames): fills which of the frames hold.  hint_frame_name(f): its name in the file.
 */
void hint_frames(const struct ask_view *view, bool frames[HINT_FRAMES]);
const char *hint_frame_name(enum hint_frame f);

#endif
