/* Tests of src/sys/store_places.c, in memory. */
#include "sys/store_places.h"

#include "sys/rows_world.h"

static void note(const struct store_place *place)
{
	struct store_op *op = store_op_create(
		&(struct store_op){.kind = STORE_OP_PLACE, .owner = owner, .place = *place});

	assert_non_null(op);
	assert_int_equal(store_rows_do(rows, op), SQLITE_OK);
	assert_int_equal(op->result, STORE_DONE);
	store_op_free(op);
}

/* What the owner finds; the caller frees it. */
static struct store_op *due(const struct store_owner *whose)
{
	struct store_op *op = rows_make(STORE_OP_DUE, whose, NULL);

	assert_int_equal(store_rows_do(rows, op), SQLITE_OK);
	return op;
}

static size_t n_due(void)
{
	struct store_op *op = due(&owner);
	const size_t n = op->due.n_places;

	store_op_free(op);
	return n;
}

/* Each once, messages that wait first, the newest first. */
static void found(void **state)
{
	static const struct store_owner other = {"other", 0, 1};
	struct store_op *op;

	(void)state;
	note(&(struct store_place){"20", "", "", "user-4", 100, false});
	note(&(struct store_place){"21", "", "", "user-5", 200, false});
	note(&(struct store_place){"60", "3", "61", "user-4", 50, false});
	note(&(struct store_place){"20", "", "", "user-4", 300, false});
	op = due(&owner);
	assert_int_equal(op->due.n_places, 3);
	assert_string_equal(op->due.places[0].message, "61");
	assert_string_equal(op->due.places[0].conversation, "60");
	assert_string_equal(op->due.places[0].server, "3");
	assert_string_equal(op->due.places[0].user, "user-4");
	assert_string_equal(op->due.places[1].conversation, "20");
	assert_int_equal(op->due.places[1].at_ms, 300);
	assert_string_equal(op->due.places[2].conversation, "21");
	store_op_free(op);
	op = due(&other);
	assert_int_equal(op->due.n_places, 0);
	store_op_free(op);
}

static void over(void **state)
{
	(void)state;
	note(&(struct store_place){"60", "3", "61", "user-4", 50, false});
	note(&(struct store_place){"60", "3", "62", "user-4", 50, false});
	note(&(struct store_place){.conversation = "60", .message = "61", .over = true});
	note(&(struct store_place){.conversation = "60", .message = "99", .over = true});
	assert_int_equal(n_due(), 1);
}

/* The channel where nothing was written for the longest time goes first. */
static void bounded(void **state)
{
	char id[16];
	struct store_op *op;
	int i;

	(void)state;
	note(&(struct store_place){"60", "3", "61", "user-4", 1, false});
	for (i = 0; i < STORE_PLACES_MAX + 5; i++) {
		snprintf(id, sizeof(id), "%d", 1000 + i);
		note(&(struct store_place){id, "", "", "user-9", 100 + i, false});
	}
	op = due(&owner);
	assert_int_equal(op->due.n_places, STORE_PLACES_MAX);
	assert_string_equal(op->due.places[0].message, "61");
	snprintf(id, sizeof(id), "%d", 1000 + STORE_PLACES_MAX + 4);
	assert_string_equal(op->due.places[1].conversation, id);
	store_op_free(op);
}

static void erased_and_pruned(void **state)
{
	struct store_op *op;

	(void)state;
	note(&(struct store_place){"20", "", "", "user-4", 100, false});
	note(&(struct store_place){"60", "3", "61", "user-4", 100, false});
	note(&(struct store_place){"21", "", "", "user-5", 200, false});
	op = store_op_create(&(struct store_op){.kind = STORE_OP_ERASE, .user = "user-4"});
	assert_non_null(op);
	assert_int_equal(store_rows_do(rows, op), SQLITE_OK);
	assert_int_equal(op->n_erased, 2);
	store_op_free(op);
	assert_int_equal(n_due(), 1);
	assert_int_equal(store_rows_prune(rows, 200, 0, 0), SQLITE_OK);
	assert_int_equal(n_due(), 1);
	assert_int_equal(store_rows_prune(rows, 201, 0, 0), SQLITE_OK);
	assert_int_equal(n_due(), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(found),
		TEST(over),
		TEST(bounded),
		TEST(erased_and_pruned),
	};

	store_places_destroy(NULL);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
