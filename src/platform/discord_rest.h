/*
 * The outgoing side of Discord: everything that is asked of its REST API, in the order of its urgency,
 * within the rate limits, again after a failure, and not after its deadline.
 *
 *	say, get -> queued --may go--> in flight --2xx--> done
 *	              ^ |                  |------4xx--> refused
 *	              | '--deadline--> expired
 *	              '----5xx, 429, no answer-----'
 *
 * A message that was perhaps accepted is posted again with the same nonce, which creates nothing a
 * second time (discord_say.h); where Discord may have forgotten that, what is there is read first
 * (discord_look.h).  One that was refused for the message it refers to, or for its buttons, is
 * made again at once without them.  One to a person is two requests, the channel's and its own, with one
 * deadline; so is one into a thread, which goes into the channel where no thread can be had.
 */
#ifndef PLATFORM_DISCORD_REST_H
#define PLATFORM_DISCORD_REST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/json.h"
#include "platform/platform.h"

#define DISCORD_REST_TRY_MS 10000       /* one request may take so long */
#define DISCORD_REST_URGENT_TRY_MS 5000 /* an emergency's is made again sooner */
#define DISCORD_REST_TRY_MIN_MS 2000    /* one that is begun gets at least so much */
#define DISCORD_REST_TOKEN_TRY_MS 1200  /* an interaction's is made again before that is over */
#define DISCORD_REST_RETRY_BASE_MS 500
#define DISCORD_REST_RETRY_CAP_MS 15000
#define DISCORD_REST_NEVER INT64_MAX
#define DISCORD_REST_CUTS_MAX 8 /* answers without an end before a message does without its id */
#define DISCORD_REST_PAGE 100   /* messages that one DISCORD_REST_MESSAGES brings at most */

struct discord_rest;

/* What can be asked. */
enum discord_rest_route {
	DISCORD_REST_GATEWAY,     /* GET /gateway/bot */
	DISCORD_REST_CHANNEL,     /* GET /channels/{id} */
	DISCORD_REST_APPLICATION, /* GET /applications/@me */
	DISCORD_REST_SELF,        /* GET /users/@me */
	DISCORD_REST_GUILD,       /* GET /guilds/{id} */
	DISCORD_REST_CHANNELS,    /* GET /guilds/{id}/channels */
	DISCORD_REST_MEMBER,      /* GET /guilds/{id}/members/{user} */
	DISCORD_REST_MESSAGES, /* GET /channels/{id}/messages, the first ones after another's id */
	DISCORD_REST_SAY,      /* POST /channels/{id}/messages */
	DISCORD_REST_OPEN,     /* POST /users/@me/channels */
	DISCORD_REST_REMOVE,   /* DELETE /channels/{id}/messages/{message} */
	DISCORD_REST_EDIT,     /* PATCH /channels/{id}/messages/{message} */
	DISCORD_REST_RESPOND,  /* POST /interactions/{id}/{token}/callback */
	DISCORD_REST_FURTHER,  /* POST /webhooks/{application}/{token} */
	DISCORD_REST_FILL,     /* PATCH /webhooks/{application}/{token}/messages/@original */
	DISCORD_REST_COMMANDS, /* GET /applications/{id}/commands */
	DISCORD_REST_REGISTER, /* PUT /applications/{id}/commands */
	DISCORD_REST_LOOK,     /* as _MESSAGES, for one that may have been sent */
	DISCORD_REST_THREAD,   /* POST /channels/{id}/messages/{message}/threads */
};

/* The answer to a look-up; everything in it is borrowed for the call. */
struct discord_rest_answer {
	enum discord_rest_route route;
	const char *id;   /* what was asked for, "" if nothing */
	int status;       /* 0 = no answer, or not in time */
	const json *body; /* NULL when it was no JSON */
};

typedef void discord_rest_got(void *ctx, const struct discord_rest_answer *answer, int64_t now_ms);

/*
 * discord_rest_create(host, api_url, got, ctx): a sender that makes its requests through host (copied)
 * under api_url (copied) and passes on answers to got.  NULL when memory is short.  The caller owns it
 * and ends it with discord_rest_destroy().
 */
struct discord_rest *discord_rest_create(
	const struct platform_host *host, const char *api_url, discord_rest_got *got, void *ctx);

/*
 * discord_rest_destroy(r): releases it and all that waits, without outcomes.  NULL is accepted.
 */
void discord_rest_destroy(struct discord_rest *r);

/*
 * discord_rest_say(r, say, pings_author, now_ms): takes a message, copying it; pings_author notifies the
 * author of the one it replies to.  Returns 0, and an outcome will follow; or -1 when there is no room or
 * memory is short.  It goes with the next discord_rest_pump().
 */
int discord_rest_say(
	struct discord_rest *r, const struct platform_say *say, bool pings_author, int64_t now_ms);

/*
 * discord_rest_get(r, route, id, deadline_ms): asks, once, save that a 429 is waited for.  id is the one
 * that the route needs, "" if none.  Returns 0, and got() will follow, at the latest with status 0 some
 * time after deadline_ms; or -1 when there is no room.  It goes with the next discord_rest_pump().
 */
int discord_rest_get(
	struct discord_rest *r, enum discord_rest_route route, const char *id, int64_t deadline_ms);

/*
 * discord_rest_insist(r, route, id, deadline_ms): discord_rest_get() that asks again after a failure that
 * passes, and after an answer without its end, until deadline_ms.
 */
int discord_rest_insist(
	struct discord_rest *r, enum discord_rest_route route, const char *id, int64_t deadline_ms);

/*
 * discord_rest_get_member(r, guild, user, deadline_ms): discord_rest_get() for DISCORD_REST_MEMBER, which
 * needs two ids; guild is the answer's.
 */
int discord_rest_get_member(
	struct discord_rest *r, const char *guild, const char *user, int64_t deadline_ms);

/*
 * discord_rest_get_messages(r, channel, after, deadline_ms): discord_rest_get() for
 * DISCORD_REST_MESSAGES: what was written in the channel after the message of that id; channel is the
 * answer's.
 */
int discord_rest_get_messages(
	struct discord_rest *r, const char *channel, uint64_t after, int64_t deadline_ms);

/*
 * discord_rest_put(r, application, body, deadline_ms): has Discord offer the commands of that JSON
 * (copied) in place of those it offers for the application; got() will follow as for discord_rest_insist().
 * Returns 0, or -1 when there is no room.
 */
int discord_rest_put(
	struct discord_rest *r, const char *application, const char *body, int64_t deadline_ms);

/*
 * discord_rest_remove(r, channel, message, deadline_ms): deletes a message of ours, again after a failure
 * that passes; only the log tells what became of it.  Returns 0, or -1 when there is no room.
 */
int discord_rest_remove(
	struct discord_rest *r, const char *channel, const char *message, int64_t deadline_ms);

/*
 * discord_rest_withdraw(r, ticket): takes back the message with that ticket; its outcome is
 * PLATFORM_WITHDRAWN then.  One that is on its way, or may have arrived, is not sent again, but looked for:
 * its outcome is PLATFORM_SENT where it is there, else PLATFORM_EXPIRED.
 */
void discord_rest_withdraw(struct discord_rest *r, uint64_t ticket);

/*
 * discord_rest_knows(r, user, channel): that direct messages with user are in that channel.
 */
void discord_rest_knows(struct discord_rest *r, const char *user, const char *channel);

/*
 * discord_rest_answered(r, result, now_ms): the result of a request that r made; others are ignored.
 */
void discord_rest_answered(
	struct discord_rest *r, const struct platform_result *result, int64_t now_ms);

/*
 * discord_rest_pump(r, now_ms): lets go what has passed its deadline, sends what may go.
 */
void discord_rest_pump(struct discord_rest *r, int64_t now_ms);

/*
 * discord_rest_next(r): when the last discord_rest_pump() wants the next one; DISCORD_REST_NEVER when
 * only a call or an answer can bring something about.
 */
int64_t discord_rest_next(const struct discord_rest *r);

/*
 * discord_rest_bared(r): whether a message has been sent without its controls, since these were refused.
 */
bool discord_rest_bared(const struct discord_rest *r);

/*
 * discord_rest_idle(r): whether nothing waits and nothing is in flight but what the next run asks for
 * itself.
 */
bool discord_rest_idle(const struct discord_rest *r);

/*
 * discord_rest_status(r, status): adds what concerns the requests.
 */
void discord_rest_status(const struct discord_rest *r, struct platform_status *status);

#endif
