/*
 * The smallest program that embeds liblumbar: asks it one question of the content in the folder
 * argv[1] and prints the reply.  tests/embedding/run.sh builds it from an installation alone.
 *
 *	cc ask.c $(pkg-config --cflags --libs lumbar)
 */
#include <lumbar.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void on_finding(void *ctx, bool is_error, const char *text)
{
	(void)ctx;
	(void)is_error;
	fputs(text, stderr);
}

int main(int argc, char **argv)
{
	struct lumbar_message message = {0};
	struct lumbar_talk talk = {0};
	struct lumbar_style style = {.format = LUMBAR_PLAIN, .region = "uk"};
	struct lumbar_verdict verdict;
	struct lumbar_content *content;
	struct lumbar_engine *engine;
	static char reply[65536];

	if (argc != 3) {
		fprintf(stderr, "usage: ask FOLDER QUESTION\n");
		return EXIT_FAILURE;
	}
	content = lumbar_folder_content(argv[1], NULL, on_finding, NULL);
	engine = content ? lumbar_engine_create(content) : NULL;
	if (!engine) {
		lumbar_content_destroy(content);
		return EXIT_FAILURE;
	}
	message.text = argv[2];
	message.len = strlen(argv[2]);
	lumbar_read(engine, &message, &talk, &verdict);
	lumbar_reply(content, &verdict, &style, reply, sizeof(reply));
	printf("%s %s\n%s\n", lumbar_action_name(verdict.action), lumbar_tier_name(verdict.tier),
		reply);
	lumbar_engine_destroy(engine);
	lumbar_content_destroy(content);
	return EXIT_SUCCESS;
}
