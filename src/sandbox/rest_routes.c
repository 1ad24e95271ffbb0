/* What the REST routes do, apart from messages; see rest_routes.h. */
#include "sandbox/rest_routes.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "platform/snowflake.h"
#include "sandbox/refusal.h"
#include "sandbox/rights.h"
#include "sandbox/shape.h"

#define REASON_MAX 128

static int refuse(struct rest_call *c, int code)
{
	return refusal_put(&c->answer->body, code);
}

int rest_routes_id(struct rest_call *c, int i, const char *name, uint64_t *id)
{
	char path[32], reason[REASON_MAX];

	if (snowflake_parse(c->params[i], id))
		return 0;
	snprintf(path, sizeof(path), "%s_id", name);
	snprintf(reason, sizeof(reason), "Value \"%.40s\" is not snowflake.", c->params[i]);
	return refusal_form(&c->answer->body, path, "NUMBER_TYPE_COERCE", reason);
}

int rest_routes_find_channel(struct rest_call *c, struct model_channel **channel)
{
	uint64_t id;
	int status = rest_routes_id(c, 0, "channel", &id);

	if (status)
		return status;
	*channel = model_channel(c->model, id);
	if (!*channel)
		return refuse(c, REFUSAL_UNKNOWN_CHANNEL);
	if (!rights_may(c->model, c->model->bot, *channel, RIGHTS_VIEW_CHANNEL))
		return refuse(c, REFUSAL_NO_ACCESS);
	return 0;
}

/* ------------------------------------------------------------------ the gateway's address */

int rest_routes_gateway(struct rest_call *c)
{
	buf_putc(&c->answer->body, '{');
	json_put(&c->answer->body, "url", rest_options(c->rest)->gateway_url);
	buf_putc(&c->answer->body, '}');
	return 200;
}

int rest_routes_gateway_bot(struct rest_call *c)
{
	buf_putc(&c->answer->body, '{');
	json_put(&c->answer->body, "url", rest_options(c->rest)->gateway_url);
	buf_puts(&c->answer->body,
		",\"shards\":1,\"session_start_limit\":{\"total\":1000,\"remaining\":1000,"
		"\"reset_after\":86400000,\"max_concurrency\":1}}");
	return 200;
}

/* ------------------------------------------------------------------ users */

int rest_routes_self(struct rest_call *c)
{
	shape_self(&c->answer->body, c->model);
	return 200;
}

int rest_routes_user(struct rest_call *c)
{
	const struct model_user *user;
	uint64_t id;
	int status = rest_routes_id(c, 0, "user", &id);

	if (status)
		return status;
	user = model_user(c->model, id);
	if (!user)
		return refuse(c, REFUSAL_UNKNOWN_USER);
	shape_user(&c->answer->body, c->model, user);
	return 200;
}

int rest_routes_application(struct rest_call *c)
{
	struct buf *b = &c->answer->body;

	buf_putc(b, '{');
	shape_id(b, "id", c->model->bot->id);
	json_put(b, "name", c->model->bot->name);
	buf_printf(b,
		",\"icon\":null,\"description\":\"\",\"bot_public\":true,"
		"\"bot_require_code_grant\":false,\"flags\":%d,\"verify_key\":\"%064d\","
		"\"interactions_endpoint_url\":null,\"approximate_guild_count\":1,\"bot\":",
		rest_shows_content(c->rest) ? 1 << 19 : 0, 0);
	shape_user(b, c->model, c->model->bot);
	buf_putc(b, '}');
	return 200;
}

int rest_routes_guilds(struct rest_call *c)
{
	struct buf *b = &c->answer->body;

	buf_puts(b, "[{");
	shape_id(b, "id", c->model->guild);
	json_put(b, "name", c->model->guild_name);
	buf_puts(b, ",\"icon\":null,\"features\":[],\"owner\":false,\"permissions\":\"0\"}]");
	return 200;
}

int rest_routes_open_direct(struct rest_call *c)
{
	const char *recipient = json_get_string(c->body, "recipient_id");
	const struct model_channel *channel;
	const struct model_user *user;
	uint64_t id;

	if (!snowflake_parse(recipient, &id))
		return refusal_form(&c->answer->body, "recipient_id", "NUMBER_TYPE_COERCE",
			"Value is not snowflake.");
	user = model_user(c->model, id);
	if (!user || user == c->model->bot)
		return refuse(c, REFUSAL_RECIPIENT);
	channel = model_direct(c->model, user);
	if (!channel)
		return refuse(c, -1);
	shape_channel(&c->answer->body, c->model, channel, "");
	return 200;
}

/* ------------------------------------------------------------------ the server */

/* 0 when the path names the server, or the status after saying that it does not. */
static int find_guild(struct rest_call *c)
{
	uint64_t id;
	int status = rest_routes_id(c, 0, "guild", &id);

	if (status)
		return status;
	return id == c->model->guild ? 0 : refuse(c, REFUSAL_UNKNOWN_GUILD);
}

int rest_routes_guild(struct rest_call *c)
{
	int status = find_guild(c);

	if (status)
		return status;
	shape_guild(&c->answer->body, c->model);
	return 200;
}

int rest_routes_roles(struct rest_call *c)
{
	int status = find_guild(c);

	if (status)
		return status;
	shape_roles(&c->answer->body, c->model);
	return 200;
}

int rest_routes_channels(struct rest_call *c)
{
	const struct model_channel *channel;
	int status = find_guild(c);
	size_t i;

	if (status)
		return status;
	buf_putc(&c->answer->body, '[');
	for (i = 0; i < c->model->n_channels; i++) {
		channel = c->model->channels[i];
		if (channel->type == MODEL_DIRECT || channel->type == MODEL_THREAD)
			continue;
		if (c->answer->body.len > 1)
			buf_putc(&c->answer->body, ',');
		shape_channel(&c->answer->body, c->model, channel, "");
	}
	buf_putc(&c->answer->body, ']');
	return 200;
}

/* @me is not documented for GET but works with a bot's token. */
int rest_routes_member(struct rest_call *c)
{
	const struct model_user *user = c->model->bot;
	uint64_t id;
	int status = find_guild(c);

	if (status)
		return status;
	if (strcmp(c->params[1], "@me") != 0) {
		status = rest_routes_id(c, 1, "user", &id);
		if (status)
			return status;
		user = model_user(c->model, id);
	}
	if (!user)
		return refuse(c, REFUSAL_UNKNOWN_USER);
	shape_member(&c->answer->body, c->model, user, true);
	return 200;
}

int rest_routes_channel(struct rest_call *c)
{
	struct model_channel *channel;
	int status = rest_routes_find_channel(c, &channel);

	if (status)
		return status;
	shape_channel(&c->answer->body, c->model, channel, "");
	return 200;
}
