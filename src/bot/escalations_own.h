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

struct escalations {
	struct escalations_options options;
	struct escalation_rules rules;
	TAILQ_HEAD(, escalations_item) items;
	size_t n;
};

/*
 * escalations_own_end(es, item, state, detail): it is over in that state, which is kept; item is gone.
 */
void escalations_own_end(struct escalations *es, struct escalations_item *item,
	enum escalation_state state, const char *detail);

#endif
