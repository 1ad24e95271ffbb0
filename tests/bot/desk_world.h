/*
 * What the tests of commands and buttons have in common: a desk on the content of the working directory,
 * behind it a listener, and what was said.
 */
#ifndef TESTS_BOT_DESK_WORLD_H
#define TESTS_BOT_DESK_WORLD_H

#include "base/config.h"
#include "bot/commands.h"
#include "bot/desk.h"
#include "bot/listener.h"
#include "bot/responder.h"
#include "platform/host_mock.h"

#define NOW 987654321
#define DESK_SAID_MAX 64

/* One message that was said, copied. */
struct desk_said {
	struct platform_say say; /* its strings are gone */
	char conversation[64], direct[64], reply_to[64], user[64], handle[64], purpose[64],
		cause[64], replaces[64], thread[128];
	char text[4096], controls[4096];
};

static struct {
	struct config *config;
	struct responder *responder;
	struct listener *listener;
	struct desk *desk;
	struct host_mock *mock; /* for its log */
	struct platform_abilities abilities;
	struct desk_said said[DESK_SAID_MAX];
	size_t n_said;
	char taken_back[160]; /* the last one: its id, and where */
	unsigned interactions;
	int64_t now;
} w;

static int desk_on_say(void *ctx, const char *account, const struct platform_say *say)
{
	struct desk_said *s = &w.said[w.n_said];

	(void)ctx;
	assert_string_equal(account, "main");
	assert_true(w.n_said < DESK_SAID_MAX);
	w.n_said++;
	s->say = *say;
	mock_copy(s->conversation, sizeof(s->conversation), say->conversation);
	mock_copy(s->direct, sizeof(s->direct), say->direct ? say->direct : "");
	mock_copy(s->reply_to, sizeof(s->reply_to), say->reply_to ? say->reply_to : "");
	mock_copy(s->user, sizeof(s->user), say->user ? say->user : "");
	mock_copy(s->handle, sizeof(s->handle), say->handle ? say->handle : "");
	mock_copy(s->purpose, sizeof(s->purpose), say->purpose ? say->purpose : "");
	mock_copy(s->cause, sizeof(s->cause), say->cause ? say->cause : "");
	mock_copy(s->replaces, sizeof(s->replaces), say->replaces ? say->replaces : "");
	mock_copy(s->thread, sizeof(s->thread), say->thread ? say->thread : "");
	mock_copy(s->text, sizeof(s->text), say->text ? say->text : "");
	mock_copy(s->controls, sizeof(s->controls), say->controls ? say->controls : "");
	return 0;
}

static int desk_on_take_back(void *ctx, const char *account, const struct takeback *back)
{
	(void)ctx;
	(void)account;
	snprintf(w.taken_back, sizeof(w.taken_back), "%s in %s", back->message, back->conversation);
	return 0;
}

static int64_t desk_wall(void *ctx)
{
	(void)ctx;
	return 1700000000000;
}

static const char desk_settings[] =
	"accounts: [{name: main, platform: discord, token: {env: DISCORD_TOKEN}}]\n"
	"cooldown: {answer: 0s, person: 60s}\n"
	"servers:\n"
	"  - id: '10'\n"
	"    region: uk\n"
	"    staff-channel: '19'\n"
	"    staff-role: '41'\n"
	"    channels: [{id: '11', mode: faq}, {id: '12', mode: 'off'}, {id: '13', mode: "
	"ambient, threads: yes}]\n";

static int desk_set_up(void **state)
{
	struct diag diag = {.sink = NULL};

	(void)state;
	memset(&w, 0, sizeof(w));
	w.now = NOW;
	w.mock = mock_create();
	w.abilities = (struct platform_abilities){.max_chars = 2000,
		.format = LUMBAR_DISCORD,
		.direct = true,
		.edit = true,
		.buttons = true,
		.threads = true};
	w.config = config_parse("test.yaml", desk_settings, sizeof(desk_settings) - 1, &diag);
	assert_non_null(w.config);
	w.responder =
		responder_create(&(struct responder_options){.folder = ".", .log = &w.mock->log});
	assert_non_null(w.responder);
	w.listener = listener_create(&(struct listener_options){.config = w.config,
		.responder = w.responder,
		.log = &w.mock->log,
		.say = desk_on_say,
		.take_back = desk_on_take_back});
	assert_non_null(w.listener);
	w.desk = desk_create(&(struct desk_options){.config = w.config,
		.responder = w.responder,
		.listener = w.listener,
		.log = &w.mock->log,
		.say = desk_on_say,
		.wall = desk_wall});
	assert_non_null(w.desk);
	return 0;
}

static int desk_tear_down(void **state)
{
	(void)state;
	desk_destroy(w.desk);
	listener_destroy(w.listener);
	responder_destroy(w.responder);
	config_free(w.config);
	mock_destroy(w.mock);
	return 0;
}

/* Something done by that person in channel 14 of server 10, with an id of its own. */
MOCK_STATIC struct interaction desk_interaction(enum interaction_kind kind, const char *user)
{
	static char id[32];

	snprintf(id, sizeof(id), "%u", ++w.interactions);
	return (struct interaction){.kind = kind,
		.id = id,
		.handle = "handle",
		.conversation = "14",
		.parent = "",
		.server = "10",
		.user = user,
		.command = "",
		.focused = "",
		.key = "",
		.chosen = "",
		.message = "",
		.author = "",
		.text = "",
		.link = ""};
}

/* How many messages it brings about. */
MOCK_STATIC size_t desk_do(const struct interaction *is)
{
	const size_t before = w.n_said;

	desk_take(w.desk, "main", w.abilities, is, w.now);
	return w.n_said - before;
}

MOCK_STATIC const struct desk_said *desk_last(void)
{
	assert_true(w.n_said > 0);
	return &w.said[w.n_said - 1];
}

/* A command without values. */
MOCK_STATIC const struct desk_said *desk_command(const char *name)
{
	struct interaction is = desk_interaction(INTERACTION_COMMAND, "30");

	is.command = name;
	assert_int_equal(desk_do(&is), 1);
	return desk_last();
}

#define DESK_TEST(name) cmocka_unit_test_setup_teardown(name, desk_set_up, desk_tear_down)

/* Person 30 writes, or edits, that message in channel 11. */
MOCK_STATIC enum listener_did writes(
	enum platform_event_kind kind, const char *message, const char *text)
{
	return listener_hear(w.listener, "main", w.abilities,
		&(struct platform_event){.kind = kind,
			.message = message,
			.conversation = "11",
			.parent = "",
			.server = "10",
			.user = "30",
			.title = "",
			.link = "https://chat.example/50",
			.text = text,
			.text_len = strlen(text)},
		w.now);
}

#endif
