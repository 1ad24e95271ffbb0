/* The model's parts as the JSON objects of Discord's API; see shape.h. */
#include "sandbox/shape.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "base/json.h"

/* ------------------------------------------------------------------ pieces */

static void comma(struct buf *b)
{
	if (b->len && b->data[b->len - 1] != '{' && b->data[b->len - 1] != '[')
		buf_putc(b, ',');
}

bool shape_id(struct buf *b, const char *key, uint64_t id)
{
	comma(b);
	if (!id)
		return buf_printf(b, "\"%s\":null", key);
	return buf_printf(b, "\"%s\":\"%" PRIu64 "\"", key, id);
}

bool shape_time(struct buf *b, const char *key, int64_t ms)
{
	time_t seconds = (time_t)(ms / 1000);
	struct tm t;
	char text[32];

	comma(b);
	if (!ms || !gmtime_r(&seconds, &t) ||
		!strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &t))
		return buf_printf(b, "\"%s\":null", key);
	return buf_printf(b, "\"%s\":\"%s.%03d000+00:00\"", key, text, (int)(ms % 1000));
}

/* ------------------------------------------------------------------ people */

static bool put_user(struct buf *b, const struct model_user *user, const char *extra)
{
	buf_putc(b, '{');
	shape_id(b, "id", user->id);
	json_put(b, "username", user->name);
	json_put(b, "global_name", user->is_bot ? NULL : user->display);
	return buf_printf(b, ",\"discriminator\":\"%s\",\"avatar\":null,\"public_flags\":0%s%s}",
		user->is_bot ? "4242" : "0", user->is_bot ? ",\"bot\":true" : "", extra);
}

bool shape_user(struct buf *b, const struct model *m, const struct model_user *user)
{
	(void)m;
	return put_user(b, user, "");
}

bool shape_self(struct buf *b, const struct model *m)
{
	return put_user(b, m->bot,
		",\"verified\":true,\"mfa_enabled\":true,\"email\":null,\"flags\":0,\"locale\":"
		"\"en-"
		"US\"");
}

/* The members of a member's object, without braces. */
static void put_member(struct buf *b, const struct model *m, const struct model_user *user)
{
	json_put(b, "nick", user->nick);
	buf_puts(b, ",\"roles\":[");
	if (user->role)
		buf_printf(b, "\"%" PRIu64 "\"", user->role);
	buf_puts(b, "]");
	shape_time(b, "joined_at", model_time(m->guild));
	buf_puts(b, ",\"avatar\":null,\"premium_since\":null,\"pending\":false,\"deaf\":false,"
		    "\"mute\":false,\"flags\":0,\"communication_disabled_until\":null");
}

bool shape_member(struct buf *b, const struct model *m, const struct model_user *user, bool whole)
{
	buf_putc(b, '{');
	put_member(b, m, user);
	if (whole) {
		buf_puts(b, ",\"user\":");
		shape_user(b, m, user);
	}
	return buf_putc(b, '}');
}

/* ------------------------------------------------------------------ channels */

static void put_overwrites(struct buf *b, const struct model_channel *c)
{
	size_t i;

	buf_puts(b, ",\"permission_overwrites\":[");
	for (i = 0; i < c->n_overwrites; i++) {
		comma(b);
		buf_printf(b,
			"{\"id\":\"%" PRIu64 "\",\"type\":%d,\"allow\":\"%" PRIu64
			"\",\"deny\":\"%" PRIu64 "\"}",
			c->overwrites[i].id, c->overwrites[i].is_user, c->overwrites[i].allow,
			c->overwrites[i].deny);
	}
	buf_putc(b, ']');
}

static void put_thread(struct buf *b, const struct model *m, const struct model_channel *c)
{
	buf_printf(b,
		",\"message_count\":%" PRId64 ",\"total_message_sent\":%" PRId64
		",\"member_count\":1,\"rate_limit_per_user\":0",
		c->n_total, c->n_total);
	shape_id(b, "owner_id", c->person ? c->person->id : m->bot->id);
	buf_puts(b, ",\"thread_metadata\":{\"archived\":false,\"locked\":false,"
		    "\"auto_archive_duration\":4320");
	shape_time(b, "archive_timestamp", model_time(c->id));
	shape_time(b, "create_timestamp", model_time(c->id));
	buf_puts(b, "}");
	if (c->parent->type == MODEL_FORUM)
		buf_puts(b, ",\"applied_tags\":[]");
}

static void put_text(struct buf *b, const struct model_channel *c)
{
	json_put(b, "topic", c->topic);
	buf_printf(b, ",\"position\":%d,\"nsfw\":false,\"rate_limit_per_user\":0", c->position);
	put_overwrites(b, c);
	if (c->type == MODEL_FORUM)
		buf_puts(b, ",\"available_tags\":[],\"default_reaction_emoji\":null");
}

bool shape_channel(struct buf *b, const struct model *m, const struct model_channel *channel,
	const char *extra)
{
	const struct model_channel *c = channel;

	buf_putc(b, '{');
	shape_id(b, "id", c->id);
	buf_printf(b, ",\"type\":%d,\"flags\":0", (int)c->type);
	shape_id(b, "last_message_id", c->last ? c->last->id : 0);
	if (c->type == MODEL_DIRECT) {
		buf_puts(b, ",\"recipients\":[");
		shape_user(b, m, c->person);
		buf_putc(b, ']');
	} else {
		shape_id(b, "guild_id", m->guild);
		json_put(b, "name", c->name);
		shape_id(b, "parent_id", c->parent ? c->parent->id : 0);
		if (c->type == MODEL_THREAD)
			put_thread(b, m, c);
		else
			put_text(b, c);
	}
	return buf_printf(b, "%s}", extra);
}

/* ------------------------------------------------------------------ the server */

bool shape_role(struct buf *b, const struct model_role *role)
{
	buf_putc(b, '{');
	shape_id(b, "id", role->id);
	json_put(b, "name", role->name);
	return buf_printf(b,
		",\"permissions\":\"%" PRIu64 "\",\"position\":%d,\"color\":0,\"hoist\":false,"
		"\"managed\":false,\"mentionable\":true,\"flags\":0}",
		role->permissions, role->position);
}

bool shape_roles(struct buf *b, const struct model *m)
{
	size_t i;

	buf_putc(b, '[');
	for (i = 0; i < m->n_roles; i++) {
		comma(b);
		shape_role(b, &m->roles[i]);
	}
	return buf_putc(b, ']');
}

static void put_guild(struct buf *b, const struct model *m)
{
	shape_id(b, "id", m->guild);
	json_put(b, "name", m->guild_name);
	shape_id(b, "owner_id", m->owner);
	buf_puts(b, ",\"roles\":");
	shape_roles(b, m);
	shape_time(b, "joined_at", model_time(m->guild));
	buf_puts(b,
		",\"icon\":null,\"features\":[],\"emojis\":[],\"stickers\":[],"
		"\"preferred_locale\":\"en-US\",\"verification_level\":1,"
		"\"default_message_notifications\":1,\"explicit_content_filter\":0,"
		"\"mfa_level\":0,\"nsfw_level\":0,\"premium_tier\":0,\"system_channel_id\":null,"
		"\"afk_channel_id\":null,\"afk_timeout\":300");
}

bool shape_guild(struct buf *b, const struct model *m)
{
	buf_putc(b, '{');
	put_guild(b, m);
	return buf_putc(b, '}');
}

static void put_channels(struct buf *b, const struct model *m, bool threads)
{
	size_t i;

	for (i = 0; i < m->n_channels; i++) {
		if (m->channels[i]->type == MODEL_DIRECT ||
			(m->channels[i]->type == MODEL_THREAD) != threads)
			continue;
		comma(b);
		shape_channel(b, m, m->channels[i], "");
	}
}

bool shape_created(struct buf *b, const struct model *m)
{
	size_t i;

	buf_putc(b, '{');
	put_guild(b, m);
	buf_printf(b, ",\"unavailable\":false,\"large\":false,\"member_count\":%zu,\"members\":[",
		m->n_users);
	for (i = 0; i < m->n_users; i++) {
		comma(b);
		shape_member(b, m, &m->users[i], true);
	}
	buf_puts(b, "],\"channels\":[");
	put_channels(b, m, false);
	buf_puts(b, "],\"threads\":[");
	put_channels(b, m, true);
	return buf_puts(b, "],\"presences\":[],\"voice_states\":[],\"stage_instances\":[],"
			   "\"guild_scheduled_events\":[],\"soundboard_sounds\":[]}");
}

/* ------------------------------------------------------------------ messages */

static bool mentions_bot(const struct model *m, const struct model_message *message)
{
	size_t i;

	for (i = 0; i < message->n_mentions; i++) {
		if (message->mentions[i] == m->bot->id)
			return true;
	}
	return false;
}

static bool readable(const struct model *m, const struct model_message *message, bool content)
{
	return content || message->channel->type == MODEL_DIRECT || message->author == m->bot ||
	       mentions_bot(m, message);
}

static void put_mentions(
	struct buf *b, const struct model *m, const struct model_message *message, bool members)
{
	const struct model_user *user;
	size_t i;

	buf_puts(b, ",\"mentions\":[");
	for (i = 0; i < message->n_mentions; i++) {
		user = model_user(m, message->mentions[i]);
		comma(b);
		shape_user(b, m, user);
		if (!members)
			continue;
		buf_cut(b, b->len - 1);
		buf_puts(b, ",\"member\":");
		shape_member(b, m, user, false);
		buf_putc(b, '}');
	}
	buf_puts(b, "],\"mention_roles\":[");
	for (i = 0; i < message->n_role_mentions; i++) {
		comma(b);
		buf_printf(b, "\"%" PRIu64 "\"", message->role_mentions[i]);
	}
	buf_putc(b, ']');
}

static void put_reference(struct buf *b, const struct model *m, const struct model_message *message)
{
	buf_puts(b, ",\"message_reference\":{\"type\":0");
	shape_id(b, "message_id", message->reply_to);
	shape_id(b, "channel_id", message->channel->id);
	if (message->channel->type != MODEL_DIRECT)
		shape_id(b, "guild_id", m->guild);
	buf_putc(b, '}');
}

bool shape_emoji(struct buf *b, const char *emoji)
{
	comma(b);
	buf_puts(b, "\"emoji\":{\"id\":null");
	json_put(b, "name", emoji);
	return buf_putc(b, '}');
}

static void put_reactions(struct buf *b, const struct model *m, const struct model_message *message)
{
	const uint32_t bot = UINT32_C(1) << (m->bot - m->users);
	const struct model_reaction *r;
	size_t i;
	int n;

	if (!message->n_reactions)
		return;
	buf_puts(b, ",\"reactions\":[");
	for (i = 0; i < message->n_reactions; i++) {
		r = &message->reactions[i];
		n = __builtin_popcount(r->users);
		comma(b);
		buf_putc(b, '{');
		shape_emoji(b, r->emoji);
		buf_printf(b,
			",\"count\":%d,\"count_details\":{\"burst\":0,\"normal\":%d},"
			"\"me\":%s,\"me_burst\":false,\"burst_colors\":[]}",
			n, n, r->users & bot ? "true" : "false");
	}
	buf_putc(b, ']');
}

/* What an answer to an interaction says of that. */
static void put_use(struct buf *b, const struct model *m, const struct model_message *message)
{
	const struct model_use *use = &message->use;

	if (!use->id)
		return;
	shape_id(b, "application_id", m->bot->id);
	shape_id(b, "webhook_id", m->bot->id);
	buf_puts(b, ",\"interaction_metadata\":{");
	shape_id(b, "id", use->id);
	buf_printf(b, ",\"type\":%d,\"user\":", use->type);
	shape_user(b, m, use->user);
	if (use->original)
		shape_id(b, "original_response_message_id", use->original);
	if (use->name[0])
		json_put(b, "name", use->name);
	buf_printf(b, ",\"authorizing_integration_owners\":{\"0\":\"%" PRIu64 "\"}}",
		message->channel->type == MODEL_DIRECT ? 0 : m->guild);
}

/* With the API's numbers. */
static int type_of(const struct model_message *message)
{
	if (message->use.type == 2 && !message->use.original)
		return message->use.is_menu ? 23 : 20;
	return message->reply_to ? 19 : 0;
}

/* A message without its closing brace, and without what it answers. */
static void put_message(struct buf *b, const struct model *m, const struct model_message *message,
	enum shape_view view, bool content)
{
	const bool members = view == SHAPE_GATEWAY && message->channel->type != MODEL_DIRECT &&
			     !message->only_for;

	buf_putc(b, '{');
	shape_id(b, "id", message->id);
	shape_id(b, "channel_id", message->channel->id);
	buf_printf(b, ",\"type\":%d,\"author\":", type_of(message));
	shape_user(b, m, message->author);
	json_put(b, "content", readable(m, message, content) ? message->text : "");
	shape_time(b, "timestamp", model_time(message->id));
	shape_time(b, "edited_timestamp", message->edited_ms);
	put_mentions(b, m, message, members);
	buf_printf(b,
		",\"tts\":false,\"mention_everyone\":false,\"attachments\":[],\"embeds\":[],"
		"\"pinned\":false,\"flags\":%" PRId64,
		message->flags);
	buf_printf(b, ",\"components\":%s",
		message->components && readable(m, message, content) ? message->components : "[]");
	put_reactions(b, m, message);
	put_use(b, m, message);
	if (message->nonce[0])
		json_put(b, "nonce", message->nonce);
	if (message->channel->type == MODEL_THREAD)
		buf_printf(b, ",\"position\":%" PRId64, message->position);
	if (message->reply_to)
		put_reference(b, m, message);
}

bool shape_message(struct buf *b, const struct model *m, const struct model_message *message,
	enum shape_view view, bool content)
{
	const struct model_message *target;

	put_message(b, m, message, view, content);
	if (view == SHAPE_GATEWAY) {
		buf_printf(b, ",\"channel_type\":%d", (int)message->channel->type);
		/* what one person alone sees comes without its server */
		if (message->channel->type != MODEL_DIRECT && !message->only_for) {
			shape_id(b, "guild_id", m->guild);
			buf_puts(b, ",\"member\":");
			shape_member(b, m, message->author, false);
		}
	}
	if (message->reply_to) {
		/* one level deep: what that one answers is not in it */
		target = message->only_for ? model_any_message(message->channel, message->reply_to)
					   : model_message(message->channel, message->reply_to);
		buf_puts(b, ",\"referenced_message\":");
		if (target) {
			put_message(b, m, target, SHAPE_REST, content);
			buf_putc(b, '}');
		} else {
			buf_puts(b, "null");
		}
	}
	return buf_putc(b, '}');
}
