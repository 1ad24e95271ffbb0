/* What goes wrong, and when: each fault is one line of a table. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chaos/chaos.h"

#define FAULTS_MAX 128
#define SECOND 1000
#define TOO_LARGE ((16 << 20) + 4096) /* bytes: more than DISCORD_INFLATE_MAX */

static struct {
	struct timer timers[FAULTS_MAX];
	size_t n;
	bool over;
} faults;

/* ------------------------------------------------------------------ the connection */

static int64_t in_a_while(int64_t least_s, int64_t most_s)
{
	return storm.now + chaos_between(least_s * SECOND, most_s * SECOND);
}

static void drop(void)
{
	if (net_link())
		net_drop(net_link(), true);
}

static void fin(void)
{
	if (net_link())
		net_drop(net_link(), false);
}

static void half_open(void)
{
	if (net_link())
		net_half_open(net_link());
}

static void close_code(void)
{
	static const int codes[] = {
		1000, 1001, 1006, 4000, 4001, 4002, 4003, 4005, 4007, 4008, 4009, 4999};
	struct peer *peer = server_peer();

	if (peer)
		server_close(peer, codes[chaos_random() % (sizeof(codes) / sizeof(codes[0]))]);
}

static void send_op(int op, bool d)
{
	struct peer *peer = server_peer();

	if (peer)
		server_link_op(peer, op, d);
}

static void reconnect(void)
{
	send_op(7, false);
}

static void invalid_resumable(void)
{
	send_op(9, true);
}

static void invalid_lost(void)
{
	server_forget_sessions();
	send_op(9, false);
}

static void heartbeat_wanted(void)
{
	int64_t n = chaos_between(1, 5);

	while (n-- > 0)
		send_op(1, false);
}

static void silent(void)
{
	if (server_peer())
		server_mute(server_peer());
}

static void session_forgotten(void)
{
	server_forget_sessions();
	drop();
}

static void no_ack(void)
{
	weather.no_ack_until = in_a_while(30, 120);
}

static void refused(void)
{
	weather.refuse_until = in_a_while(2, 150);
	drop();
}

static void hangs(void)
{
	weather.hang_until = in_a_while(2, 60);
	drop();
}

static void no_hello(void)
{
	weather.no_hello_until = in_a_while(2, 60);
	fin();
}

static void late_hello(void)
{
	weather.late_hello_until = in_a_while(2, 60);
	fin();
}

static void op7_for_hello(void)
{
	weather.op7_until = in_a_while(2, 60);
	fin();
}

static void resume_host_down(void)
{
	weather.resume_host_until = in_a_while(30, 400);
	fin();
}

static void no_gateway(void)
{
	weather.no_gateway_until = in_a_while(10, 200);
}

/* ------------------------------------------------------------------ frames */

static void send_text(const char *text)
{
	struct peer *peer = server_peer();

	if (peer)
		server_send(peer, text, NULL);
}

static void no_json(void)
{
	send_text("{\"op\":0,\"t\":\"MESSAGE_CREATE\",\"d\":{\"content\":}");
}

static void no_frame(void)
{
	static const char *const texts[] = {"", "[]", "null", "\"op\"", "{\"op\":\"0\"}",
		"{\"op\":0}", "{\"op\":-1}", "{\"op\":99,\"d\":{}}",
		"{\"op\":0,\"t\":\"\",\"s\":\"9\",\"d\":[]}",
		"{\"op\":0,\"t\":\"MESSAGE_CREATE\",\"d\":{\"id\":5}}",
		"{\"op\":10,\"d\":{\"heartbeat_interval\":1}}",
		"{\"op\":0,\"t\":\"RESUMED\",\"d\":null}"};

	send_text(texts[chaos_random() % (sizeof(texts) / sizeof(texts[0]))]);
}

static void garbage(void)
{
	char bytes[64];
	size_t i;

	for (i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)chaos_random();
	if (net_link())
		net_data(net_link(), bytes, sizeof(bytes), false, NULL);
}

/* More than may be held: where it is compressed it is little on the way. */
static void oversized(void)
{
	struct peer *peer = server_peer();
	char *text;

	if (!peer || !chaos_chance(10))
		return;
	if (!weather.transport) { /* as src/sys/link.c does it */
		server_close(peer, 1009);
		return;
	}
	text = malloc(TOO_LARGE + 1);
	if (!text)
		return;
	memset(text, ' ', TOO_LARGE);
	text[TOO_LARGE] = '\0';
	server_send(peer, text, NULL);
	free(text);
}

static void damaged(void)
{
	if (net_link() && weather.transport)
		net_damage(net_link());
}

/* ------------------------------------------------------------------ requests */

static void begin_chance(struct chance *c, int64_t most_s)
{
	c->percent = chaos_chance(40) ? 100 : (unsigned)chaos_between(10, 90);
	c->until = in_a_while(1, most_s);
}

#define REQUEST_FAULT(name, most_s)                                                                \
	static void req_##name(void)                                                               \
	{                                                                                          \
		begin_chance(&weather.name, most_s);                                               \
	}

REQUEST_FAULT(lost, 90)
REQUEST_FAULT(unsent, 600)
REQUEST_FAULT(after, 90)
REQUEST_FAULT(error, 120)
REQUEST_FAULT(error_after, 60)
REQUEST_FAULT(slow, 120)
REQUEST_FAULT(cut, 60)
REQUEST_FAULT(limited, 60)
REQUEST_FAULT(limited_globally, 20)
REQUEST_FAULT(html, 40)
REQUEST_FAULT(shared, 60)

static void locked(void)
{
	/* the staff's own channel has a fault of its own */
	people.places[chaos_between(1, 5)].locked_until = in_a_while(5, 200);
}

static void staff_locked(void)
{
	people.places[0].locked_until = in_a_while(5, 900);
}

static void hook_down(void)
{
	begin_chance(&weather.hook, 900);
}

static void command_fails(void)
{
	begin_chance(&weather.command, 900);
}

static void shut(void)
{
	people.dm_closed_until[chaos_between(0, USERS_MAX - 1)] = in_a_while(30, 600);
}

/* ------------------------------------------------------------------ the machine */

static void frozen(void)
{
	storm.frozen_until = in_a_while(1, 200);
}

static void wall_jumps(void)
{
	const int64_t before = storm.wall_error;

	storm.wall_error = chaos_between(-1200, 1200) * SECOND;
	storm.went_back = storm.went_back || storm.wall_error < before;
}

static void killed(void)
{
	storm_kill(chaos_between(50, 30000), false);
}

static void killed_for_long(void)
{
	storm_kill(chaos_between(200, 900) * SECOND, false);
}

static void power_lost(void)
{
	storm_kill(chaos_between(5000, 120000), true);
}

static void restarted(void)
{
	storm_restart(chaos_between(50, 30000));
}

static struct timer disk_timer;

static void disk_mends(void *ctx)
{
	(void)ctx;
	disk_full(false);
}

static void disk_fills(void)
{
	disk_full(true);
	chaos_at(&storm.world, &disk_timer, chaos_between(1000, 120000), disk_mends, NULL);
}

static void disk_slows(void)
{
	disk_slow(in_a_while(5, 120), chaos_between(20, 5000));
}

/* ------------------------------------------------------------------ all of them */

static const struct {
	const char *name;
	void (*happens)(void);
} list[] = {
	{"drop", drop},
	{"drop again", drop},
	{"FIN without a close frame", fin},
	{"half-open", half_open},
	{"half-open again", half_open},
	{"close code", close_code},
	{"close code again", close_code},
	{"op 7", reconnect},
	{"op 7 again", reconnect},
	{"op 9 true", invalid_resumable},
	{"op 9 false", invalid_lost},
	{"op 1 at will", heartbeat_wanted},
	{"session forgotten", session_forgotten},
	{"connected but silent", silent},
	{"ACKs withheld", no_ack},
	{"connections refused", refused},
	{"connections hang", hangs},
	{"no HELLO", no_hello},
	{"late HELLO", late_hello},
	{"op 7 for HELLO", op7_for_hello},
	{"resume host down", resume_host_down},
	{"no GET /gateway/bot", no_gateway},
	{"dispatch again", server_again},
	{"dispatches change places", server_swap},
	{"dispatch cut", server_cut_next},
	{"no JSON", no_json},
	{"no frame", no_frame},
	{"garbage", garbage},
	{"damaged", damaged},
	{"oversized", oversized},
	{"requests lost", req_lost},
	{"requests not sent", req_unsent},
	{"reset after the request was accepted", req_after},
	{"reset after the request was accepted, again", req_after},
	{"5xx", req_error},
	{"5xx after it was accepted", req_error_after},
	{"slow bodies", req_slow},
	{"bodies cut", req_cut},
	{"429 user", req_limited},
	{"429 global", req_limited_globally},
	{"429 shared", req_shared},
	{"429 HTML", req_html},
	{"channel locked", locked},
	{"staff channel locked", staff_locked},
	{"staff channel locked again", staff_locked},
	{"webhook down", hook_down},
	{"alert command fails", command_fails},
	{"direct messages closed", shut},
	{"process stopped for a while", frozen},
	{"clock jumps", wall_jumps},
	{"kill -9", killed},
	{"kill -9 again", killed},
	{"kill -9, away for long", killed_for_long},
	{"power lost", power_lost},
	{"restart", restarted},
	{"disk full", disk_fills},
	{"disk slow", disk_slows},
};

#define LIST (sizeof(list) / sizeof(list[0]))

static void strike(void *ctx)
{
	size_t i = (size_t)(chaos_random() % LIST);

	(void)ctx;
	if (faults.over)
		return;
	chaos_tell("fault: %s", list[i].name);
	tally.faults++;
	list[i].happens();
}

void faults_begin(unsigned n, int64_t span_ms)
{
	memset(&faults, 0, sizeof(faults));
	for (; faults.n < n && faults.n < FAULTS_MAX; faults.n++)
		chaos_at(&storm.world, &faults.timers[faults.n], chaos_between(1000, span_ms),
			strike, NULL);
}

void faults_end(void)
{
	unsigned transport = weather.transport;
	size_t i;

	faults.over = true;
	memset(&weather, 0, sizeof(weather));
	weather.transport = transport;
	timers_remove(&disk_timer);
	disk_full(false);
	disk_slow(0, 0);
	for (i = 0; i < people.n_places; i++)
		people.places[i].locked_until = people.places[i].blocked_until = 0;
	chaos_tell("the storm is over");
}
