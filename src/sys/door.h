/*
 * The door of the running daemon: a socket beside the state's file, at which a command of the same user, or
 * of root, has it do something.  Whoever comes says one line and is answered with one.
 */
#ifndef SYS_DOOR_H
#define SYS_DOOR_H

#define DOOR_FILE "lumbard.sock" /* in the folder of the state */
#define DOOR_LINE_MAX 512        /* bytes of a line with its NUL; a longer one is cut */
#define DOOR_CALLERS_MAX 8       /* at once; a further one is sent away */
#define DOOR_MS 5000             /* who has not spoken by then is sent away */

struct door;
struct door_caller;
struct loop;

struct door_options {
	struct loop *loop;  /* borrowed */
	const char *folder; /* made when it is missing; used by door_create() alone */
	/* Somebody said that; door_answer() has to follow, now or later. */
	void (*asked)(void *ctx, struct door_caller *caller, const char *line);
	void *ctx;
};

/*
 * door_create(options): opens it, in place of one that an earlier run left.  NULL after a log line when it
 * cannot be: the daemon does without.  Ended with door_destroy().
 */
struct door *door_create(const struct door_options *options);

/*
 * door_destroy(d): closes it; whoever waits is not answered, and their callers are gone.  NULL is
 * accepted.
 */
void door_destroy(struct door *d);

/*
 * door_answer(caller, line): answers, if somebody still waits for it; caller is gone.
 */
void door_answer(struct door_caller *caller, const char *line);

#endif
