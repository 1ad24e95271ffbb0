/*
 * What staff are told: that there is an emergency, of which kind, and where to look; and that somebody
 * could not be reached.  Never what the person wrote.
 */
#ifndef BOT_ALERT_H
#define BOT_ALERT_H

#include <stdbool.h>

#include "base/buf.h"
#include "lumbar.h"
#include "platform/platform.h"

#define ALERT_MAX 1500 /* bytes */

/*
 * alert_write(verdict, event, role, format, out): appends the alert about that event; role is the id of
 * the role to be called, NULL for none.  Returns what the last append returned.
 */
bool alert_write(const struct lumbar_verdict *verdict, const struct platform_event *event,
	const char *role, enum lumbar_format format, struct buf *out);

/* Somebody whom a red-flag reply did not reach. */
struct alert_unreached {
	enum lumbar_tier tier;
	const char *link;         /* to the person's message; "" if none */
	const char *conversation; /* id */
};

/*
 * alert_write_unreached(who, role, format, out): appends the alert that somebody may have been told
 * nothing; role as above.  Returns what the last append returned.
 */
bool alert_write_unreached(const struct alert_unreached *who, const char *role,
	enum lumbar_format format, struct buf *out);

#endif
