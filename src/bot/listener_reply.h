/*
 * What a listener says to what it heard, and where: to everybody, to the person alone, or both.
 */
#ifndef BOT_LISTENER_REPLY_H
#define BOT_LISTENER_REPLY_H

#include "bot/listener_own.h"

/*
 * listener_reply_purpose(h): the word that, with the message's id, makes the reply one that is not given
 * twice.
 */
const char *listener_reply_purpose(const struct listener_hearing *h);

/*
 * listener_reply_say(h): says what the verdict comes to.  Where others read along and a red flag is nothing
 * to be named before them (lumbar_private()), they see what to do and whom to call, and the rest is the
 * person's.
 */
void listener_reply_say(struct listener_hearing *h);

#endif
