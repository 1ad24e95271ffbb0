/* Where the content is; see content.h. */
#include "cmd/content.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool has_intents(const char *dir)
{
	char path[PATH_MAX + 64];
	struct stat st;

	snprintf(path, sizeof(path), "%s/intents", dir);
	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Takes the last part off a path. */
static void parent(char *path)
{
	char *slash = strrchr(path, '/');

	if (slash)
		*slash = '\0';
}

/* The folder in which this program lies. */
static int program_folder(char out[PATH_MAX])
{
	ssize_t n = readlink("/proc/self/exe", out, PATH_MAX - 1);

	if (n <= 0)
		return -1;
	out[n] = '\0';
	parent(out);
	return 0;
}

int content_packaged(char *out, size_t size)
{
	char here[PATH_MAX], share[PATH_MAX + 32];

	if (program_folder(here) != 0)
		return -1;
	/* PREFIX/bin/lumbard: PREFIX/share/lumbard; build/lumbard: ..; build/gcc/lumbard: ../.. */
	parent(here);
	snprintf(share, sizeof(share), "%s/share/lumbard", here);
	if (!has_intents(here) && !has_intents(share))
		parent(here);
	if (!has_intents(here) && !has_intents(share))
		return -1;
	snprintf(out, size, "%s", has_intents(here) ? here : share);
	return 0;
}

int content_folder(const char *given, char *out, size_t size)
{
	if (given && (size_t)snprintf(out, size, "%s", given) >= size) {
		fputs("lumbard: the name of the content's folder is too long\n", stderr);
		return -1;
	}
	if (given)
		return 0;
	if (content_packaged(out, size) == 0)
		return 0;
	fputs("lumbard: there are no intents/ and responses/ beside this program: name their "
	      "folder with --content DIR\n",
		stderr);
	return -1;
}

void content_print(void *ctx, bool is_error, const char *text)
{
	(void)ctx;
	(void)is_error;
	fputs(text, stderr);
}

struct lumbar_content *content_load(const char *given)
{
	char dir[PATH_MAX + 32];

	if (content_folder(given, dir, sizeof(dir)) != 0)
		return NULL;
	return lumbar_folder_content(dir, given ? NULL : CONTENT_OVERLAY, content_print, NULL);
}
