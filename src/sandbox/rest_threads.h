/*
 * The REST routes that open threads. Source: discord-api-docs, resources/channel, "Start Thread from
 * Message", "Start Thread without Message".
 */
#ifndef SANDBOX_REST_THREADS_H
#define SANDBOX_REST_THREADS_H

#include "sandbox/rest.h"

/*
 * rest_threads_from(c), rest_threads_create(c): POST /channels/{channel}/messages/{message}/threads;
 * POST /channels/{channel}/threads.
 */
rest_fn rest_threads_from, rest_threads_create;

#endif
