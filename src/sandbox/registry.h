/*
 * The application commands that the bot has registered: everywhere, or in the one server.
 * Source: discord-api-docs, interactions/application-commands.
 */
#ifndef SANDBOX_REGISTRY_H
#define SANDBOX_REGISTRY_H

#include "base/buf.h"
#include "sandbox/model.h"

#define REGISTRY_MAX 260        /* of both places; a place holds at most 130 */
#define REGISTRY_TEXT_MAX 100   /* of a place: with a slash */
#define REGISTRY_MENU_MAX 15    /* of a place: in the menu of a person; in that of a message */
#define REGISTRY_DAY_MAX 200    /* new ones in a day and place */
#define REGISTRY_BODY_MAX 65536 /* bytes of one as JSON */

/* With the API's numbers. */
enum registry_type { REGISTRY_SLASH = 1, REGISTRY_USER = 2, REGISTRY_MESSAGE = 3 };

struct registry_entry {
	uint64_t id, version;
	uint64_t guild; /* where it is; 0 = everywhere */
	enum registry_type type;
	char name[MODEL_NAME_MAX];
	char *body; /* its members as registry_check() makes them */
};

struct registry;

/*
 * registry_create(m, changed, ctx): none so far; NULL when memory is short.  changed is called by
 * registry_tell().  Ended with registry_destroy().
 */
struct registry *registry_create(struct model *m, void (*changed)(void *ctx), void *ctx);

/*
 * registry_destroy(c): releases them.  NULL is accepted.
 */
void registry_destroy(struct registry *c);

/*
 * registry_list(c, n): all, the oldest first; *n is set to how many.  Borrowed until the next change.
 */
struct registry_entry *const *registry_list(const struct registry *c, size_t *n);

/*
 * registry_find(c, id), registry_named(c, guild, type, name): the one; NULL when there is none.
 */
struct registry_entry *registry_find(const struct registry *c, uint64_t id);
struct registry_entry *registry_named(
	const struct registry *c, uint64_t guild, enum registry_type type, const char *name);

/*
 * registry_put(c, command, put): registers it, in place of the one of its place, type and name; id and
 * version are given here.  *put is set to it.  Returns 0 for one that is new, 1 for one that was there,
 * or the code of a refusal (refusal.h), -1 when memory is short.
 */
int registry_put(
	struct registry *c, const struct registry_entry *command, struct registry_entry **put);

/*
 * registry_change(c, command, to): gives a registered one the name and body of another, of its own kind.
 * Returns 0, or -1 when memory is short.
 */
int registry_change(
	struct registry *c, struct registry_entry *command, const struct registry_entry *to);

/*
 * registry_remove(c, command): forgets it.
 */
void registry_remove(struct registry *c, struct registry_entry *command);

/*
 * registry_tell(c): that they have changed, once for all that was done since.
 */
void registry_tell(struct registry *c);

/*
 * registry_shape(b, m, command): appends it as the API shows it.  Returns what the last append returned.
 */
bool registry_shape(struct buf *b, const struct model *m, const struct registry_entry *command);

#endif
