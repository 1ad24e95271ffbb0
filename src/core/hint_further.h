/*
 * Several questions in one message: a clause that speaks for another intent than the whole message does
 * asks for that one, too, if the whole message does not speak against it.  And the net itself says
 * whether a message asks several things, and how likely each is one of them: "why does it happen, and who
 * to" has no clause that could stand for itself.
 */
#ifndef CORE_HINT_FURTHER_H
#define CORE_HINT_FURTHER_H

#include "core/hint.h"
#include "core/hint_own.h"

/*
 * hint_further(h, view, asked, kind, sums, out): fills out->further and its count; out->best is known.
 * kind: the hidden sums of what kind of message it is; sums: the net's columns (hint_own.h) for the whole
 * message.
 */
void hint_further(const struct hints *h, const struct ask_view *view, const struct asked *asked,
	const struct hint_net_sums *kind, const int *sums, struct hinted *out);

#endif
