/* What an earlier run left to a listener; see listener.h. */
#include <string.h>

#include "base/config.h"
#include "base/log.h"
#include "bot/listener_note.h"
#include "bot/listener_own.h"
#include "bot/pursuit.h"
#include "bot/said.h"

void listener_before(struct listener *l, const struct listener_before *before)
{
	const enum lumbar_tier tier = LISTENER_TICKET_TIER(before->ticket);
	struct said_to *said;

	/* an alert goes to the staff: it says nothing to whoever wrote */
	if (before->ticket & LISTENER_STAFF_BIT)
		return;
	said = said_take(l->said, before->account, before->message);
	if (!said)
		return;
	if (tier > said->tier)
		said->tier = tier;
	said->spoken = said->spoken || before->spoken;
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
	struct listener_note note;
	struct config_place place;

	if (!listener_note_read(say->note, &note))
		return;
	place = config_place(
		l->options.config, account, note.server, say->conversation, note.parent);
	pursuit_begin(
		l->pursuit, &(struct pursuit_reply){
				    .account = account,
				    .said = say,
				    .tier = LISTENER_TICKET_TIER(say->ticket),
				    .format = abilities.format,
				    .link = note.link,
				    .may_direct = abilities.direct && *note.server && !*say->direct,
				    .staff_channel = place.staff_channel,
				    .staff_role = place.staff_role,
			    });
}

int listener_again(struct listener *l, const char *account, struct platform_abilities abilities,
	struct platform_say *say, int64_t now_ms)
{
	const uint64_t bits = say->ticket & (((uint64_t)1 << LISTENER_TICKET_SHIFT) - 1);
	const bool flag = LISTENER_TICKET_TIER(bits) != LUMBAR_TIER_NONE;
	const char *message = *say->reply_to ? say->reply_to : say->cause;

	listener_before(l, &(struct listener_before){account, message, bits, "", true});
	if (say->deadline_ms <= now_ms) {
		l->counts.expired++;
		log_write(l->options.log, flag ? LOG_ERROR : LOG_WARN, account,
			"%s of the last run is too late", flag ? "a RED-FLAG reply" : "an answer");
		return -1;
	}
	say->ticket = ++l->tickets << LISTENER_TICKET_SHIFT | bits;
	if (bits & LISTENER_STAFF_BIT)
		return 0;
	if (flag)
		follow(l, account, abilities, say);
	else
		said_answered(l->said, account, message, say->conversation, say->ticket);
	return 0;
}
