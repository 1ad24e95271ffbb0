/* Tests of src/web/dashboard_files.c. */
#include "web/dashboard_files.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void whole(const char *path, const char *name)
{
	const struct dashboard_file *file = dashboard_files_find(path);
	static char bytes[1 << 20];
	FILE *f = fopen(name, "re");
	size_t n;

	if (!file)
		fail_msg("%s is not there", path);
	assert_non_null(f);
	n = fread(bytes, 1, sizeof(bytes), f);
	fclose(f);
	assert_int_equal(file->end - file->begin, n);
	assert_memory_equal(file->begin, bytes, n);
}

/* Every file of the page is there, whole. */
static void every_file(void **state)
{
	DIR *dir = opendir("src/web/page");
	char path[300], name[300];
	const struct dirent *entry;
	int n = 0;

	(void)state;
	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(name, sizeof(name), "src/web/page/%s", entry->d_name);
		snprintf(path, sizeof(path), "/%s", entry->d_name);
		whole(strcmp(path, "/index.html") == 0 ? "/" : path, name);
		n++;
	}
	closedir(dir);
	assert_true(n >= 8);
}

static void shared_files(void **state)
{
	(void)state;
	whole("/dom.js", "src/sandbox/page/dom.js");
	whole("/why.js", "src/sandbox/page/why.js");
	whole("/base.css", "src/sandbox/page/base.css");
	assert_string_equal(dashboard_files_find("/base.css")->type, "text/css; charset=utf-8");
	assert_non_null(dashboard_files_find("/chart.js"));
}

static void nothing_else(void **state)
{
	(void)state;
	assert_null(dashboard_files_find(""));
	assert_null(dashboard_files_find("/index.html"));
	assert_null(dashboard_files_find("/../web.c"));
	assert_null(dashboard_files_find("/page.js"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_file),
		cmocka_unit_test(shared_files),
		cmocka_unit_test(nothing_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
