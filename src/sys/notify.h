/*
 * What the service manager is told (sd_notify(3)), where there is one: without NOTIFY_SOCKET in the
 * environment nothing is told, and nothing is lost.
 */
#ifndef SYS_NOTIFY_H
#define SYS_NOTIFY_H

#include <stdbool.h>
#include <stdint.h>

#define NOTIFY_STATUS_MAX 256 /* bytes of a status with its NUL; a longer one is cut */

/*
 * notify_ready(status): what there is to set up is set up; status says in a line how it is.
 */
void notify_ready(const char *status);

/*
 * notify_status(status): how it is now.
 */
void notify_status(const char *status);

/*
 * notify_reloading(): the content is being read again; notify_ready() follows.
 */
void notify_reloading(void);

/*
 * notify_stopping(): the end has begun.
 */
void notify_stopping(void);

/*
 * notify_alive(): feeds the watchdog.
 */
void notify_alive(void);

/*
 * notify_watchdog_ms(): within how many milliseconds of each other the service manager wants to be told
 * notify_alive(), or it starts the program anew; 0 = it has no watchdog.
 */
int64_t notify_watchdog_ms(void);

/*
 * notify_is_journal(): whether standard error goes to journald (systemd.exec(5), $JOURNAL_STREAM).
 */
bool notify_is_journal(void);

#endif
