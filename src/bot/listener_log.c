/* What the log says; see listener_log.h. */
#include "bot/listener_log.h"

#include "base/log.h"

void listener_log_reply(struct listener *l, const char *account, const struct lumbar_verdict *v,
	const char *conversation)
{
	struct log *log = l->options.log;

	if (v->tier != LUMBAR_TIER_NONE)
		log_info(log, account, "%s: tier %s in channel %s%s", lumbar_action_name(v->action),
			lumbar_tier_name(v->tier), conversation,
			v->limited ? ", a matcher at its limit" : "");
	else
		log_debug(log, account, "%s: %s in channel %s", lumbar_action_name(v->action),
			v->n_intents ? v->intents[0] : v->reason, conversation);
}

/* What the ticket is for, as the log calls it. */
static const char *name_of(uint64_t ticket)
{
	if (ticket & LISTENER_STAFF_BIT)
		return "a staff alert";
	return ticket & (LISTENER_STAFF_BIT - 1) ? "a RED-FLAG reply" : "an answer";
}

void listener_log_outcome(
	const struct listener *l, const char *account, const struct platform_outcome *outcome)
{
	const bool flag = (outcome->ticket & (LISTENER_STAFF_BIT - 1)) != LUMBAR_TIER_NONE;
	const enum log_level level = flag ? LOG_ERROR : LOG_WARN;

	if (outcome->kind == PLATFORM_REFUSED)
		log_write(l->options.log, level, account, "%s was refused: %s",
			name_of(outcome->ticket), outcome->reason);
	else if (outcome->kind == PLATFORM_EXPIRED)
		log_write(l->options.log, level, account, "%s could not be sent in time",
			name_of(outcome->ticket));
}
