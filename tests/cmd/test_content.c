/* Tests of src/cmd/content.c. */
#include "cmd/content.h"

#include <limits.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "cmd/capture.h"

#define ASK_PLACE                                                                                  \
	"--where-is-the-content" /* this program says it, as a program that lies elsewhere */

static char folder[PATH_MAX];
static char cramped[8];

static int find_given(int argc, char **argv)
{
	folder[0] = '\0';
	return content_folder(argc > 1 ? argv[1] : NULL, folder, sizeof(folder));
}

static int find_cramped(int argc, char **argv)
{
	(void)argc;
	return content_folder(argv[1], cramped, sizeof(cramped));
}

static void given(void **state)
{
	(void)state;
	assert_int_equal(RUN(find_given, "x", "/some/where"), 0);
	assert_string_equal(folder, "/some/where");
	assert_string_equal(ERR, "");
	/* a path that does not fit is refused, not cut into another one */
	assert_int_equal(RUN(find_cramped, "x", "1234567"), 0);
	assert_string_equal(cramped, "1234567");
	assert_int_equal(RUN(find_cramped, "x", "12345678"), -1);
	assert_contains(ERR, "too long");
}

/* The test program lies in no tree that has content beside it. */
static void nowhere(void **state)
{
	(void)state;
	assert_int_equal(content_packaged(folder, sizeof(folder)), -1);
	assert_int_equal(RUN(find_given, "x"), -1);
	assert_contains(ERR, "--content DIR");
	assert_string_equal(OUT, "");
}

static void make(const char *name)
{
	assert_int_equal(mkdir(world_path(&ran.world, name), 0700), 0);
}

/* What this program, copied to bin/ of the folder, takes for the place of its content. */
static void place_of_copy(char *out, size_t size)
{
	char command[PATH_MAX + 300];
	FILE *pipe;
	size_t n;

	snprintf(command, sizeof(command), "cp /proc/%d/exe '%s/bin/p' && '%s/bin/p' " ASK_PLACE,
		(int)getpid(), ran.world.dir, ran.world.dir);
	pipe = popen(command, "r");
	assert_non_null(pipe);
	n = fread(out, 1, size - 1, pipe);
	out[n] = '\0';
	assert_int_equal(pclose(pipe), 0);
}

/* A source tree around the build folder first, else PREFIX/share/lumbard. */
static void beside_the_program(void **state)
{
	char place[PATH_MAX], dir[sizeof(ran.world.dir)];

	(void)state;
	assert_non_null(realpath(ran.world.dir, place));
	assert_true(strlen(place) < sizeof(dir));
	strcpy(dir, place);
	make("bin");
	place_of_copy(place, sizeof(place));
	assert_string_equal(place, "-1");
	make("share");
	make("share/lumbard");
	place_of_copy(place, sizeof(place));
	assert_string_equal(place, "-1");
	make("share/lumbard/intents");
	place_of_copy(place, sizeof(place));
	assert_memory_equal(place, dir, strlen(dir));
	assert_string_equal(place + strlen(dir), "/share/lumbard");
	/* a file of that name is none */
	world_write(world_path(&ran.world, "intents"), "");
	place_of_copy(place, sizeof(place));
	assert_string_equal(place + strlen(dir), "/share/lumbard");
	remove(world_path(&ran.world, "intents"));
	make("intents");
	place_of_copy(place, sizeof(place));
	assert_string_equal(place, dir);
}

static int load(int argc, char **argv)
{
	struct lumbar_content *content = content_load(argc > 1 ? argv[1] : NULL);
	const bool loaded = content != NULL;

	lumbar_content_destroy(content);
	return loaded;
}

static void loads(void **state)
{
	(void)state;
	assert_true(RUN(load, "x", "."));
	assert_string_equal(ERR, "");
	assert_false(RUN(load, "x", "/nonexistent"));
	assert_contains(ERR, "/nonexistent");
	assert_false(RUN(load, "x"));
	assert_contains(ERR, "--content DIR");
	assert_string_equal(OUT, "");
}

static int print(int argc, char **argv)
{
	(void)argc;
	content_print(NULL, true, argv[1]);
	return 0;
}

static void prints(void **state)
{
	(void)state;
	RUN(print, "x", "a.yaml:1:2: error: 100%s\n  x\n  ^\n");
	assert_string_equal(ERR, "a.yaml:1:2: error: 100%s\n  x\n  ^\n");
	assert_string_equal(OUT, "");
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(given, capture_set_up, capture_tear_down),
		cmocka_unit_test_setup_teardown(nowhere, capture_set_up, capture_tear_down),
		cmocka_unit_test_setup_teardown(
			beside_the_program, capture_set_up, capture_tear_down),
		cmocka_unit_test_setup_teardown(loads, capture_set_up, capture_tear_down),
		cmocka_unit_test_setup_teardown(prints, capture_set_up, capture_tear_down),
	};

	if (argc == 2 && strcmp(argv[1], ASK_PLACE) == 0) {
		fputs(content_packaged(folder, sizeof(folder)) == 0 ? folder : "-1", stdout);
		return 0;
	}
	return cmocka_run_group_tests_name("cmd/content", tests, NULL, NULL);
}
