/* Tests of src/base/config.c: memory that runs short at whichever place. */
#include "base/config_world.h"

#include "base/memory.h"

#include "base/arena.c" /* NOLINT: compiled in, so that its memory can run short */

#define PATH_LEN 4000

/* A configuration that takes many pieces of memory. */
static char *large(void)
{
	const size_t size = 40 * (PATH_LEN + 100);
	char *text = malloc(size), path[PATH_LEN + 1];
	size_t n = 0;
	int i;

	assert_non_null(text);
	memset(path, 'p', PATH_LEN);
	path[PATH_LEN] = '\0';
	n += (size_t)snprintf(text + n, size - n, "content: /%s\naccounts:\n", path);
	for (i = 0; i < 16; i++)
		n += (size_t)snprintf(text + n, size - n,
			"  - {name: a%d, platform: discord, token: {file: /%s}}\n", i, path);
	n += (size_t)snprintf(text + n, size - n, "servers:\n");
	for (i = 0; i < 200; i++)
		n += (size_t)snprintf(text + n, size - n, "  - {id: '%d', account: a3}\n", i);
	assert_true(n < size);
	return text;
}

static int memory_back(void **state)
{
	memory_left = MEMORY_PLENTY;
	return tear_down(state);
}

/* Refused with a finding, whole, and without a leak: never half a configuration. */
static void runs_short(void **state)
{
	char *text = large();
	struct config *c = NULL;
	size_t left;

	(void)state;
	for (left = 0; !c; left++) {
		forget();
		memory_left = left;
		c = config_parse("c.yaml", text, strlen(text), &found.diag);
		memory_left = MEMORY_PLENTY;
		assert_true(left < 1000);
		assert_int_equal(c != NULL, found.diag.errors == 0);
		if (!c)
			assert_non_null(strstr(buf_str(&found.text), "out of memory"));
	}
	assert_true(left > 6);
	assert_int_equal(c->n_accounts, 16);
	assert_int_equal(c->n_servers, 200);
	assert_string_equal(c->accounts[15].name, "a15");
	assert_string_equal(c->servers[199].account, "a3");
	config_free(c);
	free(text);
}

static void no_default(void **state)
{
	(void)state;
	memory_left = 0;
	assert_null(config_default());
	memory_left = 1;
	assert_null(config_default());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(runs_short, set_up, memory_back),
		cmocka_unit_test_setup_teardown(no_default, set_up, memory_back),
	};

	return cmocka_run_group_tests_name("base/config, memory", tests, NULL, NULL);
}
