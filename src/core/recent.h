/*
 * What one person wrote in a few short messages, one right after the other: "both legs", "numb", "cant pee
 * lol" is one message to whoever reads it, so red flags are looked for in all of it.  The texts lie in the
 * conversation (struct lumbar_talk), bounded in length and time, and nowhere else.
 */
#ifndef CORE_RECENT_H
#define CORE_RECENT_H

#include <stdbool.h>
#include <stddef.h>

#include "lumbar.h"

#define RECENT_AGE_MS 90000   /* from one message to the next */
#define RECENT_COUNT_MAX 4    /* messages in front of one that it is read with */
#define RECENT_MESSAGE_MAX 96 /* bytes of a short message; a longer one stands for itself */
#define RECENT_JOINED_MAX (LUMBAR_RECENT_MAX + 1 + RECENT_MESSAGE_MAX)

/*
 * recent_join(talk, message, count, out): writes into out the last `count` messages and this one, with
 * blanks between them, and returns the length; 0 when so many that belong to it did not come before.  An
 * excuse in front of this one ("sorry, sent too soon.") is left out.
 */
size_t recent_join(const struct lumbar_talk *talk, const struct lumbar_message *message,
	size_t count, char out[RECENT_JOINED_MAX]);

/*
 * recent_expire(talk, now_ms): forgets the messages when they are too old for one that comes now.
 */
void recent_expire(struct lumbar_talk *talk, int64_t now_ms);

/*
 * recent_keep(talk, message, told): leaves the message in talk for those that follow; the oldest make room.
 * told: what has been written so far has led to the gravest reply, so nothing of it is kept.
 */
void recent_keep(struct lumbar_talk *talk, const struct lumbar_message *message, bool told);

#endif
