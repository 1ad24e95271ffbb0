/*
 * What the tests of single parts of the REST side have in common: a discord_rest on a host that is played.
 * Whoever includes it has defined API, an address, and has on_got() for what is answered.
 */
#ifndef TESTS_PLATFORM_REST_MOCK_H
#define TESTS_PLATFORM_REST_MOCK_H

#include "platform/host_mock.h"

#include "platform/discord_rest.h"

struct fixture {
	struct host_mock *m;
	struct discord_rest *r;
	size_t n_got;
	int got_status;
};

static void on_got(void *ctx, const struct discord_rest_answer *answer, int64_t now_ms);

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	f->m = mock_create();
	f->r = discord_rest_create(&f->m->host, API, on_got, f);
	assert_non_null(f->r);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	discord_rest_destroy(f->r);
	mock_destroy(f->m);
	free(f);
	return 0;
}

#endif
