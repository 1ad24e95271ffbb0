/*
 * What the tests of the store have in common: entries, files that are searched, and a disk that fails as it
 * is told: the system calls that SQLite makes are replaced.
 */
#ifndef TESTS_SYS_STORE_WORLD_H
#define TESTS_SYS_STORE_WORLD_H

#include "sys/world.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <semaphore.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <time.h>

#include "sys/store.h"

#define DAY_MS ((int64_t)86400000)

/* ------------------------------------------------------------------ a disk that fails */

static atomic_int disk_error; /* errno of every write, 0 = it works */
static atomic_bool disk_hangs;
static sem_t disk_waiting, disk_goes_on;

static int disk_fails(void)
{
	int error = atomic_load(&disk_error);

	if (atomic_load(&disk_hangs)) {
		sem_post(&disk_waiting);
		while (sem_wait(&disk_goes_on) != 0 && errno == EINTR)
			;
	}
	if (!error)
		return 0;
	errno = error;
	return -1;
}

static ssize_t disk_pwrite(int fd, const void *data, size_t n, off_t at)
{
	return disk_fails() ? -1 : pwrite(fd, data, n, at);
}

static ssize_t disk_write(int fd, const void *data, size_t n)
{
	return disk_fails() ? -1 : write(fd, data, n);
}

/* Has SQLite write through the functions above. */
UNUSED_OK void disk_take_over(void)
{
	sqlite3_vfs *vfs;

	assert_int_equal(sqlite3_initialize(), SQLITE_OK);
	vfs = sqlite3_vfs_find(NULL);
	assert_non_null(vfs);
	vfs->xSetSystemCall(vfs, "pwrite", (sqlite3_syscall_ptr)disk_pwrite);
	vfs->xSetSystemCall(vfs, "pwrite64", (sqlite3_syscall_ptr)disk_pwrite);
	vfs->xSetSystemCall(vfs, "write", (sqlite3_syscall_ptr)disk_write);
	atomic_store(&disk_error, 0);
	atomic_store(&disk_hangs, false);
	sem_init(&disk_waiting, 0, 0);
	sem_init(&disk_goes_on, 0, 0);
}

/* ------------------------------------------------------------------ entries and files */

static const struct store_owner owner = {"main", 0, 1};

UNUSED_OK int64_t wall_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* An entry for that message and purpose, all of whose strings are set. */
UNUSED_OK struct store_entry entry_of(const char *cause, const char *purpose)
{
	return (struct store_entry){
		.cause = cause,
		.purpose = purpose,
		.user = "user-7",
		.ticket = UINT64_MAX - 1,
		.at_ms = wall_now(),
		.until_ms = wall_now() + 60000,
		.conversation = "conversation-1",
		.direct = "direct-1",
		.reply_to = "reply-1",
		.notify = "notify-1",
		.role = "role-1",
		.text = "a text of ours",
		.note = "a note",
	};
}

/* Whether the bytes of text stand anywhere in the file. */
UNUSED_OK bool file_holds(const char *path, const char *text)
{
	const size_t len = strlen(text);
	struct buf data;
	char chunk[4096];
	FILE *f = fopen(path, "rb");
	bool found;
	size_t n;

	assert_non_null(f);
	buf_init(&data, 1 << 26);
	while ((n = fread(chunk, 1, sizeof(chunk), f)) > 0)
		assert_true(buf_put(&data, chunk, n));
	fclose(f);
	found = data.len && memmem(data.data, data.len, text, len) != NULL;
	buf_free(&data);
	return found;
}

/* In how many files of the folder the bytes of text stand. */
UNUSED_OK unsigned folder_holds(const struct world *w, const char *text)
{
	DIR *dir = opendir(w->dir);
	struct dirent *e;
	unsigned n = 0;

	assert_non_null(dir);
	while ((e = readdir(dir)) != NULL) {
		if (e->d_name[0] != '.')
			n += file_holds(world_path(w, e->d_name), text);
	}
	closedir(dir);
	return n;
}

#endif
