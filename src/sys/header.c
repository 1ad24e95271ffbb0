/* What may stand in an HTTP header; see header.h. */
#include "sys/header.h"

bool header_value_ok(const char *value)
{
	if (!*value)
		return false;
	for (; *value; value++) {
		if ((unsigned char)*value < ' ' || (unsigned char)*value >= 0x7f)
			return false;
	}
	return true;
}
