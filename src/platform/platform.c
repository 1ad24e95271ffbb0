/* The chat platforms that this program speaks; see platform.h. */
#include "platform/platform.h"

#include <string.h>

#include "platform/discord.h"

/* One line a platform. */
static const struct platform_adapter *const adapters[] = {
	&discord_adapter,
};

const struct platform_adapter *platform_find(const char *name)
{
	size_t i;

	for (i = 0; name && i < sizeof(adapters) / sizeof(adapters[0]); i++) {
		if (strcmp(name, adapters[i]->name) == 0)
			return adapters[i];
	}
	return NULL;
}
