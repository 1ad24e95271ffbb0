/* The heartbeats of one gateway connection; see discord_pulse.h. */
#include "platform/discord_pulse.h"

#include "platform/backoff.h"

#define SPAN_MS 60000

void discord_pulse_stop(struct discord_pulse *p)
{
	*p = (struct discord_pulse){
		.interval_ms = DISCORD_PULSE_MS, .beat_at = DISCORD_PULSE_NEVER, .acked = true};
	window_init(&p->sends, DISCORD_PULSE_SENDS, SPAN_MS);
}

void discord_pulse_begin(
	struct discord_pulse *p, int64_t interval_ms, uint32_t random, int64_t now_ms)
{
	discord_pulse_stop(p);
	if (interval_ms > 0)
		p->interval_ms = interval_ms;
	if (p->interval_ms < DISCORD_PULSE_MIN_MS)
		p->interval_ms = DISCORD_PULSE_MIN_MS;
	if (p->interval_ms > DISCORD_PULSE_MAX_MS)
		p->interval_ms = DISCORD_PULSE_MAX_MS;
	p->beat_at = now_ms + backoff_between(0, p->interval_ms, random);
}

bool discord_pulse_beat(struct discord_pulse *p, int64_t now_ms)
{
	if (!p->acked)
		return false;
	p->acked = false;
	p->beaten_at = now_ms;
	p->beat_at += p->interval_ms;
	if (p->beat_at <= now_ms) /* the machine slept: do not make up for it */
		p->beat_at = now_ms + p->interval_ms;
	return true;
}

int64_t discord_pulse_ack(struct discord_pulse *p, int64_t now_ms)
{
	int64_t took = p->acked ? -1 : now_ms - p->beaten_at;

	p->acked = true;
	return took;
}

/* Places in the minute that only heartbeats take: two for each that will be due. */
static size_t reserved(const struct discord_pulse *p)
{
	size_t beats = (size_t)(SPAN_MS / p->interval_ms) + 1;

	return beats < DISCORD_PULSE_SENDS / 4 ? 2 * beats : DISCORD_PULSE_SENDS / 2;
}

bool discord_pulse_may_send(const struct discord_pulse *p, int64_t now_ms)
{
	return window_when(&p->sends, reserved(p), now_ms) <= now_ms;
}

void discord_pulse_sent(struct discord_pulse *p, int64_t now_ms)
{
	window_add(&p->sends, now_ms);
}
