/* Discord's REST API, as far as the bot uses it: nonces, buckets, permissions, and its bad days. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "chaos/chaos.h"

#define BUCKET_LIMIT 5
#define BUCKET_MS 5000
#define PAGE 100

struct bucket {
	int64_t since;
	int used;
};

static struct {
	struct bucket buckets[PLACES_MAX];
	/* when the bot has been told that it must wait: what it sends earlier is impatience */
	int64_t told_place_until[PLACES_MAX], told_all_until;
	int64_t told_place_at[PLACES_MAX], told_all_at;
} rest;

void rest_begin(void)
{
	memset(&rest, 0, sizeof(rest));
}

void rest_end(void)
{
	size_t i;

	for (i = 0; i < people.n_posts; i++)
		free(people.posts[i].text);
	people.n_posts = 0;
}

void rest_new_run(void)
{
	memset(rest.told_place_until, 0, sizeof(rest.told_place_until));
	rest.told_all_until = 0;
}

void rest_header(struct reply *r, const char *name, const char *fmt, ...)
{
	va_list args;

	if (r->n_headers == 8)
		return;
	snprintf(r->headers[r->n_headers][0], 64, "%s", name);
	va_start(args, fmt);
	vsnprintf(r->headers[r->n_headers++][1], 64, fmt, args);
	va_end(args);
}

static void answer(struct reply *r, int status, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

static void answer(struct reply *r, int status, const char *fmt, ...)
{
	va_list args;
	char body[1024];

	va_start(args, fmt);
	vsnprintf(body, sizeof(body), fmt, args);
	va_end(args);
	free(r->body);
	r->status = status;
	r->body = strdup(body);
}

/* ------------------------------------------------------------------ limits */

static void limit(struct reply *r, int64_t wait_ms, const char *scope, bool global)
{
	answer(r, 429,
		"{\"message\":\"You are being rate limited.\",\"retry_after\":%.3f,\"global\":%s}",
		(double)wait_ms / 1000, global ? "true" : "false");
	rest_header(r, "Retry-After", "%" PRId64, (wait_ms + 999) / 1000);
	rest_header(r, "X-RateLimit-Scope", "%s", scope);
	if (global)
		rest_header(r, "X-RateLimit-Global", "true");
	rest_header(r, "X-RateLimit-Reset-After", "%.3f", (double)wait_ms / 1000);
}

/* Whether the day is one on which nothing is served. */
static bool refuses(struct reply *r, int place)
{
	int64_t ms = chaos_between(200, 20000);

	if (storm.now < weather.blocked_until) {
		limit(r, weather.blocked_until - storm.now, "global", true);
	} else if (chaos_happens(&weather.limited_globally)) {
		weather.blocked_until = storm.now + ms;
		limit(r, ms, "global", true);
	} else if (chaos_happens(&weather.html)) {
		answer(r, 429, "<html><body>error code: 1015</body></html>");
		if (chaos_chance(50))
			rest_header(r, "Retry-After", "%d", (int)chaos_between(1, 30));
	} else if (place >= 0 && storm.now < people.places[place].blocked_until) {
		limit(r, people.places[place].blocked_until - storm.now, "user", false);
	} else if (place >= 0 && chaos_happens(&weather.limited)) {
		people.places[place].blocked_until = storm.now + ms;
		limit(r, ms, "user", false);
	} else if (place >= 0 && chaos_happens(&weather.shared)) {
		people.places[place].blocked_until = storm.now + ms;
		limit(r, ms, "shared", false);
	} else if (chaos_happens(&weather.error)) {
		answer(r, (int)chaos_between(500, 504), "<html>bad gateway</html>");
	} else {
		return false;
	}
	return true;
}

static bool bucket_is_empty(struct reply *r, int place)
{
	struct bucket *b = &rest.buckets[place];

	if (storm.now - b->since >= BUCKET_MS)
		*b = (struct bucket){.since = storm.now};
	if (b->used == BUCKET_LIMIT) {
		limit(r, b->since + BUCKET_MS - storm.now, "user", false);
		return true;
	}
	b->used++;
	rest_header(r, "X-RateLimit-Bucket", "messages");
	rest_header(r, "X-RateLimit-Limit", "%d", BUCKET_LIMIT);
	rest_header(r, "X-RateLimit-Remaining", "%d", BUCKET_LIMIT - b->used);
	rest_header(r, "X-RateLimit-Reset-After", "%.3f",
		(double)(b->since + BUCKET_MS - storm.now) / 1000);
	return false;
}

/* ------------------------------------------------------------------ messages */

/* The post of that nonce, if Discord still knows it. */
static const struct post *known(const char *nonce)
{
	size_t i;

	for (i = people.n_posts; i > 0; i--) {
		if (strcmp(people.posts[i - 1].nonce, nonce) == 0 &&
			storm.now - people.posts[i - 1].at <= CHAOS_NONCE_MS)
			return &people.posts[i - 1];
	}
	return NULL;
}

/* Whether a text is one for a red flag: its first line says whom to turn to. */
static bool is_grave(const char *text)
{
	return text && (strstr(text, "Call your local") || strstr(text, "Get help today") ||
			       strstr(text, "Please talk to someone"));
}

/* Whom the post may notify: the one person who wrote, or the staff's role in their channel. */
static void check_mentions(const json *body, const struct message *m, int place)
{
	const json *allowed = json_get(body, "allowed_mentions"), *user, *role;
	char id[24];

	if (!allowed || json_first(json_get(allowed, "parse")))
		chaos_violation("a post that may notify anybody");
	for (user = json_first(json_get(allowed, "users")); user; user = json_next(user)) {
		if (!storm.garbled &&
			(!m || strcmp(json_string(user), people_user(m->user, id)) != 0))
			chaos_violation("a post notifies somebody else");
	}
	for (role = json_first(json_get(allowed, "roles")); role; role = json_next(role)) {
		if (strcmp(people.places[place].id, CHAOS_STAFF) != 0 ||
			strcmp(json_string(role), CHAOS_ROLE) != 0)
			chaos_violation("a post notifies a role");
	}
}

static void keep(const json *body, int place, struct reply *r)
{
	const char *nonce = json_get_string(body, "nonce");
	const char *purpose = nonce + strspn(nonce, "0123456789"), *reference;
	struct post *p;

	if (people.n_posts == POSTS_MAX) {
		chaos_violation("too many posts");
		return;
	}
	p = &people.posts[people.n_posts++];
	*p = (struct post){.id = people_next_id(), .place = (unsigned)place, .at = storm.now};
	p->cause = strtoull(nonce, NULL, 10);
	p->is_grave = is_grave(json_get_string(body, "content"));
	p->text = strdup(json_get_string(body, "content") ? json_get_string(body, "content") : "");
	reference = json_get_string(json_get(body, "message_reference"), "message_id");
	p->reply_to = reference ? strtoull(reference, NULL, 10) : 0;
	snprintf(p->nonce, sizeof(p->nonce), "%s", nonce);
	snprintf(p->purpose, sizeof(p->purpose), "%s", purpose);
	chaos_tell("the bot says %s to %" PRIu64 " in %s", p->purpose, p->cause,
		people.places[place].id);
	check_mentions(body, people_find(p->cause), place);
	if (strcmp(people.places[place].id, CHAOS_STAFF) == 0)
		staff_told(p);
	answer(r, 200, "{\"id\":\"%" PRIu64 "\"}", p->id);
}

static void create_message(int place, const char *text, struct reply *r)
{
	json *body = json_parse(text, strlen(text));
	const char *nonce = json_get_string(body, "nonce");
	const struct place *p = &people.places[place];
	const struct post *before = nonce ? known(nonce) : NULL;

	if (bucket_is_empty(r, place)) {
		json_free(body);
		return;
	}
	if (!nonce || !json_is_true(json_get(body, "enforce_nonce")))
		chaos_violation("a post without a key");
	else if (storm.now < p->locked_until)
		answer(r, 403, "{\"message\":\"Missing Permissions\",\"code\":50013}");
	else if (p->kind == PLACE_DIRECT && storm.now < people.dm_closed_until[p->user])
		answer(r, 403,
			"{\"message\":\"Cannot send messages to this user\",\"code\":50007}");
	else if (before)
		answer(r, 200, "{\"id\":\"%" PRIu64 "\"}", before->id);
	else
		keep(body, place, r);
	json_free(body);
}

static bool is_listed(const struct message *m, int place, uint64_t after)
{
	return m->at <= storm.now && m->place == (unsigned)place && m->id > after && !m->deleted;
}

static char *post_json(const struct post *p)
{
	struct buf b;

	buf_init(&b, 65536);
	buf_printf(&b, "{\"id\":\"%" PRIu64 "\",\"channel_id\":\"%s\",\"type\":%d,", p->id,
		people.places[p->place].id, p->reply_to ? 19 : 0);
	buf_printf(&b, "\"author\":{\"id\":\"" CHAOS_SELF "\",\"bot\":true},\"mentions\":[]");
	if (p->reply_to)
		buf_printf(
			&b, ",\"message_reference\":{\"message_id\":\"%" PRIu64 "\"}", p->reply_to);
	json_put(&b, "content", p->text ? p->text : "");
	buf_putc(&b, '}');
	return buf_detach(&b);
}

/* What was written there next after that id, by people or by the bot: its object, and its id in *after. */
static char *next_listed(int place, uint64_t *after)
{
	const struct message *m, *message = NULL;
	const struct post *p, *post = NULL;

	for (m = people.messages; m < people.messages + people.n_messages; m++) {
		if (is_listed(m, place, *after) && (!message || m->id < message->id))
			message = m;
	}
	for (p = people.posts; p < people.posts + people.n_posts; p++) {
		if (p->place == (unsigned)place && p->id > *after && !p->deleted &&
			(!post || p->id < post->id))
			post = p;
	}
	if (post && (!message || post->id < message->id)) {
		*after = post->id;
		return post_json(post);
	}
	if (!message)
		return NULL;
	*after = message->id;
	return people_json(message, message->edited);
}

/* The first page of what was written after that, the newest first. */
static void list_messages(int place, uint64_t after, struct reply *r)
{
	char *page[PAGE];
	struct buf out;
	size_t n = 0, i;

	chaos_tell("the bot reads %s behind %" PRIu64, people.places[place].id, after);
	while (n < PAGE && (page[n] = next_listed(place, &after)) != NULL)
		n++;
	buf_init(&out, 1 << 22);
	buf_putc(&out, '[');
	for (i = n; i > 0; i--) {
		buf_printf(&out, "%s%s", i < n ? "," : "", page[i - 1]);
		free(page[i - 1]);
	}
	buf_putc(&out, ']');
	free(r->body);
	r->status = 200;
	r->body = buf_detach(&out);
}

static void show_channel(int place, struct reply *r)
{
	const struct place *p = &people.places[place];

	if (p->kind == PLACE_THREAD)
		answer(r, 200,
			"{\"id\":\"%s\",\"type\":11,\"parent_id\":\"%s\",\"name\":\"a thread\"}",
			p->id, p->parent);
	else
		answer(r, 200, "{\"id\":\"%s\",\"type\":0,\"name\":\"a channel\"}", p->id);
}

static void open_direct(const char *text, struct reply *r)
{
	json *body = json_parse(text, strlen(text));
	const char *user = json_get_string(body, "recipient_id");
	char id[24];
	size_t i;

	answer(r, 400, "{\"message\":\"nobody\",\"code\":50033}");
	for (i = 0; user && i < people.n_places; i++) {
		if (people.places[i].kind == PLACE_DIRECT &&
			strcmp(people_user(people.places[i].user, id), user) == 0)
			answer(r, 200, "{\"id\":\"%s\",\"type\":1}", people.places[i].id);
	}
	json_free(body);
}

static void remove_message(const char *id, struct reply *r)
{
	size_t i;

	answer(r, 404, "{\"message\":\"Unknown Message\",\"code\":10008}");
	for (i = 0; i < people.n_posts; i++) {
		if (people.posts[i].id != strtoull(id, NULL, 10))
			continue;
		people.posts[i].deleted = true;
		answer(r, 204, "%s", "");
	}
}

static void serve_place(
	const char *method, int place, const char *rest_of_path, const char *body, struct reply *r)
{
	if (strcmp(method, "POST") == 0)
		create_message(place, body, r);
	else if (strncmp(rest_of_path, "/messages?", 10) == 0)
		list_messages(place, strtoull(strstr(rest_of_path, "after=") + 6, NULL, 10), r);
	else if (strcmp(method, "DELETE") == 0)
		remove_message(rest_of_path + strlen("/messages/"), r);
	else
		show_channel(place, r);
}

/* The place that the address names, -1 for none; *rest_of_path is what follows. */
static int find_place(const char *url, const char **rest_of_path)
{
	const char *at = strstr(url, "/channels/");
	char id[24];
	size_t len;

	*rest_of_path = "";
	if (!at)
		return -1;
	at += strlen("/channels/");
	len = strspn(at, "0123456789");
	snprintf(id, sizeof(id), "%.*s", (int)len, at);
	*rest_of_path = at + len;
	return people_place(id);
}

/* What is sent although it was told to wait. */
static void check_patience(int place, const char *method, int64_t sent_at)
{
	if (sent_at > rest.told_all_at && sent_at < rest.told_all_until)
		chaos_violation("impatient: %" PRId64 " ms too early after a global 429",
			rest.told_all_until - sent_at);
	if (place >= 0 && strcmp(method, "POST") == 0 && sent_at > rest.told_place_at[place] &&
		sent_at < rest.told_place_until[place])
		chaos_violation("impatient: %" PRId64 " ms too early after a 429",
			rest.told_place_until[place] - sent_at);
}

/* The ids in what has reached the bot are known to it: of what it said now, or has looked for. */
static void note_told(const struct reply *reply)
{
	json *body = reply->status == 200 && reply->body
			     ? json_parse(reply->body, strlen(reply->body))
			     : NULL;
	const char *id = json_get_string(body, "id");
	size_t i;

	for (i = 0; id && i < people.n_posts; i++) {
		if (people.posts[i].id == strtoull(id, NULL, 10))
			people.posts[i].told = true;
	}
	json_free(body);
}

void rest_told(const char *method, const char *url, const struct reply *reply)
{
	const char *path, *text = NULL;
	int place = find_place(url, &path);
	size_t i;
	bool global = false;
	int64_t until;

	note_told(reply);
	for (i = 0; i < reply->n_headers; i++) {
		if (strcmp(reply->headers[i][0], "X-RateLimit-Global") == 0)
			global = true;
		if (strcmp(reply->headers[i][0], "X-RateLimit-Reset-After") == 0)
			text = reply->headers[i][1];
	}
	if (reply->status != 429 || !text || !reply->body || !strstr(reply->body, "}"))
		return;
	until = storm.now + (int64_t)(strtod(text, NULL) * 1000);
	if (global) {
		rest.told_all_at = storm.now;
		rest.told_all_until = until;
	} else if (place >= 0 && strcmp(method, "POST") == 0) {
		rest.told_place_at[place] = storm.now;
		rest.told_place_until[place] = until;
	}
}

void rest_serve(
	const char *method, const char *url, const char *body, int64_t sent_at, struct reply *out)
{
	const char *path;
	int place = find_place(url, &path);
	bool spoils = chaos_happens(&weather.error_after);

	check_patience(place, method, sent_at);
	answer(out, 404, "{\"message\":\"404: Not Found\",\"code\":0}");
	if (refuses(out, place))
		return;
	if (strstr(url, "/gateway/bot") && storm.now < weather.no_gateway_until)
		answer(out, 503, "%s", "");
	else if (strstr(url, "/gateway/bot"))
		answer(out, 200,
			"{\"url\":\"wss://gateway.example\",\"shards\":1,\"session_start_limit\":"
			"{\"total\":1000,\"remaining\":900,\"reset_after\":3600000,\"max_"
			"concurrency\":1}}");
	else if (strstr(url, "/users/@me/channels"))
		open_direct(body, out);
	else if (place >= 0)
		serve_place(method, place, path, body, out);
	if (spoils)
		answer(out, 502, "<html>bad gateway</html>");
}
