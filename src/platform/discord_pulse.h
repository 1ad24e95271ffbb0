/*
 * The heartbeats of one gateway connection, whether the other side is still there, and how many frames
 * may be sent.  A plain value.
 * Source: discord-api-docs, events/gateway, "Sending Heartbeats" and "Rate Limiting".
 */
#ifndef PLATFORM_DISCORD_PULSE_H
#define PLATFORM_DISCORD_PULSE_H

#include <stdbool.h>
#include <stdint.h>

#include "platform/window.h"

#define DISCORD_PULSE_SENDS 120 /* frames in any minute of one connection */
#define DISCORD_PULSE_MS 41250  /* the interval when HELLO tells none that is usable */
#define DISCORD_PULSE_MIN_MS 50
#define DISCORD_PULSE_MAX_MS 600000
#define DISCORD_PULSE_NEVER INT64_MAX

struct discord_pulse {
	int64_t interval_ms;
	int64_t beat_at; /* DISCORD_PULSE_NEVER = it does not beat */
	bool acked;
	int64_t beaten_at; /* the last beat */
	struct window sends;
};

/*
 * discord_pulse_stop(p): makes *p the pulse of no connection; a zeroed one must be stopped before use.
 */
void discord_pulse_stop(struct discord_pulse *p);

/*
 * discord_pulse_begin(p, interval_ms, random, now_ms): HELLO came on a new connection: the first beat is
 * due after a part of the interval that the 32 random bits choose.
 */
void discord_pulse_begin(
	struct discord_pulse *p, int64_t interval_ms, uint32_t random, int64_t now_ms);

/*
 * discord_pulse_beat(p, now_ms): a beat that is due is being sent.  Returns false, doing nothing, when
 * the one before was not acknowledged: nobody is there any more.
 */
bool discord_pulse_beat(struct discord_pulse *p, int64_t now_ms);

/*
 * discord_pulse_ack(p, now_ms): a heartbeat was acknowledged.  Returns how many milliseconds that took; -1
 * when none was waited for.
 */
int64_t discord_pulse_ack(struct discord_pulse *p, int64_t now_ms);

/*
 * discord_pulse_may_send(p, now_ms): whether there is room for one more frame beside the heartbeats of
 * the next minute.
 */
bool discord_pulse_may_send(const struct discord_pulse *p, int64_t now_ms);

/*
 * discord_pulse_sent(p, now_ms): a frame was sent, a heartbeat included.
 */
void discord_pulse_sent(struct discord_pulse *p, int64_t now_ms);

#endif
