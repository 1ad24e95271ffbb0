/* Tests of src/sandbox/model.c. */
#include "sandbox/stage.h"

static void ids_grow(void **state)
{
	uint64_t before = 0, id;
	int i;

	(void)state;
	for (i = 0; i < 10000; i++) {
		id = model_id(stage.model);
		assert_true(id > before);
		before = id;
	}
	stage.now -= 60000; /* the clock was set back */
	assert_true(model_id(stage.model) > before);
	stage.now += 3600000;
	assert_true(model_time(model_id(stage.model)) == stage.now);
}

static void only_the_newest_messages_stay(void **state)
{
	struct model_channel *channel = model_channel(stage.model, GENERAL);
	struct model_message *first, *last = NULL;
	uint64_t id;
	int i;

	(void)state;
	first = stage_say(GENERAL, ANN, "first");
	id = first->id;
	for (i = 0; i < MODEL_MESSAGES_MAX; i++)
		last = stage_say(GENERAL, ANN, "more");
	assert_int_equal(channel->n_messages, MODEL_MESSAGES_MAX);
	assert_null(model_message(channel, id));
	assert_ptr_equal(channel->last, last);
	assert_int_equal(channel->n_total, MODEL_MESSAGES_MAX + 1);
}

static void channels_are_bounded(void **state)
{
	struct model_channel *parent = model_channel(stage.model, GENERAL);
	size_t n = stage.model->n_channels;

	(void)state;
	while (model_thread(stage.model, parent, "one more", model_user(stage.model, ANN)))
		n++;
	assert_int_equal(n, MODEL_CHANNELS_MAX);
	assert_null(model_direct(stage.model, model_user(stage.model, ANN)));
}

static void a_person_has_one_direct_channel(void **state)
{
	const struct model_user *ann = model_user(stage.model, ANN);
	struct model_channel *direct = model_direct(stage.model, ann);

	(void)state;
	assert_non_null(direct);
	assert_ptr_equal(model_direct(stage.model, ann), direct);
	assert_ptr_not_equal(model_direct(stage.model, model_user(stage.model, BOB)), direct);
}

static void mentions_are_found(void **state)
{
	const struct model_message *m = stage_say(GENERAL, ANN,
		"<@1300000000000000010> <@!1300000000000000012> <@1300000000000000010> "
		"<@&1300000000000000002> <@77> <@> <@1300000000000000014 <@&5>");

	(void)state;
	assert_int_equal(m->n_mentions, 2);
	assert_true(m->mentions[0] == BOT && m->mentions[1] == BOB);
	assert_int_equal(m->n_role_mentions, 1);
}

static void only_who_may_be_is_notified(void **state)
{
	static const char text[] = "<@1300000000000000011> <@1300000000000000012>";
	const uint64_t users[] = {BOB};
	struct model_message *to = stage_say(GENERAL, MIA, "question");
	struct model_draft draft = {
		.channel = to->channel,
		.author = stage.model->bot,
		.text = text,
		.len = sizeof(text) - 1,
		.reply_to = to,
		.users = users,
		.n_users = 1,
	};
	const struct model_message *m = model_post(stage.model, &draft);

	(void)state;
	assert_int_equal(m->n_mentions, 1);
	assert_true(m->mentions[0] == BOB);
	draft.pings_author = true;
	draft.n_users = 0;
	m = model_post(stage.model, &draft);
	assert_int_equal(m->n_mentions, 1);
	assert_true(m->mentions[0] == MIA);
}

static void changes_are_told(void **state)
{
	struct model_channel *channel = model_channel(stage.model, GENERAL);
	struct model_message *a = stage_say(GENERAL, ANN, "a"), *b = stage_say(GENERAL, ANN, "b");

	(void)state;
	assert_int_equal(model_edit(stage.model, a, "<@1300000000000000010>!", 23), 0);
	assert_int_equal(a->n_mentions, 1);
	assert_true(a->edited_ms == stage.now);
	model_remove(stage.model, b);
	assert_ptr_equal(channel->last, a);
	model_remove(stage.model, a);
	assert_null(channel->first);
	assert_null(channel->last);
	assert_non_null(stage_say(GENERAL, ANN, "c"));
	assert_string_equal(buf_str(&stage.changes),
		"new a\nnew b\nedited <@1300000000000000010>!\nremoved b\n"
		"removed <@1300000000000000010>!\nnew c\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		stage_test(ids_grow),
		stage_test(only_the_newest_messages_stay),
		stage_test(channels_are_bounded),
		stage_test(a_person_has_one_direct_channel),
		stage_test(mentions_are_found),
		stage_test(only_who_may_be_is_notified),
		stage_test(changes_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
