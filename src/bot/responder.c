/* What a message is answered with; see responder.h. */
#include "bot/responder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "bot/conversations.h"
#include "sys/loop.h"
#include "sys/memory.h"

#define REPLY_MAX 16384
#define WHY_MAX 256        /* bytes of a finding that is kept */
#define FINDINGS_MAX 65536 /* bytes of findings that are kept for whoever observes reloads */
#define LOGGED_MAX 50 /* findings of a reading that the log gets: what comes then has to be seen */

struct responder {
	struct log *log;
	char *folder, *overlay;
	struct lumbar_content *content;
	struct lumbar_engine *engine;
	struct conversations *conversations;
	unsigned generation;
	responder_reloaded_fn *reloaded; /* NULL = nobody observes */
	void *reloaded_ctx;
	struct buf findings; /* of the last reading */
	size_t n_findings;
	struct responder_state state;
	char why[WHY_MAX];
	size_t probe; /* the next one of responder_safe() */
	char reply[REPLY_MAX];
};

static void log_finding(void *ctx, bool is_error, const char *text)
{
	struct responder *r = ctx;

	if (r->findings.len + strlen(text) <= r->findings.max)
		buf_puts(&r->findings, text);
	if (is_error && !r->why[0])
		snprintf(r->why, sizeof(r->why), "%.*s", (int)strcspn(text, "\n"), text);
	if (++r->n_findings > LOGGED_MAX)
		return;
	/* one line of the finding says where and what; the excerpt under it is for terminals */
	log_write(r->log, is_error ? LOG_ERROR : LOG_WARN, "content", "%.*s",
		(int)strcspn(text, "\n"), text);
}

/* A file that others refer to may be missing: a thousand findings, of which the first say enough. */
static void log_the_rest(const struct responder *r, const char *folder)
{
	if (r->n_findings > LOGGED_MAX)
		log_error(r->log, "content", "%zu findings more: `lumbard check %s` tells them all",
			r->n_findings - LOGGED_MAX, folder);
}

/* Puts the content of a folder in place.  Returns 0, or -1: what was there stays. */
static int take(struct responder *r, const char *folder, const char *overlay)
{
	struct lumbar_content *content;
	struct lumbar_engine *engine;

	buf_clear(&r->findings);
	r->n_findings = 0;
	content = lumbar_folder_content(folder, overlay, log_finding, r);
	log_the_rest(r, folder);
	engine = content ? lumbar_engine_create(content) : NULL;
	if (!engine) {
		lumbar_content_destroy(content);
		return -1;
	}
	lumbar_engine_destroy(r->engine);
	lumbar_content_destroy(r->content);
	r->content = content;
	r->engine = engine;
	r->generation++;
	r->state.loaded_ms = loop_now();
	/* reading YAML leaves a lot of freed memory behind that the C library would keep */
	memory_trim();
	return 0;
}

struct responder *responder_create(const struct responder_options *options)
{
	struct responder *r = calloc(1, sizeof(*r));

	if (!r)
		return NULL;
	r->log = options->log;
	buf_init(&r->findings, FINDINGS_MAX);
	r->folder = strdup(options->folder);
	r->overlay = options->overlay ? strdup(options->overlay) : NULL;
	r->conversations = conversations_create();
	if (!r->folder || (options->overlay && !r->overlay) || !r->conversations) {
		responder_destroy(r);
		return NULL;
	}
	if (take(r, r->folder, r->overlay) == 0)
		return r;
	if (options->packaged && take(r, options->packaged, NULL) == 0) {
		r->state.packaged = true;
		log_error(r->log, "content",
			"ALARM: the content of %s cannot be used: running on the packaged content "
			"of %s",
			r->folder, options->packaged);
		return r;
	}
	log_error(r->log, "content",
		"there is no usable content in %s: `lumbard check %s` tells more", r->folder,
		r->folder);
	responder_destroy(r);
	return NULL;
}

void responder_destroy(struct responder *r)
{
	if (!r)
		return;
	lumbar_engine_destroy(r->engine);
	lumbar_content_destroy(r->content);
	conversations_destroy(r->conversations);
	free(r->folder);
	free(r->overlay);
	buf_free(&r->findings);
	free(r);
}

int responder_reload(struct responder *r)
{
	int result;

	r->why[0] = '\0';
	result = take(r, r->folder, r->overlay);
	r->state.reloads++;
	r->state.refused += result != 0;
	r->state.last_refused = result != 0;
	if (result == 0)
		r->state.packaged = false;
	if (result == 0)
		log_info(r->log, "content", "reloaded from %s (generation %u)", r->folder,
			r->generation);
	else
		log_error(
			r->log, "content", "not reloaded: the content that was there stays in use");
	if (r->reloaded)
		r->reloaded(r->reloaded_ctx, result == 0, buf_str(&r->findings));
	return result;
}

void responder_observe(struct responder *r, responder_reloaded_fn *fn, void *ctx)
{
	r->reloaded = fn;
	r->reloaded_ctx = ctx;
}

void responder_read(struct responder *r, const struct responder_message *message,
	struct lumbar_verdict *verdict)
{
	const struct lumbar_message m = {.text = message->text,
		.len = message->len,
		.channel = message->channel,
		.now_ms = message->now_ms};

	struct lumbar_talk talk =
		conversations_get(r->conversations, message->conversation, message->user);

	lumbar_read(r->engine, &m, &talk, verdict);
	conversations_keep(r->conversations, message->conversation, message->user, &talk);
}

size_t responder_shape(struct responder *r, char *out, size_t size)
{
	return lumbar_shape(r->engine, out, size);
}

bool responder_answers(void *ctx, const char *shape)
{
	const struct responder *r = ctx;

	return lumbar_answers(r->content, shape);
}

void responder_try(struct responder *r, const char *text, size_t len, enum lumbar_channel channel,
	struct lumbar_verdict *verdict)
{
	lumbar_read(r->engine,
		&(struct lumbar_message){.text = text, .len = len, .channel = channel}, NULL,
		verdict);
}

const char *responder_findings(const struct responder *r)
{
	return buf_str(&r->findings);
}

const char *responder_write(
	struct responder *r, const struct lumbar_verdict *verdict, const struct lumbar_style *style)
{
	lumbar_reply(r->content, verdict, style, r->reply, sizeof(r->reply));
	return r->reply;
}

const char *responder_text(struct responder *r, const char *id, const struct lumbar_style *style)
{
	lumbar_text(r->content, id, style, r->reply, sizeof(r->reply));
	return r->reply;
}

const char *responder_private(const struct responder *r, const char *reply_id)
{
	return lumbar_private(r->content, reply_id);
}

const char *responder_title(const struct responder *r, const char *intent)
{
	return lumbar_title(r->content, intent);
}

size_t responder_next(
	const struct responder *r, const char *intent, struct lumbar_topic *out, size_t max)
{
	return lumbar_next(r->content, intent, out, max);
}

size_t responder_topics(const struct responder *r, struct lumbar_topic *out, size_t max)
{
	return lumbar_topics(r->content, out, max);
}

void responder_forget(struct responder *r, const char *user)
{
	conversations_forget_person(r->conversations, user);
}

const char *responder_notice(struct responder *r, enum lumbar_notice notice, const char *reply_id,
	const struct lumbar_style *style)
{
	lumbar_notice(r->content, notice, reply_id, style, r->reply, sizeof(r->reply));
	return r->reply;
}

char *responder_explain(const struct responder *r)
{
	return lumbar_explain(r->engine);
}

struct responder_state responder_state(const struct responder *r)
{
	struct responder_state state = r->state;

	state.why = r->why;
	return state;
}

struct bound responder_bound(const struct responder *r)
{
	return conversations_bound(r->conversations);
}

bool responder_safe(struct responder *r)
{
	static const char *const texts[] = {
		/* of the safety set (core/safety.c), so that content without them is refused */
		"both my legs went numb and i cant pee",
		"i cant move my legs",
		"my back hurts and i cant breathe",
		"im going to kill myself",
	};
	const char *text = texts[r->probe];
	const struct lumbar_message m = {
		.text = text, .len = strlen(text), .channel = LUMBAR_DIRECT};
	struct lumbar_verdict verdict;

	r->probe = (r->probe + 1) % (sizeof(texts) / sizeof(texts[0]));
	lumbar_read(r->engine, &m, NULL, &verdict);
	return verdict.action == LUMBAR_ESCALATE && verdict.tier == LUMBAR_TIER_EMERGENCY;
}

struct lumbar_counts responder_counts(const struct responder *r)
{
	return lumbar_content_counts(r->content);
}

bool responder_region_known(const struct responder *r, const char *region)
{
	return lumbar_region_known(r->content, region);
}

unsigned responder_generation(const struct responder *r)
{
	return r->generation;
}
