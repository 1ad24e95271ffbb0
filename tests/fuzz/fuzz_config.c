/*
 * Fuzzes the configuration, and with it the YAML reader that content goes through too.  Whatever is
 * refused is refused with findings that end where they should; whatever is taken is printed, read again
 * and printed the same.
 *
 *	make fuzzers CC=clang, or by hand:
 *	clang -std=c17 -D_GNU_SOURCE -g -O1 -fsanitize=fuzzer,address,undefined -Isrc \
 *		tests/fuzz/fuzz_config.c src/base/[a-z]*.c -lfyaml -lcjson -lutf8proc -lm -o fuzz_config
 *	fuzz_config -max_len=8192 corpus tests/fuzz/config
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/config.h"

#define FILE_NAME "c.yaml"

#define CHECK(condition)                                                                           \
	do {                                                                                       \
		if (!(condition)) {                                                                \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);            \
			abort();                                                                   \
		}                                                                                  \
	} while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A finding is lines of text, the first of which begins with the file's name. */
static void take_finding(void *ctx, enum diag_level level, const char *text)
{
	size_t len = strlen(text), i;

	(void)ctx;
	CHECK(level == DIAG_ERROR);
	CHECK(len > 0 && text[len - 1] == '\n');
	CHECK(strncmp(text, FILE_NAME, strlen(FILE_NAME)) == 0);
	for (i = 0; i < len; i++)
		CHECK((unsigned char)text[i] >= ' ' || text[i] == '\n');
}

static struct config *parse(const char *text, size_t len)
{
	struct diag diag = {.sink = take_finding};
	struct config *config = config_parse(FILE_NAME, text, len, &diag);

	CHECK((config != NULL) == (diag.errors == 0));
	return config;
}

/* Asks what holds everywhere. */
static void ask(const struct config *c)
{
	const struct config_server *s;
	struct config_place place;
	size_t i, j;

	CHECK(c->n_accounts > 0 && c->n_accounts <= CONFIG_ACCOUNTS_MAX);
	CHECK(c->n_servers <= CONFIG_SERVERS_MAX);
	for (i = 0; i < c->n_accounts; i++) {
		CHECK(c->accounts[i].name && c->accounts[i].platform && c->accounts[i].token.name);
		config_listens(c, c->accounts[i].name);
	}
	for (i = 0; i < c->n_servers; i++) {
		s = &c->servers[i];
		CHECK(s->n_channels <= CONFIG_CHANNELS_MAX);
		for (j = 0; j < s->n_channels; j++) {
			place = config_place(c, c->accounts[0].name, s->id, s->channels[j].id, "");
			CHECK(place.mode != CONFIG_MODE_UNSET);
		}
	}
	place = config_place(c, c->accounts[0].name, "", "x", "");
	CHECK(place.mode == CONFIG_MODE_MENTION);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* a copy of its own: reading beyond it is noticed */
	char *copy = malloc(size ? size : 1);
	struct config *config, *again;
	struct buf first, second;

	CHECK(copy);
	memcpy(copy, data, size);
	config = parse(copy, size);
	free(copy);
	if (!config)
		return 0;
	ask(config);
	buf_init(&first, (size_t)1 << 24);
	buf_init(&second, (size_t)1 << 24);
	CHECK(config_print(config, &first));
	config_free(config);
	again = parse(buf_str(&first), first.len);
	CHECK(again);
	CHECK(config_print(again, &second));
	CHECK(strcmp(buf_str(&first), buf_str(&second)) == 0);
	config_free(again);
	buf_free(&first);
	buf_free(&second);
	return 0;
}
