/* The frames that we send to Discord's gateway; see discord_wire.h. */
#include "platform/discord_wire.h"

#include <inttypes.h>
#include <string.h>

#include "base/json.h"

bool discord_wire_heartbeat(struct buf *b, const struct discord_session *s)
{
	if (!s->has_seq)
		return buf_puts(b, "{\"op\":1,\"d\":null}");
	return buf_printf(b, "{\"op\":1,\"d\":%" PRId64 "}", s->seq);
}

bool discord_wire_identify(struct buf *b, const char *token, unsigned intents)
{
	buf_puts(b, "{\"op\":2,\"d\":{");
	json_put(b, "token", token);
	buf_printf(b, ",\"intents\":%u,\"properties\":{", intents);
	json_put(b, "os", "linux");
	json_put(b, "browser", "lumbard");
	json_put(b, "device", "lumbard");
	return buf_puts(b, "}}}");
}

bool discord_wire_resume(struct buf *b, const char *token, const struct discord_session *s)
{
	buf_puts(b, "{\"op\":6,\"d\":{");
	json_put(b, "token", token);
	json_put(b, "session_id", s->id);
	return buf_printf(b, ",\"seq\":%" PRId64 "}}", s->seq);
}

bool discord_wire_request_member(struct buf *b, const char *server, const char *user)
{
	buf_puts(b, "{\"op\":8,\"d\":{");
	json_put(b, "guild_id", server);
	buf_puts(b, ",\"limit\":1,\"user_ids\":[");
	json_put_string(b, user, strlen(user));
	return buf_puts(b, "]}}");
}
