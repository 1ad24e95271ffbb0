/*
 * Where people come with commands and buttons: the groups of them put together, each with what it needs.
 */
#ifndef BOT_DESK_H
#define BOT_DESK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bound.h"
#include "platform/platform.h"

struct bot;
struct config;
struct desk;
struct gaps;
struct listener;
struct listener_page;
struct loop;
struct log;
struct orders;
struct responder;
struct store;

struct desk_options {
	const struct config *config; /* these are borrowed */
	struct responder *responder;
	struct listener *listener;
	struct orders *orders;
	struct gaps *gaps;
	struct bot *bot; /* for how it is */
	struct loop *loop;
	struct store *store; /* NULL = there is none */
	struct log *log;
	/* Sends something through that account, soon.  Returns 0, or -1 when there is no room. */
	int (*say)(void *ctx, const char *account, const struct platform_say *say);
	/* Tells staff in another way.  Returns 0, and desk_outcome() follows, or -1; may be NULL. */
	int (*page)(void *ctx, const char *account, const struct listener_page *page);
	/* The time of day in milliseconds since 1970. */
	int64_t (*wall)(void *ctx);
	void *ctx;
};

/*
 * desk_create(options): all commands; NULL when memory is short.  Ended with desk_destroy().
 */
struct desk *desk_create(const struct desk_options *options);

/*
 * desk_destroy(d): releases it.  NULL is accepted.
 */
void desk_destroy(struct desk *d);

/*
 * desk_offers(d, n): see commands_offers().
 */
const struct interaction_command *const *desk_offers(const struct desk *d, size_t *n);

/*
 * desk_take(d, account, abilities, is, now_ms): see commands_take().
 */
void desk_take(struct desk *d, const char *account, struct platform_abilities abilities,
	const struct interaction *is, int64_t now_ms);

/*
 * desk_outcome(d, account, outcome): see commands_outcome().
 */
bool desk_outcome(struct desk *d, const char *account, const struct platform_outcome *outcome);

/*
 * desk_forget(d, user): what is held in memory of the person of that id goes: conversations, votes, mutes,
 * wishes for quiet.
 */
void desk_forget(struct desk *d, const char *user);

#define DESK_BOUNDS 3

/*
 * desk_bounds(d, bounds): how full it is: votes, erasures, people who had one.
 */
void desk_bounds(const struct desk *d, struct bound bounds[DESK_BOUNDS]);

#endif
