/*
 * Findings show the line that they are about, and the mistake may be that a token stands in it.  This
 * stands between the checks and whoever prints findings, and takes out what may be a secret.  Private to
 * config_*.c.
 */
#ifndef BASE_CONFIG_HIDE_H
#define BASE_CONFIG_HIDE_H

#include "base/diag.h"
#include "base/yaml.h"

#define CONFIG_HIDE_RUN                                                                            \
	24 /* bytes: tokens are longer; ids, and the names of most things, are shorter */

/* A diag in front of another; the caller sets to and file. */
struct config_hide {
	struct diag *to;  /* borrowed; counts what passes through */
	const char *file; /* the name that findings begin with, which is left alone; borrowed */
};

/*
 * config_hide_diag(h): a diag whose findings go to h->to, with '*' for every byte of what may be a
 * secret: a run of CONFIG_HIDE_RUN or more letters, digits, dots, dashes and underscores that has a
 * letter and a digit in it, or the login in front of an address's host.  h outlives it.
 */
struct diag config_hide_diag(struct config_hide *h);

/*
 * config_hide_tokens(root, text, len): overwrites the tokens that stand in the accounts of the tree root
 * as plain values, in its source text, to the end of the line or the next key.
 */
void config_hide_tokens(const struct yaml_node *root, char *text, size_t len);

#endif
