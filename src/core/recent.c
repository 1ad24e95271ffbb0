/* Short messages that belong together; see recent.h. */
#include "core/recent.h"

#include <string.h>

static bool is_short(const struct lumbar_message *message)
{
	return message->len > 0 && message->len <= RECENT_MESSAGE_MAX;
}

static bool is_old(const struct lumbar_talk *talk, const struct lumbar_message *message)
{
	return message->now_ms - talk->recent_ms > RECENT_AGE_MS;
}

size_t recent_join(const struct lumbar_talk *talk, const struct lumbar_message *message,
	char out[RECENT_JOINED_MAX])
{
	size_t n = talk->n_recent;

	if (n == 0 || n > LUMBAR_RECENT_MAX || !is_short(message) || is_old(talk, message))
		return 0;
	memcpy(out, talk->recent, n);
	out[n++] = ' ';
	memcpy(out + n, message->text, message->len);
	return n + message->len;
}

/* Forgets the oldest words, so that n bytes more have room. */
static void make_room(struct lumbar_talk *talk, size_t n)
{
	size_t cut =
		talk->n_recent + n > LUMBAR_RECENT_MAX ? talk->n_recent + n - LUMBAR_RECENT_MAX : 0;

	while (cut > 0 && cut < talk->n_recent && talk->recent[cut - 1] != ' ')
		cut++;
	memmove(talk->recent, talk->recent + cut, talk->n_recent - cut);
	talk->n_recent = (uint8_t)(talk->n_recent - cut);
}

void recent_keep(struct lumbar_talk *talk, const struct lumbar_message *message, bool told)
{
	if (told || !is_short(message) || talk->n_recent > LUMBAR_RECENT_MAX ||
		is_old(talk, message)) {
		memset(talk->recent, 0, sizeof(talk->recent));
		talk->n_recent = 0;
	}
	if (told || !is_short(message))
		return;
	make_room(talk, message->len + 1);
	if (talk->n_recent)
		talk->recent[talk->n_recent++] = ' ';
	memcpy(talk->recent + talk->n_recent, message->text, message->len);
	talk->n_recent = (uint8_t)(talk->n_recent + message->len);
	talk->recent_ms = message->now_ms;
}
