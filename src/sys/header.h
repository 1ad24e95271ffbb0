/*
 * What may stand in an HTTP header.  Neither libwebsockets nor libcurl refuses a line end in a
 * value, and with it further headers.
 */
#ifndef SYS_HEADER_H
#define SYS_HEADER_H

#include <stdbool.h>

/*
 * header_value_ok(value): whether value is visible ASCII and blanks only (RFC 9110 section 5.5
 * without its obsolete bytes), and not empty.
 */
bool header_value_ok(const char *value);

#endif
