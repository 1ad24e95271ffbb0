/*
 * What is wrong with a form, field by field: the tree of errors that Discord's REST API answers with
 * code 50035.  Whoever checks a form enters its parts and leaves them again; a complaint is about a
 * field of the part that was entered last. Source: discord-api-docs, reference, "Error messages".
 */
#ifndef SANDBOX_COMPLAINTS_H
#define SANDBOX_COMPLAINTS_H

#include "base/buf.h"
#include "base/json.h"

#define COMPLAINTS_MAX 50 /* of one form; further ones are not told */
#define COMPLAINTS_PATH_MAX 256

struct complaints {
	struct buf tree;                /* what stands between the braces of "errors" */
	char here[COMPLAINTS_PATH_MAX]; /* the part that is being looked at: "0.options." */
	char open[COMPLAINTS_PATH_MAX]; /* whose errors were appended last */
	size_t n;
	size_t too_deep; /* parts that were entered and do not stand in here */
};

/*
 * complaints_init(c, path): none so far, about the part at path ("data"; "" = the whole body).
 * complaints_free(c): releases them.
 */
void complaints_init(struct complaints *c, const char *path);
void complaints_free(struct complaints *c);

/*
 * complaints_enter(c, part), complaints_enter_at(c, i): goes into that member or element.
 * complaints_leave(c): comes out again.
 */
void complaints_enter(struct complaints *c, const char *part);
void complaints_enter_at(struct complaints *c, size_t i);
void complaints_leave(struct complaints *c);

/*
 * complaints_add(c, field, code, message): that field of the part is wrong ("" = the part itself).
 */
void complaints_add(struct complaints *c, const char *field, const char *code, const char *message);

/*
 * complaints_text(c, v, field, min, max): the string that the field is, of min to max code points; with
 * a min of 0 it may be absent.  NULL when it is absent or null, or after complaining.
 */
const char *complaints_text(
	struct complaints *c, const json *v, const char *field, size_t min, size_t max);

/*
 * complaints_list(c, v, field, min, max): the array that the field is, with min to max elements; NULL as
 * above.
 */
const json *complaints_list(
	struct complaints *c, const json *v, const char *field, size_t min, size_t max);

/*
 * complaints_put(c, out): appends the answer and returns its status; 0 when there is nothing to
 * complain of.
 */
int complaints_put(struct complaints *c, struct buf *out);

#endif
