/* lumbard run --check --online; see checkup.h. */
#include "bot/checkup.h"

#include <stdlib.h>
#include <string.h>

#include "base/config.h"
#include "base/log.h"
#include "bot/requests.h"
#include "sys/loop.h"

struct checkup {
	const struct checkup_options *options;
	struct loop *loop;
	struct requests *requests;
	const struct platform_checker *checker;
	void *self;
	struct timer tick;
	struct platform_check_channel *channels;
	size_t n;
	bool too_many; /* there are more than those */
	bool all_right;
};

/* ------------------------------------------------------------------ the channels to ask about */

/* Whether both can be looked at as one: a channel may have to notify two roles. */
static bool is_same(const struct platform_check_channel *a, const struct platform_check_channel *b)
{
	if (!*a->id && strcmp(a->server, b->server) != 0)
		return false; /* two servers as a whole */
	return strcmp(a->id, b->id) == 0 && (!a->role || !b->role || strcmp(a->role, b->role) == 0);
}

static void add(struct checkup *c, const struct platform_check_channel *channel)
{
	size_t i;

	for (i = 0; i < c->n; i++) {
		if (!is_same(&c->channels[i], channel))
			continue;
		c->channels[i].listens |= channel->listens;
		c->channels[i].staff |= channel->staff;
		c->channels[i].threads |= channel->threads;
		if (!c->channels[i].role)
			c->channels[i].role = channel->role;
		return;
	}
	if (c->n == CHECKUP_CHANNELS_MAX)
		c->too_many = true;
	else
		c->channels[c->n++] = *channel;
}

static bool listens(enum config_mode mode)
{
	return mode == CONFIG_MODE_FAQ || mode == CONFIG_MODE_AMBIENT;
}

/* The channels in which staff of a place are told. */
static void add_staff(struct checkup *c, const struct config_place *place, const char *server)
{
	size_t i;

	if (!place->staff_channel)
		return;
	add(c, &(struct platform_check_channel){.id = place->staff_channel,
		       .server = server,
		       .staff = true,
		       .role = place->staff_role});
	for (i = 0; i < place->n_staff_next; i++)
		add(c, &(struct platform_check_channel){.id = place->staff_next[i].channel,
			       .server = "",
			       .staff = true,
			       .role = place->staff_next[i].role});
}

static void add_server(struct checkup *c, const char *account, const struct config_server *server)
{
	const struct config *config = c->options->config;
	struct config_place place = config_place(config, account, server->id, "", "");
	size_t i;

	add_staff(c, &place, server->id);
	/* what is not named there inherits it */
	if (place.threads && place.mode != CONFIG_MODE_OFF)
		add(c, &(struct platform_check_channel){
			       .id = "", .server = server->id, .threads = true});
	for (i = 0; i < server->n_channels; i++) {
		place = config_place(config, account, server->id, server->channels[i].id, "");
		if (place.mode != CONFIG_MODE_OFF)
			add(c, &(struct platform_check_channel){.id = server->channels[i].id,
				       .server = server->id,
				       .listens = listens(place.mode),
				       .threads = place.threads});
		add_staff(c, &place, server->id);
	}
}

static void add_channels(struct checkup *c, const struct config_account *account)
{
	const struct config *config = c->options->config;
	const struct config_server *server;
	struct config_place place;
	size_t i;

	c->n = 0;
	c->too_many = false;
	for (i = 0; i < config->n_servers; i++) {
		server = &config->servers[i];
		if (!server->account || strcmp(server->account, account->name) == 0)
			add_server(c, account->name, server);
	}
	place = config_place(config, account->name, "", "", "");
	add_staff(c, &place, "");
	if (c->too_many)
		c->options->say(c->options->ctx, PLATFORM_CHECK_WARNING,
			"there are too many channels: the last ones are not looked at");
}

/* ------------------------------------------------------------------ the checker's host */

static void on_answered(void *ctx, const struct platform_result *result)
{
	struct checkup *c = ctx;

	c->checker->answered(c->self, result, loop_now());
}

static void host_request(void *ctx, const struct platform_request *request)
{
	struct checkup *c = ctx;

	requests_make(c->requests, request);
}

static void on_tick(void *ctx)
{
	struct checkup *c = ctx;

	c->checker->tick(c->self, loop_now());
}

static void host_wake(void *ctx, int64_t at_ms)
{
	struct checkup *c = ctx;

	loop_timer_set(c->loop, &c->tick, at_ms, on_tick, c);
}

static void host_say(void *ctx, enum platform_check_level level, const char *text)
{
	struct checkup *c = ctx;

	c->options->say(c->options->ctx, level, text);
}

static void host_done(void *ctx, bool all_right)
{
	struct checkup *c = ctx;

	c->all_right = c->all_right && all_right;
	loop_stop(c->loop);
}

/* ------------------------------------------------------------------ one account after the other */

static int check_account(struct checkup *c, size_t i)
{
	const struct config_account *account = &c->options->config->accounts[i];
	const struct platform_adapter *adapter = platform_find(account->platform);
	const struct platform_check_host host = {host_request, host_wake, host_say, host_done, c};
	const struct platform_account asked = {
		.token = c->options->tokens[i],
		.api_url = account->api,
		.gateway_url = account->gateway,
		.wants_content = config_listens(c->options->config, account->name),
	};
	int result = -1;

	if (!adapter || !adapter->checker) {
		log_warn(c->options->log, account->name, "platform '%s' cannot be asked",
			account->platform);
		return -1;
	}
	add_channels(c, account);
	c->checker = adapter->checker;
	c->requests = requests_create(
		&(struct requests_options){c->loop, account->name, asked.token, on_answered, c});
	c->self = c->checker->create(&asked, &host, c->channels, c->n);
	if (c->requests && c->self) {
		c->checker->start(c->self, loop_now());
		result = loop_run(c->loop);
	}
	loop_timer_cancel(&c->tick);
	requests_destroy(c->requests);
	c->checker->destroy(c->self);
	return result;
}

int checkup_run(const struct checkup_options *options)
{
	struct checkup c = {.options = options, .all_right = true};
	int result = -1;
	size_t i;

	c.loop = loop_create(&(struct loop_options){options->log, options->ca_file});
	c.channels = calloc(CHECKUP_CHANNELS_MAX, sizeof(*c.channels));
	if (c.loop && c.channels)
		result = 0;
	/* one that cannot be asked does not keep the others from being asked */
	for (i = 0; c.loop && c.channels && i < options->config->n_accounts; i++) {
		if (check_account(&c, i) != 0)
			result = -1;
	}
	loop_destroy(c.loop);
	free(c.channels);
	return result != 0 ? -1 : c.all_right ? 0 : 1;
}
