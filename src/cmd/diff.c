/* lumbard diff: what another version of the content understands otherwise. */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/buf.h"
#include "base/map.h"
#include "cmd/args.h"
#include "cmd/cmd.h"
#include "cmd/content.h"
#include "lumbar.h"

#define DIFFERENT 1 /* exit status, as that of diff(1) */
#define VERDICT_MAX 1024
#define KEY_MAX (LUMBAR_MESSAGE_MAX + 16)

struct comparing {
	struct lumbar_engine *engines[2];
	struct map *seen; /* messages, with their channel */
	struct buf key;
	size_t n, n_different, n_graver, n_milder;
	bool failed;
};

/* A verdict as a line: what is done, how grave it is, and what is said. */
static void put_verdict(const struct lumbar_verdict *v, char out[VERDICT_MAX])
{
	struct buf text;
	size_t i;

	buf_init(&text, VERDICT_MAX - 1);
	buf_puts(&text, lumbar_action_name(v->action));
	if (v->tier != LUMBAR_TIER_NONE)
		buf_printf(&text, " %s", lumbar_tier_name(v->tier));
	for (i = 0; i < v->n_flags; i++)
		buf_printf(&text, "%s%s", i ? ", " : " for ", v->flags[i]);
	for (i = 0; i < v->n_intents; i++)
		buf_printf(&text, "%s%s",
			i            ? ", "
			: v->choices ? ", offers "
				     : ", says ",
			v->intents[i]);
	snprintf(out, VERDICT_MAX, "%s", buf_str(&text));
	buf_free(&text);
}

/* Whether the message has been compared; the same one may be an example of several things. */
static bool was_seen(struct comparing *c, const struct lumbar_message *m)
{
	buf_clear(&c->key);
	buf_printf(&c->key, "%d ", (int)m->channel);
	buf_put(&c->key, m->text, m->len);
	if (map_get(c->seen, c->key.data, c->key.len))
		return true;
	if (!buf_ok(&c->key) || map_put(c->seen, c->key.data, c->key.len, c) != 0)
		c->failed = true;
	return false;
}

static void compare(void *ctx, const struct lumbar_example *example)
{
	struct comparing *c = ctx;
	struct lumbar_verdict verdicts[2];
	char lines[2][VERDICT_MAX];
	size_t i;

	if (was_seen(c, &example->message))
		return;
	c->n++;
	for (i = 0; i < 2; i++) {
		lumbar_read(c->engines[i], &example->message, NULL, &verdicts[i]);
		put_verdict(&verdicts[i], lines[i]);
	}
	if (strcmp(lines[0], lines[1]) == 0)
		return;
	c->n_different++;
	c->n_graver += verdicts[1].tier > verdicts[0].tier;
	c->n_milder += verdicts[1].tier < verdicts[0].tier;
	printf("%.*s\n    %sexample of %s, %s\n    before: %s\n    after:  %s\n",
		(int)example->message.len, example->message.text,
		example->counter ? "counter-" : "", example->of,
		lumbar_channel_name(example->message.channel), lines[0], lines[1]);
}

static int compare_all(struct lumbar_content *const contents[2])
{
	struct comparing c = {.seen = map_create()};
	int status = EX_OSERR;
	size_t i;

	buf_init(&c.key, KEY_MAX);
	for (i = 0; i < 2; i++)
		c.engines[i] = lumbar_engine_create(contents[i]);
	if (c.seen && c.engines[0] && c.engines[1]) {
		for (i = 0; i < 2; i++)
			lumbar_content_examples(contents[i], compare, &c);
		printf("%zu of %zu messages are understood otherwise, %zu of them as graver, %zu "
		       "as "
		       "milder\n",
			c.n_different, c.n, c.n_graver, c.n_milder);
		status = c.failed ? EX_OSERR : c.n_different ? DIFFERENT : EX_OK;
	}
	for (i = 0; i < 2; i++)
		lumbar_engine_destroy(c.engines[i]);
	map_destroy(c.seen);
	buf_free(&c.key);
	return status;
}

int cmd_diff(int argc, char **argv)
{
	const struct args_option options[] = {{0}};
	const struct args args = {"lumbard diff OLD NEW",
		"Reads every example and counter-example of both folders, and the safety set, with "
		"the\n"
		"content of the one and of the other, and lists the messages whose verdict "
		"changes.  Ends\n"
		"with 0 when none does, with 1 when one does.",
		options};
	struct lumbar_content *contents[2] = {NULL, NULL};
	int rest, status = args_parse(&args, argc, argv, &rest);
	int i;

	if (status != ARGS_GO_ON)
		return status;
	if (argc - rest != 2)
		return args_refuse(&args, "two folders are compared");
	status = EX_DATAERR;
	for (i = 0; i < 2; i++)
		contents[i] = lumbar_folder_content(argv[rest + i], NULL, content_print, NULL);
	if (contents[0] && contents[1])
		status = compare_all(contents);
	for (i = 0; i < 2; i++)
		lumbar_content_destroy(contents[i]);
	return status;
}
