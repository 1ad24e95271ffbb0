/* Tests of src/sys/store_request.c, with an engine that only looks at what it is given. */
#include "sys/store_request.h"

#include "sys/store_world.h"

static struct store_op seen;
static struct store_op *answer;

struct store_op *store_request_queue(struct store *s, const struct store_op *like)
{
	assert_null(s);
	seen = *like;
	return answer;
}

static void on_told(void *ctx, enum store_result what, const struct store_due *found)
{
	(void)ctx;
	(void)what;
	(void)found;
}

static void expect(enum store_op_kind kind, bool urgent, bool lasting)
{
	assert_int_equal(seen.kind, kind);
	assert_int_equal(seen.urgent, urgent);
	assert_int_equal(seen.lasting, lasting);
	assert_ptr_equal(seen.fn, on_told);
	assert_ptr_equal(seen.ctx, &seen);
}

/* Entries: what is an emergency goes before everything else; only a record is open. */
static void entries(void **state)
{
	struct store_entry e = entry_of("1", "r");

	(void)state;
	e.state = STORE_SILENT;
	store_record(NULL, &owner, &e, true, on_told, &seen);
	expect(STORE_OP_RECORD, false, true);
	assert_int_equal(seen.entry.state, STORE_OPEN);
	assert_string_equal(seen.entry.cause, "1");
	assert_string_equal(seen.owner.account, owner.account);
	store_claim(NULL, &owner, &e, on_told, &seen);
	expect(STORE_OP_RECORD, false, false);
	assert_int_equal(seen.entry.state, STORE_SILENT);
	store_mark(NULL, &owner, &e, on_told, &seen);
	expect(STORE_OP_MARK, false, false);
	e.emergency = true;
	store_record(NULL, &owner, &e, false, on_told, &seen);
	expect(STORE_OP_RECORD, true, false);
	store_mark(NULL, &owner, &e, on_told, &seen);
	expect(STORE_OP_MARK, true, false);
}

static void others(void **state)
{
	const struct store_value value = {"session", "s"};
	const struct store_case step = {.number = "n-1"};
	const struct store_audit audit = {.step = "alerted"};
	const struct store_setting setting = {"place", "mode", "off"};
	const struct store_counter counter = {1, "tier", 2};

	(void)state;
	store_keep(NULL, &owner, &value, on_told, &seen);
	expect(STORE_OP_KEEP, false, true);
	assert_string_equal(seen.value.name, "session");
	store_step(NULL, &owner, &step, &audit, on_told, &seen);
	expect(STORE_OP_STEP, true, true);
	assert_string_equal(seen.step.number, "n-1");
	assert_string_equal(seen.audit.step, "alerted");
	store_audit(NULL, "main", &audit, on_told, &seen);
	expect(STORE_OP_AUDIT, false, true);
	assert_string_equal(seen.owner.account, "main");
	store_set(NULL, "main", &setting, on_told, &seen);
	expect(STORE_OP_SET, false, true);
	assert_string_equal(seen.setting.value, "off");
	store_count(NULL, &counter, on_told, &seen);
	expect(STORE_OP_COUNT, false, false);
	assert_int_equal(seen.counter.n, 2);
	store_due(NULL, &owner, on_told, &seen);
	expect(STORE_OP_DUE, false, false);
	store_erase(NULL, "user-7", "", on_told, &seen);
	/* told in its order behind what is lasting, so that nothing brings back whom it erased */
	expect(STORE_OP_ERASE, false, true);
	assert_string_equal(seen.user, "user-7");
	assert_in_range(seen.entry.at_ms, wall_now() - 60000, wall_now());
}

/* What the engine gives is what can be cancelled; nothing, where it has no room. */
static void given_back(void **state)
{
	struct store_op op;

	(void)state;
	answer = &op;
	assert_ptr_equal(store_due(NULL, &owner, on_told, &seen), &op);
	answer = NULL;
	assert_null(store_due(NULL, &owner, on_told, &seen));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(entries),
		cmocka_unit_test(others),
		cmocka_unit_test(given_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
