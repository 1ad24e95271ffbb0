/* Tests of src/bot/listener_reply.c: what everybody sees, and what the person alone. */
#include "bot/desk_world.h"

#define BLADDER "my back hurts and i cant pee any more"
#define HEAT "does heat help a back spasm?"

#define LONG "what causes back spasms?"
#define SHORT "how do i lift safely?"

static void hear(const char *text, bool direct, const char *handle, bool in_private)
{
	const struct platform_event event = {.kind = PLATFORM_MESSAGE,
		.message = "50",
		.conversation = "14",
		.parent = "",
		.server = direct ? "" : "10",
		.user = "30",
		.title = "",
		.link = *handle ? "" : "https://chat.example/50",
		.text = text,
		.text_len = strlen(text),
		.direct = direct,
		.addressed = true,
		.handle = handle,
		.in_private = in_private};

	assert_int_equal(
		listener_hear(w.listener, "main", w.abilities, &event, w.now), LISTENER_SAID);
}

static void hear_in(const char *channel, const char *text)
{
	const struct platform_event event = {.kind = PLATFORM_MESSAGE,
		.message = "50",
		.conversation = channel,
		.parent = "",
		.server = "10",
		.user = "30",
		.title = "",
		.link = "",
		.text = text,
		.text_len = strlen(text),
		.addressed = true};

	assert_int_equal(
		listener_hear(w.listener, "main", w.abilities, &event, w.now), LISTENER_SAID);
}

static void refuse(size_t i, enum platform_refusal refusal)
{
	listener_outcome(w.listener, "main",
		&(struct platform_outcome){.ticket = w.said[i].say.ticket,
			.kind = PLATFORM_REFUSED,
			.id = "",
			.reason = "refused",
			.refusal = refusal},
		w.now);
}

static void test_before_others(void **state)
{
	(void)state;
	hear(BLADDER, false, "", false);
	assert_int_equal(w.n_said, 3);
	/* recorded first, so that whoever sees the other half gets this one */
	assert_string_equal(w.said[0].direct, "30");
	assert_string_equal(w.said[0].purpose, "pr");
	assert_contains(w.said[0].text, "peeing");
	assert_string_equal(w.said[1].reply_to, "50");
	assert_string_equal(w.said[1].purpose, "r");
	assert_contains(w.said[1].text, "999");
	assert_lacks(w.said[1].text, "pee");
	assert_string_equal(w.said[2].conversation, "19");
	/* a person who takes no direct messages loses nothing */
	refuse(0, PLATFORM_REFUSAL_PERSON);
	assert_int_equal(w.n_said, 4);
	assert_string_equal(w.said[3].direct, "");
	assert_string_equal(w.said[3].conversation, "14");
	assert_contains(w.said[3].text, "peeing");
	refuse(3, PLATFORM_REFUSAL_PLACE);
	assert_int_equal(w.n_said, 5);
	assert_contains(w.said[4].text, "Could not reach");
}

/* What would fill the channel goes into a thread where that is configured: a long answer, and nothing else. */
static void test_threads(void **state)
{
	static const struct {
		const char *channel, *parent, *text, *handle, *thread;
	} cases[] = {
		{"13", "", LONG, "", "Causes of back spasms"},
		{"14", "", LONG, "", ""},   /* not configured */
		{"99", "13", LONG, "", ""}, /* a thread already */
		{"13", "", SHORT, "", ""},
		{"13", "", LONG, "handle", ""},
		{"13", "", BLADDER, "", ""},
		{"13", "", "my foot drops when i walk since yesterday, back pain too", "", ""},
		{"13", "", "what is the capital of france", "", ""},
	};
	size_t i, first;
	char id[8];

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct platform_event event = {.kind = PLATFORM_MESSAGE,
			.message = id,
			.conversation = cases[i].channel,
			.parent = cases[i].parent,
			.server = "10",
			.user = id,
			.title = "",
			.link = "",
			.text = cases[i].text,
			.text_len = strlen(cases[i].text),
			.addressed = true,
			.handle = cases[i].handle};

		snprintf(id, sizeof(id), "%zu", 60 + i);
		first = w.n_said;
		listener_hear(w.listener, "main", w.abilities, &event, w.now);
		assert_true(w.n_said > first);
		for (; first < w.n_said; first++)
			assert_string_equal(w.said[first].thread, cases[i].thread);
	}
}

/* A platform without threads. */
static void test_no_threads(void **state)
{
	(void)state;
	w.abilities.threads = false;
	hear_in("13", LONG);
	assert_string_equal(w.said[0].thread, "");
}

/* An answer in a thread is taken back there. */
static void test_taken_back_from_a_thread(void **state)
{
	const struct platform_event gone = {.kind = PLATFORM_DELETED,
		.message = "50",
		.conversation = "13",
		.parent = "",
		.server = "10",
		.user = "",
		.text = ""};

	(void)state;
	hear_in("13", LONG);
	listener_outcome(w.listener, "main",
		&(struct platform_outcome){.ticket = w.said[0].say.ticket,
			.kind = PLATFORM_SENT,
			.id = "77",
			.thread = "50",
			.reason = ""},
		w.now);
	listener_hear(w.listener, "main", w.abilities, &gone, w.now);
	assert_string_equal(w.taken_back, "77 in 50");
}

static void test_among_ourselves(void **state)
{
	(void)state;
	hear(BLADDER, true, "", false);
	assert_int_equal(w.n_said, 1);
	assert_contains(w.said[0].text, "peeing");
}

static void test_a_command(void **state)
{
	(void)state;
	hear(BLADDER, false, "handle", false);
	assert_int_equal(w.n_said, 3);
	assert_true(w.said[0].say.in_private);
	assert_string_equal(w.said[0].handle, "handle");
	assert_contains(w.said[0].text, "peeing");
	assert_string_equal(w.said[1].handle, "");
	assert_string_equal(w.said[1].user, "");
	assert_lacks(w.said[1].text, "pee");
	assert_contains(w.said[2].text, "by <@30>");
	/* too late for the interaction: to the person, then there */
	refuse(0, PLATFORM_REFUSAL_LATE);
	assert_string_equal(w.said[3].direct, "30");
	assert_string_equal(w.said[3].purpose, "dr");
	refuse(3, PLATFORM_REFUSAL_PERSON);
	assert_string_equal(w.said[4].conversation, "14");
	assert_memory_equal(w.said[4].text, "<@30> ", 6);
}

static void test_a_command_for_one_alone(void **state)
{
	(void)state;
	hear(BLADDER, false, "handle", true);
	assert_int_equal(w.n_said, 2);
	assert_true(w.said[0].say.in_private);
	assert_string_equal(w.said[1].conversation, "19");
}

static void test_an_answer_to_a_command(void **state)
{
	(void)state;
	hear(HEAT, false, "handle", false);
	assert_int_equal(w.n_said, 1);
	assert_false(w.said[0].say.in_private);
	assert_string_equal(w.said[0].reply_to, "");
	assert_contains(w.said[0].controls, "Helpful");
	refuse(0, PLATFORM_REFUSAL_LATE); /* is dropped, as every answer */
	assert_int_equal(w.n_said, 1);
}

static void test_no_buttons(void **state)
{
	(void)state;
	w.abilities.buttons = false;
	hear(HEAT, false, "", false);
	assert_string_equal(w.said[0].controls, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_before_others),
		DESK_TEST(test_threads),
		DESK_TEST(test_no_threads),
		DESK_TEST(test_taken_back_from_a_thread),
		DESK_TEST(test_among_ourselves),
		DESK_TEST(test_a_command),
		DESK_TEST(test_a_command_for_one_alone),
		DESK_TEST(test_an_answer_to_a_command),
		DESK_TEST(test_no_buttons),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
