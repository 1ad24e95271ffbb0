/* Tests of src/bot/errand.c, with a bot that is played; a real one: tests/system/staff-commands.test.mjs. */
#include "bot/errand.h"

#include <sys/socket.h>
#include <sys/un.h>

#include "base/config.h"
#include "bot/bot.h"
#include "sys/door.h"
#include "sys/store_world.h"

static struct world w;
static struct store *store;
static struct errand *errand;
static char forgotten[64];
static struct loop_fd *watch;

void bot_forget(struct bot *b, const char *user)
{
	(void)b;
	snprintf(forgotten, sizeof(forgotten), "%s", user);
}

static struct gaps *gaps;
static struct config *config;

struct gaps *bot_gaps(const struct bot *b)
{
	(void)b;
	return gaps;
}

static int set_up(void **state)
{
	(void)state;
	disk_take_over();
	world_open(&w, NULL);
	world_make_dir(&w);
	forgotten[0] = '\0';
	config = config_default();
	gaps = gaps_create(&(struct gaps_options){.config = config});
	assert_true(config && gaps);
	store = store_create(&(struct store_options){
		.loop = w.loop, .folder = w.dir, .keep_ms = DAY_MS, .retry_ms = 1});
	errand = errand_create(&(struct errand_options){w.loop, store, NULL, w.dir});
	assert_true(store && errand);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	errand_destroy(errand);
	store_destroy(store);
	gaps_destroy(gaps);
	config_free(config);
	world_close(&w);
	return 0;
}

static int knock(const char *line)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	const int fd = socket(AF_UNIX, SOCK_SEQPACKET, 0);

	snprintf(at.sun_path, sizeof(at.sun_path), "%s/" DOOR_FILE, w.dir);
	assert_int_equal(connect(fd, (const struct sockaddr *)(const void *)&at, sizeof(at)), 0);
	assert_true(send(fd, line, strlen(line), MSG_NOSIGNAL) > 0);
	return fd;
}

static void stop(void *ctx)
{
	(void)ctx;
	loop_stop(w.loop);
}

/* What comes back. */
static const char *ask(const char *line)
{
	static char answer[DOOR_LINE_MAX];
	const int fd = knock(line);
	ssize_t n;

	watch = loop_fd_add(w.loop, fd, stop, NULL);
	assert_non_null(watch);
	world_run(&w);
	loop_fd_remove(watch);
	n = recv(fd, answer, sizeof(answer) - 1, 0);
	answer[n > 0 ? n : 0] = '\0';
	close(fd);
	return answer;
}

static void forgets(void **state)
{
	(void)state;
	assert_string_equal(ask("forget 30"), ERRAND_DONE);
	assert_string_equal(forgotten, "30");
}

static void answered(void **state)
{
	size_t n;

	(void)state;
	gaps_note(gaps, &(struct gaps_question){.account = "main",
				.shape = "tea + ask-dose",
				.server = "10",
				.message = "1"});
	assert_string_equal(ask("answered milk"), ERRAND_NONE);
	assert_string_equal(ask("answered tea + ask-dose"), ERRAND_DONE);
	gaps_list(gaps, NULL, &n);
	assert_int_equal(n, 0);
}

static void not_understood(void **state)
{
	(void)state;
	assert_string_equal(ask("forget "), ERRAND_UNKNOWN);
	assert_string_equal(ask("remember 30"), ERRAND_UNKNOWN);
	assert_string_equal(forgotten, "");
}

/* It is forgotten in memory where the disk cannot be used, and the command knows what is not certain. */
static void no_disk(void **state)
{
	(void)state;
	world_write(world_path(&w, STORE_FILE), "garbage that is no database at all");
	assert_string_equal(ask("forget 30"), ERRAND_FAILED);
	assert_string_equal(forgotten, "30");
}

/* Whoever waits when it ends is not answered. */
static void ends(void **state)
{
	const int fd = knock("forget 30");

	(void)state;
	world_settle(&w);
	errand_destroy(errand);
	errand = NULL;
	close(fd);
	errand_destroy(NULL);
	assert_null(errand_create(&(struct errand_options){w.loop, store, NULL, "/dev/null"}));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(forgets),
		TEST(answered),
		TEST(not_understood),
		TEST(no_disk),
		TEST(ends),
	};

	return cmocka_run_group_tests_name("bot/errand", tests, NULL, NULL);
}
