/* The day; see today.h. */
#include "cmd/today.h"

#include <time.h>

void today_of(int64_t at_ms, char out[TODAY_MAX])
{
	const time_t seconds = (time_t)(at_ms / 1000);
	struct tm when = {0};

	if (!gmtime_r(&seconds, &when) || strftime(out, TODAY_MAX, "%Y-%m-%d", &when) == 0)
		out[0] = '\0';
}

void today(char out[TODAY_MAX])
{
	today_of((int64_t)time(NULL) * 1000, out);
}
