/*
 * Who may use the dashboard: whoever knows its token, for some hours.  No input or output: it is told the
 * time and given random bytes.
 */
#ifndef WEB_LOGIN_H
#define WEB_LOGIN_H

#include <stddef.h>
#include <stdint.h>

#define LOGIN_TOKEN_MAX 1024  /* bytes; a longer one is no token */
#define LOGIN_SESSIONS_MAX 16 /* at once; a further one ends the one used least lately */
#define LOGIN_SECRET_BYTES 32 /* of randomness in a session's secrets */
#define LOGIN_SECRET_MAX 65   /* bytes of a secret in hexadecimal digits with its NUL */
#define LOGIN_NAME_MAX 65     /* bytes of a name with its NUL */
#define LOGIN_WHO_MAX (LOGIN_NAME_MAX + 32)
#define LOGIN_SESSION_MS 43200000 /* a session ends so long after it began, */
#define LOGIN_IDLE_MS 7200000     /* and so long after it was used last */
#define LOGIN_FAILURES 10         /* wrong tokens that may come at once, */
#define LOGIN_FAILURE_MS 30000    /* and one more each time; nobody is let in beyond them */

struct login;

enum login_result {
	LOGIN_OK,
	LOGIN_WRONG,  /* that is not the token */
	LOGIN_WAIT,   /* too many were wrong: nothing was looked at */
	LOGIN_FAILED, /* there are no random bytes */
};

/* Somebody who is logged in. */
struct login_session {
	char cookie[LOGIN_SECRET_MAX]; /* shows who they are */
	char key[LOGIN_SECRET_MAX];    /* shows that their own page asks */
	char name[LOGIN_NAME_MAX];     /* what they call themselves; "" = nothing */
	unsigned number;               /* of this run's sessions */
	int64_t begun_ms, used_ms;
};

/* What was tried. */
struct login_counts {
	uint64_t ok, wrong, refused; /* refused: without a look, since too many were wrong */
	uint64_t evicted;            /* sessions that gave way to another */
	uint64_t sessions;           /* there are now */
};

/*
 * login_create(token, random): nobody is logged in; NULL when memory is short or the token is too long.
 * The token is copied.  random fills n bytes that nobody can guess and returns 0, or -1.  Ended with
 * login_destroy().
 */
struct login *login_create(const char *token, int (*random)(void *out, size_t n));

/*
 * login_destroy(l): overwrites and releases it.  NULL is accepted.
 */
void login_destroy(struct login *l);

/*
 * login_enter(l, token, now_ms, session): begins a session when that is the token, which takes as long
 * whatever it is; *session is borrowed until the next call.
 */
enum login_result login_enter(
	struct login *l, const char *token, int64_t now_ms, const struct login_session **session);

/*
 * login_find(l, cookie, now_ms): the session of that cookie, which counts as used; NULL when there is none
 * or it is over.  Borrowed until the next call.
 */
const struct login_session *login_find(struct login *l, const char *cookie, int64_t now_ms);

/*
 * login_call(l, cookie, name): what whoever has that session calls themselves.  Returns 0, or -1 when that
 * is too long or no plain line of text, or there is no such session.
 */
int login_call(struct login *l, const char *cookie, const char *name);

/*
 * login_who(session, out): who that is, for the record: "session 3, Ann".  Returns out.
 */
const char *login_who(const struct login_session *session, char out[LOGIN_WHO_MAX]);

/*
 * login_leave(l, cookie): ends the session of that cookie; no effect when there is none.
 */
void login_leave(struct login *l, const char *cookie);

/*
 * login_same(a, b): whether two secrets are the same, in a time that tells nothing of where they differ.
 */
int login_same(const char *a, const char *b);

/*
 * login_counts(l): the counts.
 */
struct login_counts login_counts(const struct login *l);

#endif
