/* Can the bot work in a channel of this kind, with these permissions, of that server. */
#include "platform/check_mock.h"

#include "platform/discord_check_channel.h"
#include "platform/discord_permissions.h"

#define OK PLATFORM_CHECK_OK
#define WARNING PLATFORM_CHECK_WARNING
#define PROBLEM PLATFORM_CHECK_PROBLEM
#define ALL_NEEDED 274877975552 /* what the bot needs in text channels, forums and threads */
#define CHANNELS_MAX 4
#define MEMBER "{'roles':['20']}"
/* where @everyone may do what the bot needs, and the bot's role 20 adds nothing */
#define GUILD                                                                                      \
	"{'id':'7','name':'Back Pain Club','owner_id':'1','roles':["                               \
	"{'id':'7','permissions':'274877975552'},{'id':'20','permissions':'0'}]}"
#define DENY(bits) "[{'id':'20','type':0,'allow':'0','deny':'" #bits "'}]"

struct fixture {
	struct check_mock *m;
	struct discord_inquiry *q;
	struct platform_check_channel list[CHANNELS_MAX];
	struct discord_check_channels *c;
	size_t n_done;
};

static void on_done(void *ctx)
{
	struct fixture *f = ctx;

	f->n_done++;
}

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	f->m = check_mock_create();
	f->q = discord_inquiry_create(&f->m->host, CHECK_API);
	assert_non_null(f->q);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	discord_check_channels_destroy(f->c);
	discord_inquiry_destroy(f->q);
	free(f->m);
	free(f);
	return 0;
}

/* Begins with the first n channels of the list. */
static void begin(struct fixture *f, size_t n)
{
	const struct discord_check_channels_setup s = {
		.inquiry = f->q, .channels = f->list, .n = n, .done = on_done, .ctx = f};

	discord_check_channels_destroy(f->c);
	f->c = discord_check_channels_create(&s);
	assert_non_null(f->c);
	f->n_done = 0;
	discord_check_channels_start(f->c, "900");
	discord_inquiry_go(f->q, CHECK_T0);
}

/* Begins with one channel, "123". */
static void begin_one(struct fixture *f, const char *server, bool staff)
{
	f->list[0] = (struct platform_check_channel){.id = "123", .server = server, .staff = staff};
	begin(f, 1);
	assert_string_equal(check_path(f->m), "/channels/123");
}

static void answer(struct fixture *f, int status, const char *text)
{
	check_answer(f->m, f->q, status, text);
}

/* Answers with the channel, and that it is in the server 7. */
static void answer_channel(struct fixture *f, int type, const char *overwrites)
{
	char text[512];

	snprintf(text, sizeof(text),
		"{'id':'123','type':%d,'guild_id':'7','parent_id':'60','name':'backs',"
		"'permission_overwrites':%s}",
		type, overwrites);
	answer(f, 200, text);
}

static void answer_server(struct fixture *f)
{
	assert_string_equal(check_path(f->m), "/guilds/7/members/900");
	answer(f, 200, MEMBER);
	answer(f, 200, GUILD);
}

/* ------------------------------------------------------------------ kinds and permissions */

/* Where @everyone may do what the bot needs, and role 30 is that of the staff. */
#define GUILD_WITH(mentionable, everyone)                                                          \
	"{'id':'7','name':'Back Pain Club','owner_id':'1','roles':["                               \
	"{'id':'7','permissions':'" everyone "'},{'id':'20','permissions':'0'},"                   \
	"{'id':'30','permissions':'0','mentionable':" mentionable "}]}"

/* What a channel may open threads for; 1 << 35, and all that is needed beside it. */
static void test_threads(void **state)
{
	static const struct {
		const char *guild;
		bool opens;
		int type;
		const char *warning; /* NULL = none */
	} cases[] = {
		{GUILD_WITH("true", "274877975552"), true, 0,
			"lacks Create Public Threads, so it cannot open"},
		{GUILD_WITH("true", "309237713920"), true, 0, NULL},
		{GUILD_WITH("true", "274877975552"), false, 0, NULL},
		{GUILD_WITH("true", "274877975552"), true, 15,
			NULL}, /* a forum's posts are threads */
	};
	struct fixture *f;
	size_t i;

	teardown(state);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		setup(state);
		f = *state;
		f->list[0] = (struct platform_check_channel){
			.id = "123", .server = "7", .threads = cases[i].opens};
		begin(f, 1);
		answer_channel(f, cases[i].type, "[]");
		answer(f, 200, MEMBER);
		answer(f, 200, cases[i].guild);
		if (cases[i].warning)
			assert_said(f->m, WARNING, cases[i].warning);
		else
			assert_said(f->m, OK, "the permissions that it needs");
		assert_int_equal(discord_check_channels_needs(f->c) & DISCORD_MAY_OPEN_THREADS,
			cases[i].opens && cases[i].type == 0 ? DISCORD_MAY_OPEN_THREADS : 0);
		if (i + 1 < sizeof(cases) / sizeof(cases[0]))
			teardown(state);
	}
}

/* Those that are not named: what the bot's roles say of the server as a whole. */
static void test_threads_everywhere(void **state)
{
	struct fixture *f = *state;

	f->list[0] = (struct platform_check_channel){.id = "", .server = "7", .threads = true};
	f->list[1] = (struct platform_check_channel){.id = "123", .server = "7"};
	begin(f, 2);
	assert_string_equal(check_path(f->m), "/guilds/7/members/900");
	answer(f, 200, MEMBER);
	answer(f, 200, GUILD_WITH("true", "274877975552"));
	assert_said(f->m, WARNING,
		"channels of Back Pain Club that are not named: the bot lacks Create Public "
		"Threads");
	/* the others are looked at all the same, and the server is asked about once */
	assert_string_equal(check_path(f->m), "/channels/123");
	answer_channel(f, 0, "[]");
	assert_int_equal(f->n_done, 1);
	assert_true(discord_check_channels_needs(f->c) & DISCORD_MAY_OPEN_THREADS);
	begin(f, 1);
	answer(f, 200, MEMBER);
	answer(f, 200, GUILD_WITH("true", "309237713920"));
	assert_string_equal(check_path(f->m), "/guilds/7/channels");
	answer(f, 200, "[]");
	assert_said(f->m, OK, "the bot has Create Public Threads wherever it may write");
	assert_int_equal(f->n_done, 1);
	/* a server that keeps that to itself */
	begin(f, 1);
	answer(f, 200, MEMBER);
	answer(f, 200, GUILD_WITH("true", "309237713920"));
	answer(f, 403, "{}");
	assert_said(f->m, OK, "if none of them denies it");
	assert_int_equal(f->n_done, 1);
	/* no list */
	begin(f, 1);
	answer(f, 200, MEMBER);
	answer(f, 200, GUILD_WITH("true", "309237713920"));
	answer(f, 200, "{}");
	assert_said(f->m, PROBLEM, "the channels of server 7 could not be checked");
	assert_int_equal(f->n_done, 1);
	/* who is not there is told so */
	begin(f, 1);
	answer(f, 404, "{}");
	assert_said(f->m, PROBLEM, "the bot is not in server 7");
	assert_int_equal(f->n_done, 1);
}

static void test_the_staff_s_role(void **state)
{
	static const struct {
		const char *role;
		const char *guild;
		const char *overwrites;
		const char *problem; /* NULL = none */
	} cases[] = {
		{"30", GUILD_WITH("true", "274877975552"), "[]", NULL},
		{"30", GUILD_WITH("false", "274877975552"), "[]", "mention role 30"},
		{"30", GUILD_WITH("false", "274878106624"), "[]", NULL},
		{"30", GUILD_WITH("false", "274878106624"), DENY(131072), "mention role 30"},
		{"30", GUILD_WITH("false", "8"), "[]", NULL}, /* an administrator */
		{"31", GUILD_WITH("true", "274877975552"), "[]", "has no role 31"},
		{"x y", GUILD_WITH("true", "274877975552"), "[]", "has no role x y"},
		{"", GUILD_WITH("false", "274877975552"), "[]", NULL},
		{NULL, GUILD_WITH("false", "274877975552"), "[]", NULL},
	};
	struct fixture *f;
	size_t i;

	teardown(state);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		setup(state);
		f = *state;
		f->list[0] = (struct platform_check_channel){
			.id = "123", .server = "7", .staff = true, .role = cases[i].role};
		begin(f, 1);
		answer_channel(f, 0, cases[i].overwrites);
		answer(f, 200, MEMBER);
		answer(f, 200, cases[i].guild);
		if (cases[i].problem) {
			assert_said(f->m, PROBLEM, cases[i].problem);
			assert_said(f->m, PROBLEM, "notify nobody");
		} else {
			assert_said(f->m, OK, "staff channel #backs (123)");
		}
		assert_int_equal(f->n_done, 1);
		if (i + 1 < sizeof(cases) / sizeof(cases[0]))
			teardown(state);
	}
}

static void test_a_channel_where_all_is_right(void **state)
{
	struct fixture *f = *state;

	begin_one(f, "7", false);
	answer_channel(f, 0, "[]");
	answer_server(f);
	assert_int_equal(f->m->n_line, 1);
	assert_said(f->m, OK, "channel #backs (123) in Back Pain Club");
	assert_int_equal(f->n_done, 1);
	assert_int_equal(discord_check_channels_needs(f->c), ALL_NEEDED);
}

static void test_what_is_missing_is_named(void **state)
{
	static const struct {
		int type;
		const char *overwrites;
		enum platform_check_level level;
		const char *said;
	} cases[] = {
		{0, DENY(2048), PROBLEM, "the bot lacks Send Messages. "},
		{0, DENY(65536), PROBLEM, "the bot lacks Read Message History. "},
		{0, DENY(67584), PROBLEM, "lacks Send Messages, Read Message History. "},
		{0, DENY(274877975552), PROBLEM,
			"lacks View Channel, Send Messages, Send Messages in Threads, Read "
			"Message History. "},
		{0, DENY(274877906944), WARNING, "lacks Send Messages in Threads, so"},
		{5, DENY(274877906944), WARNING, "lacks Send Messages in Threads, so"},
		{5, DENY(2048), PROBLEM, "the bot lacks Send Messages. "},
		/* posts are threads: nothing is sent to the forum itself */
		{15, DENY(2048), OK, "forum #backs (123)"},
		{15, DENY(274877906944), PROBLEM,
			"forum #backs (123) in Back Pain Club: the bot "
			"lacks Send Messages in Threads. "},
		{16, DENY(65536), PROBLEM, "media channel #backs (123)"},
		/* nothing that concerns the bot's work */
		{0, DENY(131072), OK, "channel #backs"},
		/* a type that is not known yet */
		{77, "[]", OK, "channel #backs"},
		{77, DENY(2048), PROBLEM, "lacks Send Messages. "},
		{2, DENY(0), PROBLEM,
			"voice channel backs (123) in Back Pain Club: the bot lacks "
			"Connect. "},
		{2, "[{'id':'900','type':1,'allow':'1048576','deny':'0'}]", OK, "voice channel"},
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		begin_one(f, "", false);
		answer_channel(f, cases[i].type, cases[i].overwrites);
		answer_server(f);
		assert_int_equal(f->m->n_line, i + 1);
		assert_said(f->m, cases[i].level, cases[i].said);
		if (cases[i].level != OK)
			assert_contains(check_line(f->m), "the channel's settings > Permissions");
		assert_int_equal(f->n_done, 1);
	}
}

static void test_voice_needs_more(void **state)
{
	struct fixture *f = *state;

	begin_one(f, NULL, false);
	answer_channel(f, 13, "[]");
	answer_server(f);
	assert_int_equal(discord_check_channels_needs(f->c), ALL_NEEDED | DISCORD_MAY_CONNECT);
}

static void test_where_nobody_can_write(void **state)
{
	static const struct {
		const char *body;
		bool staff;
		const char *said;
	} cases[] = {
		{"{'type':4,'guild_id':'7','name':'Help'}", false,
			"category Help (123) takes no messages"},
		{"{'type':14,'guild_id':'7','name':'Hub'}", false, "takes no messages"},
		{"{'type':15,'guild_id':'7','name':'ask'}", true,
			"staff forum #ask (123) takes no messages but posts"},
		{"{'type':1,'recipients':[]}", false, "channel 123 is a direct message"},
		{"{'type':0,'name':'x','guild_id':null}", false, "is a direct message"},
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		begin_one(f, "7", cases[i].staff);
		answer(f, 200, cases[i].body);
		assert_int_equal(f->m->n_line, i + 1);
		assert_said(f->m, PROBLEM, cases[i].said);
		assert_int_equal(f->n_done, 1);
	}
}

/* ------------------------------------------------------------------ threads */

static void test_threads_take_their_parents_overwrites(void **state)
{
	static const struct {
		const char *parent;
		enum platform_check_level level;
		const char *said;
	} cases[] = {
		{"[]", OK, "thread backs (123) in Back Pain Club"},
		{DENY(2048), OK, "thread backs"}, /* is not inherited */
		{DENY(274877906944), PROBLEM,
			"the bot lacks Send Messages in Threads. Allow that to its role in its "
			"parent channel's settings"},
		{DENY(1024), PROBLEM, "the bot lacks View Channel. "},
	};
	struct fixture *f = *state;
	char parent[256];
	size_t i;
	int type;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		for (type = 10; type <= 12; type++) {
			begin_one(f, "7", false);
			/* a thread has no overwrites; were there any, they would not hold */
			answer_channel(f, type, DENY(65536));
			assert_string_equal(check_path(f->m), "/channels/60");
			snprintf(parent, sizeof(parent),
				"{'id':'60','type':0,'guild_id':'7','permission_overwrites':%s}",
				cases[i].parent);
			answer(f, 200, parent);
			answer_server(f);
			assert_said(f->m, cases[i].level, cases[i].said);
			assert_int_equal(f->n_done, 1);
		}
	}
}

static void test_threads_whose_parent_is_hidden(void **state)
{
	struct fixture *f = *state;

	begin_one(f, "7", false);
	answer_channel(f, 11, "[]");
	answer(f, 403, "{'code':50001}");
	assert_said(f->m, PROBLEM, "channel 60 is hidden from the bot");
	assert_int_equal(f->n_done, 1);
	begin_one(f, "7", false);
	answer(f, 200, "{'type':11,'guild_id':'7','name':'no parent'}");
	assert_said(f->m, PROBLEM, "channel 123 could not be checked");
	begin_one(f, "7", false);
	answer_channel(f, 11, "[]");
	answer(f, 200, "{'permission_overwrites':7}");
	assert_said(f->m, PROBLEM, "channel 60 could not be checked");
	assert_int_equal(f->m->n_line, 3);
	assert_int_equal(f->n_done, 1);
}

/* ------------------------------------------------------------------ what is not there */

static void test_what_cannot_be_seen(void **state)
{
	struct fixture *f = *state;

	begin_one(f, "7", false);
	answer(f, 403, "{'message':'Missing Access','code':50001}");
	assert_said(f->m, PROBLEM, "channel 123 is hidden from the bot (403): allow View Channel");
	assert_int_equal(f->n_done, 1);
	begin_one(f, "7", true);
	answer(f, 404, "{'message':'Unknown Channel','code':10003}");
	assert_said(f->m, PROBLEM, "staff channel 123 does not exist (404): correct its id");
	assert_int_equal(f->n_done, 1);
	begin_one(f, "7", false);
	answer(f, 500, "");
	assert_said(f->m, PROBLEM, "channel 123 could not be checked: HTTP 500");
	assert_int_equal(f->n_done, 1);
	assert_int_equal(f->m->n_line, 3);
}

static void test_another_server_than_configured(void **state)
{
	struct fixture *f = *state;

	begin_one(f, "8", true);
	answer_channel(f, 0, DENY(2048));
	assert_said(f->m, PROBLEM,
		"staff channel #backs (123) belongs to server 7, but is configured under server 8");
	answer_server(f);
	assert_int_equal(f->m->n_line, 2); /* and its permissions all the same */
	assert_said(f->m, PROBLEM, "staff channel #backs (123) in Back Pain Club: the bot lacks");
}

static void test_malformed_channels(void **state)
{
	static const char *const bad[] = {"{}", "{'type':'0','guild_id':'7'}",
		"{'guild_id':'7','name':'x'}",
		"{'type':0,'guild_id':'7','permission_overwrites':[7]}"};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		begin_one(f, "7", false);
		answer(f, 200, bad[i]);
		assert_int_equal(f->m->n_line, i + 1);
		assert_said(f->m, PROBLEM, "channel 123 could not be checked: the answer from");
		assert_int_equal(f->n_done, 1);
	}
}

/* ------------------------------------------------------------------ several */

static void test_ids_that_are_none_are_not_asked_for(void **state)
{
	struct fixture *f = *state;

	f->list[0] = (struct platform_check_channel){.id = "../users/@me"};
	f->list[1] = (struct platform_check_channel){.id = ""};
	f->list[2] = (struct platform_check_channel){.id = NULL, .staff = true};
	begin(f, 3);
	assert_int_equal(f->m->n_request, 0);
	assert_int_equal(f->n_done, 1);
	assert_int_equal(f->m->n_line, 3);
	assert_contains(f->m->line[0], "channel \"../users/@me\": that is no id");
	assert_said(f->m, PROBLEM, "staff channel \"\"");
	begin(f, 0);
	assert_int_equal(f->n_done, 1);
	assert_int_equal(discord_check_channels_needs(f->c), ALL_NEEDED);
}

static void test_one_after_another(void **state)
{
	struct fixture *f = *state;

	f->list[0] = (struct platform_check_channel){.id = "1", .server = "7"};
	f->list[1] = (struct platform_check_channel){.id = "two", .server = "7"};
	f->list[2] = (struct platform_check_channel){.id = "3", .server = "7"};
	f->list[3] = (struct platform_check_channel){.id = "4", .server = "7"};
	begin(f, 4);
	answer_channel(f, 0, "[]");
	answer_server(f);
	assert_string_equal(check_path(f->m), "/channels/3");
	answer(f, 403, "{}");
	assert_string_equal(check_path(f->m), "/channels/4");
	answer_channel(f, 0, DENY(2048)); /* its server is known by now */
	assert_int_equal(f->n_done, 1);
	assert_int_equal(f->m->n_request, 5);
	assert_int_equal(f->m->n_line, 4);
	assert_said(f->m, PROBLEM, "channel #backs (4) in Back Pain Club: the bot lacks");
}

static void test_a_server_that_is_not_known_is_said_once(void **state)
{
	struct fixture *f = *state;

	f->list[0] = (struct platform_check_channel){.id = "1", .server = "7"};
	f->list[1] = (struct platform_check_channel){.id = "2", .server = "7"};
	begin(f, 2);
	answer_channel(f, 0, "[]");
	answer(f, 404, "{'code':10007}");
	answer_channel(f, 0, "[]");
	assert_int_equal(f->n_done, 1);
	assert_int_equal(f->m->n_line, 1);
	assert_said(f->m, PROBLEM, "the bot is not in server 7");
}

static void test_destroy(void **state)
{
	struct fixture *f = *state;

	discord_check_channels_destroy(NULL);
	begin_one(f, "7", false); /* teardown destroys it while an answer is due */
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_threads),
		TEST(test_threads_everywhere),
		TEST(test_the_staff_s_role),
		TEST(test_a_channel_where_all_is_right),
		TEST(test_what_is_missing_is_named),
		TEST(test_voice_needs_more),
		TEST(test_where_nobody_can_write),
		TEST(test_threads_take_their_parents_overwrites),
		TEST(test_threads_whose_parent_is_hidden),
		TEST(test_what_cannot_be_seen),
		TEST(test_another_server_than_configured),
		TEST(test_malformed_channels),
		TEST(test_ids_that_are_none_are_not_asked_for),
		TEST(test_one_after_another),
		TEST(test_a_server_that_is_not_known_is_said_once),
		TEST(test_destroy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
