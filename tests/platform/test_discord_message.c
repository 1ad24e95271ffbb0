/* Which messages are events, and what the event says. */
#include "platform/host_mock.h"

#include "base/json.h"
#include "platform/discord_message.h"

#define SELF "900"

typedef bool reader(const json *d, const char *self, struct platform_event *event);

/* Reads a text with single quotes for double ones, as *e when it is an event. */
static bool read_with(reader *read, const char *text, struct mock_event *e)
{
	struct host_mock *m = mock_create();
	struct platform_event event;
	char *copy = strdup(text), *c;
	bool is_event;
	json *d;

	assert_non_null(copy);
	for (c = copy; *c; c++) {
		if (*c == '\'')
			*c = '"';
	}
	d = json_parse(copy, strlen(copy));
	assert_non_null(d);
	is_event = read(d, SELF, &event);
	if (is_event) {
		mock_heard(m, &event);
		*e = m->heard[0];
	}
	json_free(d);
	free(copy);
	mock_destroy(m);
	return is_event;
}

#define create(text, e) read_with(discord_message_read, (text), (e))
#define edit(text, e) read_with(discord_message_edit, (text), (e))

static void test_in_a_server(void **state)
{
	struct mock_event e;

	(void)state;
	assert_true(create("{'id':'1','channel_id':'2','guild_id':'3','type':0,'content':'my back',"
			   "'author':{'id':'4'},'mentions':[],'extra':{'a':[]}}",
		&e));
	assert_int_equal(e.kind, PLATFORM_MESSAGE);
	assert_string_equal(e.message, "1");
	assert_string_equal(e.conversation, "2");
	assert_string_equal(e.server, "3");
	assert_string_equal(e.user, "4");
	assert_string_equal(e.text, "my back");
	assert_int_equal(e.text_len, 7);
	assert_string_equal(e.parent, "");
	assert_string_equal(e.title, "");
	assert_string_equal(e.link, "");
	assert_false(e.direct);
	assert_false(e.addressed);
	assert_false(e.replayed);
}

static void test_in_private(void **state)
{
	struct mock_event e;

	(void)state;
	assert_true(create("{'id':'1','channel_id':'2','content':'x','author':{'id':'4'}}", &e));
	assert_true(e.direct);
	assert_string_equal(e.server, "");
	assert_true(create("{'id':'1','channel_id':'2','guild_id':null,'type':null,'content':null,"
			   "'webhook_id':null,'author':{'id':'4','bot':false,'system':null}}",
		&e));
	assert_true(e.direct);
	assert_string_equal(e.text, "");
}

static void test_addressed(void **state)
{
	struct mock_event e;

	(void)state;
	assert_true(create("{'id':'1','channel_id':'2','guild_id':'3','content':'<@900> hi',"
			   "'author':{'id':'4'},'mentions':[{'id':'5'},{'id':'900'}]}",
		&e));
	assert_true(e.addressed);
	assert_string_equal(e.text, "<@900> hi");
	assert_true(create("{'id':'1','channel_id':'2','guild_id':'3','type':19,'content':'and?',"
			   "'author':{'id':'4'},'referenced_message':{'author':{'id':'900'}}}",
		&e));
	assert_true(e.addressed);
	assert_true(create("{'id':'1','channel_id':'2','guild_id':'3','type':19,'content':'and?',"
			   "'author':{'id':'4'},'referenced_message':{'author':{'id':'5'}},"
			   "'mentions':[{'id':900},'900',null,[]]}",
		&e));
	assert_false(e.addressed);
	assert_true(create("{'id':'1','channel_id':'2','content':'x','author':{'id':'4'},"
			   "'mentions':'900','referenced_message':null}",
		&e));
	assert_false(e.addressed);
}

static void test_who_is_not_answered(void **state)
{
	static const char *const texts[] = {
		"{'id':'1','channel_id':'2','content':'x','author':{'id':'900'}}",
		"{'id':'1','channel_id':'2','content':'x','author':{'id':'4','bot':true}}",
		"{'id':'1','channel_id':'2','content':'x','author':{'id':'4','system':true}}",
		"{'id':'1','channel_id':'2','content':'x','author':{'id':'4'},'webhook_id':'5'}",
		"{'id':'1','channel_id':'2','content':'x','author':{'id':'4'},'webhook_id':5}",
		"{'id':'1','channel_id':'2','content':'x'}",
		"{'id':'1','channel_id':'2','content':'x','author':'4'}",
	};
	struct mock_event e;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_false(create(texts[i], &e));
}

static void test_only_ordinary_types(void **state)
{
	char text[200];
	struct mock_event e;
	int type;

	(void)state;
	for (type = 0; type < 40; type++) {
		snprintf(text, sizeof(text),
			"{'id':'1','channel_id':'2','type':%d,'content':'x','author':{'id':'4'}}",
			type);
		assert_int_equal(create(text, &e), type == 0 || type == 19);
	}
	assert_false(create(
		"{'id':'1','channel_id':'2','type':'0','content':'x','author':{'id':'4'}}", &e));
}

static void test_ids_are_strings_of_digits(void **state)
{
	static const char *const texts[] = {
		"{'id':1,'channel_id':'2','content':'x','author':{'id':'4'}}",
		"{'id':'1','channel_id':2,'content':'x','author':{'id':'4'}}",
		"{'id':'1','channel_id':'2','guild_id':3,'content':'x','author':{'id':'4'}}",
		"{'id':'1','channel_id':'2','guild_id':'','content':'x','author':{'id':'4'}}",
		"{'id':'1','channel_id':'2','content':'x','author':{'id':4}}",
		"{'id':'1a','channel_id':'2','content':'x','author':{'id':'4'}}",
		"{'id':'1','channel_id':'../2','content':'x','author':{'id':'4'}}",
		"{'id':'111111111111111111111','channel_id':'2','author':{'id':'4'}}",
		"{'channel_id':'2','content':'x','author':{'id':'4'}}",
		"{'id':'1','channel_id':'2','content':['x'],'author':{'id':'4'}}",
		"[]",
		"null",
		"'x'",
	};
	struct mock_event e;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_false(create(texts[i], &e));
}

static void test_edits(void **state)
{
	struct mock_event e;

	(void)state;
	assert_true(edit("{'id':'1','channel_id':'2','content':'y','author':{'id':'4'},"
			 "'edited_timestamp':'2026-01-01T00:00:00Z'}",
		&e));
	assert_int_equal(e.kind, PLATFORM_EDITED);
	assert_string_equal(e.text, "y");
	assert_true(edit("{'id':'1','channel_id':'2','content':'y','author':{'id':'4'}}", &e));
	/* a link's preview was added */
	assert_false(edit("{'id':'1','channel_id':'2','content':'y','author':{'id':'4'},"
			  "'edited_timestamp':null}",
		&e));
	assert_false(edit("{'id':'1','channel_id':'2','embeds':[]}", &e));
	assert_false(edit("{'id':'1','channel_id':'2','author':{'id':'4'}}", &e));
	assert_false(edit("{'id':'1','channel_id':'2','content':'y','author':{'id':'900'}}", &e));
}

static void test_deletions(void **state)
{
	static const char text[] = "{\"id\":\"1\",\"channel_id\":\"2\",\"guild_id\":\"3\"}";
	static const char odd[] = "{\"id\":\"1\",\"channel_id\":2}";
	json *d = json_parse(text, strlen(text));
	struct platform_event e;

	(void)state;
	assert_true(discord_message_deleted(d, "1", &e));
	assert_int_equal(e.kind, PLATFORM_DELETED);
	assert_string_equal(e.message, "1");
	assert_string_equal(e.conversation, "2");
	assert_string_equal(e.server, "3");
	assert_string_equal(e.user, "");
	assert_string_equal(e.text, "");
	assert_false(discord_message_deleted(d, "one", &e));
	assert_false(discord_message_deleted(d, NULL, &e));
	json_free(d);
	d = json_parse(odd, strlen(odd));
	assert_false(discord_message_deleted(d, "1", &e));
	json_free(d);
	assert_false(discord_message_deleted(NULL, "1", &e));
}

/* Whoever puts a sign under a message of ours, as far as it is known to be ours, and is a person. */
static void test_reactions(void **state)
{
	static const char *const others[] = {
		"{'user_id':'900','channel_id':'2','message_id':'1','guild_id':'3'}",
		"{'user_id':'4','channel_id':'2','message_id':'1','guild_id':'3',"
		"'message_author_id':'5'}",
		"{'user_id':'4','channel_id':'2','message_id':'1','guild_id':'3',"
		"'member':{'user':{'id':'4','bot':true}}}",
		"{'user_id':4,'channel_id':'2','message_id':'1'}",
		"{'user_id':'4','channel_id':'2','message_id':'x'}",
		"{'user_id':'4','message_id':'1'}",
		"{}",
	};
	struct mock_event e;
	size_t i;

	(void)state;
	assert_true(read_with(discord_message_reaction,
		"{'user_id':'4','channel_id':'2','message_id':'1','guild_id':'3',"
		"'message_author_id':'900','emoji':{'id':null,'name':'x'},'member':{'user':{}}}",
		&e));
	assert_int_equal(e.kind, PLATFORM_REACTED);
	assert_string_equal(e.message, "1");
	assert_string_equal(e.conversation, "2");
	assert_string_equal(e.server, "3");
	assert_string_equal(e.user, "4");
	assert_int_equal(e.text_len, 0);
	assert_true(read_with(
		discord_message_reaction, "{'user_id':'4','channel_id':'2','message_id':'1'}", &e));
	assert_true(e.direct);
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_false(read_with(discord_message_reaction, others[i], &e));
}

/* What is replied to is told, whoever wrote it. */
static void test_reply_to(void **state)
{
	static const char with[] = "{\"id\":\"1\",\"channel_id\":\"2\",\"content\":\"\","
				   "\"author\":{\"id\":\"4\"},\"message_reference\":"
				   "{\"message_id\":\"77\"}}";
	static const char without[] = "{\"id\":\"1\",\"channel_id\":\"2\",\"content\":\"\","
				      "\"author\":{\"id\":\"4\"},\"message_reference\":{}}";
	/* forwarded elsewhere: nobody has said anything to it */
	static const char forward[] = "{\"id\":\"1\",\"channel_id\":\"2\",\"content\":\"\","
				      "\"author\":{\"id\":\"4\"},\"message_reference\":"
				      "{\"type\":1,\"message_id\":\"77\"}}";
	static const char plain[] = "{\"id\":\"1\",\"channel_id\":\"2\",\"content\":\"\","
				    "\"author\":{\"id\":\"4\"},\"message_reference\":"
				    "{\"type\":0,\"message_id\":\"77\"}}";
	static const struct {
		const char *text, *reply_to;
	} cases[] = {{with, "77"}, {plain, "77"}, {without, ""}, {forward, ""}};
	struct platform_event event;
	size_t i;
	json *d;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		d = json_parse(cases[i].text, strlen(cases[i].text));
		assert_true(discord_message_read(d, SELF, &event));
		assert_string_equal(event.reply_to, cases[i].reply_to);
		json_free(d);
	}
}

static void test_link(void **state)
{
	static const char twenty[] = "18446744073709551615";
	struct platform_event e = {
		.message = "1", .conversation = "2", .server = "3", .kind = PLATFORM_MESSAGE};
	char link[DISCORD_MESSAGE_LINK_MAX];

	(void)state;
	discord_message_link(&e, link);
	assert_string_equal(link, "https://discord.com/channels/3/2/1");
	e.kind = PLATFORM_EDITED;
	discord_message_link(&e, link);
	assert_string_equal(link, "https://discord.com/channels/3/2/1");
	e.kind = PLATFORM_DELETED;
	discord_message_link(&e, link);
	assert_string_equal(link, "");
	e = (struct platform_event){
		.message = "1", .conversation = "2", .server = "", .direct = true};
	discord_message_link(&e, link);
	assert_string_equal(link, "https://discord.com/channels/@me/2/1");
	e = (struct platform_event){.message = twenty, .conversation = twenty, .server = twenty};
	discord_message_link(&e, link);
	assert_string_equal(link, "https://discord.com/channels/18446744073709551615/"
				  "18446744073709551615/18446744073709551615");
	e.message = "184467440737095516151844674407"; /* no id of Discord's */
	discord_message_link(&e, link);
	assert_string_equal(link, "");
}

static void test_channel_type(void **state)
{
	static const struct {
		const char *text;
		int64_t type;
	} cases[] = {
		{"{\"channel_type\":11}", 11},
		{"{\"channel_type\":0}", 0},
		{"{\"channel_type\":-3}", DISCORD_MESSAGE_UNTOLD},
		{"{\"channel_type\":\"11\"}", DISCORD_MESSAGE_UNTOLD},
		{"{}", DISCORD_MESSAGE_UNTOLD},
	};
	size_t i;
	json *d;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		d = json_parse(cases[i].text, strlen(cases[i].text));
		assert_int_equal(discord_message_channel_type(d), cases[i].type);
		json_free(d);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_in_a_server),
		cmocka_unit_test(test_in_private),
		cmocka_unit_test(test_addressed),
		cmocka_unit_test(test_who_is_not_answered),
		cmocka_unit_test(test_only_ordinary_types),
		cmocka_unit_test(test_ids_are_strings_of_digits),
		cmocka_unit_test(test_edits),
		cmocka_unit_test(test_deletions),
		cmocka_unit_test(test_reactions),
		cmocka_unit_test(test_reply_to),
		cmocka_unit_test(test_link),
		cmocka_unit_test(test_channel_type),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
