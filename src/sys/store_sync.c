/* What the store has written, brought to the disk; see store_sync.h. */
#include "sys/store_sync.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

int store_sync_log(const char *file)
{
	char path[PATH_MAX];
	int fd, error = 0;

	if (snprintf(path, sizeof(path), "%s%s", file, STORE_SYNC_LOG) >= PATH_MAX)
		return ENAMETOOLONG;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	/* where there is no log any more SQLite has brought it into the file, and synced that */
	if (fd < 0)
		return errno == ENOENT ? 0 : errno;
	/* SQLite's locks are on other files: closing this one loses none of them */
	if (fdatasync(fd) != 0)
		error = errno;
	close(fd);
	return error;
}
