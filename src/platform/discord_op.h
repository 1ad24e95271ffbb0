/*
 * What the gateway's frames do, one function an opcode.  For discord_gateway.c only.
 * Source: discord-api-docs, topics/opcodes-and-status-codes, "Gateway Opcodes".
 */
#ifndef PLATFORM_DISCORD_OP_H
#define PLATFORM_DISCORD_OP_H

#include <stddef.h>
#include <stdint.h>

#include "platform/discord_link.h"

/*
 * discord_op_handle(g, data, len, now_ms): one frame of the present connection, any bytes.
 */
void discord_op_handle(struct discord_gateway *g, const char *data, size_t len, int64_t now_ms);

/*
 * discord_op_beat(g, now_ms): a heartbeat is due.
 */
void discord_op_beat(struct discord_gateway *g, int64_t now_ms);

#endif
