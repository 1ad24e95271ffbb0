/* What was written while there was no session; see discord_missed.h. */
#include "platform/discord_missed.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "platform/snowflake.h"

#define AREA "discord"
#define PLACES_MAX (DISCORD_MISSED_LISTENED_MAX + DISCORD_MISSED_DIRECT_MAX)

/* A channel that is read after a loss. */
struct place {
	uint64_t channel; /* 0 = unused */
	char server[SNOWFLAKE_MAX];
	uint64_t last; /* the newest message that is known, 0 = none */
	uint64_t from; /* what came after it is to be read, 0 = nothing is */
};

struct discord_missed {
	struct platform_host host;
	struct discord_rest *rest;
	discord_missed_found *found;
	void *ctx;
	int64_t late_ms;
	int64_t since_ms,
		since_wall; /* when the last session began, by both of our clocks; 0 = none has */
	int64_t discord_ms; /* what Discord's time of day is ahead of our monotonic one, 0 = unknown */
	struct place
		places[PLACES_MAX]; /* first those that are listened to, then direct messages */
	size_t n_listened;
	size_t at;       /* the place that is being read, PLACES_MAX = none */
	int64_t from_ms; /* while one is: the time of day from which on something may be missing */
	unsigned pages;  /* of it that have been read */
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
		if (m->n_listened == DISCORD_MISSED_LISTENED_MAX)
			break;
		place = &m->places[m->n_listened];
		if (!snowflake_valid(listened->server) ||
			!snowflake_parse(listened->channel, &place->channel))
			continue;
		snprintf(place->server, sizeof(place->server), "%s", listened->server);
		m->n_listened++;
	}
	if (i < account->n_listened)
		log_warn(m->host.log, AREA,
			"after a lost session only the first %d channels are read again",
			DISCORD_MISSED_LISTENED_MAX);
}

struct discord_missed *discord_missed_create(const struct platform_host *host,
	const struct platform_account *account, struct discord_rest *rest,
	discord_missed_found *found, void *ctx)
{
	struct discord_missed *m = calloc(1, sizeof(*m));

	if (!m)
		return NULL;
	m->host = *host;
	m->rest = rest;
	m->found = found;
	m->ctx = ctx;
	m->late_ms = account->late_ms;
	m->at = PLACES_MAX;
	take_listened(m, account);
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

static struct place *find(struct discord_missed *m, uint64_t channel)
{
	size_t i;

	for (i = 0; i < PLACES_MAX; i++) {
		if (m->places[i].channel == channel)
			return &m->places[i];
	}
	return NULL;
}

/* A place for direct messages: an unused one, or the one that was silent longest. */
static struct place *take_direct(struct discord_missed *m, uint64_t channel)
{
	struct place *oldest = &m->places[m->n_listened], *place;
	size_t i;

	for (i = 1; i < DISCORD_MISSED_DIRECT_MAX && oldest->channel; i++) {
		place = &m->places[m->n_listened + i];
		if (!place->channel || place->last < oldest->last)
			oldest = place;
	}
	*oldest = (struct place){.channel = channel};
	return oldest;
}

void discord_missed_know(struct discord_missed *m, const json *message)
{
	uint64_t channel;

	if (!json_get_string(message, "guild_id") &&
		snowflake_parse(json_get_string(message, "channel_id"), &channel) &&
		!find(m, channel))
		take_direct(m, channel);
}

/* A message was written before it came: the one that took least time tells most about Discord's clock. */
static void note_clock(struct discord_missed *m, const json *message, int64_t now)
{
	int64_t written;

	if (snowflake_time(json_get_string(message, "id"), &written) &&
		written - now > m->discord_ms)
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

void discord_missed_note(struct discord_missed *m, const json *message, int64_t now_ms)
{
	struct place *place;
	uint64_t channel, id;

	note_clock(m, message, now_ms);

	if (!snowflake_parse(json_get_string(message, "channel_id"), &channel) ||
		!snowflake_parse(json_get_string(message, "id"), &id))
		return;
	place = find(m, channel);
	if (!place && !json_get_string(message, "guild_id"))
		place = take_direct(m, channel);
	if (place && id > place->last)
		place->last = id;
}

/* ------------------------------------------------------------------ asking */

/* Asks for the next place, from m->at on; false when none is left. */
static bool ask_from(struct discord_missed *m, int64_t now)
{
	const struct place *place;
	char channel[SNOWFLAKE_MAX];

	for (; m->at < PLACES_MAX; m->at++) {
		place = &m->places[m->at];
		if (!place->channel || !place->from)
			continue;
		snprintf(channel, sizeof(channel), "%" PRIu64, place->channel);
		if (discord_rest_get_messages(
			    m->rest, channel, place->from, now + DISCORD_MISSED_ASK_MS) == 0)
			return true;
	}
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
		m->pages = 0;
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

void discord_missed_begun(struct discord_missed *m, bool again, int64_t since_ms, int64_t now_ms)
{
	const int64_t wall = m->host.wall(m->host.ctx);
	const int64_t from = since_ms ? of_earlier_run(m, since_ms, wall) : since(m);
	const uint64_t oldest = snowflake_at(wall - m->late_ms);
	const uint64_t before = from > 0 ? snowflake_at(from) : 0;
	struct place *place;
	size_t i;

	m->since_ms = now_ms;
	m->since_wall = wall;
	if (!(again || since_ms) || m->late_ms == 0 || m->stopped)
		return;
	if (m->at == PLACES_MAX || from < m->from_ms)
		m->from_ms = from;
	for (i = 0; i < PLACES_MAX; i++) {
		place = &m->places[i];
		if (place->channel && !place->from)
			place->from = place->last && !since_ms ? place->last : before;
		if (place->from && place->from < oldest)
			place->from = oldest;
	}
	if (m->at < PLACES_MAX) {
		m->again = true;
		return;
	}
	log_info(m->host.log, AREA, "the session was lost: reading what was written meanwhile");
	m->at = 0;
	m->pages = 0;
	ask_next(m, now_ms);
}

/* ------------------------------------------------------------------ answers */

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
	for (i = n; i > 0; i--) {
		discord_missed_note(m, messages[i - 1], now);
		m->found(m->ctx, messages[i - 1], place->server,
			snowflake_age(
				json_get_string(messages[i - 1], "id"), m->host.wall(m->host.ctx)));
	}
	if (n < DISCORD_REST_PAGE || !snowflake_parse(json_get_string(messages[0], "id"), &newest))
		return 0;
	if (++m->pages == DISCORD_MISSED_PAGES_MAX || newest <= place->from) {
		log_warn(m->host.log, AREA,
			"channel %" PRIu64 ": what was missed after that is not read",
			place->channel);
		return 0;
	}
	return newest;
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
	m->unanswered = is_silence(answer) || (m->unanswered && !again);
	m->again = false;
	if (!more || again)
		m->pages = 0;
	m->at = again ? 0 : m->at + (more == 0);
	ask_next(m, now_ms);
}
