/*
 * What to do after each code with which Discord's gateway closes a connection.
 * Source: discord-api-docs, topics/opcodes-and-status-codes, "Gateway Close Event Codes".
 */
#ifndef PLATFORM_DISCORD_CLOSE_H
#define PLATFORM_DISCORD_CLOSE_H

#include <stdint.h>

#include "platform/platform.h"

/* The code that we close with: any but 1000 and 1001 leaves the session resumable. */
#define DISCORD_CLOSE_RESUMABLE 4200

enum discord_close_way {
	DISCORD_CLOSE_RESUME,   /* the session may live on: try, Discord says if it does not */
	DISCORD_CLOSE_IDENTIFY, /* it does not: begin another */
	DISCORD_CLOSE_INTENTS, /* the intents are too many: begin another with fewer, or as FATAL */
	DISCORD_CLOSE_FATAL,   /* the same would happen again: do not come back */
};

struct discord_close {
	int code;
	enum discord_close_way way;
	int64_t pause_ms; /* wait at least so long */
	const char *name; /* for the log */
	enum platform_fault
		fault; /* FATAL and INTENTS: what is at fault, and what to do about it */
	const char *detail;
};

/*
 * discord_close_find(code): what that code asks for; an unknown one, and 0 for a connection that broke,
 * ask for a resume.  Never NULL; static.
 */
const struct discord_close *discord_close_find(int code);

#endif
