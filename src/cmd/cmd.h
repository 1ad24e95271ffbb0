/*
 * The subcommands of lumbard, one file each; main.c has the table.
 */
#ifndef CMD_CMD_H
#define CMD_CMD_H

/*
 * cmd_ask(argc, argv), cmd_talk(argc, argv), cmd_classify(argc, argv), cmd_check(argc, argv),
 * cmd_run(argc, argv), cmd_sandbox(argc, argv), cmd_drill(argc, argv), cmd_audit(argc, argv),
 * cmd_forget(argc, argv): run the subcommand named in argv[0] with the arguments
 * behind it.  The result is the exit status: sysexits.h, but for check, which ends 0 or 1.
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

#endif
