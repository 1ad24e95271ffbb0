/*
 * Questions to Discord's API one after another, and findings about the answers, for a check that
 * people wait for.
 *
 * A question is asked once, save that a 429 is waited for, up to DISCORD_INQUIRY_MS.  What is wrong
 * with the connection and the API itself is said here: no answer, a server's error, a body that is
 * none.  The inquiry ends early when the token is refused, and when too many answers in a row stay
 * away.
 */
#ifndef PLATFORM_DISCORD_INQUIRY_H
#define PLATFORM_DISCORD_INQUIRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/json.h"
#include "platform/discord_rest.h"
#include "platform/platform.h"

#define DISCORD_INQUIRY_MS 30000      /* one question with all its waiting */
#define DISCORD_INQUIRY_SILENT_MAX 3  /* so many in a row without an answer, and it ends */
#define DISCORD_INQUIRY_LINE_MAX 1024 /* bytes of a finding with its NUL; longer ones are cut */
#define DISCORD_INQUIRY_NAME_MAX 128  /* bytes of a name in a finding with its NUL */

struct discord_inquiry;

/*
 * An answer: body is a JSON object (of DISCORD_REST_CHANNELS an array), borrowed for the call, when
 * it came with status 200; NULL otherwise.  What is wrong has been said then, save that for a channel, a
 * server or a member the callee says what the statuses 403 and 404 mean.
 */
typedef void discord_inquiry_fn(void *ctx, int status, const json *body);

struct discord_inquiry_question {
	enum discord_rest_route route;
	const char *id;   /* "" if the route has none */
	const char *user; /* for DISCORD_REST_MEMBER */
	discord_inquiry_fn *fn;
	void *ctx;
};

/*
 * discord_inquiry_create(host, api_url): an inquiry under api_url that reports to host (both
 * copied).  NULL when memory is short.  The caller ends it with discord_inquiry_destroy().
 */
struct discord_inquiry *discord_inquiry_create(
	const struct platform_check_host *host, const char *api_url);

/*
 * discord_inquiry_destroy(q): releases it; nothing is called.  NULL is accepted.
 */
void discord_inquiry_destroy(struct discord_inquiry *q);

/*
 * discord_inquiry_ask(q, question): asks (all of it copied) when discord_inquiry_go() comes, which
 * follows every answer by itself; the last question must have been answered.  question->fn is
 * called, unless the inquiry ends before.
 */
void discord_inquiry_ask(
	struct discord_inquiry *q, const struct discord_inquiry_question *question);

/*
 * discord_inquiry_say(q, level, fmt, ...): one finding.  Control characters become blanks.
 */
void discord_inquiry_say(struct discord_inquiry *q, enum platform_check_level level,
	const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/*
 * discord_inquiry_puzzled(q): says that the answer that is being handled is not understood.
 */
void discord_inquiry_puzzled(struct discord_inquiry *q);

/*
 * discord_inquiry_end(q): everything has been said; host.done() is told whether all was right.
 * After that and after an early end nothing is asked or said any more.
 */
void discord_inquiry_end(struct discord_inquiry *q);

/*
 * discord_inquiry_go(q, now_ms): to be called after the first question and from tick(): sends what
 * may be sent, gives up what has waited too long, and wishes for the next tick.
 */
void discord_inquiry_go(struct discord_inquiry *q, int64_t now_ms);

/*
 * discord_inquiry_answered(q, result, now_ms): the host's answer; then goes on as
 * discord_inquiry_go().
 */
void discord_inquiry_answered(
	struct discord_inquiry *q, const struct platform_result *result, int64_t now_ms);

/*
 * discord_inquiry_name(out, name): copies a name that people gave to a channel or server, cut to
 * fit; "?" when it is NULL or empty.
 */
void discord_inquiry_name(char out[DISCORD_INQUIRY_NAME_MAX], const char *name);

#endif
