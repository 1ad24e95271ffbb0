/* The whole check: token, switches, gateway, channels, and the link at the end. */
#include "platform/check_mock.h"

#include "platform/discord_check.h"

#define OK PLATFORM_CHECK_OK
#define WARNING PLATFORM_CHECK_WARNING
#define PROBLEM PLATFORM_CHECK_PROBLEM
#define TOKEN "invented-token-of-a-test"
#define LINK                                                                                       \
	"https://discord.com/oauth2/authorize?client_id=901&scope=bot"                             \
	"&permissions=274877975552"

#define CONTENT_ON (1 << 18)
#define CONTENT_ON_LIMITED (1 << 19)

/* What is asked for in a run that goes well, in its order, and the answers. */
static const struct {
	const char *path;
	const char *body;
} steps[] = {
	{"/users/@me", "{'id':'900','username':'lumbard','bot':true}"},
	{"/applications/@me", "{'id':'901','name':'lumbard','flags':524288}"},
	{"/gateway/bot", "{'url':'wss://gateway.discord.gg','shards':1,'session_start_limit':"
			 "{'total':1000,'remaining':997,'reset_after':3600000}}"},
	{"/channels/20", "{'id':'20','type':0,'guild_id':'7','name':'backs',"
			 "'permission_overwrites':[]}"},
	{"/guilds/7/members/900", "{'roles':[]}"},
	{"/guilds/7", "{'id':'7','name':'Back Pain Club','owner_id':'1',"
		      "'roles':[{'id':'7','permissions':'274877975552'}]}"},
	{"/channels/21", "{'id':'21','type':11,'guild_id':'7','name':'Lifting',"
			 "'parent_id':'20'}"},
	{"/channels/20", "{'id':'20','type':0,'guild_id':'7','name':'backs'}"},
};

#define STEPS (sizeof(steps) / sizeof(steps[0]))

struct fixture {
	struct check_mock *m;
	struct platform_account account;
	struct platform_check_channel list[2];
	size_t n;
	void *self;
	int64_t now;
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	f->m = check_mock_create();
	f->account = (struct platform_account){.token = TOKEN, .wants_content = true};
	f->list[0] = (struct platform_check_channel){.id = "20", .server = "7", .listens = true};
	f->list[1] = (struct platform_check_channel){.id = "21", .server = "7", .staff = true};
	f->n = 2;
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < f->m->n_line; i++)
		assert_lacks(f->m->line[i], TOKEN);
	discord_checker.destroy(f->self);
	free(f->m);
	free(f);
	return 0;
}

static void begin(struct fixture *f)
{
	discord_checker.destroy(f->self);
	memset((char *)f->m + sizeof(f->m->host), 0, sizeof(*f->m) - sizeof(f->m->host));
	f->self = discord_checker.create(&f->account, &f->m->host, f->list, f->n);
	assert_non_null(f->self);
	f->now = CHECK_T0;
	discord_checker.start(f->self, f->now);
}

static void answer(struct fixture *f, int status, const char *text)
{
	char *body = check_quoted(text);
	struct platform_result result = mock_result(f->m->request.id, status, body, NULL);

	discord_checker.answered(f->self, &result, f->now);
	free(body);
}

/* Answers the steps from `from` up to `to` as they should be. */
static void answer_steps(struct fixture *f, size_t from, size_t to)
{
	for (; from < to; from++) {
		assert_string_equal(check_path(f->m), steps[from].path);
		answer(f, 200, steps[from].body);
	}
}

/* Begins, and goes well until that step is to be answered. */
static void begin_until(struct fixture *f, size_t step)
{
	begin(f);
	answer_steps(f, 0, step);
	assert_string_equal(check_path(f->m), steps[step].path);
}

/* ------------------------------------------------------------------ all is well */

static void test_all_right(void **state)
{
	static const char *const said[] = {
		"the token is right: it is that of lumbard (900)",
		"Message Content Intent is on, as it must be",
		"997 of 1000 session starts are left; they are counted anew in 60 min",
		"channel #backs (20) in Back Pain Club: the bot has the permissions",
		"staff thread Lifting (21) in Back Pain Club: the bot has the permissions",
		"to invite the bot: " LINK,
	};
	struct fixture *f = *state;
	size_t i;

	begin(f);
	answer_steps(f, 0, STEPS);
	assert_int_equal(f->m->n_request, STEPS);
	assert_int_equal(f->m->n_line, sizeof(said) / sizeof(said[0]));
	for (i = 0; i < f->m->n_line; i++) {
		assert_contains(f->m->line[i], said[i]);
		assert_int_equal(f->m->level[i], OK);
	}
	assert_int_equal(f->m->n_done, 1);
	assert_true(f->m->all_right);
	assert_string_equal(f->m->line[5] + strlen("to invite the bot: "), LINK);
}

static void test_without_channels(void **state)
{
	struct fixture *f = *state;

	f->n = 0;
	f->account.wants_content = false;
	begin(f);
	answer_steps(f, 0, 3);
	assert_int_equal(f->m->n_request, 3);
	assert_contains(f->m->line[3], "no channels are configured");
	assert_said(f->m, OK, LINK);
	assert_true(f->m->all_right);
}

static void test_voice_is_in_the_invitation(void **state)
{
	struct fixture *f = *state;

	f->n = 1;
	begin_until(f, 3);
	answer(f, 200, "{'type':2,'guild_id':'7','name':'talk'}");
	answer_steps(f, 4, 6);
	assert_said(f->m, OK, "permissions=274879024128");
	assert_false(f->m->all_right);
}

/* ------------------------------------------------------------------ token and addresses */

static void test_refused_token(void **state)
{
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < STEPS; i++) { /* it may be reset while we are at it */
		begin_until(f, i);
		answer(f, 401, "{'message':'401: Unauthorized','code':0}");
		assert_said(f->m, PROBLEM, "Discord refuses the bot token (401). Get a new one at");
		assert_int_equal(f->m->n_done, 1);
		assert_false(f->m->all_right);
		assert_int_equal(f->m->n_request, i + 1);
	}
}

static void test_without_the_bots_id_nothing_else_is_asked(void **state)
{
	static const struct {
		int status;
		const char *body;
	} cases[] = {{0, ""}, {500, "{}"}, {403, "{}"}, {404, "{}"}, {200, "<html>"}, {200, "{}"},
		{200, "{'id':900}"}};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		begin(f);
		answer(f, cases[i].status, cases[i].body);
		assert_int_equal(f->m->n_line, 1);
		assert_said(f->m, PROBLEM, "the token could not be checked");
		assert_int_equal(f->m->n_done, 1);
		assert_false(f->m->all_right);
		assert_int_equal(f->m->n_request, 1);
	}
}

static void test_the_token_goes_to_trusted_addresses_only(void **state)
{
	static const char *const bad[] = {
		"http://discord.com/api/v10", "discord.com", "", "https://user@discord.com"};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		f->account.api_url = bad[i];
		begin(f);
		assert_int_equal(f->m->n_request, 0);
		assert_said(f->m, PROBLEM, "must begin with https://");
		assert_int_equal(f->m->n_done, 1);
		assert_false(f->m->all_right);
	}
	f->account.api_url = "http://127.0.0.1:8080/api/v10/";
	begin(f);
	assert_string_equal(f->m->request.url, "http://127.0.0.1:8080/api/v10/users/@me");
}

/* ------------------------------------------------------------------ the portal */

static void test_message_content(void **state)
{
	static const struct {
		bool wants, listens;
		int flags;
		enum platform_check_level level;
		const char *said;
	} cases[] = {
		{true, true, CONTENT_ON, OK, "is on, as it must be"},
		{true, true, CONTENT_ON_LIMITED, OK, "is on, as it must be"},
		{true, false, 0, PROBLEM, "Message Content Intent is off, but the bot is to"},
		{false, true, 1 << 15, PROBLEM,
			"turn it on at https://discord.com/developers/applications/901/bot"},
		{false, false, 0, OK, "is off, and not needed"},
		{false, false, CONTENT_ON, OK, "may be off"},
	};
	struct fixture *f = *state;
	char body[128];
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		f->account.wants_content = cases[i].wants;
		f->list[0].listens = cases[i].listens;
		begin_until(f, 1);
		snprintf(body, sizeof(body), "{'id':'901','flags':%d}", cases[i].flags);
		answer(f, 200, body);
		assert_said(f->m, cases[i].level, cases[i].said);
		answer_steps(f, 2, STEPS);
		assert_said(f->m, OK, LINK);
		assert_int_equal(f->m->all_right, cases[i].level == OK);
	}
}

static void test_odd_applications(void **state)
{
	struct fixture *f = *state;

	begin_until(f, 1);
	answer(f, 200, "{'id':'901','flags':'524288'}");
	assert_said(f->m, WARNING, "does not say whether Message Content Intent is on");
	answer_steps(f, 2, STEPS);
	assert_true(f->m->all_right);

	begin_until(f, 1);
	answer(f, 200, "{'id':'901','flags':524288,'bot_require_code_grant':true}");
	assert_said(f->m, WARNING, "Requires OAuth2 Code Grant is on");

	/* without its id there is no link, and everything else is checked */
	begin_until(f, 1);
	answer(f, 200, "{'flags':524288}");
	assert_said(f->m, PROBLEM, "the application could not be checked");
	answer_steps(f, 2, STEPS);
	assert_said(f->m, OK, "staff thread Lifting (21)");
	assert_int_equal(f->m->n_done, 1);
	assert_false(f->m->all_right);
}

/* ------------------------------------------------------------------ the gateway */

static void test_gateway(void **state)
{
	static const struct {
		const char *body;
		enum platform_check_level level;
		const char *said;
	} cases[] = {
		{"{'url':'wss://g','session_start_limit':{'total':1000,'remaining':100,"
		 "'reset_after':60001}}",
			OK, "100 of 1000 session starts are left; they are counted anew in 2 min"},
		{"{'url':'wss://g','session_start_limit':{'total':1000,'remaining':99,"
		 "'reset_after':1}}",
			WARNING, "99 of 1000"},
		{"{'url':'wss://g','session_start_limit':{'total':1000,'remaining':0,"
		 "'reset_after':7200000}}",
			PROBLEM,
			"all 1000 session starts are used up, so the bot cannot connect "
			"for 120 min"},
		{"{'url':'wss://g'}", WARNING, "how many session starts"},
		{"{'url':'wss://g','session_start_limit':{'remaining':'many'}}", WARNING,
			"how many session starts"},
		{"{'url':'ws://g'}", PROBLEM, "the gateway's address must begin with wss://"},
		{"{}", PROBLEM, "the gateway's address must begin with wss://"},
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		begin_until(f, 2);
		answer(f, 200, cases[i].body);
		assert_int_equal(f->m->n_line, 3);
		assert_said(f->m, cases[i].level, cases[i].said);
		answer_steps(f, 3, STEPS);
		assert_int_equal(f->m->all_right, cases[i].level != PROBLEM);
	}
}

static void test_gateway_of_the_configuration(void **state)
{
	struct fixture *f = *state;

	f->account.gateway_url = "ws://127.0.0.1:9";
	begin_until(f, 2);
	answer(f, 200, "{'url':7,'session_start_limit':{'total':1,'remaining':1}}");
	assert_said(f->m, OK, "1 of 1 session starts");
	f->account.gateway_url = "ws://example.org";
	begin_until(f, 2);
	answer(f, 200, steps[2].body);
	assert_said(f->m, PROBLEM, "the gateway's address");
}

/* ------------------------------------------------------------------ whatever is answered */

static void test_a_429_on_the_way(void **state)
{
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < STEPS; i++) {
		begin_until(f, i);
		answer(f, 429, "{'retry_after':0.5}");
		assert_int_equal(f->m->wake_at, CHECK_T0 + 501);
		f->now = f->m->wake_at;
		discord_checker.tick(f->self, f->now);
		assert_int_equal(f->m->n_request, i + 2);
		answer_steps(f, i, STEPS);
		assert_true(f->m->all_right);
	}
}

static void test_it_ends_whatever_is_answered(void **state)
{
	static const int statuses[] = {0, 200, 204, 301, 400, 403, 404, 418, 500, 502, 503};
	static const char *const bodies[] = {"", "{", "<html>1020</html>", "[]", "null", "7", "{}",
		"{'id':'900'}", "{'type':11,'guild_id':'7','parent_id':'21'}", "{'roles':[]}",
		"{'roles':['20'],'permission_overwrites':[{'type':0}]}", "\xff\xfe"};
	struct fixture *f = *state;
	size_t step, s, b;

	for (step = 0; step < STEPS; step++) {
		for (s = 0; s < sizeof(statuses) / sizeof(statuses[0]); s++) {
			for (b = 0; b < sizeof(bodies) / sizeof(bodies[0]); b++) {
				begin_until(f, step);
				while (!f->m->n_done) {
					answer(f, statuses[s], bodies[b]);
					assert_true(f->m->n_request < 3 * STEPS);
				}
				assert_int_equal(f->m->n_done, 1);
				assert_false(f->m->all_right && f->m->n_request < STEPS - 2);
			}
		}
	}
}

static void test_answers_of_others_are_ignored(void **state)
{
	struct fixture *f = *state;
	struct platform_result result = mock_result(77, 401, "{}", NULL);

	begin(f);
	discord_checker.answered(f->self, &result, CHECK_T0);
	assert_int_equal(f->m->n_line, 0);
	answer_steps(f, 0, STEPS);
	assert_true(f->m->all_right);
	answer(f, 401, "{}");
	discord_checker.tick(f->self, CHECK_T0 + 60000);
	assert_int_equal(f->m->n_done, 1);
}

static void test_destroy(void **state)
{
	struct fixture *f = *state;

	discord_checker.destroy(NULL);
	begin_until(f, 6); /* teardown destroys it while an answer is due */
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_all_right),
		TEST(test_without_channels),
		TEST(test_voice_is_in_the_invitation),
		TEST(test_refused_token),
		TEST(test_without_the_bots_id_nothing_else_is_asked),
		TEST(test_the_token_goes_to_trusted_addresses_only),
		TEST(test_message_content),
		TEST(test_odd_applications),
		TEST(test_gateway),
		TEST(test_gateway_of_the_configuration),
		TEST(test_a_429_on_the_way),
		TEST(test_it_ends_whatever_is_answered),
		TEST(test_answers_of_others_are_ignored),
		TEST(test_destroy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
