/* Tests of src/base/config_check.c. */
#include "base/config_world.h"

static void twice(void **state)
{
	(void)state;
	refuse("accounts:\n  - {name: a, platform: discord, token: {env: T}}\n"
	       "  - {name: b, platform: discord, token: {env: T}}\n"
	       "  - {platform: discord, token: {env: T}, name: a}\n"
	       "  - {name: a, platform: discord, token: {env: T}}\n",
		"4:48: another account has this name already\n"
		"5:12: another account has this name already\n");
	refuse(ACCOUNT "servers:\n  - id: \"1\"\n  - id: \"2\"\n  - mode: faq\n    id: '1'\n",
		"6:9: this id is on line 3 already\n");
	refuse(ACCOUNT "servers:\n"
		       "  - id: \"1\"\n"
		       "    channels:\n"
		       "      - id: \"1\"\n"
		       "      - id: \"2\"\n"
		       "      - id: \"2\"\n",
		"7:13: this id is on line 6 already\n");
	refuse(ACCOUNT "log: info\nlog: info\n", "3:1: this key is here twice\n");
	/* channels of two servers may have one name on platforms that have names for ids */
	config_free(parse(ACCOUNT "servers:\n  - {id: '1', channels: [{id: '#x'}]}\n"
				  "  - {id: '2', channels: [{id: '#x'}]}\n"));
}

static void references(void **state)
{
	(void)state;
	refuse_line("servers: [{id: '1', account: Mian}, {id: '2', account: main}, "
		    "{id: '3', account: other}]",
		"2:30: there is no account of this name (did you mean 'main'?)\n"
		"2:82: there is no account of this name\n");
}

static void staff_roles(void **state)
{
	static const char why[] = "'staff-role' needs a 'staff-channel', in which it is called\n";
	char messages[300];

	(void)state;
	snprintf(messages, sizeof(messages), "2:12: %s", why);
	refuse_line("defaults: {staff-role: '1'}", messages);
	snprintf(messages, sizeof(messages), "2:21: %s", why);
	refuse_line("servers: [{id: '1', staff-role: '1'}]", messages);
	snprintf(messages, sizeof(messages), "2:42: %s", why);
	refuse_line("servers: [{id: '1', channels: [{id: '2', staff-role: '1'}]}]", messages);
	/* direct messages inherit nothing; what else is of no use there is told as well */
	snprintf(messages, sizeof(messages), "3:10: %s", why);
	refuse_line("defaults: {staff-channel: '1'}\ndirect: {staff-role: '1'}", messages);
	refuse_line("defaults: {staff-urgent: yes}",
		"2:12: 'staff-urgent' needs a 'staff-channel', in which that is told\n");
	refuse_line("direct: {staff-next: [{channel: '1'}]}",
		"2:10: 'staff-next' needs a 'staff-channel', which is tried before\n");
	/* one that is inherited will do */
	config_free(parse(ACCOUNT "defaults: {staff-channel: '1'}\n"
				  "servers: [{id: '1', staff-role: '2'}]\n"));
	config_free(parse(ACCOUNT "servers: [{id: '1', staff-channel: '3', channels: "
				  "[{id: '2', staff-role: '1'}]}]\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(twice, set_up, tear_down),
		cmocka_unit_test_setup_teardown(references, set_up, tear_down),
		cmocka_unit_test_setup_teardown(staff_roles, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("base/config_check", tests, NULL, NULL);
}
