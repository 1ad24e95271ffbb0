/*
 * Commands and buttons: which there are, to whom each is given when somebody uses it, and how it is
 * answered.  What they do stands with each group of them; a group is added at the start and knows nothing
 * of platforms.
 *
 * A button's key is "1 VERB REST": the version of what its keys mean, what it does, and with what.  It
 * holds nothing that anybody wrote, and all that is needed after a restart.
 */
#ifndef BOT_COMMANDS_H
#define BOT_COMMANDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/config.h"
#include "platform/controls.h"
#include "platform/platform.h"

#define COMMANDS_MAX 64       /* commands in all, the groups' own entries among them */
#define COMMANDS_GROUPS_MAX 8 /* that may be added */
#define COMMANDS_TICKET ((uint64_t)1 << 63) /* is set in the tickets of what is said here */
#define COMMANDS_VERSION "1 "               /* every key begins with it */
#define COMMANDS_WAIT_MS 3000               /* somebody waits for an answer no longer */
#define COMMANDS_FILL_MS 600000             /* nor for one that was promised */
#define COMMANDS_ACCOUNT_MAX 64             /* bytes of an account's name with its NUL */

struct commands;
struct log;

/* A command that was given, or a button that was pressed; everything in it is borrowed for the call. */
struct commands_call {
	struct commands *commands;
	const char *account;
	struct platform_abilities abilities;
	const struct interaction *is;
	struct config_place place; /* what holds where that was */
	int64_t now_ms;
};

/* A command, or the entry of a group (whose run is NULL). */
struct commands_entry {
	struct interaction_command offer;
	/* Does it, and answers: with one of the functions below, now or later. */
	void (*run)(void *ctx, const struct commands_call *call);
	/* Adds CONTROLS_CHOICEs for what is being typed; NULL = there are none. */
	void (*suggest)(void *ctx, const struct commands_call *call, const char *typed,
		struct buf *choices);
};

/* What a button or a menu does. */
struct commands_verb {
	const char *name; /* one word */
	/* rest is what stands behind it in the key; what was chosen from a menu is call->is->chosen. */
	void (*press)(void *ctx, const struct commands_call *call, const char *rest);
};

/* Who has somebody forgotten: what operators decided about them is not theirs to take back. */
enum commands_by { COMMANDS_BY_THEMSELVES, COMMANDS_BY_OPERATOR };

struct commands_group {
	const struct commands_entry *entries; /* borrowed, as the verbs */
	size_t n_entries;
	const struct commands_verb *verbs;
	size_t n_verbs;
	/* What became of something said here, this group's or another's; NULL = it does not care. */
	void (*outcome)(void *ctx, const char *account, const struct platform_outcome *outcome);
	/* What is remembered of that person goes; NULL = nothing is. */
	void (*forget)(void *ctx, const char *user, enum commands_by by);
	void *ctx; /* passed to all of them */
};

struct commands_options {
	const struct config *config; /* borrowed, as the log */
	struct log *log;
	/* Sends something through that account, soon.  Returns 0, or -1 when there is no room. */
	int (*say)(void *ctx, const char *account, const struct platform_say *say);
	void *ctx;
};

/*
 * commands_create(options): none so far; NULL when memory is short.  Ended with commands_destroy().
 */
struct commands *commands_create(const struct commands_options *options);

/*
 * commands_destroy(c): releases it.  NULL is accepted.
 */
void commands_destroy(struct commands *c);

/*
 * commands_add(c, group): adds a group (copied).  Returns 0, or -1 when there is no room.
 */
int commands_add(struct commands *c, const struct commands_group *group);

/*
 * commands_offers(c, n): all commands, as a platform is to offer them; *n of them.  Borrowed until the next
 * commands_add().
 */
const struct interaction_command *const *commands_offers(const struct commands *c, size_t *n);

/*
 * commands_take(c, account, abilities, is, now_ms): gives it to whom it belongs; who uses what there is no
 * more is told so.
 */
void commands_take(struct commands *c, const char *account, struct platform_abilities abilities,
	const struct interaction *is, int64_t now_ms);

/*
 * commands_outcome(c, account, outcome): whether that is of something said here; one that was refused is
 * logged, and the groups are told.
 */
bool commands_outcome(
	struct commands *c, const char *account, const struct platform_outcome *outcome);

/*
 * commands_forget(c, user, by): has every group forget the person of that id.
 */
void commands_forget(struct commands *c, const char *user, enum commands_by by);

/* ------------------------------------------------------------------ for those who answer */

/*
 * commands_value(call, name): what was said along with the command under that name; "" = nothing.
 */
const char *commands_value(const struct commands_call *call, const char *name);

/*
 * commands_is_on(call, name): whether that is a switch that is on.
 */
bool commands_is_on(const struct commands_call *call, const char *name);

/*
 * commands_has_role(call, role): whether the person has the role of that id there; NULL is no role.
 */
bool commands_has_role(const struct commands_call *call, const char *role);

/* An answer.  NULL strings are read as "". */
struct commands_reply {
	const char *text;
	const char *controls; /* see controls.h */
	bool to_all;          /* else it is seen by the person alone */
};

/*
 * commands_reply(call, reply): answers it.
 */
void commands_reply(const struct commands_call *call, const struct commands_reply *reply);

/*
 * commands_tell(call, text): answers it, for the person alone.
 */
void commands_tell(const struct commands_call *call, const char *text);

/*
 * commands_change(call, text, controls): the message whose button was pressed becomes this.
 */
void commands_change(const struct commands_call *call, const char *text, const char *controls);

/*
 * commands_nothing(call): there is nothing to be seen of a button that was pressed.
 */
void commands_nothing(const struct commands_call *call);

/*
 * commands_say(c, account, say): says something beside an answer, under a ticket of its own, so that no
 * platform takes it for an earlier one.  Returns that ticket, under which the groups are told what became
 * of it; 0 when there is no room.
 */
uint64_t commands_say(struct commands *c, const char *account, const struct platform_say *say);

/*
 * commands_ticket(c): a new ticket, for what is told in another way, and whose outcome comes back here.
 */
uint64_t commands_ticket(struct commands *c);

/* An answer that was promised: a plain value. */
struct commands_promise {
	char account[COMMANDS_ACCOUNT_MAX];
	char handle[INTERACTION_HANDLE_MAX];
	char user[PLATFORM_ID_MAX];
};

/*
 * commands_promise(call, promise): says that the answer comes later, and keeps how in *promise.
 */
void commands_promise(const struct commands_call *call, struct commands_promise *promise);

/*
 * commands_keep(c, promise, text, now_ms): gives the answer that was promised, to the person alone.
 */
void commands_keep(struct commands *c, const struct commands_promise *promise, const char *text,
	int64_t now_ms);

/*
 * commands_key(key, verb, rest): writes the key of a button.  Returns key; "" when it would be too long,
 * so that no button comes of it.
 */
const char *commands_key(char key[INTERACTION_KEY_MAX], const char *verb, const char *rest);

#endif
