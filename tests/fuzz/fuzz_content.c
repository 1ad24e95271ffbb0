/*
 * Fuzzes content files: any bytes as files of intents/ and responses/, and, when they compile, a few
 * messages through what came of it.
 *
 * Files begin at lines "=== NAME".
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lumbar.h"

#define FILES 16
#define NAME 64

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct files {
	struct lumbar_source list[FILES];
	char names[FILES][NAME];
	size_t n;
};

static void split(struct files *f, const char *text, size_t len)
{
	const char *end = text + len, *line = text, *next;
	size_t n;

	while (line < end && f->n < FILES) {
		next = memchr(line, '\n', (size_t)(end - line));
		n = (size_t)((next ? next : end) - line);
		next = next ? next + 1 : end;
		if (n > 4 && n - 4 < NAME && memcmp(line, "=== ", 4) == 0) {
			memcpy(f->names[f->n], line + 4, n - 4);
			f->list[f->n] =
				(struct lumbar_source){.name = f->names[f->n], .data = next};
			f->n++;
		} else if (f->n) {
			f->list[f->n - 1].len = (size_t)(next - f->list[f->n - 1].data);
		}
		line = next;
	}
}

static void no_finding(void *ctx, bool is_error, const char *text)
{
	size_t *errors = ctx;

	*errors += is_error && strlen(text) > 0;
}

static void use(const struct lumbar_content *content)
{
	static const char *const texts[] = {"both my legs went numb and i cant pee", "heat or ice?",
		"what causes back spasms, and how do i stop them", "a"};
	struct lumbar_engine *e = lumbar_engine_create(content);
	struct lumbar_verdict v;
	char reply[4096];
	size_t i;

	for (i = 0; e && i < sizeof(texts) / sizeof(texts[0]); i++) {
		lumbar_read(e, &(struct lumbar_message){.text = texts[i], .len = strlen(texts[i])},
			NULL, &v);
		lumbar_reply(
			content, &v, &(struct lumbar_style){.region = "uk"}, reply, sizeof(reply));
	}
	lumbar_engine_destroy(e);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct files *f = calloc(1, sizeof(*f));
	struct lumbar_content *content;
	size_t errors = 0;
	char *copy = malloc(size + 1);

	if (f && copy) {
		memcpy(copy, data, size);
		split(f, copy, size);
		content = lumbar_content_create(f->list, f->n, no_finding, &errors);
		if (!content && errors == 0) {
			fputs("refused without a word\n", stderr);
			abort();
		}
		if (content) {
			lumbar_content_check(content, no_finding, &errors);
			use(content);
		}
		lumbar_content_destroy(content);
	}
	free(copy);
	free(f);
	return 0;
}
