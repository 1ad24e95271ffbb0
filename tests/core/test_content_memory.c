/*
 * Content while memory is short: wherever it runs out, there is no content, and what was built is
 * released (which the address sanitizer and valgrind see).
 */
#include "core/content_made.h"
#include "core/words_arena.h"

static struct made made;

static void without(size_t pieces)
{
	words_left = pieces;
	made_build(&made);
	words_left = WORDS_PLENTY;
	if (made.content)
		fail_msg("there is content, though piece %zu of memory was missing", pieces);
	if (made.found.text.len == 0)
		fail_msg("nothing was said, though piece %zu of memory was missing", pieces);
	buf_clear(&made.found.text);
}

static void memory_is_short(void **state)
{
	size_t pieces, k;

	(void)state;
	made_open(&made);
	words_left = pieces = (size_t)1 << 20;
	made_good(&made);
	pieces -= words_left;
	words_left = WORDS_PLENTY;
	assert_in_range(pieces, 500, 20000);
	for (k = 0; k < pieces; k++)
		without(k);
	/* and with all of it there is content again */
	made_good(&made);
	made_close(&made);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_is_short),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
