/*
 * What the tests of src/sandbox have in common: the world with a clock of its own, a gateway whose
 * clients are here, and the REST API on both.
 */
#ifndef TESTS_SANDBOX_STAGE_H
#define TESTS_SANDBOX_STAGE_H

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/json.h"
#include "sandbox/gateway.h"
#include "sandbox/interactions.h"
#include "sandbox/model.h"
#include "sandbox/plays.h"
#include "sandbox/registry.h"
#include "sandbox/rest.h"
#include "sandbox/world.h"

#define UNUSED_OK __attribute__((unused)) static

#define BACK_HELP UINT64_C(1300000000000000020)
#define GENERAL UINT64_C(1300000000000000022)
#define STAFF UINT64_C(1300000000000000025)
#define FORUM UINT64_C(1300000000000000026)
#define RULES UINT64_C(1300000000000000027)
#define SECRET UINT64_C(1300000000000000028)
#define NO_HISTORY UINT64_C(1300000000000000029)
#define BOT UINT64_C(1300000000000000010)
#define ANN UINT64_C(1300000000000000011)
#define BOB UINT64_C(1300000000000000012)
#define MIA UINT64_C(1300000000000000014)
#define GUILD UINT64_C(1300000000000000001)

/* A client of the gateway. */
struct client {
	struct gateway_conn *conn;
	struct buf sent; /* every frame, a line each */
	size_t n;        /* frames */
	int code;        /* that it was closed with */
	bool dropped;
};

static struct {
	int64_t now;
	struct model *model;
	struct gateway *gateway;
	struct rest *rest;
	struct registry *commands;
	struct interactions *interactions;
	struct plays_stage plays;
	struct buf told;    /* what happened: "event data\n" */
	struct buf changes; /* what the model told: "new TEXT\n" */
	struct serve_answer answer;
} stage;

UNUSED_OK int64_t stage_clock(void)
{
	return stage.now;
}

UNUSED_OK void stage_happened(void *ctx, const char *event, const char *text, const char *data)
{
	json *parsed = json_parse(data, strlen(data));

	(void)ctx;
	assert_true(*text);
	assert_true(json_is_object(parsed));
	json_free(parsed);
	buf_printf(&stage.told, "%s %s\n", event, data);
}

UNUSED_OK void stage_message(
	void *ctx, enum model_change change, const struct model_message *message)
{
	static const char *const words[] = {"new", "edited", "removed"};

	(void)ctx;
	buf_printf(&stage.changes, "%s %s\n", words[change], message->text);
	if (stage.gateway)
		gateway_message(stage.gateway, change, message);
}

UNUSED_OK void stage_channel(void *ctx, const struct model_channel *channel)
{
	(void)ctx;
	if (!stage.gateway)
		return;
	buf_printf(&stage.changes, "channel %s\n", channel->name);
	gateway_channel(stage.gateway, channel);
}

UNUSED_OK void stage_reaction(void *ctx, const struct model_message *message,
	const struct model_user *user, const char *emoji, bool is_added)
{
	(void)ctx;
	buf_printf(&stage.changes, "%s%s by %s\n", is_added ? "+" : "-", emoji, user->name);
	gateway_reaction(stage.gateway, message, user, emoji, is_added);
}

UNUSED_OK void stage_commands(void *ctx)
{
	(void)ctx;
	buf_puts(&stage.changes, "commands\n");
}

UNUSED_OK void stage_interaction(void *ctx, const struct interactions_entry *interaction)
{
	static const char *const words[] = {"waits", "answered", "failed"};

	(void)ctx;
	buf_printf(&stage.changes, "interaction %s\n", words[interaction->state]);
}

UNUSED_OK void stage_choices(
	void *ctx, const struct interactions_entry *interaction, const char *choices)
{
	(void)ctx;
	(void)interaction;
	buf_printf(&stage.changes, "choices %s\n", choices);
}

UNUSED_OK int stage_open(void **state)
{
	const struct model_hooks hooks = {stage_message, stage_channel, stage_reaction, NULL};
	const struct interactions_hooks interactions_hooks = {
		stage_interaction, stage_choices, NULL};

	(void)state;
	memset(&stage, 0, sizeof(stage));
	stage.now = 1795347677000;
	buf_init(&stage.told, 1 << 20);
	buf_init(&stage.changes, 1 << 20);
	buf_init(&stage.answer.headers, SERVE_HEADERS_MAX);
	buf_init(&stage.answer.body, SERVE_ANSWER_MAX);
	stage.model = model_create(stage_clock, &hooks);
	assert_non_null(stage.model);
	assert_int_equal(world_build(stage.model), 0);
	stage.gateway = gateway_create(
		&(struct gateway_options){stage.model, stage_clock, stage_happened, NULL});
	assert_non_null(stage.gateway);
	gateway_settings(stage.gateway)->token = WORLD_TOKEN;
	gateway_settings(stage.gateway)->resume_url = "ws://resume.test";
	stage.commands = registry_create(stage.model, stage_commands, NULL);
	assert_non_null(stage.commands);
	stage.interactions = interactions_create(stage.model, &interactions_hooks);
	assert_non_null(stage.interactions);
	stage.rest = rest_create(&(struct rest_options){stage.model, stage.gateway,
		"ws://main.test", stage.commands, stage.interactions, stage_happened, NULL});
	assert_non_null(stage.rest);
	stage.plays = (struct plays_stage){
		stage.model, stage.gateway, stage.rest, stage.commands, stage.interactions};
	return 0;
}

UNUSED_OK int stage_close(void **state)
{
	(void)state;
	rest_destroy(stage.rest);
	registry_destroy(stage.commands);
	interactions_destroy(stage.interactions);
	gateway_destroy(stage.gateway);
	model_destroy(stage.model);
	buf_free(&stage.told);
	buf_free(&stage.changes);
	buf_free(&stage.answer.headers);
	buf_free(&stage.answer.body);
	return 0;
}

#define stage_test(fn) cmocka_unit_test_setup_teardown(fn, stage_open, stage_close)

/* ------------------------------------------------------------------ people */

UNUSED_OK struct model_message *stage_say(uint64_t channel, uint64_t user, const char *text)
{
	struct model_message *message = model_post(
		stage.model, &(struct model_draft){.channel = model_channel(stage.model, channel),
				     .author = model_user(stage.model, user),
				     .text = text,
				     .len = strlen(text),
				     .pings_users = true,
				     .pings_roles = true});

	assert_non_null(message);
	return message;
}

/* ------------------------------------------------------------------ commands, the page */

#define APPLICATION "/applications/1300000000000000010/commands"

/* Asks as the page does. */
UNUSED_OK json *stage_parse(const char *text)
{
	json *v = json_parse(text, strlen(text));

	if (!v)
		fail_msg("no JSON: %s", text);
	return v;
}

/* Somebody uses something: an interaction that waits. */
UNUSED_OK struct interactions_entry *stage_use(enum interactions_type type, uint64_t message)
{
	const struct interactions_entry template = {
		.type = type,
		.user = model_user(stage.model, ANN),
		.channel = model_channel(stage.model, GENERAL),
		.message = message,
		.use = {.type = type == INTERACTIONS_COMPONENT ? 3 : 2, .name = "back ask"},
	};
	struct interactions_entry *i = interactions_open(stage.interactions, &template);

	assert_non_null(i);
	return i;
}

/* ------------------------------------------------------------------ clients */

UNUSED_OK void client_send(void *ctx, const char *data, size_t len, bool is_text)
{
	struct client *c = ctx;

	c->n++;
	buf_put(&c->sent, data, len);
	if (is_text)
		buf_putc(&c->sent, '\n');
}

UNUSED_OK void client_close(void *ctx, int code, const char *reason)
{
	struct client *c = ctx;

	assert_true(*reason);
	c->code = code;
}

UNUSED_OK void client_drop(void *ctx)
{
	struct client *c = ctx;

	c->dropped = true;
}

UNUSED_OK void client_open_at(struct client *c, const struct gateway_place *place)
{
	static const struct gateway_wire wire = {client_send, client_close, client_drop};

	*c = (struct client){0};
	buf_init(&c->sent, 1 << 22);
	c->conn = gateway_open(stage.gateway, place, &wire, c);
	assert_non_null(c->conn);
}

UNUSED_OK void client_open(struct client *c)
{
	client_open_at(c, &(struct gateway_place){"10", "json", "", "main"});
}

UNUSED_OK void client_say(struct client *c, const char *text)
{
	gateway_receive(c->conn, text, strlen(text), true);
}

/* The connection is gone: closed with that code by the client. */
UNUSED_OK void client_gone(struct client *c, int code)
{
	gateway_closed(c->conn, code);
	buf_free(&c->sent);
	c->conn = NULL;
}

UNUSED_OK bool client_got(const struct client *c, const char *part)
{
	return strstr(buf_str(&c->sent), part) != NULL;
}

UNUSED_OK void client_identify(struct client *c, int intents)
{
	char text[256];

	snprintf(text, sizeof(text),
		"{\"op\":2,\"d\":{\"token\":\"%s\",\"intents\":%d,\"properties\":{}}}", WORLD_TOKEN,
		intents);
	client_say(c, text);
}

/* The id of the session that READY told. */
UNUSED_OK void client_session(const struct client *c, char *id)
{
	const char *at = strstr(buf_str(&c->sent), "\"session_id\":\"");

	assert_non_null(at);
	snprintf(id, 33, "%s", at + strlen("\"session_id\":\""));
}

UNUSED_OK void client_resume(struct client *c, const char *id, int seq)
{
	char text[256];

	snprintf(text, sizeof(text),
		"{\"op\":6,\"d\":{\"token\":\"%s\",\"session_id\":\"%s\",\"seq\":%d}}", WORLD_TOKEN,
		id, seq);
	client_say(c, text);
}

/* ------------------------------------------------------------------ requests */

UNUSED_OK int stage_request(struct serve_request request)
{
	buf_clear(&stage.answer.headers);
	buf_clear(&stage.answer.body);
	stage.answer.status = 200;
	stage.answer.drop = false;
	request.query = request.query ? request.query : "";
	request.authorization = request.authorization ? request.authorization : "Bot " WORLD_TOKEN;
	request.user_agent =
		request.user_agent ? request.user_agent : "DiscordBot (https://a.test, 1)";
	request.content_type = request.content_type ? request.content_type : "application/json";
	request.body = request.body ? request.body : "";
	request.body_len = strlen(request.body);
	rest_answer(stage.rest, &request, &stage.answer);
	assert_true(buf_ok(&stage.answer.headers));
	assert_true(buf_ok(&stage.answer.body));
	return stage.answer.status;
}

/* path: below /api/v10; the rate limits have passed. */
UNUSED_OK int stage_ask(const char *method, const char *path, const char *body)
{
	char whole[256], *query;

	snprintf(whole, sizeof(whole), "/api/v10%s", path);
	query = strchr(whole, '?');
	if (query)
		*query++ = '\0';
	stage.now += 10001;
	return stage_request((struct serve_request){
		.method = method, .path = whole, .query = query, .body = body});
}

/* Answers an interaction at once. */
UNUSED_OK int stage_answer(const struct interactions_entry *i, const char *query, const char *body)
{
	char path[256];

	snprintf(path, sizeof(path), "/api/v10/interactions/%" PRIu64 "/%s/callback", i->id,
		i->token);
	return stage_request((struct serve_request){.method = "POST",
		.path = path,
		.query = query,
		.authorization = "none",
		.body = body});
}

UNUSED_OK bool stage_answered(const char *part)
{
	return strstr(buf_str(&stage.answer.body), part) != NULL;
}

/* The code of the error that was the answer. */
UNUSED_OK int stage_code(void)
{
	json *v = json_parse(buf_str(&stage.answer.body), stage.answer.body.len);
	int64_t code = -1;

	assert_true(json_get_int(v, "code", &code));
	json_free(v);
	return (int)code;
}

#endif
