/*
 * What the log says of what a listener did: neither who wrote nor what.  For listener*.c.
 */
#ifndef BOT_LISTENER_LOG_H
#define BOT_LISTENER_LOG_H

#include "bot/listener_own.h"

/*
 * listener_log_reply(l, account, verdict, conversation): that something is said there, and how grave it is.
 */
void listener_log_reply(struct listener *l, const char *account,
	const struct lumbar_verdict *verdict, const char *conversation);

/*
 * listener_log_outcome(l, account, outcome): what became of it, if that is not what was meant.
 */
void listener_log_outcome(
	const struct listener *l, const char *account, const struct platform_outcome *outcome);

#endif
