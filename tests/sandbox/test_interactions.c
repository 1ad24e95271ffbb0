/* Tests of src/sandbox/interactions.c. */
#include "sandbox/interactions.h"

#include "sandbox/stage.h"

static struct interactions_entry *open_one(enum interactions_type type)
{
	const struct interactions_entry template = {
		.type = type,
		.user = model_user(stage.model, ANN),
		.channel = model_channel(stage.model, GENERAL),
		.use = {.type = 2, .name = "back ask"},
	};
	struct interactions_entry *i = interactions_open(stage.interactions, &template);

	assert_non_null(i);
	return i;
}

static void opened(void **state)
{
	struct interactions_entry *a = open_one(INTERACTIONS_COMMAND),
				  *b = open_one(INTERACTIONS_COMMAND);

	(void)state;
	assert_int_equal(strlen(a->token), INTERACTIONS_TOKEN_MAX - 1);
	assert_string_not_equal(a->token, b->token);
	assert_true(a->use.id == a->id && a->use.user == a->user);
	assert_ptr_equal(interactions_find(stage.interactions, a->id), a);
	assert_ptr_equal(interactions_by_token(stage.interactions, b->token), b);
	assert_null(interactions_find(stage.interactions, 0));
	assert_null(interactions_by_token(stage.interactions, ""));
}

static void three_seconds(void **state)
{
	struct interactions_entry *a = open_one(INTERACTIONS_COMMAND), *b;

	(void)state;
	assert_int_equal(interactions_expire(stage.interactions), INTERACTIONS_ANSWER_MS);
	stage.now += 1000;
	b = open_one(INTERACTIONS_COMMAND);
	assert_int_equal(interactions_expire(stage.interactions), 2000);
	stage.now += 2000;
	assert_int_equal(interactions_expire(stage.interactions), 1000);
	assert_int_equal(a->state, INTERACTIONS_FAILED);
	interactions_settle(stage.interactions, b, INTERACTIONS_ANSWERED);
	assert_int_equal(interactions_expire(stage.interactions), -1);
	assert_string_equal(buf_str(&stage.changes), "interaction failed\ninteraction answered\n");
	interactions_patience(stage.interactions, 50);
	(void)open_one(INTERACTIONS_COMMAND);
	assert_int_equal(interactions_expire(stage.interactions), 50);
}

static void a_quarter_of_an_hour(void **state)
{
	const struct interactions_entry *a = open_one(INTERACTIONS_COMMAND);

	(void)state;
	stage.now += INTERACTIONS_TOKEN_MS - 1;
	assert_true(interactions_token_ok(stage.interactions, a));
	stage.now++;
	assert_false(interactions_token_ok(stage.interactions, a));
}

static void chosen(void **state)
{
	struct interactions_entry *a = open_one(INTERACTIONS_AUTOCOMPLETE);

	(void)state;
	interactions_choose(stage.interactions, a, "[]");
	assert_string_equal(buf_str(&stage.changes), "choices []\ninteraction answered\n");
}

static void the_oldest_is_forgotten(void **state)
{
	const uint64_t id = open_one(INTERACTIONS_COMMAND)->id;
	int i;

	(void)state;
	for (i = 0; i < INTERACTIONS_MAX - 1; i++)
		(void)open_one(INTERACTIONS_COMMAND);
	assert_non_null(interactions_find(stage.interactions, id));
	(void)open_one(INTERACTIONS_COMMAND);
	assert_null(interactions_find(stage.interactions, id));
	/* whoever waits for it is told */
	assert_string_equal(buf_str(&stage.changes), "interaction failed\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		stage_test(opened),
		stage_test(three_seconds),
		stage_test(a_quarter_of_an_hour),
		stage_test(chosen),
		stage_test(the_oldest_is_forgotten),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
