/*
 * Content from a folder: lumbar_folder_content() of lumbar.h.  The one object of the library that
 * reads files.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "lumbar.h"
#include "sys/file.h"

#define SOURCES_MAX 4096   /* files */
#define SOURCE_MAX 1048576 /* bytes of one */
#define TOTAL_MAX 67108864 /* bytes of all of them */
#define INTENTS "intents"
#define DEPTH_MAX 8   /* folders within each other */
#define ERRORS_MAX 32 /* after so many the rest is not looked at */

struct folder {
	const char *dir; /* the one that is being read */
	bool is_overlay; /* of which any part may be absent */
	struct diag diag;
	struct arena *arena; /* holds sources, their names and their bytes */
	struct lumbar_source *sources;
	size_t n;
	struct buf bytes; /* of the file that is being read */
};

/* Which files of a folder are content, and whether folders in it are looked into. */
struct kind {
	const char *name;
	const char *endings[3];
	bool recursive;
};

/* ------------------------------------------------------------------ findings */

struct findings {
	lumbar_finding_fn *fn;
	void *ctx;
};

static void pass_on(void *ctx, enum diag_level level, const char *text)
{
	const struct findings *to = ctx;

	if (to->fn)
		to->fn(to->ctx, level == DIAG_ERROR, text);
}

static void complain(struct folder *f, const char *path, const char *why)
{
	diag_error(&f->diag, ((struct diag_place){.file = path}), "%s", why);
}

/* ------------------------------------------------------------------ reading */

static bool has_ending(const char *name, const struct kind *kind)
{
	size_t len = strlen(name), n, i;

	for (i = 0; i < sizeof(kind->endings) / sizeof(kind->endings[0]) && kind->endings[i]; i++) {
		n = strlen(kind->endings[i]);
		if (len > n && strcmp(name + len - n, kind->endings[i]) == 0)
			return true;
	}
	return false;
}

/* Dotfiles are hidden, and a ~ at the end is an editor's backup. */
static bool is_hidden(const char *name)
{
	return name[0] == '.' || name[strlen(name) - 1] == '~';
}

/* Writes folder/name into out, PATH_MAX bytes; reports and returns -1 when it does not fit. */
static int join(struct folder *f, char *out, const char *folder, const char *name)
{
	if (snprintf(out, PATH_MAX, "%s/%s", folder, name) < PATH_MAX)
		return 0;
	complain(f, name, "the path is too long");
	return -1;
}

/* Keeps the bytes that were read under a copy of name; returns 0, or -1 with nothing kept. */
static int keep(struct folder *f, const char *name, const char *path, bool is_replaced)
{
	struct lumbar_source source = {
		.name = arena_copy(f->arena, name, strlen(name)),
		.path = arena_copy(f->arena, path, strlen(path)),
		.data = arena_copy(f->arena, buf_str(&f->bytes), f->bytes.len),
		.len = f->bytes.len,
		.is_replaced = is_replaced,
	};

	if (!source.name || !source.path || !source.data)
		return -1;
	f->sources[f->n++] = source;
	return 0;
}

/* Whether there is a file of that name already, from the overlay. */
static bool is_kept(const struct folder *f, const char *name)
{
	size_t i;

	for (i = 0; i < f->n; i++) {
		if (strcmp(f->sources[i].name, name) == 0)
			return true;
	}
	return false;
}

static void read_source(struct folder *f, const char *name)
{
	const bool is_replaced = is_kept(f, name);
	char path[PATH_MAX];
	struct file_why why;

	/* of an answer there is nothing that its replacement could lack */
	if ((is_replaced && strncmp(name, INTENTS "/", sizeof(INTENTS)) != 0) ||
		join(f, path, f->dir, name) != 0)
		return;
	buf_clear(&f->bytes);
	if (f->n == SOURCES_MAX || arena_bytes(f->arena) > TOTAL_MAX)
		complain(f, path, "there is too much content");
	else if (file_read(path, &f->bytes, &why) != 0)
		complain(f, path, why.text);
	else if (keep(f, name, path, is_replaced) != 0)
		complain(f, path, "out of memory");
}

static void read_folder(struct folder *f, const char *name, const struct kind *kind, unsigned depth)
{
	char path[PATH_MAX], child[PATH_MAX];
	const struct file_entry *entry;
	struct file_list list;
	struct file_why why;
	size_t i;

	if (join(f, path, f->dir, name) != 0)
		return;
	if (depth > DEPTH_MAX) {
		complain(f, path, "too many folders within each other");
		return;
	}
	if (f->is_overlay && access(path, F_OK) != 0 && errno == ENOENT)
		return;
	if (file_list(path, &list, &why) != 0) {
		complain(f, path, why.text);
		return;
	}
	/* after an error nothing will come of it, but people want to see the others too */
	for (i = 0; i < list.n && f->diag.errors < ERRORS_MAX; i++) {
		entry = &list.entries[i];
		if (is_hidden(entry->name) || join(f, child, name, entry->name) != 0)
			continue;
		if (entry->is_folder && kind->recursive)
			read_folder(f, child, kind, depth + 1);
		else if (!entry->is_folder && has_ending(entry->name, kind))
			read_source(f, child);
	}
	file_list_free(&list);
}

static void read_dir(struct folder *f, const char *dir)
{
	static const struct kind kinds[] = {
		{INTENTS, {".yaml"}, false},
		{"responses", {".md", ".yaml"}, true},
	};
	size_t i;

	f->dir = dir;
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		read_folder(f, kinds[i].name, &kinds[i], 0);
}

static int by_name(const void *a, const void *b)
{
	const struct lumbar_source *x = a, *y = b;

	const int order = strcmp(x->name, y->name);

	return order != 0 ? order : x->is_replaced - y->is_replaced;
}

static int read_all(struct folder *f, const char *dir, const char *overlay)
{
	f->arena = arena_create();
	if (f->arena)
		f->sources = arena_alloc(f->arena, SOURCES_MAX * sizeof(*f->sources));
	if (!f->sources) {
		complain(f, dir, "out of memory");
		return -1;
	}
	f->is_overlay = true;
	if (overlay)
		read_dir(f, overlay);
	f->is_overlay = false;
	read_dir(f, dir);
	/* whether a file comes from the one folder or the other must not matter to its order */
	if (overlay && f->n)
		qsort(f->sources, f->n, sizeof(*f->sources), by_name);
	return f->diag.errors ? -1 : 0;
}

struct lumbar_content *lumbar_folder_content(
	const char *dir, const char *overlay, lumbar_finding_fn *on_finding, void *ctx)
{
	struct findings findings = {on_finding, ctx};
	struct folder f = {.diag = {.sink = pass_on, .ctx = &findings}};
	struct lumbar_content *content = NULL;

	buf_init(&f.bytes, SOURCE_MAX);
	if (read_all(&f, dir, overlay) == 0)
		content = lumbar_content_create(f.sources, f.n, on_finding, ctx);
	buf_free(&f.bytes);
	arena_destroy(f.arena);
	return content;
}
