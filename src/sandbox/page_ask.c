/* What the chat page asks for; see page_ask.h. */
#include "sandbox/page_ask.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "base/utf8.h"
#include "platform/snowflake.h"
#include "sandbox/page_find.h"
#include "sandbox/page_use.h"
#include "sandbox/rights.h"

#define CALL "@lumbard" /* people write it, the service stores <@ID> */
#define EMOJI_MAX 16    /* code points */

struct asking {
	const struct plays_stage *stage;
	struct model *model;
	const json *ask;
	struct page_ask_result result;
};

/* ------------------------------------------------------------------ what a message names */

static bool fail(struct asking *a, const char *error)
{
	a->result.error = error;
	return false;
}

static bool find_user(struct asking *a, const struct model_user **user)
{
	*user = page_find_user(a->model, a->ask);
	return *user || fail(a, "there is no such person");
}

static bool find_channel(struct asking *a, struct model_channel **channel)
{
	*channel = page_find_channel(a->model, a->ask);
	return *channel || fail(a, "there is no such channel");
}

/* Who writes, and where they may. */
static bool find_writer(
	struct asking *a, struct model_channel **channel, const struct model_user **user)
{
	if (!find_channel(a, channel) || !find_user(a, user))
		return false;
	if (!rights_may(a->model, *user, *channel, RIGHTS_VIEW_CHANNEL | rights_to_send(*channel)))
		return fail(a, "that person may not write there");
	return true;
}

/* A string of 1 to max code points that is not blank. */
static bool find_text(struct asking *a, const char *key, size_t max, const char **text)
{
	size_t len;

	*text = json_get_string(a->ask, key);
	if (!*text || !(*text)[strspn(*text, " \t\r\n")])
		return fail(a, "there is nothing to read in it");
	len = strlen(*text);
	if (!utf8_valid(*text, len, NULL))
		return fail(a, "that is no text");
	return utf8_length(*text, len) <= max || fail(a, "that is too long");
}

static bool find_message(struct asking *a, struct model_message **message)
{
	const struct model_user *user;
	struct model_channel *channel;

	if (!find_channel(a, &channel) || !find_user(a, &user))
		return false;
	*message = page_find_message(channel, a->ask, user);
	if (!*message)
		return fail(a, "there is no such message");
	if ((*message)->author != user)
		return fail(a, "that person did not write it");
	return true;
}

/* ------------------------------------------------------------------ writing */

/* The text with a mention wherever the bot is called by name. */
static bool put_text(struct buf *out, const char *text, uint64_t bot)
{
	const size_t n = sizeof(CALL) - 1;

	for (; *text; text++) {
		if (strncasecmp(text, CALL, n) == 0 && !isalnum((unsigned char)text[n])) {
			buf_printf(out, "<@%" PRIu64 ">", bot);
			text += n - 1;
		} else {
			buf_putc(out, *text);
		}
	}
	return buf_ok(out);
}

static void write_message(struct asking *a, struct model_draft *draft, const char *text)
{
	struct buf out;

	buf_init(&out, 2 * MODEL_TEXT_MAX);
	draft->pings_users = draft->pings_roles = draft->pings_author = true;
	if (put_text(&out, text, a->model->bot->id)) {
		draft->text = buf_str(&out);
		draft->len = out.len;
	}
	if (!draft->text || !model_post(a->model, draft))
		fail(a, "out of memory");
	buf_free(&out);
}

static void ask_send(struct asking *a)
{
	const char *reply_to = json_get_string(a->ask, "reply_to"), *text;
	struct model_draft draft = {0};
	uint64_t id;

	if (!find_writer(a, &draft.channel, &draft.author) ||
		!find_text(a, "text", PAGE_ASK_TEXT_MAX, &text))
		return;
	if (draft.channel->type == MODEL_FORUM) {
		fail(a, "a forum holds posts: open one");
		return;
	}
	if (reply_to) {
		draft.reply_to =
			snowflake_parse(reply_to, &id) ? model_message(draft.channel, id) : NULL;
		draft.is_reply = true;
		if (!draft.reply_to) {
			fail(a, "the message that it answers is gone");
			return;
		}
	}
	write_message(a, &draft, text);
}

static void ask_edit(struct asking *a)
{
	struct model_message *message;
	const char *text;
	struct buf out;

	if (!find_message(a, &message) || !find_text(a, "text", PAGE_ASK_TEXT_MAX, &text))
		return;
	buf_init(&out, 2 * MODEL_TEXT_MAX);
	if (!put_text(&out, text, a->model->bot->id) ||
		model_edit(a->model, message, buf_str(&out), out.len) != 0)
		fail(a, "out of memory");
	buf_free(&out);
}

static void ask_delete(struct asking *a)
{
	struct model_message *message;

	if (find_message(a, &message))
		model_remove(a->model, message);
}

/* ------------------------------------------------------------------ opening */

static void ask_thread(struct asking *a)
{
	const struct model_user *user;
	struct model_channel *parent;
	const char *name;

	if (!find_writer(a, &parent, &user) || !find_text(a, "name", PAGE_ASK_NAME_MAX, &name))
		return;
	if (parent->type != MODEL_TEXT)
		fail(a, "threads are opened in text channels");
	else if (!model_thread(a->model, parent, name, user))
		fail(a, "there are too many channels");
}

static void ask_post(struct asking *a)
{
	const char *title, *text;
	struct model_draft draft = {0};
	struct model_channel *forum;

	if (!find_writer(a, &forum, &draft.author) ||
		!find_text(a, "title", PAGE_ASK_NAME_MAX, &title) ||
		!find_text(a, "text", PAGE_ASK_TEXT_MAX, &text))
		return;
	if (forum->type != MODEL_FORUM) {
		fail(a, "posts are opened in forums");
		return;
	}
	draft.channel = model_thread(a->model, forum, title, draft.author);
	if (!draft.channel) {
		fail(a, "there are too many channels");
		return;
	}
	/* the message that begins a post has the id of its thread */
	draft.id = draft.channel->id;
	write_message(a, &draft, text);
}

static void ask_direct(struct asking *a)
{
	const struct model_user *user;

	if (!find_user(a, &user))
		return;
	a->result.channel = model_direct(a->model, user);
	if (!a->result.channel)
		fail(a, "there are too many channels");
}

/* ------------------------------------------------------------------ using */

static void ask_react(struct asking *a)
{
	const bool is_added = !json_is_true(json_get(a->ask, "remove"));
	const struct model_user *user;
	struct model_channel *channel;
	struct model_message *message;
	const char *emoji;

	if (!find_writer(a, &channel, &user) || !find_text(a, "emoji", EMOJI_MAX, &emoji))
		return;
	message = page_find_message(channel, a->ask, user);
	if (!message || message->only_for)
		fail(a, "there is no such message");
	else if (model_react(a->model, message, user, emoji, is_added) != 0)
		fail(a, "there are too many reactions");
}

static void ask_use(struct asking *a)
{
	const struct page_use_result result = page_use(a->stage, a->ask);

	a->result.error = result.error;
	a->result.interaction = result.interaction;
}

static void ask_play(struct asking *a)
{
	const char *what = json_get_string(a->ask, "what");
	const struct plays_entry *entry = what ? plays_find(what) : NULL;

	if (!entry) {
		fail(a, "there is no such play");
		return;
	}
	a->result.log = entry->play(a->stage, a->ask);
	if (!a->result.log)
		fail(a, "that cannot be played like that");
}

/* ------------------------------------------------------------------ the table */

struct page_ask_result page_ask(const struct plays_stage *stage, const json *ask)
{
	static const struct {
		const char *type;
		void (*fn)(struct asking *a);
	} table[] = {
		{"send", ask_send},
		{"edit", ask_edit},
		{"delete", ask_delete},
		{"thread", ask_thread},
		{"post", ask_post},
		{"direct", ask_direct},
		{"react", ask_react},
		{"command", ask_use},
		{"complete", ask_use},
		{"press", ask_use},
		{"play", ask_play},
	};
	struct asking a = {.stage = stage, .model = stage->model, .ask = ask};
	const char *type = json_get_string(ask, "type");
	size_t i;

	for (i = 0; type && i < sizeof(table) / sizeof(table[0]); i++) {
		if (strcmp(table[i].type, type) == 0) {
			table[i].fn(&a);
			return a.result;
		}
	}
	fail(&a, "that is not understood");
	return a.result;
}
