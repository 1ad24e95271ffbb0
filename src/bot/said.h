/*
 * What was said to which message, so that it is not said twice, and an answer can be taken back when the
 * question is.  In memory only; of the message nothing but its id.
 */
#ifndef BOT_SAID_H
#define BOT_SAID_H

#include <stdbool.h>
#include <stdint.h>

#include "lumbar.h"
#include "platform/platform.h"

#define SAID_MAX 4096 /* messages; then the one that was asked for least lately is forgotten */
#define SAID_PENDING_MAX 1024 /* answers whose outcome is awaited: more than can wait to be sent */

struct said;

/* What was said to one message. */
struct said_to {
	enum lumbar_tier tier; /* the gravest one */
	bool known;            /* it was dealt with, be it by saying nothing */
	bool spoken;           /* anything was said */
	bool gone;             /* the message is deleted */
	char unalerted; /* how the purpose begins of an emergency reply of an earlier run, which may have
			   died before it alerted anybody; 0 = none */
	uint64_t answer;                 /* the FAQ answer's ticket, 0 = there is none */
	char answer_id[PLATFORM_ID_MAX]; /* the answer's own id once it is sent, "" until then */
	char thread[PLATFORM_ID_MAX];    /* id of the thread in which it is, "" = in none */
};

/*
 * said_create(): nothing was said; NULL when memory is short.  Ended with said_destroy().
 */
struct said *said_create(void);

/*
 * said_destroy(s): releases it.  NULL is accepted.
 */
void said_destroy(struct said *s);

/*
 * said_find(s, account, message): what was said to the message; NULL when nothing is known.  Valid until
 * the next said_ call.
 */
struct said_to *said_find(struct said *s, const char *account, const char *message);

/*
 * said_take(s, account, message): the same, made where nothing is known; NULL when memory is short.
 */
struct said_to *said_take(struct said *s, const char *account, const char *message);

/*
 * said_answered(s, account, message, conversation, ticket): an answer to the message goes under that ticket
 * to that conversation.
 */
void said_answered(struct said *s, const char *account, const char *message,
	const char *conversation, uint64_t ticket);

/*
 * said_outcome(s, account, outcome, conversation): what became of an answer.  Returns what was said to its
 * message and sets conversation to where it was to go, when that message is deleted and the answer is still
 * there; NULL otherwise.
 */
const struct said_to *said_outcome(struct said *s, const char *account,
	const struct platform_outcome *outcome, char conversation[PLATFORM_ID_MAX]);

#define SAID_BOUNDS 2

/*
 * said_bounds(s, bounds): how full it is: messages, answers whose outcome is awaited.
 */
void said_bounds(const struct said *s, struct bound bounds[SAID_BOUNDS]);

#endif
