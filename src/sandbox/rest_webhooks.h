/*
 * The REST routes with which the bot goes on after it answered an interaction.
 * Source: discord-api-docs, interactions/receiving-and-responding, "Followup Messages".
 */
#ifndef SANDBOX_REST_WEBHOOKS_H
#define SANDBOX_REST_WEBHOOKS_H

#include "sandbox/rest.h"

/*
 * rest_webhooks_create(c): POST /webhooks/{application}/{token}.  rest_webhooks_read(c),
 * rest_webhooks_edit(c), rest_webhooks_remove(c): GET, PATCH and DELETE of .../messages/{message} below
 * it, which may be @original.
 */
rest_fn rest_webhooks_create, rest_webhooks_read, rest_webhooks_edit, rest_webhooks_remove;

#endif
