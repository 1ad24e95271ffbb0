/* Whether the program is well; see health.h. */
#include "web/health.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"

static const char *const words[] = {
	[HEALTH_OK] = "ok",
	[HEALTH_WARN] = "warn",
	[HEALTH_FAIL] = "fail",
};

void health_find(struct health *h, const char *name, enum health_level level, const char *fmt, ...)
{
	char reason[HEALTH_REASON_MAX];
	va_list ap;

	va_start(ap, fmt);
	if (vsnprintf(reason, sizeof(reason), fmt, ap) < 0)
		reason[0] = '\0';
	va_end(ap);
	if (level > h->worst)
		h->worst = level;
	buf_puts(h->out, h->out->len ? ",\n  {" : "  {");
	json_put(h->out, "name", name);
	json_put(h->out, "status", words[level]);
	json_put(h->out, "reason", reason);
	buf_putc(h->out, '}');
}

bool health_write(const struct health *h, struct buf *out)
{
	buf_puts(out, "{");
	json_put(out, "status", words[h->worst]);
	buf_printf(out, ",\"checks\":[\n%s\n]}\n", buf_str(h->out));
	return buf_ok(h->out) && buf_ok(out);
}

int health_status(const struct health *h)
{
	return h->worst == HEALTH_FAIL ? 503 : 200;
}
