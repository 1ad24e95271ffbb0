/*
 * Command lines: one table of options a subcommand, from which parsing and --help both come.
 */
#ifndef CMD_ARGS_H
#define CMD_ARGS_H

#include <stdbool.h>
#include <stddef.h>

/* One option.  Exactly one of flag and value is set: what it takes is stored there. */
struct args_option {
	const char *name;    /* "--region" */
	const char *operand; /* how its value is called in the help; NULL for a flag */
	const char *help;    /* one line */
	bool *flag;
	const char **value;
};

struct args {
	const char *usage;                 /* "lumbard ask [OPTIONS] TEXT..." */
	const char *summary;               /* what it does, one or two lines */
	const struct args_option *options; /* ends with a name of NULL */
};

#define ARGS_GO_ON -1
#define ARGS_REGIONS "uk us ca ie eu au nz" /* those of the packaged content, for people */

/*
 * args_parse(args, argc, argv, rest): stores the options of argv[1] and on; *rest is set to the place of
 * the first operand (argc when there is none).  "--" ends the options.  Returns ARGS_GO_ON, or the
 * status to exit with: 0 after --help has been printed, EX_USAGE after a sentence about what is wrong.
 */
int args_parse(const struct args *args, int argc, char **argv, int *rest);

/*
 * args_refuse(args, fmt, ...): prints what is wrong with the command line, and how it is used.  Returns
 * EX_USAGE.
 */
int args_refuse(const struct args *args, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

#endif
