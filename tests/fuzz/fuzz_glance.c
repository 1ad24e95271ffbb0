/*
 * Fuzzes what is read of a MESSAGE_CREATE at a glance against the parser: what the glance takes has to be
 * the very same event.
 *
 *	clang -std=c17 -D_GNU_SOURCE -g -O1 -fsanitize=fuzzer,address,undefined -Isrc -Itests \
 *		tests/fuzz/fuzz_glance.c src/platform/discord_glance.c src/platform/discord_message.c \
 *		src/platform/snowflake.c src/base/buf.c src/base/json.c src/base/utf8.c -lcjson -lm -o fuzz_glance
 *	fuzz_glance -max_len=4096 corpus tests/fuzz/glance
 */
#include <stdint.h>
#include <stdlib.h>

#include "platform/glance_same.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	bool taken;

	if (!glance_same((const char *)data, size, "900", &taken))
		abort();
	return 0;
}
