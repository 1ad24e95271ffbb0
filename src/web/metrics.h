/*
 * Metrics in the text format that Prometheus reads.  Every name begins with lumbard_; what has a unit ends
 * with it.  Source: prometheus.io/docs/instrumenting/exposition_formats, "Text-based format".
 */
#ifndef WEB_METRICS_H
#define WEB_METRICS_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/histogram.h"

#define METRICS_TYPE "text/plain; version=0.0.4; charset=utf-8"
#define METRICS_NAME_MAX 64 /* bytes of a name with its NUL */

enum metrics_kind { METRICS_GAUGE, METRICS_COUNTER, METRICS_HISTOGRAM };

/* Never anything that a stranger chose: neither a person's id nor what they wrote. */
struct metrics_label {
	const char *name, *value;
};

/* What is being written. */
struct metrics {
	struct buf *out;
	char name[METRICS_NAME_MAX]; /* of the present family, with its prefix */
};

/*
 * metrics_family(m, name, kind, help): begins a family; name goes without the prefix, and a counter's
 * ends with _total.  Its samples follow, and no others until the next family.  Each of these functions
 * appends to m->out, and returns what its last append returned.
 */
bool metrics_family(struct metrics *m, const char *name, enum metrics_kind kind, const char *help);

/*
 * metrics_count(m, labels, n, value), metrics_value(m, labels, n, value): a sample: a whole number, or any.
 */
bool metrics_count(struct metrics *m, const struct metrics_label *labels, size_t n, uint64_t value);
bool metrics_value(struct metrics *m, const struct metrics_label *labels, size_t n, double value);

/*
 * metrics_spans(m, labels, n, h): the samples of a histogram, in seconds.
 */
bool metrics_spans(
	struct metrics *m, const struct metrics_label *labels, size_t n, const struct histogram *h);

#endif
