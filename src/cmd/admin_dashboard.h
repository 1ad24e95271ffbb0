/*
 * What the daemon's parts tell the dashboard of themselves, and what it may ask of them.  For admin.c.
 */
#ifndef CMD_ADMIN_DASHBOARD_H
#define CMD_ADMIN_DASHBOARD_H

#include "base/json.h"
#include "bot/daemon.h"
#include "web/health.h"
#include "web/history.h"

#define ADMIN_DASHBOARD_ALERTS                                                                     \
	100 /* that are told, the newest; of the others, how many there are */

/*
 * admin_dashboard_show(parts, health, out): appends the state of everything, a JSON object, with what
 * /readyz finds.  Returns what the last append returned.
 */
bool admin_dashboard_show(
	const struct daemon_parts *parts, const struct health *health, struct buf *out);

/*
 * admin_dashboard_count(parts, history): adds every counter that has a history.
 */
void admin_dashboard_count(const struct daemon_parts *parts, struct history *history);

/*
 * admin_dashboard_act(parts, who, ask, out): does what somebody asks ("do"): "acknowledge" an alert by its
 * "number", "try" a "text" in a "channel" and "region", "reload" the content; who is for the record.
 * Appends what came of it and returns NULL; or returns why not, a constant.
 */
const char *admin_dashboard_act(
	const struct daemon_parts *parts, const char *who, const json *ask, struct buf *out);

#endif
