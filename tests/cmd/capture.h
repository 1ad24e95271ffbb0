/*
 * Runs a subcommand inside the test program: with a standard input of its own, and what it writes kept.
 */
#ifndef TESTS_CMD_CAPTURE_H
#define TESTS_CMD_CAPTURE_H

#include <sysexits.h>

#include "cmd/cmd.h"
#include "platform/host_mock.h"
#include "sys/world.h"

#define CAPTURE_ARGS_MAX 16
#define CAPTURE_MAX 67108864

/* What the last run came to. */
static struct {
	struct world world; /* its folder */
	struct buf out, err;
} ran;

MOCK_STATIC int capture_set_up(void **state)
{
	(void)state;
	world_init_log(&ran.world);
	world_make_dir(&ran.world);
	buf_init(&ran.out, CAPTURE_MAX);
	buf_init(&ran.err, CAPTURE_MAX);
	return 0;
}

MOCK_STATIC int capture_tear_down(void **state)
{
	(void)state;
	buf_free(&ran.out);
	buf_free(&ran.err);
	world_close(&ran.world);
	return 0;
}

#define OUT buf_str(&ran.out)
#define ERR buf_str(&ran.err)

/* A file of the run's folder. */
MOCK_STATIC const char *run_file(const char *name, const char *bytes, size_t len)
{
	const char *path = world_path(&ran.world, name);
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
	return path;
}

/* Turns a stream into an unlinked file; returns the descriptor that it had before. */
static int capture_begin(FILE *stream, FILE **file)
{
	int saved = dup(fileno(stream));

	*file = tmpfile();
	assert_true(saved >= 0 && *file);
	fflush(stream);
	assert_true(dup2(fileno(*file), fileno(stream)) >= 0);
	return saved;
}

static void capture_end(FILE *stream, int saved, FILE *file, struct buf *into)
{
	char piece[65536];
	size_t n;

	fflush(stream);
	dup2(saved, fileno(stream));
	close(saved);
	rewind(file);
	buf_clear(into);
	while ((n = fread(piece, 1, sizeof(piece), file)) > 0)
		assert_true(buf_put(into, piece, n));
	fclose(file);
}

/* Runs it with the arguments up to NULL and those bytes as standard input. */
MOCK_STATIC int run_bytes(int (*command)(int argc, char **argv), const char *const *args,
	const char *input, size_t len)
{
	char *argv[CAPTURE_ARGS_MAX] = {NULL};
	FILE *out, *err;
	int argc, i, status, saved_out, saved_err;

	for (argc = 0; args[argc]; argc++) {
		assert_true(argc < CAPTURE_ARGS_MAX - 1);
		argv[argc] = strdup(args[argc]);
	}
	assert_non_null(freopen(run_file("stdin", input, len), "r", stdin));
	saved_out = capture_begin(stdout, &out);
	saved_err = capture_begin(stderr, &err);
	status = command(argc, argv);
	capture_end(stdout, saved_out, out, &ran.out);
	capture_end(stderr, saved_err, err, &ran.err);
	for (i = 0; i < argc; i++)
		free(argv[i]);
	return status;
}

#define RUN_INPUT(command, input, ...)                                                             \
	run_bytes((command), (const char *const[]){__VA_ARGS__, NULL}, (input), strlen(input))
#define RUN(command, ...) RUN_INPUT(command, "", __VA_ARGS__)

#endif
