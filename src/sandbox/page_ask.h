/*
 * What the chat page asks for: people write, edit, delete, open threads; trouble is played.
 */
#ifndef SANDBOX_PAGE_ASK_H
#define SANDBOX_PAGE_ASK_H

#include "sandbox/plays.h"

#define PAGE_ASK_BYTES_MAX 32768 /* of one message of the page */
#define PAGE_ASK_TEXT_MAX 4000   /* code points of what somebody writes */
#define PAGE_ASK_NAME_MAX 100    /* code points of a thread's or post's name */

struct page_ask_result {
	const char *error; /* what was wrong; NULL = nothing */
	const char *log;   /* a line that tells what happened; NULL = none */
	const struct model_channel
		*channel;     /* to be told again although it is not new; NULL = none */
	uint64_t interaction; /* that waits for the bot now; 0 = none */
};

/*
 * page_ask(stage, ask): does what the parsed message asks for.  Its effects on the model are told by
 * that.
 */
struct page_ask_result page_ask(const struct plays_stage *stage, const json *ask);

#endif
