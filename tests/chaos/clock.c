/* The invented clock, and the loop of src/sys/loop.h on it. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "chaos/chaos.h"
#include "sys/loop.h"

#define SPIN_MAX 20000 /* rounds without time going by */

struct storm storm;

/* ------------------------------------------------------------------ chance */

/* splitmix64: the same numbers for the same seed, everywhere. */
uint64_t chaos_random(void)
{
	uint64_t z = storm.random += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

int64_t chaos_between(int64_t least, int64_t most)
{
	return least + (int64_t)(chaos_random() % (uint64_t)(most - least + 1));
}

bool chaos_chance(unsigned percent)
{
	return chaos_random() % 100 < percent;
}

bool chaos_happens(const struct chance *what)
{
	return storm.now < what->until && chaos_chance(what->percent);
}

/* ------------------------------------------------------------------ what is told */

void chaos_tell(const char *fmt, ...)
{
	va_list args;

	if (!storm.loud)
		return;
	va_start(args, fmt);
	printf("%9.3f  ", (double)storm.now / 1000);
	vprintf(fmt, args);
	putchar('\n');
	va_end(args);
}

void chaos_violation(const char *fmt, ...)
{
	char line[512];
	va_list args;

	va_start(args, fmt);
	vsnprintf(line, sizeof(line), fmt, args);
	va_end(args);
	chaos_tell("VIOLATION: %s", line);
	if (!storm.violations++)
		snprintf(storm.first_violation, sizeof(storm.first_violation), "%s", line);
}

/* ------------------------------------------------------------------ time */

int64_t chaos_wall(void)
{
	return CHAOS_TRUE_WALL + storm.now;
}

void chaos_at(struct timers *list, struct timer *t, int64_t in_ms, void (*fn)(void *), void *ctx)
{
	t->at_ms = storm.now + in_ms;
	t->fn = fn;
	t->ctx = ctx;
	timers_add(list, t);
}

/* When the first of the list falls due, no earlier than that. */
static int64_t due(const struct timers *list, int64_t earliest)
{
	if (!list->first)
		return INT64_MAX;
	return list->first->at_ms > earliest ? list->first->at_ms : earliest;
}

static int64_t next_due(void)
{
	const int64_t times[] = {due(&storm.world, storm.now),
		due(&storm.inbox, storm.frozen_until), due(&storm.own, storm.frozen_until)};
	int64_t at = INT64_MAX;
	size_t i;

	for (i = 0; i < 3; i++) {
		if (times[i] < at)
			at = times[i];
	}
	return at < storm.now ? storm.now : at;
}

void chaos_run(int64_t until)
{
	unsigned spins = 0;
	int64_t at;

	for (at = next_due(); at <= until; at = next_due()) {
		spins = at > storm.now ? 0 : spins + 1;
		if (spins > SPIN_MAX) {
			chaos_violation("it spins");
			break;
		}
		storm.now = at;
		timers_fire(&storm.world, storm.now);
		if (storm.now < storm.frozen_until)
			continue;
		timers_fire(&storm.inbox, storm.now);
		timers_fire(&storm.own, storm.now);
	}
	if (storm.now < until)
		storm.now = until;
}

/* ------------------------------------------------------------------ the loop of the bot */

int64_t loop_now(void)
{
	return storm.now + 1; /* never 0 */
}

int64_t loop_now_us(void)
{
	return loop_now() * 1000;
}

void loop_timer_set(struct loop *loop, struct timer *timer, int64_t at_ms, loop_fn *fn, void *ctx)
{
	(void)loop;
	timer->at_ms = at_ms - 1;
	timer->fn = fn;
	timer->ctx = ctx;
	timers_add(&storm.own, timer);
}

void loop_timer_cancel(struct timer *timer)
{
	timers_remove(timer);
}

void loop_defer(struct loop *loop, struct timer *timer, loop_fn *fn, void *ctx)
{
	loop_timer_set(loop, timer, loop_now(), fn, ctx);
}

struct log *loop_log(const struct loop *loop)
{
	return (struct log *)(uintptr_t)loop; /* the loop of a storm is nothing but its log */
}

/* No program is run in a storm. */
struct loop_fd *loop_fd_add(struct loop *loop, int fd, loop_fn *fn, void *ctx)
{
	(void)loop;
	(void)fd;
	(void)fn;
	(void)ctx;
	return NULL;
}

void loop_fd_remove(struct loop_fd *watch)
{
	(void)watch;
}

/* ------------------------------------------------------------------ what the system tells */

int __wrap_clock_gettime(clockid_t clock, struct timespec *out);
ssize_t __wrap_getrandom(void *out, size_t len, unsigned flags);

int __wrap_clock_gettime(clockid_t clock, struct timespec *out)
{
	int64_t ms = clock == CLOCK_REALTIME ? chaos_wall() + storm.wall_error : loop_now();

	*out = (struct timespec){
		.tv_sec = (time_t)(ms / 1000), .tv_nsec = (long)(ms % 1000) * 1000000};
	return 0;
}

ssize_t __wrap_getrandom(void *out, size_t len, unsigned flags)
{
	unsigned char *bytes = out;
	size_t i;

	(void)flags;
	for (i = 0; i < len; i++)
		bytes[i] = (unsigned char)chaos_random();
	return (ssize_t)len;
}
