/*
 * The addresses in the configuration.  Private to config_*.c.
 */
#ifndef BASE_CONFIG_ADDRESS_H
#define BASE_CONFIG_ADDRESS_H

#include "base/yaml.h"

/*
 * config_address_wrong_api(n), config_address_wrong_gateway(n): why the scalar n is no https or wss
 * address of a peer that may be given the token (http and ws: on this machine only), as what follows the
 * key's name in a sentence; NULL when it is one.
 */
const char *config_address_wrong_api(const struct yaml_node *n);
const char *config_address_wrong_gateway(const struct yaml_node *n);

/*
 * config_address_wrong_admin(n): the same for a loopback address with a port, "127.0.0.1:9464" or
 * "[::1]:9464".
 */
const char *config_address_wrong_admin(const struct yaml_node *n);

#endif
