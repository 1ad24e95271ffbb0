/* Tests of src/bot/pager.c, with a peer and programs on this machine. */
#include "bot/pager.h"

#include <sys/stat.h>

#include "platform/host_mock.h"
#include "sys/peer.h"
#include "sys/world.h"

static struct world w;
static struct peer peer;
static struct pager *p;
static char url[64];

static struct {
	unsigned n, wanted;
	uint64_t ticket;
	enum platform_outcome_kind kind;
	char reason[128];
} saw;

static void on_outcome(void *ctx, const char *account, const struct platform_outcome *outcome)
{
	assert_ptr_equal(ctx, &w);
	assert_string_equal(account, "main");
	saw.ticket = outcome->ticket;
	saw.kind = outcome->kind;
	mock_copy(saw.reason, sizeof(saw.reason), outcome->reason);
	if (++saw.n == saw.wanted)
		loop_stop(w.loop);
}

static void create(const char *webhook, const char *command)
{
	pager_destroy(p);
	p = pager_create(&(struct pager_options){w.loop, &w.log, webhook, command, on_outcome, &w});
	assert_non_null(p);
}

static int set_up(void **state)
{
	(void)state;
	memset(&saw, 0, sizeof(saw));
	memset(&peer, 0, sizeof(peer));
	saw.wanted = 1;
	world_open(&w, NULL);
	world_make_dir(&w);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	pager_destroy(p);
	p = NULL;
	if (peer.port)
		peer_stop(&peer);
	assert_false(world_logged(&w, "secret"));
	world_close(&w);
	return 0;
}

static void serve(peer_script *script)
{
	peer.script = script;
	peer_start(&peer);
	snprintf(url, sizeof(url), "http://127.0.0.1:%u/secret", (unsigned)peer.port);
}

static int send_one(bool to_command)
{
	return pager_send(
		p, &(struct pager_call){7, "main", to_command, "Red \"flag\"", "emergency",
			   "saddle", "https://chat.example/5", "n-1", "alerted"});
}

static void script_taken(struct conn *c)
{
	while (peer_read_request(c))
		peer_say(c, "HTTP/1.1 204 Taken\r\n\r\n");
}

static void script_refused(struct conn *c)
{
	while (peer_read_request(c))
		peer_say(c, "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n");
}

static void taken(void **state)
{
	(void)state;
	serve(script_taken);
	create(url, NULL);
	assert_int_equal(send_one(false), 0);
	assert_int_equal(saw.n, 0);
	world_run(&w);
	assert_int_equal(saw.ticket, 7);
	assert_int_equal(saw.kind, PLATFORM_SENT);
	assert_string_equal(peer.body,
		"{\"text\":\"Red \\\"flag\\\"\",\"tier\":\"emergency\",\"flags\":\"saddle\","
		"\"link\":\"https://chat.example/5\",\"number\":\"n-1\",\"step\":\"alerted\"}");
}

static void refused(void **state)
{
	(void)state;
	serve(script_refused);
	create(url, NULL);
	assert_int_equal(send_one(false), 0);
	world_run(&w);
	assert_int_equal(saw.kind, PLATFORM_REFUSED);
	assert_string_equal(saw.reason, "the webhook answered 403");
	peer_stop(&peer);
	peer.port = 0;
	assert_int_equal(send_one(false), 0);
	saw.wanted = 2;
	world_run(&w);
	assert_string_equal(saw.reason, "the webhook gave no answer");
}

/* A way that there is not is none; an address without TLS is not used. */
static void no_way(void **state)
{
	(void)state;
	create(NULL, NULL);
	assert_int_equal(send_one(false), -1);
	assert_int_equal(send_one(true), -1);
	create("http://example.org/secret", NULL);
	assert_int_equal(send_one(false), -1);
	assert_true(world_logged(&w, "error alerts: the webhook's address must begin with https"));
	create(NULL, world_path(&w, "nothing"));
	assert_int_equal(send_one(true), -1);
	assert_true(world_logged(&w, "cannot be run: No such file"));
	assert_int_equal(saw.n, 0);
	pager_destroy(NULL);
}

static const char *script(const char *text)
{
	const char *path = world_path(&w, "program");

	world_write(path, text);
	assert_int_equal(chmod(path, 0700), 0);
	return path;
}

static void a_program(void **state)
{
	(void)state;
	create(NULL, script("#!/bin/sh\n[ \"$LUMBARD_TEXT\" = 'Red \"flag\"' ] &&"
			    "[ $LUMBARD_TIER$LUMBARD_FLAGS = emergencysaddle ] &&"
			    "[ $LUMBARD_NUMBER = n-1 ] && [ $LUMBARD_STEP = alerted ] &&"
			    "[ $LUMBARD_LINK = https://chat.example/5 ] && "
			    "[ $LUMBARD_ACCOUNT = main ] && ls / > /dev/null\n"));
	assert_int_equal(send_one(true), 0);
	world_run(&w);
	assert_int_equal(saw.kind, PLATFORM_SENT);
	create(NULL, script("#!/bin/sh\nexit 3\n"));
	assert_int_equal(send_one(true), 0);
	saw.wanted = 2;
	world_run(&w);
	assert_int_equal(saw.kind, PLATFORM_REFUSED);
	assert_string_equal(saw.reason, "the command ended with 3");
}

static void bounded(void **state)
{
	const char *path = script("#!/bin/sh\nsleep 1000\n");
	unsigned i;

	(void)state;
	create(NULL, path);
	for (i = 0; i < PAGER_MAX; i++)
		assert_int_equal(send_one(true), 0);
	assert_int_equal(send_one(true), -1);
	/* what is under way at the end is told to nobody */
	pager_destroy(p);
	p = NULL;
	assert_int_equal(saw.n, 0);
	serve(script_taken);
	create(url, NULL);
	assert_int_equal(send_one(false), 0);
	pager_destroy(p);
	p = NULL;
	assert_int_equal(saw.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(taken, set_up, tear_down),
		cmocka_unit_test_setup_teardown(refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_way, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_program, set_up, tear_down),
		cmocka_unit_test_setup_teardown(bounded, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("bot/pager", tests, NULL, NULL);
}
