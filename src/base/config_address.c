/* The addresses in the configuration; see config_address.h. */
#include "base/config_address.h"

#include <stdio.h>
#include <string.h>

#include "base/url.h"

const char *config_address_wrong_api(const struct yaml_node *n)
{
	if (url_trusted(n->text, URL_HTTP))
		return NULL;
	return "must be an address that begins with https:// (http:// on this machine only, "
	       "since the token is sent to it)";
}

const char *config_address_wrong_gateway(const struct yaml_node *n)
{
	if (url_trusted(n->text, URL_WEBSOCKET))
		return NULL;
	return "must be an address that begins with wss:// (ws:// on this machine only, since "
	       "the token is sent to it)";
}

/* Takes host and port apart; false when they are not exactly that. */
static bool parse_host_and_port(const char *text, struct url *out)
{
	char whole[URL_BASE_MAX];
	size_t brackets;

	if (strpbrk(text, "/?@") ||
		snprintf(whole, sizeof(whole), "http://%s", text) >= (int)sizeof(whole) ||
		url_parse(whole, out) != 0)
		return false;
	brackets = out->host_kind == URL_IPV6 ? 2 : 0;
	return strlen(text) > strlen(out->host) + brackets;
}

const char *config_address_admin(const char *text, char address[CONFIG_ADDRESS_MAX], uint16_t *port)
{
	struct url url;
	bool parsed = parse_host_and_port(text, &url);

	if (parsed && url.host_kind == URL_NAME && url_is_loopback(&url))
		return "must be an address and no name, which may lead elsewhere: write "
		       "127.0.0.1 for localhost";
	if (parsed && url.host_kind == URL_IPV6 && url_is_loopback(&url))
		return "must be an IPv4 address, like 127.0.0.1:9464: the admin server listens on "
		       "no other";
	if (!parsed || !url_is_loopback(&url) || strlen(url.host) >= CONFIG_ADDRESS_MAX)
		return "must be a loopback address with a port from 1 to 65535, like "
		       "127.0.0.1:9464: the admin server knows no passwords, so only this "
		       "machine may reach it; to see it from elsewhere put a reverse proxy "
		       "before it";
	if (address)
		memcpy(address, url.host, strlen(url.host) + 1);
	if (port)
		*port = url.port;
	return NULL;
}

const char *config_address_wrong_admin(const struct yaml_node *n)
{
	return config_address_admin(n->text, NULL, NULL);
}
