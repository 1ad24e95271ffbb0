/*
 * What a command does that has the running daemon do something: it knocks at its door (door.h), says one
 * line and waits for the answer, without a loop.
 */
#ifndef SYS_KNOCK_H
#define SYS_KNOCK_H

#include "sys/door.h"

#define KNOCK_MS 10000 /* an answer is waited for so long */

enum knock_result {
	KNOCK_ANSWERED,
	KNOCK_NOBODY, /* no daemon runs there */
	KNOCK_SILENT, /* one does, and gave no answer, or may not be spoken to */
};

/*
 * knock_ask(folder, line, answer, wait_ms): says that line to the daemon whose state is in that folder, and
 * sets answer, "" when there is none.
 */
enum knock_result knock_ask(
	const char *folder, const char *line, char answer[DOOR_LINE_MAX], int wait_ms);

#endif
