/*
 * What was delivered of late, so that a repeated dispatch or a replay is not delivered twice, and who
 * wrote it.  Discord says itself that events may come twice (reference, "Consistency").
 */
#ifndef PLATFORM_DISCORD_SEEN_H
#define PLATFORM_DISCORD_SEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "platform/platform.h"

#define DISCORD_SEEN_MAX 1024 /* messages; then the oldest is forgotten */

struct discord_seen {
	uint64_t id[DISCORD_SEEN_MAX]; /* 0 = unused */
	struct discord_seen_message {
		uint64_t author;
		uint64_t text; /* a hash of the last text */
		bool created;
		bool deleted;
	} message[DISCORD_SEEN_MAX];
	size_t next;
	uint64_t newest; /* id that was ever kept: one beyond it need not be looked for */
};

/*
 * discord_seen_before(s, event): whether that very event was there before; if not, it is from now on.
 * An edit is one of its own as long as it changes the text.  A zeroed struct has seen nothing.
 */
bool discord_seen_before(struct discord_seen *s, const struct platform_event *event);

/*
 * discord_seen_created(s, message): whether the message of that id was there before, as it first was.
 */
bool discord_seen_created(const struct discord_seen *s, const char *message);

/*
 * discord_seen_wrote(s, user, message): whether user (an id) may have written the message of that id:
 * false only when another is known to have.
 */
bool discord_seen_wrote(const struct discord_seen *s, const char *user, const char *message);

#endif
