/* What was asked to be said, copied: its strings are gone after the call. */
#ifndef TESTS_BOT_SAID_MOCK_H
#define TESTS_BOT_SAID_MOCK_H

#include "platform/host_mock.h"
#include "platform/platform.h"

struct said_mock {
	char conversation[64], direct[64], reply_to[64], cause[64], user[64], role[64], purpose[64];
	char text[2048];
	int64_t deadline_ms;
	bool emergency;
};

/* Copies it; "(null)" stands for a string that there is not. */
static inline void said_mock_keep(struct said_mock *kept, const struct platform_say *say)
{
	mock_copy(kept->conversation, sizeof(kept->conversation), say->conversation);
	mock_copy(kept->direct, sizeof(kept->direct), say->direct);
	mock_copy(kept->reply_to, sizeof(kept->reply_to), say->reply_to);
	mock_copy(kept->cause, sizeof(kept->cause), say->cause);
	mock_copy(kept->user, sizeof(kept->user), say->user);
	mock_copy(kept->role, sizeof(kept->role), say->role);
	mock_copy(kept->purpose, sizeof(kept->purpose), say->purpose);
	mock_copy(kept->text, sizeof(kept->text), say->text);
	kept->deadline_ms = say->deadline_ms;
	kept->emergency = say->emergency;
}

#endif
