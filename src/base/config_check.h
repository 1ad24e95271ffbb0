/*
 * What is to be checked of a configuration across its parts.  Private to config_*.c.
 */
#ifndef BASE_CONFIG_CHECK_H
#define BASE_CONFIG_CHECK_H

#include "base/config.h"
#include "base/config_keys.h"

/*
 * config_check(r, root, config): reports what the parts of *config, as config_read() read them from root,
 * are to each other and may not be: no account at all, names and ids that are there twice, accounts that
 * are referred to and not there, a staff role that has no channel to be called in.
 */
void config_check(
	struct config_reader *r, const struct yaml_node *root, const struct config *config);

#endif
