/* Metrics in Prometheus' text format; see metrics.h. */
#include "web/metrics.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#define BOUND_MAX 32 /* bytes of a bound in seconds with its NUL */

bool metrics_family(struct metrics *m, const char *name, enum metrics_kind kind, const char *help)
{
	static const char *const kinds[] = {
		[METRICS_GAUGE] = "gauge",
		[METRICS_COUNTER] = "counter",
		[METRICS_HISTOGRAM] = "histogram",
	};

	snprintf(m->name, sizeof(m->name), "lumbard_%s", name);
	return buf_printf(
		m->out, "# HELP %s %s\n# TYPE %s %s\n", m->name, help, m->name, kinds[kind]);
}

/* A label's value: backslash, quote and line end escaped. */
static void put_value(struct buf *out, const char *value)
{
	for (; *value; value++) {
		if (*value == '\n')
			buf_puts(out, "\\n");
		else if (*value == '\\' || *value == '"')
			buf_printf(out, "\\%c", *value);
		else
			buf_putc(out, *value);
	}
}

static void put_labels(struct buf *out, const struct metrics_label *labels, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		buf_printf(out, "%s%s=\"", i ? "," : "{", labels[i].name);
		put_value(out, labels[i].value);
		buf_putc(out, '"');
	}
	if (n)
		buf_putc(out, '}');
}

bool metrics_count(struct metrics *m, const struct metrics_label *labels, size_t n, uint64_t value)
{
	buf_puts(m->out, m->name);
	put_labels(m->out, labels, n);
	return buf_printf(m->out, " %" PRIu64 "\n", value);
}

bool metrics_value(struct metrics *m, const struct metrics_label *labels, size_t n, double value)
{
	buf_puts(m->out, m->name);
	put_labels(m->out, labels, n);
	if (isnan(value))
		return buf_puts(m->out, " NaN\n");
	if (isinf(value))
		return buf_puts(m->out, value > 0 ? " +Inf\n" : " -Inf\n");
	return buf_printf(m->out, " %.15g\n", value);
}

/* One bucket: those before it are counted in. */
static void put_bucket(struct metrics *m, const struct metrics_label *labels, size_t n,
	const char *bound, uint64_t count)
{
	size_t i;

	buf_printf(m->out, "%s_bucket{", m->name);
	for (i = 0; i < n; i++) {
		buf_printf(m->out, "%s=\"", labels[i].name);
		put_value(m->out, labels[i].value);
		buf_puts(m->out, "\",");
	}
	buf_printf(m->out, "le=\"%s\"} %" PRIu64 "\n", bound, count);
}

bool metrics_spans(
	struct metrics *m, const struct metrics_label *labels, size_t n, const struct histogram *h)
{
	char bound[BOUND_MAX];
	uint64_t count = 0;
	size_t i;

	for (i = 0; i < HISTOGRAM_BOUNDS; i++) {
		count += h->counts[i];
		snprintf(bound, sizeof(bound), "%.9g", (double)histogram_bound(i) / 1e6);
		put_bucket(m, labels, n, bound, count);
	}
	count += h->counts[HISTOGRAM_BOUNDS];
	put_bucket(m, labels, n, "+Inf", count);
	buf_printf(m->out, "%s_sum", m->name);
	put_labels(m->out, labels, n);
	buf_printf(m->out, " %.9g\n%s_count", (double)h->sum_us / 1e6, m->name);
	put_labels(m->out, labels, n);
	return buf_printf(m->out, " %" PRIu64 "\n", count);
}
