/*
 * Error answers of Discord's REST API.
 * Source: discord-api-docs, topics/opcodes-and-status-codes, "JSON"; reference, "Error messages".
 */
#ifndef SANDBOX_REFUSAL_H
#define SANDBOX_REFUSAL_H

#include "base/buf.h"

#define REFUSAL_UNAUTHORIZED 0
#define REFUSAL_UNKNOWN_CHANNEL 10003
#define REFUSAL_UNKNOWN_GUILD 10004
#define REFUSAL_UNKNOWN_MEMBER 10007
#define REFUSAL_UNKNOWN_MESSAGE 10008
#define REFUSAL_UNKNOWN_USER 10013
#define REFUSAL_UNKNOWN_WEBHOOK 10015
#define REFUSAL_UNKNOWN_INTERACTION 10062
#define REFUSAL_UNKNOWN_COMMAND 10063
#define REFUSAL_NOT_YOURS 20012
#define REFUSAL_REACTIONS 30010
#define REFUSAL_COMMANDS 30032
#define REFUSAL_COMMANDS_DAY 30034
#define REFUSAL_ACKNOWLEDGED 40060
#define REFUSAL_AGENT 40333
#define REFUSAL_NO_ACCESS 50001
#define REFUSAL_NOT_THE_AUTHOR 50005
#define REFUSAL_EMPTY 50006
#define REFUSAL_NOT_TEXT 50008
#define REFUSAL_NO_PERMISSION 50013
#define REFUSAL_WEBHOOK_TOKEN 50027
#define REFUSAL_RECIPIENT 50033
#define REFUSAL_FORM 50035
#define REFUSAL_NO_JSON 50109
#define REFUSAL_NO_HISTORY 160002
#define REFUSAL_HAS_THREAD 160004
#define REFUSAL_THREADS 160006

/*
 * refusal_put(out, code): appends the error of that JSON code and returns its HTTP status; 500 for a
 * code that is not here.
 */
int refusal_put(struct buf *out, int code);

/*
 * refusal_http(out, status, words): appends an error that has no code of its own, such as a 404.
 * Returns status.
 */
int refusal_http(struct buf *out, int status, const char *words);

/*
 * refusal_form(out, path, code, message): appends error 50035 about the part of the body at path
 * ("allowed_mentions.parse.0"; "" for all of it).  Returns its status, 400.
 */
int refusal_form(struct buf *out, const char *path, const char *code, const char *message);

/*
 * refusal_limited(out, scope, wait_ms): appends the body of a 429 of that scope (user, global, shared).
 * Returns 429.
 */
int refusal_limited(struct buf *out, const char *scope, long long wait_ms);

#endif
