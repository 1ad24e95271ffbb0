/* Tests of src/bot/orders.c, without a store; tests/bot/test_recall.c has what comes back from one. */
#include "bot/orders.h"

#include <stdio.h>

#include "platform/host_mock.h"

static struct config *config;
static struct orders *o;

static int set_up(void **state)
{
	static const char text[] = "accounts: [{name: main, platform: discord, token: {env: T}}]\n"
				   "servers: [{id: '10', channels: [{id: '100', mode: faq}]}]\n";
	struct diag silent = {0};

	(void)state;
	config = config_parse("test", text, sizeof(text) - 1, &silent);
	assert_non_null(config);
	o = orders_create(&(struct orders_options){.config = config});
	return o ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	orders_destroy(o);
	config_free(config);
	return 0;
}

static void order(const char *place, const char *name, const char *value)
{
	assert_int_equal(orders_set(o, "main", place, name, value), 0);
}

static void kept_and_taken_back(void **state)
{
	(void)state;
	assert_string_equal(orders_get(o, "main", "channel 1", "pause"), "");
	order("channel 2", "pause", "b");
	order("channel 1", "pause", "a");
	order("channel 1", "mode", "faq");
	assert_string_equal(orders_get(o, "main", "channel 1", "pause"), "a");
	assert_string_equal(orders_get(o, "main", "channel 2", "pause"), "b");
	assert_string_equal(orders_get(o, "mai", "channel 1", "pause"), "");
	assert_string_equal(orders_get(o, "other", "channel 1", "pause"), "");
	order("channel 1", "pause", "c");
	assert_string_equal(orders_get(o, "main", "channel 1", "pause"), "c");
	order("channel 1", "pause", "");
	order("channel 1", "pause", "");
	assert_string_equal(orders_get(o, "main", "channel 1", "pause"), "");
	assert_string_equal(orders_get(o, "main", "channel 1", "mode"), "faq");
	assert_int_equal(orders_bound(o).used, 2);
}

/* Mutes, unless they are excepted, and wishes for quiet of one person go, everywhere, and nobody else's. */
static void forgotten(void **state)
{
	(void)state;
	order("user 30", "mute", "50");
	order("user 30", "quiet", "30");
	order("user 30 of 10", "mute", "50");
	order("user 301", "mute", "50");
	order("user 3", "quiet", "3");
	order("channel 30", "pause", "50");
	assert_int_equal(orders_set(o, "other", "user 30", "mute", "50"), 0);
	orders_forget(o, "30", "mute");
	assert_true(orders_silent_to(o, "main", "10", "30"));
	assert_true(orders_silent_to(o, "other", "10", "30"));
	assert_string_equal(orders_get(o, "main", "user 30", "quiet"), "");
	orders_forget(o, "30", "");
	assert_false(orders_silent_to(o, "main", "10", "30"));
	assert_false(orders_silent_to(o, "other", "10", "30"));
	assert_true(orders_silent_to(o, "main", "10", "301"));
	assert_true(orders_silent_to(o, "main", "10", "3"));
	assert_string_equal(orders_get(o, "main", "channel 30", "pause"), "50");
	assert_int_equal(orders_bound(o).used, 3);
	orders_forget(o, "30", "");
	assert_int_equal(orders_bound(o).used, 3);
}

static void pauses(void **state)
{
	(void)state;
	assert_int_equal(orders_pause(o, "main", "10", "100", ""), ORDERS_PAUSE_NONE);
	order("channel 100", ORDERS_PAUSE, "7");
	assert_int_equal(orders_pause(o, "main", "10", "100", ""), ORDERS_PAUSE_ANSWERS);
	assert_int_equal(orders_pause(o, "main", "10", "thread", "100"), ORDERS_PAUSE_ANSWERS);
	assert_int_equal(orders_pause(o, "main", "10", "101", ""), ORDERS_PAUSE_NONE);
	assert_int_equal(orders_pause(o, "other", "10", "100", ""), ORDERS_PAUSE_NONE);
	order("server 10", ORDERS_PAUSE, "7");
	assert_int_equal(orders_pause(o, "main", "10", "101", ""), ORDERS_PAUSE_ANSWERS);
	assert_int_equal(orders_pause(o, "main", "", "1", ""), ORDERS_PAUSE_NONE);
	order("", ORDERS_PAUSE, "7");
	assert_int_equal(orders_pause(o, "main", "", "1", ""), ORDERS_PAUSE_EVERYTHING);
	assert_int_equal(orders_pause(o, "main", "10", "100", ""), ORDERS_PAUSE_EVERYTHING);
	assert_int_equal(orders_pause(o, "other", "", "1", ""), ORDERS_PAUSE_NONE);
}

static void silence(void **state)
{
	(void)state;
	assert_false(orders_silent_to(o, "main", "10", "7"));
	order("user 7", ORDERS_MUTE, "1");
	assert_true(orders_silent_to(o, "main", "10", "7"));
	assert_false(orders_silent_to(o, "main", "10", "77"));
	assert_false(orders_silent_to(o, "main", "10", ""));
	order("user 9 of 10", ORDERS_MUTE, "1");
	assert_true(orders_silent_to(o, "main", "10", "9"));
	assert_false(orders_silent_to(o, "main", "11", "9"));
	assert_false(orders_silent_to(o, "main", "", "9"));
	order("user 8", ORDERS_QUIET, "yes");
	assert_true(orders_silent_to(o, "main", "10", "8"));
}

static enum config_mode mode_of(const char *server, const char *channel, const char *parent)
{
	struct config_place place = config_place(config, "main", server, channel, parent);

	orders_apply(o, "main", server, channel, parent, &place);
	return place.mode;
}

/* The innermost order wins; without one the configuration holds, as it does in direct messages. */
static void modes(void **state)
{
	(void)state;
	assert_int_equal(mode_of("10", "100", ""), CONFIG_MODE_FAQ);
	assert_false(orders_listens(o, "main"));
	order("server 10", ORDERS_MODE, "off");
	assert_false(orders_listens(o, "main"));
	assert_int_equal(mode_of("10", "100", ""), CONFIG_MODE_OFF);
	assert_int_equal(mode_of("10", "101", ""), CONFIG_MODE_OFF);
	order("channel 100", ORDERS_MODE, "ambient");
	assert_true(orders_listens(o, "main"));
	assert_false(orders_listens(o, "other"));
	assert_int_equal(mode_of("10", "100", ""), CONFIG_MODE_AMBIENT);
	assert_int_equal(mode_of("10", "1000", "100"), CONFIG_MODE_AMBIENT);
	assert_int_equal(mode_of("", "100", ""), CONFIG_MODE_MENTION);
	order("channel 100", ORDERS_MODE, "nonsense");
	assert_int_equal(mode_of("10", "100", ""), CONFIG_MODE_FAQ);
}

static void list(void *ctx, const char *place, const char *name, const char *value)
{
	buf_printf(ctx, "%s %s %s|", place, name, value);
}

static void listed(void **state)
{
	struct buf out;

	(void)state;
	order("user 7", ORDERS_MUTE, "1");
	order("", ORDERS_PAUSE, "2");
	assert_int_equal(orders_set(o, "main2", "user 7", ORDERS_MUTE, "x"), 0);
	buf_init(&out, 256);
	orders_each(o, "main", list, &out);
	assert_string_equal(buf_str(&out), " pause 2|user 7 mute 1|");
	buf_free(&out);
}

/* A further one, or one that is too long, is refused; those that hold do. */
static void bounded(void **state)
{
	char place[ORDERS_PLACE_MAX], id[512], value[ORDERS_VALUE_MAX + 1];
	size_t i;

	(void)state;
	for (i = 0; i < ORDERS_MAX; i++) {
		snprintf(id, sizeof(id), "%zu", i);
		order(orders_place(place, "user", id), ORDERS_MUTE, "1");
	}
	assert_int_equal(orders_set(o, "main", "user x", ORDERS_MUTE, "1"), -1);
	order("user 5", ORDERS_MUTE, "2");
	order("user 6", ORDERS_MUTE, "");
	order("user x", ORDERS_MUTE, "1");
	assert_true(orders_silent_to(o, "main", "10", "1023"));
	assert_false(orders_silent_to(o, "main", "10", "6"));
	memset(id, 'x', sizeof(id));
	id[sizeof(id) - 1] = '\0';
	assert_int_equal(orders_set(o, "main", id, ORDERS_MUTE, "1"), -1);
	memset(value, 'x', sizeof(value));
	value[ORDERS_VALUE_MAX] = '\0';
	assert_int_equal(orders_set(o, "main", "user 5", ORDERS_MUTE, value), -1);
	assert_int_equal(orders_bound(o).used, ORDERS_MAX);
	assert_int_equal(orders_bound(o).met, 3);
	orders_destroy(NULL);
}

/* However many want quiet, there is room for what operators order. */
static void room_for_operators(void **state)
{
	char place[ORDERS_PLACE_MAX], id[32];
	size_t i;

	(void)state;
	for (i = 0; i < ORDERS_QUIET_MAX; i++) {
		snprintf(id, sizeof(id), "%zu", i);
		order(orders_place(place, "user", id), ORDERS_QUIET, id);
	}
	assert_int_equal(orders_set(o, "main", "user x", ORDERS_QUIET, "x"), -1);
	order("user 5", ORDERS_QUIET, "5");
	order("", ORDERS_PAUSE, "1");
	order("user x", ORDERS_MUTE, "1");
	assert_int_equal(orders_set(o, "main", "user x", ORDERS_QUIET, "x"), -1);
	order("user 5", ORDERS_QUIET, "");
	order("user 6", ORDERS_QUIET, "");
	order("user 7", ORDERS_QUIET, "");
	order("user x", ORDERS_QUIET, "x");
	assert_int_equal(orders_bound(o).met, 2);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(kept_and_taken_back),
		TEST(forgotten),
		TEST(pauses),
		TEST(silence),
		TEST(modes),
		TEST(listed),
		TEST(bounded),
		TEST(room_for_operators),
	};

	return cmocka_run_group_tests_name("bot/orders", tests, NULL, NULL);
}
