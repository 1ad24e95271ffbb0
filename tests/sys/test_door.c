/* Tests of src/sys/door.c: callers that ask, leave, say nothing, or come in numbers. */
#include "sys/door.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "sys/world.h"

static struct world w;
static struct door *door;
static char asked[DOOR_LINE_MAX];
static struct door_caller *caller; /* who asked last */
static unsigned n_asked;

static void on_asked(void *ctx, struct door_caller *from, const char *line)
{
	assert_ptr_equal(ctx, &w);
	snprintf(asked, sizeof(asked), "%s", line);
	caller = from;
	n_asked++;
	loop_stop(w.loop);
}

static struct door *create(const char *folder)
{
	return door_create(&(struct door_options){w.loop, folder, on_asked, &w});
}

static int set_up(void **state)
{
	(void)state;
	world_open(&w, NULL);
	world_make_dir(&w);
	n_asked = 0;
	asked[0] = '\0';
	door = create(w.dir);
	assert_non_null(door);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	door_destroy(door);
	world_close(&w);
	return 0;
}

static int knock(void)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	const int fd = socket(AF_UNIX, SOCK_SEQPACKET, 0);

	snprintf(at.sun_path, sizeof(at.sun_path), "%s/" DOOR_FILE, w.dir);
	assert_true(fd >= 0);
	assert_int_equal(connect(fd, (const struct sockaddr *)(const void *)&at, sizeof(at)), 0);
	return fd;
}

static void say(int fd, const char *line)
{
	assert_int_equal(send(fd, line, strlen(line), MSG_NOSIGNAL), (ssize_t)strlen(line));
}

/* What is heard there, "" when the other side has hung up. */
static const char *hear(int fd)
{
	static char line[DOOR_LINE_MAX];
	const ssize_t n = recv(fd, line, sizeof(line) - 1, MSG_DONTWAIT);

	assert_true(n >= 0 || errno == ECONNRESET);
	line[n > 0 ? n : 0] = '\0';
	return line;
}

/* A line is passed on, and its answer comes back; the file is for its owner alone. */
static void asks(void **state)
{
	struct stat st;
	const int fd = knock();

	(void)state;
	assert_int_equal(stat(world_path(&w, DOOR_FILE), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	say(fd, "forget 5\nand more");
	world_run(&w);
	assert_string_equal(asked, "forget 5");
	door_answer(caller, "done");
	assert_string_equal(hear(fd), "done");
	assert_string_equal(hear(fd), "");
	close(fd);
	/* what is too long is cut */
	{
		char line[2 * DOOR_LINE_MAX];
		const int other = knock();

		memset(line, 'x', sizeof(line) - 1);
		line[sizeof(line) - 1] = '\0';
		say(other, line);
		world_run(&w);
		assert_int_equal(strlen(asked), DOOR_LINE_MAX - 1);
		door_answer(caller, "no");
		close(other);
	}
}

/* Who leaves before they are answered, or before they ask, is no trouble. */
static void leaves(void **state)
{
	int fd = knock();

	(void)state;
	say(fd, "forget 5");
	world_run(&w);
	close(fd);
	world_settle(&w);
	door_answer(caller, "done");
	fd = knock();
	world_settle(&w);
	close(fd);
	world_settle(&w);
	assert_int_equal(n_asked, 1);
	/* what is said behind the first line is not heard */
	fd = knock();
	say(fd, "one");
	say(fd, "two");
	world_run(&w);
	world_settle(&w);
	assert_int_equal(n_asked, 2);
	door_answer(caller, "done");
	close(fd);
}

/* So many at once; those who waited when it closed are not answered. */
static void bounded(void **state)
{
	int fds[DOOR_CALLERS_MAX], further;
	size_t i;

	(void)state;
	for (i = 0; i < DOOR_CALLERS_MAX; i++) {
		fds[i] = knock();
		say(fds[i], "forget 5");
		world_run(&w);
	}
	assert_int_equal(n_asked, DOOR_CALLERS_MAX);
	further = knock();
	world_settle(&w);
	assert_string_equal(hear(further), "");
	close(further);
	door_answer(caller, "done");
	further = knock();
	say(further, "again");
	world_run(&w);
	assert_string_equal(asked, "again");
	door_destroy(door);
	door = NULL;
	assert_string_equal(hear(further), "");
	close(further);
	for (i = 0; i < DOOR_CALLERS_MAX; i++)
		close(fds[i]);
	assert_int_not_equal(access(world_path(&w, DOOR_FILE), F_OK), 0);
}

/* What an earlier run left is replaced; what a later one put there stays. */
static void one_after_the_other(void **state)
{
	struct door *next = create(w.dir);
	int fd;

	(void)state;
	assert_non_null(next);
	door_destroy(door);
	door = next;
	fd = knock();
	say(fd, "hello");
	world_run(&w);
	assert_string_equal(asked, "hello");
	door_answer(caller, "done");
	close(fd);
}

static void cannot_be(void **state)
{
	char deep[200];

	(void)state;
	memset(deep, 'x', sizeof(deep) - 1);
	deep[0] = '/';
	deep[sizeof(deep) - 1] = '\0';
	assert_null(create(deep));
	assert_true(world_logged(&w, "no socket for commands"));
	assert_null(create("/dev/null"));
	door_destroy(NULL);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(asks),
		TEST(leaves),
		TEST(bounded),
		TEST(one_after_the_other),
		TEST(cannot_be),
	};

	return cmocka_run_group_tests_name("sys/door", tests, NULL, NULL);
}
