/*
 * What the chat page asks for that becomes an interaction: a command, its completion, a button or a
 * menu.
 */
#ifndef SANDBOX_PAGE_USE_H
#define SANDBOX_PAGE_USE_H

#include "sandbox/plays.h"

struct page_use_result {
	const char *error;    /* what was wrong; NULL = nothing */
	uint64_t interaction; /* that the bot was told of */
};

/*
 * page_use(stage, ask): the parsed message, of type "command", "complete" or "press", becomes an
 * interaction that the bot is told of.
 */
struct page_use_result page_use(const struct plays_stage *stage, const json *ask);

#endif
