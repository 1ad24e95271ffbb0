/* Command lines; see args.h. */
#include "cmd/args.h"

#include "base/near.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

static void print_help(const struct args *args)
{
	const struct args_option *o;
	char left[64];

	printf("Usage: %s\n\n%s\n\nOptions:\n", args->usage, args->summary);
	for (o = args->options; o->name; o++) {
		snprintf(left, sizeof(left), "%s%s%s", o->name, o->operand ? " " : "",
			o->operand ? o->operand : "");
		printf("  %-24s %s\n", left, o->help);
	}
	printf("  %-24s %s\n", "--help", "this text");
}

int args_refuse(const struct args *args, const char *fmt, ...)
{
	va_list ap;

	fputs("lumbard: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fprintf(stderr, "\nUsage: %s\n", args->usage);
	return EX_USAGE;
}

/* The option that the word names, with or without "=value"; NULL when there is none. */
static const struct args_option *find(const struct args *args, const char *word, const char **value)
{
	const struct args_option *o;
	size_t n = strcspn(word, "=");

	for (o = args->options; o->name; o++) {
		if (strlen(o->name) == n && memcmp(o->name, word, n) == 0) {
			*value = word[n] == '=' ? word + n + 1 : NULL;
			return o;
		}
	}
	return NULL;
}

static int refuse_option(const struct args *args, const char *word)
{
	char name[NEAR_MAX + 1];
	struct near near = {.word = name};
	const struct args_option *o;
	struct buf meant;
	int status;

	snprintf(name, sizeof(name), "%.*s", (int)strcspn(word, "="), word);
	for (o = args->options; o->name; o++)
		near_try(&near, o->name);
	buf_init(&meant, 2 * NEAR_MAX + 32);
	near_put(&near, &meant);
	status = args_refuse(args, "there is no option %s%s", word, buf_str(&meant));
	buf_free(&meant);
	return status;
}

/* Stores one option; *at moves over a value in a word of its own. */
static int store(const struct args *args, int argc, char **argv, int *at)
{
	const char *value;
	const struct args_option *o = find(args, argv[*at], &value);

	if (!o)
		return refuse_option(args, argv[*at]);
	if (o->flag) {
		if (value)
			return args_refuse(args, "%s takes no value", o->name);
		*o->flag = true;
		return ARGS_GO_ON;
	}
	if (!value) {
		if (*at + 1 == argc)
			return args_refuse(args, "%s needs a value: %s", o->name, o->operand);
		value = argv[++*at];
	}
	*o->value = value;
	return ARGS_GO_ON;
}

int args_parse(const struct args *args, int argc, char **argv, int *rest)
{
	int i, status;

	for (i = 1; i < argc && argv[i][0] == '-' && argv[i][1] != '\0'; i++) {
		if (strcmp(argv[i], "--") == 0) {
			i++;
			break;
		}
		if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
			print_help(args);
			return 0;
		}
		status = store(args, argc, argv, &i);
		if (status != ARGS_GO_ON)
			return status;
	}
	*rest = i;
	return ARGS_GO_ON;
}
