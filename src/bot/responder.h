/*
 * What a message is answered with: the content, an engine on it, and what is remembered of
 * conversations.  Content is reloaded whole: read, checked, and only then put in place, so that every
 * message is understood and answered with one content.
 */
#ifndef BOT_RESPONDER_H
#define BOT_RESPONDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bound.h"
#include "base/log.h"
#include "lumbar.h"

struct responder;

struct responder_options {
	const char *folder;   /* that holds intents/ and responses/ */
	const char *overlay;  /* whose files stand in front of those; NULL = none */
	const char *packaged; /* used at the start when folder's content has errors; NULL = none */
	struct log *log;
};

/*
 * responder_create(options): reads the content (the strings are copied).  When the folder's content
 * has errors and packaged content is given and right, that is used and an alarm is logged.  NULL when
 * there is no usable content or memory is short, after log lines.  Ended with responder_destroy().
 */
struct responder *responder_create(const struct responder_options *options);

/*
 * responder_destroy(r): releases it.  NULL is accepted.
 */
void responder_destroy(struct responder *r);

/*
 * responder_reload(r): reads the folder's content again.  Returns 0 when it is in place; -1 when it has
 * errors, which are logged: the old content stays.
 */
int responder_reload(struct responder *r);

/* A message, and where it came from. */
struct responder_message {
	const char *conversation; /* id of the channel, with its account */
	const char *user;         /* id of the person */
	const char *text;
	size_t len;
	enum lumbar_channel channel;
	int64_t now_ms;
};

/*
 * responder_read(r, message, verdict): understands the message.  The verdict's strings are valid until
 * the next reload.
 */
void responder_read(struct responder *r, const struct responder_message *message,
	struct lumbar_verdict *verdict);

/*
 * responder_shape(r, out, size): what the last responder_read() was asked; see lumbar_shape().
 */
size_t responder_shape(struct responder *r, char *out, size_t size);

/*
 * responder_answers(ctx, shape): see lumbar_answers(); ctx is the responder, as gaps.h has it.
 */
bool responder_answers(void *ctx, const char *shape);

/*
 * responder_try(r, text, len, channel, verdict): understands the text as if it came out of the blue, and
 * keeps nothing of it.  The verdict's strings are valid until the next reload.
 */
void responder_try(struct responder *r, const char *text, size_t len, enum lumbar_channel channel,
	struct lumbar_verdict *verdict);

/*
 * responder_write(r, verdict, style, len): the reply, valid until the next call; "" for silence.
 */
const char *responder_write(struct responder *r, const struct lumbar_verdict *verdict,
	const struct lumbar_style *style);

/*
 * responder_text(r, id, style): the text of the content that has that id, "meta/privacy"; valid as a reply
 * is, "" when there is none.
 */
const char *responder_text(struct responder *r, const char *id, const struct lumbar_style *style);

/*
 * responder_private(r, reply_id), responder_title(r, intent), responder_next(r, intent, out, max),
 * responder_topics(r, out, max): see lumbar_private() and so on; their strings are valid until the next
 * reload.
 */
const char *responder_private(const struct responder *r, const char *reply_id);
const char *responder_title(const struct responder *r, const char *intent);
size_t responder_next(
	const struct responder *r, const char *intent, struct lumbar_topic *out, size_t max);
size_t responder_topics(const struct responder *r, struct lumbar_topic *out, size_t max);

/*
 * responder_forget(r, user): forgets what is remembered of conversations with the person of that id.
 */
void responder_forget(struct responder *r, const char *user);

/*
 * responder_notice(r, notice, reply_id, style): see lumbar_notice(); valid as a reply is.
 */
const char *responder_notice(struct responder *r, enum lumbar_notice notice, const char *reply_id,
	const struct lumbar_style *style);

/*
 * responder_explain(r): how the last responder_read() came to its verdict; see lumbar_explain().  The
 * caller frees it; NULL when memory is short.
 */
char *responder_explain(const struct responder *r);

/*
 * What is told of a reload: ok says whether the new content is in place, text holds the findings whole,
 * with their source lines; "" without any.
 */
typedef void responder_reloaded_fn(void *ctx, bool ok, const char *text);

/*
 * responder_findings(r): what there was to say about the content that was read last, errors and warnings
 * with their source lines, as far as there is room; valid until the next reload.
 */
const char *responder_findings(const struct responder *r);

/*
 * responder_observe(r, fn, ctx): has fn(ctx, ...) called after every reload; a NULL fn ends that.
 */
void responder_observe(struct responder *r, responder_reloaded_fn *fn, void *ctx);

/* How the content came to be in use. */
struct responder_state {
	bool packaged;     /* the folder's content could not be used at the start */
	uint64_t reloads;  /* that were asked for, and: */
	uint64_t refused;  /* whose content had errors */
	bool last_refused; /* the last one's */
	int64_t loaded_ms; /* when it was put in place, on loop_now()'s clock */
	const char *why;   /* the first finding of the last one that was refused; "" = none */
};

/*
 * responder_state(r): that; its string is valid until the next reload.
 */
struct responder_state responder_state(const struct responder *r);

/*
 * responder_bound(r): how many conversations are remembered.
 */
struct bound responder_bound(const struct responder *r);

/*
 * responder_safe(r): whether the content in use still escalates what it must: reads one message of a small
 * set after the other, one a call, as if nobody had written it.
 */
bool responder_safe(struct responder *r);

/*
 * responder_counts(r): what the content in use holds.
 */
struct lumbar_counts responder_counts(const struct responder *r);

/*
 * responder_region_known(r, region): see lumbar_region_known().
 */
bool responder_region_known(const struct responder *r, const char *region);

/*
 * responder_generation(r): how many times content has been put in place; begins with 1.
 */
unsigned responder_generation(const struct responder *r);

#endif
