/* Who writes what, and what each of them must have received. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "chaos/chaos.h"
#include "platform/snowflake.h"

struct people people;
struct tally tally;

static const char *const chatter[] = {"good morning everyone",
	"did anybody watch the match last night", "lol", "see you on monday then",
	"nice weather today", "who wants coffee"};
static const char *const questions[] = {"should i use heat or ice for a back spasm?",
	"what causes back spasms?", "how do i lift without hurting my back?"};
static const char *const urgent[] = {"i have back pain with fever and chills"};
static const char *const emergency[] = {"both my legs went numb and i cant pee",
	"my back hurts and i lost control of my bladder",
	"my back is killing me and i can't feel my groin or my bottom",
	"fell off a ladder and now my back hurts badly",
	"my back pain is so bad i want to kill myself"};

#define REPEATS 2 /* of an alert that nobody picks up: the configuration's default */

#define PICK(list) list[chaos_random() % (sizeof(list) / sizeof(list[0]))]

static const char *words(enum kind kind)
{
	switch (kind) {
	case CHATTER: return PICK(chatter);
	case QUESTION: return PICK(questions);
	case URGENT: return PICK(urgent);
	default: return PICK(emergency);
	}
}

/* ------------------------------------------------------------------ who and where */

uint64_t people_next_id(void)
{
	uint64_t id = snowflake_at(chaos_wall());

	people.ids = id > people.ids ? id : people.ids + 1;
	return people.ids;
}

/* Other people in every storm: what the bot's process remembers of them concerns nobody else. */
const char *people_user(unsigned user, char out[24])
{
	snprintf(out, 24, "14%012" PRIu64 "%03u", storm.seed % 1000000000000u, user);
	return out;
}

int people_place(const char *id)
{
	size_t i;

	for (i = 0; i < people.n_places; i++) {
		if (strcmp(people.places[i].id, id) == 0)
			return (int)i;
	}
	return -1;
}

struct message *people_find(uint64_t id)
{
	size_t i;

	for (i = 0; i < people.n_messages; i++) {
		if (people.messages[i].id == id)
			return &people.messages[i];
	}
	return NULL;
}

void people_refused(struct message *m, const char *purpose)
{
	if (m->n_refused == REFUSED_MAX)
		m->unrecorded = true;
	else
		snprintf(m->refused[m->n_refused++], sizeof(m->refused[0]), "%s", purpose);
}

void people_recorded(struct message *m, const char *purpose)
{
	size_t i, n = 0;

	for (i = 0; i < m->n_refused; i++) {
		if (strcmp(m->refused[i], purpose) != 0)
			memmove(m->refused[n++], m->refused[i], sizeof(m->refused[0]));
	}
	m->n_refused = n;
}

/* What the disk refused was in the memory of a run that is no more. */
static void lose_refused(struct message *m)
{
	m->unrecorded = m->unrecorded || m->n_refused;
	m->n_refused = 0;
}

static void add_place(const char *id, enum place_kind kind, bool staffed, unsigned user)
{
	struct place *p = &people.places[people.n_places++];

	*p = (struct place){.kind = kind, .staffed = staffed, .user = user};
	snprintf(p->id, sizeof(p->id), "%s", id);
	snprintf(p->server, sizeof(p->server), "%s",
		kind == PLACE_DIRECT ? ""
		: staffed            ? CHAOS_SERVER
				     : CHAOS_OTHER_SERVER);
	if (kind == PLACE_THREAD)
		snprintf(p->parent, sizeof(p->parent), "1300000000000000013");
}

static void add_places(void)
{
	char id[24];
	unsigned i;

	add_place(CHAOS_STAFF, PLACE_MENTION, true, 0);
	add_place("1300000000000000013", PLACE_FAQ, true, 0);
	add_place("1300000000000000014", PLACE_AMBIENT, true, 0);
	add_place("1300000000000000015", PLACE_MENTION, true, 0);
	add_place("1300000000000000016", PLACE_THREAD, true, 0);
	add_place("1300000000000000023", PLACE_FAQ, false, 0);
	for (i = 0; i < USERS_MAX; i++) {
		snprintf(id, sizeof(id), "15%012" PRIu64 "%03u", storm.seed % 1000000000000u, i);
		add_place(id, PLACE_DIRECT, false, i);
	}
}

/* ------------------------------------------------------------------ writing */

char *people_json(const struct message *m, bool is_edit)
{
	const struct place *p = &people.places[m->place];
	char user[24];
	struct buf b;

	buf_init(&b, 4096);
	buf_printf(&b, "{\"id\":\"%" PRIu64 "\",\"channel_id\":\"%s\",\"type\":0,", m->id, p->id);
	if (*p->server)
		buf_printf(&b, "\"guild_id\":\"%s\",", p->server);
	buf_printf(&b, "\"author\":{\"id\":\"%s\",\"username\":\"somebody\"},\"mentions\":[%s],",
		people_user(m->user, user),
		p->kind == PLACE_MENTION ? "{\"id\":\"" CHAOS_SELF "\"}" : "");
	buf_printf(&b, "\"edited_timestamp\":%s,\"pinned\":false",
		is_edit ? "\"2026-09-21T10:00:00.000000+00:00\"" : "null");
	json_put(&b, "content", m->text);
	buf_putc(&b, '}');
	return buf_detach(&b);
}

static void dispatch(struct message *m, const char *event)
{
	char *object = people_json(m, strcmp(event, "MESSAGE_UPDATE") == 0);

	server_dispatch(event, object, m);
	free(object);
}

static void delete (void *ctx)
{
	struct message *m = ctx;
	char object[256];

	m->deleted = true;
	chaos_tell("%" PRIu64 " is deleted", m->id);
	snprintf(object, sizeof(object), "{\"id\":\"%" PRIu64 "\",\"channel_id\":\"%s\"%s%s%s}",
		m->id, people.places[m->place].id,
		*people.places[m->place].server ? ",\"guild_id\":\"" : "",
		people.places[m->place].server, *people.places[m->place].server ? "\"" : "");
	server_dispatch("MESSAGE_DELETE", object, NULL);
}

static void edit(void *ctx)
{
	struct message *m = ctx;

	m->edited = true;
	m->edited_at = storm.now;
	m->kind = EMERGENCY;
	m->text = words(EMERGENCY);
	m->delivered = 0;
	chaos_tell("%" PRIu64 " is edited: %s", m->id, m->text);
	dispatch(m, "MESSAGE_UPDATE");
}

static void write_message(void *ctx)
{
	struct message *m = ctx;

	m->id = people_next_id();
	m->at = storm.now;
	m->text = words(m->kind);
	chaos_tell(
		"%" PRIu64 " by %u in %s: %s", m->id, m->user, people.places[m->place].id, m->text);
	dispatch(m, "MESSAGE_CREATE");
	if (m->kind == CHATTER && chaos_chance(20))
		chaos_at(&storm.world, &m->timer, chaos_between(200, 60000), edit, m);
	else if (m->kind <= QUESTION && chaos_chance(15))
		chaos_at(&storm.world, &m->timer, chaos_between(50, 30000), delete, m);
}

static enum kind choose_kind(void)
{
	int64_t n = chaos_between(1, 100);

	return n <= 50 ? CHATTER : n <= 72 ? QUESTION : n <= 80 ? URGENT : EMERGENCY;
}

void people_begin(size_t n_messages, int64_t span_ms)
{
	struct message *m;
	unsigned place;
	size_t i;

	memset(&people, 0, sizeof(people));
	add_places();
	for (i = 0; i < n_messages && i < MESSAGES_MAX; i++) {
		m = &people.messages[people.n_messages++];
		place = (unsigned)chaos_between(1, (int64_t)people.n_places - 1);
		*m = (struct message){.place = place, .kind = choose_kind(), .at = INT64_MAX};
		m->user = people.places[place].kind == PLACE_DIRECT
				  ? people.places[place].user
				  : (unsigned)chaos_between(0, USERS_MAX - 1);
		chaos_at(&storm.world, &m->timer, chaos_between(2000, span_ms), write_message, m);
	}
}

/* ------------------------------------------------------------------ what cannot be asked for */

static bool is_flag(const struct message *m)
{
	return m->at <= storm.now && m->kind >= URGENT;
}

static bool was_answered(const struct message *m)
{
	size_t i;

	for (i = 0; i < people.n_posts; i++) {
		if (people.posts[i].cause == m->id && people.posts[i].is_grave)
			return true;
	}
	return false;
}

/* Why it is not read again by this run after a lost session. */
static enum excuse unread(const struct message *m)
{
	const struct place *p = &people.places[m->place];

	if (disk_awaits(m->id))
		return EXCUSE_NONE;
	/* a run that has heard of nothing does not know that its clock was wrong */
	if (storm.fast && !storm.anchored)
		return EXCUSE_CLOCK;
	if (p->kind == PLACE_FAQ || p->kind == PLACE_AMBIENT || people.knew[m->place] ||
		disk_knows(p->id))
		return EXCUSE_NONE;
	return EXCUSE_PLACE;
}

/* The same of the next run, whatever becomes of the session. */
static enum excuse unread_by_next(const struct message *m)
{
	const struct place *p = &people.places[m->place];

	if (disk_awaits(m->id))
		return EXCUSE_NONE;
	if (!storm.kept)
		return EXCUSE_FIRST;
	if (storm.session_lost)
		return EXCUSE_DISK;
	if (storm.misdated)
		return EXCUSE_CLOCK;
	if (p->kind == PLACE_FAQ || p->kind == PLACE_AMBIENT || disk_knows(p->id))
		return EXCUSE_NONE;
	return EXCUSE_PLACE;
}

static void excuse(struct message *m, enum excuse why)
{
	if (m->excused || !why)
		return;
	m->excused = why;
	chaos_tell("%" PRIu64 " cannot be known to the bot any more: %s", m->id,
		people_excuse_name(why));
}

void people_excuse(bool had_session)
{
	struct message *m;
	size_t i;

	for (i = 0; i < people.n_messages; i++) {
		m = &people.messages[i];
		if (!is_flag(m) || m->delivered == storm.life || disk_has(m->id) ||
			was_answered(m) || (server_holds(m) && !storm.amnesia))
			continue;
		excuse(m, had_session     ? unread(m)
			  : storm.amnesia ? EXCUSE_DISK
					  : unread_by_next(m));
	}
}

void people_excuse_all(void)
{
	size_t i;

	for (i = 0; i < people.n_messages; i++) {
		if (is_flag(&people.messages[i]))
			excuse(&people.messages[i], EXCUSE_DISK);
	}
}

/* What neither the next run reads nor a session holds. */
static void excuse_lost(struct message *m)
{
	if (is_flag(m) && !was_answered(m) && !disk_has(m->id) && !server_holds(m))
		excuse(m, unread_by_next(m));
}

void people_ended(void)
{
	size_t i;

	for (i = 0; i < people.n_messages; i++) {
		if (people.messages[i].n_refused && disk_takes())
			chaos_violation("%s to %" PRIu64 " is not recorded, and the disk takes it",
				people.messages[i].refused[0], people.messages[i].id);
		lose_refused(&people.messages[i]);
		/* what the disk refused is in memory alone until it is said */
		if (people.messages[i].unrecorded && !was_answered(&people.messages[i]))
			excuse(&people.messages[i], EXCUSE_DISK);
		if (people.places[people.messages[i].place].kind > PLACE_AMBIENT)
			excuse_lost(&people.messages[i]);
	}
}

void people_killed(void)
{
	size_t i;

	for (i = 0; i < people.n_messages; i++) {
		lose_refused(&people.messages[i]);
		if (people.messages[i].unrecorded)
			excuse(&people.messages[i], EXCUSE_DEATH);
		excuse_lost(&people.messages[i]);
	}
	memset(people.knew, 0, sizeof(people.knew));
}

const char *people_excuse_name(enum excuse why)
{
	static const char *const names[EXCUSES] = {
		[EXCUSE_DAMAGED] = "it came damaged",
		[EXCUSE_PLACE] = "a session was lost, and its place was not known",
		[EXCUSE_FIRST] = "no earlier run had had a session",
		[EXCUSE_CLOCK] = "the clock was ahead, and nothing told the time",
		[EXCUSE_DISK] = "the disk took or gave nothing",
		[EXCUSE_DEATH] = "the run died before the disk had it",
	};

	return why < EXCUSES && names[why] ? names[why] : "none";
}

/* ------------------------------------------------------------------ the verdict */

/* What was said to one message. */
struct said {
	unsigned replies, edits, in_private, repeats, notices, answers_late_again, told, alerts,
		early_doubles, late_doubles, unsure;
};

/* Whether the key was used twice, and so soon that Discord would have known it. */
static void note_double(const struct post *p, struct said *said)
{
	const struct post *q;

	for (q = people.posts; q < p; q++) {
		if (strcmp(q->nonce, p->nonce) != 0)
			continue;
		said->late_doubles += p->at - q->at > CHAOS_NONCE_MS;
		said->early_doubles += p->at - q->at <= CHAOS_NONCE_MS;
		/* what somebody with a red flag is told may be told again */
		said->answers_late_again += p->at - q->at > CHAOS_NONCE_MS && !p->is_grave;
		return;
	}
}

/* What a post was for, by the word in its key: "r", "e3", "dr", "ur", "a", "ea", "a010", "n01", "en01",
 * "pr", "cpr". */
static void sort_post(const struct message *m, const struct post *p, struct said *said)
{
	const bool of_edit = p->purpose[0] == 'e' && p->purpose[1] && strchr("ank", p->purpose[1]);
	const char *word = p->purpose + of_edit;

	/* an alert of which the bot never heard that it was sent */
	said->unsure += *word == 'a' && !p->told;

	if (*word == 'k')
		; /* that somebody has picked it up */
	else if (*word == 'n')
		said->notices++; /* that staff could not be told, or have not picked it up */
	else if (*word == 'a' && word[1])
		said->repeats++;
	else if (*word == 'a')
		said->alerts++;
	else if (*word == 'u')
		said->told++;
	else if (*word == 'd')
		said->in_private++;
	else if (p->place == m->place ? *word == 'c' : *word == 'p')
		; /* the rest of what is nothing to be named before others: in private, or there after all */
	else if (p->place == m->place && *word == 'e')
		said->edits++;
	else if (p->place == m->place && *word == 'r')
		said->replies += m->kind < URGENT || p->is_grave;
	else if (!m->garbled)
		chaos_violation("a post %s to %" PRIu64 " in a wrong place", p->purpose, m->id);
}

static struct said look(const struct message *m)
{
	struct said said = {0};
	const struct post *p;
	unsigned doubles;

	for (p = people.posts; p < people.posts + people.n_posts; p++) {
		if (p->cause != m->id)
			continue;
		doubles = said.late_doubles + said.early_doubles;
		note_double(p, &said);
		if (said.late_doubles + said.early_doubles > doubles)
			continue;
		sort_post(m, p, &said);
	}
	/* what was said before an edit does not count beside what is said to it */
	if (said.edits)
		said.replies = said.edits;
	return said;
}

static void complain(const struct message *m, const char *what, const struct said *s)
{
	chaos_violation("message %" PRIu64
			" (%s in %s): %s; %u replies, %u in private, %u told, %u "
			"alerts, %u and %u doubles",
		m->id,
		m->kind == EMERGENCY ? "emergency"
		: m->kind == URGENT  ? "urgent"
				     : "question",
		people.places[m->place].id, what, s->replies, s->in_private, s->told, s->alerts,
		s->early_doubles, s->late_doubles);
}

static void check_flag(const struct message *m, bool calm)
{
	const struct place *p = &people.places[m->place];
	const struct said s = look(m);
	/* by a page, too, staff were told where to look */
	const bool reached = s.replies || s.in_private || s.told || pages_count(m->id);
	const bool may_repeat = m->unrecorded || m->excused; /* the disk's alarm says so */

	tally.flags++;
	tally.reached += s.replies > 0;
	tally.in_private += !s.replies && s.in_private;
	tally.told += !s.replies && !s.in_private && s.told;
	tally.alerts += s.alerts;
	tally.said_late_again += s.late_doubles;
	tally.excused += m->excused && !reached;
	tally.excuses[m->excused] += m->excused && !reached;
	if (m->excused && calm)
		complain(m, "lost on a calm day", &s);
	if (!reached && !m->excused && (p->staffed || !people.dm_closed_until[m->user]))
		complain(m, "no reply", &s);
	if (s.replies > 1 && !may_repeat)
		complain(m, "more than one first reply", &s);
	if (m->kind == EMERGENCY && p->staffed && !m->excused && !s.alerts && !s.repeats &&
		!pages_count(m->id))
		complain(m, "no alert", &s);
	if (s.alerts > (m->kind == EMERGENCY && p->staffed ? 1 : 0) && !may_repeat)
		complain(m, "too many alerts", &s);
	/* where what came of an alert is not known there is another round */
	if ((s.alerts + s.repeats > 1 + REPEATS + s.unsure + pages_unsure(m->id) ||
		    s.notices > REPEATS + 1) &&
		!may_repeat)
		complain(m, "too many repeats", &s);
}

static void check_question(const struct message *m)
{
	const struct said s = look(m);

	tally.questions++;
	tally.answered += s.replies > 0;
	if (s.replies > 1 || (s.answers_late_again && !m->unrecorded && !storm.went_back) ||
		(s.in_private && s.replies) || s.told || s.alerts)
		complain(m, "answered twice", &s);
}

/* In the middle of a conversation it may be taken for a part of it. */
static void check_chatter(const struct message *m)
{
	const struct said s = look(m);

	if (s.replies > 1 || s.alerts || s.told)
		complain(m, "chatter was answered twice", &s);
}

void people_check(bool calm)
{
	const struct message *m;
	size_t i;

	for (i = 0; i < people.n_messages; i++) {
		m = &people.messages[i];
		if (look(m).early_doubles)
			chaos_violation("Discord would have known the key of %" PRIu64, m->id);
		tally.messages++;
		if (m->kind >= URGENT)
			check_flag(m, calm);
		else if (m->kind == QUESTION)
			check_question(m);
		else
			check_chatter(m);
	}
	staff_check(calm);
	pages_check();
	for (i = 0; i < people.n_posts; i++) {
		if (!storm.garbled && !people_find(people.posts[i].cause))
			chaos_violation("a post that nobody brought about");
	}
}
