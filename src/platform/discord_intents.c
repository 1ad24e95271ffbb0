/* Which events a session brings; see discord_intents.h. */
#include "platform/discord_intents.h"

#include "base/log.h"
#include "platform/discord.h"

#define AREA "discord"
#define SIGNS (DISCORD_INTENT_GUILD_MESSAGE_REACTIONS | DISCORD_INTENT_DIRECT_MESSAGE_REACTIONS)

unsigned discord_intents_of(const struct platform_account *account)
{
	return DISCORD_INTENT_GUILD_MESSAGES | DISCORD_INTENT_DIRECT_MESSAGES |
	       (account->wants_content ? DISCORD_INTENT_MESSAGE_CONTENT : 0) |
	       (account->wants_reactions ? DISCORD_INTENT_GUILD_MESSAGE_REACTIONS : 0) |
	       (account->wants_votes ? SIGNS : 0);
}

/* A session keeps the intents that it was begun with: another must be begun. */
void discord_intents_add(struct discord_gateway *g, unsigned more, int64_t now_ms)
{
	g->intents |= more;
	discord_link_forget(g);
	if (discord_link_in(g, DISCORD_LINKED | DISCORD_IN(DISCORD_OPENING)))
		discord_link_leave(g, 0, now_ms);
}

void discord_intents_signs(struct discord_gateway *g, int64_t now_ms)
{
	if (g->frozen || (g->intents & SIGNS) == SIGNS)
		return;
	log_info(g->host.log, AREA,
		"signs count where buttons are refused, and are asked for: a new session is begun");
	discord_intents_add(g, SIGNS, now_ms);
}
