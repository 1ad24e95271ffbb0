/*
 * The admin server of a run: what the daemon's parts tell of themselves, as health, metrics and
 * the dashboard (web/web.h).
 */
#ifndef CMD_ADMIN_H
#define CMD_ADMIN_H

#define ADMIN_URL_MAX 40    /* bytes of its address with its NUL */
#define ADMIN_HUNG_MS 10000 /* a loop that has not looked at itself for so long was hanging */

struct admin;
struct daemon_parts;
struct log;

/*
 * admin_create(at, log, admin): an admin server that does not listen yet, for "ADDRESS:PORT" (copied; the
 * port 0 is any that is free); *admin becomes NULL, which every function here accepts, for a NULL at.
 * Returns 0, or an exit status of sysexits.h after a sentence on standard error: only loopback addresses
 * are taken.  Ended with admin_destroy().
 */
int admin_create(const char *at, struct log *log, struct admin **admin);

/*
 * admin_destroy(a): releases it, after the loop.
 */
void admin_destroy(struct admin *a);

/*
 * admin_token(a, token): there is a dashboard, whose token that is (borrowed until admin_open()); NULL:
 * none.
 */
void admin_token(struct admin *a, const char *token);

/*
 * admin_open(a, parts): listens, and tells from now on what parts (borrowed until admin_close()) show.
 * Returns 0, or an exit status after a log line.
 */
int admin_open(struct admin *a, const struct daemon_parts *parts);

/*
 * admin_close(a): listens no more.
 */
void admin_close(struct admin *a);

/*
 * admin_url(a): where it is, "" before admin_open().  Borrowed.
 */
const char *admin_url(const struct admin *a);

#endif
