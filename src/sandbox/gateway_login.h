/*
 * Logging in to the sandbox's gateway: IDENTIFY and RESUME.
 * Source: discord-api-docs, events/gateway, "Identifying" and "Resuming".
 */
#ifndef SANDBOX_GATEWAY_LOGIN_H
#define SANDBOX_GATEWAY_LOGIN_H

#include "base/json.h"
#include "sandbox/gateway.h"

/*
 * gateway_login_identify(c, d): begins a session, or closes the connection.
 */
void gateway_login_identify(struct gateway_conn *c, const json *d);

/*
 * gateway_login_resume(c, d): goes on with a session, refuses it by op 9, or closes the connection.
 */
void gateway_login_resume(struct gateway_conn *c, const json *d);

#endif
