/*
 * What a listener has to do with staff: whom it tells of what was heard, and what becomes of that.  For
 * listener*.c.
 */
#ifndef BOT_LISTENER_STAFF_H
#define BOT_LISTENER_STAFF_H

#include "bot/listener_own.h"
#include "bot/pursuit.h"

struct config_place;

/* What was heard. */
struct listener_staff_heard {
	const char *account;
	struct platform_abilities abilities;
	const struct platform_event *event;
	const struct lumbar_verdict *verdict;
};

/*
 * listener_staff_create(l): the escalations of l, whose options are set; NULL when memory is short.
 */
struct escalations *listener_staff_create(struct listener *l);

/*
 * listener_staff_wanted(place, tier): whether staff of that place are told of such a red flag.
 */
bool listener_staff_wanted(const struct config_place *place, enum lumbar_tier tier);

/*
 * listener_staff_begin(l, heard, now_ms): tells staff.
 */
void listener_staff_begin(
	struct listener *l, const struct listener_staff_heard *heard, int64_t now_ms);

/*
 * listener_staff_page(l, account, page): tells the staff without a chat that somebody could not be reached.
 * Returns the ticket, 0 when there was no room.
 */
uint64_t listener_staff_page(void *l, const char *account, const struct pursuit_page *page);

/*
 * listener_staff_reached(l, account, said, outcome): what was said to a person because of a red flag has
 * been sent: see struct pursuit_options.
 */
void listener_staff_reached(void *l, const char *account, const struct platform_say *said,
	const struct platform_outcome *outcome, int64_t now_ms);

#endif
