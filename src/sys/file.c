/* Reading files and folders; see file.h. */
#include "sys/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sys/header.h"

#define PIECE 16384 /* bytes read at once */

/* Sets *why to "what: the text of errno"; returns -1. */
static int fail_errno(struct file_why *why, const char *what)
{
	snprintf(why->text, sizeof(why->text), "%s: %s", what, strerror(errno));
	return -1;
}

static int fail(struct file_why *why, const char *what)
{
	snprintf(why->text, sizeof(why->text), "%s", what);
	return -1;
}

/* ------------------------------------------------------------------ files */

/* Opens a regular file; a FIFO or device must not keep us waiting. */
static int open_regular(const char *path, struct stat *st, struct file_why *why)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	if (fd < 0)
		return fail_errno(why, "cannot open");
	if (fstat(fd, st) != 0) {
		fail_errno(why, "cannot examine");
		close(fd);
		return -1;
	}
	if (!S_ISREG(st->st_mode)) {
		close(fd);
		return fail(why, S_ISDIR(st->st_mode) ? "is a folder" : "is not a regular file");
	}
	return fd;
}

static int read_all(int fd, struct buf *out, struct file_why *why)
{
	char piece[PIECE];
	ssize_t n;

	while ((n = read(fd, piece, sizeof(piece))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fail_errno(why, "cannot read");
		if (!buf_put(out, piece, (size_t)n)) {
			snprintf(why->text, sizeof(why->text),
				"is larger than %zu bytes, or memory is short", out->max);
			return -1;
		}
	}
	return 0;
}

static int read_regular(const char *path, struct buf *out, mode_t *mode, struct file_why *why)
{
	size_t before = out->len;
	struct stat st;
	int fd, result;

	fd = open_regular(path, &st, why);
	if (fd < 0)
		return -1;
	result = read_all(fd, out, why);
	close(fd);
	if (result != 0) {
		buf_cut(out, before);
		out->failed = false;
	}
	*mode = st.st_mode;
	return result;
}

int file_read(const char *path, struct buf *out, struct file_why *why)
{
	mode_t mode;

	return read_regular(path, out, &mode, why);
}

int file_read_secret(const char *path, struct buf *out, struct file_why *why)
{
	struct buf text;
	mode_t mode;
	int result = -1;

	buf_init(&text, FILE_SECRET_MAX);
	if (read_regular(path, &text, &mode, why) != 0)
		goto done;
	while (text.len && strchr(" \t\r\n", text.data[text.len - 1]))
		buf_cut(&text, text.len - 1);
	if (!text.len)
		fail(why, "is empty");
	else if (strlen(text.data) != text.len || !header_value_ok(text.data))
		fail(why, "holds more than one line, or bytes that are not ASCII");
	else if (!buf_put(out, text.data, text.len))
		fail(why, "does not fit");
	else
		result = mode & (S_IRWXG | S_IRWXO) ? 1 : 0;
done:
	if (text.data)
		explicit_bzero(text.data, text.cap);
	buf_free(&text);
	return result;
}

/* ------------------------------------------------------------------ folders */

static int compare(const void *a, const void *b)
{
	const struct file_entry *x = a, *y = b;

	return strcmp(x->name, y->name);
}

static bool is_folder(DIR *dir, const struct dirent *entry)
{
	struct stat st;

	if (entry->d_type != DT_UNKNOWN && entry->d_type != DT_LNK)
		return entry->d_type == DT_DIR;
	return fstatat(dirfd(dir), entry->d_name, &st, 0) == 0 && S_ISDIR(st.st_mode);
}

static int add_entry(struct file_list *out, const char *name, bool folder, struct file_why *why)
{
	struct file_entry *grown;

	if (out->n == FILE_ENTRIES_MAX)
		return fail(why, "holds too many entries");
	/* grows by doubling: n is a power of two exactly when the memory is full */
	if ((out->n & (out->n - 1)) == 0) {
		grown = reallocarray(out->entries, out->n ? out->n * 2 : 1, sizeof(*grown));
		if (!grown)
			return fail_errno(why, "cannot list");
		out->entries = grown;
	}
	out->entries[out->n].name = strdup(name);
	if (!out->entries[out->n].name)
		return fail_errno(why, "cannot list");
	out->entries[out->n++].is_folder = folder;
	return 0;
}

static int list_all(DIR *dir, struct file_list *out, struct file_why *why)
{
	struct dirent *entry;

	for (;;) {
		errno = 0;
		entry = readdir(dir);
		if (!entry)
			return errno ? fail_errno(why, "cannot list") : 0;
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		if (add_entry(out, entry->d_name, is_folder(dir, entry), why) != 0)
			return -1;
	}
}

int file_list(const char *path, struct file_list *out, struct file_why *why)
{
	DIR *dir = opendir(path);
	int result;

	*out = (struct file_list){0};
	if (!dir)
		return fail_errno(why, "cannot open");
	result = list_all(dir, out, why);
	closedir(dir);
	if (result != 0)
		file_list_free(out);
	else if (out->n)
		qsort(out->entries, out->n, sizeof(*out->entries), compare);
	return result;
}

void file_list_free(struct file_list *list)
{
	size_t i;

	if (!list)
		return;
	for (i = 0; i < list->n; i++)
		free(list->entries[i].name);
	free(list->entries);
	*list = (struct file_list){0};
}
