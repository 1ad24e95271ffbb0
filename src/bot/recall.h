/*
 * What the last run left, for the accounts of a configuration: read from the store at the start, before
 * anything is connected.
 */
#ifndef BOT_RECALL_H
#define BOT_RECALL_H

#include <stddef.h>

#include "sys/store.h"

#define RECALL_MS 3000 /* the start waits for the disk so long at most */

struct config;
struct loop;
struct recall;

struct recall_options {
	struct store *store; /* borrowed, as the others; NULL = nothing is recalled */
	struct loop *loop;
	const struct config *config;
	/* All is known that will be known.  Called by the loop, once. */
	void (*done)(void *ctx);
	void *ctx;
};

/*
 * recall_create(options): begins to read; NULL when memory is short.  Ended with recall_destroy().
 */
struct recall *recall_create(const struct recall_options *options);

/*
 * recall_destroy(r): releases it.  NULL is accepted.
 */
void recall_destroy(struct recall *r);

/*
 * recall_value(r, account, name): the value of the account's that was kept under the name, NULL when there
 * is none.  Borrowed.
 */
const char *recall_value(const struct recall *r, const char *account, const char *name);

/*
 * recall_entries(r, account, n): what was said or is to be said, what is open first; *n of them.  Borrowed;
 * NULL when there are none.
 */
const struct store_entry *recall_entries(const struct recall *r, const char *account, size_t *n);

/*
 * recall_cases(r, account, n): the escalations that are open; *n of them.  Borrowed; NULL when there are
 * none.
 */
const struct store_case *recall_cases(const struct recall *r, const char *account, size_t *n);

/*
 * recall_settings(r, account, n): what was set in chat; *n of them.  Borrowed; NULL when there are none.
 */
const struct store_setting *recall_settings(const struct recall *r, const char *account, size_t *n);

/*
 * recall_places(r, account, n): where is to be read, messages that wait first; *n of them.  Borrowed; NULL
 * when there are none.
 */
const struct store_place *recall_places(const struct recall *r, const char *account, size_t *n);

/*
 * recall_shapes(r, account, n): what went unanswered; *n of them.  Borrowed; NULL when there are none.
 */
const struct store_shape *recall_shapes(const struct recall *r, const char *account, size_t *n);

#endif
