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

/* What one person alone sees is no history, and has its own bound. */
static void whispers(void **state)
{
	struct model_channel *channel = model_channel(stage.model, GENERAL);
	const struct model_use use = {.id = 7, .type = 2, .user = model_user(stage.model, ANN)};
	const struct model_draft draft = {.channel = channel,
		.author = stage.model->bot,
		.text = "psst",
		.len = 4,
		.only_for = use.user,
		.use = &use,
		.components = "[1]"};
	struct model_message *first = model_post(stage.model, &draft), *m;
	const uint64_t id = first->id;
	size_t i, n = 0;

	(void)state;
	assert_null(model_message(channel, id));
	assert_ptr_equal(model_whisper(channel, id), first);
	assert_ptr_equal(model_any_message(channel, id), first);
	assert_null(channel->first);
	assert_int_equal(first->flags, MODEL_EPHEMERAL);
	assert_string_equal(first->components, "[1]");
	model_remove(stage.model, first);
	assert_null(model_any_message(channel, id));
	for (i = 0; i < MODEL_WHISPERS_MAX + 3; i++)
		assert_non_null(model_post(stage.model, &draft));
	for (m = channel->whispers; m; m = m->next)
		n++;
	assert_int_equal(n, MODEL_WHISPERS_MAX);
}

static void revised(void **state)
{
	struct model_message *m = stage_say(GENERAL, BOT, "a");

	(void)state;
	m->flags = MODEL_LOADING;
	assert_int_equal(
		model_revise(stage.model, m,
			&(struct model_revision){.text = "bc", .len = 2, .components = "[2]"}),
		0);
	assert_string_equal(m->text, "bc");
	assert_string_equal(m->components, "[2]");
	assert_int_equal(m->flags, 0);
	assert_true(m->edited_ms == 0); /* what was promised has come: that is no edit */
	assert_int_equal(
		model_revise(stage.model, m, &(struct model_revision){.components = ""}), 0);
	assert_string_equal(m->text, "bc");
	assert_null(m->components);
	assert_true(m->edited_ms == stage.now);
}

static void reactions(void **state)
{
	struct model_message *m = stage_say(GENERAL, ANN, "a");
	const struct model_user *ann = model_user(stage.model, ANN), *bob;
	char emoji[MODEL_EMOJI_MAX + 1] = "";
	int i;

	(void)state;
	bob = model_user(stage.model, BOB);
	assert_int_equal(model_react(stage.model, m, ann, "x", true), 0);
	assert_int_equal(model_react(stage.model, m, ann, "x", true), 0);
	assert_int_equal(model_react(stage.model, m, bob, "x", true), 0);
	assert_int_equal(model_react(stage.model, m, bob, "y", false), 0);
	assert_int_equal(m->n_reactions, 1);
	assert_int_equal(model_react(stage.model, m, ann, "x", false), 0);
	assert_int_equal(model_react(stage.model, m, bob, "x", false), 0);
	assert_int_equal(m->n_reactions, 0);
	assert_string_equal(
		buf_str(&stage.changes), "new a\n+x by ann\n+x by bob\n-x by ann\n-x by bob\n");
	memset(emoji, 'e', MODEL_EMOJI_MAX);
	assert_int_equal(model_react(stage.model, m, ann, emoji, true), -1);
	for (i = 0; i < MODEL_REACTIONS_MAX; i++) {
		snprintf(emoji, sizeof(emoji), "%d", i);
		assert_int_equal(model_react(stage.model, m, ann, emoji, true), 0);
	}
	assert_int_equal(model_react(stage.model, m, ann, "z", true), -1);
}

static void a_message_has_one_thread(void **state)
{
	struct model_message *m = stage_say(GENERAL, ANN, "a");
	const struct model_channel *thread =
		model_thread_from(stage.model, m, "t", stage.model->bot);

	(void)state;
	assert_true(thread->id == m->id);
	assert_int_equal(m->flags, MODEL_HAS_THREAD);
	assert_null(model_thread_from(stage.model, m, "t", stage.model->bot));
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
		stage_test(whispers),
		stage_test(revised),
		stage_test(reactions),
		stage_test(a_message_has_one_thread),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
