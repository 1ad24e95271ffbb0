/* What staff are told of an emergency; see alert.h. */
#include "bot/alert.h"

#define MINUTE_MS 60000

/* Discord shows <@&id> as the role and notifies it where allowed_mentions names it. */
static bool put_role(const char *role, enum lumbar_format format, struct buf *out)
{
	return !role || format != LUMBAR_DISCORD || buf_printf(out, "<@&%s> ", role);
}

static bool put_user(const char *user, enum lumbar_format format, struct buf *out)
{
	return buf_printf(out, format == LUMBAR_DISCORD ? "<@%s>" : "user %s", user);
}

static bool put_place(
	const char *link, const char *conversation, enum lumbar_format format, struct buf *out)
{
	if (link && *link)
		return buf_printf(out, " Look: %s", link);
	return buf_printf(
		out, format == LUMBAR_DISCORD ? " Look: <#%s>" : " Look: channel %s", conversation);
}

/* A link into somebody's direct messages leads nobody else there; who it is does. */
static bool put_way(const struct alert *a, struct buf *out)
{
	if (!*a->direct)
		return put_place(a->link, a->conversation, a->format, out);
	return buf_puts(out, " It was written to me in private, by ") &&
	       put_user(a->direct, a->format, out) && buf_puts(out, ": please write to them.");
}

static bool put_lead(const struct alert *a, struct buf *out)
{
	if (!a->repeated)
		return true;
	if (a->for_ms < MINUTE_MS)
		return buf_puts(out, "NOT PICKED UP so far. ");
	return buf_printf(out, "NOT PICKED UP for %lld min. ", (long long)(a->for_ms / MINUTE_MS));
}

bool alert_write(const struct alert *a, struct buf *out)
{
	return put_role(a->role, a->format, out) && put_lead(a, out) &&
	       buf_printf(out, "Red flag (%s): %s", lumbar_tier_name(a->tier), a->flags) &&
	       buf_puts(out, ". The person is being told what to do and whom to call; whether they "
			     "do is not known.") &&
	       put_way(a, out) &&
	       (!a->answerable ||
		       buf_printf(out, "\nTo pick it up, %sreact to this message or reply to it.",
			       a->buttons ? "press the button, " : ""));
}

bool alert_write_drill(const char *role, enum lumbar_format format, struct buf *out)
{
	return put_role(role, format, out) &&
	       buf_puts(out, "DRILL: nobody is in danger, and nothing is to be done. In an "
			     "emergency you would be called like this.");
}

bool alert_write_taken(const char *who, enum lumbar_format format, struct buf *out)
{
	if (!*who)
		return buf_puts(out, "Picked up by somebody in lumbard's dashboard.");
	return buf_puts(out, "Picked up by ") && put_user(who, format, out) && buf_putc(out, '.');
}

bool alert_write_unreached(const struct alert_unreached *who, const char *role,
	enum lumbar_format format, struct buf *out)
{
	return put_role(role, format, out) &&
	       buf_printf(out,
		       "Could not reach the person: the reply to a red flag (%s) was not taken. "
		       "They "
		       "may have been told nothing.",
		       lumbar_tier_name(who->tier)) &&
	       put_place(who->link, who->conversation, format, out) &&
	       (!who->person || (buf_puts(out, " It was ") && put_user(who->person, format, out) &&
					buf_puts(out, ": please write to them.")));
}
