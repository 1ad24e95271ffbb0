/*
 * What is bounded, and how near it is: for metrics.  A plain value.
 */
#ifndef BASE_BOUND_H
#define BASE_BOUND_H

#include <stdint.h>

struct bound {
	const char *name;     /* a constant: "outbox" */
	uint64_t used, limit; /* of places */
	uint64_t
		met; /* how often there was no place: something was refused, dropped or forgotten */
};

#endif
