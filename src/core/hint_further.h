/*
 * Several questions in one message: a clause that speaks for another intent than the whole message does
 * asks for that one, too, if the whole message does not speak against it.
 */
#ifndef CORE_HINT_FURTHER_H
#define CORE_HINT_FURTHER_H

#include "core/hint.h"
#include "core/hint_table.h"

/*
 * hint_further(h, view, asked, sums, out): fills out->further and its count; out->best is known, and sums
 * are those of the whole message, by intent.
 */
void hint_further(const struct hints *h, const struct ask_view *view, const struct asked *asked,
	const int *sums, struct hinted *out);

#endif
