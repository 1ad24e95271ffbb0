/*
 * What operators have to do with alerts.  For operators.c.
 */
#ifndef BOT_OPERATORS_ALERT_H
#define BOT_OPERATORS_ALERT_H

#include "bot/commands.h"

/*
 * operators_alert_list(ctx, call), operators_alert_ack(ctx, call): what the command of that name does; ctx
 * is the struct operators.
 */
void operators_alert_list(void *ctx, const struct commands_call *call);
void operators_alert_ack(void *ctx, const struct commands_call *call);

/*
 * operators_alert_suggest(ctx, call, typed, choices): the numbers of alerts that are open.
 */
void operators_alert_suggest(
	void *ctx, const struct commands_call *call, const char *typed, struct buf *choices);

#endif
