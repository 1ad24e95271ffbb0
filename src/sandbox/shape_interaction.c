/* An interaction as the bot is told of it; see shape_interaction.h. */
#include "sandbox/shape_interaction.h"

#include <inttypes.h>

#include "base/json.h"
#include "sandbox/rights.h"
#include "sandbox/shape.h"

/* The server's side of it: whoever is no member of a server is a user. */
static void put_person(struct buf *b, const struct model *m, const struct interactions_entry *i)
{
	if (i->channel->type == MODEL_DIRECT) {
		buf_puts(b, ",\"context\":1,\"user\":");
		shape_user(b, m, i->user);
		return;
	}
	buf_puts(b, ",\"context\":0");
	shape_id(b, "guild_id", m->guild);
	buf_puts(b, ",\"guild_locale\":\"en-US\",\"guild\":{\"locale\":\"en-US\",\"features\":[]");
	shape_id(b, "id", m->guild);
	buf_puts(b, "},\"member\":");
	shape_member(b, m, i->user, true);
	buf_cut(b, b->len - 1);
	buf_printf(b, ",\"permissions\":\"%" PRIu64 "\"}",
		rights_of(m, i->user, i->channel) & RIGHTS_ALL);
}

bool shape_interaction(struct buf *b, const struct model *m,
	const struct interactions_entry *interaction, const char *data)
{
	const struct interactions_entry *i = interaction;
	const struct model_message *message =
		i->message ? model_any_message(i->channel, i->message) : NULL;

	buf_putc(b, '{');
	shape_id(b, "id", i->id);
	shape_id(b, "application_id", m->bot->id);
	buf_printf(b, ",\"type\":%d,\"version\":1", (int)i->type);
	json_put(b, "token", i->token);
	shape_id(b, "channel_id", i->channel->id);
	buf_puts(b, ",\"channel\":");
	shape_channel(b, m, i->channel, "");
	put_person(b, m, i);
	buf_printf(b,
		",\"locale\":\"en-US\",\"app_permissions\":\"%" PRIu64
		"\",\"entitlements\":[],\"entitlement_sku_ids\":[],"
		"\"authorizing_integration_owners\":{\"0\":\"%" PRIu64
		"\"},\"attachment_size_limit\":10485760",
		rights_of(m, m->bot, i->channel) & RIGHTS_ALL,
		i->channel->type == MODEL_DIRECT ? 0 : m->guild);
	if (message) {
		buf_puts(b, ",\"message\":");
		shape_message(b, m, message, SHAPE_REST, true);
	}
	return buf_printf(b, ",\"data\":%s}", data);
}
