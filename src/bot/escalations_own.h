/*
 * What escalations are made of.  For escalations*.c alone.
 */
#ifndef BOT_ESCALATIONS_OWN_H
#define BOT_ESCALATIONS_OWN_H

#include <sys/queue.h>

#include "bot/escalations.h"

struct escalations_item {
	TAILQ_ENTRY(escalations_item) link;
	struct escalation e;
};

/* A sign in a channel where an alert is on its way: it may be under that alert. */
struct escalations_sign {
	char account[ESCALATION_ACCOUNT_MAX];
	char alert[PLATFORM_ID_MAX], user[PLATFORM_ID_MAX], conversation[PLATFORM_ID_MAX];
	bool reacted;
};

struct escalations {
	struct escalations_options options;
	struct escalation_rules rules;
	TAILQ_HEAD(, escalations_item) items;
	size_t n;
	struct escalations_sign signs[ESCALATIONS_SIGNS_MAX]; /* the oldest first */
	size_t n_signs;
};

/*
 * escalations_own_drop(es, item): item is gone.
 */
void escalations_own_drop(struct escalations *es, struct escalations_item *item);

/*
 * escalations_own_wake(es): wishes for a tick when the next one is due.
 */
void escalations_own_wake(struct escalations *es);

/*
 * escalations_own_end(es, item, state, detail): it is over in that state, which is kept; item is gone.
 */
void escalations_own_end(struct escalations *es, struct escalations_item *item,
	enum escalation_state state, const char *detail);

/*
 * escalations_own_settle(es, item, state, detail, now_ms): the same because somebody cared for it: what the
 * person was told of nobody having come goes, and an alert that waits is not sent.  Where such a notice, or
 * an alert, is on its way item stays until what became of it is known, also over a restart.
 */
void escalations_own_settle(struct escalations *es, struct escalations_item *item,
	enum escalation_state state, const char *detail, int64_t now_ms);

/*
 * escalations_own_left(es, item): one thing less of item's, which is over, is on its way; item is gone when
 * it was the last.
 */
void escalations_own_left(struct escalations *es, struct escalations_item *item);

/*
 * escalations_own_awaits(e, ticket): whether the outcome of that ticket matters to e.
 */
bool escalations_own_awaits(const struct escalation *e, uint64_t ticket);

/*
 * escalations_own_late(es, item, outcome): what became of something of item's, which is over, that was to
 * be sent no more; where a notice was sent escalations_said() tells.  item may be gone.
 */
void escalations_own_late(struct escalations *es, struct escalations_item *item,
	const struct platform_outcome *outcome);

/*
 * escalations_own_sign(es, item, alert, now_ms): the alert of that id is item's: whoever has given a sign
 * under it has picked it up, and item is gone.  Returns whether it is.
 */
bool escalations_own_sign(
	struct escalations *es, struct escalations_item *item, const char *alert, int64_t now_ms);

/*
 * escalations_own_keep(es, e, name, path, detail): has a step of e's kept; without a name, how e is alone.
 */
void escalations_own_keep(struct escalations *es, const struct escalation *e, const char *name,
	const char *path, const char *detail);

/*
 * escalations_own_remove(es, e, message, now_ms): that message of ours goes.
 */
void escalations_own_remove(struct escalations *es, const struct escalation *e,
	const struct escalation_message *message, int64_t now_ms);

/*
 * escalations_own_mark(es, e, which, by_staff, now_ms): what was said because of e tells from now on that
 * it was a false alarm, save the message under which that was said, which tells it already.
 */
void escalations_own_mark(struct escalations *es, const struct escalation *e,
	const struct escalations_which *which, bool by_staff, int64_t now_ms);

/*
 * escalations_own_stays(e, which, now_ms): whether the reply to e's command stays as it was: the platform
 * lets nobody change it any more.
 */
bool escalations_own_stays(
	const struct escalation *e, const struct escalations_which *which, int64_t now_ms);

#endif
