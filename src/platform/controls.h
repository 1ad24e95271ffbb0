/*
 * The buttons and menus under a message, as one string, so that they travel with it (platform_say.controls)
 * wherever it is copied.  A button does nothing but tell its key when it is pressed: whoever gives it out
 * puts all that is needed into the key, since no run remembers what an earlier one gave out.
 *
 * The string has a line for each: a letter for its kind, its key, a tab, what is written on it.
 */
#ifndef PLATFORM_CONTROLS_H
#define PLATFORM_CONTROLS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

#define CONTROLS_MAX 8192       /* bytes of such a string */
#define CONTROLS_KEY_MAX 100    /* bytes of a key: Discord takes so many, and no others fewer */
#define CONTROLS_LABEL_MAX 80   /* code points on a button */
#define CONTROLS_CHOICE_MAX 100 /* code points of a choice */
#define CONTROLS_CHOICES_MAX 25 /* of one menu */
#define CONTROLS_ROW_MAX 5      /* buttons side by side; a further one begins a row */
#define CONTROLS_ROWS_MAX 5     /* what comes after is left out */

enum controls_kind {
	CONTROLS_BUTTON = 'b', /* what may be done */
	CONTROLS_MAIN = 'p',   /* what is most likely wanted */
	CONTROLS_GRAVE = 'd',  /* what is not lightly done */
	CONTROLS_MENU =
		'm', /* a menu, of the choices that follow; its label is shown until one is made */
	CONTROLS_CHOICE = 'o', /* its key is what is told as chosen */
	CONTROLS_ROW = 'r',    /* what follows stands in a row of its own */
};

/* One of them. */
struct controls_item {
	enum controls_kind kind;
	const char *key, *label; /* not terminated */
	size_t key_len, label_len;
};

/*
 * controls_add(b, kind, key, label): appends one.  A label is cut where it is too long, and what would not
 * be a line in it becomes a blank.  Returns false, leaving the content as it was, when the key is empty
 * (but that of a CONTROLS_ROW), too long or not printable ASCII, or that of another button or of another
 * choice of the same menu, for which platforms refuse the whole message; or b has no room: then it fails
 * as buf_put() does.
 */
bool controls_add(struct buf *b, enum controls_kind kind, const char *key, const char *label);

/*
 * controls_next(at, item): reads the item at *at and moves *at behind it; false at the end, or where the
 * string is none of ours.
 */
bool controls_next(const char **at, struct controls_item *item);

#endif
