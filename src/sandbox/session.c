/* One session of the sandbox's gateway; see session.h. */
#include "sandbox/session.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

#define FRAME_MAX 1048576

struct kept {
	int64_t seq;
	char *frame;
	size_t len;
};

struct session {
	char id[SESSION_ID_MAX];
	int64_t intents, seq;
	session_send_fn *send;
	void *ctx;
	struct kept kept[SESSION_REPLAY_MAX]; /* a ring: seq stands at seq % SESSION_REPLAY_MAX */
	int64_t lost;                         /* the last event that could not be kept */
};

struct session *session_create(const char *id, int64_t intents)
{
	struct session *s = calloc(1, sizeof(*s));

	if (!s)
		return NULL;
	snprintf(s->id, sizeof(s->id), "%s", id);
	s->intents = intents;
	return s;
}

void session_destroy(struct session *s)
{
	size_t i;

	if (!s)
		return;
	for (i = 0; i < SESSION_REPLAY_MAX; i++)
		free(s->kept[i].frame);
	free(s);
}

const char *session_id(const struct session *s)
{
	return s->id;
}

int64_t session_seq(const struct session *s)
{
	return s->seq;
}

int64_t session_intents(const struct session *s)
{
	return s->intents;
}

void session_hold(struct session *s, session_send_fn *send, void *ctx)
{
	s->send = send;
	s->ctx = ctx;
}

void *session_holder(const struct session *s)
{
	return s->send ? s->ctx : NULL;
}

bool session_wants(const struct session *s, const char *event, bool direct)
{
	/* by prefix; the longer ones first */
	static const struct {
		const char *prefix;
		int64_t guild, direct;
	} needs[] = {
		{"MESSAGE_REACTION_", SESSION_GUILD_REACTIONS, SESSION_DIRECT_REACTIONS},
		{"MESSAGE_", SESSION_GUILD_MESSAGES, SESSION_DIRECT_MESSAGES},
		{"GUILD_", SESSION_GUILDS, 0},
		{"CHANNEL_", SESSION_GUILDS, 0},
		{"THREAD_", SESSION_GUILDS, 0},
	};
	size_t i;

	for (i = 0; i < sizeof(needs) / sizeof(needs[0]); i++) {
		if (strncmp(event, needs[i].prefix, strlen(needs[i].prefix)) == 0)
			return (s->intents & (direct ? needs[i].direct : needs[i].guild)) != 0;
	}
	return true;
}

/* Keeps the frame for a replay, in the place of the oldest. */
static void keep(struct session *s, struct buf *frame)
{
	struct kept *k = &s->kept[s->seq % SESSION_REPLAY_MAX];
	size_t len = frame->len;

	free(k->frame);
	*k = (struct kept){s->seq, buf_detach(frame), len};
	if (!k->frame)
		s->lost = s->seq;
}

void session_dispatch(struct session *s, const char *event, const char *data)
{
	struct buf frame;

	buf_init(&frame, FRAME_MAX);
	s->seq++;
	buf_printf(&frame, "{\"t\":\"%s\",\"s\":%" PRId64 ",\"op\":0,\"d\":", event, s->seq);
	buf_puts(&frame, data);
	if (buf_putc(&frame, '}') && s->send)
		s->send(s->ctx, buf_str(&frame), frame.len);
	keep(s, &frame);
	buf_free(&frame);
}

bool session_can_replay(const struct session *s, int64_t seq)
{
	return seq >= s->lost && s->seq - seq < SESSION_REPLAY_MAX;
}

int session_replay(struct session *s, int64_t seq)
{
	const int64_t last = s->seq;
	const struct kept *k;
	int n = 0;

	while (seq < last) {
		k = &s->kept[++seq % SESSION_REPLAY_MAX];
		if (k->seq != seq || !k->frame)
			continue;
		s->send(s->ctx, k->frame, k->len);
		n++;
	}
	session_dispatch(s, "RESUMED", "{\"_trace\":[]}");
	return n;
}
