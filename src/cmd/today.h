/*
 * The day, as content and lists write it.
 */
#ifndef CMD_TODAY_H
#define CMD_TODAY_H

#include <stdint.h>

#define TODAY_MAX 16 /* bytes of a day with its NUL */

/*
 * today(out): writes the day that it is (UTC): "2026-11-22".
 */
void today(char out[TODAY_MAX]);

/*
 * today_of(at_ms, out): the same for that time of day.
 */
void today_of(int64_t at_ms, char out[TODAY_MAX]);

#endif
