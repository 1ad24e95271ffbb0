/* What an earlier run left to a listener; see listener.h. */
#include <string.h>

#include "base/config.h"
#include "base/log.h"
#include "bot/escalations.h"
#include "bot/feedback.h"
#include "bot/listener_note.h"
#include "bot/listener_own.h"
#include "bot/pursuit.h"
#include "bot/said.h"

#define ALERTED '-' /* begins no purpose */

/* The staff were told of that message, or are being told. */
static void note_alerted(struct listener *l, const char *account, const char *message)
{
	struct said_to *said = said_take(l->said, account, message);

	if (said)
		said->unalerted = ALERTED;
}

void listener_restore(struct listener *l, const struct escalation *e)
{
	note_alerted(l, e->account, e->message);
	escalations_restore(l->escalations, e);
}

/* What was said to staff: under that ticket again, or, without one, with that outcome. */
static void before_staff(struct listener *l, const struct listener_before *before, uint64_t ticket,
	enum platform_outcome_kind kind, int64_t now)
{
	const struct platform_outcome outcome = {
		.kind = kind, .id = before->answer, .reason = "in an earlier run"};

	note_alerted(l, before->account, before->message);
	escalations_before(l->escalations,
		&(struct escalations_before){
			before->account, before->message, before->purpose, ticket, &outcome},
		now);
}

/* Whether that is the purpose of a reply itself, not of what goes with it or stands in for it. */
static bool is_first(const char *purpose)
{
	return *purpose == 'r' || *purpose == 'e';
}

/*
 * Whether that is the purpose of the rest that is said to the person alone.  It is recorded before the line
 * for all, of which it hence says nothing: the run may have died between the two.
 */
static bool is_rest(const char *purpose)
{
	return *purpose == 'p';
}

void listener_rateable(
	struct listener *l, const char *account, const char *answer, const char *intent)
{
	feedback_restore(l->feedback, account, answer, intent);
}

void listener_before(struct listener *l, const struct listener_before *before, int64_t now_ms)
{
	const enum lumbar_tier tier = LISTENER_TICKET_TIER(before->ticket);
	struct said_to *said;

	/* what became another says nothing to anybody */
	if (strcmp(before->purpose, ESCALATION_MARK) == 0)
		return;
	/* an alert goes to the staff: it says nothing to whoever wrote */
	if (before->ticket & LISTENER_STAFF_BIT) {
		before_staff(l, before, 0, before->sent ? PLATFORM_SENT : PLATFORM_REFUSED, now_ms);
		return;
	}
	if (is_rest(before->purpose))
		return;
	said = said_take(l->said, before->account, before->message);
	if (!said)
		return;
	if (tier > said->tier)
		said->tier = tier;
	said->known = true;
	said->spoken = said->spoken || before->spoken;
	if (tier == LUMBAR_TIER_EMERGENCY && said->unalerted != ALERTED &&
		is_first(before->purpose))
		said->unalerted = before->purpose[0];
	if (tier == LUMBAR_TIER_NONE && before->answer && *before->answer &&
		strlen(before->answer) < sizeof(said->answer_id)) {
		said->answer = before->ticket;
		memcpy(said->answer_id, before->answer, strlen(before->answer) + 1);
	}
}

/* The way on if the reply is refused is the one that it had. */
static void follow(struct listener *l, const char *account, struct platform_abilities abilities,
	const struct platform_say *say)
{
	struct pursuit_reply reply = {.account = account,
		.said = say,
		.tier = LISTENER_TICKET_TIER(say->ticket),
		.format = abilities.format,
		.link = ""};
	struct listener_note note;
	struct config_place place;

	/* what goes with a reply, such as that nobody has come: where it stands has to be known */
	if (!listener_note_read(say->note, &note)) {
		pursuit_begin(l->pursuit, &reply);
		return;
	}
	place = config_place(
		l->options.config, account, note.server, say->conversation, note.parent);
	reply.link = *note.server ? note.link : "";
	reply.may_direct = abilities.direct && *note.server;
	reply.place = &place;
	pursuit_begin(l->pursuit, &reply);
}

int listener_again(struct listener *l, const char *account, struct platform_abilities abilities,
	struct platform_say *say, int64_t now_ms)
{
	const uint64_t bits = say->ticket & (((uint64_t)1 << LISTENER_TICKET_SHIFT) - 1);
	const bool flag = LISTENER_TICKET_TIER(bits) != LUMBAR_TIER_NONE;
	const bool to_staff = (bits & LISTENER_STAFF_BIT) != 0;
	const char *message = to_staff || !*say->reply_to ? say->cause : say->reply_to;
	const struct listener_before before = {
		account, message, say->purpose, bits, "", true, false};

	if (!to_staff)
		listener_before(l, &before, now_ms);
	say->ticket = ++l->tickets << LISTENER_TICKET_SHIFT | bits;
	/* nobody is called, nor told that nobody has come, where somebody has since: but were they? */
	if (!escalations_again(l->escalations, account, message, say->purpose, say->ticket)) {
		say->seek = true;
		say->deadline_ms = now_ms + ESCALATION_INFORM_MS;
	}
	if (say->deadline_ms <= now_ms) {
		if (to_staff)
			before_staff(l, &before, 0, PLATFORM_EXPIRED, now_ms);
		l->counts.expired++;
		log_write(l->options.log, flag ? LOG_ERROR : LOG_WARN, account,
			"%s of the last run is too late", flag ? "a RED-FLAG reply" : "an answer");
		return -1;
	}
	if (to_staff) {
		before_staff(l, &before, say->ticket, PLATFORM_SENT, now_ms);
		return 0;
	}
	if (strcmp(say->purpose, ESCALATION_MARK) == 0)
		return 0;
	if (flag)
		follow(l, account, abilities, say);
	else
		said_answered(l->said, account, message, say->conversation, say->ticket);
	return 0;
}
