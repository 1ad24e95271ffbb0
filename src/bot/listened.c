/* The channels that an account listens to; see listened.h. */
#include "bot/listened.h"

#include <string.h>

#include "base/config.h"
#include "bot/orders.h"

static bool is_listened(const struct config *config, const struct orders *orders,
	const char *account, const char *server, const char *channel)
{
	struct config_place place = config_place(config, account, server, channel, "");

	orders_apply(orders, account, server, channel, "", &place);
	return place.mode == CONFIG_MODE_FAQ || place.mode == CONFIG_MODE_AMBIENT;
}

size_t listened_list(const struct config *config, const struct orders *orders, const char *account,
	struct platform_listened listened[LISTENED_MAX])
{
	const struct config_server *server;
	const char *channel;
	size_t n = 0, i, k;

	for (i = 0; i < config->n_servers; i++) {
		server = &config->servers[i];
		if (server->account && strcmp(server->account, account) != 0)
			continue;
		for (k = 0; k < server->n_channels && n < LISTENED_MAX; k++) {
			channel = server->channels[k].id;
			if (is_listened(config, orders, account, server->id, channel))
				listened[n++] = (struct platform_listened){channel, server->id};
		}
	}
	return n;
}
