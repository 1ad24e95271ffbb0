/*
 * The REST route with which an interaction is answered, and what answers have in common.
 * Source: discord-api-docs, interactions/receiving-and-responding.
 */
#ifndef SANDBOX_REST_INTERACTIONS_H
#define SANDBOX_REST_INTERACTIONS_H

#include "sandbox/interactions.h"
#include "sandbox/rest_draft.h"

/*
 * rest_interactions_answer(c): POST /interactions/{interaction}/{token}/callback.
 */
rest_fn rest_interactions_answer;

/*
 * rest_interactions_post(c, i, d, use): writes the message of the draft as an answer to the interaction;
 * only_for and channel are set here.  NULL when memory is short.
 */
struct model_message *rest_interactions_post(struct rest_call *c, struct interactions_entry *i,
	struct rest_draft *d, const struct model_use *use);

/*
 * rest_interactions_show(c, message): appends the message as a webhook shows it.  Returns 200.
 */
int rest_interactions_show(struct rest_call *c, const struct model_message *message);

#endif
