/* Who may use the dashboard; see login.h. */
#include "web/login.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

struct login {
	char token[LOGIN_TOKEN_MAX + 1];
	int (*random)(void *out, size_t n);
	struct login_session sessions[LOGIN_SESSIONS_MAX];
	size_t n;
	unsigned numbers; /* of sessions so far */
	int64_t room_ms;  /* what failures have left of their allowance, as time, */
	int64_t at_ms;    /* then */
	struct login_counts counts;
};

int login_same(const char *a, const char *b)
{
	const size_t n = strlen(a), m = strlen(b);
	volatile unsigned char differ = n != m;
	size_t i;

	/* every byte of the one that came, whatever the other is */
	for (i = 0; i < m; i++)
		differ = (unsigned char)(differ | (a[n ? i % n : 0] ^ b[i]));
	return differ == 0;
}

struct login *login_create(const char *token, int (*random)(void *out, size_t n))
{
	struct login *l = strlen(token) <= LOGIN_TOKEN_MAX ? calloc(1, sizeof(*l)) : NULL;

	if (!l)
		return NULL;
	snprintf(l->token, sizeof(l->token), "%s", token);
	l->random = random;
	l->room_ms = (int64_t)LOGIN_FAILURES * LOGIN_FAILURE_MS;
	return l;
}

void login_destroy(struct login *l)
{
	if (!l)
		return;
	explicit_bzero(l, sizeof(*l));
	free(l);
}

/* ------------------------------------------------------------------ sessions */

static void end(struct login *l, size_t i)
{
	l->sessions[i] = l->sessions[--l->n];
	explicit_bzero(&l->sessions[l->n], sizeof(l->sessions[0]));
}

static void end_old(struct login *l, int64_t now)
{
	size_t i = 0;

	while (i < l->n) {
		if (now - l->sessions[i].begun_ms >= LOGIN_SESSION_MS ||
			now - l->sessions[i].used_ms >= LOGIN_IDLE_MS)
			end(l, i);
		else
			i++;
	}
}

static size_t find_least_used(const struct login *l)
{
	size_t i, least = 0;

	for (i = 1; i < l->n; i++) {
		if (l->sessions[i].used_ms < l->sessions[least].used_ms)
			least = i;
	}
	return least;
}

static int make_secret(const struct login *l, char out[LOGIN_SECRET_MAX])
{
	unsigned char bytes[LOGIN_SECRET_BYTES];
	size_t i;

	if (l->random(bytes, sizeof(bytes)) != 0)
		return -1;
	for (i = 0; i < sizeof(bytes); i++)
		snprintf(out + 2 * i, 3, "%02x", bytes[i]);
	explicit_bzero(bytes, sizeof(bytes));
	return 0;
}

static struct login_session *begin(struct login *l, int64_t now)
{
	struct login_session session = {.begun_ms = now, .used_ms = now, .number = ++l->numbers};

	if (make_secret(l, session.cookie) != 0 || make_secret(l, session.key) != 0)
		return NULL;
	if (l->n == LOGIN_SESSIONS_MAX) {
		end(l, find_least_used(l));
		l->counts.evicted++;
	}
	l->sessions[l->n] = session;
	return &l->sessions[l->n++];
}

/* ------------------------------------------------------------------ the door */

/* Whether one more token may be looked at. */
static int may_try(struct login *l, int64_t now)
{
	const int64_t most = (int64_t)LOGIN_FAILURES * LOGIN_FAILURE_MS;

	l->room_ms += now - l->at_ms;
	l->at_ms = now;
	if (l->room_ms > most)
		l->room_ms = most;
	return l->room_ms >= LOGIN_FAILURE_MS;
}

enum login_result login_enter(
	struct login *l, const char *token, int64_t now_ms, const struct login_session **session)
{
	*session = NULL;
	end_old(l, now_ms);
	if (!may_try(l, now_ms)) {
		l->counts.refused++;
		return LOGIN_WAIT;
	}
	if (!login_same(l->token, token)) {
		l->room_ms -= LOGIN_FAILURE_MS;
		l->counts.wrong++;
		return LOGIN_WRONG;
	}
	*session = begin(l, now_ms);
	if (!*session)
		return LOGIN_FAILED;
	l->counts.ok++;
	return LOGIN_OK;
}

const struct login_session *login_find(struct login *l, const char *cookie, int64_t now_ms)
{
	size_t i;

	end_old(l, now_ms);
	for (i = 0; i < l->n; i++) {
		if (!login_same(l->sessions[i].cookie, cookie))
			continue;
		l->sessions[i].used_ms = now_ms;
		return &l->sessions[i];
	}
	return NULL;
}

/* Whether it can stand in a line of the log, and of the record. */
static int is_plain(const char *name)
{
	size_t i;

	for (i = 0; name[i]; i++) {
		if ((unsigned char)name[i] < ' ' || name[i] == 0x7f)
			return 0;
	}
	return i < LOGIN_NAME_MAX && utf8_valid(name, i, NULL);
}

int login_call(struct login *l, const char *cookie, const char *name)
{
	size_t i;

	for (i = 0; i < l->n; i++) {
		if (!login_same(l->sessions[i].cookie, cookie))
			continue;
		if (!is_plain(name))
			return -1;
		snprintf(l->sessions[i].name, sizeof(l->sessions[i].name), "%s", name);
		return 0;
	}
	return -1;
}

const char *login_who(const struct login_session *session, char out[LOGIN_WHO_MAX])
{
	snprintf(out, LOGIN_WHO_MAX, "session %u%s%s", session->number, *session->name ? ", " : "",
		session->name);
	return out;
}

void login_leave(struct login *l, const char *cookie)
{
	size_t i;

	for (i = 0; i < l->n; i++) {
		if (login_same(l->sessions[i].cookie, cookie)) {
			end(l, i);
			return;
		}
	}
}

struct login_counts login_counts(const struct login *l)
{
	struct login_counts counts = l->counts;

	counts.sessions = l->n;
	return counts;
}
