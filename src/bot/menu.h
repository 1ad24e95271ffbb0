/*
 * What can be asked, to choose from: menus of topics, and what is suggested while somebody types.
 */
#ifndef BOT_MENU_H
#define BOT_MENU_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "bot/responder.h"

#define MENU_TOPICS_MAX 256 /* that are offered; further ones can be asked in words */

/*
 * menu_topics(r, part, controls): adds a menu of the parts that the topics fall into and, where part is
 * one of them, a menu of what is in it.
 */
void menu_topics(struct responder *r, const char *part, struct buf *controls);

/*
 * menu_list(r, max_chars, text): writes what can be asked as a text of so many characters at most, for
 * where there are no menus: a line for each part, with as many titles as fit.  Returns false when not even
 * one of each does.
 */
bool menu_list(struct responder *r, size_t max_chars, struct buf *text);

/*
 * menu_suggest(r, typed, choices): adds as choices the titles that hold every word that was typed.
 */
void menu_suggest(struct responder *r, const char *typed, struct buf *choices);

/*
 * menu_find(r, title): the intent whose answer has exactly that title; NULL when there is none.
 */
const char *menu_find(struct responder *r, const char *title);

#endif
