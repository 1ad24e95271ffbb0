/* What was written while there was no session; see discord_missed.h. */
#include "platform/discord_missed.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "platform/snowflake.h"

#define AREA "discord"
#define PLACES_MAX                                                                                 \
	(DISCORD_MISSED_LISTENED_MAX + DISCORD_MISSED_WAITED_MAX + DISCORD_MISSED_DIRECT_MAX +     \
		DISCORD_MISSED_VISITED_MAX)
#define WAITED_MAX 256 /* messages */

/* A channel that is read after a loss. */
struct place {
	uint64_t channel; /* 0 = unused */
	char server[SNOWFLAKE_MAX];
	uint64_t last; /* the newest message that is known, 0 = none */
	uint64_t from; /* what came after it is to be read, 0 = nothing is */
	uint64_t mark; /* what is not after it is of interest only if it was edited */
	bool is_listened;
	bool is_kept; /* the host was told of it, then: */
	int64_t kept_ms;
};

/* A message that waited when the last run ended. */
struct waited {
	uint64_t channel; /* 0 = it has been read */
	char conversation[SNOWFLAKE_MAX], message[SNOWFLAKE_MAX];
};

struct discord_missed {
	struct platform_host host;
	struct discord_rest *rest;
	discord_missed_found *found;
	discord_missed_done *done;
	void *ctx;
	int64_t late_ms;
	int64_t since_ms,
		since_wall; /* when the last session began, by both of our clocks; 0 = none has */
	int64_t discord_ms; /* what Discord's time of day is ahead of our monotonic one, 0 = unknown */
	/* first those that are listened to, then those where something waited, then all others */
	struct place places[PLACES_MAX];
	size_t n_fixed, n; /* of the first two kinds; of all */
	struct waited waited[WAITED_MAX];
	size_t n_waited;
	size_t at;       /* the place that is being read, PLACES_MAX = none is */
	int64_t from_ms; /* while one is: the time of day from which on something may be missing */
	unsigned pages;  /* of it that have been read */
	unsigned old;    /* and, not among them, pages of what may have been edited */
	bool again;      /* another session was lost meanwhile: begin anew */
	bool unanswered; /* a place had no answer: all that are left are asked for once more */
	bool stopped;
};

/* ------------------------------------------------------------------ life */

static void take_listened(struct discord_missed *m, const struct platform_account *account)
{
	const struct platform_listened *listened;
	struct place *place;
	size_t i;

	for (i = 0; i < account->n_listened; i++) {
		listened = &account->listened[i];
		if (m->n_fixed == DISCORD_MISSED_LISTENED_MAX)
			break;
		place = &m->places[m->n_fixed];
		if (!snowflake_valid(listened->server) ||
			!snowflake_parse(listened->channel, &place->channel))
			continue;
		place->is_listened = true;
		snprintf(place->server, sizeof(place->server), "%s", listened->server);
		m->n_fixed++;
	}
	m->n = m->n_fixed;
	if (i < account->n_listened)
		log_warn(m->host.log, AREA,
			"after a lost session only the first %d channels are read again",
			DISCORD_MISSED_LISTENED_MAX);
}

static struct place *find(struct discord_missed *m, uint64_t channel)
{
	size_t i;

	for (i = 0; i < m->n; i++) {
		if (m->places[i].channel == channel)
			return &m->places[i];
	}
	return NULL;
}

/* A message that waited in the last run: its channel is read from it on. */
static void take_waited(struct discord_missed *m, const struct platform_place *p, size_t max)
{
	struct waited *waited = &m->waited[m->n_waited];
	struct place *place;
	uint64_t channel, id;

	if (m->n_waited == WAITED_MAX || !snowflake_valid(p->server) ||
		!snowflake_parse(p->conversation, &channel) || !snowflake_parse(p->message, &id))
		return;
	place = find(m, channel);
	if (!place) {
		if (m->n == max)
			return;
		place = &m->places[m->n++];
		*place = (struct place){.channel = channel};
		snprintf(place->server, sizeof(place->server), "%s", p->server);
	}
	if (!place->from || id <= place->from)
		place->from = id - 1;
	waited->channel = channel;
	snprintf(waited->conversation, sizeof(waited->conversation), "%s", p->conversation);
	snprintf(waited->message, sizeof(waited->message), "%s", p->message);
	m->n_waited++;
}

/* A further place: a new one or, of its kind, the one that was silent longest. */
static struct place *take_further(struct discord_missed *m, uint64_t channel, const char *server)
{
	struct place *p, *oldest = NULL;
	size_t i, n = 0;

	for (i = m->n_fixed; i < m->n; i++) {
		p = &m->places[i];
		if (!*p->server != !*server)
			continue;
		n++;
		if (!oldest || p->last < oldest->last)
			oldest = p;
	}
	if (n < (*server ? DISCORD_MISSED_VISITED_MAX : DISCORD_MISSED_DIRECT_MAX))
		oldest = &m->places[m->n++];
	*oldest = (struct place){.channel = channel};
	snprintf(oldest->server, sizeof(oldest->server), "%s", server);
	return oldest;
}

static void take_places(struct discord_missed *m, const struct platform_account *account)
{
	const size_t max = m->n_fixed + DISCORD_MISSED_WAITED_MAX;
	const struct platform_place *p;
	uint64_t channel;
	size_t i;

	for (i = 0; i < account->n_places; i++) {
		if (*account->places[i].message)
			take_waited(m, &account->places[i], max);
	}
	m->n_fixed = m->n;
	for (i = account->n_places; i > 0; i--) { /* the newest last */
		p = &account->places[i - 1];
		if (!*p->message && (!*p->server || snowflake_valid(p->server)) &&
			snowflake_parse(p->conversation, &channel) && !find(m, channel))
			take_further(m, channel, p->server);
	}
}

struct discord_missed *discord_missed_create(const struct platform_host *host,
	const struct platform_account *account, struct discord_rest *rest,
	discord_missed_found *found, discord_missed_done *done, void *ctx)
{
	struct discord_missed *m = calloc(1, sizeof(*m));

	if (!m)
		return NULL;
	m->host = *host;
	m->rest = rest;
	m->found = found;
	m->done = done;
	m->ctx = ctx;
	m->late_ms = account->late_ms;
	m->at = PLACES_MAX;
	take_listened(m, account);
	take_places(m, account);
	return m;
}

void discord_missed_destroy(struct discord_missed *m)
{
	free(m);
}

void discord_missed_stop(struct discord_missed *m)
{
	m->stopped = true;
}

/* ------------------------------------------------------------------ what is known */

void discord_missed_know(struct discord_missed *m, const json *message)
{
	uint64_t channel;

	if (!json_get_string(message, "guild_id") &&
		snowflake_parse(json_get_string(message, "channel_id"), &channel) &&
		!find(m, channel))
		take_further(m, channel, "");
}

/* Whether it happened where something is to be read after a loss that is not read anyway. */
static bool is_visit(struct discord_missed *m, const struct platform_event *event)
{
	const struct place *parent;
	uint64_t id;

	if (event->kind != PLATFORM_MESSAGE && event->kind != PLATFORM_EDITED)
		return false;
	if (event->direct || event->addressed)
		return true;
	parent = snowflake_parse(event->parent, &id) ? find(m, id) : NULL;
	return parent && parent->is_listened;
}

void discord_missed_visit(
	struct discord_missed *m, const struct platform_event *event, int64_t now_ms)
{
	struct place *place;
	uint64_t channel, id;

	if (!is_visit(m, event) || !snowflake_parse(event->conversation, &channel))
		return;
	place = find(m, channel);
	if (!place)
		place = take_further(m, channel, event->server);
	if (event->kind == PLATFORM_MESSAGE && snowflake_parse(event->message, &id) &&
		id > place->last)
		place->last = id;
	if (place->is_listened || !m->host.place ||
		(place->is_kept && now_ms - place->kept_ms < DISCORD_MISSED_AGAIN_MS))
		return;
	place->is_kept = true;
	place->kept_ms = now_ms;
	m->host.place(m->host.ctx,
		&(struct platform_place){
			event->conversation, event->server, "", event->direct ? event->user : ""},
		false);
}

/* A message was written before it came: the one that took least time tells most about Discord's clock. */
static void note_clock(struct discord_missed *m, const char *message, int64_t now)
{
	int64_t written;

	if (snowflake_time(message, &written) && written - now > m->discord_ms)
		m->discord_ms = written - now;
}

/* Our own time of day may be ahead of Discord's, whose messages tell. */
static int64_t discord_time(const struct discord_missed *m, int64_t wall, int64_t mono)
{
	return m->discord_ms && m->discord_ms + mono < wall ? m->discord_ms + mono : wall;
}

/* When the last session began, by Discord's time of day, or a little earlier; 0 = none has. */
static int64_t since(const struct discord_missed *m)
{
	return m->since_wall ? discord_time(m, m->since_wall, m->since_ms) - DISCORD_MISSED_SKEW_MS
			     : 0;
}

int64_t discord_missed_since(const struct discord_missed *m, int64_t now_ms, bool *behind)
{
	const int64_t now = discord_time(m, m->host.wall(m->host.ctx), now_ms);

	*behind = m->at < PLACES_MAX;
	return *behind && m->from_ms < now ? m->from_ms : now;
}

void discord_missed_note(struct discord_missed *m, const char *message, const char *channel,
	bool direct, int64_t now_ms)
{
	struct place *place;
	uint64_t channel_id, id;

	note_clock(m, message, now_ms);

	if (!snowflake_parse(channel, &channel_id) || !snowflake_parse(message, &id))
		return;
	place = find(m, channel_id);
	if (!place && direct)
		place = take_further(m, channel_id, "");
	if (place && id > place->last)
		place->last = id;
}

/* ------------------------------------------------------------------ asking */

/* Asks for the next place, from m->at on; false when none is left. */
static bool ask_from(struct discord_missed *m, int64_t now)
{
	const struct place *place;
	char channel[SNOWFLAKE_MAX];

	for (; m->at < m->n; m->at++) {
		place = &m->places[m->at];
		if (!place->from)
			continue;
		snprintf(channel, sizeof(channel), "%" PRIu64, place->channel);
		if (discord_rest_get_messages(
			    m->rest, channel, place->from, now + DISCORD_MISSED_ASK_MS) == 0)
			return true;
	}
	m->at = PLACES_MAX;
	return false;
}

/*
 * Asks for the next place.  After the last one those come again that had no answer: each was asked for as
 * long as DISCORD_MISSED_ASK_MS, so that this goes round slowly, and until the outage is over.
 */
static void ask_next(struct discord_missed *m, int64_t now)
{
	if (ask_from(m, now))
		return;
	if (m->unanswered) {
		m->unanswered = false;
		m->at = 0;
		m->pages = m->old = 0;
		if (ask_from(m, now))
			return;
	}
	log_debug(m->host.log, AREA, "what was missed has been read");
}

/* From when on an earlier run may have missed something.  A clock that was set back knows nothing of it. */
static int64_t of_earlier_run(const struct discord_missed *m, int64_t since_ms, int64_t wall)
{
	return since_ms > wall ? wall - m->late_ms : since_ms - DISCORD_MISSED_DEAD_MS;
}

/* What was written before that message, and may have been edited since. */
static uint64_t earlier(uint64_t id)
{
	char text[SNOWFLAKE_MAX];
	int64_t at = 0;

	snprintf(text, sizeof(text), "%" PRIu64, id);
	return id && snowflake_time(text, &at) ? snowflake_at(at - DISCORD_MISSED_EDITS_MS) : id;
}

static bool is_waited_for(const struct discord_missed *m)
{
	size_t i;

	for (i = 0; i < m->n_waited; i++) {
		if (m->waited[i].channel)
			return true;
	}
	return false;
}

void discord_missed_begun(struct discord_missed *m, bool again, int64_t since_ms, int64_t now_ms)
{
	const int64_t wall = m->host.wall(m->host.ctx);
	const bool all = again || since_ms; /* else what waited alone */
	const int64_t from = !all ? wall : since_ms ? of_earlier_run(m, since_ms, wall) : since(m);
	const uint64_t oldest = snowflake_at(wall - m->late_ms);
	const uint64_t before = from > 0 ? snowflake_at(from) : 0;
	struct place *place;
	uint64_t bound;
	size_t i;

	m->since_ms = now_ms;
	m->since_wall = wall;
	if (!(all || is_waited_for(m)) || m->late_ms == 0 || m->stopped)
		return;
	if (m->at == PLACES_MAX || from < m->from_ms)
		m->from_ms = from;
	for (i = 0; i < m->n; i++) {
		place = &m->places[i];
		bound = place->last && !since_ms ? place->last : before;
		if (all && bound && (!place->from || bound < place->from)) {
			place->mark = bound;
			place->from = earlier(bound);
		}
		if (place->from && place->from < oldest)
			place->from = oldest;
	}
	if (m->at < PLACES_MAX) {
		m->again = true;
		return;
	}
	log_info(m->host.log, AREA, "%s",
		all ? "the session was lost: reading what was written meanwhile"
		    : "reading what waited when the last run ended");
	m->at = 0;
	m->pages = m->old = 0;
	ask_next(m, now_ms);
}

/* ------------------------------------------------------------------ answers */

/* Passes on a message, unless it was there before and has not been edited. */
static void tell(
	struct discord_missed *m, const struct place *place, const json *message, int64_t now)
{
	const char *id = json_get_string(message, "id");
	uint64_t number;
	const bool is_old = snowflake_parse(id, &number) && number <= place->mark;

	discord_missed_note(m, id, json_get_string(message, "channel_id"),
		!json_get_string(message, "guild_id"), now);
	if (!is_old || json_get_string(message, "edited_timestamp"))
		m->found(m->ctx, message, place->server, is_old,
			snowflake_age(id, m->host.wall(m->host.ctx)));
}

/*
 * Passes on what the page holds: it begins with the newest.  Returns the id behind which there may be
 * more to read, 0 when there is none.
 */
static uint64_t read_page(
	struct discord_missed *m, struct place *place, const json *page, int64_t now)
{
	const json *messages[DISCORD_REST_PAGE];
	const json *message;
	uint64_t newest;
	size_t n = 0, i;

	for (message = json_first(page); message && n < DISCORD_REST_PAGE;
		message = json_next(message))
		messages[n++] = message;
	if (n)
		log_info(m->host.log, AREA, "channel %" PRIu64 ": %zu messages were missed",
			place->channel, n);
	for (i = n; i > 0; i--)
		tell(m, place, messages[i - 1], now);
	if (n < DISCORD_REST_PAGE || !snowflake_parse(json_get_string(messages[0], "id"), &newest))
		return 0;
	if (newest > place->from && newest < place->mark)
		return ++m->old < DISCORD_MISSED_OLD_MAX ? newest : place->mark;
	if (++m->pages == DISCORD_MISSED_PAGES_MAX || newest <= place->from) {
		log_warn(m->host.log, AREA,
			"channel %" PRIu64 ": what was missed after that is not read",
			place->channel);
		return 0;
	}
	return newest;
}

/* The place has been read to its end, or cannot be read: what waited there waits no more. */
static void end_waiting(struct discord_missed *m, uint64_t channel)
{
	struct waited *w;
	size_t i;

	for (i = 0; i < m->n_waited; i++) {
		w = &m->waited[i];
		if (w->channel != channel)
			continue;
		w->channel = 0;
		m->done(m->ctx, &(struct platform_place){w->conversation, "", w->message, ""});
	}
}

static bool is_silence(const struct discord_rest_answer *answer)
{
	return answer->status == 0 || answer->status >= 500;
}

void discord_missed_told(
	struct discord_missed *m, const struct discord_rest_answer *answer, int64_t now_ms)
{
	const bool again = m->again;
	struct place *place;
	uint64_t channel;
	uint64_t more = 0;

	if (m->stopped || m->at == PLACES_MAX || !snowflake_parse(answer->id, &channel))
		return;
	place = find(m, channel);
	if (answer->status != 200)
		log_warn(m->host.log, AREA, "channel %s: what was missed cannot be read: status %d",
			answer->id, answer->status);
	else if (!json_is_array(answer->body))
		log_warn(m->host.log, AREA, "channel %s: what was missed cannot be read: no list",
			answer->id);
	else if (place)
		more = read_page(m, place, answer->body, now_ms);
	/* what was asked too early is asked for anew, at once */
	if (place && !is_silence(answer) && !again)
		place->from = more;
	if (place && !place->from)
		end_waiting(m, channel);
	m->unanswered = is_silence(answer) || (m->unanswered && !again);
	m->again = false;
	if (!more || again)
		m->pages = m->old = 0;
	m->at = again ? 0 : m->at + (more == 0);
	ask_next(m, now_ms);
}
