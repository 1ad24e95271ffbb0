/* What staff are told of an emergency; see alert.h. */
#include "bot/alert.h"

/* Discord shows <@&id> as the role and notifies it where allowed_mentions names it. */
static bool put_role(const char *role, enum lumbar_format format, struct buf *out)
{
	return !role || format != LUMBAR_DISCORD || buf_printf(out, "<@&%s> ", role);
}

static bool put_flags(const struct lumbar_verdict *verdict, struct buf *out)
{
	size_t i;

	for (i = 0; i < verdict->n_flags; i++) {
		if (!buf_printf(out, "%s%s", i ? ", " : "", verdict->flags[i]))
			return false;
	}
	return true;
}

static bool put_place(
	const char *link, const char *conversation, enum lumbar_format format, struct buf *out)
{
	if (link && *link)
		return buf_printf(out, " Look: %s", link);
	return buf_printf(
		out, format == LUMBAR_DISCORD ? " Look: <#%s>" : " Look: channel %s", conversation);
}

bool alert_write(const struct lumbar_verdict *verdict, const struct platform_event *event,
	const char *role, enum lumbar_format format, struct buf *out)
{
	return put_role(role, format, out) &&
	       buf_printf(out, "Red flag (%s): ", lumbar_tier_name(verdict->tier)) &&
	       put_flags(verdict, out) &&
	       buf_puts(out, ". The person is being told what to do and whom to call; whether they "
			     "do is not known.") &&
	       put_place(event->link, event->conversation, format, out);
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
	       put_place(who->link, who->conversation, format, out);
}
