/*
 * What lies outside the articles: a thing that no name covers, in the place where a treatment or a
 * complaint stands.
 *
 * "Does X help?" has the shape of our questions whatever X is.  Names list the treatments that people ask
 * for most and that the articles do not speak of (uncovered-treatment), but nobody lists all.  So phrases
 * mark the places where the thing asked about stands ("does ... help", "... for my back"), and a word there
 * that no concept, no other aspect and no small word explains is a thing of which the articles say nothing.
 */
#ifndef CORE_OUTSIDE_H
#define CORE_OUTSIDE_H

#include "core/ask.h"

/* The terms of the places, and of the words in them that are no thing. */
struct outside_terms {
	int treatment; /* "does \w+ help": what is asked about stands in it */
	int complaint; /* "how do i treat \w+": what it is to help against stands in it */
	int part;      /* other parts of the body, and other illnesses */
	int elsewhere; /* complaints that are none of the back, whatever is asked of them */
	int plain;     /* "help", "worth", "money" */
};

enum outside {
	OUTSIDE_NO,
	OUTSIDE_DOUBTED, /* strange words stand beside covered ones, and no back is spoken of */
	OUTSIDE_SURE     /* and nothing that is covered is asked beside it */
};

/*
 * outside_find(terms, view, asked, report): whether what is asked in the message is outside the articles.
 * asked: what ask_find() made of the view; report: the
 * intent of general relief, whose aspects ("does ... help") speak of no thing themselves.
 */
enum outside outside_find(const struct outside_terms *terms, const struct ask_view *view,
	const struct asked *asked, const struct intent *report);

#endif
