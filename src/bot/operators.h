/*
 * What those who run the bot are offered: /lumbard.  Who may is asked at every use; every use is recorded;
 * every answer is for that person alone.
 */
#ifndef BOT_OPERATORS_H
#define BOT_OPERATORS_H

#define OPERATORS_SINCE_MS 2592000000 /* feedback of so long is shown */

struct commands;
struct desk_options;
struct operators;

/*
 * operators_create(options, commands): adds these commands; NULL when memory is short.  Both are
 * borrowed, what the options hold too.  Ended with operators_destroy().
 */
struct operators *operators_create(const struct desk_options *options, struct commands *commands);

/*
 * operators_destroy(o): releases it.  NULL is accepted.
 */
void operators_destroy(struct operators *o);

#endif
