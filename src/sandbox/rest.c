/* The sandbox's REST API; see rest.h. */
#include "sandbox/rest.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lru.h"
#include "sandbox/buckets.h"
#include "sandbox/gateway.h"
#include "sandbox/refusal.h"
#include "sandbox/rest_table.h"

#define NONCES_MAX 4096
#define NONCE_MS 300000 /* so long a repeated nonce creates nothing */
#define NOTE_MAX 2048
#define ROUTE_MAX 96

struct changed_rule {
	char route[ROUTE_MAX];
	struct buckets_rule rule;
};

/* Which message had a nonce. */
struct nonce {
	uint64_t channel, message;
	int64_t until_ms;
};

struct rest {
	struct rest_options options;
	struct buckets *buckets;
	struct lru *nonces;
	struct rest_fault faults[REST_FAULTS_MAX]; /* the oldest first */
	size_t n_faults;
	struct changed_rule changed[REST_RULES_MAX];
	size_t n_changed;
};

/* ------------------------------------------------------------------ which route */

/* The path below /api/v10 or /api/v9; NULL for another. */
static const char *below_version(const char *path)
{
	const size_t n = sizeof(REST_PREFIX) - 1;

	if (strncmp(path, REST_PREFIX, n) != 0)
		return NULL;
	path += n;
	if (strncmp(path, "10/", 3) == 0)
		return path + 2;
	return strncmp(path, "9/", 2) == 0 ? path + 1 : NULL;
}

/* "DiscordBot (URL, VERSION)": Discord blocks others. */
static bool agent_ok(const char *agent)
{
	static const char begin[] = "DiscordBot (";
	const char *comma, *end;

	if (strncmp(agent, begin, sizeof(begin) - 1) != 0)
		return false;
	agent += sizeof(begin) - 1;
	comma = agent + strcspn(agent, ", ");
	end = strchr(agent, ')');
	return *comma == ',' && comma > agent && end && end > comma + 1;
}

/* ------------------------------------------------------------------ limits */

static const struct buckets_rule *rule_of(
	const struct rest *r, const struct rest_route *route, const char *name)
{
	size_t i;

	for (i = 0; i < r->n_changed; i++) {
		if (strcmp(r->changed[i].route, name) == 0)
			return &r->changed[i].rule;
	}
	return &route->rule;
}

/* Discord's bucket names are hashes; this one is FNV-1a of the route's. */
static uint64_t bucket_of(const char *name)
{
	uint64_t hash = UINT64_C(14695981039346656037);

	for (; *name; name++)
		hash = (hash ^ (unsigned char)*name) * UINT64_C(1099511628211);
	return hash;
}

static void put_number(struct serve_answer *answer, const char *name, int64_t ms)
{
	char text[40];

	snprintf(text, sizeof(text), "%" PRId64 ".%03d", ms / 1000, (int)(ms % 1000));
	serve_header(answer, name, text);
}

static void put_limits(struct rest_call *c, const char *name, const struct buckets_rule *rule,
	const struct buckets_count *count)
{
	char text[40];

	snprintf(text, sizeof(text), "%d", rule->limit);
	serve_header(c->answer, "X-RateLimit-Limit", text);
	snprintf(text, sizeof(text), "%d", count->left);
	serve_header(c->answer, "X-RateLimit-Remaining", text);
	put_number(c->answer, "X-RateLimit-Reset", c->model->clock() + count->wait_ms);
	put_number(c->answer, "X-RateLimit-Reset-After", count->wait_ms);
	snprintf(text, sizeof(text), "%016" PRIx64 "%016" PRIx64, bucket_of(name),
		bucket_of(name) * 31);
	serve_header(c->answer, "X-RateLimit-Bucket", text);
}

static int put_limited(struct rest_call *c, const char *scope, int64_t wait_ms)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRId64, (wait_ms + 999) / 1000);
	serve_header(c->answer, "Retry-After", text);
	serve_header(c->answer, "X-RateLimit-Scope", scope);
	buf_printf(&c->note, ",\"scope\":\"%s\"", scope);
	if (strcmp(scope, "global") == 0)
		serve_header(c->answer, "X-RateLimit-Global", "true");
	return refusal_limited(&c->answer->body, scope, wait_ms);
}

/* Counts the request.  Returns 0, or 429 after saying so. */
static int limit(struct rest_call *c, const struct rest_route *route, const char *name)
{
	const struct buckets_rule *rule = rule_of(c->rest, route, name);
	struct buckets_count count;
	char key[ROUTE_MAX + SERVE_HEADER_MAX];

	/* the channel or server of the path has a bucket of its own */
	snprintf(key, sizeof(key), "%s %s", name, c->params[0]);
	count = buckets_take(c->rest->buckets, key, rule, c->model->clock());
	if (count.over && count.is_global)
		return put_limited(c, "global", count.wait_ms);
	put_limits(c, name, rule, &count);
	return count.over ? put_limited(c, "user", count.wait_ms) : 0;
}

/* ------------------------------------------------------------------ trouble */

/* Takes the oldest fault that waits for that route; false when none does. */
static bool take_fault(struct rest *r, const char *name, struct rest_fault *fault)
{
	size_t i;

	for (i = 0; i < r->n_faults; i++) {
		if (strcmp(r->faults[i].route, name) != 0)
			continue;
		*fault = r->faults[i];
		r->n_faults--;
		memmove(&r->faults[i], &r->faults[i + 1],
			(r->n_faults - i) * sizeof(struct rest_fault));
		return true;
	}
	return false;
}

/* A user's 429 says that the bucket is empty; a shared one comes though it is not. */
static int meet_limit(struct rest_call *c, const struct rest_route *route, const char *name,
	const struct rest_fault *f)
{
	const bool shared = strcmp(f->scope, "shared") == 0;
	const struct buckets_rule *rule = rule_of(c->rest, route, name);
	const struct buckets_count count = {
		.left = shared ? rule->limit - 1 : 0,
		.wait_ms = shared ? rule->per_ms : f->retry_ms,
	};

	if (strcmp(f->scope, "global") != 0)
		put_limits(c, name, rule, &count);
	return put_limited(c, f->scope, f->retry_ms);
}

static int meet(struct rest_call *c, const struct rest_route *route, const char *name,
	const struct rest_fault *f)
{
	buf_puts(&c->note, ",\"fault\":true");
	if (f->status == 429)
		return meet_limit(c, route, name, f);
	return refusal_http(&c->answer->body, f->status, "Internal Server Error");
}

/* ------------------------------------------------------------------ answering */

/* Parses the body.  Returns 0, or the status after saying what is wrong with it. */
static int read_body(struct rest_call *c)
{
	static const char wanted[] = "application/json";
	const struct serve_request *q = c->request;

	if (strcmp(q->method, "GET") == 0 || strcmp(q->method, "DELETE") == 0)
		return 0;
	if (!q->body_len && (strstr(q->path, "/typing") || strstr(q->path, "/reactions/")))
		return 0;
	if (strncmp(q->content_type, wanted, sizeof(wanted) - 1) != 0)
		return refusal_form(&c->answer->body, "", "CONTENT_TYPE_INVALID",
			"Expected \"Content-Type\" header to be one of {'application/json'}.");
	c->body = json_parse(q->body, q->body_len);
	if (!c->body)
		return refusal_put(&c->answer->body, REFUSAL_NO_JSON);
	/* only a list of commands is put as such */
	if (!json_is_object(c->body) && strcmp(q->method, "PUT") != 0)
		return refusal_form(&c->answer->body, "", "MODEL_TYPE_CONVERT",
			"Expected an object/dictionary.");
	return 0;
}

static bool authorized(const struct rest *r, const char *authorization)
{
	static const char begin[] = "Bot ";

	return strncmp(authorization, begin, sizeof(begin) - 1) == 0 &&
	       strcmp(authorization + sizeof(begin) - 1,
		       gateway_settings(r->options.gateway)->token) == 0;
}

static int run(struct rest_call *c, const struct rest_route *route, const char *name)
{
	struct rest_fault fault = {0};
	int status;

	if (take_fault(c->rest, name, &fault) && fault.status)
		return meet(c, route, name, &fault);
	status = limit(c, route, name);
	if (!status)
		status = read_body(c);
	if (!status)
		status = route->fn(c);
	if (fault.loses_answer) {
		buf_puts(&c->note, ",\"fault\":true");
		c->answer->drop = true;
	}
	return status;
}

/* Finds who may ask what; name is set to the route's, or what was asked for. */
static int admit(struct rest_call *c, char *name)
{
	const struct serve_request *q = c->request;
	const char *path = below_version(q->path);
	const struct rest_route *route;
	bool known;

	snprintf(name, ROUTE_MAX, "%s %.40s", q->method, q->path);
	if (!path)
		return refusal_http(&c->answer->body, 404, "Not Found");
	if (!agent_ok(q->user_agent))
		return refusal_put(&c->answer->body, REFUSAL_AGENT);
	route = rest_table_find(q->method, path, c->params, &known);
	if (!route)
		return known ? refusal_http(&c->answer->body, 405, "Method Not Allowed")
			     : refusal_http(&c->answer->body, 404, "Not Found");
	snprintf(name, ROUTE_MAX, "%s %s", route->method, route->path);
	if (!route->is_open && !authorized(c->rest, q->authorization))
		return refusal_put(&c->answer->body, REFUSAL_UNAUTHORIZED);
	return run(c, route, name);
}

static void tell(struct rest_call *c, const char *name)
{
	char line[ROUTE_MAX + 16];
	struct buf data;

	snprintf(line, sizeof(line), "%s: %d", name, c->answer->status);
	buf_init(&data, 2 * NOTE_MAX);
	buf_puts(&data, "{");
	json_put(&data, "route", name);
	buf_printf(&data, ",\"status\":%d,\"at\":%" PRId64, c->answer->status, c->model->clock());
	buf_puts(&data, buf_str(&c->note));
	if (buf_puts(&data, "}"))
		c->rest->options.happened(c->rest->options.ctx, "request", line, buf_str(&data));
	buf_free(&data);
}

void rest_answer(struct rest *r, const struct serve_request *request, struct serve_answer *answer)
{
	struct rest_call call = {
		.rest = r, .model = r->options.model, .request = request, .answer = answer};
	char name[ROUTE_MAX];

	buf_init(&call.note, NOTE_MAX);
	answer->type = "application/json";
	serve_header(answer, "Via", "1.1 sandbox");
	answer->status = admit(&call, name);
	if (answer->status == 204)
		answer->type = NULL;
	tell(&call, name);
	json_free(call.body);
	buf_free(&call.note);
}

/* ------------------------------------------------------------------ nonces, switches */

const struct model_message *rest_seen(struct rest *r, const char *nonce)
{
	const struct nonce *kept = lru_get(r->nonces, nonce, strlen(nonce));
	const struct model_channel *channel;

	if (!kept || kept->until_ms <= r->options.model->clock())
		return NULL;
	channel = model_channel(r->options.model, kept->channel);
	return channel ? model_message(channel, kept->message) : NULL;
}

void rest_keep(struct rest *r, const char *nonce, const struct model_message *message)
{
	struct nonce *kept = lru_put(r->nonces, nonce, strlen(nonce));

	if (kept)
		*kept = (struct nonce){
			message->channel->id, message->id, r->options.model->clock() + NONCE_MS};
}

bool rest_shows_content(const struct rest *r)
{
	return gateway_settings(r->options.gateway)->message_content;
}

const struct rest_options *rest_options(const struct rest *r)
{
	return &r->options;
}

int rest_trouble(struct rest *r, const struct rest_fault *fault)
{
	if (r->n_faults == REST_FAULTS_MAX)
		return -1;
	r->faults[r->n_faults++] = *fault;
	return 0;
}

int rest_limit(struct rest *r, const char *route, int max, int64_t per_ms)
{
	struct changed_rule *changed;

	if (r->n_changed == REST_RULES_MAX)
		return -1;
	changed = &r->changed[r->n_changed++];
	snprintf(changed->route, sizeof(changed->route), "%s", route);
	changed->rule = (struct buckets_rule){max, per_ms, false};
	return 0;
}

/* ------------------------------------------------------------------ life */

struct rest *rest_create(const struct rest_options *options)
{
	struct rest *r = calloc(1, sizeof(*r));

	if (!r)
		return NULL;
	r->options = *options;
	r->buckets = buckets_create();
	r->nonces = lru_create(NONCES_MAX, sizeof(struct nonce));
	if (r->buckets && r->nonces)
		return r;
	rest_destroy(r);
	return NULL;
}

void rest_destroy(struct rest *r)
{
	if (!r)
		return;
	buckets_destroy(r->buckets);
	lru_destroy(r->nonces);
	free(r);
}
