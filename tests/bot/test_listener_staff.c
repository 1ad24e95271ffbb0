/* Tests of src/bot/listener_staff.c: from a message to the staff, and what the person is told of it. */
#include "bot/listener_staff.h"

#include "bot/escalations.h"
#include "bot/listener_world.h"

#define TOLD "staff here are being told as well"

static struct {
	struct listener_page page; /* its strings are gone */
	char text[512], number[64], link[64];
	char steps[1024];
	int64_t wake;
	unsigned acted;
} seen;

static int on_page(void *ctx, const char *account, const struct listener_page *page)
{
	assert_ptr_equal(ctx, &w);
	assert_string_equal(account, "main");
	seen.page = *page;
	mock_copy(seen.text, sizeof(seen.text), page->text);
	mock_copy(seen.number, sizeof(seen.number), page->number);
	mock_copy(seen.link, sizeof(seen.link), page->link);
	return 0;
}

static void on_kept(void *ctx, const struct escalation *e, const struct escalations_step *step)
{
	const size_t len = strlen(seen.steps);

	assert_ptr_equal(ctx, &w);
	assert_string_equal(e->account, "main");
	snprintf(seen.steps + len, sizeof(seen.steps) - len, "%s %s|", step->name, step->path);
}

static void on_wake(void *ctx, int64_t at_ms)
{
	assert_ptr_equal(ctx, &w);
	seen.wake = at_ms;
}

static int64_t on_wall(void *ctx)
{
	assert_ptr_equal(ctx, &w);
	return 0xabc;
}

static void on_acted(void *ctx, const struct lumbar_verdict *verdict)
{
	assert_ptr_equal(ctx, &w);
	assert_int_not_equal(verdict->action, LUMBAR_IGNORE);
	seen.acted++;
}

static void listen(const char *more)
{
	static const char head[] = "accounts: [{name: main, platform: discord, token: {env: T}}]\n";
	struct diag silent = {0};
	char text[1024];

	memset(&seen, 0, sizeof(seen));
	snprintf(text, sizeof(text), "%s%s", head, more);
	listener_destroy(w.listener);
	config_free(w.config);
	w.config = config_parse("test", text, strlen(text), &silent);
	assert_non_null(w.config);
	w.listener = listener_create(&(struct listener_options){
		.config = w.config,
		.responder = w.responder,
		.log = &w.mock->log,
		.say = on_say,
		.take_back = on_take_back,
		.ctx = &w,
		.page = on_page,
		.kept = on_kept,
		.wake = on_wake,
		.wall = on_wall,
		.acted = on_acted,
	});
	assert_non_null(w.listener);
}

static void wanted(void **state)
{
	struct config_place place = {.staff_channel = NULL, .staff_urgent = true};

	(void)state;
	assert_false(listener_staff_wanted(&place, LUMBAR_TIER_EMERGENCY));
	place.staff_channel = "900";
	assert_true(listener_staff_wanted(&place, LUMBAR_TIER_EMERGENCY));
	assert_true(listener_staff_wanted(&place, LUMBAR_TIER_URGENT));
	assert_false(listener_staff_wanted(&place, LUMBAR_TIER_SEE_DOCTOR));
	place.staff_urgent = false;
	assert_false(listener_staff_wanted(&place, LUMBAR_TIER_URGENT));
}

/* The person is told where staff are told, and nowhere else. */
static void told(void **state)
{
	(void)state;
	assert_int_equal(hear("100", "user-a", EMERGENCY), 2);
	assert_contains(w.said[0].text, TOLD);
	assert_contains(w.said[0].text, "not an emergency service");
	assert_memory_equal(w.said[0].text, "**Call ", 7);
	assert_string_equal(w.said[1].conversation, "900");
	assert_string_equal(w.said[1].about, "user-a");
	assert_int_equal(hear("100", "user-a", URGENT), 1);
	assert_lacks(last()->text, TOLD);
	assert_int_equal(hear("200", "user-a", EMERGENCY), 1);
	assert_lacks(last()->text, TOLD);
}

static void urgent(void **state)
{
	(void)state;
	listen("servers: [{id: '10', mode: faq, staff-channel: '900', staff-urgent: yes}]\n");
	assert_int_equal(hear("100", "user-a", URGENT), 2);
	assert_contains(w.said[0].text, TOLD);
	assert_contains(w.said[1].text, "Red flag (urgent): fever");
	assert_int_equal(hear("100", "user-a", SEE_DOCTOR), 1);
	assert_int_equal(seen.acted, 2);
}

/* A message that is edited twice is told twice: the graver alert is none that was sent before. */
static void graver(void **state)
{
	struct platform_event event;

	(void)state;
	listen("servers: [{id: '10', mode: faq, staff-channel: '900', staff-urgent: yes}]\n");
	event = event_in("100", "user-a", NOTHING);
	assert_int_equal(hear_event(&event), 0);
	event.kind = PLATFORM_EDITED;
	event.text = URGENT;
	event.text_len = strlen(URGENT);
	assert_int_equal(hear_event(&event), 2);
	assert_string_equal(w.said[1].conversation, "900");
	event.text = EMERGENCY;
	event.text_len = strlen(EMERGENCY);
	assert_int_equal(hear_event(&event), 2);
	assert_string_equal(w.said[3].conversation, "900");
	assert_contains(w.said[3].text, "Red flag (emergency)");
	assert_string_equal(w.said[3].cause, w.said[1].cause);
	assert_string_not_equal(w.said[3].purpose, w.said[1].purpose);
}

/* That somebody could not be reached is paged like an alert, by a ticket that is the staff's. */
static void unreached(void **state)
{
	const struct pursuit_page page = {LUMBAR_TIER_EMERGENCY, true, "a text", "a link"};
	uint64_t ticket;

	(void)state;
	assert_int_equal(listener_staff_page(w.listener, "main", &page), 0);
	listen("servers: [{id: '10', mode: faq, staff-channel: '900'}]\n");
	ticket = listener_staff_page(w.listener, "main", &page);
	assert_int_not_equal(ticket, 0);
	assert_true(ticket & LISTENER_STAFF_BIT);
	assert_true(seen.page.ticket == ticket);
	assert_true(seen.page.to_command);
	assert_string_equal(seen.text, "a text");
	assert_string_equal(seen.link, "a link");
}

/* Repeated, and the person told with the number of the place, until somebody reacts. */
static void goes_on(void **state)
{
	struct platform_event reaction = {.kind = PLATFORM_REACTED,
		.message = "77",
		.conversation = "900",
		.server = "10",
		.user = "user-m"};

	(void)state;
	listen("servers: [{id: '10', mode: faq, region: uk, staff-channel: '900'}]\n");
	assert_int_equal(hear("100", "user-a", EMERGENCY), 2);
	outcome_of(1, &(struct platform_outcome){.kind = PLATFORM_SENT, .id = "77"});
	assert_int_equal(seen.wake, w.now + 600000);
	w.now = seen.wake;
	listener_tick(w.listener, w.now);
	assert_int_equal(w.n_said, 4);
	assert_contains(w.said[2].text, "NOT PICKED UP for 10 min.");
	assert_string_equal(w.said[3].conversation, "100");
	assert_string_equal(w.said[3].user, "user-a");
	assert_memory_equal(w.said[3].text, "**Call 999 or 112", 17);
	assert_contains(w.said[3].text, "No one from the staff has picked this up yet");
	/* what the person is told is pursued as the reply is */
	outcome_of(
		3, &(struct platform_outcome){.kind = PLATFORM_REFUSED, .id = "", .reason = "no"});
	assert_string_equal(last()->direct, "user-a");
	assert_int_equal(hear_event(&reaction), 1);
	assert_string_equal(last()->text, "Picked up by <@user-m>.");
	assert_int_equal(hear_event(&reaction), 0);
	assert_string_equal(seen.steps, "opened |alerted channel 900|informed |acknowledged |");
	assert_int_equal(listener_counts(w.listener).heard, 1);
}

/* Where no channel takes it there are other ways. */
static void paged(void **state)
{
	(void)state;
	listen("alerts: {command: /bin/page}\n"
	       "servers: [{id: '10', mode: faq, staff-channel: '900'}]\n");
	assert_int_equal(hear("100", "user-a", EMERGENCY), 2);
	outcome_of(
		1, &(struct platform_outcome){.kind = PLATFORM_REFUSED, .id = "", .reason = "no"});
	assert_true(seen.page.to_command);
	assert_string_equal(seen.page.tier, "emergency");
	assert_memory_equal(seen.text, "Red flag (emergency): ", 22);
	assert_string_equal(seen.link, "https://chat.example/link");
	assert_memory_equal(seen.number, "abc-", 4);
	listener_outcome(w.listener, "main",
		&(struct platform_outcome){
			.ticket = seen.page.ticket, .kind = PLATFORM_SENT, .id = ""},
		w.now);
	assert_string_equal(seen.steps, "opened |failed channel 900|alerted command|");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wanted),
		cmocka_unit_test_setup_teardown(told, set_up, tear_down),
		cmocka_unit_test_setup_teardown(urgent, set_up, tear_down),
		cmocka_unit_test_setup_teardown(graver, set_up, tear_down),
		cmocka_unit_test_setup_teardown(unreached, set_up, tear_down),
		cmocka_unit_test_setup_teardown(goes_on, set_up, tear_down),
		cmocka_unit_test_setup_teardown(paged, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("bot/listener_staff", tests, NULL, NULL);
}
