/*
 * What staff are told of an emergency: that there is one, of which kind, and where to look.  Never what
 * the person wrote.
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

#endif
