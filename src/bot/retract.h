/*
 * The buttons under red-flag replies and alerts: "False alarm", "I take it".
 */
#ifndef BOT_RETRACT_H
#define BOT_RETRACT_H

struct commands;
struct desk_options;
struct retract;

/*
 * retract_create(options, commands): adds these buttons; NULL when memory is short.  Both are borrowed,
 * what the options hold too.  Ended with retract_destroy().
 */
struct retract *retract_create(const struct desk_options *options, struct commands *commands);

/*
 * retract_destroy(r): releases it.  NULL is accepted.
 */
void retract_destroy(struct retract *r);

#endif
