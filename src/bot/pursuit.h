/*
 * Red-flag replies on their way.  One that is refused where the person wrote is said to the person in
 * private; one that is refused in private, where the person wrote; when nothing is left, the staff are told
 * that somebody may have been told nothing, on the first of their paths that takes it.
 *
 *	to a command --refused--> there <--refused--> in private --refused--> the staff
 *	                            '-------too late, no other way-------------^
 *
 * What is meant for one person alone goes in private first.  Each step is taken once, and has a purpose,
 * hence an idempotency key, of its own.
 */
#ifndef BOT_PURSUIT_H
#define BOT_PURSUIT_H

#include <stdbool.h>
#include <stdint.h>

#include "lumbar.h"
#include "platform/platform.h"

#define PURSUIT_MAX 768          /* replies on their way: more than can wait to be sent */
#define PURSUIT_STAFF_MS 3600000 /* the staff are told within so long, or not */
#define PURSUIT_LINK_MAX 256     /* bytes of a link with its NUL; a longer one is left out */

struct config;
struct config_place;
struct log;
struct pursuit;

/* That somebody could not be reached, for a way that is no chat. */
struct pursuit_page {
	enum lumbar_tier tier;
	bool to_command; /* else to the webhook */
	const char *text, *link;
};

struct pursuit_options {
	struct log *log; /* borrowed */
	/* Gives a message that is said because of a red flag a ticket, and hands it on.  Returns the
	 * ticket; 0 when there was no room. */
	uint64_t (*say)(void *ctx, const char *account, enum lumbar_tier tier, bool to_staff,
		const struct platform_say *say);
	void *ctx;
	/* It has been sent, as the outcome says; said is how it was to be at first.  May be NULL. */
	void (*reached)(void *ctx, const char *account, const struct platform_say *said,
		const struct platform_outcome *outcome, int64_t now_ms);
	const struct config *config; /* what paths lead to the staff; borrowed */
	/* Tells the staff without a chat, as say() does.  May be NULL. */
	uint64_t (*page)(void *ctx, const char *account, const struct pursuit_page *page);
};

/* What is to be known of a red-flag reply. */
struct pursuit_reply {
	const char *account;             /* copied, as everything but the staff's ids */
	const struct platform_say *said; /* with its ticket */
	enum lumbar_tier tier;
	enum lumbar_format format;
	const char *link; /* to the person's message; "" or NULL if none */
	bool may_direct;  /* it was not written in private, and saying it so is possible */
	/* Of what holds where it was said the staff are used; borrowed until pursuit_destroy(). */
	const struct config_place *place; /* NULL = nobody is to be told; copied */
};

/*
 * pursuit_create(options): nothing is on its way; NULL when memory is short.  Ended with
 * pursuit_destroy().
 */
struct pursuit *pursuit_create(const struct pursuit_options *options);

/*
 * pursuit_destroy(p): forgets everything.  NULL is accepted.
 */
void pursuit_destroy(struct pursuit *p);

/*
 * pursuit_begin(p, reply): the reply is on its way.  When too many are, it is not pursued, which is
 * logged.
 */
void pursuit_begin(struct pursuit *p, const struct pursuit_reply *reply);

/*
 * pursuit_outcome(p, outcome, now_ms): what became of something that was said: takes the next step where
 * it was a reply that is pursued.
 */
void pursuit_outcome(struct pursuit *p, const struct platform_outcome *outcome, int64_t now_ms);

/*
 * pursuit_recall(p, ticket): the reply that was said under that ticket is of no use any more: if it is
 * refused nothing comes of that.  Returns the ticket under which it is on its way now; the same one when it
 * is not.
 */
uint64_t pursuit_recall(struct pursuit *p, uint64_t ticket);

/*
 * pursuit_count(p): how many replies are on their way.
 */
size_t pursuit_count(const struct pursuit *p);

#endif
