/* Tests of src/sys/file.c. */
#include "sys/file.h"

#include <sys/stat.h>

#include "sys/world.h"

static struct world w;
static struct buf out;
static struct file_why why;

static int set_up(void **state)
{
	(void)state;
	world_init_log(&w);
	world_make_dir(&w);
	buf_init(&out, 100);
	why.text[0] = '\0';
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	buf_free(&out);
	world_close(&w);
	return 0;
}

static void whole_file(void **state)
{
	const char *path = world_path(&w, "a");

	(void)state;
	world_write(path, "some text\n");
	assert_int_equal(file_read(path, &out, &why), 0);
	assert_string_equal(buf_str(&out), "some text\n");
	/* a symbolic link is followed, and what was there stays */
	assert_int_equal(symlink("a", world_path(&w, "link")), 0);
	assert_int_equal(file_read(world_path(&w, "link"), &out, &why), 0);
	assert_string_equal(buf_str(&out), "some text\nsome text\n");
	world_write(path, "");
	buf_clear(&out);
	assert_int_equal(file_read(path, &out, &why), 0);
	assert_int_equal(out.len, 0);
}

static void size_cap(void **state)
{
	const char *path = world_path(&w, "a");
	char text[102];

	(void)state;
	memset(text, 'x', sizeof(text));
	text[100] = '\0';
	world_write(path, text);
	assert_int_equal(file_read(path, &out, &why), 0);
	assert_int_equal(out.len, 100);
	buf_clear(&out);
	buf_puts(&out, "y");
	assert_int_equal(file_read(path, &out, &why), -1);
	assert_non_null(strstr(why.text, "is larger than 100 bytes"));
	assert_string_equal(buf_str(&out), "y");
	/* usable all the same */
	assert_true(buf_puts(&out, "z"));
}

static void not_readable(void **state)
{
	(void)state;
	assert_int_equal(file_read(world_path(&w, "none"), &out, &why), -1);
	assert_string_equal(why.text, "cannot open: No such file or directory");
	assert_int_equal(file_read(w.dir, &out, &why), -1);
	assert_string_equal(why.text, "is a folder");
	/* a FIFO without a writer would keep us waiting */
	assert_int_equal(mkfifo(world_path(&w, "fifo"), 0600), 0);
	assert_int_equal(file_read(world_path(&w, "fifo"), &out, &why), -1);
	assert_string_equal(why.text, "is not a regular file");
	assert_int_equal(file_read("/dev/zero", &out, &why), -1);
	assert_string_equal(why.text, "is not a regular file");
	assert_int_equal(symlink("loop", world_path(&w, "loop")), 0);
	assert_int_equal(file_read(world_path(&w, "loop"), &out, &why), -1);
	assert_non_null(strstr(why.text, "cannot open: "));
	assert_int_equal(out.len, 0);
}

static void secret(void **state)
{
	const char *path = world_path(&w, "token");

	(void)state;
	world_write(path, "abc.DEF-123 \r\n\n");
	assert_int_equal(chmod(path, 0600), 0);
	assert_int_equal(file_read_secret(path, &out, &why), 0);
	assert_string_equal(buf_str(&out), "abc.DEF-123");
	buf_clear(&out);
	assert_int_equal(chmod(path, 0640), 0);
	assert_int_equal(file_read_secret(path, &out, &why), 1);
	assert_string_equal(buf_str(&out), "abc.DEF-123");
	buf_clear(&out);
	assert_int_equal(chmod(path, 0604), 0);
	assert_int_equal(file_read_secret(path, &out, &why), 1);
}

static void no_secret(void **state)
{
	const char *path = world_path(&w, "token");
	FILE *f;

	(void)state;
	assert_int_equal(file_read_secret(path, &out, &why), -1);
	assert_non_null(strstr(why.text, "No such file"));
	world_write(path, " \n");
	assert_int_equal(file_read_secret(path, &out, &why), -1);
	assert_string_equal(why.text, "is empty");
	world_write(path, "one\ntwo\n");
	assert_int_equal(file_read_secret(path, &out, &why), -1);
	assert_non_null(strstr(why.text, "more than one line"));
	f = fopen(path, "w");
	assert_int_equal(fwrite("ab\0cd", 1, 5, f), 5);
	fclose(f);
	assert_int_equal(file_read_secret(path, &out, &why), -1);
	f = fopen(path, "w");
	assert_int_equal(ftruncate(fileno(f), FILE_SECRET_MAX + 1), 0);
	fclose(f);
	assert_int_equal(file_read_secret(path, &out, &why), -1);
	assert_non_null(strstr(why.text, "is larger than 4096 bytes"));
	assert_int_equal(out.len, 0);
}

static void listing(void **state)
{
	static const char *const names[] = {".hidden", "B", "Z", "a", "b", "link", "\xc3\xa4"};
	struct file_list list;
	size_t i;

	(void)state;
	for (i = sizeof(names) / sizeof(names[0]); i-- > 0;) {
		if (names[i][0] == 'B')
			assert_int_equal(mkdir(world_path(&w, names[i]), 0700), 0);
		else if (names[i][0] == 'l')
			assert_int_equal(symlink("B", world_path(&w, names[i])), 0);
		else
			world_write(world_path(&w, names[i]), "");
	}
	assert_int_equal(file_list(w.dir, &list, &why), 0);
	assert_int_equal(list.n, sizeof(names) / sizeof(names[0]));
	for (i = 0; i < list.n; i++) {
		assert_string_equal(list.entries[i].name, names[i]);
		assert_int_equal(
			list.entries[i].is_folder, names[i][0] == 'B' || names[i][0] == 'l');
	}
	file_list_free(&list);
	assert_int_equal(list.n, 0);
	file_list_free(NULL);
}

static void no_listing(void **state)
{
	struct file_list list;
	char name[16];
	int i;

	(void)state;
	assert_int_equal(file_list(world_path(&w, "none"), &list, &why), -1);
	assert_string_equal(why.text, "cannot open: No such file or directory");
	world_write(world_path(&w, "file"), "");
	assert_int_equal(file_list(world_path(&w, "file"), &list, &why), -1);
	assert_string_equal(why.text, "cannot open: Not a directory");
	for (i = 0; i < FILE_ENTRIES_MAX; i++) {
		snprintf(name, sizeof(name), "%d", i);
		world_write(world_path(&w, name), "");
	}
	assert_int_equal(file_list(w.dir, &list, &why), -1);
	assert_string_equal(why.text, "holds too many entries");
	assert_int_equal(list.n, 0);
	assert_int_equal(remove(world_path(&w, "file")), 0);
	assert_int_equal(file_list(w.dir, &list, &why), 0);
	assert_int_equal(list.n, FILE_ENTRIES_MAX);
	file_list_free(&list);
}

static void empty_listing(void **state)
{
	struct file_list list;

	(void)state;
	assert_int_equal(file_list(w.dir, &list, &why), 0);
	assert_int_equal(list.n, 0);
	file_list_free(&list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(whole_file, set_up, tear_down),
		cmocka_unit_test_setup_teardown(size_cap, set_up, tear_down),
		cmocka_unit_test_setup_teardown(not_readable, set_up, tear_down),
		cmocka_unit_test_setup_teardown(secret, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_secret, set_up, tear_down),
		cmocka_unit_test_setup_teardown(listing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_listing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(empty_listing, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
