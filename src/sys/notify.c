/* What the service manager is told; see notify.h. */
#include "sys/notify.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <systemd/sd-daemon.h>
#include <time.h>
#include <unistd.h>

#define LINE_MAX_LEN (NOTIFY_STATUS_MAX + 64)

/* Whether it arrives is not our business: who does not listen does not want to know. */
static void tell(const char *what, const char *status)
{
	char text[LINE_MAX_LEN], *c;

	snprintf(text, sizeof(text), "%sSTATUS=%.*s", what, NOTIFY_STATUS_MAX - 1, status);
	/* a line end would begin an assignment of its own */
	for (c = text + snprintf(NULL, 0, "%s", what); *c; c++) {
		if (*c == '\n')
			*c = ' ';
	}
	(void)sd_notify(0, text);
}

void notify_ready(const char *status)
{
	tell("READY=1\n", status);
}

void notify_status(const char *status)
{
	tell("", status);
}

void notify_reloading(void)
{
	struct timespec now;
	char text[LINE_MAX_LEN];

	clock_gettime(CLOCK_MONOTONIC, &now); /* cannot fail for this clock */
	snprintf(text, sizeof(text), "RELOADING=1\nMONOTONIC_USEC=%" PRId64,
		(int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000);
	(void)sd_notify(0, text);
}

void notify_stopping(void)
{
	tell("STOPPING=1\n", "finishing what is being sent");
}

void notify_alive(void)
{
	(void)sd_notify(0, "WATCHDOG=1");
}

int64_t notify_watchdog_ms(void)
{
	uint64_t us = 0;

	if (sd_watchdog_enabled(0, &us) <= 0)
		return 0;
	return (int64_t)(us / 1000);
}

bool notify_is_journal(void)
{
	const char *stream = getenv("JOURNAL_STREAM");
	unsigned long long device, inode;
	struct stat own;
	int end = 0;

	/* it is inherited by programs whose standard error goes elsewhere */
	return stream && sscanf(stream, "%llu:%llu%n", &device, &inode, &end) == 2 &&
	       !stream[end] && fstat(STDERR_FILENO, &own) == 0 && own.st_dev == device &&
	       own.st_ino == inode;
}
