/* Tests of src/bot/listened.c. */
#include "bot/listened.h"

#include "base/config.h"
#include "bot/orders.h"
#include "platform/host_mock.h"

static const char text[] =
	"accounts: [{name: a, platform: discord, token: {env: A}}, {name: b, platform: discord, "
	"token: {env: B}}]\n"
	"servers:\n"
	"  - {id: '10', account: a, channels: [{id: '1', mode: faq}, {id: '2'}, {id: '3', mode: "
	"ambient}]}\n"
	"  - {id: '20', account: b, mode: faq, channels: [{id: '4'}]}\n";

/* What is configured, as it was changed in chat. */
static void listed(void **state)
{
	struct platform_listened listened[LISTENED_MAX];
	struct diag silent = {0};
	struct config *config = config_parse("test", text, sizeof(text) - 1, &silent);
	struct orders *orders;

	(void)state;
	assert_non_null(config);
	orders = orders_create(&(struct orders_options){.config = config});
	assert_non_null(orders);
	assert_int_equal(listened_list(config, orders, "a", listened), 2);
	assert_string_equal(listened[0].channel, "1");
	assert_string_equal(listened[0].server, "10");
	assert_string_equal(listened[1].channel, "3");
	assert_int_equal(listened_list(config, orders, "b", listened), 1);
	assert_int_equal(listened_list(config, orders, "c", listened), 0);
	orders_set(orders, "a", "channel 1", ORDERS_MODE, "mention");
	orders_set(orders, "a", "channel 2", ORDERS_MODE, "ambient");
	assert_int_equal(listened_list(config, orders, "a", listened), 2);
	assert_string_equal(listened[0].channel, "2");
	orders_destroy(orders);
	config_free(config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(listed),
	};

	return cmocka_run_group_tests_name("bot/listened", tests, NULL, NULL);
}
