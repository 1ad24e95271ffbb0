/*
 * What the tests of src/bot/listener.c have in common: a listener on the content of the working
 * directory, a configuration with a channel of each mode, and what was said.
 */
#ifndef TESTS_BOT_LISTENER_WORLD_H
#define TESTS_BOT_LISTENER_WORLD_H

#include "base/config.h"
#include "bot/listener.h"
#include "bot/responder.h"
#include "platform/host_mock.h"

#define NOW 987654321
#define ANSWER_MS 120000
#define PERSON_MS 60000

#define ASKS "what causes back spasms?"
#define ASKS_HEAT "does heat help a back spasm?"
#define EMERGENCY "i cant move my legs, my back hurts"
#define URGENT "i have a fever and my back hurts"
#define SEE_DOCTOR "my back has hurt for three months"
#define NOTHING "how do i cook rice"

#define SAID_MAX 64

/* One message that was said, copied. */
struct said {
	struct platform_say say; /* its strings are gone */
	char conversation[64], direct[64], reply_to[64], cause[64], user[64], role[64], purpose[64];
	char about[64], note[256];
	char text[4096];
};

static struct {
	struct config *config;
	struct responder *responder;
	struct listener *listener;
	struct host_mock *mock; /* for its log */
	struct platform_abilities abilities;
	struct said said[SAID_MAX];
	size_t n_said;
	int say_result;
	size_t n_taken_back;
	uint64_t back_ticket; /* the last one's */
	int64_t back_deadline;
	char back_conversation[64], back_message[64];
	size_t n_settled;
	char settled[200]; /* the last one */
	unsigned messages;
	int64_t now;
} w;

static int on_say(void *ctx, const char *account, const struct platform_say *say)
{
	struct said *s = &w.said[w.n_said];

	assert_ptr_equal(ctx, &w);
	assert_string_equal(account, "main");
	if (w.say_result != 0)
		return w.say_result;
	assert_true(w.n_said < SAID_MAX);
	w.n_said++;
	s->say = *say;
	mock_copy(s->conversation, sizeof(s->conversation), say->conversation);
	mock_copy(s->direct, sizeof(s->direct), say->direct);
	mock_copy(s->reply_to, sizeof(s->reply_to), say->reply_to);
	mock_copy(s->cause, sizeof(s->cause), say->cause);
	mock_copy(s->user, sizeof(s->user), say->user);
	mock_copy(s->role, sizeof(s->role), say->role);
	mock_copy(s->purpose, sizeof(s->purpose), say->purpose);
	mock_copy(s->about, sizeof(s->about), say->about);
	mock_copy(s->note, sizeof(s->note), say->note);
	mock_copy(s->text, sizeof(s->text), say->text);
	return 0;
}

static void on_settled(void *ctx, const char *account, const struct listener_settled *what)
{
	assert_ptr_equal(ctx, &w);
	assert_string_equal(account, "main");
	w.n_settled++;
	snprintf(w.settled, sizeof(w.settled), "%s %s %s %u", what->message, what->user,
		what->purpose, (unsigned)what->ticket);
}

static int on_take_back(void *ctx, const char *account, const struct takeback *back)
{
	assert_ptr_equal(ctx, &w);
	assert_string_equal(account, "main");
	if (w.say_result != 0)
		return w.say_result;
	w.n_taken_back++;
	w.back_ticket = back->ticket;
	w.back_deadline = back->deadline_ms;
	mock_copy(w.back_conversation, sizeof(w.back_conversation), back->conversation);
	mock_copy(w.back_message, sizeof(w.back_message), back->message);
	return 0;
}

static int set_up(void **state)
{
	static const char text[] = "accounts: [{name: main, platform: discord, token: {env: T}}]\n"
				   "cooldown: {answer: 2m, person: 1m}\n"
				   "direct: {region: nz}\n"
				   "servers:\n"
				   "  - id: '10'\n"
				   "    region: us\n"
				   "    staff-channel: '900'\n"
				   "    staff-role: '55'\n"
				   "    channels:\n"
				   "      - {id: '100', mode: faq, region: uk}\n"
				   "      - {id: '101', mode: ambient}\n"
				   "      - {id: '102', mode: 'off'}\n"
				   "      - {id: '103', mode: mention}\n"
				   "  - {id: '20', mode: faq}\n";
	struct diag silent = {0};

	(void)state;
	memset(&w, 0, sizeof(w));
	w.mock = mock_create();
	w.now = NOW;
	w.abilities = (struct platform_abilities){
		.max_chars = 2000, .format = LUMBAR_DISCORD, .direct = true, .remove = true};
	w.config = config_parse("test", text, sizeof(text) - 1, &silent);
	assert_non_null(w.config);
	w.responder = responder_create(&(struct responder_options){".", NULL, NULL, &w.mock->log});
	assert_non_null(w.responder);
	w.listener = listener_create(&(struct listener_options){
		.config = w.config,
		.responder = w.responder,
		.log = &w.mock->log,
		.say = on_say,
		.take_back = on_take_back,
		.ctx = &w,
		.settled = on_settled,
	});
	assert_non_null(w.listener);
	return 0;
}

/* Whatever happened: the log has neither words nor people. */
static int tear_down(void **state)
{
	(void)state;
	assert_lacks(w.mock->lines, "legs");
	assert_lacks(w.mock->lines, "spasm");
	assert_lacks(w.mock->lines, "hurt");
	assert_lacks(w.mock->lines, "user-");
	listener_destroy(w.listener);
	responder_destroy(w.responder);
	config_free(w.config);
	mock_destroy(w.mock);
	return 0;
}

/* A message of server 10 (or, for channels from 200, of server 20) with an id of its own. */
static struct platform_event event_in(const char *channel, const char *user, const char *text)
{
	static char id[32];

	snprintf(id, sizeof(id), "m%u", ++w.messages);
	return (struct platform_event){
		.kind = PLATFORM_MESSAGE,
		.message = id,
		.conversation = channel,
		.parent = "",
		.server = *channel == '1' ? "10" : "20",
		.user = user,
		.title = "",
		.link = "https://chat.example/link",
		.text = text,
		.text_len = strlen(text),
	};
}

/* How many messages the event brings about. */
static size_t hear_event(const struct platform_event *event)
{
	const size_t before = w.n_said;

	listener_hear(w.listener, "main", w.abilities, event, w.now);
	return w.n_said - before;
}

static size_t hear(const char *channel, const char *user, const char *text)
{
	const struct platform_event event = event_in(channel, user, text);

	return hear_event(&event);
}

/* What became of the i-th thing that was said. */
MOCK_STATIC void outcome_of(size_t i, const struct platform_outcome *outcome)
{
	struct platform_outcome whole = *outcome;

	assert_true(i < w.n_said);
	whole.ticket = w.said[i].say.ticket;
	listener_outcome(w.listener, "main", &whole, w.now);
}

static const struct said *last(void)
{
	assert_true(w.n_said > 0);
	return &w.said[w.n_said - 1];
}

#endif
