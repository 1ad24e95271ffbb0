/* Escalations as the store keeps them; see casebook.h. */
#include "bot/casebook.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "sys/store.h"

/* ------------------------------------------------------------------ as text */

static const char digits[] = "0123456789abcdefghijklmnopqrstuvwxyz"; /* of paths */

static void put_alerts(struct buf *out, const struct escalation *e)
{
	size_t i;

	buf_puts(out, ",\"alerts\":[");
	for (i = 0; i < e->n_alerts; i++) {
		if (i)
			buf_putc(out, ',');
		json_put_string(out, e->alerts[i], strlen(e->alerts[i]));
	}
	buf_puts(out, "],\"paths\":\"");
	for (i = 0; i < e->n_alerts; i++)
		buf_putc(out, digits[e->alert_paths[i] % (sizeof(digits) - 1)]);
	buf_putc(out, '"');
}

/* Each as two strings: where, and which. */
static void put_messages(
	struct buf *out, const char *key, const struct escalation_message *messages, size_t n)
{
	size_t i;

	buf_printf(out, ",\"%s\":[", key);
	for (i = 0; i < n; i++) {
		buf_puts(out, i ? "," : "");
		json_put_string(out, messages[i].conversation, strlen(messages[i].conversation));
		buf_putc(out, ',');
		json_put_string(out, messages[i].id, strlen(messages[i].id));
	}
	buf_putc(out, ']');
}

/* What the store has no place of its own for.  Nobody's id stands in it but those of places and alerts. */
static bool put_body(struct buf *out, const struct escalation *e, const struct casebook_time *time)
{
	const int64_t due = e->ticket || e->due_ms == ESCALATION_NEVER
				    ? 0
				    : e->due_ms - time->now_ms + time->wall_ms;

	buf_putc(out, '{');
	json_put(out, "conversation", e->conversation);
	json_put(out, "parent", e->parent);
	json_put(out, "server", e->server);
	json_put(out, "flags", e->flags);
	json_put(out, "reply", e->reply);
	put_alerts(out, e);
	put_messages(out, "said", &e->said, *e->said.id ? 1 : 0);
	put_messages(out, "notices", e->notices, e->n_notices);
	return buf_printf(out,
		",\"tier\":%d,\"edited\":%d,\"round\":%u,\"path\":%u,\"repeats\":%u,"
		"\"unreached\":%d,\"command\":%d,\"due\":%" PRId64 "}",
		(int)e->tier, e->edited, e->round, e->path, e->repeats, e->unreached, e->by_command,
		due);
}

void casebook_write(struct store *store, const struct escalation *e,
	const struct escalations_step *step, const struct casebook_time *time)
{
	const struct store_owner owner = {.account = e->account, .shard = 0, .shards = 1};
	struct buf body;

	if (!store)
		return;
	buf_init(&body, CASEBOOK_BODY_MAX);
	if (put_body(&body, e, time))
		store_step(store, &owner,
			&(struct store_case){
				.number = e->number,
				.message = e->message,
				.user = e->user,
				.link = e->link,
				.state = escalation_state_name(e->state),
				.body = buf_str(&body),
				.at_ms = e->at_ms - time->now_ms + time->wall_ms,
				/* where something of it is on its way the next run must know */
				.over = escalation_is_over(e) && !e->notice && !e->ticket &&
					!e->confirms,
			},
			&(struct store_audit){
				.at_ms = time->wall_ms,
				.number = e->number,
				.step = step->name,
				.tier = lumbar_tier_name(e->tier),
				.flags = e->flags,
				.path = step->path,
				.who = step->who,
				.detail = step->detail,
			},
			NULL, NULL);
	buf_free(&body);
}

/* ------------------------------------------------------------------ from text */

/* Copies s into the size bytes at out; whether it is there and fits. */
static bool take(char *out, size_t size, const char *s)
{
	return s && snprintf(out, size, "%s", s) < (int)size;
}

static bool take_number(const json *v, const char *key, int64_t max, int64_t *out)
{
	return json_get_int(v, key, out) && *out >= 0 && *out <= max;
}

static bool take_state(const char *name, enum escalation_state *state)
{
	int i;

	for (i = ESCALATION_OPEN; i <= ESCALATION_CLOSED; i++) {
		if (strcmp(name, escalation_state_name((enum escalation_state)i)) != 0)
			continue;
		*state = (enum escalation_state)i;
		return true;
	}
	return false;
}

/* paths: those of the alerts; earlier versions kept none. */
static bool take_alerts(const json *list, const char *paths, struct escalation *e)
{
	const char *digit;
	const json *v;

	for (v = json_first(list); v && e->n_alerts < ESCALATION_ALERTS_MAX; v = json_next(v)) {
		digit = paths && *paths ? strchr(digits, *paths++) : NULL;
		e->alert_paths[e->n_alerts] = digit ? (unsigned)(digit - digits) : 0;
		if (!take(e->alerts[e->n_alerts++], PLATFORM_ID_MAX, json_string(v)))
			return false;
	}
	return true;
}

/* Up to max of them; what is none is left out, as if it had not been told. */
static size_t take_messages(const json *list, struct escalation_message *messages, size_t max)
{
	const json *v = json_first(list);
	size_t n;

	for (n = 0; n < max && v; n++) {
		if (!take(messages[n].conversation, PLATFORM_ID_MAX, json_string(v)))
			break;
		v = json_next(v);
		if (!take(messages[n].id, PLATFORM_ID_MAX, json_string(v)))
			break;
		v = json_next(v);
	}
	return n;
}

static bool take_numbers(const json *v, struct escalation *e, int64_t *due)
{
	int64_t tier, edited, round, path, repeats, unreached, command;

	if (!take_number(v, "tier", LUMBAR_TIER_EMERGENCY, &tier) ||
		!take_number(v, "edited", 1, &edited) || !take_number(v, "round", 1295, &round) ||
		!take_number(v, "path", 35, &path) || !take_number(v, "repeats", 1000, &repeats) ||
		!take_number(v, "unreached", 1, &unreached) ||
		!take_number(v, "due", INT64_C(1) << 52, due))
		return false;
	e->tier = (enum lumbar_tier)tier;
	e->edited = edited != 0;
	e->round = (unsigned)round;
	e->path = (unsigned)path;
	e->repeats = (unsigned)repeats;
	e->unreached = unreached != 0;
	/* earlier versions knew no commands */
	e->by_command = take_number(v, "command", 1, &command) && command;
	return true;
}

/* A clock that was set is no reason to wait longer than was meant, nor to give up at once. */
static int64_t clamp(int64_t value, int64_t least, int64_t most)
{
	return value < least ? least : value > most ? most : value;
}

bool casebook_read(const struct store_case *kept, const char *account,
	const struct casebook_time *time, struct escalation *e)
{
	json *v = json_parse(kept->body, strlen(kept->body));
	int64_t due = 0;
	bool ok;

	*e = (struct escalation){.ticket = 0};
	ok = take(e->number, sizeof(e->number), kept->number) &&
	     take(e->account, sizeof(e->account), account) &&
	     take(e->message, sizeof(e->message), kept->message) &&
	     take(e->user, sizeof(e->user), kept->user) &&
	     take(e->link, sizeof(e->link), kept->link) && take_state(kept->state, &e->state) &&
	     take(e->conversation, sizeof(e->conversation), json_get_string(v, "conversation")) &&
	     take(e->parent, sizeof(e->parent), json_get_string(v, "parent")) &&
	     take(e->server, sizeof(e->server), json_get_string(v, "server")) &&
	     take(e->flags, sizeof(e->flags), json_get_string(v, "flags")) &&
	     take(e->reply, sizeof(e->reply), json_get_string(v, "reply")) &&
	     take_alerts(json_get(v, "alerts"), json_get_string(v, "paths"), e) &&
	     take_numbers(v, e, &due);
	if (take_messages(json_get(v, "said"), &e->said, 1) == 0)
		e->said = (struct escalation_message){"", ""};
	e->n_notices = take_messages(json_get(v, "notices"), e->notices, ESCALATION_NOTICES_MAX);
	json_free(v);
	e->at_ms = time->now_ms - clamp(time->wall_ms - kept->at_ms, 0, INT64_C(1) << 52);
	e->due_ms = time->now_ms + clamp(due - time->wall_ms, 0, ESCALATION_GIVE_UP_MS);
	if (escalation_is_over(e))
		e->due_ms = time->now_ms + ESCALATION_LEFT_MS;
	return ok;
}
