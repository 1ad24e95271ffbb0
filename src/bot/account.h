/*
 * One account on one platform: its adapter joined to links, requests and timers of the loop.  What the
 * adapter hears and what becomes of what is said goes to the caller.
 */
#ifndef BOT_ACCOUNT_H
#define BOT_ACCOUNT_H

#include <stdbool.h>

#include "bot/takeback.h"
#include "platform/platform.h"

#define ACCOUNT_SESSION "session" /* a value that is kept: see platform_account.session */
#define ACCOUNT_BUDGET "budget"   /* see platform_account.budget */
#define ACCOUNT_OFFERED "offered" /* see platform_account.offered */

struct account;
struct log;
struct loop;
struct resolve;
struct store;

struct account_options {
	const char *name; /* for logs; copied */
	const struct platform_adapter *adapter;
	struct platform_account account; /* its strings are copied by the adapter */
	struct loop *loop;               /* these three are borrowed */
	struct resolve *resolve;
	struct log *log;
	struct store *store; /* where its next run has to read; may be NULL; borrowed */
	bool plain;          /* without buttons, whatever the platform can do */
};

struct account_callbacks {
	void (*heard)(void *ctx, struct account *from, const struct platform_event *event);
	void (*outcome)(void *ctx, struct account *from, const struct platform_outcome *outcome);
	void (*ready)(void *ctx, struct account *from, bool is_ready);
	/* account_stop() is complete; called from the loop, once. */
	void (*stopped)(void *ctx, struct account *from);
	/* The account cannot go on; detail says how to mend it. */
	void (*fault)(
		void *ctx, struct account *from, enum platform_fault fault, const char *detail);
	/* A value for the next run, under one of the names above; may be NULL. */
	void (*keep)(void *ctx, struct account *from, const char *name, const char *value);
	/* Somebody gave a command, or pressed a button; may be NULL. */
	void (*interact)(void *ctx, struct account *from, const struct interaction *interaction);
};

/*
 * account_create(options, callbacks, ctx): an account that is not connected; NULL when memory is short.
 * Ended with account_destroy().
 */
struct account *account_create(const struct account_options *options,
	const struct account_callbacks *callbacks, void *ctx);

/*
 * account_destroy(a): drops its connections and releases it; not from inside its callbacks.  NULL is
 * accepted.
 */
void account_destroy(struct account *a);

/*
 * account_start(a): connects.
 */
void account_start(struct account *a);

/*
 * account_stop(a): finishes what is being sent, then closes so that the session stays resumable;
 * stopped() follows.
 */
void account_stop(struct account *a);

/*
 * account_say(a, say): takes a copy of a message for sending.  Returns 0, and an outcome follows; or -1
 * when too many are waiting.
 */
int account_say(struct account *a, const struct platform_say *say);

/*
 * account_take_back(a, back): takes back something that was said, soon (copied).  Returns 0, or -1 when
 * too much is to be taken back.
 */
int account_take_back(struct account *a, const struct takeback *back);

/*
 * account_listen(a, want): see platform_adapter.listen; soon.
 */
void account_listen(struct account *a, bool want);

/*
 * account_name(a), account_abilities(a): its name; what its platform can do, and it may.
 */
const char *account_name(const struct account *a);
struct platform_abilities account_abilities(const struct account *a);

#define ACCOUNT_BOUNDS 2

/* How an account is: what its adapter tells, and what waits before it. */
struct account_status {
	const char *name, *platform;
	struct platform_status platform_status;
	struct bound bounds[ACCOUNT_BOUNDS]; /* of what waits before it */
};

/*
 * account_status(a, status): fills *status; its strings are the account's.
 */
void account_status(const struct account *a, struct account_status *status);

#endif
