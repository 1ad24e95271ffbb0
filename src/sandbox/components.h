/*
 * The components of messages: rows of buttons, and select menus.  A bot's are checked and put into the
 * form that Discord gives them back in; a person's use of one is checked against that. Source:
 * discord-api-docs, components/reference.
 */
#ifndef SANDBOX_COMPONENTS_H
#define SANDBOX_COMPONENTS_H

#include "sandbox/complaints.h"

#define COMPONENTS_BYTES_MAX 65536 /* of a message's */
#define COMPONENTS_ROWS_MAX 5
#define COMPONENTS_ROW_MAX 5 /* buttons of a row; a select menu fills one */
#define COMPONENTS_CUSTOM_ID_MAX 100
#define COMPONENTS_OPTIONS_MAX 25

#define COMPONENTS_BUTTON 2
#define COMPONENTS_SELECT 3

/*
 * components_read(c, body, out): appends what the body's member "components" is to out, which must be
 * empty; nothing when there is none or it is empty.  What is wrong with it is complained of.
 */
void components_read(struct complaints *c, const json *body, struct buf *out);

/*
 * components_use(components, custom_id, values, type): whether somebody may use the one of that
 * custom_id, choosing values (an array of strings; of a button NULL).  components is what
 * components_read() made. Returns NULL with *type set, or why not.
 */
const char *components_use(
	const char *components, const char *custom_id, const json *values, int *type);

#endif
