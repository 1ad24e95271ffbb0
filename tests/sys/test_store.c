/* Tests of src/sys/store.c, on files in a folder that goes away. */
#include "sys/store.h"

#include "sys/store_world.h"

#include <pthread.h>
#include <sys/resource.h>
#include <sys/wait.h>

static struct world w;
static struct store *s;
static unsigned told, alarms, alarms_over;
static enum store_result result;
static char order[64];

/* What store_due() found, copied. */
static struct {
	size_t n, n_values, n_open;
	char cause[8][64], value[64], text[64], id[64];
	enum store_state state[8];
	uint64_t ticket;
} due;

static void on_alarm(void *ctx, const char *why)
{
	assert_ptr_equal(ctx, &w);
	alarms += why != NULL;
	alarms_over += why == NULL;
}

static struct store *create_with(int64_t retry_ms)
{
	struct store *made = store_create(&(struct store_options){.loop = w.loop,
		.folder = w.dir,
		.keep_ms = DAY_MS,
		.retry_ms = retry_ms,
		.alarm = on_alarm,
		.ctx = &w});

	assert_non_null(made);
	return made;
}

static struct store *create(void)
{
	return create_with(1);
}

static int set_up(void **state)
{
	(void)state;
	disk_take_over();
	world_open(&w, NULL);
	world_make_dir(&w);
	told = alarms = alarms_over = 0;
	order[0] = '\0';
	s = create();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	store_destroy(s);
	s = NULL;
	world_close(&w);
	return 0;
}

static void keep(void *ctx, enum store_result what, const struct store_due *found)
{
	size_t i;

	(void)ctx;
	told++;
	result = what;
	memset(&due, 0, sizeof(due));
	loop_stop(w.loop);
	if (!found)
		return;
	due.n = found->n;
	due.n_values = found->n_values;
	for (i = 0; i < found->n && i < 8; i++) {
		snprintf(due.cause[i], 64, "%s%s", found->entries[i].cause,
			found->entries[i].purpose);
		due.state[i] = found->entries[i].state;
		due.n_open += due.state[i] == STORE_OPEN;
	}
	if (found->n) {
		snprintf(due.text, 64, "%s", found->entries[0].text);
		snprintf(due.id, 64, "%s", found->entries[0].id);
		due.ticket = found->entries[0].ticket;
	}
	if (found->n_values)
		snprintf(due.value, 64, "%s=%s", found->values[0].name, found->values[0].value);
}

static enum store_result wait_for(struct store_op *op)
{
	assert_non_null(op);
	world_run(&w);
	return result;
}

static enum store_result record(const char *cause, const char *purpose)
{
	const struct store_entry e = entry_of(cause, purpose);

	return wait_for(store_record(s, &owner, &e, false, keep, NULL));
}

static enum store_result mark(const char *cause, const char *purpose, enum store_state state)
{
	struct store_entry e = {.cause = cause, .purpose = purpose, .state = state, .id = "id-9"};

	return wait_for(store_mark(s, &owner, &e, keep, NULL));
}

static enum store_result look(void)
{
	return wait_for(store_due(s, &owner, keep, NULL));
}

static void keep_sum(void *ctx, enum store_result what, const struct store_due *found)
{
	assert_int_equal(what, STORE_DONE);
	assert_non_null(found);
	*(int64_t *)ctx = found->n_sums ? found->sums[0].n : 0;
	loop_stop(w.loop);
}

/* What went unanswered and what was counted, through the writer and back. */
static void unanswered(void **state)
{
	const struct store_unanswered u = {
		wall_now(), "tea", "10", "9", "1", "user-7", "is tea ok", wall_now() + DAY_MS};
	int64_t n = 0;

	(void)state;
	assert_int_equal(wait_for(store_unanswered(s, "main", &u, keep, NULL)), STORE_DONE);
	assert_true(folder_holds(&w, "is tea ok") > 0);
	assert_int_equal(wait_for(store_unkeep(s, "main", "1", keep, NULL)), STORE_DONE);
	assert_int_equal(folder_holds(&w, "is tea ok"), 0);
	store_count(s, &(struct store_counter){wall_now(), "feedback.x", 2}, NULL, NULL);
	assert_non_null(store_sums(s, "feedback.", 0, keep_sum, &n));
	world_run(&w);
	assert_int_equal(n, 2);
}

/* What a run has recorded the next one finds; what is settled has lost its text. */
static void survives(void **state)
{
	const struct store_value value = {"session", "{...}"};

	(void)state;
	assert_int_equal(look(), STORE_DONE);
	assert_int_equal(due.n + due.n_values, 0);
	assert_int_equal(record("1", "r"), STORE_DONE);
	assert_int_equal(record("2", "r"), STORE_DONE);
	assert_int_equal(wait_for(store_keep(s, &owner, &value, keep, NULL)), STORE_DONE);
	store_destroy(s);
	s = create();
	assert_int_equal(look(), STORE_DONE);
	assert_int_equal(due.n, 2);
	assert_string_equal(due.cause[0], "1r");
	assert_string_equal(due.text, "a text of ours");
	assert_int_equal(due.ticket, UINT64_MAX - 1);
	assert_string_equal(due.value, "session={...}");
	assert_int_equal(mark("1", "r", STORE_SENT), STORE_DONE);
	assert_int_equal(mark("2", "r", STORE_EXPIRED), STORE_DONE);
	assert_int_equal(mark("unknown", "r", STORE_SENT), STORE_DONE);
	assert_int_equal(look(), STORE_DONE);
	assert_int_equal(due.n, 2);
	assert_int_equal(due.n_open, 0);
	assert_string_equal(due.text, "");
	assert_string_equal(due.id, "id-9");
	assert_int_equal(alarms, 0);
	store_destroy(NULL);
	store_cancel(NULL);
}

/* The same is said once: whoever comes second is told so, claims included. */
static void once(void **state)
{
	struct store_entry e = entry_of("1", "r");

	(void)state;
	assert_int_equal(record("1", "r"), STORE_DONE);
	assert_int_equal(record("1", "r"), STORE_HELD);
	assert_int_equal(record("1", "a"), STORE_DONE);
	e.state = STORE_SILENT;
	assert_int_equal(wait_for(store_claim(s, &owner, &e, keep, NULL)), STORE_HELD);
	e.cause = "2";
	assert_int_equal(wait_for(store_claim(s, &owner, &e, keep, NULL)), STORE_DONE);
	assert_int_equal(record("2", "r"), STORE_HELD);
	assert_int_equal(store_counts(s).held, 3);
	assert_int_equal(look(), STORE_DONE);
	assert_int_equal(due.n, 3);
	assert_int_equal(due.n_open, 2);
	assert_int_equal(due.state[2], STORE_SILENT);
}

static void note_order(void *ctx, enum store_result what, const struct store_due *found)
{
	size_t n = strlen(order);

	(void)what;
	(void)found;
	snprintf(order + n, sizeof(order) - n, "%s", (const char *)ctx);
	if (strchr(order, '!'))
		loop_stop(w.loop);
}

/* While the disk is slow the loop goes on, and what is urgent overtakes. */
static void urgent_first(void **state)
{
	static char names[][2] = {"0", "1", "2", "!"};
	struct store_entry e = entry_of("0", "r");

	(void)state;
	assert_int_equal(look(), STORE_DONE);
	atomic_store(&disk_hangs, true);
	store_record(s, &owner, &e, false, note_order, names[0]);
	while (sem_wait(&disk_waiting) != 0)
		;
	e.cause = "1";
	store_record(s, &owner, &e, false, note_order, names[1]);
	store_keep(s, &owner, &(struct store_value){"n", "v"}, note_order, names[3]);
	e.cause = "2";
	e.emergency = true;
	store_record(s, &owner, &e, false, note_order, names[2]);
	assert_string_equal(order, "");
	atomic_store(&disk_hangs, false);
	sem_post(&disk_goes_on);
	world_run(&w);
	assert_string_equal(order, "021!");
}

/* The queue is bounded; what is urgent has room of its own; what finds none is counted. */
static void bounded(void **state)
{
	struct store_entry e = entry_of("0", "r");
	unsigned i;

	(void)state;
	assert_int_equal(look(), STORE_DONE);
	atomic_store(&disk_hangs, true);
	store_record(s, &owner, &e, false, NULL, NULL);
	while (sem_wait(&disk_waiting) != 0)
		;
	for (i = 1; i < STORE_QUEUE_MAX; i++)
		assert_non_null(store_mark(s, &owner, &e, NULL, NULL));
	assert_non_null(store_mark(s, &owner, &e, keep, NULL));
	assert_null(store_mark(s, &owner, &e, NULL, NULL));
	e.emergency = true;
	for (i = 0; i < STORE_RESERVED; i++)
		assert_non_null(store_mark(s, &owner, &e, NULL, NULL));
	assert_null(store_record(s, &owner, &e, true, NULL, NULL));
	assert_int_equal(store_counts(s).dropped, 2);
	atomic_store(&disk_hangs, false);
	sem_post(&disk_goes_on);
	world_run(&w);
	assert_int_equal(told, 2);
	assert_int_equal(look(), STORE_DONE);
	assert_int_equal(store_counts(s).done, 3 + STORE_QUEUE_MAX + STORE_RESERVED);
}

/* Nobody is told of what was cancelled, but it is done. */
static void cancelled(void **state)
{
	struct store_entry e = entry_of("1", "r");

	(void)state;
	store_cancel(store_record(s, &owner, &e, false, keep, NULL));
	assert_int_equal(look(), STORE_DONE);
	assert_int_equal(told, 1);
	assert_int_equal(due.n, 1);
}

/* What waits at the end is done; those who asked are gone and not told. */
static void drained(void **state)
{
	struct store_entry e = entry_of("1", "r");

	(void)state;
	assert_int_equal(look(), STORE_DONE);
	store_record(s, &owner, &e, false, keep, NULL);
	store_destroy(s);
	assert_int_equal(told, 1);
	s = create();
	assert_int_equal(look(), STORE_DONE);
	assert_int_equal(due.n, 1);
}

/* A disk that hangs does not keep the program from ending. */
static void hangs(void **state)
{
	struct store_entry e = entry_of("1", "r");

	(void)state;
	assert_int_equal(look(), STORE_DONE);
	atomic_store(&disk_hangs, true);
	store_record(s, &owner, &e, false, NULL, NULL);
	while (sem_wait(&disk_waiting) != 0)
		;
	store_destroy(s);
	assert_true(world_logged(&w, "the disk hangs"));
	atomic_store(&disk_hangs, false);
	sem_post(&disk_goes_on);
	s = create();
	while (look() != STORE_DONE || due.n == 0)
		; /* the first writer finishes meanwhile */
	assert_string_equal(due.cause[0], "1r");
}

/* Full or broken, it raises the alarm and fails; once it works again the alarm is over. */
static void full(void **state)
{
	static const struct {
		int error;
		const char *text;
	} cases[] = {{ENOSPC, "the disk is full"}, {EIO, "it cannot be read or written"},
		{EROFS, "it cannot be read or written"}};
	char cause[8];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(cause, sizeof(cause), "%zu", i);
		assert_int_equal(look(), STORE_DONE);
		assert_null(store_alarm(s));
		atomic_store(&disk_error, cases[i].error);
		assert_int_equal(record(cause, "r"), STORE_FAILED);
		world_settle(&w);
		assert_int_equal(alarms, i + 1);
		assert_non_null(strstr(store_alarm(s), cases[i].text));
		assert_int_equal(record(cause, "a"), STORE_FAILED);
		mark(cause, "r", STORE_SENT); /* changes nothing, and mends nothing */
		world_settle(&w);
		assert_int_equal(alarms, i + 1); /* told once */
		assert_int_equal(alarms_over, i);
		atomic_store(&disk_error, 0);
		while (record(cause, "r") == STORE_FAILED)
			; /* a closed file is tried again after retry_ms */
		world_settle(&w);
		assert_int_equal(alarms_over, i + 1);
		assert_null(store_alarm(s));
	}
	assert_true(world_logged(&w, "error store: ALARM"));
	assert_true(world_logged(&w, "info store: the alarm is over"));
	assert_int_equal(look(), STORE_DONE);
	assert_int_equal(due.n, 6); /* what was refused is there as well by now */
}

static void mark_untold(const char *cause)
{
	const struct store_entry e = {
		.cause = cause, .purpose = "r", .state = STORE_SENT, .id = "id-9"};

	assert_non_null(store_mark(s, &owner, &e, NULL, NULL));
}

/* What becomes of an entry while the disk is full is written once it is not: nothing else has to be asked. */
static void asked_again(void **state)
{
	(void)state;
	assert_int_equal(record("1", "r"), STORE_DONE);
	atomic_store(&disk_error, ENOSPC);
	mark_untold("1");
	while (!store_alarm(s))
		world_settle(&w);
	atomic_store(&disk_error, 0);
	while (store_alarm(s))
		world_settle(&w);
	assert_int_equal(look(), STORE_DONE);
	assert_int_equal(due.n, 1);
	assert_int_equal(due.n_open, 0);
	/* and at the end, be it that the disk has mended since */
	assert_int_equal(record("2", "r"), STORE_DONE);
	atomic_store(&disk_error, ENOSPC);
	mark_untold("2");
	while (!store_alarm(s))
		world_settle(&w);
	atomic_store(&disk_error, 0);
	store_destroy(s);
	s = create();
	assert_int_equal(look(), STORE_DONE);
	assert_int_equal(due.n, 2);
	assert_int_equal(due.n_open, 0);
}

static void record_emergency(const char *cause)
{
	struct store_entry e = entry_of(cause, "r");

	e.emergency = true;
	assert_int_equal(wait_for(store_record(s, &owner, &e, true, keep, NULL)), STORE_FAILED);
}

/*
 * A red-flag reply that was said although the disk had refused its record is on record as soon as the disk
 * takes anything: an orderly restart, or one that is none, neither forgets nor doubles it.
 */
static void recorded_again(void **state)
{
	(void)state;
	assert_int_equal(record("0", "r"), STORE_DONE);
	atomic_store(&disk_error, ENOSPC);
	record_emergency("1");
	record_emergency("2");
	mark_untold("1"); /* it was sent while the disk was full, */
	atomic_store(&disk_error, 0);
	while (store_alarm(s))
		world_settle(&w);
	world_settle(&w);
	mark_untold("2"); /* and this one when it no longer was */
	assert_int_equal(look(), STORE_DONE);
	assert_int_equal(due.n, 3);
	assert_int_equal(due.n_open, 1); /* the first alone */
	assert_string_equal(due.cause[0], "0r");
}

/*
 * The same of one whose outcome came when the disk had mended, but had not been asked again: the end is no
 * time to wait for the next try.
 */
static void marked_behind(void **state)
{
	(void)state;
	store_destroy(s);
	s = create_with(DAY_MS);
	atomic_store(&disk_error, ENOSPC);
	record_emergency("1");
	atomic_store(&disk_error, 0);
	mark_untold("1");
	store_destroy(s);
	s = create();
	assert_int_equal(look(), STORE_DONE);
	assert_int_equal(due.n, 1);
	assert_int_equal(due.n_open, 0);
}

/* Who asks last for what is due owns it; the other is told so, and raises the alarm. */
static void fenced(void **state)
{
	struct store *first = s;

	(void)state;
	assert_int_equal(look(), STORE_DONE);
	s = create();
	assert_int_equal(look(), STORE_DONE);
	assert_int_equal(record("1", "r"), STORE_DONE);
	store_destroy(s);
	s = first;
	assert_int_equal(record("2", "r"), STORE_FENCED);
	assert_int_equal(record("3", "r"), STORE_FENCED);
	world_settle(&w);
	assert_non_null(strstr(store_alarm(s), "another process"));
	assert_int_equal(alarms, 1);
	assert_int_equal(store_counts(s).fenced, 2);
	assert_int_equal(look(), STORE_DONE); /* takes it back */
	assert_int_equal(due.n, 1);
}

/* Of a person who is erased no byte is left, in no file, while others' entries stay. */
static void erased(void **state)
{
	struct store_entry e = entry_of("message-42", "r");
	char cause[32];
	int i;

	(void)state;
	assert_int_equal(look(), STORE_DONE);
	for (i = 0; i < 400; i++) {
		snprintf(cause, sizeof(cause), "cause-%d", i);
		e.cause = cause;
		e.user = i % 3 ? "somebody" : "erase-me-please";
		e.notify = e.direct = e.user;
		e.reply_to = i % 3 ? "" : "their-message";
		assert_int_equal(
			wait_for(store_record(s, &owner, &e, i % 2, keep, NULL)), STORE_DONE);
		if (i % 5 == 0)
			assert_int_equal(mark(cause, "r", STORE_SENT), STORE_DONE);
	}
	assert_true(folder_holds(&w, "erase-me-please") > 0);
	assert_true(folder_holds(&w, "their-message") > 0);
	assert_int_equal(wait_for(store_erase(s, "erase-me-please", "", keep, NULL)), STORE_DONE);
	assert_int_equal(folder_holds(&w, "erase-me-please"), 0);
	assert_int_equal(folder_holds(&w, "their-message"), 0);
	assert_int_equal(folder_holds(&w, "cause-3r"), 0);
	assert_int_equal(look(), STORE_DONE);
	assert_int_equal(due.n, 266);
}

/* A process that is killed has lost nothing that it was told is recorded. */
static void killed(void **state)
{
	pid_t pid;
	int status;

	(void)state;
	store_destroy(s);
	pid = fork();
	if (pid == 0) {
		s = create();
		if (look() != STORE_DONE || record("1", "r") != STORE_DONE)
			_exit(1);
		raise(SIGKILL);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
	s = create();
	assert_int_equal(look(), STORE_DONE);
	assert_int_equal(due.n, 1);
}

/* At the limit that the process has for its files it fails as on a full disk; no signal ends it. */
static void limited(void **state)
{
	const struct rlimit small = {.rlim_cur = 4096, .rlim_max = RLIM_INFINITY};
	struct rlimit before;

	(void)state;
	assert_int_equal(look(), STORE_DONE);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	assert_int_equal(record("1", "r"), STORE_FAILED);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	while (record("1", "r") == STORE_FAILED)
		;
	assert_int_equal(look(), STORE_DONE);
	assert_int_equal(due.n, 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(survives),
		TEST(unanswered),
		TEST(once),
		TEST(urgent_first),
		TEST(bounded),
		TEST(cancelled),
		TEST(drained),
		TEST(hangs),
		TEST(full),
		TEST(recorded_again),
		TEST(marked_behind),
		TEST(asked_again),
		TEST(fenced),
		TEST(erased),
		TEST(killed),
		TEST(limited),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
