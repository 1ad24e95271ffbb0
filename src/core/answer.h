/*
 * The curated answers, the articles they come from, and the numbers of each region: what the files of
 * responses/ hold, checked.
 */
#ifndef CORE_ANSWER_H
#define CORE_ANSWER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/diag.h"
#include "lumbar.h"

#define ANSWER_LIST_MAX 8 /* sources or next questions of one answer */

struct answer {
	const char *id; /* "causes/posture" */
	const char *file;
	const char *title;
	const char *body; /* CommonMark, with slots such as {emergency} */
	size_t body_len;
	unsigned body_line; /* of the file */
	const char *source; /* the whole file, for carets */
	size_t source_len;
	const char *sources[ANSWER_LIST_MAX]; /* ids of articles */
	size_t n_sources;
	const char *next[ANSWER_LIST_MAX]; /* ids of intents */
	size_t n_next;
	bool safety; /* the safety list goes with it */
	const char *reviewed;
	const char *sign_off; /* who signed a red-flag reply off; NULL = nobody */
	const char *signed_on,
		*valid_until;           /* "2026-11-22": when, and until when; NULL = not said */
	unsigned sign_line, valid_line; /* of the file: where that is said */
	enum lumbar_tier tier;          /* of a red-flag reply */
	const char *private_why;        /* why that is not named before others; NULL = it may be */
	struct answer *following;
};

struct answer_article {
	const char *id;
	const char *title;
	struct answer_article *following;
};

/* What texts may leave to the region: {emergency} and so on. */
enum answer_slot {
	ANSWER_EMERGENCY,
	ANSWER_URGENT,
	ANSWER_CRISIS,
	ANSWER_POISON,
	ANSWER_HOSPITAL, /* has a default */
	ANSWER_SLOTS
};

/* What stands in the slots of the texts, in one region. */
struct answer_region {
	const char *id;
	const char *slots[ANSWER_SLOTS];
	struct answer_region *following;
};

struct answers;

/*
 * answers_create(arena): an empty store living in arena; NULL when memory is short.  Ended with
 * answers_destroy().
 */
struct answers *answers_create(struct arena *arena);

/*
 * answers_destroy(a): releases what is not in the arena.  NULL is accepted.
 */
void answers_destroy(struct answers *a);

/*
 * answers_read(a, source, diag): takes in one file, "responses/causes/posture.md",
 * "responses/articles.yaml" or "responses/regions.yaml".  Returns 0, or -1 after findings.
 */
int answers_read(struct answers *a, const struct lumbar_source *source, struct diag *diag);

/*
 * answers_check(a, diag): after all files: sources exist, the shared texts are there, every region has
 * all numbers.  Returns 0, or -1 after findings.
 */
int answers_check(const struct answers *a, struct diag *diag);

/*
 * answers_find(a, id): the answer of that id; NULL when there is none.
 */
const struct answer *answers_find(const struct answers *a, const char *id);

/*
 * answers_is_strong(ans): whether it begins in bold.
 */
bool answers_is_strong(const struct answer *ans);

/*
 * answers_first(a): the first answer, in order of reading; NULL when there is none.
 */
const struct answer *answers_first(const struct answers *a);

/*
 * answers_article(a, id): the article of that id; NULL when there is none.
 */
const struct answer_article *answers_article(const struct answers *a, const char *id);

/*
 * answers_region(a, id): the numbers of that region; those of "default" when id is NULL or unknown.
 */
const struct answer_region *answers_region(const struct answers *a, const char *id);

/*
 * answers_region_known(a, id): whether there is a region of that id.
 */
bool answers_region_known(const struct answers *a, const char *id);

/*
 * answers_slot(region, name, len): what stands in the slot of that name ("urgent"); NULL when there is
 * no such slot.
 */
const char *answers_slot(const struct answer_region *region, const char *name, size_t len);

#endif
