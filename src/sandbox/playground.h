/*
 * The sandbox: a Discord for one bot on 127.0.0.1, and a chat page on which people write to it.
 *
 *	 browser  -- /page.js, ws /page -->  page_ask  -->           <-- rest     <-- /api/v10 -- bot
 *	                                                   model
 *	 browser  <------- ws /page -------  page_show <--           --> gateway  --> ws ------> bot
 */
#ifndef SANDBOX_PLAYGROUND_H
#define SANDBOX_PLAYGROUND_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "sandbox/page_show.h"

#define PLAYGROUND_PAGES_MAX 16 /* pages that may be open at the same time */

struct loop;
struct playground;

/*
 * playground_create(loop, port): the sandbox, which listens; NULL with a log line when it cannot.  Port
 * 0 is any that is free.  Ended with playground_destroy().
 */
struct playground *playground_create(struct loop *loop, uint16_t port);

/*
 * playground_destroy(p): drops every connection.  NULL is accepted.
 */
void playground_destroy(struct playground *p);

/*
 * playground_port(p): where it listens.  playground_api(p), playground_gateway(p): the addresses that a
 * bot needs.  playground_token(): and its token.  Borrowed.
 */
uint16_t playground_port(const struct playground *p);
const char *playground_api(const struct playground *p);
const char *playground_gateway(const struct playground *p);
const char *playground_token(void);

/*
 * playground_config(out): appends the configuration of a bot for this world, without the addresses.
 * Returns what the last append returned.
 */
bool playground_config(struct buf *out);

/*
 * playground_why(p, why, tier): shows how the bot came to what it did with a message, which it found so
 * grave (enum lumbar_tier).
 */
void playground_why(struct playground *p, const struct page_show_why *why, int tier);

/*
 * playground_content(p, content): what the bot knows now, for the page's status.
 * playground_reloaded(p, ok, text): tells the page what came of reading it again.
 */
void playground_content(struct playground *p, const struct page_show_content *content);
void playground_reloaded(struct playground *p, bool ok, const char *text);

#endif
