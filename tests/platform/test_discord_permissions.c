/* Discord's documented arithmetic of permissions, layer by layer. */
#include "platform/check_mock.h"

#include "platform/discord_permissions.h"

#define VIEW DISCORD_MAY_VIEW
#define SEND DISCORD_MAY_SEND

/* The bot is 900 in the server 7, with the roles 20 and 21; 22 is a role of others. */
#define MEMBER "{'user':{'id':'900'},'roles':['20','21']}"

static struct discord_standing a_standing(void)
{
	struct discord_standing s = {.guild = 7, .user = 900};
	json *member = check_json(MEMBER);

	assert_true(discord_permissions_roles(&s, member));
	json_free(member);
	return s;
}

static bool read_base(struct discord_standing *s, const char *guild)
{
	json *v = check_json(guild);
	bool is_right = discord_permissions_base(s, v);

	json_free(v);
	return is_right;
}

static bool read_overwrites(struct discord_overwrites *o, const char *channel)
{
	json *v = check_json(channel);
	bool is_right = discord_permissions_overwrites(o, v);

	json_free(v);
	return is_right;
}

/* ------------------------------------------------------------------ reading */

static void test_bits(void **state)
{
	static const char *const bad[] = {"", "-1", "+1", " 1", "1 ", "0x400", "01", "1e3",
		"18446744073709551616", "00", "many"};
	uint64_t bits = 5;
	size_t i;

	(void)state;
	assert_true(discord_permissions_bits("0", &bits));
	assert_int_equal(bits, 0);
	assert_true(discord_permissions_bits("274877975552", &bits));
	assert_int_equal(bits, 274877975552);
	assert_true(discord_permissions_bits("18446744073709551615", &bits));
	assert_int_equal(bits, UINT64_MAX);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(discord_permissions_bits(bad[i], &bits));
	assert_false(discord_permissions_bits(NULL, &bits));
}

static void test_roles(void **state)
{
	static const char *const bad[] = {"{}", "[]", "{'roles':null}", "{'roles':{}}",
		"{'roles':[20]}", "{'roles':['20',null]}", "{'roles':['x']}"};
	struct discord_standing s = a_standing();
	json *v;
	size_t i;

	(void)state;
	assert_int_equal(s.n_roles, 2);
	assert_int_equal(s.roles[0], 20);
	assert_int_equal(s.roles[1], 21);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		v = check_json(bad[i]);
		assert_false(discord_permissions_roles(&s, v));
		json_free(v);
	}
	assert_false(discord_permissions_roles(&s, NULL));
}

static void test_more_roles_than_a_server_has(void **state)
{
	struct discord_standing s = {.guild = 7, .user = 900};
	struct buf text;
	size_t i, n;
	json *v;

	(void)state;
	for (n = DISCORD_ROLES_MAX; n <= DISCORD_ROLES_MAX + 1; n++) {
		buf_init(&text, 65536);
		buf_puts(&text, "{'roles':['1'");
		for (i = 1; i < n; i++)
			buf_puts(&text, ",'1'");
		buf_puts(&text, "]}");
		v = check_json(buf_str(&text));
		assert_int_equal(discord_permissions_roles(&s, v), n == DISCORD_ROLES_MAX);
		json_free(v);
		buf_free(&text);
	}
}

static void test_base(void **state)
{
	static const struct {
		const char *guild;
		uint64_t may;
	} cases[] = {
		{"{'owner_id':'1','roles':[{'id':'7','permissions':'1024'}]}", VIEW},
		/* what roles allow is added, others' roles are nothing to us */
		{"{'owner_id':'1','roles':[{'id':'7','permissions':'1024'},"
		 "{'id':'20','permissions':'2048'},{'id':'22','permissions':'65536'}]}",
			VIEW | SEND},
		{"{'owner_id':'1','roles':[{'id':'21','permissions':'2048'},"
		 "{'id':'7','permissions':'0'}]}",
			SEND},
		{"{'owner_id':'1','roles':[{'id':'7','permissions':'0'},"
		 "{'id':'20','permissions':'8'}]}",
			DISCORD_MAY_ALL},
		{"{'owner_id':'1','roles':[{'id':'7','permissions':'8'}]}", DISCORD_MAY_ALL},
		{"{'owner_id':'1','roles':[{'id':'7','permissions':'0'},"
		 "{'id':'22','permissions':'8'}]}",
			0},
		{"{'owner_id':'900','roles':[{'id':'7','permissions':'0'}]}", DISCORD_MAY_ALL},
		/* a server that does not say whose it is */
		{"{'roles':[{'id':'7','permissions':'1024'}]}", VIEW},
		{"{'owner_id':900,'roles':[{'id':'7','permissions':'1024'}]}", VIEW},
	};
	struct discord_standing s = a_standing();
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_true(read_base(&s, cases[i].guild));
		assert_int_equal(s.may, cases[i].may);
	}
}

static void test_malformed_servers(void **state)
{
	static const char *const bad[] = {
		"{}",
		"[]",
		"{'owner_id':'900'}",
		"{'roles':{}}",
		"{'roles':[]}",
		"{'roles':[{'id':'20','permissions':'0'}]}", /* no @everyone */
		"{'roles':[{'id':'7'}]}",
		"{'roles':[{'id':'7','permissions':1024}]}",
		"{'roles':[{'id':7,'permissions':'1024'}]}",
		"{'roles':[{'id':'7','permissions':'1024'},'20']}",
		"{'roles':[{'id':'7','permissions':'1024'},{'id':'22','permissions':'x'}]}",
	};
	struct discord_standing s = a_standing();
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(read_base(&s, bad[i]));
	assert_false(discord_permissions_base(&s, NULL));
}

/* ------------------------------------------------------------------ overwrites */

#define O(type, id, allow, deny)                                                                   \
	"{'type':" #type ",'id':'" #id "','allow':'" #allow "','deny':'" #deny "'}"
#define CHANNEL(list) "{'permission_overwrites':[" list "]}"

static void test_overwrites_in_their_order(void **state)
{
	static const struct {
		const char *channel;
		uint64_t may; /* of one who may VIEW and SEND in the server */
	} cases[] = {
		{CHANNEL(""), VIEW | SEND},
		{"{}", VIEW | SEND},
		{"{'permission_overwrites':null}", VIEW | SEND},
		/* everyone denied */
		{CHANNEL(O(0, 7, 0, 2048)), VIEW},
		{CHANNEL(O(0, 7, 0, 3072)), 0},
		/* the same overwrite denies first, then allows */
		{CHANNEL(O(0, 7, 2048, 2048)), VIEW | SEND},
		/* everyone denied, role allowed, whichever comes first */
		{CHANNEL(O(0, 7, 0, 2048) "," O(0, 20, 2048, 0)), VIEW | SEND},
		{CHANNEL(O(0, 20, 2048, 0) "," O(0, 7, 0, 2048)), VIEW | SEND},
		/* everyone allowed, role denied */
		{CHANNEL(O(0, 7, 2048, 0) "," O(0, 20, 0, 2048)), VIEW},
		/* one role denied, the other allowed */
		{CHANNEL(O(0, 20, 0, 2048) "," O(0, 21, 2048, 0)), VIEW | SEND},
		{CHANNEL(O(0, 21, 2048, 0) "," O(0, 20, 0, 2048)), VIEW | SEND},
		{CHANNEL(O(0, 21, 0, 2048) "," O(0, 20, 2048, 0)), VIEW | SEND},
		/* the member's own goes last */
		{CHANNEL(O(1, 900, 0, 2048) "," O(0, 20, 2048, 0)), VIEW},
		{CHANNEL(O(1, 900, 2048, 0) "," O(0, 20, 0, 2048)), VIEW | SEND},
		{CHANNEL(O(1, 900, 3072, 0) "," O(0, 7, 0, 3072) "," O(0, 20, 0, 3072)),
			VIEW | SEND},
		/* what is not ours */
		{CHANNEL(O(0, 22, 0, 3072) "," O(1, 901, 0, 3072)), VIEW | SEND},
		/* a role's id among the members and ours among the roles */
		{CHANNEL(O(1, 20, 0, 3072) "," O(1, 7, 0, 3072) "," O(0, 900, 0, 3072)),
			VIEW | SEND},
		/* a kind that is not known */
		{CHANNEL("{'type':2,'id':'what?'}," O(0, 7, 0, 2048)), VIEW},
		/* what nobody allowed in the server can be allowed here */
		{CHANNEL(O(0, 7, 65536, 0)), VIEW | SEND | DISCORD_MAY_READ_HISTORY},
	};
	struct discord_overwrites *o = calloc(1, sizeof(*o));
	struct discord_standing s = a_standing();
	size_t i;

	(void)state;
	assert_non_null(o);
	s.may = VIEW | SEND;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_true(read_overwrites(o, cases[i].channel));
		if (discord_permissions_in(&s, o) != cases[i].may)
			fail_msg("%s", cases[i].channel);
	}
	free(o);
}

static void test_administrators_and_owners_are_not_overwritten(void **state)
{
	static const char *const guilds[] = {
		"{'owner_id':'1','roles':[{'id':'7','permissions':'0'},"
		"{'id':'20','permissions':'8'}]}",
		"{'owner_id':'900','roles':[{'id':'7','permissions':'0'}]}",
	};
	struct discord_overwrites *o = calloc(1, sizeof(*o));
	struct discord_standing s = a_standing();
	size_t i;

	(void)state;
	assert_non_null(o);
	assert_true(read_overwrites(
		o, CHANNEL(O(0, 7, 0, 3072) "," O(0, 20, 0, 3072) "," O(1, 900, 0, 3072))));
	for (i = 0; i < sizeof(guilds) / sizeof(guilds[0]); i++) {
		assert_true(read_base(&s, guilds[i]));
		assert_int_equal(discord_permissions_in(&s, o), DISCORD_MAY_ALL);
	}
	free(o);
}

static void test_malformed_overwrites(void **state)
{
	static const char *const bad[] = {
		"{'permission_overwrites':{}}",
		"{'permission_overwrites':'none'}",
		CHANNEL("null"),
		CHANNEL("{}"),
		CHANNEL("{'type':'0','id':'7','allow':'0','deny':'0'}"),
		CHANNEL("{'type':0,'id':7,'allow':'0','deny':'0'}"),
		CHANNEL("{'type':0,'id':'7','allow':0,'deny':'0'}"),
		CHANNEL("{'type':0,'id':'7','deny':'0'}"),
		CHANNEL("{'type':0,'id':'7','allow':'0'}"),
		CHANNEL("{'type':1,'id':'7','allow':'0','deny':'-1'}"),
	};
	struct discord_overwrites *o = calloc(1, sizeof(*o));
	size_t i;

	(void)state;
	assert_non_null(o);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(read_overwrites(o, bad[i]));
	free(o);
}

static void test_more_overwrites_than_a_channel_has(void **state)
{
	struct discord_overwrites *o = calloc(1, sizeof(*o));
	struct buf text;
	size_t i, n;

	(void)state;
	assert_non_null(o);
	for (n = DISCORD_OVERWRITES_MAX; n <= DISCORD_OVERWRITES_MAX + 1; n++) {
		buf_init(&text, 1 << 20);
		buf_puts(&text, "{'permission_overwrites':[" O(0, 7, 0, 0));
		for (i = 1; i < n; i++)
			buf_puts(&text, "," O(1, 5, 0, 0));
		buf_puts(&text, "]}");
		assert_int_equal(read_overwrites(o, buf_str(&text)), n == DISCORD_OVERWRITES_MAX);
		buf_free(&text);
	}
	free(o);
}

/* ------------------------------------------------------------------ words */

static void test_words(void **state)
{
	char words[DISCORD_PERMISSIONS_WORDS_MAX];

	(void)state;
	discord_permissions_words(0, words);
	assert_string_equal(words, "");
	discord_permissions_words(1 | DISCORD_MAY_READ_HISTORY, words);
	assert_string_equal(words, "Read Message History");
	discord_permissions_words(VIEW | SEND | DISCORD_MAY_SEND_IN_THREADS, words);
	assert_string_equal(words, "View Channel, Send Messages, Send Messages in Threads");
	discord_permissions_words(DISCORD_MAY_ALL, words);
	assert_string_equal(words,
		"Administrator, View Channel, Connect, Send Messages, Create Public Threads, "
		"Send Messages in Threads, Read Message History");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bits),
		cmocka_unit_test(test_roles),
		cmocka_unit_test(test_more_roles_than_a_server_has),
		cmocka_unit_test(test_base),
		cmocka_unit_test(test_malformed_servers),
		cmocka_unit_test(test_overwrites_in_their_order),
		cmocka_unit_test(test_administrators_and_owners_are_not_overwritten),
		cmocka_unit_test(test_malformed_overwrites),
		cmocka_unit_test(test_more_overwrites_than_a_channel_has),
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
