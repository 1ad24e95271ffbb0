/* How long things took; see histogram.h. */
#include "base/histogram.h"

static const int64_t bounds[HISTOGRAM_BOUNDS] = {10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000,
	25000, 50000, 100000, 250000, 500000, 1000000, 2500000, 5000000, 10000000, 30000000,
	60000000};

void histogram_add(struct histogram *h, int64_t us)
{
	size_t i = 0;

	if (us < 0)
		us = 0;
	while (i < HISTOGRAM_BOUNDS && us > bounds[i])
		i++;
	h->counts[i]++;
	h->sum_us += (uint64_t)us;
}

int64_t histogram_bound(size_t i)
{
	return bounds[i];
}

uint64_t histogram_count(const struct histogram *h)
{
	uint64_t n = 0;
	size_t i;

	for (i = 0; i <= HISTOGRAM_BOUNDS; i++)
		n += h->counts[i];
	return n;
}
