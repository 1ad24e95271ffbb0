/* Tests of src/bot/listener_again.c: another listener goes on where the first one ended. */
#include "bot/listener_world.h"

#include "bot/escalations.h"

#define BLADDER "my back hurts and i cant pee any more"

/* The next run: nothing is known but what it is told. */
static void restart(void)
{
	listener_destroy(w.listener);
	w.listener = listener_create(&(struct listener_options){
		.config = w.config,
		.responder = w.responder,
		.log = &w.mock->log,
		.say = on_say,
		.take_back = on_take_back,
		.ctx = &w,
		.settled = on_settled,
	});
	assert_non_null(w.listener);
	w.now += 5000;
}

/* What was said, as it comes back from a recording. */
static struct platform_say recorded(const struct said *s)
{
	return (struct platform_say){
		.ticket = s->say.ticket,
		.conversation = s->conversation,
		.direct = strcmp(s->direct, "(null)") ? s->direct : "",
		.reply_to = strcmp(s->reply_to, "(null)") ? s->reply_to : "",
		.cause = strcmp(s->cause, "(null)") ? s->cause : s->reply_to,
		.user = s->user,
		.text = s->text,
		.purpose = s->purpose,
		.note = strcmp(s->note, "(null)") ? s->note : "",
		.deadline_ms = s->say.deadline_ms,
		.emergency = s->say.emergency,
	};
}

static int again(struct platform_say *say)
{
	return listener_again(w.listener, "main", w.abilities, say, w.now);
}

/* A message that an earlier run answered is not answered again, unless it has become graver. */
static void answered_before(void **state)
{
	struct platform_event event = event_in("100", "user-1", ASKS);

	(void)state;
	assert_int_equal(hear_event(&event), 1);
	assert_string_equal(last()->note, "(null)");
	restart();
	listener_before(w.listener,
		&(struct listener_before){
			"main", event.message, "r", last()->say.ticket, "77", true, true},
		w.now);
	assert_int_equal(hear_event(&event), 0);
	/* its answer goes when it is deleted */
	event.kind = PLATFORM_EDITED;
	event.text = EMERGENCY;
	event.text_len = strlen(EMERGENCY);
	assert_int_equal(hear_event(&event), 2);
	event.kind = PLATFORM_DELETED;
	assert_int_equal(hear_event(&event), 0);
	assert_int_equal(w.n_taken_back, 1);
	assert_string_equal(w.back_message, "77");
	/* on other accounts and for other messages nothing is known */
	event = event_in("100", "user-1", ASKS_HEAT);
	assert_int_equal(hear_event(&event), 1);
}

/* That nobody has come is only looked for where somebody had when the last run ended, however late. */
static void notices_before(void **state)
{
	struct escalation e = {.number = "n-1",
		.account = "main",
		.message = "5",
		.user = "user-1",
		.conversation = "100",
		.tier = LUMBAR_TIER_EMERGENCY,
		.state = ESCALATION_ACKNOWLEDGED,
		.edits = true,
		.due_ms = w.now};
	struct platform_say say = {.ticket = 3,
		.conversation = "100",
		.direct = "",
		.reply_to = "5",
		.cause = "5",
		.user = "user-1",
		.text = "nobody has come",
		.purpose = "n01",
		.note = "",
		.deadline_ms = w.now - 1,
		.emergency = true};

	(void)state;
	restart();
	say.note = "";
	assert_int_equal(again(&say), -1); /* too late */
	assert_false(say.seek);
	listener_restore(w.listener, &e);
	assert_int_equal(again(&say), 0);
	assert_true(say.seek);
	assert_true(say.deadline_ms > w.now);
}

static void note_notice(void *ctx, const struct escalation *e)
{
	(void)ctx;
	assert_int_equal(e->n_notices, 1);
	assert_string_equal(e->notices[0].id, "90");
	assert_string_equal(e->notices[0].conversation, "100");
}

/* One that is said again stands somewhere, from where it has to go once somebody comes. */
static void notices_again(void **state)
{
	struct escalation e = {.number = "n-1",
		.account = "main",
		.message = "5",
		.user = "user-1",
		.conversation = "100",
		.tier = LUMBAR_TIER_EMERGENCY,
		.state = ESCALATION_REPEATED,
		.edits = true,
		.due_ms = w.now + 1000};
	struct platform_say say = {.ticket = 3,
		.conversation = "100",
		.direct = "",
		.reply_to = "5",
		.cause = "5",
		.user = "user-1",
		.text = "nobody has come",
		.purpose = "n01",
		.note = "",
		.deadline_ms = w.now + 60000,
		.emergency = true};

	(void)state;
	restart();
	listener_restore(w.listener, &e);
	assert_int_equal(again(&say), 0);
	assert_false(say.seek);
	listener_outcome(w.listener, "main",
		&(struct platform_outcome){.ticket = say.ticket,
			.kind = PLATFORM_SENT,
			.id = "90",
			.conversation = "100",
			.reason = ""},
		w.now);
	escalations_each(listener_escalations(w.listener), note_notice, NULL);
}

/* What was to become another is sent again, and is nothing that was said to anybody. */
static void changed_before(void **state)
{
	struct platform_event event = event_in("100", "user-1", ASKS);
	struct platform_say say = {.conversation = "100",
		.replaces = event.message,
		.cause = event.message,
		.reply_to = "",
		.text = "marked",
		.note = "",
		.purpose = ESCALATION_MARK,
		.deadline_ms = w.now + 1};

	(void)state;
	assert_int_equal(again(&say), 0);
	assert_true(say.ticket != 0);
	listener_before(w.listener,
		&(struct listener_before){
			"main", event.message, ESCALATION_MARK, 0, event.message, true, true},
		w.now);
	/* else it would count as answered, and with an answer to be taken back */
	assert_int_equal(hear_event(&event), 1);
	event.kind = PLATFORM_DELETED;
	assert_int_equal(hear_event(&event), 0);
	say.deadline_ms = w.now;
	assert_int_equal(again(&say), -1);
}

/*
 * A message that an earlier run answered, and that is read again with another text, is not given the
 * key of that answer: nothing would be said under it.
 */
static void answered_before_it_was_edited(void **state)
{
	struct platform_event event = event_in("100", "user-1", EMERGENCY);

	(void)state;
	restart();
	listener_before(w.listener,
		&(struct listener_before){"main", event.message, "r", 0, "77", true, true}, w.now);
	event.missed = event.edited = true;
	assert_int_equal(hear_event(&event), 2);
	assert_string_equal(w.said[w.n_said - 2].purpose, "e3");
	assert_int_equal(hear_event(&event), 0);
	/* the run that answered may have lost what it recorded */
	event = event_in("100", "user-2", EMERGENCY);
	event.message = "31";
	event.missed = event.edited = true;
	assert_int_equal(hear_event(&event), 2);
	assert_string_equal(w.said[w.n_said - 2].purpose, "e3");
	/* a question of which nothing is known is answered as it is */
	event = event_in("100", "user-3", ASKS);
	event.message = "32";
	event.missed = event.edited = true;
	assert_int_equal(hear_event(&event), 1);
	assert_string_equal(last()->purpose, "r");
}

/* An alert to the staff says nothing to whoever wrote. */
static void alerts_do_not_count(void **state)
{
	struct platform_event event = event_in("100", "user-1", EMERGENCY);
	uint64_t alert;

	(void)state;
	assert_int_equal(hear_event(&event), 2);
	assert_string_equal(last()->about, "user-1");
	alert = last()->say.ticket;
	restart();
	listener_before(w.listener,
		&(struct listener_before){"main", event.message, "a", alert, "", true, true},
		w.now);
	assert_int_equal(hear_event(&event), 2);
}

/* A run that died between the reply and the alert: the reply is known, the alert is not. */
static void alerted_at_last(void **state)
{
	struct platform_event event = event_in("100", "user-1", EMERGENCY);
	uint64_t reply;

	(void)state;
	assert_int_equal(hear_event(&event), 2);
	reply = w.said[0].say.ticket;
	restart();
	listener_before(w.listener,
		&(struct listener_before){"main", event.message, "r", reply, "77", true, true},
		w.now);
	assert_int_equal(hear_event(&event), 1);
	assert_string_equal(last()->purpose, "a");
	assert_int_equal(hear_event(&event), 0);
	/* another key than that of the reply would be another alert */
	event.kind = PLATFORM_EDITED;
	restart();
	listener_before(w.listener,
		&(struct listener_before){"main", event.message, "r", reply, "77", true, true},
		w.now);
	assert_int_equal(hear_event(&event), 0);
}

/* What cools is recorded, so that a replay does not bring it up when nothing cools any more. */
static void cooled(void **state)
{
	struct platform_event event;

	(void)state;
	assert_int_equal(hear("100", "user-1", ASKS), 1);
	event = event_in("100", "user-2", ASKS);
	assert_int_equal(hear_event(&event), 0);
	assert_int_equal(w.n_settled, 1);
	assert_string_equal(w.settled, "m2 user-2 r 0");
	restart();
	/* a decision that was only for then holds as long as it is as grave */
	listener_before(w.listener,
		&(struct listener_before){"main", event.message, "r", 0, "", true, true}, w.now);
	assert_int_equal(hear_event(&event), 0);
}

/* An answer that was on its way goes again, and goes when its question is deleted. */
static void answer_again(void **state)
{
	struct platform_event event = event_in("100", "user-1", ASKS);
	struct platform_say say;
	uint64_t before;
	char id[32];

	(void)state;
	snprintf(id, sizeof(id), "%s", event.message);
	event.message = id;
	assert_int_equal(hear_event(&event), 1);
	say = recorded(last());
	before = say.ticket;
	restart();
	hear("101", "user-9", ASKS); /* takes the ticket that it had */
	assert_int_equal(again(&say), 0);
	assert_int_not_equal(say.ticket, before);
	assert_int_equal(hear_event(&event), 0);
	event.kind = PLATFORM_DELETED;
	hear_event(&event);
	assert_int_equal(w.back_ticket, say.ticket);
}

/* An emergency reply that is refused after the restart is followed up as before it. */
static void flag_again(void **state)
{
	struct platform_event event = event_in("100", "user-1", EMERGENCY);
	struct platform_say reply, alert;

	(void)state;
	assert_int_equal(hear_event(&event), 2);
	assert_contains(w.said[0].note, "\"server\":\"10\"");
	reply = recorded(&w.said[0]);
	alert = recorded(&w.said[1]);
	restart();
	assert_int_equal(again(&reply), 0);
	assert_int_equal(again(&alert), 0);
	assert_int_not_equal(reply.ticket, alert.ticket);
	assert_int_equal(hear_event(&event), 0);
	listener_outcome(w.listener, "main",
		&(struct platform_outcome){.ticket = reply.ticket,
			.kind = PLATFORM_REFUSED,
			.id = "",
			.reason = "no",
			.refusal = PLATFORM_REFUSAL_PLACE},
		w.now);
	assert_int_equal(w.n_said, 3);
	assert_string_equal(last()->direct, "user-1");
	outcome_of(
		2, &(struct platform_outcome){.kind = PLATFORM_REFUSED, .id = "", .reason = "no"});
	assert_int_equal(w.n_said, 4);
	assert_string_equal(last()->conversation, "900");
	assert_string_equal(last()->role, "55");
	assert_string_equal(last()->about, "user-1");
	assert_contains(last()->text, "https://chat.example/link");
}

/* A run that died between the two halves of a reply: what everybody sees is said, and staff are told. */
static void half_of_it(void **state)
{
	struct platform_event event = event_in("100", "user-1", BLADDER);
	struct platform_say rest;

	(void)state;
	w.abilities.direct = true;
	assert_int_equal(hear_event(&event), 3);
	assert_string_equal(w.said[0].purpose, "pr");
	rest = recorded(&w.said[0]);
	restart();
	assert_int_equal(again(&rest), 0);
	assert_string_equal(rest.direct, "user-1");
	assert_int_equal(hear_event(&event), 3); /* of which the store holds back the first */
	assert_string_equal(w.said[4].purpose, "r");
	assert_string_equal(w.said[5].purpose, "a");
	restart();
	listener_before(w.listener,
		&(struct listener_before){
			"main", event.message, "pr", w.said[0].say.ticket, "77", true, true},
		w.now);
	assert_int_equal(hear_event(&event), 3);
}

/* What comes too late is counted, and told. */
static void too_late(void **state)
{
	struct platform_say say;

	(void)state;
	hear("100", "user-1", ASKS);
	say = recorded(last());
	restart();
	w.now = say.deadline_ms;
	assert_int_equal(again(&say), -1);
	assert_int_equal(listener_counts(w.listener).expired, 1);
	assert_contains(w.mock->lines, "warn main: an answer of the last run is too late");
	hear("100", "user-1", URGENT);
	say = recorded(last());
	w.now = say.deadline_ms;
	assert_int_equal(again(&say), -1);
	assert_contains(w.mock->lines, "error main: a RED-FLAG reply of the last run is too late");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(answered_before),
		TEST(changed_before),
		TEST(notices_before),
		TEST(notices_again),
		TEST(answered_before_it_was_edited),
		TEST(alerted_at_last),
		TEST(alerts_do_not_count),
		TEST(cooled),
		TEST(answer_again),
		TEST(flag_again),
		TEST(half_of_it),
		TEST(too_late),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
