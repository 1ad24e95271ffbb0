/*
 * What a gateway frame is about, by reading no more of it than that takes: op, s and t of the object
 * {"op","d","s","t"}, whatever their order, without looking into d.  Most frames are not for us, and
 * this is a tenth of the work of parsing them.
 */
#ifndef PLATFORM_DISCORD_FRAME_H
#define PLATFORM_DISCORD_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DISCORD_FRAME_NAME_MAX                                                                     \
	64 /* bytes of an event's name with its NUL; longer ones are unknown */

struct discord_frame {
	int64_t op;   /* -1 = none */
	bool has_seq; /* 0 is a sequence number like any other */
	int64_t seq;
	char name[DISCORD_FRAME_NAME_MAX]; /* t; "" if none */
};

/*
 * discord_frame_read(f, data, len): reads the frame of len bytes, which may be any bytes.  Returns
 * whether it begins as an object with an op; what is wrong behind the last of op, s and t goes
 * unnoticed.  Of equal keys the first counts, as base/json.h has it.
 */
bool discord_frame_read(struct discord_frame *f, const char *data, size_t len);

/*
 * discord_frame_is_cut(data, len): whether the bytes begin as an object or an array that does not end:
 * something of it was lost on the way.  What ends and is wrong all the same is not cut: it would be no
 * better if it were sent again.
 */
bool discord_frame_is_cut(const char *data, size_t len);

#endif
