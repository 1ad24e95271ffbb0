/* Tests of src/bot/desk.c. */
#include "bot/desk_world.h"

static void test_what_is_offered(void **state)
{
	const struct interaction_command *const *offers;
	bool grouped = false;
	size_t n, i;

	(void)state;
	offers = desk_offers(w.desk, &n);
	assert_true(n >= 3);
	for (i = 0; i < n; i++) {
		grouped = grouped || strcmp(offers[i]->name, "back") == 0;
		assert_true(offers[i]->on_message || strlen(offers[i]->what) <= 100);
	}
	assert_true(grouped);
}

static void test_outcomes_of_others_are_theirs(void **state)
{
	(void)state;
	desk_command("back about");
	assert_true(desk_outcome(w.desk, "main",
		&(struct platform_outcome){
			.ticket = desk_last()->say.ticket, .kind = PLATFORM_SENT}));
	assert_false(desk_outcome(
		w.desk, "main", &(struct platform_outcome){.ticket = 8, .kind = PLATFORM_SENT}));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_what_is_offered),
		DESK_TEST(test_outcomes_of_others_are_theirs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
