/*
 * Whether the program is well: findings, each with a name and a reason, and what they come to, as JSON for
 * a machine that a person can read, too.
 */
#ifndef WEB_HEALTH_H
#define WEB_HEALTH_H

#include <stdbool.h>

#include "base/buf.h"

#define HEALTH_REASON_MAX 512 /* bytes of a reason with its NUL; longer ones are cut */
#define HEALTH_NAME_MAX 96    /* bytes of a name with its NUL that callers make room for */

enum health_level {
	HEALTH_OK,
	HEALTH_WARN, /* it works, but somebody should look at it */
	HEALTH_FAIL, /* it does not do what it is there for */
};

/* What is being found. */
struct health {
	struct buf *out; /* the findings as JSON, without the brackets around them */
	enum health_level worst;
};

/*
 * health_find(h, name, level, fmt, ...): a finding: the reason is for people, for HEALTH_OK as well.
 */
void health_find(struct health *h, const char *name, enum health_level level, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/*
 * health_write(h, out): appends what the findings come to: {"status":"ok|warn|fail","checks":[...]}.
 * Returns what the last append returned.
 */
bool health_write(const struct health *h, struct buf *out);

/*
 * health_status(h): the HTTP status for it: 200, or 503 when something fails.
 */
int health_status(const struct health *h);

#endif
