/* lumbard check: is the content right? */
#include <limits.h>
#include <stdio.h>

#include "cmd/args.h"
#include "cmd/cmd.h"
#include "cmd/content.h"
#include "lumbar.h"

struct tally {
	size_t errors;
	size_t warnings;
};

static void count_finding(void *ctx, bool is_error, const char *text)
{
	struct tally *t = ctx;

	if (is_error)
		t->errors++;
	else
		t->warnings++;
	content_print(NULL, is_error, text);
}

static void print_sum(const struct lumbar_content *content, const struct tally *t)
{
	struct lumbar_counts n = lumbar_content_counts(content);

	printf("%zu intents, %zu red flags, %zu answers, %zu terms, %zu words: %zu error%s, %zu "
	       "warning%s\n",
		n.intents, n.flags, n.answers, n.terms, n.words, t->errors,
		t->errors == 1 ? "" : "s", t->warnings, t->warnings == 1 ? "" : "s");
	if (!n.jit)
		puts("note: this system forbids just-in-time code: patterns run about ten times "
		     "slower");
}

int cmd_check(int argc, char **argv)
{
	const char *folder = NULL;
	const struct args_option options[] = {
		{"--content", "DIR", "the same as DIR", NULL, &folder},
		{0},
	};
	const struct args args = {"lumbard check [DIR]",
		"Reads all content (of DIR, else where lumbard would find it, with the files of\n"
		"" CONTENT_OVERLAY " in front), runs every example, every counter-example and the\n"
		"safety set, and looks for what is wrong or doubtful.\n"
		"Ends with 0 when there is no error, with 1 when there is one.",
		options};
	char dir[PATH_MAX + 32];
	struct tally t = {0};
	struct lumbar_content *content;
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
	content = lumbar_folder_content(dir, folder ? NULL : CONTENT_OVERLAY, count_finding, &t);
	if (content) {
		lumbar_content_check(content, count_finding, &t);
		print_sum(content, &t);
	} else {
		printf("%zu error%s, %zu warning%s: the content cannot be used\n", t.errors,
			t.errors == 1 ? "" : "s", t.warnings, t.warnings == 1 ? "" : "s");
	}
	lumbar_content_destroy(content);
	return content && t.errors == 0 ? 0 : 1;
}
