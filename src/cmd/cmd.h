/*
 * The subcommands of lumbard, one file each; main.c has the table.
 */
#ifndef CMD_CMD_H
#define CMD_CMD_H

/*
 * cmd_ask(argc, argv), cmd_talk(argc, argv), cmd_classify(argc, argv), cmd_check(argc, argv),
 * cmd_run(argc, argv), cmd_sandbox(argc, argv), cmd_drill(argc, argv), cmd_audit(argc, argv),
 * cmd_forget(argc, argv), cmd_unanswered(argc, argv), cmd_suggest(argc, argv), cmd_new(argc, argv),
 * cmd_diff(argc, argv), cmd_notice(argc, argv): run the subcommand named in argv[0] with the arguments
 * behind it.  The result is the exit status: sysexits.h, but for check, which ends 0 or 1, and diff,
 * which ends 1 where there are differences.
 */
int cmd_ask(int argc, char **argv);
int cmd_talk(int argc, char **argv);
int cmd_classify(int argc, char **argv);
int cmd_check(int argc, char **argv);
int cmd_run(int argc, char **argv);
int cmd_sandbox(int argc, char **argv);
int cmd_drill(int argc, char **argv);
int cmd_audit(int argc, char **argv);
int cmd_forget(int argc, char **argv);
int cmd_unanswered(int argc, char **argv);
int cmd_suggest(int argc, char **argv);
int cmd_new(int argc, char **argv);
int cmd_diff(int argc, char **argv);
int cmd_notice(int argc, char **argv);

#endif
