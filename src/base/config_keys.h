/*
 * The keys of the configuration as one table: what each may hold, where it goes, and how it is printed.
 * Private to config_*.c.
 */
#ifndef BASE_CONFIG_KEYS_H
#define BASE_CONFIG_KEYS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/yaml.h"

/* What reading a file takes along. */
struct config_reader {
	struct arena *arena;   /* of the configuration */
	struct arena *scratch; /* for what is needed until the file is read */
	struct diag *diag;
	const char *file;
};

struct config_key;

/* What a key may hold. */
struct config_type {
	enum yaml_kind kind;
	const char *instead; /* why another kind is refused; NULL = the ordinary sentence */

	/* a value: */
	void (*read)(struct config_reader *r, const struct config_key *key,
		const struct yaml_node *n, void *field);
	void (*print)(const struct config_key *key, const void *field, struct buf *out);
	const char *(*wrong)(const struct yaml_node *n); /* why n is refused; NULL = it is not */
	const char *const *words;                        /* those that are known */
	size_t n_words;

	/* a map, or a list of maps: */
	const struct config_key *keys;
	size_t n_keys;
	const char *noun; /* "an account" */
	size_t size;      /* a list: bytes of an item, */
	size_t max;       /* and how many at most */
	/* a map: what is to be said of it as a whole; NULL = nothing */
	void (*finish)(struct config_reader *r, const struct yaml_node *n, const void *base);
};

/* One key of a map. */
struct config_key {
	const char *name;
	const struct config_type *type;
	size_t at; /* offset of what it sets in the struct that its map fills */
	bool required;
	size_t count_at; /* a list: offset of the number of its items */
};

/* The whole file: a map that fills struct config. */
extern const struct config_type config_keys;

#endif
