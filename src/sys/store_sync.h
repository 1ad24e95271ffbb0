/*
 * What the store has written, brought to where the loss of power leaves it: by a thread of its own, so that
 * nothing else waits for a disk that takes its time.  For store.c.
 */
#ifndef SYS_STORE_SYNC_H
#define SYS_STORE_SYNC_H

#define STORE_SYNC_LOG "-wal" /* SQLite's log begins with the file's name, and ends with that */

/*
 * store_sync_log(file): what was committed to the file of that path, at whatever speed, now survives the
 * loss of power: the same that SQLite does at each commit with synchronous = FULL, after which a log is
 * valid as far as its checksums are (https://sqlite.org/pragma.html#pragma_synchronous).  Any thread may
 * do it beside one that writes.  Returns 0, or an errno.
 */
int store_sync_log(const char *file);

#endif
