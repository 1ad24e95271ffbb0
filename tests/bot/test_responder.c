/* Tests of src/bot/responder.c, on the content of the working directory. */
#include "bot/responder.h"

#include <sys/stat.h>

#include "platform/host_mock.h"
#include "sys/world.h"

#define ANSWER(body) "---\ntitle: T\nsources: ['001']\nreviewed: 2026-01-01\n---\n" body "\n"

static struct world w;
static struct responder *r;

static int set_up(void **state)
{
	(void)state;
	world_init_log(&w);
	world_make_dir(&w);
	r = NULL;
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	responder_destroy(r);
	world_close(&w);
	return 0;
}

static void open_with(const char *folder, const char *overlay, const char *packaged)
{
	r = responder_create(&(struct responder_options){folder, overlay, packaged, &w.log});
}

/* A file of the overlay. */
static void overlay(const char *name, const char *text)
{
	char path[256], *slash;

	snprintf(path, sizeof(path), "%s/%s", w.dir, name);
	for (slash = path + strlen(w.dir) + 1; (slash = strchr(slash, '/')) != NULL; slash++) {
		*slash = '\0';
		mkdir(path, 0700);
		*slash = '/';
	}
	world_write(path, text);
}

static struct lumbar_verdict read_in(
	enum lumbar_channel channel, const char *user, const char *text)
{
	struct lumbar_verdict verdict;

	responder_read(r,
		&(struct responder_message){.conversation = "main 100",
			.user = user,
			.text = text,
			.len = strlen(text),
			.channel = channel,
			.now_ms = 1000},
		&verdict);
	return verdict;
}

static const char *reply_to(const char *text, const char *region)
{
	const struct lumbar_verdict verdict = read_in(LUMBAR_DIRECT, "ann", text);

	return responder_write(r, &verdict, &(struct lumbar_style){.region = region});
}

static void answers(void **state)
{
	(void)state;
	open_with(".", NULL, NULL);
	assert_non_null(r);
	assert_int_equal(responder_generation(r), 1);
	assert_contains(reply_to("both my legs went numb and i cant pee", "uk"), "Call 999");
	assert_contains(reply_to("both my legs went numb and i cant pee", "us"), "Call 911");
	assert_contains(reply_to("what causes back spasms?", NULL), "cause");
	assert_true(responder_region_known(r, "uk"));
	assert_false(responder_region_known(r, "xx"));
	assert_false(responder_region_known(r, ""));
	/* the log holds nothing of what was written */
	assert_lacks(buf_str(&w.lines), "legs");
}

static void silence(void **state)
{
	struct lumbar_verdict verdict = {.action = LUMBAR_IGNORE};

	(void)state;
	open_with(".", NULL, NULL);
	assert_non_null(r);
	assert_string_equal(responder_write(r, &verdict, &(struct lumbar_style){0}), "");
}

/* What somebody asked before is known when they go on, to nobody else, and across a reload. */
static void conversations(void **state)
{
	static const char first[] = "does heat help a back spasm?",
			  next[] = "how long does it last?";

	(void)state;
	open_with(".", NULL, NULL);
	assert_non_null(r);
	assert_int_equal(read_in(LUMBAR_AMBIENT, "ann", first).action, LUMBAR_ANSWER);
	assert_int_equal(responder_reload(r), 0);
	assert_int_equal(read_in(LUMBAR_AMBIENT, "bob", next).action, LUMBAR_IGNORE);
	assert_int_equal(read_in(LUMBAR_AMBIENT, "ann", next).action, LUMBAR_ANSWER);
}

/* A text that is only tried is understood by itself, and is not remembered; nor does a shape hold its words. */
static void tried(void **state)
{
	static const char text[] = "does a magnet belt help a back spasm";
	char shape[LUMBAR_SHAPE_MAX];
	struct lumbar_verdict v;
	size_t n;

	(void)state;
	open_with(".", NULL, NULL);
	responder_try(r, text, sizeof(text) - 1, LUMBAR_DIRECT, &v);
	assert_int_equal(v.action, LUMBAR_FALLBACK);
	n = responder_shape(r, shape, sizeof(shape));
	assert_int_equal(n, strlen(shape));
	assert_string_equal(shape, "uncovered-treatment + ask-treat");
	assert_int_equal(responder_bound(r).used, 0);
}

static void reloads(void **state)
{
	(void)state;
	open_with(".", w.dir, NULL);
	assert_non_null(r);
	overlay("responses/causes/overview.md", ANSWER("Laid over."));
	assert_lacks(reply_to("what causes back spasms?", NULL), "Laid over.");
	assert_int_equal(responder_reload(r), 0);
	assert_int_equal(responder_generation(r), 2);
	assert_contains(reply_to("what causes back spasms?", NULL), "Laid over.");
	assert_contains(buf_str(&w.lines), "(generation 2)");
}

/* A bad edit changes nothing, and the log says where it is, in one line a finding. */
static void bad_reload(void **state)
{
	static const char *const bad[] = {"words: [\n", "words:\n  x: ['(']\n", "nonsense: 1\n"};
	size_t i;

	(void)state;
	open_with(".", w.dir, NULL);
	assert_non_null(r);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		overlay("intents/zz.yaml", bad[i]);
		buf_clear(&w.lines);
		assert_int_equal(responder_reload(r), -1);
		assert_int_equal(responder_generation(r), 1);
		assert_contains(buf_str(&w.lines), "/intents/zz.yaml:");
		assert_contains(buf_str(&w.lines), "the content that was there stays in use");
		assert_lacks(buf_str(&w.lines), "?  "); /* a line end of an excerpt */
		assert_contains(
			reply_to("both my legs went numb and i cant pee", "uk"), "Call 999");
	}
	overlay("intents/zz.yaml", "{}\n");
	remove(world_path(&w, "intents/zz.yaml"));
	assert_int_equal(responder_reload(r), 0);
	assert_int_equal(responder_generation(r), 2);
}

/* However much is wrong, the log ends with what was done about it. */
static void many_findings(void **state)
{
	const char *line;
	struct buf bad;
	size_t n = 0;
	int i;

	(void)state;
	open_with(".", w.dir, NULL);
	assert_non_null(r);
	buf_init(&bad, 65536);
	buf_puts(&bad, "words:\n");
	for (i = 0; i < 100; i++)
		buf_printf(&bad, "  wrong-%d: '{nowhere-%d}'\n", i, i);
	overlay("intents/zz.yaml", buf_str(&bad));
	buf_free(&bad);
	buf_clear(&w.lines);
	assert_int_equal(responder_reload(r), -1);
	for (line = buf_str(&w.lines); (line = strstr(line, "error content")) != NULL; line++)
		n++;
	assert_in_range(n, 50, 52);
	assert_contains(buf_str(&w.lines), "findings more: `lumbard check .` tells them all");
	assert_contains(buf_str(&w.lines), "the content that was there stays in use");
}

/* Content that would silence a red flag is refused like any other error. */
static void unsafe_reload(void **state)
{
	(void)state;
	open_with(".", w.dir, NULL);
	assert_non_null(r);
	overlay("intents/flags.yaml", "{}\n");
	overlay("intents/flags-nerves.yaml", "{}\n");
	assert_int_equal(responder_reload(r), -1);
	assert_contains(reply_to("both my legs went numb and i cant pee", "uk"), "Call 999");
}

/* The packaged content stands alone: what was laid over the other may be what was wrong with it. */
static void packaged_content(void **state)
{
	(void)state;
	overlay("intents/zz.yaml", "nonsense: 1\n");
	open_with("/nonexistent", w.dir, ".");
	assert_non_null(r);
	assert_contains(buf_str(&w.lines), "ALARM: the content of /nonexistent cannot be used");
	assert_contains(reply_to("both my legs went numb and i cant pee", "uk"), "Call 999");
	/* it stays in use while the folder is no better */
	assert_int_equal(responder_reload(r), -1);
	assert_int_equal(responder_generation(r), 1);
}

static void no_content(void **state)
{
	(void)state;
	open_with("/nonexistent", NULL, NULL);
	assert_null(r);
	assert_contains(buf_str(&w.lines), "there is no usable content in /nonexistent");
	open_with("/nonexistent", NULL, w.dir);
	assert_null(r);
	/* an empty folder has lost the safety set */
	open_with(w.dir, NULL, NULL);
	assert_null(r);
}

/* Whoever asks how it is is told of reloads, and that the content still escalates what it must. */
static void state_is_told(void **state)
{
	struct responder_state s;
	int i;

	(void)state;
	open_with(".", w.dir, NULL);
	assert_non_null(r);
	for (i = 0; i < 8; i++)
		assert_true(responder_safe(r));
	s = responder_state(r);
	assert_false(s.packaged || s.last_refused);
	assert_int_equal(s.reloads, 0);
	assert_string_equal(s.why, "");
	overlay("responses/causes/lifting.md", "none");
	assert_int_equal(responder_reload(r), -1);
	s = responder_state(r);
	assert_true(s.last_refused);
	assert_int_equal(s.reloads, 1);
	assert_int_equal(s.refused, 1);
	assert_contains(s.why, "lifting.md:1:");
	overlay("responses/causes/lifting.md", ANSWER("Lift well."));
	assert_int_equal(responder_reload(r), 0);
	s = responder_state(r);
	assert_false(s.last_refused);
	assert_int_equal(s.reloads, 2);
	assert_string_equal(s.why, "");
	assert_true(s.loaded_ms > 0);
	assert_true(responder_safe(r));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(answers, set_up, tear_down),
		cmocka_unit_test_setup_teardown(silence, set_up, tear_down),
		cmocka_unit_test_setup_teardown(conversations, set_up, tear_down),
		cmocka_unit_test_setup_teardown(tried, set_up, tear_down),
		cmocka_unit_test_setup_teardown(reloads, set_up, tear_down),
		cmocka_unit_test_setup_teardown(bad_reload, set_up, tear_down),
		cmocka_unit_test_setup_teardown(many_findings, set_up, tear_down),
		cmocka_unit_test_setup_teardown(unsafe_reload, set_up, tear_down),
		cmocka_unit_test_setup_teardown(packaged_content, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_content, set_up, tear_down),
		cmocka_unit_test_setup_teardown(state_is_told, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("bot/responder", tests, NULL, NULL);
}
