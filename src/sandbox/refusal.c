/* Error answers of Discord's REST API; see refusal.h. */
#include "sandbox/refusal.h"

#include <string.h>

#include "base/json.h"

static const struct {
	int code, status;
	const char *message;
} known[] = {
	{REFUSAL_UNAUTHORIZED, 401, "401: Unauthorized"},
	{REFUSAL_UNKNOWN_CHANNEL, 404, "Unknown Channel"},
	{REFUSAL_UNKNOWN_GUILD, 404, "Unknown Guild"},
	{REFUSAL_UNKNOWN_MEMBER, 404, "Unknown Member"},
	{REFUSAL_UNKNOWN_MESSAGE, 404, "Unknown Message"},
	{REFUSAL_UNKNOWN_USER, 404, "Unknown User"},
	{REFUSAL_UNKNOWN_WEBHOOK, 404, "Unknown Webhook"},
	{REFUSAL_UNKNOWN_INTERACTION, 404, "Unknown interaction"},
	{REFUSAL_UNKNOWN_COMMAND, 404, "Unknown application command"},
	{REFUSAL_NOT_YOURS, 403,
		"You are not authorized to perform this action on this application"},
	{REFUSAL_REACTIONS, 400, "Maximum number of reactions reached (20)"},
	{REFUSAL_COMMANDS, 400, "Maximum number of application commands reached (100)"},
	{REFUSAL_COMMANDS_DAY, 400,
		"Max number of daily application command creates has been reached (200)"},
	{REFUSAL_ACKNOWLEDGED, 400, "Interaction has already been acknowledged."},
	{REFUSAL_AGENT, 403, "internal network error"},
	{REFUSAL_NO_ACCESS, 403, "Missing Access"},
	{REFUSAL_NOT_THE_AUTHOR, 403, "Cannot edit a message authored by another user"},
	{REFUSAL_EMPTY, 400, "Cannot send an empty message"},
	{REFUSAL_NOT_TEXT, 400, "Cannot send messages in a non-text channel"},
	{REFUSAL_NO_PERMISSION, 403, "Missing Permissions"},
	{REFUSAL_WEBHOOK_TOKEN, 401, "Invalid Webhook Token"},
	{REFUSAL_RECIPIENT, 400, "Invalid Recipient(s)"},
	{REFUSAL_NO_JSON, 400, "The request body contains invalid JSON."},
	{REFUSAL_NO_HISTORY, 403, "Cannot reply without permission to read message history"},
	{REFUSAL_HAS_THREAD, 400, "A thread has already been created for this message"},
	{REFUSAL_THREADS, 400, "Maximum number of active threads has been reached"},
};

static int put(struct buf *out, int status, const char *message, int code)
{
	buf_putc(out, '{');
	json_put(out, "message", message);
	buf_printf(out, ",\"code\":%d}", code);
	return status;
}

int refusal_put(struct buf *out, int code)
{
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (known[i].code == code)
			return put(out, known[i].status, known[i].message, code);
	}
	return put(out, 500, "500: Internal Server Error", 0);
}

int refusal_http(struct buf *out, int status, const char *words)
{
	buf_putc(out, '{');
	buf_printf(out, "\"message\":\"%d: %s\",\"code\":0}", status, words);
	return status;
}

int refusal_form(struct buf *out, const char *path, const char *code, const char *message)
{
	size_t depth = 0, n;

	buf_printf(
		out, "{\"message\":\"Invalid Form Body\",\"code\":%d,\"errors\":{", REFUSAL_FORM);
	for (; *path; path += n + (path[n] == '.'), depth++) {
		n = strcspn(path, ".");
		json_put_string(out, path, n);
		buf_puts(out, ":{");
	}
	buf_puts(out, "\"_errors\":[{");
	json_put(out, "code", code);
	json_put(out, "message", message);
	buf_puts(out, "}]}}");
	while (depth--)
		buf_putc(out, '}');
	return 400;
}

int refusal_limited(struct buf *out, const char *scope, long long wait_ms)
{
	const bool is_shared = strcmp(scope, "shared") == 0;

	buf_printf(out, "{\"message\":\"%s\",\"retry_after\":%lld.%03lld,\"global\":%s}",
		is_shared ? "The resource is being rate limited." : "You are being rate limited.",
		wait_ms / 1000, wait_ms % 1000, strcmp(scope, "global") == 0 ? "true" : "false");
	return 429;
}
