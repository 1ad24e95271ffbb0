/*
 * What staff are told: that there is an emergency, of which kind, and where to look; that nobody has picked
 * it up; and that somebody could not be reached.  Never what the person wrote.
 */
#ifndef BOT_ALERT_H
#define BOT_ALERT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "lumbar.h"
#include "platform/platform.h"

#define ALERT_MAX 1500 /* bytes */

/* What an alert is about, and for whom. */
struct alert {
	enum lumbar_tier tier;
	const char *flags;        /* their names, in one text */
	const char *link;         /* to the person's message; "" if none */
	const char *conversation; /* id */
	const char *direct;       /* id of the person, who wrote in private; "" = not in private */
	const char *role;         /* id of the role to be called; NULL for none */
	enum lumbar_format format;
	bool answerable; /* it can be picked up where it is told */
	bool buttons;    /* and there is a button for it */
	bool repeated;   /* nobody has picked it up, */
	int64_t for_ms;  /* for so long */
};

/*
 * alert_write(alert, out): appends it.  Returns what the last append returned.
 */
bool alert_write(const struct alert *alert, struct buf *out);

/*
 * alert_write_drill(role, format, out): appends that this is a drill; role is NULL for none; as above.
 */
bool alert_write_drill(const char *role, enum lumbar_format format, struct buf *out);

/*
 * alert_write_taken(who, format, out): appends that somebody (an id; "" = whoever uses the dashboard) has
 * picked it up; as above.
 */
bool alert_write_taken(const char *who, enum lumbar_format format, struct buf *out);

/* Somebody whom a red-flag reply did not reach. */
struct alert_unreached {
	enum lumbar_tier tier;
	const char *link;         /* to the person's message; "" if none */
	const char *conversation; /* id */
	const char *person; /* id, where no link leads to what they wrote; NULL = not needed */
};

/*
 * alert_write_unreached(who, role, format, out): appends the alert that somebody may have been told
 * nothing; role is NULL for none.  As above.
 */
bool alert_write_unreached(const struct alert_unreached *who, const char *role,
	enum lumbar_format format, struct buf *out);

#endif
