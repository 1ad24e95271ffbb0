/*
 * When an FAQ answer is not given again: the same one in the same channel within a while, and more than
 * a few to one person within a minute.  Pure: it is told the time.  Urgent and emergency replies never
 * come here.
 */
#ifndef BOT_COOLDOWN_H
#define BOT_COOLDOWN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bound.h"

#define COOLDOWN_KEYS_MAX 8192 /* channels' answers, and people, that are remembered */
#define COOLDOWN_PERSON_MAX 6  /* answers to one person within the person's time */

struct cooldown;

/*
 * cooldown_create(answer_ms, person_ms): nothing is cooling; NULL when memory is short.  A time of 0
 * switches that rule off.  Ended with cooldown_destroy().
 */
struct cooldown *cooldown_create(int64_t answer_ms, int64_t person_ms);

/*
 * cooldown_destroy(c): releases it.  NULL is accepted.
 */
void cooldown_destroy(struct cooldown *c);

/*
 * cooldown_answer(c, channel, answer, now_ms): whether the answer may be given in the channel now; when it
 * may, it counts as given.
 */
bool cooldown_answer(struct cooldown *c, const char *channel, const char *answer, int64_t now_ms);

/*
 * cooldown_person(c, person, now_ms): whether the person may be answered once more now.
 */
bool cooldown_person(struct cooldown *c, const char *person, int64_t now_ms);

/*
 * cooldown_answered(c, person, now_ms): counts an answer to the person.
 */
void cooldown_answered(struct cooldown *c, const char *person, int64_t now_ms);

/*
 * cooldown_forget(c, user): forgets persons and answers whose keys end in a blank and that id.
 */
void cooldown_forget(struct cooldown *c, const char *user);

#define COOLDOWN_BOUNDS 2

/*
 * cooldown_bounds(c, bounds): how full it is: channels' answers, people.
 */
void cooldown_bounds(const struct cooldown *c, struct bound bounds[COOLDOWN_BOUNDS]);

#endif
