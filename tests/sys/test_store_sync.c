/*
 * Tests of src/sys/store_sync.c, and of how src/sys/store.c uses it: a disk whose syncs hang or fail, while
 * what is written goes well.  fdatasync() is this program's own, for SQLite as well.
 */
#include "sys/store_sync.h"

#include "sys/store_world.h"

#include <sys/syscall.h>
#include <unistd.h>

static struct world w;
static struct store *s;
static atomic_int sync_error; /* errno of every sync, 0 = they go well */
static atomic_bool syncs_hang;
static atomic_uint syncs;
static sem_t sync_waits, sync_goes_on;
static unsigned alarms, alarms_over;
static char order[64];

int fdatasync(int fd);

int fdatasync(int fd)
{
	int error;

	atomic_fetch_add(&syncs, 1);
	if (atomic_load(&syncs_hang)) {
		sem_post(&sync_waits);
		while (sem_wait(&sync_goes_on) != 0)
			;
	}
	error = atomic_load(&sync_error);
	if (!error)
		return (int)syscall(SYS_fdatasync, fd);
	errno = error;
	return -1;
}

static void on_alarm(void *ctx, const char *why)
{
	(void)ctx;
	alarms += why != NULL;
	alarms_over += why == NULL;
	loop_stop(w.loop);
}

static int set_up(void **state)
{
	(void)state;
	sem_init(&sync_waits, 0, 0);
	sem_init(&sync_goes_on, 0, 0);
	atomic_store(&sync_error, 0);
	atomic_store(&syncs_hang, false);
	world_open(&w, NULL);
	world_make_dir(&w);
	alarms = alarms_over = 0;
	order[0] = '\0';
	s = store_create(&(struct store_options){.loop = w.loop,
		.folder = w.dir,
		.keep_ms = DAY_MS,
		.retry_ms = 1,
		.alarm = on_alarm,
		.ctx = &w});
	assert_non_null(s);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	store_destroy(s);
	world_close(&w);
	return 0;
}

/* Notes a letter for what has come, or its large one when that failed, and ends the run. */
static void note(void *ctx, enum store_result result, const struct store_due *found)
{
	const char c = *(const char *)ctx;
	const size_t n = strlen(order);

	(void)found;
	assert_true(n + 1 < sizeof(order));
	order[n] = result == STORE_FAILED ? (char)(c - 'a' + 'A') : c;
	order[n + 1] = '\0';
	loop_stop(w.loop);
}

static void record(const char *name, bool emergency)
{
	static char names[26][2];
	struct store_entry e = entry_of(name, "r");
	char *kept = names[*name - 'a'];

	snprintf(kept, 2, "%s", name);
	e.emergency = emergency;
	assert_non_null(store_record(s, &owner, &e, emergency, note, kept));
}

static void run_until(const char *wanted)
{
	while (strcmp(order, wanted) != 0)
		world_run(&w);
}

/* An answer's record does not wait behind the sync of an emergency's; that one is told when it lasts. */
static void nobody_waits_behind(void **state)
{
	(void)state;
	record("a", false);
	run_until("a");
	atomic_store(&syncs_hang, true);
	record("e", true);
	while (sem_wait(&sync_waits) != 0)
		;
	record("b", false);
	run_until("ab");
	record("c", false);
	run_until("abc");
	atomic_store(&syncs_hang, false);
	sem_post(&sync_goes_on);
	run_until("abce");
	assert_int_equal(alarms, 0);
}

/* What is lasting is told after a sync that began when it was written; what is not needs none. */
static void each_is_synced(void **state)
{
	unsigned before;

	(void)state;
	record("a", false);
	run_until("a");
	before = atomic_load(&syncs);
	record("b", false);
	run_until("ab");
	assert_int_equal(atomic_load(&syncs), before);
	record("e", true);
	run_until("abe");
	assert_true(atomic_load(&syncs) > before);
	/* it was there before, and is as lasting */
	before = atomic_load(&syncs);
	record("e", true);
	run_until("abee");
	assert_true(atomic_load(&syncs) > before);
}

/* One that is written during a sync is told after the next one. */
static void one_sync_more(void **state)
{
	(void)state;
	record("a", false);
	run_until("a");
	atomic_store(&syncs_hang, true);
	record("e", true);
	while (sem_wait(&sync_waits) != 0)
		;
	record("f", true);
	record("b", false); /* by then that is written as well */
	run_until("ab");
	sem_post(&sync_goes_on);
	run_until("abe");
	while (sem_wait(&sync_waits) != 0)
		;
	atomic_store(&syncs_hang, false);
	sem_post(&sync_goes_on);
	run_until("abef");
}

/* A sync that fails is a write that failed: whoever waits is told, the alarm is raised, and it ends. */
static void failed(void **state)
{
	(void)state;
	record("a", false);
	run_until("a");
	atomic_store(&sync_error, EIO);
	record("e", true);
	run_until("aE");
	while (alarms == 0)
		world_run(&w);
	assert_non_null(strstr(store_alarm(s), strerror(EIO)));
	atomic_store(&sync_error, 0);
	/* it is asked again by itself, and goes well */
	while (alarms_over == 0)
		world_run(&w);
	assert_null(store_alarm(s));
	record("b", false);
	run_until("aEb");
}

/* A sync that hangs does not keep the program from ending. */
static void hangs(void **state)
{
	(void)state;
	record("a", false);
	run_until("a");
	atomic_store(&syncs_hang, true);
	record("e", true);
	while (sem_wait(&sync_waits) != 0)
		;
	store_destroy(s);
	assert_true(world_logged(&w, "the disk hangs"));
	assert_string_equal(order, "a");
	atomic_store(&syncs_hang, false);
	sem_post(&sync_goes_on);
	s = NULL;
}

/* Where there is no log all is in the file; what cannot be synced is an error. */
static void logs(void **state)
{
	char path[PATH_MAX];

	(void)state;
	assert_int_equal(store_sync_log(world_path(&w, "none")), 0);
	snprintf(path, sizeof(path), "%s", world_path(&w, "some" STORE_SYNC_LOG));
	assert_int_equal(symlink("/dev/null", path), 0);
	assert_int_equal(store_sync_log(world_path(&w, "some")), ELOOP);
	assert_int_equal(unlink(path), 0);
	memset(path, 'x', sizeof(path) - 1);
	path[sizeof(path) - 1] = '\0';
	assert_int_equal(store_sync_log(path), ENAMETOOLONG);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(nobody_waits_behind),
		TEST(each_is_synced),
		TEST(one_sync_more),
		TEST(failed),
		TEST(hangs),
		TEST(logs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
