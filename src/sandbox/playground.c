/* The sandbox; see playground.h. */
#include "sandbox/playground.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/json.h"
#include "base/log.h"
#include "sandbox/assets.h"
#include "sandbox/gateway.h"
#include "sandbox/page_ask.h"
#include "sandbox/registry.h"
#include "sandbox/rest.h"
#include "sandbox/world.h"
#include "sys/loop.h"
#include "sys/serve.h"

#define OUT_MAX 1048576 /* bytes of a message to the page */
#define REF_MAX 100     /* bytes of the page's own mark that are given back */
#define TICK_MS 1000
#define ADDRESS_MAX 64

/* An open page. */
struct pane {
	struct playground *playground;
	struct serve_socket *socket;
	struct pane *next;
};

/* A client of the gateway. */
struct gate {
	struct serve_socket *socket;
	struct gateway_conn *conn;
};

struct playground {
	struct loop *loop;
	struct serve *serve;
	struct model *model;
	struct gateway *gateway;
	struct rest *rest;
	struct registry *commands;
	struct interactions *interactions;
	struct plays_stage stage;
	struct pane *panes;
	size_t n_panes;
	struct buf out; /* what is being told to the pages */
	bool was_ready;
	struct page_show_content content;
	char api[ADDRESS_MAX], gateway_url[ADDRESS_MAX], resume_url[ADDRESS_MAX];
	struct timer tick, deadline; /* of an interaction that waits */
};

static int64_t epoch_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ------------------------------------------------------------------ telling the pages */

/* Sends p->out to every page, and forgets it. */
static void send_all(struct playground *p)
{
	struct pane *pane;

	if (buf_ok(&p->out)) {
		for (pane = p->panes; pane; pane = pane->next)
			(void)serve_socket_send(pane->socket, buf_str(&p->out), p->out.len, true);
	}
	buf_clear(&p->out);
}

static void tell_ready(struct playground *p, const char *note)
{
	const bool ready = gateway_ready(p->gateway) > 0;

	if (ready == p->was_ready)
		return;
	p->was_ready = ready;
	page_show_bot(&p->out, ready, note);
	send_all(p);
}

static void on_happened(void *ctx, const char *event, const char *text, const char *data)
{
	struct playground *p = ctx;

	page_show_log(&p->out, event, text, data);
	send_all(p);
	if (!p->gateway)
		return;
	if (strcmp(event, "ready") == 0)
		tell_ready(p, "connected");
	else if (strcmp(event, "resumed") == 0)
		tell_ready(p, "connected again: the session goes on");
	else
		tell_ready(p, "connection lost: the bot is trying again");
}

static void on_message(void *ctx, enum model_change change, const struct model_message *message)
{
	struct playground *p = ctx;

	if (!message->channel->is_offstage) {
		page_show_message(&p->out, p->model, change, message);
		send_all(p);
	}
	gateway_message(p->gateway, change, message);
}

static void on_channel(void *ctx, const struct model_channel *channel)
{
	struct playground *p = ctx;

	if (!p->gateway) /* the world is being built */
		return;
	page_show_channel(&p->out, p->model, channel);
	send_all(p);
	gateway_channel(p->gateway, channel);
}

static void on_reaction(void *ctx, const struct model_message *message,
	const struct model_user *user, const char *emoji, bool is_added)
{
	struct playground *p = ctx;

	if (!message->channel->is_offstage) {
		page_show_message(&p->out, p->model, MODEL_EDITED, message);
		send_all(p);
	}
	gateway_reaction(p->gateway, message, user, emoji, is_added);
}

static void on_commands(void *ctx)
{
	struct playground *p = ctx;

	page_show_commands(&p->out, p->model, p->commands);
	send_all(p);
}

static void on_interaction(void *ctx, const struct interactions_entry *interaction)
{
	struct playground *p = ctx;

	page_show_interaction(&p->out, interaction, NULL);
	send_all(p);
}

static void on_choices(void *ctx, const struct interactions_entry *interaction, const char *choices)
{
	struct playground *p = ctx;

	page_show_choices(&p->out, interaction, choices);
	send_all(p);
}

/* Those that nobody answered have failed; the next one to do so wakes this again. */
static void watch_interactions(void *ctx)
{
	struct playground *p = ctx;
	const int64_t next = interactions_expire(p->interactions);

	if (next >= 0)
		loop_timer_set(p->loop, &p->deadline, loop_now() + next, watch_interactions, p);
}

void playground_why(struct playground *p, const struct page_show_why *why, int tier)
{
	const struct model_channel *channel = model_channel(p->model, why->channel);
	struct model_message *message = channel ? model_message(channel, why->message) : NULL;

	if (message)
		message->tier = tier;
	page_show_why(&p->out, why);
	send_all(p);
}

void playground_content(struct playground *p, const struct page_show_content *content)
{
	p->content = *content;
}

void playground_reloaded(struct playground *p, bool ok, const char *text)
{
	page_show_content(&p->out, ok, text, p->content.generation);
	send_all(p);
}

/* ------------------------------------------------------------------ pages */

static void *open_pane(void *ctx, struct serve_socket *socket, const struct serve_request *request)
{
	struct playground *p = ctx;
	struct pane *pane;
	struct buf state;

	(void)request;
	pane = p->n_panes < PLAYGROUND_PAGES_MAX ? calloc(1, sizeof(*pane)) : NULL;
	if (!pane)
		return NULL;
	pane->playground = p;
	pane->socket = socket;
	pane->next = p->panes;
	p->panes = pane;
	p->n_panes++;
	buf_init(&state, OUT_MAX);
	if (page_show_state(&state, p->model, p->was_ready, &p->content))
		(void)serve_socket_send(socket, buf_str(&state), state.len, true);
	buf_clear(&state);
	if (page_show_commands(&state, p->model, p->commands))
		(void)serve_socket_send(socket, buf_str(&state), state.len, true);
	buf_free(&state);
	return pane;
}

static void close_pane(void *ctx, int code)
{
	struct pane *pane = ctx, **at = &pane->playground->panes;

	(void)code;
	while (*at != pane)
		at = &(*at)->next;
	*at = pane->next;
	pane->playground->n_panes--;
	free(pane);
}

static void tell_error(struct pane *pane, const char *text, const char *ref)
{
	struct buf out;

	buf_init(&out, OUT_MAX);
	if (ref && strlen(ref) > REF_MAX)
		ref = NULL;
	if (page_show_error(&out, text, ref))
		(void)serve_socket_send(pane->socket, buf_str(&out), out.len, true);
	buf_free(&out);
}

/* It waits, and the page is told which of its wishes that is. */
static void tell_interaction(struct pane *pane, uint64_t id, const char *ref)
{
	struct playground *p = pane->playground;
	const struct interactions_entry *interaction = interactions_find(p->interactions, id);
	struct buf out;

	buf_init(&out, OUT_MAX);
	if (ref && strlen(ref) > REF_MAX)
		ref = NULL;
	if (interaction && page_show_interaction(&out, interaction, ref))
		(void)serve_socket_send(pane->socket, buf_str(&out), out.len, true);
	buf_free(&out);
	watch_interactions(p);
}

static void hear_pane(void *ctx, const char *data, size_t len, bool is_text)
{
	struct pane *pane = ctx;
	struct playground *p = pane->playground;
	struct page_ask_result result;
	json *ask = is_text ? json_parse(data, len) : NULL;

	if (!ask) {
		tell_error(pane, "that is no JSON", NULL);
		return;
	}
	result = page_ask(&p->stage, ask);
	if (result.error) {
		tell_error(pane, result.error, json_get_string(ask, "ref"));
	} else if (result.interaction) {
		tell_interaction(pane, result.interaction, json_get_string(ask, "ref"));
	} else if (result.channel) {
		page_show_channel(&p->out, p->model, result.channel);
		send_all(p);
	} else if (result.log) {
		on_happened(p, "play", result.log, "{}");
	}
	json_free(ask);
}

static const struct serve_socket_type pane_type = {
	PAGE_ASK_BYTES_MAX, open_pane, hear_pane, close_pane};

static void answer_file(void *ctx, const struct serve_request *request, struct serve_answer *answer)
{
	(void)ctx;
	assets_answer(request, answer);
}

/* ------------------------------------------------------------------ the bot's side */

static void gate_send(void *ctx, const char *data, size_t len, bool is_text)
{
	struct gate *gate = ctx;

	(void)serve_socket_send(gate->socket, data, len, is_text);
}

static void gate_close(void *ctx, int code, const char *reason)
{
	struct gate *gate = ctx;

	serve_socket_close(gate->socket, code, reason);
}

static void gate_drop(void *ctx)
{
	struct gate *gate = ctx;

	serve_socket_drop(gate->socket);
}

static void *open_gate(void *ctx, struct serve_socket *socket, const struct serve_request *request)
{
	static const struct gateway_wire wire = {gate_send, gate_close, gate_drop};
	char version[16], encoding[16], compress[32];
	const struct gateway_place place = {version, encoding, compress,
		strncmp(request->path, "/resume", 7) == 0 ? "resume" : "main"};
	struct playground *p = ctx;
	struct gate *gate = calloc(1, sizeof(*gate));

	if (!gate)
		return NULL;
	gate->socket = socket;
	(void)serve_query(request, "v", version, sizeof(version));
	(void)serve_query(request, "encoding", encoding, sizeof(encoding));
	(void)serve_query(request, "compress", compress, sizeof(compress));
	gate->conn = gateway_open(p->gateway, &place, &wire, gate);
	if (gate->conn)
		return gate;
	free(gate);
	return NULL;
}

static void hear_gate(void *ctx, const char *data, size_t len, bool is_text)
{
	struct gate *gate = ctx;

	gateway_receive(gate->conn, data, len, is_text);
}

static void close_gate(void *ctx, int code)
{
	struct gate *gate = ctx;

	gateway_closed(gate->conn, code);
	free(gate);
}

/* more than the gateway takes, so that it can say what it thinks of that */
static const struct serve_socket_type gate_type = {65536, open_gate, hear_gate, close_gate};

static void answer_api(void *ctx, const struct serve_request *request, struct serve_answer *answer)
{
	struct playground *p = ctx;

	rest_answer(p->rest, request, answer);
}

/* ------------------------------------------------------------------ life */

static void on_tick(void *ctx)
{
	struct playground *p = ctx;

	gateway_tick(p->gateway);
	loop_timer_set(p->loop, &p->tick, loop_now() + TICK_MS, on_tick, p);
}

static int build(struct playground *p)
{
	const struct model_hooks hooks = {on_message, on_channel, on_reaction, p};
	const struct interactions_hooks interactions_hooks = {on_interaction, on_choices, p};
	struct gateway_settings *settings;
	size_t i;

	p->model = model_create(epoch_ms, &hooks);
	if (!p->model || world_build(p->model) != 0)
		return -1;
	for (i = 0; i < p->model->n_users; i++) {
		if (!p->model->users[i].is_bot && !model_direct(p->model, &p->model->users[i]))
			return -1;
	}
	p->gateway = gateway_create(&(struct gateway_options){p->model, loop_now, on_happened, p});
	if (!p->gateway)
		return -1;
	settings = gateway_settings(p->gateway);
	settings->token = WORLD_TOKEN;
	settings->resume_url = p->resume_url;
	p->commands = registry_create(p->model, on_commands, p);
	p->interactions = interactions_create(p->model, &interactions_hooks);
	if (!p->commands || !p->interactions)
		return -1;
	p->rest = rest_create(&(struct rest_options){p->model, p->gateway, p->gateway_url,
		p->commands, p->interactions, on_happened, p});
	p->stage =
		(struct plays_stage){p->model, p->gateway, p->rest, p->commands, p->interactions};
	return p->rest ? 0 : -1;
}

static int listen_on(struct playground *p, uint16_t port)
{
	static const struct serve_route routes[] = {
		{"/page", NULL, &pane_type},
		{"/gateway*", NULL, &gate_type},
		{"/resume*", NULL, &gate_type},
		{"/api/*", answer_api, NULL},
		{"*", answer_file, NULL},
	};

	p->serve = serve_create(&(struct serve_options){.loop = p->loop,
		.port = port,
		.routes = routes,
		.n_routes = sizeof(routes) / sizeof(routes[0]),
		.ctx = p});
	if (!p->serve)
		return -1;
	port = serve_port(p->serve);
	snprintf(p->api, ADDRESS_MAX, "http://" SERVE_ADDRESS ":%u/api/v10", (unsigned)port);
	snprintf(p->gateway_url, ADDRESS_MAX, "ws://" SERVE_ADDRESS ":%u/gateway", (unsigned)port);
	snprintf(p->resume_url, ADDRESS_MAX, "ws://" SERVE_ADDRESS ":%u/resume", (unsigned)port);
	return 0;
}

struct playground *playground_create(struct loop *loop, uint16_t port)
{
	struct playground *p = calloc(1, sizeof(*p));

	if (!p)
		return NULL;
	p->loop = loop;
	buf_init(&p->out, OUT_MAX);
	if (build(p) != 0)
		log_error(loop_log(loop), "sandbox", "out of memory");
	else if (listen_on(p, port) == 0) {
		on_tick(p);
		return p;
	}
	playground_destroy(p);
	return NULL;
}

void playground_destroy(struct playground *p)
{
	if (!p)
		return;
	loop_timer_cancel(&p->tick);
	loop_timer_cancel(&p->deadline);
	serve_destroy(p->serve);
	rest_destroy(p->rest);
	registry_destroy(p->commands);
	interactions_destroy(p->interactions);
	gateway_destroy(p->gateway);
	model_destroy(p->model);
	buf_free(&p->out);
	free(p);
}

uint16_t playground_port(const struct playground *p)
{
	return serve_port(p->serve);
}

const char *playground_api(const struct playground *p)
{
	return p->api;
}

const char *playground_gateway(const struct playground *p)
{
	return p->gateway_url;
}

const char *playground_token(void)
{
	return WORLD_TOKEN;
}

bool playground_config(struct buf *out)
{
	return world_config(out);
}
