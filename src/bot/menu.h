/*
 * What can be asked, to choose from: menus of topics, and what is suggested while somebody types.
 */
#ifndef BOT_MENU_H
#define BOT_MENU_H

#include "base/buf.h"
#include "bot/responder.h"

#define MENU_TOPICS_MAX 256 /* that are offered; further ones can be asked in words */

/*
 * menu_topics(r, part, controls): adds a menu of the parts that the topics fall into and, where part is
 * one of them, a menu of what is in it.
 */
void menu_topics(struct responder *r, const char *part, struct buf *controls);

/*
 * menu_suggest(r, typed, choices): adds as choices the titles that hold every word that was typed.
 */
void menu_suggest(struct responder *r, const char *typed, struct buf *choices);

/*
 * menu_find(r, title): the intent whose answer has exactly that title; NULL when there is none.
 */
const char *menu_find(struct responder *r, const char *title);

#endif
