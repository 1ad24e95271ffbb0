/* What the bot is in a server: asked once, and said once when it cannot be learned. */
#include "platform/check_mock.h"

#include "platform/discord_check_server.h"

#define WARNING PLATFORM_CHECK_WARNING
#define PROBLEM PLATFORM_CHECK_PROBLEM
#define GUILD(id)                                                                                  \
	"{'id':'" id "','name':'Back Pain Club','owner_id':'1','roles':["                          \
	"{'id':'" id "','permissions':'1024'},{'id':'20','permissions':'2048'}]}"

struct fixture {
	struct check_mock *m;
	struct discord_inquiry *q;
	struct discord_check_servers *s;
	size_t n_found;
	const struct discord_check_server *found;
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	f->m = check_mock_create();
	f->q = discord_inquiry_create(&f->m->host, CHECK_API);
	assert_non_null(f->q);
	f->s = discord_check_servers_create(f->q);
	assert_non_null(f->s);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	discord_check_servers_destroy(f->s);
	discord_inquiry_destroy(f->q);
	free(f->m);
	free(f);
	return 0;
}

static void on_found(void *ctx, const struct discord_check_server *server)
{
	struct fixture *f = ctx;

	f->n_found++;
	f->found = server;
}

static void find(struct fixture *f, const char *guild)
{
	f->found = NULL;
	discord_check_servers_find(f->s, guild, "900", on_found, f);
	discord_inquiry_go(f->q, CHECK_T0);
}

static void test_each_server_is_asked_about_once(void **state)
{
	struct fixture *f = *state;
	const struct discord_check_server *first;

	find(f, "7");
	assert_string_equal(check_path(f->m), "/guilds/7/members/900");
	check_answer(f->m, f->q, 200, "{'roles':['20']}");
	assert_string_equal(check_path(f->m), "/guilds/7");
	assert_int_equal(f->n_found, 0);
	check_answer(f->m, f->q, 200, GUILD("7"));
	assert_int_equal(f->n_found, 1);
	first = f->found;
	assert_non_null(first);
	assert_string_equal(first->name, "Back Pain Club");
	assert_int_equal(first->standing.guild, 7);
	assert_int_equal(first->standing.user, 900);
	assert_int_equal(first->standing.may, DISCORD_MAY_VIEW | DISCORD_MAY_SEND);

	find(f, "8");
	assert_string_equal(check_path(f->m), "/guilds/8/members/900");
	check_answer(f->m, f->q, 200, "{'roles':[]}");
	check_answer(f->m, f->q, 200, GUILD("8"));
	assert_int_equal(f->found->standing.guild, 8);
	assert_int_equal(f->found->standing.may, DISCORD_MAY_VIEW);

	assert_int_equal(f->m->n_request, 4);
	find(f, "7");
	assert_ptr_equal(f->found, first);
	assert_int_equal(f->n_found, 3);
	assert_int_equal(f->m->n_request, 4);
	assert_int_equal(f->m->n_line, 0);
}

static void test_what_cannot_be_learned_is_said_once(void **state)
{
	static const struct {
		const char *id;
		int member_status;
		const char *member;
		int guild_status; /* 0: is not asked for */
		const char *guild;
		const char *said;
	} cases[] = {
		{"11", 404, "{'code':10007}", 0, "", "the bot is not in server 11: invite it"},
		{"12", 403, "{'code':50001}", 0, "", "the bot is not in server 12"},
		{"13", 200, "{'roles':7}", 0, "", "the bot's roles in server 13 could not be"},
		{"14", 500, "", 0, "", "HTTP 500"},
		{"15", 200, "{'roles':[]}", 404, "{'code':10004}", "server 15 does not tell"},
		{"16", 200, "{'roles':[]}", 403, "{}", "server 16 does not tell"},
		{"17", 200, "{'roles':[]}", 200, "{'name':'x'}", "server 17 could not be checked"},
		{"18", 200, "{'roles':[]}", 200, "<html>", "is not understood"},
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		find(f, cases[i].id);
		check_answer(f->m, f->q, cases[i].member_status, cases[i].member);
		if (cases[i].guild_status)
			check_answer(f->m, f->q, cases[i].guild_status, cases[i].guild);
		assert_int_equal(f->n_found, 2 * i + 1);
		assert_null(f->found);
		assert_int_equal(f->m->n_line, i + 1);
		assert_said(f->m, PROBLEM, cases[i].said);
		find(f, cases[i].id);
		assert_int_equal(f->n_found, 2 * i + 2);
		assert_null(f->found);
		assert_int_equal(f->m->n_line, i + 1);
	}
}

static void test_a_bot_that_is_timed_out(void **state)
{
	struct fixture *f = *state;

	find(f, "7");
	check_answer(f->m, f->q, 200,
		"{'roles':[],'communication_disabled_until':'2026-12-01T10:00:00+00:00'}");
	assert_said(f->m, WARNING, "timed out until 2026-12-01T10:00:00+00:00");
	check_answer(f->m, f->q, 200, GUILD("7"));
	assert_non_null(f->found);
	find(f, "8");
	check_answer(f->m, f->q, 200, "{'roles':[],'communication_disabled_until':null}");
	assert_int_equal(f->m->n_line, 1);
}

static void test_roles(void **state)
{
	static const char *const none[] = {"0", "9", "x", "", NULL};
	const struct discord_check_role *role;
	struct fixture *f = *state;
	size_t i;

	find(f, "7");
	check_answer(f->m, f->q, 200, "{'roles':[]}");
	check_answer(f->m, f->q, 200,
		"{'id':'7','name':'x','roles':[{'id':'7','permissions':'0'},"
		"{'id':'20','permissions':'0','mentionable':true},"
		"{'id':'21','permissions':'0','mentionable':false},"
		"{'id':'22','permissions':'0','mentionable':'true'}]}");
	for (i = 20; i <= 22; i++) {
		char id[8];

		snprintf(id, sizeof(id), "%zu", i);
		role = discord_check_server_role(f->found, id);
		assert_non_null(role);
		assert_int_equal(role->id, i);
		assert_int_equal(role->mentionable, i == 20);
	}
	for (i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		assert_null(discord_check_server_role(f->found, none[i]));
}

static void test_destroy(void **state)
{
	struct fixture *f = *state;

	discord_check_servers_destroy(NULL);
	find(f, "7"); /* teardown destroys it while an answer is due */
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_each_server_is_asked_about_once),
		TEST(test_what_cannot_be_learned_is_said_once),
		TEST(test_a_bot_that_is_timed_out),
		TEST(test_roles),
		TEST(test_destroy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
