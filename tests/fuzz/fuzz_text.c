/*
 * Fuzzes what people write: any bytes, as messages of one conversation, through reading, understanding
 * and reply, with the content of the repository.
 *
 * The first byte chooses channel, format and limits; lines that hold only "--" part the messages.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lumbar.h"

#define CHECK(condition)                                                                           \
	do {                                                                                       \
		if (!(condition)) {                                                                \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);            \
			abort();                                                                   \
		}                                                                                  \
	} while (0)

#define REPLY 8192

static struct lumbar_content *content;
static struct lumbar_engine *engine, *unscanned;

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void print_finding(void *ctx, bool is_error, const char *text)
{
	(void)ctx;
	(void)is_error;
	fputs(text, stderr);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	content = lumbar_folder_content(".", NULL, print_finding, NULL);
	CHECK(content);
	engine = lumbar_engine_create(content);
	unscanned = lumbar_engine_create(content);
	CHECK(engine && unscanned);
	lumbar_engine_scan(unscanned, false);
	return 0;
}

/* What must be the same whether the scan chooses the patterns or all of them are run. */
static void check_same(const struct lumbar_verdict *a, const struct lumbar_verdict *b)
{
	size_t i;

	CHECK(a->action == b->action && a->tier == b->tier);
	CHECK(a->n_intents == b->n_intents && a->n_flags == b->n_flags);
	for (i = 0; i < a->n_intents; i++)
		CHECK(strcmp(a->intents[i], b->intents[i]) == 0);
	for (i = 0; i < a->n_flags; i++)
		CHECK(strcmp(a->flags[i], b->flags[i]) == 0);
}

static void check_reply(const struct lumbar_verdict *v, uint8_t choice)
{
	static const char *const regions[] = {NULL, "uk", "us", "nz"};
	const struct lumbar_style style = {
		.format = (enum lumbar_format)(choice >> 2 & 3) % 3,
		.region = regions[choice >> 4 & 3],
		.max_bytes = choice & 64 ? LUMBAR_REPLY_MIN : 0,
		.max_chars = choice & 128 ? 2000 : 0,
	};
	char reply[REPLY];
	size_t n = lumbar_reply(content, v, &style, reply, sizeof(reply));

	CHECK(strlen(reply) == n);
	CHECK((n == 0) == (v->action == LUMBAR_IGNORE));
	CHECK(style.max_bytes == 0 || n <= style.max_bytes);
	/* what nobody is pinged by */
	CHECK(!strstr(reply, "@everyone") && !strstr(reply, "@here"));
}

static void read_message(const char *text, size_t len, uint8_t choice, struct lumbar_talk *talk)
{
	const struct lumbar_message m = {
		.text = text, .len = len, .channel = (enum lumbar_channel)(choice & 3) % 3};
	struct lumbar_talk other = *talk;
	struct lumbar_verdict v, w;
	char *why;

	lumbar_read(engine, &m, talk, &v);
	lumbar_read(unscanned, &m, &other, &w);
	check_same(&v, &w);
	CHECK(memcmp(talk, &other, sizeof(other)) == 0);
	CHECK(v.action != LUMBAR_ESCALATE || (v.n_flags && v.tier != LUMBAR_TIER_NONE));
	CHECK(v.action != LUMBAR_ANSWER || v.n_intents);
	check_reply(&v, choice);
	why = lumbar_explain(engine);
	CHECK(why);
	free(why);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct lumbar_talk talk = {0};
	const char *text, *end, *next;
	uint8_t choice;

	if (size == 0)
		return 0;
	choice = data[0];
	text = (const char *)data + 1;
	end = (const char *)data + size;
	for (;;) {
		next = memmem(text, (size_t)(end - text), "\n--\n", 4);
		read_message(text, (size_t)((next ? next : end) - text), choice, &talk);
		if (!next)
			return 0;
		text = next + 4;
	}
}
