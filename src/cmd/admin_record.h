/*
 * What the store has for the dashboard (the record of alerts, unanswered shapes, feedback), read now and
 * then and told when it has changed.  For admin.c.
 */
#ifndef CMD_ADMIN_RECORD_H
#define CMD_ADMIN_RECORD_H

#include "bot/daemon.h"
#include "web/dashboard.h"

#define ADMIN_RECORD_MS 10000 /* between two looks */

struct admin_record;
struct gaps;
struct store_due;

/*
 * admin_record_create(parts, dashboard): looks from now on, and tells dashboard; both are borrowed.  NULL
 * when memory is short.  Ended with admin_record_destroy().
 */
struct admin_record *admin_record_create(
	const struct daemon_parts *parts, struct dashboard *dashboard);

/*
 * admin_record_soon(r): something has changed: looks at once.  NULL is accepted.
 */
void admin_record_soon(struct admin_record *r);

/*
 * admin_record_destroy(r): ends it.  NULL is accepted.
 */
void admin_record_destroy(struct admin_record *r);

/*
 * admin_record_lines(due, out), admin_record_feedback(due, out), admin_record_shapes(gaps, out): append as
 * a JSON list what store_review() found; what store_sums() found of feedback; what went unanswered.  null
 * for NULL. Return what the last append returned.
 */
bool admin_record_lines(const struct store_due *due, struct buf *out);
bool admin_record_feedback(const struct store_due *due, struct buf *out);
bool admin_record_shapes(struct gaps *gaps, struct buf *out);

#endif
