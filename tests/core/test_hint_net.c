/* Tests of src/core/hint_net.c: adding up what a message's rows say. */
#include "core/hint_net.h"

#include "core/hint_made.h"

/* A net of two units and one output, which looks at both. */
static struct hint_net_word words[] = {{"heat", 4, 1, {2, 0, 0, 0}}};
static struct hint_net_word starts[] = {{"stret", 5, 0, {0, 3, 0, 0}}};
static const struct hint_net net = {.hidden = 2,
	.rows = "TPPQPR",
	.base = "QP",
	.words = {words, 1},
	.starts = {starts, 1},
	.n_outputs = 1,
	.outputs = {{0, 7, "hh"}}}; /* 24: a weight of one */

static int output(const struct hint_net *n, const struct hint_net_sums *sums)
{
	struct hint_net_units units;

	hint_net_end(n, sums, &units);
	return hint_net_output(n, 0, &units);
}

static void in_order(void **state)
{
	const struct hint_net_word a = {.word = "heater", .len = 4},
				   b = {.word = "heated", .len = 5}, c = {.word = "heat", .len = 4};

	(void)state;
	assert_true(hint_net_order(&a, &b) < 0);
	assert_true(hint_net_order(&b, &a) > 0);
	assert_int_equal(hint_net_order(&a, &c), 0);
}

static void adds(void **state)
{
	struct hint_net_sums sums;

	(void)state;
	hint_net_begin(&net, &sums);
	assert_int_equal(sums.hidden[0], HINT_NET_FULL);
	hint_net_add(&net, "PO", HINT_NET_FULL, &sums);
	hint_net_add(&net, "RP", 10, &sums);
	hint_net_add(&net, NULL, 10, &sums);
	assert_int_equal(sums.hidden[0], HINT_NET_FULL + 20);
	assert_int_equal(sums.hidden[1], -HINT_NET_FULL);
}

/* What is negative in the hidden layer says nothing, and a weight of one is a unit. */
static void comes_out(void **state)
{
	struct hint_net_sums sums = {{24 * HINT_NET_FULL, -1000}};

	(void)state;
	assert_int_equal(output(&net, &sums), 7 + HINT_UNIT);
	sums.hidden[1] = 12 * HINT_NET_FULL;
	assert_int_equal(output(&net, &sums), 7 + HINT_UNIT + HINT_UNIT / 2);
	/* more than a message can add up to does no harm */
	sums.hidden[0] = sums.hidden[1] = INT32_MAX;
	assert_true(output(&net, &sums) > 100 * HINT_UNIT);
}

/* However many units there are, each counts once. */
static void all_units(void **state)
{
	char weights[HINT_NET_HIDDEN_MAX];
	struct hint_net wide = {.n_outputs = 1, .outputs = {{0, 0, weights}}};
	struct hint_net_sums sums;
	size_t i;

	(void)state;
	for (wide.hidden = 1; wide.hidden <= HINT_NET_HIDDEN_MAX; wide.hidden++) {
		for (i = 0; i < HINT_NET_HIDDEN_MAX; i++) {
			weights[i] = i % 2 ? HINT_NET_ZERO - 24 : HINT_NET_ZERO + 24;
			sums.hidden[i] = 24 * HINT_NET_FULL;
		}
		assert_int_equal(output(&wide, &sums), wide.hidden % 2 ? HINT_UNIT : 0);
	}
}

/* A word counts wherever it stands, by its place, and by its first letters where it is longer. */
static void finds_words(void **state)
{
	struct hint_net_sums sums = {0};

	(void)state;
	made_good(&made);
	ask("heat stretchy stret st\xc3\xa9tchy", NULL, NULL);
	hint_net_add_word(&net, made.reading, 0, 1, 10, &sums);
	assert_int_equal(sums.hidden[0], 40);
	assert_int_equal(sums.hidden[1], 0);
	hint_net_add_word(&net, made.reading, 0, 0, 10, &sums);
	assert_int_equal(sums.hidden[1], 10);
	hint_net_add_word(&net, made.reading, 1, 1, 10, &sums);
	assert_int_equal(sums.hidden[1], 30);
	hint_net_add_word(&net, made.reading, 1, 0, 10, &sums);
	hint_net_add_word(&net, made.reading, 2, 1, 10, &sums);
	hint_net_add_word(&net, made.reading, 3, 1, 10, &sums);
	assert_int_equal(sums.hidden[1], 30);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(in_order),
		cmocka_unit_test(adds),
		cmocka_unit_test(comes_out),
		cmocka_unit_test(all_units),
		cmocka_unit_test_setup_teardown(finds_words, set_up_none, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
