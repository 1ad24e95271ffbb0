/*
 * Ways to tell staff that are no chat: a webhook and a program, as the operator has configured them.
 * Neither is given what anybody wrote.
 */
#ifndef BOT_PAGER_H
#define BOT_PAGER_H

#include <stdbool.h>
#include <stdint.h>

#include "platform/platform.h"

#define PAGER_MAX 64   /* that are under way; a further one is refused */
#define PAGER_MS 30000 /* each may take so long */
#define PAGER_BODY_MAX 8192

struct log;
struct loop;
struct pager;

struct pager_options {
	struct loop *loop; /* these are borrowed */
	struct log *log;
	const char *webhook; /* address; NULL = none.  It is a secret. */
	const char *command; /* path of a program; NULL = none */
	/* What became of it: PLATFORM_SENT or _REFUSED.  Called by the loop. */
	void (*outcome)(void *ctx, const char *account, const struct platform_outcome *outcome);
	void *ctx;
};

/* What is told. */
struct pager_call {
	uint64_t ticket;
	const char *account;
	bool to_command; /* else to the webhook */
	const char *text, *tier, *flags, *link, *number, *step;
};

/*
 * pager_create(options): a pager; NULL when memory is short.  Ended with pager_destroy().
 */
struct pager *pager_create(const struct pager_options *options);

/*
 * pager_destroy(p): abandons what is under way; nobody is told.  NULL is accepted.
 */
void pager_destroy(struct pager *p);

/*
 * pager_send(p, call): tells (copied); the outcome follows.  Returns 0, or -1 when there is no such way or
 * no room.
 */
int pager_send(struct pager *p, const struct pager_call *call);

#endif
