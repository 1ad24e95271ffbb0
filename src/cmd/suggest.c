/* lumbard suggest: a new intent for what went unanswered. */
#include <stdio.h>
#include <sysexits.h>

#include "cmd/args.h"
#include "cmd/cmd.h"
#include "cmd/content.h"
#include "cmd/scaffold.h"
#include "cmd/today.h"

/* The operands as one shape: with and without quotes around it. */
static bool join(int argc, char **argv, int from, struct buf *shape)
{
	int i;

	for (i = from; i < argc; i++)
		buf_printf(shape, "%s%s", i > from ? " " : "", argv[i]);
	return buf_ok(shape);
}

static int print(const struct lumbar_content *content, const struct scaffold *s)
{
	char intent[SCAFFOLD_PATH_MAX], answer[SCAFFOLD_PATH_MAX];
	int status = EX_OSERR;
	struct buf out;

	scaffold_files(s->id, intent, answer);
	buf_init(&out, SCAFFOLD_MAX);
	buf_printf(&out,
		"# %s, below " CONTENT_OVERLAY " or the folder of the content\n"
		"# The answer goes into %s: lumbard new intent %s makes both files.\n",
		intent, answer, s->id);
	if (scaffold_intent(content, s, &out))
		status = fputs(buf_str(&out), stdout) != EOF ? EX_OK : EX_IOERR;
	buf_free(&out);
	return status;
}

static int suggest(const struct args *args, const char *folder, const char *id, const char *shape)
{
	struct lumbar_content *content = content_load(folder);
	char own_id[SCAFFOLD_ID_MAX], day[TODAY_MAX], name[LUMBAR_SHAPE_MAX];
	const char *wrong;
	int status;

	if (!content)
		return EX_DATAERR;
	wrong = scaffold_wrong_shape(content, shape, name);
	today(day);
	scaffold_id(content, shape, own_id);
	if (wrong)
		status = args_refuse(
			args, "'%s' is no shape: %s%s%s", shape, name, *name ? ": " : "", wrong);
	else if (id && (wrong = scaffold_wrong_id(content, id)) != NULL)
		status = args_refuse(args, "'%s': %s", id, wrong);
	else
		status = print(content, &(struct scaffold){id ? id : own_id, shape, day});
	lumbar_content_destroy(content);
	return status;
}

int cmd_suggest(int argc, char **argv)
{
	const char *folder = NULL, *id = NULL;
	const struct args_option options[] = {
		{"--id", "ID", "the intent's id, such as prevention.sleep; else one is made up",
			NULL, &id},
		{"--content", "DIR", "folder that holds intents/ and responses/", NULL, &folder},
		{0},
	};
	const struct args args = {"lumbard suggest [OPTIONS] SHAPE",
		"Prints the YAML of a new intent for a shape that 'lumbard unanswered' prints, "
		"such as\n"
		"'pillow + ask-prevent'.  It can be used as it is, and answers nothing until you "
		"have\n"
		"filled in its examples, written its answer, and taken 'covered: false' away.",
		options};
	struct buf shape;
	int rest, status = args_parse(&args, argc, argv, &rest);

	if (status != ARGS_GO_ON)
		return status;
	if (rest == argc)
		return args_refuse(&args, "which shape?");
	buf_init(&shape, SCAFFOLD_MAX);
	if (join(argc, argv, rest, &shape))
		status = suggest(&args, folder, id, buf_str(&shape));
	else
		status = args_refuse(&args, "the shape is too long");
	buf_free(&shape);
	return status;
}
