/* Tests of src/core/rolling.h. */
#include "core/rolling.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

#include <cmocka.h>

static const char word[] = "radiculopathies\xff\x01";

/* Every stretch has the hash that it has alone. */
static void parts(void **state)
{
	struct rolling r;
	size_t from, to;

	(void)state;
	rolling_fill(&r, word, sizeof(word) - 1);
	for (from = 0; from < sizeof(word); from++) {
		for (to = from; to < sizeof(word); to++)
			assert_true(
				rolling_part(&r, from, to) == rolling_hash(word + from, to - from));
	}
}

/* So has the word with any letter left out. */
static void joins(void **state)
{
	char less[sizeof(word)];
	struct rolling r;
	size_t i, n = sizeof(word) - 1;

	(void)state;
	rolling_fill(&r, word, n);
	for (i = 0; i < n; i++) {
		memcpy(less, word, i);
		memcpy(less + i, word + i + 1, n - i - 1);
		assert_true(rolling_join(&r, r.upto[i], i + 1, n) == rolling_hash(less, n - 1));
	}
}

static void longest(void **state)
{
	char s[ROLLING_MAX];
	struct rolling r;

	(void)state;
	memset(s, 'a', sizeof(s));
	rolling_fill(&r, s, sizeof(s));
	assert_true(rolling_part(&r, 0, ROLLING_MAX) == rolling_hash(s, ROLLING_MAX));
	rolling_fill(&r, s, 0);
	assert_true(rolling_part(&r, 0, 0) == rolling_hash(s, 0));
}

/* Words of one letter more or another order are told apart, in the 32 bits as well. */
static void apart(void **state)
{
	static const char *const words[] = {"", "a", "b", "aa", "ab", "ba", "leg", "gel", "legs"};
	size_t i, k, n = sizeof(words) / sizeof(words[0]);
	uint64_t a, b;

	(void)state;
	for (i = 0; i < n; i++) {
		for (k = 0; k < i; k++) {
			a = rolling_hash(words[i], strlen(words[i]));
			b = rolling_hash(words[k], strlen(words[k]));
			assert_true(a != b && rolling_mix(a) != rolling_mix(b));
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parts),
		cmocka_unit_test(joins),
		cmocka_unit_test(longest),
		cmocka_unit_test(apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
