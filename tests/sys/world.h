/*
 * What the tests of src/sys have in common: a loop with a log that is kept, a folder that goes
 * away, and an end for a test that hangs.
 */
#ifndef TESTS_SYS_WORLD_H
#define TESTS_SYS_WORLD_H

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/log.h"
#include "sys/loop.h"

#define WORLD_SECONDS 120 /* after which a test has hung */
#define UNUSED_OK __attribute__((unused)) static

struct world {
	struct loop *loop;
	struct log log;
	struct buf lines; /* everything that was logged */
	char dir[64];     /* a folder of its own, "" = none */
};

UNUSED_OK void world_keep_line(void *ctx, enum log_level level, const char *line)
{
	struct world *w = ctx;

	(void)level;
	buf_printf(&w->lines, "%s\n", line);
	if (getenv("TEST_LOG"))
		fprintf(stderr, "%s\n", line);
}

UNUSED_OK void world_init_log(struct world *w)
{
	memset(w, 0, sizeof(*w));
	buf_init(&w->lines, 1 << 20);
	w->log = (struct log){.level = LOG_DEBUG, .sink = world_keep_line, .ctx = w};
	alarm(WORLD_SECONDS);
}

UNUSED_OK void world_open(struct world *w, const char *ca_file)
{
	world_init_log(w);
	w->loop = loop_create(&(struct loop_options){.log = &w->log, .ca_file = ca_file});
	assert_non_null(w->loop);
}

UNUSED_OK void world_run(struct world *w)
{
	assert_int_equal(loop_run(w->loop), 0);
}

UNUSED_OK void world_stop(void *ctx)
{
	struct world *w = ctx;

	loop_stop(w->loop);
}

/* Runs the loop until everything that was deferred, and what came of it, has been done. */
UNUSED_OK void world_settle(struct world *w)
{
	struct timer timer = {0};
	int i;

	for (i = 0; i < 4; i++) {
		loop_defer(w->loop, &timer, world_stop, w);
		world_run(w);
	}
}

UNUSED_OK bool world_logged(const struct world *w, const char *text)
{
	return strstr(buf_str(&w->lines), text) != NULL;
}

UNUSED_OK int world_remove_entry(
	const char *path, const struct stat *st, int type, struct FTW *where)
{
	(void)st;
	(void)type;
	(void)where;
	return remove(path);
}

UNUSED_OK void world_make_dir(struct world *w)
{
	strcpy(w->dir, "/tmp/lumbard-test-XXXXXX");
	assert_non_null(mkdtemp(w->dir));
}

UNUSED_OK void world_close(struct world *w)
{
	loop_destroy(w->loop);
	if (w->dir[0])
		nftw(w->dir, world_remove_entry, 8, FTW_DEPTH | FTW_PHYS);
	buf_free(&w->lines);
	alarm(0);
}

/* dir/name, in one of a few static buffers. */
UNUSED_OK const char *world_path(const struct world *w, const char *name)
{
	static char paths[8][512];
	static unsigned next;
	char *path = paths[next++ % 8];

	snprintf(path, sizeof(paths[0]), "%s/%s", w->dir, name);
	return path;
}

UNUSED_OK void world_write(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

#endif
