/* Tests of src/sys/alive.c. */
#include "sys/alive.h"

#include "sys/notify_world.h"

static struct world w;
static int looks;
static bool well;

static bool is_well(void *ctx)
{
	assert_ptr_equal(ctx, &w);
	looks++;
	loop_stop(w.loop);
	return well;
}

static int set_up(void **state)
{
	(void)state;
	looks = 0;
	well = true;
	world_open(&w, NULL);
	world_make_dir(&w);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	manager_close();
	world_close(&w);
	return 0;
}

static struct alive *create(void)
{
	struct alive *a = alive_create(&(struct alive_options){w.loop, is_well, &w});

	assert_non_null(a);
	return a;
}

/* The watchdog is fed at every look, twice in its time, as long as all is well, and then no more. */
static void fed_while_well(void **state)
{
	struct alive_status s;
	struct alive *a;

	(void)state;
	manager_open(&w, "40000");
	a = create();
	assert_int_equal(alive_status(a).watchdog_ms, 40);
	world_run(&w);
	assert_string_equal(manager_told(), "WATCHDOG=1");
	world_run(&w);
	assert_string_equal(manager_told(), "WATCHDOG=1");
	s = alive_status(a);
	assert_true(s.well);
	assert_int_equal(s.looks, 2);
	assert_int_equal(s.ill, 0);
	assert_int_equal(histogram_count(&s.late), 2);
	assert_true(s.late_ms >= 0 && s.looked_ms >= 0);
	well = false;
	world_run(&w);
	world_run(&w);
	assert_string_equal(manager_told(), "");
	s = alive_status(a);
	assert_false(s.well);
	assert_int_equal(s.ill, 2);
	assert_true(world_logged(&w, "ALARM: known emergencies are not recognised"));
	well = true;
	world_run(&w);
	assert_string_equal(manager_told(), "WATCHDOG=1");
	alive_destroy(a);
	assert_int_equal(looks, 5);
}

/* A loop that is held up is seen to come late. */
static void lateness(void **state)
{
	struct alive *a;
	int64_t until;

	(void)state;
	manager_open(&w, "20000");
	a = create();
	until = loop_now() + 60;
	while (loop_now() < until) /* hangs */
		;
	assert_true(alive_status(a).looked_ms >= 59);
	world_run(&w);
	assert_true(alive_status(a).late_ms >= 40);
	alive_destroy(a);
	alive_destroy(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(fed_while_well, set_up, tear_down),
		cmocka_unit_test_setup_teardown(lateness, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("sys/alive", tests, NULL, NULL);
}
