/* Trouble with the connection that can be played; see plays.h. */
#include "sandbox/plays.h"

#include <stdio.h>
#include <string.h>

#include "sandbox/gateway.h"
#include "sandbox/interactions.h"
#include "sandbox/page_find.h"
#include "sandbox/rest.h"

#define RETRY_MS 3000 /* that the next message is told to wait */

typedef struct plays_stage stage;

/* ------------------------------------------------------------------ what the page has buttons for */

static const char *reconnect(const stage *s, const json *ask)
{
	(void)ask;
	gateway_reconnect(s->gateway);
	return "op 7 was sent: the client should reconnect and resume";
}

static const char *invalid_session(const stage *s, const json *ask)
{
	const bool resumable = json_is_true(json_get(ask, "resumable"));

	gateway_invalidate(s->gateway, resumable);
	return resumable ? "op 9 was sent: the client may resume its session"
			 : "op 9 was sent: the client must begin a new session";
}

static const char *drop(const stage *s, const json *ask)
{
	(void)ask;
	gateway_drop(s->gateway);
	return "the connection was cut without a close frame: the client should resume";
}

static const char *silence(const stage *s, const json *ask)
{
	(void)ask;
	gateway_silence(s->gateway);
	return "the server has gone silent: the client should notice at its second heartbeat";
}

static bool is_scope(const char *scope)
{
	return strcmp(scope, "user") == 0 || strcmp(scope, "shared") == 0 ||
	       strcmp(scope, "global") == 0;
}

/* How the next request to a route fails. */
static const char *trouble(const stage *s, const json *ask, struct rest_fault *fault)
{
	const char *route = json_get_string(ask, "route"), *scope = json_get_string(ask, "scope");

	snprintf(fault->route, sizeof(fault->route), "%s", route ? route : REST_POST);
	snprintf(fault->scope, sizeof(fault->scope), "%s", scope ? scope : "user");
	fault->retry_ms = RETRY_MS;
	(void)json_get_int(ask, "ms", &fault->retry_ms);
	if (!is_scope(fault->scope) || fault->retry_ms < 0 || fault->retry_ms > 3600000 ||
		rest_trouble(s->rest, fault) != 0)
		return NULL;
	if (fault->status == 429)
		return "the next message that the bot sends gets a 429";
	return fault->status ? "the next message that the bot sends gets a 500"
			     : "the answer to the next message that the bot sends gets lost";
}

static const char *rate_limit(const stage *s, const json *ask)
{
	return trouble(s, ask, &(struct rest_fault){.status = 429});
}

static const char *server_error(const stage *s, const json *ask)
{
	return trouble(s, ask, &(struct rest_fault){.status = 500});
}

static const char *lost_answer(const stage *s, const json *ask)
{
	return trouble(s, ask, &(struct rest_fault){.loses_answer = true});
}

/* The newest message of a person, delivered once more. */
static const char *duplicate(const stage *s, const json *ask)
{
	const struct model_message *newest = NULL, *at;
	size_t i;

	(void)ask;
	for (i = 0; i < s->model->n_channels; i++) {
		for (at = s->model->channels[i]->first; at; at = at->next) {
			if (!at->author->is_bot && (!newest || at->id > newest->id))
				newest = at;
		}
	}
	if (!newest)
		return "nobody has written anything yet";
	gateway_message(s->gateway, MODEL_NEW, newest);
	return "the last message was delivered again: the bot should not answer it twice";
}

/* ------------------------------------------------------------------ what tests want */

static const char *ask_heartbeat(const stage *s, const json *ask)
{
	(void)ask;
	gateway_ask(s->gateway);
	return "op 1 was sent";
}

static const char *forget(const stage *s, const json *ask)
{
	(void)ask;
	gateway_forget(s->gateway);
	return "every session was forgotten";
}

static const char *close_code(const stage *s, const json *ask)
{
	int64_t code;

	if (!json_get_int(ask, "code", &code) || code < 1000 || code > 4999)
		return NULL;
	gateway_close(s->gateway, (int)code);
	return "every connection was closed";
}

static const char *settings(const stage *s, const json *ask)
{
	struct gateway_settings *to = gateway_settings(s->gateway);
	const json *content = json_get(ask, "message_content"), *acks = json_get(ask, "acks");
	int64_t ms;

	to->traces = to->traces || json_is_true(json_get(ask, "traces"));
	if (content)
		to->message_content = json_is_true(content);
	if (acks)
		to->acks = json_is_true(acks);
	if (json_get_int(ask, "heartbeat_ms", &ms) && ms > 0 && ms <= 3600000)
		to->heartbeat_ms = ms;
	if (json_get_int(ask, "answer_ms", &ms) && ms > 0 && ms <= 3600000)
		interactions_patience(s->interactions, ms);
	return "the gateway was set";
}

static const char *limit(const stage *s, const json *ask)
{
	const char *route = json_get_string(ask, "route");
	int64_t max, ms;

	if (!route || !json_get_int(ask, "limit", &max) || !json_get_int(ask, "ms", &ms) ||
		max < 1 || max > 1000 || ms < 1 || ms > 3600000 ||
		rest_limit(s->rest, route, (int)max, ms) != 0)
		return NULL;
	return "the limit was set";
}

static const char *react(const stage *s, const json *ask)
{
	const char *emoji = json_get_string(ask, "emoji");
	const struct model_user *user = page_find_user(s->model, ask);
	struct model_channel *channel = page_find_channel(s->model, ask);
	struct model_message *message = channel ? page_find_message(channel, ask, user) : NULL;

	if (!user || !message || !emoji || model_react(s->model, message, user, emoji, true) != 0)
		return NULL;
	return "a reaction was added";
}

/* ------------------------------------------------------------------ the table */

static const struct plays_entry plays[] = {
	{"reconnect", "Ask it to reconnect",
		"Discord sends op 7 now and then: the bot reconnects and resumes.", reconnect},
	{"invalid-session", "Forget its session",
		"Op 9: the bot begins a new session after a pause of one to five seconds.",
		invalid_session},
	{"drop", "Cut the connection",
		"As when a network fails: write while it is gone, the answer still comes.", drop},
	{"silence", "Fall silent",
		"The connection stays open but nothing comes: the bot notices within half a "
		"minute.",
		silence},
	{"rate-limit", "Refuse the next message (429)",
		"Then ask something: the answer comes three seconds later.", rate_limit},
	{"server-error", "Fail the next message (500)", "Then ask something: the bot tries again.",
		server_error},
	{"duplicate", "Deliver the last message twice",
		"Discord may do that: the bot answers once.", duplicate},
	{"lost-answer", NULL, NULL, lost_answer},
	{"ask-heartbeat", NULL, NULL, ask_heartbeat},
	{"forget", NULL, NULL, forget},
	{"close", NULL, NULL, close_code},
	{"settings", NULL, NULL, settings},
	{"limit", NULL, NULL, limit},
	{"react", NULL, NULL, react},
};

const struct plays_entry *plays_list(size_t *n)
{
	*n = sizeof(plays) / sizeof(plays[0]);
	return plays;
}

const struct plays_entry *plays_find(const char *what)
{
	size_t i;

	for (i = 0; i < sizeof(plays) / sizeof(plays[0]); i++) {
		if (strcmp(plays[i].what, what) == 0)
			return &plays[i];
	}
	return NULL;
}
