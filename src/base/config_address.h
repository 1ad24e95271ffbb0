/*
 * The addresses in the configuration.  Private to config_*.c, save config_address_admin().
 */
#ifndef BASE_CONFIG_ADDRESS_H
#define BASE_CONFIG_ADDRESS_H

#include <stdint.h>

#include "base/yaml.h"

#define CONFIG_ADDRESS_MAX 16 /* bytes of an IPv4 address with its NUL */

/*
 * config_address_admin(text, address, port): takes apart where the admin server is to listen,
 * "127.0.0.1:9464": an IPv4 loopback address and a port.  Returns NULL; or why it is none, as what follows
 * its name in a sentence.  Both may be NULL.
 */
const char *config_address_admin(
	const char *text, char address[CONFIG_ADDRESS_MAX], uint16_t *port);

/*
 * config_address_wrong_api(n), config_address_wrong_gateway(n): why the scalar n is no https or wss
 * address of a peer that may be given the token (http and ws: on this machine only), as what follows the
 * key's name in a sentence; NULL when it is one.
 */
const char *config_address_wrong_api(const struct yaml_node *n);
const char *config_address_wrong_gateway(const struct yaml_node *n);

/*
 * config_address_wrong_admin(n): the same for where the admin server is to listen.
 */
const char *config_address_wrong_admin(const struct yaml_node *n);

#endif
