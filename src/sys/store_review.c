/* What somebody who looks after the bot looks through; see store_review.h. */
#include "sys/store_review.h"

#include <sqlite3.h>

static const char sql[] = "SELECT at, account, number, step, tier, flags, path, who, detail"
			  " FROM audit ORDER BY id DESC LIMIT ?1";
static const char *copy_column(struct arena *arena, sqlite3_stmt *st, int at)
{
	const char *text = (const char *)sqlite3_column_text(st, at);

	return text ? arena_copy(arena, text, (size_t)sqlite3_column_bytes(st, at)) : "";
}

static bool read_line(struct arena *arena, sqlite3_stmt *st, struct store_line *line)
{
	const char **const texts[] = {&line->account, &line->audit.number, &line->audit.step,
		&line->audit.tier, &line->audit.flags, &line->audit.path, &line->audit.who,
		&line->audit.detail};
	size_t i;

	line->audit.at_ms = sqlite3_column_int64(st, 0);
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		*texts[i] = copy_column(arena, st, 1 + (int)i);
		if (!*texts[i])
			return false;
	}
	return true;
}

/* It is asked for too rarely to be kept prepared. */
static int find_lines(sqlite3 *db, struct store_op *op, struct store_line *lines)
{
	sqlite3_stmt *st = NULL;
	int code = sqlite3_prepare_v2(db, sql, -1, &st, NULL);

	if (code != SQLITE_OK)
		return code;
	sqlite3_bind_int(st, 1, STORE_REVIEW_MAX);
	while ((code = sqlite3_step(st)) == SQLITE_ROW) {
		if (!read_line(op->arena, st, &lines[op->due.n_lines])) {
			code = SQLITE_NOMEM;
			break;
		}
		op->due.n_lines++;
	}
	sqlite3_finalize(st);
	return code == SQLITE_DONE ? SQLITE_OK : code;
}

int store_review_do(struct sqlite3 *db, struct store_op *op)
{
	struct store_line *lines;

	arena_destroy(op->arena); /* of a transaction that came to nothing */
	op->due = (struct store_due){0};
	op->arena = arena_create();
	lines = op->arena ? arena_alloc(op->arena, STORE_REVIEW_MAX * sizeof(*lines)) : NULL;
	if (!lines)
		return SQLITE_NOMEM;
	op->due.lines = lines;
	return find_lines(db, op, lines);
}
