/*
 * What the daemon's parts tell of themselves, as metrics.  For admin.c.
 */
#ifndef CMD_ADMIN_METRICS_H
#define CMD_ADMIN_METRICS_H

#include "bot/daemon.h"
#include "web/web.h"

/*
 * admin_metrics_write(m, parts, own): writes every metric; own are the admin server's.
 */
void admin_metrics_write(
	struct metrics *m, const struct daemon_parts *parts, struct web_counts own);

#endif
