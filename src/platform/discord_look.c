/* Whether a message was sent before; see discord_look.h. */
#include "platform/discord_look.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "platform/discord_rest.h"

#define PAGE_MAX (4 << 20) /* bytes of a page that are read */

bool discord_look_wanted(const struct discord_call *call, int64_t now_ms)
{
	if (call->route != DISCORD_REST_SAY)
		return false;
	return call->seeks ||
	       (call->was_tried && *call->cause && now_ms - call->tried_ms > DISCORD_LOOK_AFTER_MS);
}

/*
 * Ours says what was to be said, in answer to the same message, if to any.  One that was posted without its
 * reference, as that was refused, is not known again: better twice than not at all.
 */
static bool is_it(const json *message, const char *text, const char *reference)
{
	const char *content = json_get_string(message, "content");
	const char *answers = json_get_string(json_get(message, "message_reference"), "message_id");

	return content && strcmp(content, text) == 0 && !reference == !answers &&
	       (!reference || strcmp(reference, answers) == 0);
}

static enum discord_look find(const json *page, const json *body, char id[PLATFORM_ID_MAX])
{
	const char *text = json_get_string(body, "content");
	const char *reference = json_get_string(json_get(body, "message_reference"), "message_id");
	const json *message;
	size_t n = 0;

	for (message = json_first(page); message && text; message = json_next(message), n++) {
		if (!is_it(message, text, reference))
			continue;
		snprintf(id, PLATFORM_ID_MAX, "%s",
			snowflake_get(message, "id") ? snowflake_get(message, "id") : "");
		return DISCORD_LOOK_FOUND;
	}
	return text && n < DISCORD_REST_PAGE ? DISCORD_LOOK_NONE : DISCORD_LOOK_UNSURE;
}

enum discord_look discord_look_read(const struct discord_call *call,
	const struct platform_result *result, char id[PLATFORM_ID_MAX])
{
	enum discord_look found = DISCORD_LOOK_UNSURE;
	json *page, *body;

	id[0] = '\0';
	if (!result || result->status != 200 || result->body_len > PAGE_MAX)
		return found;
	page = json_parse(result->body, result->body_len);
	body = json_parse(call->body, call->body_len);
	if (json_is_array(page))
		found = find(page, body, id);
	json_free(page);
	json_free(body);
	return found;
}
