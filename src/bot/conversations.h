/*
 * What is remembered of conversations: one for each person in each channel, in memory only, the least
 * recent forgotten.  The keys are hashed with a salt of this process, so that what was asked stands beside
 * nobody's id.  That somebody wrote or was answered of late is in memory under their id all the same: for
 * the cooldowns, for the messages that were delivered, and for replies on their way.
 */
#ifndef BOT_CONVERSATIONS_H
#define BOT_CONVERSATIONS_H

#include <stddef.h>

#include "base/bound.h"
#include "lumbar.h"

#define CONVERSATIONS_MAX 16384 /* conversations that are kept */

struct conversations;

/*
 * conversations_create(): an empty memory; NULL when memory is short.  Ended with
 * conversations_destroy().
 */
struct conversations *conversations_create(void);

/*
 * conversations_destroy(c): releases it.  NULL is accepted.
 */
void conversations_destroy(struct conversations *c);

/*
 * conversations_get(c, channel, user): a copy of what is remembered of that person in that channel, empty
 * when nothing is.
 */
struct lumbar_talk conversations_get(
	struct conversations *c, const char *channel, const char *user);

/*
 * conversations_keep(c, channel, user, talk): remembers a copy of talk; an empty one takes no place, so
 * that people whom the bot has nothing to do with push nobody out.
 */
void conversations_keep(struct conversations *c, const char *channel, const char *user,
	const struct lumbar_talk *talk);

/*
 * conversations_forget(c, channel, user): forgets that person there.
 */
void conversations_forget(struct conversations *c, const char *channel, const char *user);

/*
 * conversations_forget_person(c, user): forgets that person everywhere.
 */
void conversations_forget_person(struct conversations *c, const char *user);

/*
 * conversations_bound(c): how full it is.
 */
struct bound conversations_bound(const struct conversations *c);

#endif
