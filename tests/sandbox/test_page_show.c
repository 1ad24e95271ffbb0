/* Tests of src/sandbox/page_show.c. */
#include "sandbox/page_show.h"

#include "lumbar.h"
#include "sandbox/stage.h"

static struct buf out;

static int open_out(void **state)
{
	buf_init(&out, 1 << 20);
	return stage_open(state);
}

static int close_out(void **state)
{
	buf_free(&out);
	return stage_close(state);
}

static json *parsed(void)
{
	json *v = json_parse(buf_str(&out), out.len);

	assert_true(buf_ok(&out));
	assert_non_null(v);
	buf_clear(&out);
	return v;
}

static size_t count(const json *list)
{
	const json *v;
	size_t n = 0;

	for (v = json_first(list); v; v = json_next(v))
		n++;
	return n;
}

static void state_of_the_world(void **unused)
{
	const struct page_show_content content = {62, 25, 92, 3};
	const json *v;
	json *all;
	int64_t n;

	(void)unused;
	stage_say(GENERAL, ANN, "first");
	stage_say(GENERAL, BOT, "second");
	stage_say(RULES, MIA, "offstage");
	assert_true(page_show_state(&out, stage.model, true, &content));
	assert_null(strstr(buf_str(&out), "offstage"));
	all = parsed();
	assert_string_equal(json_get_string(all, "type"), "state");
	assert_true(json_is_true(json_get(json_get(all, "bot"), "ready")));
	assert_int_equal(count(json_get(all, "users")), 4);
	assert_int_equal(count(json_get(all, "channels")), 7);
	assert_int_equal(count(json_get(all, "messages")), 2);
	assert_int_equal(count(json_get(all, "plays")), 7);
	assert_true(count(json_get(all, "tries")) >= 8);
	for (v = json_first(json_get(all, "tries")); v; v = json_next(v))
		assert_non_null(json_get_string(v, "user"));
	assert_true(json_get_int(json_get(all, "content"), "answers", &n));
	assert_int_equal(n, 92);
	v = json_first(json_get(all, "messages"));
	assert_string_equal(json_get_string(v, "text"), "first");
	assert_string_equal(json_get_string(json_get(v, "author"), "name"), "Ann");
	assert_true(json_get_int(v, "at", &n));
	assert_true(n == stage.now);
	json_free(all);
}

/* However much was written, the page is told what fits: the newest. */
static void a_full_world_fits(void **unused)
{
	const struct page_show_content content = {0};
	char *text = malloc(12001);
	size_t i;
	int j;

	(void)unused;
	memset(text, '"', 12000); /* twice as long in JSON */
	text[12000] = '\0';
	for (i = 0; i < stage.model->n_channels; i++) {
		for (j = 0; j < MODEL_MESSAGES_MAX; j++)
			stage_say(stage.model->channels[i]->id, MIA, text);
	}
	free(text);
	assert_true(page_show_state(&out, stage.model, false, &content));
	json_free(parsed());
}

static void flags(void **unused)
{
	struct model_message *to = stage_say(GENERAL, ANN, "numb");
	struct model_draft draft = {.channel = to->channel,
		.author = stage.model->bot,
		.text = "x",
		.len = 1,
		.reply_to = to};
	json *v;

	(void)unused;
	page_show_message(&out, stage.model, MODEL_NEW, model_post(stage.model, &draft));
	v = parsed();
	assert_true(json_is_null(json_get(json_get(v, "message"), "flag")));
	json_free(v);
	to->tier = LUMBAR_TIER_URGENT;
	page_show_message(&out, stage.model, MODEL_EDITED, model_post(stage.model, &draft));
	v = parsed();
	assert_string_equal(json_get_string(v, "type"), "edit");
	assert_string_equal(
		json_get_string(json_get(json_get(v, "message"), "flag"), "tier"), "urgent");
	json_free(v);
	page_show_message(&out, stage.model, MODEL_NEW, stage_say(STAFF, BOT, "look"));
	v = parsed();
	assert_string_equal(
		json_get_string(json_get(json_get(v, "message"), "flag"), "label"), "Staff alert");
	json_free(v);
}

/* What is said to the person alone answers nothing: its nonce says what brought it about. */
static void causes(void **unused)
{
	struct model_message *to = stage_say(GENERAL, ANN, "numb");
	struct model_draft draft = {.channel = model_direct(stage.model, to->author),
		.author = stage.model->bot,
		.text = "x",
		.len = 1};
	char nonce[MODEL_NONCE_MAX], id[24];
	const json *message;
	json *v;

	(void)unused;
	to->tier = LUMBAR_TIER_EMERGENCY;
	snprintf(id, sizeof(id), "%llu", (unsigned long long)to->id);
	snprintf(nonce, sizeof(nonce), "%sp", id);
	draft.nonce = nonce;
	page_show_message(&out, stage.model, MODEL_NEW, model_post(stage.model, &draft));
	v = parsed();
	message = json_get(v, "message");
	assert_string_equal(json_get_string(message, "cause"), id);
	assert_string_equal(json_get_string(json_get(message, "flag"), "tier"), "emergency");
	json_free(v);
	draft.nonce = "12345p";
	page_show_message(&out, stage.model, MODEL_NEW, model_post(stage.model, &draft));
	v = parsed();
	message = json_get(v, "message");
	assert_true(json_is_null(json_get(message, "cause")));
	assert_true(json_is_null(json_get(message, "flag")));
	json_free(v);
	/* nor is anything of a person's the cause of itself */
	page_show_message(&out, stage.model, MODEL_NEW, to);
	v = parsed();
	assert_true(json_is_null(json_get(json_get(v, "message"), "cause")));
	json_free(v);
}

static void the_rest(void **unused)
{
	const char *const intents[] = {"causes"}, *const none[] = {NULL};
	const struct page_show_why why = {
		GENERAL, 7, "answer", "none", "because \"so\"", "a\nb\n", intents, none, 1, 0};
	json *v;

	(void)unused;
	assert_true(page_show_why(&out, &why));
	v = parsed();
	assert_string_equal(json_get_string(v, "explain"), "a\nb\n");
	assert_string_equal(json_string(json_first(json_get(v, "intents"))), "causes");
	assert_null(json_first(json_get(v, "flags")));
	json_free(v);
	assert_true(page_show_bot(&out, false, "gone"));
	json_free(parsed());
	assert_true(page_show_content(&out, false, "a.yaml:1:2: error: \"x\"\n", 3));
	json_free(parsed());
	assert_true(page_show_log(&out, "request", "GET", "{\"a\":1}"));
	json_free(parsed());
	assert_true(page_show_error(&out, "no", NULL));
	v = parsed();
	assert_true(json_is_null(json_get(v, "ref")));
	json_free(v);
	assert_true(page_show_message(
		&out, stage.model, MODEL_REMOVED, stage_say(GENERAL, ANN, "gone")));
	v = parsed();
	assert_string_equal(json_get_string(v, "type"), "delete");
	json_free(v);
	assert_true(page_show_channel(
		&out, stage.model, model_direct(stage.model, model_user(stage.model, ANN))));
	v = parsed();
	assert_string_equal(json_get_string(json_get(v, "channel"), "kind"), "direct");
	json_free(v);
}

#define show_test(fn) cmocka_unit_test_setup_teardown(fn, open_out, close_out)

int main(void)
{
	const struct CMUnitTest tests[] = {
		show_test(state_of_the_world),
		show_test(a_full_world_fits),
		show_test(flags),
		show_test(causes),
		show_test(the_rest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
