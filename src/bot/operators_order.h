/*
 * Orders that hold until they are taken back: pauses, modes, and who gets no answers.  For operators.c.
 */
#ifndef BOT_OPERATORS_ORDER_H
#define BOT_OPERATORS_ORDER_H

#include "bot/commands.h"

/*
 * operators_order_pause(ctx, call), operators_order_resume(ctx, call), operators_order_mode(ctx, call),
 * operators_order_mute(ctx, call), operators_order_unmute(ctx, call): what the command of that name
 * does; ctx is the struct operators.
 */
void operators_order_pause(void *ctx, const struct commands_call *call);
void operators_order_resume(void *ctx, const struct commands_call *call);
void operators_order_mode(void *ctx, const struct commands_call *call);
void operators_order_mute(void *ctx, const struct commands_call *call);
void operators_order_unmute(void *ctx, const struct commands_call *call);

#endif
