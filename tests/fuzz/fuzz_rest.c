/*
 * Fuzzes the REST API of the sandbox: a conversation of lines, after which every answer has to be what the
 * API gives.  By a line's first byte:
 *
 *	u             somebody uses a command (b: a button; a: types into one), whose id and token the lines
 *	              behind it may name as $I and $T
 *	m TEXT        somebody writes TEXT, and the message is $M from then on; what the API posts is, too
 *	t             a minute goes by
 *	-             the next request has no authorization
 *	METHOD PATH BODY    a request; PATH stands below /api/v10, with ?QUERY
 *
 *	make fuzz, or: fuzz_rest -max_len=20000 corpus tests/fuzz/rest
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "sandbox/gateway.h"
#include "sandbox/interactions.h"
#include "sandbox/registry.h"
#include "sandbox/rest.h"
#include "sandbox/world.h"

#define CHANNEL UINT64_C(1300000000000000022)
#define PERSON UINT64_C(1300000000000000011)
#define LINE_BYTES 32768

#define CHECK(condition)                                                                           \
	do {                                                                                       \
		if (!(condition)) {                                                                \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);            \
			abort();                                                                   \
		}                                                                                  \
	} while (0)

/* The model's clock has no context. */
static int64_t now_ms;
static uint64_t last_message;

struct stage {
	struct model *model;
	struct gateway *gateway;
	struct registry *commands;
	struct interactions *interactions;
	struct rest *rest;
	const struct interactions_entry *used; /* last; NULL = nothing */
	bool bare;                             /* the next request shows no token */
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* ------------------------------------------------------------------ what is told */

static int64_t read_clock(void)
{
	return now_ms;
}

static void check_json(const char *text, size_t len)
{
	json *v = json_parse(text, len);

	CHECK(v);
	json_free(v);
}

static void on_happened(void *ctx, const char *event, const char *text, const char *data)
{
	(void)ctx;
	CHECK(event && text && *text);
	check_json(data, strlen(data));
}

static void on_message(void *ctx, enum model_change change, const struct model_message *message)
{
	struct stage *s = ctx;

	last_message = message->id;
	if (s->gateway)
		gateway_message(s->gateway, change, message);
}

static void on_channel(void *ctx, const struct model_channel *channel)
{
	struct stage *s = ctx;

	if (s->gateway)
		gateway_channel(s->gateway, channel);
}

static void on_reaction(void *ctx, const struct model_message *message,
	const struct model_user *user, const char *emoji, bool is_added)
{
	struct stage *s = ctx;

	gateway_reaction(s->gateway, message, user, emoji, is_added);
}

static void on_commands(void *ctx)
{
	(void)ctx;
}

static void on_changed(void *ctx, const struct interactions_entry *interaction)
{
	(void)ctx;
	(void)interaction;
}

static void on_choices(void *ctx, const struct interactions_entry *interaction, const char *choices)
{
	(void)ctx;
	(void)interaction;
	check_json(choices, strlen(choices));
}

/* ------------------------------------------------------------------ requests */

/* The line with its places filled in. */
static void fill_in(const struct stage *s, const char *line, struct buf *out)
{
	for (; *line; line++) {
		if (line[0] == '$' && line[1] == 'I' && s->used)
			buf_printf(out, "%" PRIu64, s->used->id);
		else if (line[0] == '$' && line[1] == 'T' && s->used)
			buf_puts(out, s->used->token);
		else if (line[0] == '$' && line[1] == 'M')
			buf_printf(out, "%" PRIu64, last_message);
		else {
			buf_putc(out, *line);
			continue;
		}
		line++;
	}
}

static void check_answer(const struct serve_answer *answer)
{
	CHECK(answer->drop || (answer->status >= 200 && answer->status < 500));
	CHECK(buf_ok(&answer->headers) && buf_ok(&answer->body));
	if (answer->status == 204)
		CHECK(answer->body.len == 0);
	else if (answer->body.len)
		check_json(answer->body.data, answer->body.len);
}

static void request(struct stage *s, char *line)
{
	char *path = strchr(line, ' '), *body = path ? strchr(path + 1, ' ') : NULL, *query;
	struct serve_answer answer = {.status = 200};
	struct buf whole;

	if (!path)
		return;
	*path++ = '\0';
	if (body)
		*body++ = '\0';
	query = strchr(path, '?');
	if (query)
		*query++ = '\0';
	if (strlen(path) + 16 > SERVE_PATH_MAX || (query && strlen(query) >= SERVE_PATH_MAX))
		return;
	buf_init(&whole, SERVE_PATH_MAX);
	buf_init(&answer.headers, SERVE_HEADERS_MAX);
	buf_init(&answer.body, SERVE_ANSWER_MAX);
	buf_printf(&whole, "/api/v10%s", path);
	rest_answer(s->rest,
		&(struct serve_request){.method = line,
			.path = buf_str(&whole),
			.query = query ? query : "",
			.authorization = s->bare ? "" : "Bot " WORLD_TOKEN,
			.user_agent = "DiscordBot (https://a.example, 1)",
			.content_type = "application/json",
			.origin = "",
			.cookie = "",
			.body = body ? body : "",
			.body_len = body ? strlen(body) : 0},
		&answer);
	check_answer(&answer);
	s->bare = false;
	now_ms += 11000; /* the limits are not what is looked for */
	buf_free(&whole);
	buf_free(&answer.headers);
	buf_free(&answer.body);
}

static void use(struct stage *s, enum interactions_type type)
{
	const struct interactions_entry like = {.type = type,
		.user = model_user(s->model, PERSON),
		.channel = model_channel(s->model, CHANNEL),
		.message = type == INTERACTIONS_COMPONENT ? last_message : 0,
		.use = {.type = type == INTERACTIONS_COMPONENT ? 3 : 2, .name = "back ask"}};

	s->used = interactions_open(s->interactions, &like);
	CHECK(s->used);
}

static void act(struct stage *s, const char *text)
{
	struct buf line;

	buf_init(&line, LINE_BYTES);
	fill_in(s, text, &line);
	if (!buf_ok(&line) || !line.len) {
		buf_free(&line);
		return;
	}
	switch (*text) {
	case 'u': use(s, INTERACTIONS_COMMAND); break;
	case 'b': use(s, INTERACTIONS_COMPONENT); break;
	case 'a': use(s, INTERACTIONS_AUTOCOMPLETE); break;
	case 't':
		now_ms += 60000;
		interactions_expire(s->interactions);
		break;
	case '-': s->bare = true; break;
	case 'm':
		model_post(s->model, &(struct model_draft){
					     .channel = model_channel(s->model, CHANNEL),
					     .author = model_user(s->model, PERSON),
					     .text = line.data + 1,
					     .len = line.len - 1,
				     });
		break;
	default: request(s, line.data); break;
	}
	buf_free(&line);
}

/* ------------------------------------------------------------------ the stage */

static void set_up(struct stage *s)
{
	const struct model_hooks hooks = {on_message, on_channel, on_reaction, s};
	const struct interactions_hooks waits = {on_changed, on_choices, s};

	s->model = model_create(read_clock, &hooks);
	CHECK(s->model && world_build(s->model) == 0);
	s->gateway =
		gateway_create(&(struct gateway_options){s->model, read_clock, on_happened, NULL});
	CHECK(s->gateway);
	gateway_settings(s->gateway)->token = WORLD_TOKEN;
	gateway_settings(s->gateway)->resume_url = "ws://resume.test";
	s->commands = registry_create(s->model, on_commands, NULL);
	s->interactions = interactions_create(s->model, &waits);
	CHECK(s->commands && s->interactions);
	s->rest = rest_create(&(struct rest_options){s->model, s->gateway, "ws://main.test",
		s->commands, s->interactions, on_happened, NULL});
	CHECK(s->rest);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct stage s = {.used = NULL};
	char *text = malloc(size + 1), *line, *end;

	CHECK(text);
	memcpy(text, data, size);
	text[size] = '\0';
	now_ms = 1795347677000;
	last_message = 0;
	set_up(&s);
	for (line = text; line < text + size; line = end + 1) {
		end = memchr(line, '\n', (size_t)(text + size - line));
		if (!end)
			end = text + size;
		*end = '\0';
		act(&s, line);
	}
	rest_destroy(s.rest);
	registry_destroy(s.commands);
	interactions_destroy(s.interactions);
	gateway_destroy(s.gateway);
	model_destroy(s.model);
	free(text);
	return 0;
}
