/* lumbard check: is the content right? */
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>

#include "base/log.h"
#include "base/log_format.h"
#include "cmd/args.h"
#include "cmd/cmd.h"
#include "cmd/content.h"
#include "cmd/today.h"
#include "lumbar.h"
#include "sys/loop.h"
#include "sys/loop_signal.h"
#include "sys/watch.h"

#define WATCHED 4

struct checking {
	const char *dir, *overlay; /* the second may be NULL */
	size_t errors, warnings;
	bool well;         /* the last time */
	struct loop *loop; /* NULL = it is checked once */
};

static void count_finding(void *ctx, bool is_error, const char *text)
{
	struct checking *c = ctx;

	if (is_error)
		c->errors++;
	else
		c->warnings++;
	content_print(NULL, is_error, text);
}

static void print_sum(const struct lumbar_content *content, const struct checking *c)
{
	struct lumbar_counts n = lumbar_content_counts(content);

	printf("%zu intents, %zu red flags, %zu answers, %zu terms, %zu words: %zu error%s, %zu "
	       "warning%s\n",
		n.intents, n.flags, n.answers, n.terms, n.words, c->errors,
		c->errors == 1 ? "" : "s", c->warnings, c->warnings == 1 ? "" : "s");
	if (n.signed_off < n.flag_answers)
		printf("note: nobody has signed off %zu of the %zu answers to red flags\n",
			n.flag_answers - n.signed_off, n.flag_answers);
	if (!n.jit)
		puts("note: this system forbids just-in-time code: patterns run about ten times "
		     "slower");
}

static void check(struct checking *c)
{
	struct lumbar_content *content;
	char day[TODAY_MAX];

	c->errors = c->warnings = 0;
	content = lumbar_folder_content(c->dir, c->overlay, count_finding, c);
	if (content) {
		today(day);
		lumbar_content_check(content, count_finding, c);
		lumbar_content_check_dates(content, day, count_finding, c);
		print_sum(content, c);
	} else {
		printf("%zu error%s, %zu warning%s: the content cannot be used\n", c->errors,
			c->errors == 1 ? "" : "s", c->warnings, c->warnings == 1 ? "" : "s");
	}
	c->well = content && c->errors == 0;
	lumbar_content_destroy(content);
}

/* ------------------------------------------------------------------ again at every change */

static void check_again(void *ctx)
{
	struct checking *c = ctx;
	const time_t now = time(NULL);
	struct tm when = {0};
	char at[16] = "";

	if (localtime_r(&now, &when))
		strftime(at, sizeof(at), "%H:%M:%S", &when);
	printf("\n%s checking %s ...\n", at, c->dir);
	fflush(stdout);
	check(c);
	puts("waiting for the next change; Ctrl-C ends this");
	fflush(stdout);
}

static void stop(void *ctx)
{
	const struct checking *c = ctx;

	loop_stop(c->loop);
}

static struct watch *watch_folders(struct checking *c)
{
	static const char *const parts[] = {"intents", "responses"};
	const char *const folders[] = {c->dir, c->overlay};
	char paths[WATCHED][PATH_MAX];
	const char *list[WATCHED];
	size_t i, n = 0;

	for (i = 0; i < WATCHED; i++) {
		if (!folders[i / 2] || snprintf(paths[n], PATH_MAX, "%s/%s", folders[i / 2],
					       parts[i % 2]) >= PATH_MAX)
			continue;
		list[n] = paths[n];
		n++;
	}
	return watch_create(c->loop, list, n, check_again, c);
}

/* Checks after every change until it is interrupted. */
static void watch(struct checking *c)
{
	struct log log = {.level = LOG_WARN, .sink = log_format_to_stderr};
	struct loop_signal *ends[2] = {NULL, NULL};
	struct watch *w = NULL;

	c->well = false;
	c->loop = loop_create(&(struct loop_options){.log = &log});
	if (!c->loop)
		return;
	ends[0] = loop_signal(c->loop, SIGINT, stop, c);
	ends[1] = loop_signal(c->loop, SIGTERM, stop, c);
	/* before the first look, so that no change is missed */
	w = watch_folders(c);
	if (ends[0] && ends[1] && w) {
		check_again(c);
		loop_run(c->loop);
	}
	watch_destroy(w);
	loop_signal_remove(ends[0]);
	loop_signal_remove(ends[1]);
	loop_destroy(c->loop);
}

int cmd_check(int argc, char **argv)
{
	const char *folder = NULL;
	bool keep_on = false;
	const struct args_option options[] = {
		{"--content", "DIR", "the same as DIR", NULL, &folder},
		{"--watch", NULL, "check again whenever a file is saved", &keep_on, NULL},
		{0},
	};
	const struct args args = {"lumbard check [DIR]",
		"Reads all content (of DIR, else where lumbard would find it, with the files of\n"
		"" CONTENT_OVERLAY " in front), runs every example, every counter-example and the\n"
		"safety set, and looks for what is wrong or doubtful, such as a sign-off that has\n"
		"expired.  Ends with 0 when there is no error, with 1 when there is one.",
		options};
	char dir[PATH_MAX + 32];
	struct checking c = {.dir = dir};
	int rest, status = args_parse(&args, argc, argv, &rest);

	if (status != ARGS_GO_ON)
		return status == 0 ? 0 : 1;
	if (argc - rest + (folder != NULL) > 1) {
		args_refuse(&args, "one folder at a time");
		return 1;
	}
	if (rest < argc)
		folder = argv[rest];
	if (content_folder(folder, dir, sizeof(dir)) != 0)
		return 1;
	c.overlay = folder ? NULL : CONTENT_OVERLAY;
	if (keep_on)
		watch(&c);
	else
		check(&c);
	return c.well ? 0 : 1;
}
