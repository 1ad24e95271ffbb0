/*
 * What the tests of the configuration have in common: parsing, and the comparison of findings.
 */
#ifndef TESTS_BASE_CONFIG_WORLD_H
#define TESTS_BASE_CONFIG_WORLD_H

#include <stdio.h>

#include "base/config.h"
#include "base/findings.h"

#define ACCOUNT "accounts: [{name: main, platform: discord, token: {env: T}}]\n"

static struct findings found;

static inline int set_up(void **state)
{
	(void)state;
	findings_open(&found);
	return 0;
}

static inline int tear_down(void **state)
{
	(void)state;
	findings_close(&found);
	return 0;
}

static inline struct config *parse_bytes(const char *text, size_t len)
{
	char *copy = malloc(len ? len : 1);
	struct config *config;

	assert_non_null(copy);
	memcpy(copy, text, len);
	config = config_parse("c.yaml", copy, len, &found.diag);
	free(copy);
	assert_int_equal(config != NULL, found.diag.errors == 0);
	return config;
}

static inline struct config *parse(const char *text)
{
	struct config *config = parse_bytes(text, strlen(text));

	if (!config)
		print_error("%s", buf_str(&found.text));
	assert_non_null(config);
	return config;
}

static inline void forget(void)
{
	buf_clear(&found.text);
	found.diag.errors = found.diag.warnings = 0;
}

/* Takes the next line off *text. */
static inline const char *next_line(char **text)
{
	char *line = *text, *end = strchr(line, '\n');

	assert_non_null(end);
	*end = '\0';
	*text = end + 1;
	return line;
}

/* The line of that number of a source. */
static inline void source_line(const char *source, unsigned number, char *out, size_t size)
{
	while (--number > 0)
		source = strchr(source, '\n') + 1;
	snprintf(out, size, "%.*s", (int)strcspn(source, "\n"), source);
}

/*
 * Checks that every finding shows its line with the caret under its column, and returns what is left:
 * "line:col: message" a line.
 */
static inline void take_messages(const char *source, struct buf *out)
{
	char *copy = strdup(buf_str(&found.text)), *rest = copy, shown[1000];
	unsigned line, col;
	const char *text;

	assert_non_null(copy);
	while (*rest) {
		text = next_line(&rest);
		assert_int_equal(sscanf(text, "c.yaml:%u:%u: error: ", &line, &col), 2);
		buf_printf(out, "%u:%u: %s\n", line, col, strstr(text, "error: ") + 7);
		source_line(source, line, shown, sizeof(shown));
		text = next_line(&rest);
		assert_memory_equal(text, "  ", 2);
		assert_string_equal(text + 2, shown);
		text = next_line(&rest);
		assert_int_equal(strspn(text, " "), 2 + col - 1);
		assert_string_equal(text + strspn(text, " "), "^");
	}
	free(copy);
}

/* The text is refused with exactly these findings. */
static inline void refuse(const char *text, const char *messages)
{
	struct buf out;

	buf_init(&out, 1 << 20);
	assert_null(parse_bytes(text, strlen(text)));
	take_messages(text, &out);
	assert_string_equal(buf_str(&out), messages);
	buf_free(&out);
	forget();
}

/* A file that is right but for this line, which is its second. */
static inline void refuse_line(const char *line, const char *messages)
{
	char text[1000];

	snprintf(text, sizeof(text), ACCOUNT "%s\n", line);
	refuse(text, messages);
}

#endif
