/* What Discord's error codes say about a message; see discord_refusal.h. */
#include "platform/discord_refusal.h"

#include <stdbool.h>
#include <stddef.h>

#include "base/json.h"
#include "platform/discord_say.h"

#define BODY_MAX 65536
#define UNKNOWN_MESSAGE 10008
#define BAD_REQUEST 400
#define INVALID_FORM 50035
#define NO_HISTORY 160002 /* may not read the history, hence not reply to it */

static const struct {
	int code;
	enum platform_refusal kind;
} refusals[] = {
	{10003, PLATFORM_REFUSAL_PLACE},  /* unknown channel */
	{10004, PLATFORM_REFUSAL_PLACE},  /* unknown server */
	{10013, PLATFORM_REFUSAL_PERSON}, /* unknown user */
	{20009, PLATFORM_REFUSAL_TEXT},   /* explicit content */
	{20016, PLATFORM_REFUSAL_PLACE},  /* slow mode */
	{20031, PLATFORM_REFUSAL_TEXT},   /* words that are not allowed */
	{40003, PLATFORM_REFUSAL_PERSON}, /* direct messages are opened too fast */
	{50001, PLATFORM_REFUSAL_PLACE},  /* missing access */
	{50007, PLATFORM_REFUSAL_PERSON}, /* takes no direct messages, or has blocked us */
	{50008, PLATFORM_REFUSAL_PLACE},  /* not a channel with text */
	{50009, PLATFORM_REFUSAL_PLACE},  /* verification level too high */
	{50013, PLATFORM_REFUSAL_PLACE},  /* missing permissions; a time-out too */
	{50024, PLATFORM_REFUSAL_PLACE},  /* not in this type of channel */
	{50033, PLATFORM_REFUSAL_PERSON}, /* no recipient */
	{50083, PLATFORM_REFUSAL_PLACE},  /* thread is archived */
	{50278, PLATFORM_REFUSAL_PERSON}, /* no server in common */
	{160005, PLATFORM_REFUSAL_PLACE}, /* thread is locked */
	{200000, PLATFORM_REFUSAL_TEXT},  /* blocked by AutoMod */
	{200001, PLATFORM_REFUSAL_TEXT},  /* title blocked by AutoMod */
	{240000, PLATFORM_REFUSAL_TEXT},  /* harmful links */
};

enum platform_refusal discord_refusal_kind(int code)
{
	size_t i;

	for (i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		if (refusals[i].code == code)
			return refusals[i].kind;
	}
	return PLATFORM_REFUSAL_OTHER;
}

/* Which parts the members of errors name; *others is set where they name something else as well. */
static unsigned read_errors(const json *errors, bool *others)
{
	const json *data = json_get(errors, "data"), *e;
	unsigned named = 0;
	size_t known = 0, n = 0;

	if (data) /* an interaction's answer has its message in there */
		return read_errors(data, others);
	if (json_get(errors, "message_reference"))
		named |= DISCORD_SAY_REFERENCE, known++;
	if (json_get(errors, "components"))
		named |= DISCORD_SAY_CONTROLS, known++;
	for (e = json_first(errors); e; e = json_next(e))
		n++;
	*others = n > known;
	return named;
}

/* What a form that was refused is blamed for. */
static unsigned blamed_by(const struct platform_result *result)
{
	json *body = result->body && result->body_len <= BODY_MAX
			     ? json_parse(result->body, result->body_len)
			     : NULL;
	const json *errors = json_get(body, "errors");
	bool others = false;
	unsigned named = read_errors(errors, &others);

	if (!json_first(errors)) /* nobody says */
		named = DISCORD_SAY_PARTS;
	else if (others)
		named = 0;
	json_free(body);
	return named;
}

unsigned discord_refusal_blames(const struct platform_result *result, int code)
{
	if (code == NO_HISTORY || code == UNKNOWN_MESSAGE)
		return DISCORD_SAY_REFERENCE;
	if (result->status != BAD_REQUEST || (code && code != INVALID_FORM))
		return 0;
	return blamed_by(result);
}
