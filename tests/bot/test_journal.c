/* Tests of src/bot/journal.c, with a store on files in a folder that goes away. */
#include "bot/journal.h"

#include "base/log.h"
#include "sys/store_world.h"

static struct world w;
static struct store *store;
static struct journal *j;
static unsigned n_sent, n_outcomes;
static uint64_t sent[16];
static struct platform_outcome outcome;
static int send_result;
static int64_t sent_at;

static int on_send(void *ctx, const char *account, const struct platform_say *say)
{
	assert_ptr_equal(ctx, &w);
	assert_string_equal(account, "main");
	if (send_result != 0)
		return send_result;
	assert_true(n_sent < 16);
	sent[n_sent++] = say->ticket;
	sent_at = loop_now();
	loop_stop(w.loop);
	return 0;
}

static void on_outcome(void *ctx, const char *account, const struct platform_outcome *o)
{
	assert_ptr_equal(ctx, &w);
	assert_string_equal(account, "main");
	outcome = *o;
	n_outcomes++;
	loop_stop(w.loop);
}

static void open_all(bool with_store)
{
	if (with_store) {
		store = store_create(&(struct store_options){
			.loop = w.loop, .folder = w.dir, .keep_ms = DAY_MS, .retry_ms = 1});
		assert_non_null(store);
	}
	j = journal_create(&(struct journal_options){store, w.loop, on_send, on_outcome, &w});
	assert_non_null(j);
}

static void close_all(void)
{
	journal_destroy(j);
	store_destroy(store);
	j = NULL;
	store = NULL;
}

static int set_up(void **state)
{
	(void)state;
	disk_take_over();
	world_open(&w, NULL);
	world_make_dir(&w);
	n_sent = n_outcomes = 0;
	send_result = 0;
	open_all(true);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	atomic_store(&disk_hangs, false);
	sem_post(&disk_goes_on);
	close_all();
	world_close(&w);
	return 0;
}

static struct platform_say say_of(uint64_t ticket, const char *cause, bool emergency)
{
	return (struct platform_say){
		.ticket = ticket,
		.conversation = "100",
		.reply_to = cause,
		.user = "user-1",
		.text = "a text of ours",
		.purpose = "r",
		.deadline_ms = loop_now() + 60000,
		.emergency = emergency,
	};
}

static void say(uint64_t ticket, const char *cause, bool emergency)
{
	const struct platform_say what = say_of(ticket, cause, emergency);

	assert_int_equal(journal_say(j, "main", &what), 0);
}

static size_t n_entries, n_open, n_values;
static enum store_state first_state;
static char first_id[64];
static bool looked;

static void on_due(void *ctx, enum store_result result, const struct store_due *due)
{
	size_t i;

	(void)ctx;
	assert_int_equal(result, STORE_DONE);
	looked = true;
	n_entries = due->n;
	n_values = due->n_values;
	for (i = n_open = 0; i < due->n; i++)
		n_open += due->entries[i].state == STORE_OPEN;
	if (due->n) {
		first_state = due->entries[0].state;
		snprintf(first_id, sizeof(first_id), "%s", due->entries[0].id);
	}
	loop_stop(w.loop);
}

/* What the next run would find. */
static void look(void)
{
	looked = false;
	assert_non_null(store_due(store, &owner, on_due, NULL));
	while (!looked) /* what was sent just now stops the loop as well */
		world_run(&w);
}

/* Recorded, then sent, then marked. */
static void in_order(void **state)
{
	(void)state;
	say(8, "1", false);
	assert_int_equal(n_sent, 0);
	world_run(&w);
	assert_int_equal(n_sent, 1);
	assert_int_equal(sent[0], 8);
	look();
	assert_int_equal(n_open, 1);
	journal_outcome(j, "main",
		&(struct platform_outcome){.ticket = 8, .kind = PLATFORM_SENT, .id = "77"});
	journal_outcome(j, "main", /* of another's, or once more */
		&(struct platform_outcome){.ticket = 8, .kind = PLATFORM_REFUSED, .id = ""});
	look();
	assert_int_equal(n_open, 0);
	assert_int_equal(first_state, STORE_SENT);
	assert_string_equal(first_id, "77");
	assert_int_equal(journal_counts(j).unrecorded, 0);
	journal_destroy(NULL);
}

/* The same once more is not sent: it was, which is told. */
static void not_twice(void **state)
{
	(void)state;
	say(8, "1", false);
	world_run(&w);
	say(16, "1", false);
	world_run(&w);
	assert_int_equal(n_sent, 1);
	assert_int_equal(n_outcomes, 1);
	assert_int_equal(outcome.ticket, 16);
	assert_int_equal(outcome.kind, PLATFORM_SENT);
	assert_int_equal(journal_counts(j).held, 1);
}

/* What has no key cannot be recorded, and goes at once. */
static void without_key(void **state)
{
	struct platform_say what = say_of(8, "", false);

	(void)state;
	assert_int_equal(journal_say(j, "main", &what), 0);
	what.reply_to = "1";
	what.purpose = "a purpose that is too long";
	assert_int_equal(journal_say(j, "main", &what), 0);
	assert_int_equal(n_sent, 2);
	look();
	assert_int_equal(n_entries, 0);
}

static void hang(void)
{
	atomic_store(&disk_hangs, true);
	store_keep(store, &owner, &(struct store_value){"x", "y"}, NULL, NULL);
	while (sem_wait(&disk_waiting) != 0)
		;
}

/* A disk that hangs holds up an emergency for a moment, an answer for a longer one. */
static void slow_disk(void **state)
{
	int64_t from;

	(void)state;
	look();
	hang();
	from = loop_now();
	say(8, "1", false);
	say(16 + 3, "2", true);
	world_run(&w);
	assert_int_equal(n_sent, 1);
	assert_int_equal(sent[0], 16 + 3);
	assert_true(sent_at - from >= JOURNAL_URGENT_MS);
	world_run(&w);
	assert_int_equal(sent[1], 8);
	assert_true(sent_at - from >= JOURNAL_ANSWER_MS);
	assert_int_equal(journal_counts(j).unrecorded, 2);
	/* they are recorded and marked when the disk is back */
	journal_outcome(j, "main",
		&(struct platform_outcome){.ticket = 19, .kind = PLATFORM_SENT, .id = ""});
	atomic_store(&disk_hangs, false);
	sem_post(&disk_goes_on);
	look();
	assert_int_equal(n_entries, 2);
	assert_int_equal(n_open, 1);
}

/* A disk that is full holds up nothing: the first is sent when that is known, the others at once. */
static void full_disk(void **state)
{
	(void)state;
	look();
	atomic_store(&disk_error, ENOSPC);
	say(8, "1", true);
	world_run(&w);
	assert_int_equal(n_sent, 1);
	world_settle(&w);
	assert_non_null(store_alarm(store));
	say(16, "2", true);
	say(24, "3", false);
	assert_int_equal(n_sent, 3);
	assert_int_equal(journal_counts(j).unrecorded, 3);
	atomic_store(&disk_error, 0);
}

/* Nor does it wait where there is no store. */
static void no_store(void **state)
{
	(void)state;
	close_all();
	open_all(false);
	say(8, "1", false);
	assert_int_equal(n_sent, 1);
	journal_outcome(j, "main",
		&(struct platform_outcome){.ticket = 8, .kind = PLATFORM_SENT, .id = ""});
	journal_keep(j, "main", "name", "value");
	journal_settle(j, &(struct journal_claim){"main", "1", "user-1", "r", 0, NULL});
	assert_int_equal(journal_counts(j).unrecorded, 0);
	send_result = -1;
	assert_int_equal(journal_say(j, "main", &(struct platform_say){.ticket = 1}), -1);
}

/* What waits can be withdrawn; what has gone cannot. */
static void withdrawn(void **state)
{
	(void)state;
	say(8, "1", false);
	assert_true(journal_withdraw(j, 8));
	assert_int_equal(n_outcomes, 0); /* not from inside */
	world_run(&w);
	assert_int_equal(n_sent, 0);
	assert_int_equal(outcome.kind, PLATFORM_WITHDRAWN);
	assert_int_equal(outcome.ticket, 8);
	assert_false(journal_withdraw(j, 8));
	look();
	assert_int_equal(first_state, STORE_WITHDRAWN);
}

/* Where it cannot be sent it is refused, and not open any more. */
static void no_room(void **state)
{
	(void)state;
	send_result = -1;
	say(8, "1", false);
	world_run(&w);
	assert_int_equal(outcome.kind, PLATFORM_REFUSED);
	assert_int_equal(outcome.refusal, PLATFORM_REFUSAL_ROOM);
	look();
	assert_int_equal(first_state, STORE_REFUSED);
}

/* So many may wait; emergencies have room of their own. */
static void bounded(void **state)
{
	struct platform_say what = say_of(8, "1", false);
	char cause[16];
	unsigned i;

	(void)state;
	look();
	hang();
	what.reply_to = cause;
	send_result = -1;
	for (i = 0; i < JOURNAL_WAITING_MAX + JOURNAL_RESERVED; i++) {
		snprintf(cause, sizeof(cause), "%u", i);
		what.emergency = i >= JOURNAL_WAITING_MAX;
		if (i == JOURNAL_WAITING_MAX) {
			what.emergency = false;
			assert_int_equal(journal_say(j, "main", &what), -1);
			what.emergency = true;
		}
		assert_int_equal(journal_say(j, "main", &what), 0);
	}
	assert_int_equal(journal_say(j, "main", &what), -1);
}

/* The end sends what waits, and what comes after it at once; it is recorded all the same. */
static void flushed(void **state)
{
	(void)state;
	say(8, "1", false);
	journal_flush(j);
	say(16, "2", false);
	assert_int_equal(n_sent, 2);
	look();
	assert_int_equal(n_open, 2);
}

/* What an earlier run recorded is not recorded again, but marked. */
static void again(void **state)
{
	struct platform_say what = say_of(8, "1", false);

	(void)state;
	say(8, "1", false);
	world_run(&w);
	close_all();
	open_all(true);
	assert_int_equal(journal_again(j, "main", &what), 0);
	assert_int_equal(n_sent, 2);
	journal_outcome(j, "main",
		&(struct platform_outcome){.ticket = 8, .kind = PLATFORM_SENT, .id = ""});
	look();
	assert_int_equal(n_entries, 1);
	assert_int_equal(first_state, STORE_SENT);
	what.reply_to = "2";
	send_result = -1;
	assert_int_equal(journal_again(j, "main", &what), -1);
	say(16, "3", false);
	world_run(&w);
	what.reply_to = "3";
	journal_expired(j, "main", &what);
	look();
	assert_int_equal(n_open, 0);
}

static void settled(void **state)
{
	(void)state;
	journal_settle(j, &(struct journal_claim){"main", "1", "user-1", "r", 0, NULL});
	journal_keep(j, "main", "name", "value");
	look();
	assert_int_equal(n_entries, 1);
	assert_int_equal(n_values, 1);
	assert_int_equal(first_state, STORE_SILENT);
	assert_true(journal_wall() > 1600000000000);
}

/* What waits when everything ends is not sent, and open for the next run. */
static void destroyed_while_waiting(void **state)
{
	(void)state;
	say(8, "1", true);
	close_all();
	open_all(true);
	look();
	assert_int_equal(n_open, 1);
	assert_int_equal(n_sent + n_outcomes, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(in_order),
		TEST(not_twice),
		TEST(without_key),
		TEST(slow_disk),
		TEST(full_disk),
		TEST(no_store),
		TEST(withdrawn),
		TEST(no_room),
		TEST(bounded),
		TEST(flushed),
		TEST(again),
		TEST(settled),
		TEST(destroyed_while_waiting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
