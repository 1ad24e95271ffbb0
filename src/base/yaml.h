/*
 * YAML that a person wrote, as a tree that knows where each part stands.  Over libfyaml (the only
 * file that sees it), behind a door that refuses what makes libfyaml 0.7.12 crash: invalid UTF-8,
 * tabs, control bytes and % directives.  Aliases, anchors and tags are refused too: content and
 * configuration have no use for them.
 */
#ifndef BASE_YAML_H
#define BASE_YAML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/diag.h"

enum yaml_kind { YAML_SCALAR, YAML_LIST, YAML_MAP };

/* A node.  Everything is borrowed from the arena it was parsed into. */
struct yaml_node {
	enum yaml_kind kind;
	unsigned line, col; /* from 1 */
	const char *text;   /* scalar: its value, NUL-terminated */
	size_t len;
	bool quoted;     /* scalar written in quotes or as a block: never a number or bool */
	const char *key; /* member of a map: its key, else NULL */
	unsigned key_line, key_col;
	const struct yaml_node *first; /* list or map: its first child in file order */
	const struct yaml_node *next;  /* the next child of the same parent */
	size_t count;                  /* list or map: how many children */
};

/*
 * yaml_parse(arena, file, text, len, diag): the tree of one document (an empty one is an empty map),
 * living in arena; NULL after at least one finding went to diag, which also gets the text for its
 * carets (diag_source()).  file, borrowed, is the name used in findings.
 */
const struct yaml_node *yaml_parse(
	struct arena *arena, const char *file, const char *text, size_t len, struct diag *diag);

/*
 * yaml_get(map, key): that member of a map; NULL when it has none or map is no map (or NULL).
 */
const struct yaml_node *yaml_get(const struct yaml_node *map, const char *key);

/*
 * yaml_copy(arena, node): a copy of the node and of all that is below it, but not of what comes next to it,
 * living in arena; NULL when memory is short.
 */
const struct yaml_node *yaml_copy(struct arena *arena, const struct yaml_node *node);

/*
 * yaml_at(file, node), yaml_key_at(file, node): where a node, or the key in front of it, stands.
 */
struct diag_place yaml_at(const char *file, const struct yaml_node *node);
struct diag_place yaml_key_at(const char *file, const struct yaml_node *node);

/*
 * yaml_kind_name(kind): "a value", "a list" or "a map", for findings.
 */
const char *yaml_kind_name(enum yaml_kind kind);

#endif
