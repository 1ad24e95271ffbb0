/*
 * What the process gives up at its start, so that its secrets stay in it.
 */
#ifndef SYS_HARDEN_H
#define SYS_HARDEN_H

struct log;

/*
 * harden_process(log): from now on the process leaves no core dump, wherever the system sends them, is not
 * to be looked into by others of the same user, and cannot come to more rights.  What the system refuses is
 * told in the log.
 */
void harden_process(struct log *log);

/*
 * harden_forget(name): removes that variable from the environment, and overwrites its value where the
 * process was given it: /proc/PID/environ does not show it any more, and no child inherits it.  One that is
 * not there is no trouble.
 */
void harden_forget(const char *name);

#endif
