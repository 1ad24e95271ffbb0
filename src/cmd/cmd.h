/*
 * The subcommands of lumbard, one file each; main.c has the table.
 */
#ifndef CMD_CMD_H
#define CMD_CMD_H

/*
 * cmd_ask(argc, argv), cmd_talk(...), cmd_classify(...), cmd_check(...), cmd_run(...): run the subcommand
 * named in argv[0] with the arguments behind it; the result is the exit status (sysexits.h, check: 0 or
 * 1).
 */
int cmd_ask(int argc, char **argv);
int cmd_talk(int argc, char **argv);
int cmd_classify(int argc, char **argv);
int cmd_check(int argc, char **argv);

#endif
