/* Whether a connection still brings events; see discord_probe.h. */
#include "platform/discord_probe.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/log.h"
#include "platform/discord_link.h"
#include "platform/discord_wire.h"

#define AREA "discord"

void discord_probe_init(struct discord_probe *p)
{
	*p = (struct discord_probe){
		.silent_ms = DISCORD_PROBE_SILENT_MS, .due_at = DISCORD_GATEWAY_NEVER};
}

void discord_probe_server(struct discord_probe *p, const char *server)
{
	uint64_t id;

	if (server && snowflake_parse(server, &id))
		snprintf(p->server, sizeof(p->server), "%" PRIu64, id);
}

static void wait(struct discord_probe *p, int64_t now)
{
	int64_t silent = p->silent_ms;

	if (!p->server[0] && silent < DISCORD_PROBE_BLIND_MS)
		silent = DISCORD_PROBE_BLIND_MS;
	p->asked = false;
	p->due_at = now + silent;
}

void discord_probe_ready(struct discord_gateway *g, const json *d, int64_t now_ms)
{
	const json *server = json_first(json_get(d, "guilds"));

	discord_probe_server(&g->probe, json_get_string(server, "id"));
	wait(&g->probe, now_ms);
}

void discord_probe_event(struct discord_gateway *g, int64_t now_ms)
{
	/* what a resume itself brings says nothing about the silence after it */
	g->probe.silent_ms = DISCORD_PROBE_SILENT_MS;
	wait(&g->probe, now_ms);
}

int64_t discord_probe_due(const struct discord_gateway *g)
{
	return g->state == DISCORD_READY && !g->frozen ? g->probe.due_at : DISCORD_GATEWAY_NEVER;
}

static void give_up(struct discord_gateway *g, int64_t now)
{
	struct discord_probe *p = &g->probe;

	g->counts.probes_lost++;
	log_warn(g->host.log, AREA, "connected, but silent for %" PRId64 " s, also when asked",
		g->event_at == DISCORD_GATEWAY_NEVER ? 0 : (now - g->event_at) / 1000);
	/* the bot may be in that server no more */
	p->server[0] = '\0';
	p->silent_ms *= 2;
	if (p->silent_ms > DISCORD_PROBE_SILENT_MAX_MS)
		p->silent_ms = DISCORD_PROBE_SILENT_MAX_MS;
	p->due_at = DISCORD_GATEWAY_NEVER;
	discord_link_leave(g, 0, now);
}

static void ask(struct discord_gateway *g, int64_t now)
{
	struct discord_probe *p = &g->probe;
	struct buf frame;

	p->due_at = now + DISCORD_PROBE_AGAIN_MS;
	if (!discord_pulse_may_send(&g->pulse, now))
		return;
	buf_init(&frame, DISCORD_WIRE_MAX);
	if (discord_wire_request_member(&frame, p->server, g->session.user)) {
		g->counts.probes++;
		p->asked = true;
		p->due_at = now + DISCORD_PROBE_ANSWER_MS;
		discord_pulse_sent(&g->pulse, now);
		g->host.send(g->host.ctx, g->link, buf_str(&frame), frame.len);
		log_debug(g->host.log, AREA, "silent: asking whether events still come");
	}
	buf_free(&frame);
}

void discord_probe_tick(struct discord_gateway *g, int64_t now_ms)
{
	if (g->probe.asked || !g->probe.server[0] || !g->session.user[0])
		give_up(g, now_ms);
	else
		ask(g, now_ms);
}
