/*
 * Reading the tree of a configuration by the table of its keys.  Private to config_*.c.
 */
#ifndef BASE_CONFIG_READ_H
#define BASE_CONFIG_READ_H

#include "base/config.h"
#include "base/config_keys.h"

/*
 * config_read(r, root, config): fills *config, which holds the defaults, with what the tree says.  What
 * is wrong with a key or its value goes to r->diag; what was wrong keeps its default, items of lists
 * included, so that the i-th account, server or channel is always the i-th node of its list.
 */
void config_read(struct config_reader *r, const struct yaml_node *root, struct config *config);

#endif
