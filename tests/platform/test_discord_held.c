/* Tests of src/platform/discord_held.c; what its events wait for is in test_discord_channel.c. */
#include "platform/discord_held.h"

#include "platform/host_mock.h"

struct fixture {
	struct host_mock *m;
	struct discord_held held;
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	f->m = mock_create();
	discord_held_init(&f->held, &f->m->host);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	discord_held_clear(&f->held);
	mock_destroy(f->m);
	free(f);
	return 0;
}

static struct discord_held_event *add(
	struct fixture *f, const char *message, enum platform_event_kind kind)
{
	const struct platform_event event = {.kind = kind,
		.message = message,
		.conversation = "20",
		.server = "3",
		.user = "4",
		.text = "numb",
		.text_len = 4};

	return discord_held_add(&f->held, &event, 20, 20);
}

/* The next run is to read it for as long as any event of it waits. */
static void test_recorded(void **state)
{
	struct fixture *f = *state;
	struct discord_held_event *first = add(f, "60", PLATFORM_MESSAGE), *second;

	assert_non_null(first);
	assert_string_equal(f->m->place, "+ 20 3 60 4");
	assert_string_equal(first->event.text, "numb");
	assert_string_equal(first->event.reply_to, "");
	second = add(f, "60", PLATFORM_EDITED);
	assert_true(discord_held_has(&f->held, "60"));
	assert_ptr_equal(discord_held_first(&f->held, 20), first);
	discord_held_done(&f->held, first);
	assert_string_equal(f->m->place, "+ 20 3 60 4");
	discord_held_done(&f->held, second);
	assert_string_equal(f->m->place, "- 20 3 60 4");
	assert_false(discord_held_has(&f->held, "60"));
	assert_null(discord_held_first(&f->held, 20));
	assert_int_equal(f->held.n, 0);
	assert_int_equal(f->held.bytes, 0);
}

/* What is dropped, or left when the run ends, is for the next one. */
static void test_left(void **state)
{
	struct fixture *f = *state;

	discord_held_drop(&f->held, add(f, "60", PLATFORM_MESSAGE));
	add(f, "61", PLATFORM_MESSAGE);
	discord_held_clear(&f->held);
	assert_int_equal(f->m->n_place, 2);
	assert_int_equal(f->held.n, 0);
}

/* Of a message that is gone nothing is to be read; and where nobody keeps it, nothing is told. */
static void test_not_recorded(void **state)
{
	struct fixture *f = *state;

	discord_held_done(&f->held, add(f, "60", PLATFORM_DELETED));
	assert_int_equal(f->m->n_place, 0);
	f->held.host.place = NULL;
	discord_held_done(&f->held, add(f, "60", PLATFORM_MESSAGE));
	assert_int_equal(f->m->n_place, 0);
}

/* What was told gives way; what was not stays. */
static void test_bounded(void **state)
{
	struct fixture *f = *state;
	struct discord_held_event *e = add(f, "60", PLATFORM_MESSAGE);
	char id[16];
	int i;

	e->told = true;
	assert_true(discord_held_doubts(&f->held, 20));
	assert_false(discord_held_doubts(&f->held, 21));
	assert_null(discord_held_first(&f->held, 20));
	for (i = 1; i <= DISCORD_HELD_MAX; i++) {
		snprintf(id, sizeof(id), "%d", 1000 + i);
		assert_non_null(add(f, id, PLATFORM_MESSAGE));
	}
	assert_false(discord_held_has(&f->held, "60"));
	assert_null(add(f, "61", PLATFORM_MESSAGE));
	assert_int_equal(f->held.n, DISCORD_HELD_MAX);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_recorded),
		TEST(test_left),
		TEST(test_not_recorded),
		TEST(test_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
