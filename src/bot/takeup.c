/* What the last run left is taken up; see takeup.h. */
#include "bot/takeup.h"

#include <string.h>

#include "base/log.h"
#include "bot/account.h"
#include "bot/casebook.h"
#include "bot/journal.h"
#include "bot/kept.h"
#include "bot/listener.h"
#include "bot/places.h"
#include "bot/recall.h"
#include "sys/loop.h"
#include "sys/store.h"

/* Whose things are taken up. */
struct whose {
	const struct takeup *to;
	const char *account;
	struct platform_abilities abilities;
};

/* An entry that is open, as what it was when it was recorded. */
static struct platform_say say_of(const struct store_entry *e, int64_t now_ms, int64_t wall_ms)
{
	int64_t left = e->until_ms - wall_ms;

	/* a clock that went back lengthens nothing */
	if (left > e->until_ms - e->at_ms)
		left = e->until_ms - e->at_ms;
	return (struct platform_say){
		.ticket = e->ticket,
		.conversation = e->conversation,
		.direct = e->direct,
		.reply_to = e->reply_to,
		.cause = e->cause,
		.user = e->notify,
		.role = e->role,
		.text = e->text,
		.purpose = e->purpose,
		.about = e->user,
		.deadline_ms = now_ms + left,
		.age_ms = wall_ms > e->at_ms ? wall_ms - e->at_ms : 1,
		.emergency = e->emergency,
	};
}

/* It stays on record for the next run; whoever waits for its outcome in this one must not wait for ever. */
static void find_no_room(const struct whose *w, const struct platform_say *say)
{
	listener_outcome(w->to->listener, w->account,
		&(struct platform_outcome){.ticket = say->ticket,
			.kind = PLATFORM_REFUSED,
			.id = "",
			.reason = "too many messages of the last run are waiting",
			.refusal = PLATFORM_REFUSAL_ROOM},
		loop_now());
}

/* Says again what may not have been sent; under the same key, so that it is not said twice. */
static void say_again(const struct whose *w, const struct store_entry *e)
{
	struct platform_say say = say_of(e, loop_now(), journal_wall());
	json *kept = kept_unpack(e->note, &say);

	if (listener_again(w->to->listener, w->account, w->abilities, &say, loop_now()) != 0)
		journal_expired(w->to->journal, w->account, &say);
	else if (journal_again(w->to->journal, w->account, &say) != 0)
		find_no_room(w, &say);
	json_free(kept);
}

/* The escalations that are open; before what was said because of them. */
static void take_up_cases(const struct whose *w)
{
	const struct casebook_time time = {loop_now(), journal_wall()};
	const struct store_case *cases;
	struct escalation e;
	size_t n, i;

	cases = recall_cases(w->to->recall, w->account, &n);
	for (i = 0; i < n; i++) {
		if (!casebook_read(&cases[i], w->account, &time, &e)) {
			log_error(w->to->log, w->account,
				"an alert of the last run cannot be read: it is not followed up");
			continue;
		}
		e.format = w->abilities.format;
		e.max_chars = w->abilities.max_chars;
		e.buttons = w->abilities.buttons;
		e.edits = w->abilities.edit;
		e.may_direct = w->abilities.direct && *e.server;
		listener_restore(w->to->listener, &e);
	}
	if (n)
		log_info(w->to->log, w->account, "%zu alerts of the last run are open", n);
}

void takeup_account(
	const struct takeup *to, const char *account, struct platform_abilities abilities)
{
	const struct whose w = {to, account, abilities};
	const struct store_entry *e;
	size_t n, i, again = 0;

	take_up_cases(&w);
	e = recall_entries(to->recall, account, &n);
	for (i = 0; i < n; i++, e++) {
		if (e->state == STORE_OPEN) {
			say_again(&w, e);
			again++;
			continue;
		}
		if (strcmp(e->purpose, LISTENER_RATEABLE) == 0) {
			listener_rateable(to->listener, account, e->cause, e->note);
			continue;
		}
		listener_before(to->listener,
			&(struct listener_before){
				.account = account,
				.message = e->cause,
				.purpose = e->purpose,
				.ticket = e->ticket,
				.answer = e->id,
				.spoken = e->state != STORE_SILENT,
				.sent = e->state == STORE_SENT,
			},
			loop_now());
	}
	if (n)
		log_info(to->log, account,
			"the last run left %zu messages that were dealt with and %zu that may not "
			"have been sent",
			n - again, again);
}

/* Whether the last run gave answers that are judged by signs. */
static bool has_rateable(const struct recall *recall, const char *account)
{
	size_t n, i;
	const struct store_entry *e = recall_entries(recall, account, &n);

	for (i = 0; i < n; i++) {
		if (e[i].state != STORE_OPEN && strcmp(e[i].purpose, LISTENER_RATEABLE) == 0)
			return true;
	}
	return false;
}

void takeup_values(const struct recall *recall, const char *account, struct platform_account *to,
	struct platform_place places[STORE_PLACES_MAX])
{
	to->session = recall_value(recall, account, ACCOUNT_SESSION);
	to->budget = recall_value(recall, account, ACCOUNT_BUDGET);
	to->offered = recall_value(recall, account, ACCOUNT_OFFERED);
	to->places = places;
	to->n_places = places_list(recall, account, places);
	to->wants_votes = has_rateable(recall, account);
}
