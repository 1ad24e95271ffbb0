/*
 * The REST routes of messages.
 * Source: discord-api-docs, resources/message.
 */
#ifndef SANDBOX_REST_MESSAGES_H
#define SANDBOX_REST_MESSAGES_H

#include "sandbox/rest.h"

/*
 * rest_messages_list(c), rest_messages_create(c), rest_messages_read(c), rest_messages_edit(c),
 * rest_messages_remove(c): GET and POST of /channels/{channel}/messages; GET, PATCH and DELETE of
 * /channels/{channel}/messages/{message}.
 */
rest_fn rest_messages_list, rest_messages_create, rest_messages_read, rest_messages_edit,
	rest_messages_remove;

/*
 * rest_messages_typing(c), rest_messages_react(c), rest_messages_unreact(c): POST
 * /channels/{channel}/typing; PUT and DELETE of .../reactions/{emoji}/@me below a message.
 */
rest_fn rest_messages_typing, rest_messages_react, rest_messages_unreact;

#endif
