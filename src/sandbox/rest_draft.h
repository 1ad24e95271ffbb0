/*
 * What the body of a request wants a message to be: for messages, and for answers to interactions.
 * Source: discord-api-docs, resources/message, "Create Message".
 */
#ifndef SANDBOX_REST_DRAFT_H
#define SANDBOX_REST_DRAFT_H

#include "sandbox/complaints.h"
#include "sandbox/rest.h"

#define REST_DRAFT_CONTENT_MAX 2000 /* code points */

struct rest_draft {
	struct model_draft draft; /* points into the others and into the body */
	char nonce[MODEL_NONCE_MAX];
	uint64_t users[MODEL_MENTIONS_MAX], roles[MODEL_MENTIONS_MAX];
	struct buf components;
	bool names_text, names_components; /* the body says something of them */
	bool shows_something;              /* beside the text */
	bool is_ephemeral;
};

/*
 * rest_draft_read(c, body, path, d): reads the object body, which stands at path ("data"; "" = it is the
 * whole body), into *d, whose draft has neither channel nor author afterwards.  Returns 0, or the status
 * after saying in the answer all that is wrong.  Ended with rest_draft_free() in either case.
 */
int rest_draft_read(struct rest_call *c, const json *body, const char *path, struct rest_draft *d);

/*
 * rest_draft_free(d): releases what it holds.
 */
void rest_draft_free(struct rest_draft *d);

/*
 * rest_draft_revision(d): what a message becomes that is edited so.  Borrowed from d.
 */
struct model_revision rest_draft_revision(const struct rest_draft *d);

#endif
