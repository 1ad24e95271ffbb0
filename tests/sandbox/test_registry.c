/* Tests of src/sandbox/registry.c. */
#include "sandbox/registry.h"

#include "sandbox/refusal.h"
#include "sandbox/stage.h"

static char body[] = "\"name\":\"x\"";

static int put_named(uint64_t guild, enum registry_type type, const char *name)
{
	struct registry_entry command = {.guild = guild, .type = type, .body = body}, *put;

	snprintf(command.name, sizeof(command.name), "%s", name);
	return registry_put(stage.commands, &command, &put);
}

static void put_and_found(void **state)
{
	struct registry_entry *first;
	char other[] = "\"name\":\"y\"";
	struct registry_entry changed = {.type = REGISTRY_SLASH, .name = "y", .body = other};
	uint64_t version;
	struct buf b;
	size_t n;

	(void)state;
	assert_int_equal(put_named(0, REGISTRY_SLASH, "x"), 0);
	assert_int_equal(put_named(GUILD, REGISTRY_SLASH, "x"), 0);
	assert_int_equal(put_named(0, REGISTRY_MESSAGE, "x"), 0);
	assert_int_equal(put_named(0, REGISTRY_SLASH, "x"), 1);
	(void)registry_list(stage.commands, &n);
	assert_int_equal(n, 3);
	first = registry_named(stage.commands, 0, REGISTRY_SLASH, "x");
	assert_ptr_equal(registry_find(stage.commands, first->id), first);
	version = first->version;
	changed.type = first->type;
	assert_int_equal(registry_change(stage.commands, first, first), 0);
	assert_true(first->version == version); /* nothing is new */
	assert_int_equal(registry_change(stage.commands, first, &changed), 0);
	assert_true(first->version > version);
	buf_init(&b, 1000);
	assert_true(registry_shape(&b, stage.model, first));
	assert_non_null(strstr(buf_str(&b), "\"application_id\":\"1300000000000000010\""));
	assert_non_null(strstr(buf_str(&b), ",\"name\":\"y\"}"));
	assert_null(strstr(buf_str(&b), "guild_id"));
	buf_free(&b);
	registry_remove(stage.commands, first);
	assert_null(registry_named(stage.commands, 0, REGISTRY_SLASH, "y"));
	registry_tell(stage.commands);
	assert_string_equal(buf_str(&stage.changes), "commands\n");
}

static void bounded(void **state)
{
	char name[16];
	int i;

	(void)state;
	for (i = 0; i < REGISTRY_TEXT_MAX; i++) {
		snprintf(name, sizeof(name), "c%d", i);
		assert_int_equal(put_named(0, REGISTRY_SLASH, name), 0);
	}
	assert_int_equal(put_named(0, REGISTRY_SLASH, "more"), REFUSAL_COMMANDS);
	assert_int_equal(put_named(GUILD, REGISTRY_SLASH, "more"), 0);
	for (i = 0; i < REGISTRY_MENU_MAX; i++) {
		snprintf(name, sizeof(name), "m%d", i);
		assert_int_equal(put_named(0, REGISTRY_MESSAGE, name), 0);
	}
	assert_int_equal(put_named(0, REGISTRY_MESSAGE, "more"), REFUSAL_COMMANDS);
}

static void so_many_new_ones_a_day(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < REGISTRY_DAY_MAX; i++) {
		assert_int_equal(put_named(0, REGISTRY_SLASH, "again"), 0);
		registry_remove(
			stage.commands, registry_named(stage.commands, 0, REGISTRY_SLASH, "again"));
	}
	assert_int_equal(put_named(0, REGISTRY_SLASH, "again"), REFUSAL_COMMANDS_DAY);
	assert_int_equal(put_named(GUILD, REGISTRY_SLASH, "again"), 0);
	stage.now += 86400000;
	assert_int_equal(put_named(0, REGISTRY_SLASH, "again"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		stage_test(put_and_found),
		stage_test(bounded),
		stage_test(so_many_new_ones_a_day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
