/*
 * How a link comes to be: names to addresses, one address after the other, TLS, the upgrade.  For link.c
 * alone; link_open() of link.h stands there as well.
 */
#ifndef SYS_LINK_CONNECT_H
#define SYS_LINK_CONNECT_H

#include "sys/link.h"

/*
 * link_connect_answered(link): there may be more of the answer to the upgrade.
 */
void link_connect_answered(struct link *link);

#endif
