/*
 * What the chat page is told, as JSON.  Each function appends one whole message and returns what its
 * last append returned.
 */
#ifndef SANDBOX_PAGE_SHOW_H
#define SANDBOX_PAGE_SHOW_H

#include "base/buf.h"
#include "sandbox/interactions.h"

#define PAGE_SHOW_COMMANDS_MAX 524288 /* bytes of commands */
#define PAGE_SHOW_MESSAGES_MAX 524288 /* bytes of messages in a state; the oldest are left out */

struct registry;

/* The bot's content, for a line of status. */
struct page_show_content {
	size_t intents, flags, answers;
	unsigned generation;
};

/* How the bot came to what it did with a message. */
struct page_show_why {
	uint64_t channel, message;
	const char *action, *tier, *reason, *explain;
	const char *const *intents, *const *flags;
	size_t n_intents, n_flags;
};

/*
 * page_show_state(b, m, ready, content): "state".
 */
bool page_show_state(
	struct buf *b, const struct model *m, bool ready, const struct page_show_content *content);

/*
 * page_show_channel(b, m, channel), page_show_message(b, m, change, message): "channel"; "message",
 * "edit" or "delete".
 */
bool page_show_channel(struct buf *b, const struct model *m, const struct model_channel *channel);
bool page_show_message(struct buf *b, const struct model *m, enum model_change change,
	const struct model_message *message);

/*
 * page_show_why(b, why), page_show_bot(b, ready, note), page_show_content(b, ok, text, generation):
 * "why", "bot", "content".
 */
bool page_show_why(struct buf *b, const struct page_show_why *why);
bool page_show_bot(struct buf *b, bool ready, const char *note);
bool page_show_content(struct buf *b, bool ok, const char *text, unsigned generation);

/*
 * page_show_commands(b, m, commands): "commands", each with the people who may not use it in the
 * server, and whether it may be used in direct messages.  Beyond PAGE_SHOW_COMMANDS_MAX bytes the later
 * ones are left out.
 */
bool page_show_commands(struct buf *b, const struct model *m, const struct registry *commands);

/*
 * page_show_interaction(b, i, ref): "interaction": what has become of it; ref is the page's own mark or
 * NULL. page_show_choices(b, i, choices): "choices": a JSON array.
 */
bool page_show_interaction(struct buf *b, const struct interactions_entry *i, const char *ref);
bool page_show_choices(struct buf *b, const struct interactions_entry *i, const char *choices);

/*
 * page_show_log(b, event, text, data): "log"; data, a JSON object, is for programs.
 */
bool page_show_log(struct buf *b, const char *event, const char *text, const char *data);

/*
 * page_show_error(b, text, ref): "error"; ref may be NULL.
 */
bool page_show_error(struct buf *b, const char *text, const char *ref);

#endif
