/* The gateway's op codes and close codes; see gateway_op.h. */
#include "sandbox/gateway_op.h"

#include <stddef.h>

const char *gateway_op_reason(int code)
{
	static const struct {
		int code;
		const char *reason;
	} table[] = {
		{GATEWAY_OP_CLOSE_UNKNOWN, "Unknown error."},
		{GATEWAY_OP_CLOSE_OPCODE, "Unknown opcode."},
		{GATEWAY_OP_CLOSE_DECODE, "Error while decoding payload."},
		{GATEWAY_OP_CLOSE_NOT_AUTHENTICATED, "Not authenticated."},
		{GATEWAY_OP_CLOSE_AUTHENTICATION, "Authentication failed."},
		{GATEWAY_OP_CLOSE_ALREADY_AUTHENTICATED, "Already authenticated."},
		{GATEWAY_OP_CLOSE_SEQ, "Invalid seq."},
		{GATEWAY_OP_CLOSE_RATE, "Rate limited."},
		{GATEWAY_OP_CLOSE_TIMEOUT, "Session timed out."},
		{GATEWAY_OP_CLOSE_SHARD, "Invalid shard."},
		{GATEWAY_OP_CLOSE_VERSION, "Invalid API version."},
		{GATEWAY_OP_CLOSE_INTENTS, "Invalid intent(s)."},
		{GATEWAY_OP_CLOSE_DISALLOWED, "Disallowed intent(s)."},
	};
	size_t i;

	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (table[i].code == code)
			return table[i].reason;
	}
	return "";
}
