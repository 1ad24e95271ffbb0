/*
 * How long things took: a count for each of some fixed spans, and the sum.  A plain value; {0} is empty.
 */
#ifndef BASE_HISTOGRAM_H
#define BASE_HISTOGRAM_H

#include <stddef.h>
#include <stdint.h>

#define HISTOGRAM_BOUNDS 21 /* from 10 microseconds to a minute */

struct histogram {
	uint64_t counts[HISTOGRAM_BOUNDS + 1]; /* of each span; the last has no upper bound */
	uint64_t sum_us;
};

/*
 * histogram_add(h, us): something took so many microseconds; less than none counts as none.
 */
void histogram_add(struct histogram *h, int64_t us);

/*
 * histogram_bound(i): the upper bound, itself included, of span i in microseconds; i is below
 * HISTOGRAM_BOUNDS.
 */
int64_t histogram_bound(size_t i);

/*
 * histogram_count(h): how many were added.
 */
uint64_t histogram_count(const struct histogram *h);

#endif
