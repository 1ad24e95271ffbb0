/* Discord's ids; see snowflake.h. */
#include "platform/snowflake.h"

#include <stddef.h>

#define EPOCH_MS 1420070400000 /* the first second of 2015, where Discord's time begins */
#define TIME_SHIFT 22          /* bits below the time: worker, process, counter */

bool snowflake_parse(const char *s, uint64_t *id)
{
	uint64_t n = 0;
	unsigned digit;

	if (!s || *s < '1' || *s > '9')
		return false;
	for (; *s; s++) {
		if (*s < '0' || *s > '9')
			return false;
		digit = (unsigned)(*s - '0');
		if (n > (UINT64_MAX - digit) / 10)
			return false;
		n = n * 10 + digit;
	}
	*id = n;
	return true;
}

bool snowflake_valid(const char *s)
{
	uint64_t id;

	return snowflake_parse(s, &id);
}

bool snowflake_time(const char *s, int64_t *epoch_ms)
{
	uint64_t id;

	if (!snowflake_parse(s, &id))
		return false;
	*epoch_ms = (int64_t)(id >> TIME_SHIFT) + EPOCH_MS;
	return true;
}

int64_t snowflake_age(const char *s, int64_t wall_ms)
{
	int64_t written;

	return snowflake_time(s, &written) && written < wall_ms ? wall_ms - written : 0;
}

uint64_t snowflake_at(int64_t epoch_ms)
{
	return epoch_ms > EPOCH_MS ? (uint64_t)(epoch_ms - EPOCH_MS) << TIME_SHIFT : 1;
}

const char *snowflake_get(const json *v, const char *key)
{
	const char *s = json_get_string(v, key);

	return snowflake_valid(s) ? s : NULL;
}
