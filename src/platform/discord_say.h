/*
 * What is said, as the JSON that Discord's "create message" wants, and what Discord says back.
 * Source: discord-api-docs, resources/message, "Create Message"; reference, "Error Messages".
 */
#ifndef PLATFORM_DISCORD_SAY_H
#define PLATFORM_DISCORD_SAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "platform/platform.h"

#define DISCORD_SAY_TEXT_MAX 10000 /* bytes of a text: 2,000 characters are 8,000 at most */
#define DISCORD_SAY_BODY_MAX 65536 /* bytes of a body: such a text fits however escaped */
#define DISCORD_NONCE_MAX 26       /* bytes of a nonce with its NUL */
#define DISCORD_REASON_MAX 192     /* bytes of a refusal's text with its NUL */

/*
 * discord_say_nonce(nonce, say, salt): the idempotency key of say: the id of the message that brought
 * it about (say->cause, else say->reply_to) and its purpose, so that the same reply made again, even
 * after a crash, is the same to Discord.  A purpose that does not fit in full is shortened to its first
 * letter and a hash.  Without such a message the key is salt and the ticket: as good as random between
 * runs when salt is.
 */
void discord_say_nonce(
	char nonce[DISCORD_NONCE_MAX], const struct platform_say *say, uint32_t salt);

/* What a message can be said without, where Discord does not take it with that: bits of a set. */
enum discord_say_part {
	DISCORD_SAY_REFERENCE = 1, /* to the message that it answers */
	DISCORD_SAY_CONTROLS = 2,  /* buttons and menus */
	DISCORD_SAY_PARTS = 3,     /* both */
};

/* Where such a part stands in a body; a length of 0 = it has none. */
struct discord_say_span {
	size_t at, len;
};

struct discord_say_parts {
	struct discord_say_span reference, controls;
};

/*
 * discord_say_body(b, say, pings_author, salt, parts): appends the body.  Nobody is notified but say->user
 * and say->role, and the author of the message replied to when pings_author is set.  *parts becomes what
 * discord_say_drop() can take out of what b then holds.  b fails as buf_put() does.
 */
void discord_say_body(struct buf *b, const struct platform_say *say, bool pings_author,
	uint32_t salt, struct discord_say_parts *parts);

/*
 * discord_say_data(b, say, parts): appends what a message is, without braces around it, for where Discord
 * takes neither a nonce nor a reference; *parts as for discord_say_body().  Fails as buf_put() does.
 */
bool discord_say_data(
	struct buf *b, const struct platform_say *say, struct discord_say_parts *parts);

/*
 * discord_say_has(parts): which there are, as a set.
 */
unsigned discord_say_has(const struct discord_say_parts *parts);

/*
 * discord_say_drop(body, len, parts, which): takes the parts of that set out of the body (of len bytes and
 * a NUL), and out of *parts.  Returns the body's new length.
 */
size_t discord_say_drop(char *body, size_t len, struct discord_say_parts *parts, unsigned which);

/*
 * discord_say_refusal(result, reason): writes why Discord refused, for people: "Missing Permissions
 * (50013)", or "HTTP 403" when the body says nothing.  Returns Discord's code, 0 if none.  The body may
 * be anything.
 */
int discord_say_refusal(const struct platform_result *result, char reason[DISCORD_REASON_MAX]);

/*
 * discord_say_id(result, id): writes the id of the message that was made, "" when the body tells none.
 */
void discord_say_id(const struct platform_result *result, char id[PLATFORM_ID_MAX]);

#endif
