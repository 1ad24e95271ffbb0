/* Tests of src/sandbox/assets.c: what stands in the program is what lies in the folder. */
#include "sandbox/assets.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define FOLDER "src/sandbox/page"
#define FILE_MAX 1048576

static const struct asset *served_as(const char *name)
{
	char path[300];

	if (strcmp(name, "index.html") == 0)
		return assets_find("/");
	snprintf(path, sizeof(path), "/page/%s", name);
	if (strcmp(name, "page.css") == 0 || strcmp(name, "page.js") == 0)
		memmove(path, path + 5, strlen(path + 5) + 1);
	return assets_find(path);
}

static void every_file_is_there(void **state)
{
	DIR *dir = opendir(FOLDER);
	char path[300], *bytes = malloc(FILE_MAX);
	const struct asset *asset;
	struct dirent *entry;
	size_t n = 0, len, all;
	FILE *file;

	(void)state;
	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		asset = served_as(entry->d_name);
		if (!asset)
			fail_msg("%s is not in src/sandbox/assets.c", entry->d_name);
		snprintf(path, sizeof(path), FOLDER "/%s", entry->d_name);
		file = fopen(path, "rb");
		assert_non_null(file);
		len = fread(bytes, 1, FILE_MAX, file);
		fclose(file);
		assert_int_equal(asset->end - asset->begin, len);
		assert_memory_equal(asset->begin, bytes, len);
		n++;
	}
	closedir(dir);
	free(bytes);
	assets_list(&all);
	assert_int_equal(n, all);
}

static void types(void **state)
{
	(void)state;
	assert_string_equal(assets_find("/")->type, "text/html; charset=utf-8");
	assert_string_equal(assets_find("/page.css")->type, "text/css; charset=utf-8");
	assert_string_equal(assets_find("/page.js")->type, "text/javascript; charset=utf-8");
	assert_null(assets_find("/page"));
	assert_null(assets_find("/index.html"));
	assert_null(assets_find(""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_file_is_there),
		cmocka_unit_test(types),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
