/* What is read at a glance is what the parser would have found; and almost every message is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "platform/glance_same.h"

#define SELF "900"

/* As Discord sends it, single quotes for double ones. */
#define ORDINARY                                                                                   \
	"{'t':'MESSAGE_CREATE','s':4711,'op':0,'d':{'type':0,'tts':false,'timestamp':"             \
	"'2026-11-22T12:00:00.000000+00:00','pinned':false,'nonce':'1000000000000000001',"         \
	"'mentions':[],'mention_roles':[],'mention_everyone':false,'member':{'roles':"             \
	"['1500000000000000001'],'premium_since':null,'nick':'J\\u00f6rg \\\"the back\\\"',"       \
	"'flags':0,'joined_at':'2024-02-11T17:03:21.412000+00:00'},'id':'1300000000000000001',"    \
	"'flags':0,'embeds':[{'a':[1,-2.5e+3,{}]}],'edited_timestamp':null,'content':"             \
	"'anyone up for a game? \\u2764 \\n caf\xc3\xa9 \\\\ \\/','components':[],"                \
	"'channel_type':0,'channel_id':'1300000000000000002','author':{'username':'user_1',"       \
	"'public_flags':0,'id':'1200000000000000003','global_name':null,'bot':false,"              \
	"'avatar':'0123456789abcdef'},'attachments':[],'guild_id':'1400000000000000004'}}"

/* Quotes are single in t; the caller releases what it is given. */
static char *quoted(const char *t)
{
	char *copy = strdup(t), *c;

	assert_non_null(copy);
	for (c = copy; *c; c++) {
		if (*c == '\'')
			*c = '"';
	}
	return copy;
}

static bool taken_as_is(const char *text)
{
	char *copy = quoted(text);
	bool taken;

	assert_true(glance_same(copy, strlen(copy), SELF, &taken));
	free(copy);
	return taken;
}

static void test_ordinary(void **state)
{
	static const char *const texts[] = {
		ORDINARY,
		"{'op':0,'d':{'id':'1','channel_id':'2','content':'','author':{'id':'4'}}}",
		"{'d':{'author':{'id':'4','bot':null,'system':false},'content':'x','channel_id':'2'"
		",'id':'1'},'op':0,'t':'MESSAGE_CREATE','s':0}",
		" {\n'd' : { 'id' : '1' , 'channel_id' : '2' , 'content' : 'x' , 'author' : { 'id'"
		" : '4' } , 'type' : 19 , 'guild_id' : null , 'webhook_id' : null ,\t'mentions' : "
		"[]"
		" , 'message_reference' : null , 'referenced_message' : null } }\r\n",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_true(taken_as_is(texts[i]));
}

static void test_what_it_says(void **state)
{
	static struct discord_glance g;
	char *text = quoted(ORDINARY);

	(void)state;
	assert_true(discord_glance_read(&g, text, strlen(text), SELF));
	assert_int_equal(g.event.kind, PLATFORM_MESSAGE);
	assert_string_equal(g.event.message, "1300000000000000001");
	assert_string_equal(g.event.conversation, "1300000000000000002");
	assert_string_equal(g.event.user, "1200000000000000003");
	assert_string_equal(g.event.server, "1400000000000000004");
	assert_string_equal(g.event.text, "anyone up for a game? \xe2\x9d\xa4 \n caf\xc3\xa9 \\ /");
	assert_int_equal(g.event.text_len, strlen(g.event.text));
	assert_int_equal(g.channel_type, 0);
	assert_false(g.event.direct);
	free(text);
}

#define WITH(members)                                                                              \
	"{'op':0,'d':{'id':'1','channel_id':'2','content':'x','author':{'id':'4'}" members "}}"

/* What somebody addressed, what no person wrote, what is odd: that is for the parser. */
static void test_left_to_the_parser(void **state)
{
	static const char *const texts[] = {
		WITH(",'mentions':[{'id':'900'}]"),
		WITH(",'mentions':{}"),
		WITH(",'mentions':null"),
		WITH(",'message_reference':{'message_id':'5'}"),
		WITH(",'referenced_message':{'author':{'id':'900'}}"),
		WITH(",'webhook_id':'5'"),
		WITH(",'edited_timestamp':'2026-11-22T12:00:00+00:00'"),
		WITH(",'type':7"),
		WITH(",'type':19.0"),
		WITH(",'type':'0'"),
		WITH(",'guild_id':''"),
		WITH(",'guild_id':'12a'"),
		WITH(",'guild_id':3"),
		WITH(",'channel_type':-1"),
		WITH(",'id':'6'"),
		WITH(",'author':{'id':'5'}"),
		WITH(",'\\u0069d':'6'"),
		WITH(",'content':'y'"),
		WITH(",'x':'\\u0000'"),
		WITH(",'x':'\\ud83d'"),
		WITH(",'x':'\\ud83d\\ude00'"),
		WITH(",'x':'\\udc00'"),
		WITH(",'x':'\\u12g4'"),
		WITH(",'x':'\\x'"),
		WITH(",'x':'a\nb'"),
		WITH(",'x':01"),
		WITH(",'x':1."),
		WITH(",'x':+1"),
		WITH(",'x':1e"),
		WITH(",'x':nul"),
		WITH(",'x':truer"),
		WITH(",'x':[1,]"),
		WITH(",'x':[1}"),
		WITH(",'x':{'a'}"),
		WITH(",'x':{'a':1,}"),
		WITH(",'x':{'a':}"),
		WITH(",'x'"),
		WITH(","),
		WITH("") "x",
		"{'op':0,'d':{'id':'1'},'d':{'id':'2'}}",
		"{'op':0,'d':[]}",
		"{'op':0}",
		"{}",
		"[]",
		"",
		"{'op':0,'d':{'id':1,'channel_id':'2','content':'x','author':{'id':'4'}}}",
		"{'op':0,'d':{'id':'1','channel_id':'','content':'x','author':{'id':'4'}}}",
		"{'op':0,'d':{'id':'1','channel_id':'2','content':null,'author':{'id':'4'}}}",
		"{'op':0,'d':{'id':'1','channel_id':'2','author':{'id':'4'}}}",
		"{'op':0,'d':{'id':'1','channel_id':'2','content':'x','author':{'id':'900'}}}",
		"{'op':0,'d':{'id':'1','channel_id':'2','content':'x','author':{'id':'4','bot':"
		"true}}}",
		"{'op':0,'d':{'id':'1','channel_id':'2','content':'x','author':{'id':'4','system':"
		"1}}}",
		"{'op':0,'d':{'id':'1','channel_id':'2','content':'x','author':{}}}",
		"{'op':0,'d':{'id':'1','channel_id':'2','content':'x','author':'4'}}",
		"{'op':0,'d':{'id':'1','channel_id':'2','content':'x'}}",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_false(taken_as_is(texts[i]));
}

/* Deeper than it looks, and longer than it keeps. */
static void test_bounds(void **state)
{
	static char text[DISCORD_GLANCE_TEXT_MAX + 1000];
	size_t depth, len;
	bool taken;
	char *at;

	(void)state;
	for (depth = 30; depth < 34; depth++) {
		at = text + sprintf(text, "{\"op\":0,\"x\":");
		memset(at, '[', depth);
		memset(at + depth, ']', depth);
		strcpy(at + 2 * depth,
			",\"d\":{\"id\":\"1\",\"channel_id\":\"2\",\"content\":\"x\","
			"\"author\":{\"id\":\"4\"}}}");
		assert_true(glance_same(text, strlen(text), SELF, &taken));
		assert_int_equal(taken, depth <= 32);
	}
	for (len = DISCORD_GLANCE_TEXT_MAX - 1; len < DISCORD_GLANCE_TEXT_MAX + 2; len++) {
		at = text + sprintf(text, "{\"op\":0,\"d\":{\"id\":\"1\",\"channel_id\":\"2\","
					  "\"author\":{\"id\":\"4\"},\"content\":\"");
		memset(at, 'x', len);
		strcpy(at + len, "\"}}");
		assert_true(glance_same(text, strlen(text), SELF, &taken));
		assert_int_equal(taken, len <= DISCORD_GLANCE_TEXT_MAX);
	}
}

/* Cut anywhere, it is not taken; with any byte changed it is the parser's reading or none. */
static void test_any_frame(void **state)
{
	char *text = quoted(ORDINARY), *copy;
	const size_t len = strlen(text);
	unsigned x = 1, taken_ones = 0;
	size_t i, n;
	bool taken;
	int round;

	(void)state;
	for (n = 0; n < len; n++) {
		copy = malloc(n ? n : 1); /* of its own: reading beyond it is noticed */
		assert_non_null(copy);
		memcpy(copy, text, n);
		assert_true(glance_same(copy, n, SELF, &taken));
		assert_false(taken);
		free(copy);
	}
	copy = malloc(len);
	assert_non_null(copy);
	for (round = 0; round < 30000; round++) {
		memcpy(copy, text, len);
		x = x * 1103515245 + 12345;
		for (i = 0; i <= (x >> 8) % 3; i++) {
			x = x * 1103515245 + 12345;
			copy[(x >> 8) % len] =
				x >> 31 ? "\"\\{}[]:,0919-eu\0 "[(x >> 4) % 17] : (char)(x >> 16);
		}
		assert_true(glance_same(copy, len, SELF, &taken));
		taken_ones += taken;
	}
	assert_true(taken_ones > 1000);
	free(copy);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ordinary),
		cmocka_unit_test(test_what_it_says),
		cmocka_unit_test(test_left_to_the_parser),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_any_frame),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
