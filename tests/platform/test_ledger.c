/* Invalid requests are counted over ten minutes, and 8,000 of them are enough. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "platform/ledger.h"

#define START 987654321

static void add(struct ledger *l, unsigned n, int64_t now)
{
	while (n--)
		ledger_add(l, now);
}

static void test_counts_ten_minutes(void **state)
{
	struct ledger l = {0};

	(void)state;
	assert_int_equal(ledger_count(&l, START), 0);
	add(&l, 3, START);
	add(&l, 2, START + 300000);
	assert_int_equal(ledger_count(&l, START + 300000), 5);
	assert_int_equal(ledger_count(&l, START + 580000), 5);
	assert_int_equal(ledger_count(&l, START + 610000), 2);
	assert_int_equal(ledger_count(&l, START + 910000), 0);
	add(&l, 1, START + 5000000);
	assert_int_equal(ledger_count(&l, START + 5000000), 1);
}

static void test_refuses_until_enough_have_left(void **state)
{
	struct ledger l = {0};
	int64_t at;

	(void)state;
	add(&l, 100, START);
	add(&l, LEDGER_REFUSE - 101, START + 60000);
	assert_int_equal(ledger_when(&l, START + 60000), START + 60000);
	add(&l, 1, START + 60000);
	at = ledger_when(&l, START + 60000);
	assert_true(at > START + 60000 && at <= START + 60000 + LEDGER_SPAN_MS);
	assert_true(at >= START + LEDGER_SPAN_MS - 10000);
	assert_int_equal(ledger_when(&l, at), at);
	assert_int_equal(ledger_count(&l, at), LEDGER_REFUSE - 100);
}

static void test_first_slices_of_the_clock(void **state)
{
	struct ledger l = {0};

	(void)state;
	add(&l, LEDGER_REFUSE, 0);
	assert_int_equal(ledger_count(&l, 0), LEDGER_REFUSE);
	assert_int_equal(ledger_when(&l, 5), LEDGER_SPAN_MS);
	assert_int_equal(ledger_count(&l, LEDGER_SPAN_MS), 0);
}

static void test_slices_do_not_come_back(void **state)
{
	struct ledger l = {0};
	int64_t now;
	unsigned n;

	(void)state;
	for (now = 0; now < 3 * LEDGER_SPAN_MS; now += 10000) {
		ledger_add(&l, now);
		n = (unsigned)(now / 10000) + 1;
		assert_int_equal(ledger_count(&l, now), n < LEDGER_SLICES ? n : LEDGER_SLICES);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_counts_ten_minutes),
		cmocka_unit_test(test_refuses_until_enough_have_left),
		cmocka_unit_test(test_first_slices_of_the_clock),
		cmocka_unit_test(test_slices_do_not_come_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
