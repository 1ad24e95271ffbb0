/*
 * Reading what people keep in files: whole files, folders, secrets.  Everything is bounded, and
 * every failure is a sentence.
 */
#ifndef SYS_FILE_H
#define SYS_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

#define FILE_WHY_MAX 256      /* bytes of a reason with its NUL */
#define FILE_ENTRIES_MAX 4096 /* entries of one folder; a larger one is refused */
#define FILE_SECRET_MAX 4096  /* bytes of a secret */

/* Why something could not be read, as in "cannot open: Permission denied". */
struct file_why {
	char text[FILE_WHY_MAX];
};

/*
 * file_read(path, out, why): appends the bytes of the regular file path (symbolic links are
 * followed) to out, within out's cap.  Returns 0, or -1 with *why set, and out as it was.
 */
int file_read(const char *path, struct buf *out, struct file_why *why);

/*
 * file_read_secret(path, out, why): file_read() of a token or key: line ends and blanks after it
 * are cut off, and it must be one line of visible bytes, at most FILE_SECRET_MAX of them.  Returns
 * 0; 1 when all is well but people other than the file's owner can read it; -1 with *why set.
 */
int file_read_secret(const char *path, struct buf *out, struct file_why *why);

struct file_entry {
	char *name;
	bool is_folder; /* or a symbolic link to one */
};

/* The content of a folder, without "." and "..", in the order of its bytes. */
struct file_list {
	struct file_entry *entries;
	size_t n;
};

/*
 * file_list(path, out, why): lists the folder path into *out, to be released with file_list_free().
 * Returns 0, or -1 with *why set and *out empty.
 */
int file_list(const char *path, struct file_list *out, struct file_why *why);

/*
 * file_list_free(list): releases the entries; *list is empty afterwards.  NULL is accepted.
 */
void file_list_free(struct file_list *list);

#endif
