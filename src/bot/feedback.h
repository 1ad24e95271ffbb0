/*
 * Answers under which no buttons stand, and what people say of them all the same: by a sign, or by a reply.
 * In memory; what is to outlast a restart is told to the caller.
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

/* An answer of which may be said whether it helped. */
struct feedback_answer {
	char intent[FEEDBACK_INTENT_MAX];
	char user[PLATFORM_ID_MAX]; /* who had asked */
	bool buttons;               /* stand under it */
};

/*
 * feedback_said(f, ticket, intent, user, buttons): an answer to that intent is sent to that person under
 * that ticket, with buttons or without.
 */
void feedback_said(
	struct feedback *f, uint64_t ticket, const char *intent, const char *user, bool buttons);

/*
 * feedback_restore(f, account, id, intent): an earlier run gave that answer, to which people may react.
 */
void feedback_restore(struct feedback *f, const char *account, const char *id, const char *intent);

/*
 * feedback_outcome(f, account, outcome): what became of it: one that has no buttons, or has lost them, is
 * known from now on, and returned, valid until the next call; NULL of all others.
 */
const struct feedback_answer *feedback_outcome(
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
