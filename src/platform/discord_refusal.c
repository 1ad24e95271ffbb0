/* What Discord's error codes say about a message; see discord_refusal.h. */
#include "platform/discord_refusal.h"

#include <stddef.h>

#include "base/json.h"

#define BODY_MAX 65536
#define UNKNOWN_MESSAGE 10008
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

/* Whether the form was refused for its member message_reference alone. */
static bool blames_reference(const struct platform_result *result)
{
	json *body = result->body && result->body_len <= BODY_MAX
			     ? json_parse(result->body, result->body_len)
			     : NULL;
	const json *errors = json_get(body, "errors");
	bool does = json_get(errors, "message_reference") && !json_next(json_first(errors));

	json_free(body);
	return does;
}

bool discord_refusal_of_reference(const struct platform_result *result, int code)
{
	return code == NO_HISTORY || code == UNKNOWN_MESSAGE ||
	       (code == INVALID_FORM && blames_reference(result));
}
