/* The buttons under red-flag replies and alerts; see retract.h. */
#include "bot/retract.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/utf8.h"
#include "bot/commands.h"
#include "bot/desk.h"
#include "bot/escalations.h"
#include "bot/listener.h"
#include "sys/store.h"

#define TEXT_MAX 16384
#define REMARK                                                                                     \
	"\n\n*Taken back as a false alarm. If it is none, or anything changes, the above holds.*"

struct retract {
	struct desk_options desk;
};

/*
 * The message with a remark at its end.  Where that is too long the text loses whole lines from its end,
 * and never the first one, which says what to do and whom to call.
 */
static void put_remarked(
	struct buf *out, const char *text, const char *remark, const struct commands_call *call)
{
	const size_t most = call->abilities.max_chars ? call->abilities.max_chars : TEXT_MAX;
	const size_t room = most - utf8_length(remark, strlen(remark));
	size_t len = strlen(text), cut;

	while (utf8_length(text, len) > room) {
		for (cut = len - 1; cut && text[cut] != '\n'; cut--)
			;
		if (!cut)
			break;
		len = cut;
	}
	while (len && text[len - 1] == '\n')
		len--;
	buf_put(out, text, len);
	buf_puts(out, remark);
}

/*
 * Recorded, unless the person alone sees it, in no channel; each press by itself, so that whoever presses
 * again because nothing seemed to come of it is answered.
 */
static bool change_lastingly(
	const struct retract *r, const struct commands_call *call, const char *text)
{
	const struct interaction *is = call->is;

	return !is->in_private && *text &&
	       listener_change(r->desk.listener, call->account,
		       &(struct platform_say){
			       .conversation = is->conversation,
			       .replaces = is->message,
			       .cause = is->id,
			       .purpose = ESCALATION_MARK,
			       .about = is->user,
			       .text = text,
			       .handle = is->handle,
			       .turn = PLATFORM_TURN_CHANGE,
			       .deadline_ms = call->now_ms + ESCALATION_INFORM_MS,
		       });
}

static void change(const struct retract *r, const struct commands_call *call, const char *remark)
{
	struct buf text;

	buf_init(&text, TEXT_MAX);
	put_remarked(&text, call->is->text, remark, call);
	if (!change_lastingly(r, call, buf_str(&text)))
		commands_change(call, buf_str(&text), "");
	buf_free(&text);
}

/* What belongs to no case that is open is recorded all the same: who of the staff did it, or nobody. */
static void record(const struct retract *r, const struct commands_call *call, const char *staff)
{
	if (r->desk.store)
		store_audit(r->desk.store, call->account,
			&(struct store_audit){.at_ms = r->desk.wall(r->desk.ctx),
				.step = "retracted",
				.who = staff,
				.detail = *staff ? "a false alarm, by staff"
						 : "a false alarm, by the person"},
			NULL, NULL);
}

/* Copies the word at *at, and goes behind the blank after it; false when there is none, or it is no id. */
static bool take_id(const char **at, char id[PLATFORM_ID_MAX])
{
	const size_t len = strcspn(*at, " ");

	if (len == 0 || len >= PLATFORM_ID_MAX)
		return false;
	memcpy(id, *at, len);
	id[len] = '\0';
	*at += len + ((*at)[len] == ' ');
	return true;
}

/* The tier of the edit that a key names; earlier versions named none. */
static enum lumbar_tier tier_of(const char *edit)
{
	return *edit == 'e' && edit[1] >= '1' && edit[1] <= '0' + (char)LUMBAR_TIER_EMERGENCY
		       ? (enum lumbar_tier)(edit[1] - '0')
		       : LUMBAR_TIER_NONE;
}

/* rest: ids of the message and of the person who wrote it; of an edit of it "e" with its tier. */
static void press_oops(void *ctx, const struct commands_call *call, const char *rest)
{
	struct retract *r = ctx;
	char message[PLATFORM_ID_MAX], user[PLATFORM_ID_MAX];
	const char *staff = "";

	if (!take_id(&rest, message) || !take_id(&rest, user)) {
		commands_nothing(call);
		return;
	}
	if (strcmp(call->is->user, user) != 0) {
		if (!commands_has_role(call, call->place.staff_role) && !call->is->manages) {
			commands_tell(
				call, "Only the person whom it concerns, or staff, can say that.");
			return;
		}
		staff = call->is->user;
	}
	if (escalations_retract(listener_escalations(r->desk.listener), call->account,
		    &(struct escalations_which){.message = message,
			    .edited = *rest == 'e',
			    .tier = tier_of(rest),
			    .shown = call->is->message},
		    staff, call->now_ms) == ESCALATIONS_NONE)
		record(r, call, staff);
	change(r, call, REMARK);
}

static void press_take(void *ctx, const struct commands_call *call, const char *number)
{
	struct retract *r = ctx;
	const struct escalations_taking by = {
		call->is->user, call->is->conversation, call->is->message};

	switch (escalations_take(
		listener_escalations(r->desk.listener), call->account, number, &by, call->now_ms)) {
	case ESCALATIONS_DONE: change(r, call, ""); break;
	case ESCALATIONS_OWN:
		commands_tell(call, "This is about you: somebody else has to pick it up.");
		break;
	default: commands_tell(call, "This is not open any more."); break;
	}
}

static void press_false(void *ctx, const struct commands_call *call, const char *number)
{
	struct retract *r = ctx;

	if (escalations_retract(listener_escalations(r->desk.listener), call->account,
		    &(struct escalations_which){.number = number, .shown = call->is->message},
		    call->is->user, call->now_ms) == ESCALATIONS_DONE)
		change(r, call, "\n\n*Marked as a false alarm.*");
	else
		commands_tell(call, "This is not open any more.");
}

static const struct commands_verb verbs[] = {
	{"oops", press_oops},
	{"take", press_take},
	{"false", press_false},
};

struct retract *retract_create(const struct desk_options *options, struct commands *commands)
{
	struct retract *r = calloc(1, sizeof(*r));

	if (!r)
		return NULL;
	r->desk = *options;
	if (commands_add(commands, &(struct commands_group){.verbs = verbs,
					   .n_verbs = sizeof(verbs) / sizeof(verbs[0]),
					   .ctx = r}) == 0)
		return r;
	retract_destroy(r);
	return NULL;
}

void retract_destroy(struct retract *r)
{
	free(r);
}
