/*
 * What discord_glance_read() has to hold, for its tests and its fuzzer: whatever it takes, the parser and
 * discord_message_read() take for the very same event.
 */
#ifndef TESTS_PLATFORM_GLANCE_SAME_H
#define TESTS_PLATFORM_GLANCE_SAME_H

#include <stdbool.h>
#include <string.h>

#include "base/json.h"
#include "platform/discord_glance.h"
#include "platform/discord_message.h"

static inline bool glance_same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static inline bool glance_same_event(const struct platform_event *a, const struct platform_event *b)
{
	return a->kind == b->kind && glance_same_text(a->message, b->message) &&
	       glance_same_text(a->conversation, b->conversation) &&
	       glance_same_text(a->parent, b->parent) && glance_same_text(a->server, b->server) &&
	       glance_same_text(a->user, b->user) && glance_same_text(a->title, b->title) &&
	       glance_same_text(a->link, b->link) && glance_same_text(a->reply_to, b->reply_to) &&
	       a->text_len == b->text_len && memcmp(a->text, b->text, a->text_len + 1) == 0 &&
	       a->direct == b->direct && a->edited == b->edited && a->addressed == b->addressed &&
	       a->replayed == b->replayed && a->missed == b->missed && a->age_ms == b->age_ms &&
	       glance_same_text(a->handle, b->handle) && glance_same_text(a->sign, b->sign) &&
	       a->in_private == b->in_private;
}

/*
 * Whether the frame is no event for the glance, or the same one either way.  *taken is whether the glance
 * took it.
 */
static inline bool glance_same(const char *data, size_t len, const char *self, bool *taken)
{
	static struct discord_glance glance;
	struct platform_event event;
	const json *d;
	json *whole;
	bool same;

	*taken = discord_glance_read(&glance, data, len, self);
	if (!*taken)
		return true;
	whole = json_parse(data, len);
	d = json_get(whole, "d");
	same = whole && discord_message_read(d, self, &event) &&
	       glance_same_event(&glance.event, &event) &&
	       glance.channel_type == discord_message_channel_type(d) &&
	       /* what discord_missed_note() is told */
	       glance_same_text(glance.message, json_get_string(d, "id")) &&
	       glance_same_text(glance.channel, json_get_string(d, "channel_id")) &&
	       glance.event.direct == !json_get_string(d, "guild_id");
	json_free(whole);
	return same;
}

#endif
