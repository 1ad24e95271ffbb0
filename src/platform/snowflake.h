/*
 * Discord's ids: 64-bit numbers written as decimal strings, whose upper 42 bits are the time of
 * creation.  Only strings are ids here: a JSON number has lost digits before anybody can look.
 * Source: discord-api-docs, reference, "Snowflakes".
 */
#ifndef PLATFORM_SNOWFLAKE_H
#define PLATFORM_SNOWFLAKE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/json.h"

#define SNOWFLAKE_MAX 21 /* bytes of the longest id with its NUL */

/*
 * snowflake_parse(s, id): sets *id when s is a number of 1 to 2^64-1 in decimal digits without a
 * leading zero; returns whether it did.  NULL is no id.
 */
bool snowflake_parse(const char *s, uint64_t *id);

/*
 * snowflake_valid(s): whether s is an id.
 */
bool snowflake_valid(const char *s);

/*
 * snowflake_time(s, epoch_ms): sets *epoch_ms to the creation time of s in milliseconds since 1970;
 * returns false, leaving it alone, when s is no id.
 */
bool snowflake_time(const char *s, int64_t *epoch_ms);

/*
 * snowflake_age(s, wall_ms): for how many milliseconds s has existed at that time of day; 0 when s is no
 * id, or was made later.
 */
int64_t snowflake_age(const char *s, int64_t wall_ms);

/*
 * snowflake_at(epoch_ms): the least id of that time; 1 for a time before the first one.
 */
uint64_t snowflake_at(int64_t epoch_ms);

/*
 * snowflake_get(v, key): the member of the object v when it is a string and an id, else NULL.
 * Borrowed from v.
 */
const char *snowflake_get(const json *v, const char *key);

#endif
