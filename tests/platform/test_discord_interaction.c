/* Tests of src/platform/discord_interaction.c. */
#include "platform/host_mock.h"

#include "platform/discord_interaction.h"

/* In single quotes for double ones. */
#define WHO                                                                                        \
	"'id':'1400000000000000001','application_id':'9','token':'aW50','version':1,"              \
	"'channel_id':'20',"
#define THERE                                                                                      \
	WHO "'guild_id':'10','member':{'user':{'id':'30'},'roles':['41','x',42,'43'],"             \
	    "'permissions':'2147483680'},"
#define DIRECT WHO "'user':{'id':'30'},"

static struct discord_interaction in;
static json *whole;

static bool read(const char *text)
{
	char copy[24000], *c;

	json_free(whole);
	snprintf(copy, sizeof(copy), "%s", text);
	for (c = copy; *c; c++) {
		if (*c == '\'')
			*c = '"';
	}
	whole = json_parse(copy, strlen(copy));
	assert_non_null(whole);
	return discord_interaction_read(whole, &in);
}

static int tear_down(void **state)
{
	(void)state;
	json_free(whole);
	whole = NULL;
	return 0;
}

static void test_a_command_of_a_group(void **state)
{
	(void)state;
	assert_true(read("{" THERE "'type':2,'data':{'id':'1','name':'back','type':1,'options':["
			 "{'name':'ask','type':1,'options':["
			 "{'name':'question','type':3,'value':'heat or ice?'},"
			 "{'name':'private','type':5,'value':true},"
			 "{'name':'days','type':4,'value':7}]}]}}"));
	assert_int_equal(in.is.kind, INTERACTION_COMMAND);
	assert_string_equal(in.is.command, "back ask");
	assert_string_equal(in.is.id, "1400000000000000001");
	assert_string_equal(in.is.handle, "1400000000000000001 9 aW50");
	assert_string_equal(in.is.conversation, "20");
	assert_string_equal(in.is.server, "10");
	assert_string_equal(in.is.user, "30");
	assert_false(in.is.direct);
	assert_true(in.is.manages);
	assert_int_equal(in.is.n_roles, 2);
	assert_string_equal(in.is.roles[1], "43");
	assert_int_equal(in.is.n_values, 3);
	assert_string_equal(in.is.values[0].text, "heat or ice?");
	assert_string_equal(in.is.values[1].text, "true");
	assert_string_equal(in.is.values[2].text, "7");
}

/* Somebody may write 4000 characters of 4 bytes. */
static void test_a_long_message(void **state)
{
	char text[24000];
	size_t i, n;

	(void)state;
	n = (size_t)snprintf(text, sizeof(text),
		"{" THERE "'type':2,'data':{'name':'Answer this','type':3,'target_id':'50',"
		"'resolved':{'messages':{'50':{'id':'50','author':{'id':'31'},'content':'");
	for (i = 0; i < 4000; i++, n += 4)
		memcpy(text + n, "\xf0\x9f\x98\xac", 4);
	snprintf(text + n, sizeof(text) - n, "'}}}}}");
	assert_true(read(text));
	assert_int_equal(strlen(in.is.text), 16000);
}

static void test_a_private_place_has_no_server(void **state)
{
	(void)state;
	assert_true(read("{" DIRECT "'type':2,'data':{'name':'back','type':1}}"));
	assert_true(in.is.direct);
	assert_string_equal(in.is.server, "");
	assert_string_equal(in.is.command, "back");
	assert_false(in.is.manages);
}

static void test_a_thread_has_a_parent(void **state)
{
	(void)state;
	assert_true(read("{" THERE "'channel':{'id':'20','type':11,'parent_id':'19'},"
			 "'type':2,'data':{'name':'back','type':1}}"));
	assert_string_equal(in.is.parent, "19");
	/* a channel's parent is a category */
	assert_true(read("{" THERE "'channel':{'id':'20','type':0,'parent_id':'19'},"
			 "'type':2,'data':{'name':'back','type':1}}"));
	assert_string_equal(in.is.parent, "");
}

static void test_what_is_being_typed(void **state)
{
	(void)state;
	assert_true(read("{" THERE "'type':4,'data':{'name':'back','type':1,'options':[{'name':"
			 "'ask','type':1,'options':[{'name':'question','type':3,'value':'he',"
			 "'focused':true}]}]}}"));
	assert_int_equal(in.is.kind, INTERACTION_COMPLETE);
	assert_string_equal(in.is.focused, "question");
}

#define MESSAGE "{'id':'50','channel_id':'20','author':{'id':'31'},'content':'my back'}"

static void test_a_message_that_is_pointed_at(void **state)
{
	(void)state;
	assert_true(read("{" THERE "'type':2,'data':{'name':'Answer this','type':3,'target_id':"
			 "'50','resolved':{'messages':{'50':" MESSAGE "}}}}"));
	assert_int_equal(in.is.kind, INTERACTION_POINTED);
	assert_string_equal(in.is.command, "Answer this");
	assert_string_equal(in.is.message, "50");
	assert_string_equal(in.is.author, "31");
	assert_string_equal(in.is.text, "my back");
	assert_string_equal(in.is.link, "https://discord.com/channels/10/20/50");
	assert_true(in.is.by_person);
	assert_false(read("{" THERE "'type':2,'data':{'name':'Answer this','type':3,'target_id':"
			  "'51','resolved':{'messages':{'50':" MESSAGE "}}}}"));
}

static void test_a_button(void **state)
{
	(void)state;
	assert_true(read("{" THERE "'type':3,'message':" MESSAGE
			 ",'data':{'component_type':2,'custom_id':'1 yes heat'}}"));
	assert_int_equal(in.is.kind, INTERACTION_PRESSED);
	assert_string_equal(in.is.key, "1 yes heat");
	assert_string_equal(in.is.chosen, "");
	assert_true(read("{" THERE "'type':3,'message':" MESSAGE ",'data':{'component_type':3,"
			 "'custom_id':'1 topic','values':['heat','ice']}}"));
	assert_string_equal(in.is.chosen, "heat");
	assert_false(in.is.in_private);
	assert_true(read("{" THERE "'type':3,'message':{'id':'50','channel_id':'20','author':"
			 "{'id':'31'},'content':'my back','flags':192},"
			 "'data':{'component_type':2,'custom_id':'1 yes heat'}}"));
	assert_true(in.is.in_private);
}

static void test_what_is_none(void **state)
{
	static const char *const texts[] = {
		"{}",
		"[]",
		"null",
		"{" THERE "'type':1}",
		"{" THERE "'type':5,'data':{'custom_id':'x'}}",
		"{" THERE "'type':'2','data':{'name':'back','type':1}}",
		"{" THERE "'type':2}",
		"{" THERE "'type':2,'data':{'name':'','type':1}}",
		"{" THERE "'type':2,'data':{'name':7,'type':1}}",
		"{" THERE "'type':2,'data':{'name':'x','type':2,'target_id':'30'}}",
		"{" THERE "'type':2,'data':{'name':'x','type':1,'options':[{'name':'a','type':3,"
		"'value':{}}]}}",
		"{" THERE
		"'type':2,'data':{'name':'x','type':1,'options':[{'type':3,'value':'a'}]}}",
		"{" THERE "'type':3,'message':" MESSAGE ",'data':{'custom_id':''}}",
		"{" THERE "'type':3,'message':" MESSAGE ",'data':{'custom_id':'k','values':[7]}}",
		"{" THERE "'type':3,'data':{'custom_id':'k'}}",
		"{" WHO "'type':2,'data':{'name':'back','type':1}}",
		"{" WHO "'user':{'id':'30','bot':true},'type':2,'data':{'name':'back','type':1}}",
		"{'id':'1','application_id':'9','token':'a/../b','channel_id':'20','user':{'id':"
		"'30'},'type':2,'data':{'name':'back','type':1}}",
		"{'id':'1','application_id':'9','token':'ab','user':{'id':'30'},'type':2,'data':"
		"{'name':'back','type':1}}",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (read(texts[i]))
			fail_msg("taken: %s", texts[i]);
	}
}

static void test_what_is_too_much(void **state)
{
	char text[24000];
	size_t n;
	int i;

	(void)state;
	n = (size_t)snprintf(text, sizeof(text),
		"{" THERE "'type':2,'data':{'name':'back','type':1,'options':[");
	for (i = 0; i <= INTERACTION_VALUES_MAX; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n,
			"%s{'name':'v','type':3,'value':'x'}", i ? "," : "");
	snprintf(text + n, sizeof(text) - n, "]}}");
	assert_false(read(text));
	n = (size_t)snprintf(text, sizeof(text),
		"{" THERE "'type':2,'data':{'name':'back','type':1,'options':[{'name':'v','type':3,"
		"'value':'");
	memset(text + n, 'x', INTERACTION_TEXT_MAX);
	snprintf(text + n + INTERACTION_TEXT_MAX, sizeof(text) - n - INTERACTION_TEXT_MAX, "'}]}}");
	assert_false(read(text));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_a_command_of_a_group, tear_down),
		cmocka_unit_test_teardown(test_a_long_message, tear_down),
		cmocka_unit_test_teardown(test_a_private_place_has_no_server, tear_down),
		cmocka_unit_test_teardown(test_a_thread_has_a_parent, tear_down),
		cmocka_unit_test_teardown(test_what_is_being_typed, tear_down),
		cmocka_unit_test_teardown(test_a_message_that_is_pointed_at, tear_down),
		cmocka_unit_test_teardown(test_a_button, tear_down),
		cmocka_unit_test_teardown(test_what_is_none, tear_down),
		cmocka_unit_test_teardown(test_what_is_too_much, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
