/*
 * What commands beside the daemon have it do, through its door (sys/door.h): "forget ID", so that what it
 * holds of somebody in memory goes as well, and what it had asked of the disk before; "answered SHAPE", so
 * that what went unanswered is no longer listed.
 */
#ifndef BOT_ERRAND_H
#define BOT_ERRAND_H

#define ERRAND_FORGET "forget "     /* and the id of a person */
#define ERRAND_ANSWERED "answered " /* and a shape */
#define ERRAND_DONE "done"          /* answers */
#define ERRAND_NONE "there is no such shape"
#define ERRAND_FAILED "the disk cannot be used"
#define ERRAND_UNKNOWN "not understood"

struct bot;
struct errand;
struct loop;
struct store;

struct errand_options {
	struct loop *loop; /* these are borrowed */
	struct store *store;
	struct bot *bot;
	const char *folder; /* of the state */
};

/*
 * errand_create(options): opens the door; NULL, after a log line, when that cannot be.  Ended with
 * errand_destroy().
 */
struct errand *errand_create(const struct errand_options *options);

/*
 * errand_destroy(e): closes it; before store and bot.  NULL is accepted.
 */
void errand_destroy(struct errand *e);

#endif
