/* How the gateway's frames reach us; see discord_transport.h. */
#include "platform/discord_transport.h"

#include "platform/discord_wire.h"

static const struct {
	const char *query;
	bool is_compressed;
	enum discord_inflate_kind kind;
} rungs[] = {
	{DISCORD_WIRE_QUERY "&compress=zstd-stream", true, DISCORD_INFLATE_ZSTD},
	{DISCORD_WIRE_QUERY "&compress=zlib-stream", true, DISCORD_INFLATE_ZLIB},
	{.query = DISCORD_WIRE_QUERY},
};

void discord_transport_init(struct discord_transport *t)
{
	*t = (struct discord_transport){0};
	buf_init(&t->plain, DISCORD_INFLATE_MAX);
}

void discord_transport_drop(struct discord_transport *t)
{
	discord_inflate_destroy(t->inflate);
	t->inflate = NULL;
}

void discord_transport_begin(struct discord_transport *t)
{
	discord_transport_drop(t);
	buf_free(&t->plain);
	t->is_whole = t->decoded = false;
}

void discord_transport_end(struct discord_transport *t)
{
	discord_transport_begin(t);
}

void discord_transport_steady(struct discord_transport *t)
{
	t->broken = 0;
}

const char *discord_transport_query(const struct discord_transport *t)
{
	return rungs[t->rung].query;
}

/* Makes room for the next message, unless the present one is still coming in. */
static void clear_whole(struct discord_transport *t)
{
	if (!t->is_whole)
		return;
	t->is_whole = false;
	if (t->plain.cap > DISCORD_TRANSPORT_KEEP_MAX)
		buf_free(&t->plain);
	else
		buf_clear(&t->plain);
}

static void note_damage(struct discord_transport *t)
{
	if (t->decoded && ++t->broken < DISCORD_TRANSPORT_BROKEN_MAX)
		return;
	t->broken = 0;
	t->rung++; /* the last rung decodes nothing, so it cannot fail */
}

static enum discord_transport_result decode(
	struct discord_transport *t, const char *data, size_t len)
{
	enum discord_inflate_result result = DISCORD_INFLATE_DAMAGED;

	if (!t->inflate)
		t->inflate = discord_inflate_create(rungs[t->rung].kind);
	if (t->inflate)
		result = discord_inflate_put(t->inflate, data, len, &t->plain);
	switch (result) {
	case DISCORD_INFLATE_WHOLE: t->is_whole = t->decoded = true; return DISCORD_TRANSPORT_WHOLE;
	case DISCORD_INFLATE_PART: return DISCORD_TRANSPORT_PART;
	case DISCORD_INFLATE_LARGE: return DISCORD_TRANSPORT_LARGE;
	default: note_damage(t); return DISCORD_TRANSPORT_DAMAGED;
	}
}

enum discord_transport_result discord_transport_take(struct discord_transport *t, const char *data,
	size_t len, bool is_text, const char **text, size_t *text_len)
{
	enum discord_transport_result result = DISCORD_TRANSPORT_WHOLE;

	*text = data;
	*text_len = len;
	if (is_text || !rungs[t->rung].is_compressed)
		return result;
	clear_whole(t);
	result = decode(t, data, len);
	*text = buf_str(&t->plain);
	*text_len = t->plain.len;
	return result;
}
