/* Tests of src/core/example.c. */
#include "core/example.h"

#include "core/content_made.h"
#include "core/safety.h"

static struct made made;

static int set_up(void **state)
{
	(void)state;
	made_open(&made);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	made_close(&made);
	return 0;
}

static void note(void *ctx, const struct lumbar_example *x)
{
	struct buf *out = ctx;

	if (strcmp(x->of, LUMBAR_SAFETY_SET) == 0)
		buf_putc(out, '.');
	else
		buf_printf(out, "\n%s%s %s: %.*s", x->counter ? "not " : "", x->of,
			lumbar_channel_name(x->message.channel), (int)x->message.len,
			x->message.text);
}

/* The safety set first, then flags, then intents; what is no example is left out. */
static void every_one(void **state)
{
	struct buf out;

	(void)state;
	made_put(&made, "intents/more.yaml",
		"words: {pear: [pear]}\n"
		"flags: {pear: {tier: urgent, rules: [pear], examples: [a pear, {text: the pear, "
		"channel: "
		"ambient}, {text: x, channel: nowhere}, [a]], counter-examples: [no pear]}}\n"
		"intents: {treatment.pear: {ask: [pear], examples: [pear help]}}\n");
	made_put(&made, "responses/flags/pear.md", MADE_FLAG("urgent", "**{urgent}**"));
	made_put(&made, "responses/treatment/pear.md", MADE_CITED("Pear."));
	made_good(&made);
	buf_init(&out, 65536);
	lumbar_content_examples(made.content, note, &out);
	assert_int_equal(strspn(buf_str(&out), "."), safety_count());
	assert_string_equal(buf_str(&out) + safety_count(),
		"\npear direct: a pear\npear ambient: the pear\nnot pear direct: no pear"
		"\ntreatment.pear direct: pear help");
	buf_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_one, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
