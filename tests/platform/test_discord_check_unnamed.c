/* Which channels that the configuration does not name keep the bot from opening threads. */
#include "platform/check_mock.h"

#include "platform/discord_check_unnamed.h"
#include "platform/discord_permissions.h"

#define OK PLATFORM_CHECK_OK
#define WARNING PLATFORM_CHECK_WARNING
#define PROBLEM PLATFORM_CHECK_PROBLEM

/* Says what comes of that list of channels, in single quotes for double ones. */
static void look(struct check_mock *m, const char *text, uint64_t may)
{
	static const struct platform_check_channel list[] = {{.id = "50"}, {.id = NULL}};
	static struct discord_check_server server;
	struct discord_inquiry *q = discord_inquiry_create(&m->host, CHECK_API);
	char copy[4096], *c;
	json *channels;

	snprintf(copy, sizeof(copy), "%s", text);
	for (c = copy; *c; c++) {
		if (*c == '\'')
			*c = '"';
	}
	channels = json_parse(copy, strlen(copy));
	assert_non_null(channels);
	assert_non_null(q);
	server.standing = (struct discord_standing){.guild = 7, .user = 900, .may = may};
	snprintf(server.name, sizeof(server.name), "Back Pain Club");
	discord_check_unnamed_say(q, &server, &(struct discord_check_named){list, 2}, channels);
	json_free(channels);
	discord_inquiry_destroy(q);
}

#define ALL (DISCORD_MAY_VIEW | DISCORD_MAY_SEND | DISCORD_MAY_OPEN_THREADS)
#define DENIES(bits) ",'permission_overwrites':[{'id':'7','type':0,'allow':'0','deny':'" bits "'}]}"
#define NO_THREADS DENIES("34359738368")

static void test_those_that_deny_it(void **state)
{
	struct check_mock *m = check_mock_create();

	(void)state;
	look(m,
		"[{'id':'51','type':0,'name':'quiet'" NO_THREADS
		",{'id':'52','type':0,'name':'open'},{'id':'53','type':5,'name':'news'" NO_THREADS
		"]",
		ALL);
	assert_int_equal(m->n_line, 2);
	assert_int_equal(m->level[0], WARNING);
	assert_contains(m->line[0],
		"channel #quiet (51) in Back Pain Club, which is not named: the bot lacks Create "
		"Public Threads");
	assert_said(m, WARNING, "channel #news (53)");
	free(m);
}

/* Named ones are looked at by themselves; voice and forums open none; where it may not write it opens none. */
static void test_those_that_do_not_matter(void **state)
{
	struct check_mock *m = check_mock_create();

	(void)state;
	look(m,
		"[{'id':'50','type':0,'name':'named'" NO_THREADS
		",{'id':'54','type':2,'name':'voice'" NO_THREADS
		",{'id':'55','type':15,'name':'forum'" NO_THREADS
		",{'id':'56','type':0,'name':'hidden'" DENIES("34359739392") ",{'type':0},7]",
		ALL);
	assert_said(m, OK, "the bot has Create Public Threads wherever it may write");
	look(m, "[{'id':'57','type':0,'name':'quiet'" NO_THREADS "]", DISCORD_MAY_ALL);
	assert_said(m, OK, "wherever it may write");
	free(m);
}

static void test_many(void **state)
{
	struct check_mock *m = check_mock_create();
	char text[4096] = "[";
	size_t i, n = 1;

	(void)state;
	for (i = 0; i < DISCORD_CHECK_UNNAMED_MAX + 3; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n,
			"%s{'id':'%zu','type':0,'name':'c'" NO_THREADS, i ? "," : "", 100 + i);
	snprintf(text + n, sizeof(text) - n, "]");
	look(m, text, ALL);
	assert_said(m, WARNING, "3 further channels of Back Pain Club");
	free(m);
}

static void test_an_odd_list(void **state)
{
	struct check_mock *m = check_mock_create();

	(void)state;
	look(m, "[{'id':'51','type':0,'permission_overwrites':7}]", ALL);
	assert_said(m, PROBLEM, "is not understood");
	free(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_those_that_deny_it),
		cmocka_unit_test(test_those_that_do_not_matter),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_an_odd_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
