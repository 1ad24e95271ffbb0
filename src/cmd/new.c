/* lumbard new: makes the files of a new intent. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "cmd/args.h"
#include "cmd/cmd.h"
#include "cmd/content.h"
#include "cmd/scaffold.h"
#include "cmd/today.h"

/* Makes the folders that lead to the file. */
static int make_folders(const char *path)
{
	char part[PATH_MAX];
	const char *slash;

	for (slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		snprintf(part, sizeof(part), "%.*s", (int)(slash - path), path);
		if (mkdir(part, 0755) != 0 && errno != EEXIST)
			return -1;
	}
	return 0;
}

/* What is there already is never touched. */
static int write_file(const char *path, const struct buf *text)
{
	int fd = -1, result = 0;

	if (make_folders(path) == 0)
		fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	if (fd < 0 || write(fd, text->data, text->len) != (ssize_t)text->len)
		result = -1;
	if (fd >= 0 && close(fd) != 0)
		result = -1;
	if (result != 0)
		fprintf(stderr, "lumbard: %s: %s\n", path, strerror(errno));
	else
		printf("%s\n", path);
	return result;
}

static int write_both(
	const struct lumbar_content *content, const struct scaffold *s, const char *folder)
{
	char intent[SCAFFOLD_PATH_MAX], answer[SCAFFOLD_PATH_MAX];
	char paths[2][PATH_MAX + SCAFFOLD_PATH_MAX + 64];
	struct buf texts[2];
	int status = EX_OSERR;

	scaffold_files(s->id, intent, answer);
	snprintf(paths[0], sizeof(paths[0]), "%s/%s", folder, intent);
	snprintf(paths[1], sizeof(paths[1]), "%s/%s", folder, answer);
	buf_init(&texts[0], SCAFFOLD_MAX);
	buf_init(&texts[1], SCAFFOLD_MAX);
	if (access(paths[0], F_OK) == 0 || access(paths[1], F_OK) == 0) {
		fprintf(stderr, "lumbard: %s is there already\n",
			paths[access(paths[0], F_OK) == 0 ? 0 : 1]);
		status = EX_CANTCREAT;
	} else if (scaffold_answer(s, &texts[1]) && scaffold_intent(content, s, &texts[0])) {
		/* the answer first: a daemon that watches never sees an intent without one */
		status =
			write_file(paths[1], &texts[1]) == 0 && write_file(paths[0], &texts[0]) == 0
				? EX_OK
				: EX_CANTCREAT;
	}
	buf_free(&texts[0]);
	buf_free(&texts[1]);
	return status;
}

/* Where files of one's own belong: the given folder, the tree of the sources, or else the overlay. */
static const char *find_folder(const char *given, char room[PATH_MAX + 32])
{
	if (given)
		return given;
	if (content_packaged(room, PATH_MAX + 32) == 0 && access(room, W_OK) == 0 &&
		!strstr(room, "/share/lumbard"))
		return room;
	return CONTENT_OVERLAY;
}

static int make(const struct args *args, const char *given, const char *id, const char *shape)
{
	struct lumbar_content *content = content_load(given);
	char room[PATH_MAX + 32], day[TODAY_MAX], name[LUMBAR_SHAPE_MAX];
	const char *wrong;
	int status;

	if (!content)
		return EX_DATAERR;
	today(day);
	wrong = scaffold_wrong_id(content, id);
	if (wrong)
		status = args_refuse(args, "'%s': %s", id, wrong);
	else if (shape && (wrong = scaffold_wrong_shape(content, shape, name)) != NULL)
		status = args_refuse(
			args, "'%s' is no shape: %s%s%s", shape, name, *name ? ": " : "", wrong);
	else
		status = write_both(
			content, &(struct scaffold){id, shape, day}, find_folder(given, room));
	lumbar_content_destroy(content);
	if (status == EX_OK)
		puts("Fill in words and examples, write the answer, take 'covered: false' away; "
		     "lumbard check tells what is missing.");
	return status;
}

int cmd_new(int argc, char **argv)
{
	const char *folder = NULL, *shape = NULL;
	const struct args_option options[] = {
		{"--shape", "SHAPE", "make it of these names, as 'lumbard unanswered' prints them",
			NULL, &shape},
		{"--content", "DIR", "folder that holds intents/ and responses/", NULL, &folder},
		{0},
	};
	const struct args args = {"lumbard new [OPTIONS] intent ID",
		"Makes the two files of a new intent, such as prevention.sleep, and its answer: in "
		"DIR, "
		"else in\nthe tree of the sources, else in " CONTENT_OVERLAY
		".  They answer nothing until they are filled in.",
		options};
	int rest, status = args_parse(&args, argc, argv, &rest);

	if (status != ARGS_GO_ON)
		return status;
	if (argc - rest != 2 || strcmp(argv[rest], "intent") != 0)
		return args_refuse(&args, "what is new, and what is it called?  intent ID");
	return make(&args, folder, argv[rest + 1], shape);
}
