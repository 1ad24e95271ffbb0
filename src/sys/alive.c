/* Whether the loop is alive; see alive.h. */
#include "sys/alive.h"

#include <stdlib.h>

#include "base/log.h"
#include "sys/loop.h"
#include "sys/notify.h"

struct alive {
	struct alive_options options;
	struct timer timer;
	int64_t period_ms;
	int64_t due_us;
	int64_t looked_at; /* ms */
	struct alive_status status;
};

static void look(void *ctx);

static void wait(struct alive *a)
{
	int64_t at = loop_now() + a->period_ms;

	a->due_us = at * 1000;
	loop_timer_set(a->options.loop, &a->timer, at, look, a);
}

static void look(void *ctx)
{
	struct alive *a = ctx;
	struct alive_status *s = &a->status;
	const bool was_well = s->well;
	int64_t late_us = loop_now_us() - a->due_us;

	histogram_add(&s->late, late_us);
	s->late_ms = late_us / 1000;
	s->looks++;
	s->well = a->options.well(a->options.ctx);
	s->ill += !s->well;
	a->looked_at = loop_now();
	if (s->well)
		notify_alive();
	if (was_well && !s->well)
		log_error(loop_log(a->options.loop), "alive",
			"ALARM: known emergencies are not recognised any more: %s",
			s->watchdog_ms ? "the watchdog is not fed, and will start lumbard anew"
				       : "lumbard has to be started anew");
	wait(a);
}

struct alive *alive_create(const struct alive_options *options)
{
	struct alive *a = calloc(1, sizeof(*a));

	if (!a)
		return NULL;
	a->options = *options;
	a->status.well = true;
	a->status.watchdog_ms = notify_watchdog_ms();
	a->period_ms = ALIVE_MS;
	if (a->status.watchdog_ms && a->status.watchdog_ms / 2 < a->period_ms)
		a->period_ms = a->status.watchdog_ms / 2;
	a->looked_at = loop_now();
	wait(a);
	return a;
}

void alive_destroy(struct alive *a)
{
	if (!a)
		return;
	loop_timer_cancel(&a->timer);
	free(a);
}

struct alive_status alive_status(const struct alive *a)
{
	struct alive_status status = a->status;

	status.looked_ms = loop_now() - a->looked_at;
	return status;
}
