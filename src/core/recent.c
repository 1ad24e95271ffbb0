/* Short messages that belong together; see recent.h. */
#include "core/recent.h"

#include <string.h>

#define BETWEEN '\n'  /* stands behind each message that is kept */
#define EXCUSE_MAX 32 /* bytes of an excuse in front of what is said */

static bool is_short(const struct lumbar_message *message)
{
	return message->len > 0 && message->len <= RECENT_MESSAGE_MAX;
}

/* Whether the messages in talk are of another time than now_ms; one that was missed may come late. */
static bool is_far(const struct lumbar_talk *talk, int64_t now_ms)
{
	return now_ms - talk->recent_ms > RECENT_AGE_MS || talk->recent_ms - now_ms > RECENT_AGE_MS;
}

static void forget(struct lumbar_talk *talk)
{
	memset(talk->recent, 0, sizeof(talk->recent));
	talk->n_recent = 0;
}

/* Where the last `count` messages begin; n_recent when there are fewer. */
static size_t begin_of(const struct lumbar_talk *talk, size_t count)
{
	size_t at = talk->n_recent;

	for (; count > 0 && at > 0; count--) {
		do {
			at--;
		} while (at > 0 && talk->recent[at - 1] != BETWEEN);
	}
	return count > 0 ? talk->n_recent : at;
}

/* Appends text, of which every line is part of one message. */
static size_t put_flat(char *out, const char *text, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		out[i] = text[i] == BETWEEN ? ' ' : text[i];
	return len;
}

static bool begins_with(const char *text, size_t len, const char *word)
{
	size_t i, n = strlen(word);

	if (len <= n || (text[n] >= 'a' && text[n] <= 'z'))
		return false;
	for (i = 0; i < n; i++) {
		if ((text[i] | 0x20) != word[i])
			return false;
	}
	return true;
}

/*
 * How much of text only excuses that a message went off too soon: "sorry hit send. they give way" goes on
 * with "they give way".  0 when nothing stands behind it.
 */
static size_t excuse_of(const char *text, size_t len)
{
	static const char *const slips[] = {
		"sorry", "soz", "oops", "whoops", "woops", "argh", "ugh", "hit", "sent", "pressed"};
	size_t i, end = 0;

	for (i = 0; i < sizeof(slips) / sizeof(slips[0]); i++) {
		if (begins_with(text, len, slips[i]))
			break;
	}
	if (i == sizeof(slips) / sizeof(slips[0]))
		return 0;
	while (end < len && !strchr(".,!:\n", text[end]))
		end++;
	while (end < len && strchr(".,!: \n", text[end]))
		end++;
	return end <= EXCUSE_MAX && end < len ? end : 0;
}

size_t recent_join(const struct lumbar_talk *talk, const struct lumbar_message *message,
	size_t count, char out[RECENT_JOINED_MAX])
{
	size_t from, n, skip = excuse_of(message->text, message->len);

	if (talk->n_recent > LUMBAR_RECENT_MAX || !is_short(message) ||
		is_far(talk, message->now_ms))
		return 0;
	from = begin_of(talk, count);
	if (from == talk->n_recent)
		return 0;
	n = put_flat(out, talk->recent + from, talk->n_recent - from);
	return n + put_flat(out + n, message->text + skip, message->len - skip);
}

void recent_expire(struct lumbar_talk *talk, int64_t now_ms)
{
	if (talk->n_recent > LUMBAR_RECENT_MAX || is_far(talk, now_ms))
		forget(talk);
}

/* Forgets the oldest messages, so that n bytes more have room. */
static void make_room(struct lumbar_talk *talk, size_t n)
{
	const char *end;
	size_t cut;

	while (talk->n_recent + n > LUMBAR_RECENT_MAX) {
		end = memchr(talk->recent, BETWEEN, talk->n_recent);
		cut = end ? (size_t)(end - talk->recent) + 1 : talk->n_recent;
		memmove(talk->recent, talk->recent + cut, talk->n_recent - cut);
		talk->n_recent = (uint8_t)(talk->n_recent - cut);
	}
}

void recent_keep(struct lumbar_talk *talk, const struct lumbar_message *message, bool told)
{
	recent_expire(talk, message->now_ms);
	if (told || !is_short(message)) {
		forget(talk);
		return;
	}
	make_room(talk, message->len + 1);
	talk->n_recent = (uint8_t)(talk->n_recent + put_flat(talk->recent + talk->n_recent,
							    message->text, message->len));
	talk->recent[talk->n_recent++] = BETWEEN;
	talk->recent_ms = message->now_ms;
}
