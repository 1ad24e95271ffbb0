/* lumbard sandbox: a Discord of its own with the bot connected to it, and a chat page. */
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sysexits.h>

#include "base/config.h"
#include "base/log.h"
#include "base/log_format.h"
#include "bot/bot.h"
#include "bot/daemon.h"
#include "bot/responder.h"
#include "cmd/admin.h"
#include "cmd/args.h"
#include "cmd/cmd.h"
#include "cmd/content.h"
#include "platform/snowflake.h"
#include "sandbox/playground.h"
#include "sys/loop.h"
#include "sys/loop_signal.h"
#include "sys/serve.h"

#define PORT 8080
#define CONFIG_MAX 65536
#define TOKEN_BYTES 16 /* of randomness in the dashboard's token */

struct sandbox {
	uint16_t port;
	struct log log;
	struct config *config;
	char content[PATH_MAX + 64];
	struct playground *playground;
	struct admin *admin;             /* NULL = none is wanted */
	char token[2 * TOKEN_BYTES + 1]; /* of its dashboard */
	const struct daemon_parts *parts;
	struct loop *loop;
};

/* ------------------------------------------------------------------ the server */

static int open_playground(struct sandbox *s, struct loop *loop, bool has_bot)
{
	s->loop = loop;
	s->playground = playground_create(loop, s->port);
	if (!s->playground) {
		fprintf(stderr,
			"lumbard: the sandbox cannot listen on " SERVE_ADDRESS
			":%u.  Another port: "
			"lumbard sandbox --port 8081; any that is free: --port 0\n",
			(unsigned)s->port);
		return EX_UNAVAILABLE;
	}
	printf("Open http://" SERVE_ADDRESS ":%u in your browser.  Ctrl-C ends it.\n",
		(unsigned)playground_port(s->playground));
	if (!has_bot)
		printf("For your bot:  DISCORD_API=%s  DISCORD_TOKEN=%s\n",
			playground_api(s->playground), playground_token());
	fflush(stdout);
	return EX_OK;
}

/* ------------------------------------------------------------------ what the bot does, for the page */

static void show_content(struct sandbox *s)
{
	const struct lumbar_counts n = responder_counts(s->parts->responder);

	playground_content(s->playground, &(struct page_show_content){n.intents, n.flags, n.answers,
						  responder_generation(s->parts->responder)});
}

static void on_reloaded(void *ctx, bool ok, const char *text)
{
	struct sandbox *s = ctx;

	show_content(s);
	playground_reloaded(
		s->playground, ok, *text ? text : "The content was read again and is in use.");
}

static void on_view(void *ctx, const struct listener_view *view)
{
	const struct lumbar_verdict *v = view->verdict;
	struct page_show_why why = {
		.action = lumbar_action_name(view->cooled ? LUMBAR_IGNORE : v->action),
		.tier = lumbar_tier_name(v->tier),
		.reason = view->cooled ? "the same was said here a moment ago" : v->reason,
		.explain = view->explain,
		.intents = v->intents,
		.flags = v->flags,
		.n_intents = v->n_intents,
		.n_flags = v->n_flags,
	};
	struct sandbox *s = ctx;

	if (snowflake_parse(view->event->conversation, &why.channel) &&
		snowflake_parse(view->event->message, &why.message))
		playground_why(s->playground, &why, (int)v->tier);
}

/* ------------------------------------------------------------------ as the daemon's guest */

/* A token for this run: the sandbox is to be tried without setting anything up. */
static int make_token(struct sandbox *s)
{
	unsigned char bytes[TOKEN_BYTES];
	size_t i;

	if (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes))
		return EX_OSERR;
	for (i = 0; i < sizeof(bytes); i++)
		snprintf(s->token + 2 * i, 3, "%02x", bytes[i]);
	admin_token(s->admin, s->token);
	return EX_OK;
}

static int open_admin(struct sandbox *s, const struct daemon_parts *parts)
{
	int status = s->admin ? make_token(s) : EX_OK;

	if (status == EX_OK)
		status = admin_open(s->admin, parts);
	if (status == EX_OK && s->admin) {
		/* behind '#', so that no server is told the token */
		printf("Health and metrics: %s\nDashboard: %s/dashboard/#token=%s\n",
			admin_url(s->admin), admin_url(s->admin), s->token);
		fflush(stdout);
	}
	return status;
}

static int begin(void *ctx, const struct daemon_parts *parts)
{
	struct sandbox *s = ctx;
	int status = open_playground(s, parts->loop, true);

	if (status != EX_OK)
		return status;
	s->parts = parts;
	s->config->accounts[0].api = playground_api(s->playground);
	return open_admin(s, parts);
}

static void meet(void *ctx)
{
	struct sandbox *s = ctx;

	show_content(s);
	bot_observe(s->parts->bot, on_view, s);
	responder_observe(s->parts->responder, on_reloaded, s);
}

static void end(void *ctx)
{
	struct sandbox *s = ctx;

	admin_close(s->admin);
	playground_destroy(s->playground);
	s->playground = NULL;
}

static int make_config(struct sandbox *s)
{
	struct diag diag = {0};
	struct buf text;

	buf_init(&text, CONFIG_MAX);
	if (playground_config(&text))
		s->config = config_parse("sandbox", buf_str(&text), text.len, &diag);
	buf_free(&text);
	return s->config ? EX_OK : EX_OSERR;
}

static int run_with_bot(struct sandbox *s, const char *folder)
{
	const struct daemon_guest guest = {begin, meet, end, s};
	const char *const tokens[] = {playground_token()};
	int status;

	if (content_folder(folder, s->content, sizeof(s->content)) != 0)
		return EX_NOINPUT;
	status = make_config(s);
	if (status == EX_OK)
		status = daemon_run(&(struct daemon_options){
			.config = s->config,
			.folder = s->content,
			.log = &s->log,
			.tokens = tokens,
			.guest = &guest,
		});
	config_free(s->config);
	return status;
}

/* ------------------------------------------------------------------ without the bot */

static void on_stop(void *ctx)
{
	struct sandbox *s = ctx;

	loop_stop(s->loop);
}

static int run_alone(struct sandbox *s)
{
	struct loop *loop = loop_create(&(struct loop_options){.log = &s->log});
	struct loop_signal *signals[2] = {NULL, NULL};
	int status = EX_OSERR;

	if (loop) {
		signals[0] = loop_signal(loop, SIGTERM, on_stop, s);
		signals[1] = loop_signal(loop, SIGINT, on_stop, s);
	}
	if (signals[0] && signals[1])
		status = open_playground(s, loop, false);
	if (status == EX_OK && loop_run(loop) != 0)
		status = EX_OSERR;
	end(s);
	loop_signal_remove(signals[0]);
	loop_signal_remove(signals[1]);
	loop_destroy(loop);
	return status;
}

/* ------------------------------------------------------------------ the command */

static int read_port(const char *text, uint16_t *port)
{
	char *rest;
	long n;

	if (!text)
		return 0;
	n = strtol(text, &rest, 10);
	if (*rest || rest == text || n < 0 || n > 65535)
		return -1;
	*port = (uint16_t)n;
	return 0;
}

int cmd_sandbox(int argc, char **argv)
{
	struct sandbox s = {.port = PORT, .log = {.level = LOG_WARN, .sink = log_format_to_stderr}};
	const char *port = NULL, *folder = NULL, *level = NULL, *at = NULL;
	bool alone = false;
	const struct args_option options[] = {
		{"--port", "PORT", "where to listen on this machine, 8080 by default; 0 = any",
			NULL, &port},
		{"--content", "DIR", "folder that holds intents/ and responses/", NULL, &folder},
		{"--admin", "ADDRESS",
			"where to show health, metrics and the dashboard: "
			"127.0.0.1:9464",
			NULL, &at},
		{"--log", "LEVEL", "error, warn (the default), info or debug", NULL, &level},
		{"--no-bot", NULL, "the server and its page alone, for a bot of your own", &alone,
			NULL},
		{0},
	};
	const struct args args = {"lumbard sandbox [OPTIONS]",
		"Everything in the browser, without an account anywhere: a chat server of its own "
		"on "
		"this\nmachine, people and channels, and the bot connected to it as it is to "
		"Discord.\n\n"
		"Changes to intents/ and responses/ are read at once; so they are on SIGHUP.",
		options};
	int rest, status = args_parse(&args, argc, argv, &rest);

	if (status != ARGS_GO_ON)
		return status;
	if (rest < argc)
		return args_refuse(&args, "sandbox takes no operands");
	if (read_port(port, &s.port) != 0)
		return args_refuse(&args, "--port is a number from 0 to 65535");
	if (level && log_level_parse(level, &s.log.level) != 0)
		return args_refuse(&args, "--log is error, warn, info or debug");
	if (at && alone)
		return args_refuse(&args, "--admin shows the bot, and --no-bot has none");
	status = admin_create(at, &s.log, &s.admin);
	if (status != EX_OK)
		return status;
	status = alone ? run_alone(&s) : run_with_bot(&s, folder);
	admin_destroy(s.admin);
	return status;
}
