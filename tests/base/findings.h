/*
 * What the tests of files that people write have in common: a collector that keeps every finding.
 */
#ifndef TESTS_BASE_FINDINGS_H
#define TESTS_BASE_FINDINGS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/diag.h"

struct findings {
	struct diag diag;
	struct buf text; /* every finding, one behind the other */
};

static void findings_keep(void *ctx, enum diag_level level, const char *text)
{
	struct findings *f = ctx;

	(void)level;
	buf_puts(&f->text, text);
}

static inline void findings_open(struct findings *f)
{
	f->diag = (struct diag){.sink = findings_keep, .ctx = f};
	buf_init(&f->text, (size_t)1 << 24);
}

static inline void findings_close(struct findings *f)
{
	buf_free(&f->text);
}

#endif
