/*
 * Answers under which no buttons stand, and what people say of them all the same: by a sign, or by a reply.
 * In memory only: ids of answers, and nobody's.
 */
#ifndef BOT_FEEDBACK_H
#define BOT_FEEDBACK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bound.h"
#include "platform/platform.h"

#define FEEDBACK_ANSWERS_MAX 4096 /* then the one that was asked for least lately is forgotten */
#define FEEDBACK_PENDING_MAX                                                                       \
	1024                   /* answers whose outcome is awaited: more than can wait to be sent */
#define FEEDBACK_INTENT_MAX 96 /* bytes of an intent's id with its NUL; a longer one is left out */

/* What whoever says so is told. */
#define FEEDBACK_THANKS_YES "Thank you, good to know."
#define FEEDBACK_THANKS_NO                                                                         \
	"Thank you for saying so. Try it in other words, or look at **/back topics**."

struct feedback;

/*
 * feedback_create(): no answer is known; NULL when memory is short.  Ended with feedback_destroy().
 */
struct feedback *feedback_create(void);

/*
 * feedback_destroy(f): releases it.  NULL is accepted.
 */
void feedback_destroy(struct feedback *f);

/*
 * feedback_said(f, ticket, intent, buttons): an answer to that intent is sent under that ticket, with
 * buttons or without.
 */
void feedback_said(struct feedback *f, uint64_t ticket, const char *intent, bool buttons);

/*
 * feedback_outcome(f, account, outcome): what became of it: one that has no buttons, or has lost them, is
 * known from now on.
 */
void feedback_outcome(
	struct feedback *f, const char *account, const struct platform_outcome *outcome);

/*
 * feedback_read(f, account, event, helped): the intent of the answer of which the event says whether it
 * helped; NULL when it says no such thing.  Valid until the next call.
 */
const char *feedback_read(
	struct feedback *f, const char *account, const struct platform_event *event, bool *helped);

#define FEEDBACK_BOUNDS 2

/*
 * feedback_bounds(f, bounds): how full it is: answers, those whose outcome is awaited.
 */
void feedback_bounds(const struct feedback *f, struct bound bounds[FEEDBACK_BOUNDS]);

#endif
