/* What the store has for the dashboard; see admin_record.h. */
#include "cmd/admin_record.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/json.h"
#include "bot/bot.h"
#include "bot/gaps.h"
#include "sys/loop.h"
#include "sys/store.h"

#define FEEDBACK "feedback." /* and "yes." or "no.", and the answer's name */
#define DAYS 90              /* of feedback */
#define DAY_MS 86400000

struct admin_record {
	const struct daemon_parts *parts;
	struct dashboard *dashboard;
	struct timer timer;
	struct store_op *op; /* under way; NULL = none */
	struct buf lines;    /* what was found, as JSON */
	struct buf told;     /* what was told last */
};

/* ------------------------------------------------------------------ what is told */

static void comma(struct buf *out)
{
	if (out->data[out->len - 1] != '[')
		buf_putc(out, ',');
}

bool admin_record_lines(const struct store_due *due, struct buf *out)
{
	const struct store_audit *a;
	size_t i;

	if (!due)
		return buf_puts(out, "null");
	buf_putc(out, '[');
	for (i = 0; i < due->n_lines; i++) {
		a = &due->lines[i].audit;
		comma(out);
		buf_printf(out, "{\"at\":%" PRId64, a->at_ms);
		json_put(out, "account", due->lines[i].account);
		json_put(out, "number", a->number);
		json_put(out, "step", a->step);
		json_put(out, "tier", a->tier);
		json_put(out, "flags", a->flags);
		json_put(out, "path", a->path);
		json_put(out, "who", a->who);
		json_put(out, "detail", a->detail);
		buf_putc(out, '}');
	}
	return buf_putc(out, ']');
}

bool admin_record_shapes(struct gaps *gaps, struct buf *out)
{
	const struct gaps_shape *shapes;
	size_t i, n;

	if (!gaps)
		return buf_puts(out, "null");
	shapes = gaps_list(gaps, NULL, &n);
	buf_putc(out, '[');
	for (i = 0; i < n; i++) {
		comma(out);
		buf_putc(out, '{');
		json_put(out, "shape", shapes[i].shape);
		buf_printf(out, ",\"n\":%" PRId64 ",\"at\":%" PRId64 "}", shapes[i].n,
			shapes[i].at_ms);
	}
	return buf_putc(out, ']');
}

/* The answer that a counter of feedback is about, and which of the two it counts; NULL for another. */
static const char *answer_of(const char *name, bool *yes)
{
	const size_t n = sizeof(FEEDBACK) - 1;

	if (strncmp(name, FEEDBACK, n) != 0)
		return NULL;
	name += n;
	*yes = strncmp(name, "yes.", 4) == 0;
	if (*yes)
		return name + 4;
	return strncmp(name, "no.", 3) == 0 ? name + 3 : NULL;
}

/* How often that was said of the answer. */
static int64_t count_of(const struct store_due *sums, const char *answer, bool yes)
{
	const char *about;
	bool is_yes;
	size_t i;

	for (i = 0; i < sums->n_sums; i++) {
		about = answer_of(sums->sums[i].name, &is_yes);
		if (about && is_yes == yes && strcmp(about, answer) == 0)
			return sums->sums[i].n;
	}
	return 0;
}

/* Each answer once: where it comes first. */
bool admin_record_feedback(const struct store_due *sums, struct buf *out)
{
	const char *answer;
	int64_t other;
	bool yes;
	size_t i;

	if (!sums)
		return buf_puts(out, "null");
	buf_putc(out, '[');
	for (i = 0; i < sums->n_sums; i++) {
		answer = answer_of(sums->sums[i].name, &yes);
		if (!answer)
			continue;
		other = count_of(sums, answer, !yes);
		if (other > sums->sums[i].n || (other == sums->sums[i].n && !yes))
			continue;
		comma(out);
		buf_putc(out, '{');
		json_put(out, "answer", answer);
		buf_printf(out, ",\"yes\":%" PRId64 ",\"no\":%" PRId64 "}",
			yes ? sums->sums[i].n : other, yes ? other : sums->sums[i].n);
	}
	return buf_putc(out, ']');
}

/* ------------------------------------------------------------------ looking */

static void look(void *ctx);

static void wait_for_next(struct admin_record *r)
{
	loop_timer_set(r->parts->loop, &r->timer, loop_now() + ADMIN_RECORD_MS, look, r);
}

/* Tells what was found, unless that is known. */
static void tell(struct admin_record *r, const struct store_due *sums)
{
	struct buf out;

	buf_init(&out, DASHBOARD_EVENT_MAX);
	buf_puts(&out, "{\"shapes\":");
	admin_record_shapes(r->parts->bot ? bot_gaps(r->parts->bot) : NULL, &out);
	buf_printf(&out, ",\"audit\":%s,\"feedback\":", buf_str(&r->lines));
	admin_record_feedback(sums, &out);
	buf_putc(&out, '}');
	if (buf_ok(&out) && strcmp(buf_str(&out), buf_str(&r->told)) != 0) {
		buf_clear(&r->told);
		buf_put(&r->told, buf_str(&out), out.len);
		dashboard_record(r->dashboard, buf_str(&r->told), r->told.len);
	}
	buf_free(&out);
	wait_for_next(r);
}

static void on_sums(void *ctx, enum store_result result, const struct store_due *due)
{
	struct admin_record *r = ctx;

	r->op = NULL;
	tell(r, result == STORE_DONE ? due : NULL);
}

static int64_t wall_ms(void)
{
	struct timespec now = {0};

	clock_gettime(CLOCK_REALTIME, &now); /* cannot fail for this clock */
	return (int64_t)now.tv_sec * 1000;
}

static void on_review(void *ctx, enum store_result result, const struct store_due *due)
{
	struct admin_record *r = ctx;

	buf_clear(&r->lines);
	admin_record_lines(result == STORE_DONE ? due : NULL, &r->lines);
	r->op = store_sums(
		r->parts->store, FEEDBACK, wall_ms() - (int64_t)DAYS * DAY_MS, on_sums, r);
	if (!r->op)
		tell(r, NULL);
}

static void look(void *ctx)
{
	struct admin_record *r = ctx;

	if (r->op)
		return;
	if (r->parts->store)
		r->op = store_review(r->parts->store, on_review, r);
	if (r->op)
		return;
	buf_clear(&r->lines);
	admin_record_lines(NULL, &r->lines);
	tell(r, NULL);
}

void admin_record_soon(struct admin_record *r)
{
	if (r && !r->op)
		loop_timer_set(r->parts->loop, &r->timer, loop_now(), look, r);
}

struct admin_record *admin_record_create(
	const struct daemon_parts *parts, struct dashboard *dashboard)
{
	struct admin_record *r = calloc(1, sizeof(*r));

	if (!r)
		return NULL;
	r->parts = parts;
	r->dashboard = dashboard;
	buf_init(&r->lines, DASHBOARD_EVENT_MAX);
	buf_init(&r->told, DASHBOARD_EVENT_MAX);
	admin_record_soon(r);
	return r;
}

void admin_record_destroy(struct admin_record *r)
{
	if (!r)
		return;
	loop_timer_cancel(&r->timer);
	store_cancel(r->op);
	buf_free(&r->lines);
	buf_free(&r->told);
	free(r);
}
