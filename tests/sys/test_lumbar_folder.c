/*
 * Tests of src/sys/lumbar_folder.c, on a compiler of content that only writes down what it is
 * given: the file is compiled into this program under other names.
 */
#define lumbar_content_create keep_sources
#define lumbar_folder_content folder_content
#include "sys/lumbar_folder.c"
#undef lumbar_content_create
#undef lumbar_folder_content

#include <sys/stat.h>

#include "sys/world.h"

static struct world w;
static struct buf sources;  /* "name=bytes|" each */
static struct buf findings; /* "E" or "W" and the text */
static int created;

/* Stands for content that was compiled. */
static int content;

LUMBAR_API struct lumbar_content *keep_sources(
	const struct lumbar_source *source, size_t n, lumbar_finding_fn *on_finding, void *ctx)
{
	size_t i;

	created++;
	for (i = 0; i < n; i++) {
		buf_printf(&sources, "%s%s=", source[i].name, source[i].is_replaced ? "~" : "");
		buf_put(&sources, source[i].data, source[i].len);
		buf_puts(&sources, "|");
	}
	if (on_finding)
		on_finding(ctx, false, "intents/a.yaml:1:1: warning: seen\n");
	return (void *)&content;
}

static void keep_finding(void *ctx, bool is_error, const char *text)
{
	assert_ptr_equal(ctx, &w);
	buf_printf(&findings, "%c %s", is_error ? 'E' : 'W', text);
}

static int set_up(void **state)
{
	(void)state;
	world_init_log(&w);
	world_make_dir(&w);
	buf_init(&sources, 1 << 20);
	buf_init(&findings, 1 << 20);
	created = 0;
	mkdir(world_path(&w, "intents"), 0700);
	mkdir(world_path(&w, "responses"), 0700);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	buf_free(&sources);
	buf_free(&findings);
	world_close(&w);
	return 0;
}

static void put(const char *name)
{
	world_write(world_path(&w, name), strrchr(name, '/') + 1);
}

static bool load(void)
{
	return folder_content(w.dir, NULL, keep_finding, &w) != NULL;
}

static void everything(void **state)
{
	(void)state;
	mkdir(world_path(&w, "responses/causes"), 0700);
	mkdir(world_path(&w, "responses/causes/deep"), 0700);
	put("intents/b.yaml");
	put("intents/a.yaml");
	put("intents/B.yaml");
	put("responses/z.md");
	put("responses/regions.yaml");
	put("responses/causes/posture.md");
	put("responses/causes/deep/x.md");
	world_write(world_path(&w, "intents/empty.yaml"), "");
	assert_true(load());
	assert_string_equal(buf_str(&sources),
		"intents/B.yaml=B.yaml|intents/a.yaml=a.yaml|intents/b.yaml=b.yaml|"
		"intents/empty.yaml=|"
		"responses/causes/deep/x.md=x.md|responses/causes/posture.md=posture.md|"
		"responses/regions.yaml=regions.yaml|responses/z.md=z.md|");
	/* findings of the compiler pass through */
	assert_string_equal(buf_str(&findings), "W intents/a.yaml:1:1: warning: seen\n");
}

static void left_out(void **state)
{
	(void)state;
	mkdir(world_path(&w, "intents/folder"), 0700);
	mkdir(world_path(&w, "intents/folder.yaml"), 0700);
	mkdir(world_path(&w, "responses/.git"), 0700);
	mkdir(world_path(&w, "responses/old~"), 0700);
	put("intents/.a.yaml");
	put("intents/a.yaml~");
	put("intents/a.yml");
	put("intents/a.md");
	put("intents/yaml");
	put("intents/folder/b.yaml");
	put("responses/.git/c.md");
	put("responses/old~/d.md");
	put("responses/.e.md.swp");
	put("responses/.md");
	put("responses/#f.md#");
	put("responses/g.txt");
	put("responses/h.md");
	assert_true(load());
	assert_string_equal(buf_str(&sources), "responses/h.md=h.md|");
}

static void missing_folder(void **state)
{
	char expected[256];

	(void)state;
	remove(world_path(&w, "responses"));
	put("intents/a.yaml");
	assert_false(load());
	assert_int_equal(created, 0);
	snprintf(expected, sizeof(expected),
		"E %s/responses: error: cannot open: No such file or directory\n", w.dir);
	assert_string_equal(buf_str(&findings), expected);
	assert_null(folder_content("/nonexistent", NULL, NULL, NULL));
}

/* All that cannot be read is told, and nothing is compiled without it. */
static void unreadable(void **state)
{
	char expected[512], *large = calloc(1, SOURCE_MAX + 2);

	(void)state;
	memset(large, 'x', SOURCE_MAX + 1);
	assert_int_equal(symlink("nowhere", world_path(&w, "intents/a.yaml")), 0);
	put("intents/b.yaml");
	assert_int_equal(mkfifo(world_path(&w, "responses/c.md"), 0600), 0);
	world_write(world_path(&w, "responses/d.md"), large);
	free(large);
	assert_false(load());
	assert_int_equal(created, 0);
	snprintf(expected, sizeof(expected),
		"E %s/intents/a.yaml: error: cannot open: No such file or directory\n"
		"E %s/responses/c.md: error: is not a regular file\n"
		"E %s/responses/d.md: error: is larger than 1048576 bytes, or memory is short\n",
		w.dir, w.dir, w.dir);
	assert_string_equal(buf_str(&findings), expected);
	assert_null(folder_content(w.dir, NULL, NULL, NULL));
}

/*
 * A file of the overlay stands for its namesake, of which the names are still needed, others of it are
 * further ones; parts may be absent.
 */
static void overlay(void **state)
{
	char over[256];

	(void)state;
	snprintf(over, sizeof(over), "%s/over", w.dir);
	put("intents/a.yaml");
	put("intents/c.yaml");
	put("responses/x.md");
	assert_non_null(folder_content(w.dir, over, keep_finding, &w));
	buf_clear(&sources);
	mkdir(over, 0700);
	mkdir(world_path(&w, "over/intents"), 0700);
	world_write(world_path(&w, "over/intents/c.yaml"), "ours");
	world_write(world_path(&w, "over/intents/b.yaml"), "new");
	assert_non_null(folder_content(w.dir, over, keep_finding, &w));
	assert_string_equal(buf_str(&sources),
		"intents/a.yaml=a.yaml|intents/b.yaml=new|intents/"
		"c.yaml=ours|intents/c.yaml~=c.yaml|responses/x.md=x.md|");
	buf_clear(&sources);
	mkdir(world_path(&w, "over/responses"), 0700);
	world_write(world_path(&w, "over/responses/x.md"), "our x");
	assert_non_null(folder_content(w.dir, over, keep_finding, &w));
	assert_string_equal(buf_str(&sources),
		"intents/a.yaml=a.yaml|intents/b.yaml=new|intents/"
		"c.yaml=ours|intents/c.yaml~=c.yaml|responses/x.md=our x|");
	unlink(world_path(&w, "over/responses/x.md"));
	assert_int_equal(symlink("nowhere", world_path(&w, "over/responses/x.md")), 0);
	assert_null(folder_content(w.dir, over, keep_finding, &w));
}

static void links(void **state)
{
	(void)state;
	put("responses/real.md");
	assert_int_equal(symlink("../responses/real.md", world_path(&w, "intents/a.yaml")), 0);
	assert_true(load());
	assert_string_equal(buf_str(&sources), "intents/a.yaml=real.md|responses/real.md=real.md|");
}

/* Folders that hold themselves, several times over: an error, soon. */
static void folders_without_end(void **state)
{
	(void)state;
	assert_int_equal(symlink(".", world_path(&w, "responses/a")), 0);
	assert_int_equal(symlink(".", world_path(&w, "responses/b")), 0);
	assert_int_equal(symlink(".", world_path(&w, "responses/c")), 0);
	assert_int_equal(symlink("..", world_path(&w, "responses/d")), 0);
	assert_false(load());
	assert_int_equal(created, 0);
	assert_non_null(strstr(buf_str(&findings), "too many folders"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(everything, set_up, tear_down),
		cmocka_unit_test_setup_teardown(left_out, set_up, tear_down),
		cmocka_unit_test_setup_teardown(missing_folder, set_up, tear_down),
		cmocka_unit_test_setup_teardown(unreadable, set_up, tear_down),
		cmocka_unit_test_setup_teardown(overlay, set_up, tear_down),
		cmocka_unit_test_setup_teardown(links, set_up, tear_down),
		cmocka_unit_test_setup_teardown(folders_without_end, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
