/* Red-flag replies on their way; see pursuit.h. */
#include "bot/pursuit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#include "base/buf.h"
#include "base/config.h"
#include "base/log.h"
#include "bot/alert.h"
#include "bot/escalations.h"
#include "bot/outbox.h"

#define ACCOUNT_MAX                                                                                \
	64 /* bytes of an account's name with its NUL: the configuration allows no more */
#define PURPOSE_MAX 16

/* How a reply can be said. */
enum way {
	WAY_HANDLE, /* as the answer to an interaction */
	WAY_PLACE,  /* where it was asked */
	WAY_PERSON, /* to the person alone */
	WAYS
};

/* A reply that is pursued. */
struct chase {
	TAILQ_ENTRY(chase) link;
	uint64_t ticket; /* of the step that is under way */
	enum way way;    /* which it goes */
	bool tried[WAYS];
	struct outbox_item *said;
	enum lumbar_tier tier;
	enum lumbar_format format;
	bool may_direct;
	bool for_one; /* meant for the person alone */
	bool recalled;
	struct config_place place;
	bool staffed; /* there are staff to be told, */
	bool tells;   /* which is under way */
	unsigned path;
	char account[ACCOUNT_MAX], link_to[PURSUIT_LINK_MAX];
};

struct pursuit {
	struct pursuit_options options;
	TAILQ_HEAD(, chase) chases;
	size_t n;
};

struct pursuit *pursuit_create(const struct pursuit_options *options)
{
	struct pursuit *p = calloc(1, sizeof(*p));

	if (!p)
		return NULL;
	p->options = *options;
	TAILQ_INIT(&p->chases);
	return p;
}

static void end(struct pursuit *p, struct chase *c)
{
	TAILQ_REMOVE(&p->chases, c, link);
	p->n--;
	free(c->said);
	free(c);
}

void pursuit_destroy(struct pursuit *p)
{
	if (!p)
		return;
	while (!TAILQ_EMPTY(&p->chases))
		end(p, TAILQ_FIRST(&p->chases));
	free(p);
}

size_t pursuit_count(const struct pursuit *p)
{
	return p->n;
}

/* A copy of what is to be known; NULL when memory is short. */
static struct chase *new_chase(const struct pursuit_reply *reply)
{
	struct chase *c = calloc(1, sizeof(*c));

	if (!c)
		return NULL;
	c->said = outbox_copy(reply->said);
	if (!c->said || strlen(reply->account) >= sizeof(c->account)) {
		free(c->said);
		free(c);
		return NULL;
	}
	c->ticket = reply->said->ticket;
	c->way = *c->said->say.handle ? WAY_HANDLE : *c->said->say.direct ? WAY_PERSON : WAY_PLACE;
	c->tried[c->way] = true;
	c->for_one = c->way == WAY_PERSON || c->said->say.in_private;
	c->tier = reply->tier;
	c->format = reply->format;
	c->may_direct = reply->may_direct;
	if (reply->place)
		c->place = *reply->place;
	c->staffed = c->place.staff_channel != NULL;
	snprintf(c->account, sizeof(c->account), "%s", reply->account);
	if (reply->link && strlen(reply->link) < sizeof(c->link_to))
		snprintf(c->link_to, sizeof(c->link_to), "%s", reply->link);
	return c;
}

void pursuit_begin(struct pursuit *p, const struct pursuit_reply *reply)
{
	struct chase *c = p->n < PURSUIT_MAX ? new_chase(reply) : NULL;

	if (!c) {
		log_error(p->options.log, reply->account,
			"a RED-FLAG reply is not followed up if it is refused: too many are on "
			"their "
			"way");
		return;
	}
	TAILQ_INSERT_TAIL(&p->chases, c, link);
	p->n++;
}

/* ------------------------------------------------------------------ the steps */

/* The reply's purpose as that of another step: "r", "dr", "cr", "ur". */
static void make_purpose(char out[PURPOSE_MAX], char step, const struct chase *c)
{
	snprintf(out, PURPOSE_MAX, "%c%s", step, c->said->say.purpose);
}

static bool may_go(const struct chase *c, enum way way)
{
	if (c->tried[way])
		return false;
	return way == WAY_PERSON ? c->may_direct : *c->said->say.conversation != '\0';
}

/* The way that comes next, WAYS when there is none.  What is for one goes to that one first. */
static enum way next_way(const struct chase *c)
{
	const enum way first = c->for_one ? WAY_PERSON : WAY_PLACE;
	const enum way second = c->for_one ? WAY_PLACE : WAY_PERSON;

	if (may_go(c, first))
		return first;
	return may_go(c, second) ? second : WAYS;
}

/* Where no message is replied to, its name says whom it is for. */
static bool put_name(const struct chase *c, struct buf *text)
{
	const struct platform_say *said = &c->said->say;

	return *said->reply_to || c->format != LUMBAR_DISCORD ||
	       buf_printf(text, "<@%s> ", said->user);
}

/* Says it on the way that c->way is now.  Returns whether that is under way. */
static bool say_on(struct pursuit *p, struct chase *c)
{
	struct platform_say say = c->said->say;
	char purpose[PURPOSE_MAX];
	struct buf text;

	make_purpose(purpose, c->way == WAY_PERSON ? 'd' : 'c', c);
	buf_init(&text, OUTBOX_TEXT_MAX);
	say.cause = *say.cause ? say.cause : say.reply_to;
	say.handle = "";
	say.in_private = false;
	say.purpose = purpose;
	if (c->way == WAY_PERSON) {
		say.direct = say.user;
		say.conversation = say.reply_to = "";
	} else {
		say.direct = "";
		put_name(c, &text);
	}
	if (buf_puts(&text, say.text))
		say.text = buf_str(&text);
	c->ticket = p->options.say(p->options.ctx, c->account, c->tier, false, &say);
	buf_free(&text);
	return c->ticket != 0;
}

/* Takes the ways that are left, one after the other.  Returns whether one of them is under way. */
static bool go_on(struct pursuit *p, struct chase *c)
{
	enum way way;

	for (way = next_way(c); way != WAYS; way = next_way(c)) {
		c->way = way;
		c->tried[way] = true;
		if (say_on(p, c))
			return true;
	}
	return false;
}

/* Each path has a key of its own: what one refused must not keep it from the next. */
static void make_staff_purpose(char out[PURPOSE_MAX], const struct chase *c)
{
	if (c->path == 0)
		make_purpose(out, 'u', c);
	else
		snprintf(out, PURPOSE_MAX, "u%u%s", c->path % 100, c->said->say.purpose);
}

/* Tells the staff on that path.  Returns the ticket, 0 when it was not taken. */
static uint64_t tell_on(
	struct pursuit *p, const struct chase *c, const struct escalations_path *path, int64_t now)
{
	const struct platform_say *said = &c->said->say;
	const bool channel = path->way == ESCALATIONS_CHANNEL;
	const enum lumbar_format format = channel ? c->format : LUMBAR_PLAIN;
	const struct alert_unreached who = {c->tier, c->link_to, said->conversation,
		*c->link_to || !*said->user ? NULL : said->user};
	struct escalations_path further;
	char purpose[PURPOSE_MAX];
	uint64_t ticket = 0;
	struct buf text;

	make_staff_purpose(purpose, c);
	buf_init(&text, ALERT_MAX);
	if (!alert_write_unreached(&who, path->role, format, &text)) {
		buf_free(&text);
		return 0;
	}
	if (channel)
		ticket = p->options.say(p->options.ctx, c->account, c->tier, true,
			&(struct platform_say){
				.conversation = path->channel,
				.cause = *said->cause ? said->cause : said->reply_to,
				.role = path->role,
				.about = said->user,
				.text = buf_str(&text),
				.purpose = purpose,
				.deadline_ms = now + (escalations_place_path(p->options.config,
							      &c->place, c->path + 1, &further)
								     ? ESCALATION_PATH_MS
								     : PURSUIT_STAFF_MS),
				.emergency = said->emergency,
			});
	else if (p->options.page)
		ticket = p->options.page(p->options.ctx, c->account,
			&(struct pursuit_page){c->tier, path->way == ESCALATIONS_COMMAND,
				buf_str(&text), c->link_to});
	buf_free(&text);
	return ticket;
}

/* Goes on with the first path, from where it is, that takes it; ends what nobody is to hear of. */
static void tell_staff(struct pursuit *p, struct chase *c, int64_t now)
{
	struct escalations_path path;

	c->tells = true;
	for (; escalations_place_path(p->options.config, &c->place, c->path, &path); c->path++) {
		c->ticket = tell_on(p, c, &path, now);
		if (c->ticket)
			return;
	}
	if (c->staffed)
		log_error(p->options.log, c->account,
			"the staff could not be told that somebody with a red flag (%s) was not "
			"reached",
			lumbar_tier_name(c->tier));
	end(p, c);
}

static void give_up(struct pursuit *p, struct chase *c, int64_t now)
{
	log_error(p->options.log, c->account,
		"somebody with a red flag (%s) could not be reached%s", lumbar_tier_name(c->tier),
		c->staffed ? ": telling the staff" : "; there is no staff channel");
	tell_staff(p, c, now);
}

/* What became of telling the staff, on the path that is under way. */
static void on_told(
	struct pursuit *p, struct chase *c, const struct platform_outcome *outcome, int64_t now)
{
	if (outcome->kind == PLATFORM_SENT) {
		end(p, c);
		return;
	}
	c->path++;
	tell_staff(p, c, now);
}

static struct chase *find(struct pursuit *p, uint64_t ticket)
{
	struct chase *c;

	TAILQ_FOREACH(c, &p->chases, link)
	{
		if (c->ticket == ticket)
			return c;
	}
	return NULL;
}

uint64_t pursuit_recall(struct pursuit *p, uint64_t ticket)
{
	struct chase *c;

	TAILQ_FOREACH(c, &p->chases, link)
	{
		if (c->said->say.ticket != ticket)
			continue;
		c->recalled = true;
		return c->ticket;
	}
	return ticket;
}

void pursuit_outcome(struct pursuit *p, const struct platform_outcome *outcome, int64_t now_ms)
{
	struct chase *c = find(p, outcome->ticket);
	bool goes_on = false;

	if (!c)
		return;
	if (c->tells) {
		on_told(p, c, outcome, now_ms);
		return;
	}
	if (outcome->kind == PLATFORM_SENT) {
		if (c->said->say.ticket != c->ticket)
			log_info(p->options.log, c->account,
				"a red-flag reply was refused, and said %s",
				c->way == WAY_PERSON ? "in private" : "in the channel");
		if (p->options.reached)
			p->options.reached(
				p->options.ctx, c->account, &c->said->say, outcome, now_ms);
		end(p, c);
		return;
	}
	if (c->recalled || c->said->say.seek) {
		end(p, c);
		return;
	}
	/* where there is no room there is none for another message of the same kind */
	if (outcome->kind == PLATFORM_REFUSED && outcome->refusal != PLATFORM_REFUSAL_ROOM &&
		c->said->say.deadline_ms > now_ms)
		goes_on = go_on(p, c);
	if (goes_on)
		return;
	give_up(p, c, now_ms);
}
