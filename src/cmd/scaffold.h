/*
 * A new intent and its answer, as files to be filled in.  They can be read as they are, and answer
 * nothing: the intent is not covered until somebody who has written the answer says so.
 */
#ifndef CMD_SCAFFOLD_H
#define CMD_SCAFFOLD_H

#include <stdbool.h>

#include "base/buf.h"
#include "lumbar.h"

#define SCAFFOLD_ID_MAX 64   /* bytes of an intent's id with its NUL */
#define SCAFFOLD_PATH_MAX 96 /* bytes of a file's name below the content's folder, with its NUL */
#define SCAFFOLD_MAX 16384   /* bytes of a file */

/* What is to be made. */
struct scaffold {
	const char *id; /* "prevention.sleep" */
	const char
		*shape; /* what it is to be made of, see lumbar_shape(); NULL = words of its own */
	const char *today; /* "2026-11-22" */
};

/*
 * scaffold_wrong_id(content, id): why the id cannot be that of a new intent; NULL when it can.
 */
const char *scaffold_wrong_id(const struct lumbar_content *content, const char *id);

/*
 * scaffold_wrong_shape(content, shape, name): why no intent can be made of the shape; NULL when one can.
 * name gets the name that it is about, "" for none.
 */
const char *scaffold_wrong_shape(
	const struct lumbar_content *content, const char *shape, char name[LUMBAR_SHAPE_MAX]);

/*
 * scaffold_id(content, shape, id): writes an id for an intent of that shape, which nothing has yet.
 */
void scaffold_id(const struct lumbar_content *content, const char *shape, char id[SCAFFOLD_ID_MAX]);

/*
 * scaffold_files(id, intent, answer): writes the names of the two files.
 */
void scaffold_files(const char *id, char intent[SCAFFOLD_PATH_MAX], char answer[SCAFFOLD_PATH_MAX]);

/*
 * scaffold_intent(content, s, out), scaffold_answer(s, out): appends what the files hold.  Returns what
 * the last append returned.
 */
bool scaffold_intent(
	const struct lumbar_content *content, const struct scaffold *s, struct buf *out);
bool scaffold_answer(const struct scaffold *s, struct buf *out);

#endif
