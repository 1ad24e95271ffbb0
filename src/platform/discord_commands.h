/*
 * The commands that Discord offers for us.  They are registered in one request that replaces all of them,
 * and only when they differ from what Discord has: the host keeps a hash of what was registered, and where
 * it knows none, Discord is asked first.  At most 200 may be made a day.
 * Source: discord-api-docs, interactions/application-commands.
 */
#ifndef PLATFORM_DISCORD_COMMANDS_H
#define PLATFORM_DISCORD_COMMANDS_H

#include <stdbool.h>
#include <stdint.h>

#include "platform/discord_rest.h"
#include "platform/platform.h"

#define DISCORD_COMMANDS_ASK_MS 60000 /* a look-up, or the registration, may take so long */
#define DISCORD_COMMANDS_BODY_MAX 262144

struct discord_commands;

/*
 * discord_commands_create(host, account, rest): for the account's commands; asks through rest, which must
 * outlive it.  NULL when memory is short.  The caller owns it and ends it with discord_commands_destroy().
 */
struct discord_commands *discord_commands_create(const struct platform_host *host,
	const struct platform_account *account, struct discord_rest *rest);

/*
 * discord_commands_destroy(c): releases it.  NULL is accepted.
 */
void discord_commands_destroy(struct discord_commands *c);

/*
 * discord_commands_begin(c, application, now_ms): there is a session, of the application of that id: sees
 * to it, unless that was done in this run.  An id that is none is waited for.
 */
void discord_commands_begin(struct discord_commands *c, const char *application, int64_t now_ms);

/*
 * discord_commands_told(c, answer, now_ms): the answer to a DISCORD_REST_COMMANDS or _REGISTER.
 */
void discord_commands_told(
	struct discord_commands *c, const struct discord_rest_answer *answer, int64_t now_ms);

/*
 * discord_commands_write(b, commands, n): appends the commands as Discord wants them.  Returns what the
 * last append returned.
 */
bool discord_commands_write(
	struct buf *b, const struct interaction_command *const *commands, size_t n);

#endif
