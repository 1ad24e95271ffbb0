/*
 * The sender of the bench: a gateway and REST server on loopback that costs little itself, so that what is
 * measured is the client.  It knows no more of Discord than a client needs to be connected and to reply.
 *
 *	sender START TEMPLATES...
 *
 * START: what follows IDENTIFY, one payload a line; the first is READY and is given sequence numbers from 1.
 * TEMPLATES: see sender_events.h.  It listens on two ports, which it prints: "ports PLAIN ZSTD".  On the second
 * all payloads are compressed.  It prints "ready CLIENT" when that client, counted from 1, has identified, and
 * takes orders as lines of standard input:
 *
 *	send CLIENT EVENTS RATE SET USERS CHANNELS SERVERS
 *
 * sends so many events made of the SETth file of templates (from 0) by so many people, RATE a second (0 = as fast
 * as they are taken), waits until all were read, and prints
 *
 *	sent MICROSECONDS BYTES A EVENTS P50 P99 MOST R EVENTS ...
 *
 * where A is a letter of the templates in upper case for the first reply to the message, or in lower case for
 * the first other message that names it (an alert), and P50, P99 and MOST are the microseconds from handing the
 * event to the kernel to the whole request being read.
 */
#include <ctype.h>
#include <poll.h>

#include "tools/sender_events.h"
#include "tools/sender_wire.h"

#define CONNS 64
#define SETS 4
#define EVENT_MAX 16384
#define LETTERS 128
#define LATENCIES 65536
#define LOOK_NS                                                                                    \
	50000 /* the kernel may have taken all there was: then no POLLOUT tells that it takes more */
#define SETTLE_NS 1500000000LL /* after the last event of a paced run, for the replies to come */
#define HELLO "{\"t\":null,\"s\":null,\"op\":10,\"d\":{\"heartbeat_interval\":41250}}"
#define ACK "{\"t\":null,\"s\":null,\"op\":11,\"d\":null}"
#define BEAT "{\"t\":null,\"s\":null,\"op\":1,\"d\":null}"

struct latencies {
	int64_t *ns;
	size_t n;
};

/* What is being sent. */
struct order {
	struct conn *to; /* NULL = nothing */
	uint64_t left, sent;
	unsigned rate;
	unsigned beats; /* answers that are still awaited: see settle() */
	const struct templates *set;
	struct crowd crowd;
	int64_t begun, due, settled, ended;
	uint64_t bytes;
};

struct sender {
	struct conn conns[CONNS];
	int listeners[2], ports[2];
	struct templates sets[SETS];
	struct templates start; /* lines as they are */
	int clients;
	uint64_t events; /* all so far */
	struct order order;
	int64_t *at;   /* by an id's low bits: when it was sent, 0 = not in this run */
	char *letter;  /* by the same: of the template; 0 once replied */
	char *alerted; /* by the same: whether it has been named elsewhere */
	struct latencies latencies[LETTERS];
	uint64_t posted;
};

/* ------------------------------------------------------------------ what comes back */

static void take_latency(struct sender *s, int letter, uint64_t low)
{
	struct latencies *l = &s->latencies[letter];

	if (!l->ns)
		l->ns = calloc(LATENCIES, sizeof(*l->ns));
	if (!l->ns)
		abort();
	if (l->n < LATENCIES)
		l->ns[l->n++] = events_now_ns() - s->at[low];
}

/* Every run of 19 digits that is a message of this run. */
static void take_post(struct sender *s, const char *body, size_t len)
{
	bool is_reply = memmem(body, len, "\"message_reference\"", 19) != NULL;
	const char *at = body, *end = body + len;

	while (at < end) {
		size_t digits = 0;
		uint64_t low;

		while (at + digits < end && isdigit((unsigned char)at[digits]))
			digits++;
		low = digits == ID_LEN ? strtoull(at, NULL, 10) & (ID_LOW - 1) : 0;
		if (digits == ID_LEN && s->at[low] && is_reply &&
			isupper((unsigned char)s->letter[low])) {
			take_latency(s, s->letter[low], low);
			s->letter[low] = (char)tolower((unsigned char)s->letter[low]);
		} else if (digits == ID_LEN && s->at[low] && !is_reply && !s->alerted[low]) {
			take_latency(s, tolower((unsigned char)s->letter[low]), low);
			s->alerted[low] = 1;
		}
		at += digits + 1;
	}
}

static void answer(struct conn *c, const char *status, const char *body)
{
	char text[2048];
	int n = snprintf(text, sizeof(text),
		"HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
		status, strlen(body), body);

	conn_put(c, text, (size_t)n);
}

static void serve(struct sender *s, struct conn *c, const char *body, size_t len)
{
	char text[1024];

	if (strncmp(c->in, "POST ", 5) == 0) {
		take_post(s, body, len);
		snprintf(text, sizeof(text),
			"{\"id\":\"15%017" PRIu64
			"\",\"channel_id\":\"1300000000000000000\",\"type\":0}",
			++s->posted);
		answer(c, "200 OK", text);
	} else if (strncmp(c->in, "GET ", 4) != 0) {
		answer(c, "204 No Content", "");
	} else if (memmem(c->in, 200, "/gateway/bot", 12)) {
		snprintf(text, sizeof(text),
			"{\"url\":\"ws://"
			"127.0.0.1:%d\",\"shards\":1,\"session_start_limit\":{\"total\":1000,"
			"\"remaining\":1000,\"reset_after\":86400000,\"max_concurrency\":1}}",
			s->ports[c->is_zstd]);
		answer(c, "200 OK", text);
	} else if (memmem(c->in, 200, "/@me", 4)) {
		answer(c, "200 OK",
			"{\"id\":\"1100000000000000000\",\"username\":\"lumbard\",\"name\":"
			"\"lumbard\","
			"\"discriminator\":\"0\",\"bot\":true,\"flags\":524288}");
	} else {
		answer(c, "404 Not Found", "{\"message\":\"Unknown\",\"code\":10003}");
	}
}

/* ------------------------------------------------------------------ the gateway */

static void begin_session(struct sender *s, struct conn *c)
{
	size_t i;

	c->client = ++s->clients;
	for (i = 0; i < s->start.n; i++)
		conn_put_payload(c, s->start.list[i].text, s->start.list[i].len);
	c->seq = s->start.n;
	printf("ready %d\n", c->client);
	fflush(stdout);
}

static void take_payload(struct sender *s, struct conn *c, const char *text)
{
	const char *op = strstr(text, "\"op\":");

	switch (op ? atoi(op + 5) : -1) {
	case 1:
		conn_put_payload(c, ACK, strlen(ACK));
		if (s->order.to != c || !s->order.beats)
			break;
		if (--s->order.beats)
			conn_put_payload(c, BEAT, strlen(BEAT));
		else
			s->order.ended = events_now_ns();
		break;
	case 2: begin_session(s, c); break;
	default: break;
	}
}

/* Takes one request or frame off what came in; false when there is none that is whole. */
static bool take_one(struct sender *s, struct conn *c)
{
	static char text[IN_MAX + 1];
	const char *end, *header;
	size_t head, body = 0;

	if (c->upgraded) {
		int opcode = conn_take_frame(c, text);

		if (opcode == 1)
			take_payload(s, c, text);
		else if (opcode == 8)
			conn_put_frame(c, 8, text, 2);
		else if (opcode == 9)
			conn_put_frame(c, 10, text, 0);
		return opcode >= 0;
	}
	c->in[c->in_len] = '\0';
	end = strstr(c->in, "\r\n\r\n");
	if (!end)
		return false;
	head = (size_t)(end - c->in) + 4;
	if ((header = strcasestr(c->in, "\r\nSec-WebSocket-Key: ")) != NULL) {
		header += strlen("\r\nSec-WebSocket-Key: ");
		conn_accept(c, header, strcspn(header, "\r"));
		conn_put_payload(c, HELLO, strlen(HELLO));
	} else {
		if ((header = strcasestr(c->in, "\r\nContent-Length: ")) != NULL)
			body = strtoul(header + strlen("\r\nContent-Length: "), NULL, 10);
		if (c->in_len < head + body)
			return false;
		serve(s, c, c->in + head, body);
	}
	c->in_len -= head + body;
	memmove(c->in, c->in + head + body, c->in_len);
	return true;
}

/* ------------------------------------------------------------------ an order */

static int by_size(const void *a, const void *b)
{
	const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* All events are out: what is behind them in the stream tells when they were read. */
static void settle(struct order *o)
{
	o->beats = 2; /* the first answer may be a heartbeat of its own that was under way */
	conn_put_payload(o->to, BEAT, strlen(BEAT));
}

static void send_one(struct sender *s, struct order *o)
{
	static char text[EVENT_MAX];
	const uint64_t n = s->events++, low = n & (ID_LOW - 1);
	const struct template *t = &o->set->list[o->sent++ % o->set->n];
	size_t len = event_write(text, t, n, ++o->to->seq, &o->crowd);

	conn_put_payload(o->to, text, len);
	s->at[low] = 0;
	if (o->rate) {
		s->at[low] = events_now_ns();
		s->letter[low] = (char)toupper((unsigned char)t->letter);
		s->alerted[low] = 0;
	}
	if (--o->left == 0)
		settle(o);
}

/* Puts in what is due.  Returns the nanoseconds to the next, -1 = none is waited for. */
static int64_t work(struct sender *s)
{
	struct order *o = &s->order;
	int64_t now;

	if (!o->to)
		return -1;
	if (!o->rate) {
		while (o->left && conn_waiting(o->to) < OUT_FULL)
			send_one(s, o);
		return o->left ? LOOK_NS : -1;
	}
	for (now = events_now_ns(); o->left && o->due <= now; o->due += 1000000000 / o->rate)
		send_one(s, o);
	if (!o->left && !o->settled)
		o->settled = now + SETTLE_NS;
	return o->left ? o->due - now : o->settled > now ? o->settled - now : 0;
}

static void tell_end(struct sender *s)
{
	struct order *o = &s->order;
	int letter;

	if (!o->to || !o->ended || (o->rate && events_now_ns() < o->settled))
		return;
	printf("sent %" PRId64 " %" PRIu64, (o->ended - o->begun) / 1000, o->to->bytes - o->bytes);
	for (letter = 0; letter < LETTERS; letter++) {
		struct latencies *l = &s->latencies[letter];

		if (!l->n)
			continue;
		qsort(l->ns, l->n, sizeof(*l->ns), by_size);
		printf(" %c %zu %" PRId64 " %" PRId64 " %" PRId64, letter, l->n,
			l->ns[l->n / 2] / 1000, l->ns[l->n * 99 / 100] / 1000,
			l->ns[l->n - 1] / 1000);
		l->n = 0;
	}
	printf("\n");
	fflush(stdout);
	o->to = NULL;
}

static void take_order(struct sender *s, const char *line)
{
	struct order o = {0};
	unsigned client, set, i;

	if (sscanf(line, "send %u %" SCNu64 " %u %u %" SCNu64 " %" SCNu64 " %" SCNu64, &client,
		    &o.left, &o.rate, &set, &o.crowd.users, &o.crowd.channels,
		    &o.crowd.servers) != 7 ||
		set >= SETS || !o.left || !o.crowd.users || !o.crowd.channels || !o.crowd.servers) {
		fprintf(stderr, "sender: what is '%s'?\n", line);
		exit(EXIT_FAILURE);
	}
	for (i = 0; i < CONNS; i++) {
		if (s->conns[i].fd >= 0 && s->conns[i].client == (int)client)
			o.to = &s->conns[i];
	}
	if (!o.to) {
		fprintf(stderr, "sender: client %u is not here\n", client);
		exit(EXIT_FAILURE);
	}
	o.set = &s->sets[set];
	o.bytes = o.to->bytes;
	o.begun = o.due = events_now_ns();
	s->order = o;
}

/* ------------------------------------------------------------------ the loop */

static void lose(struct sender *s, struct conn *c)
{
	if (s->order.to == c) {
		fprintf(stderr, "sender: client %d left\n", c->client);
		exit(EXIT_FAILURE);
	}
	conn_close(c);
}

static void take_conn(struct sender *s, int which)
{
	int fd = wire_accept(s->listeners[which]);
	size_t i;

	for (i = 0; fd >= 0 && i < CONNS; i++) {
		if (s->conns[i].fd < 0) {
			s->conns[i].fd = fd;
			s->conns[i].is_zstd = which == 1;
			return;
		}
	}
	if (fd >= 0)
		close(fd);
}

static void read_conn(struct sender *s, struct conn *c)
{
	ssize_t n = recv(c->fd, c->in + c->in_len, IN_MAX - 1 - c->in_len, MSG_DONTWAIT);

	if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) {
		lose(s, c);
		return;
	}
	c->in_len += n > 0 ? (size_t)n : 0;
	while (take_one(s, c))
		;
}

/* One order a line; the end of standard input is the end. */
static void read_orders(struct sender *s)
{
	char line[256];

	if (!fgets(line, sizeof(line), stdin))
		exit(EXIT_SUCCESS);
	take_order(s, line);
}

static void turn(struct sender *s)
{
	struct pollfd fds[3 + CONNS] = {{.fd = 0, .events = POLLIN}};
	struct timespec wait;
	int64_t ns;
	int i;

	for (i = 0; i < 2; i++)
		fds[1 + i] = (struct pollfd){.fd = s->listeners[i], .events = POLLIN};
	ns = work(s);
	for (i = 0; i < CONNS; i++) {
		if (s->conns[i].fd >= 0 && !conn_flush(&s->conns[i]))
			lose(s, &s->conns[i]);
		fds[3 + i] = (struct pollfd){.fd = s->conns[i].fd, .events = POLLIN};
		if (s->conns[i].fd >= 0 && conn_waiting(&s->conns[i]))
			fds[3 + i].events |= POLLOUT;
	}
	wait = (struct timespec){ns / 1000000000, ns % 1000000000};
	if (ppoll(fds, 3 + CONNS, ns < 0 ? NULL : &wait, NULL) < 0 && errno != EINTR) {
		perror("sender");
		exit(EXIT_FAILURE);
	}
	for (i = 0; i < CONNS; i++) {
		if (fds[3 + i].fd >= 0 && fds[3 + i].revents & (POLLIN | POLLHUP | POLLERR))
			read_conn(s, &s->conns[i]);
	}
	for (i = 0; i < 2; i++) {
		if (fds[1 + i].revents)
			take_conn(s, i);
	}
	tell_end(s);
	if (fds[0].revents)
		read_orders(s);
}

int main(int argc, char **argv)
{
	static struct sender s;
	int i;

	if (argc < 3 || argc > 2 + SETS) {
		fprintf(stderr, "usage: sender START TEMPLATES...\n");
		return EXIT_FAILURE;
	}
	setvbuf(stdin, NULL, _IONBF, 0); /* what it holds back, poll() does not see */
	s.start = templates_read(argv[1]);
	for (i = 2; i < argc; i++)
		s.sets[i - 2] = templates_read(argv[i]);
	for (i = 0; i < CONNS; i++)
		s.conns[i].fd = -1;
	s.at = calloc(ID_LOW, sizeof(*s.at));
	s.letter = calloc(ID_LOW, 1);
	s.alerted = calloc(ID_LOW, 1);
	if (!s.at || !s.letter || !s.alerted)
		return EXIT_FAILURE;
	for (i = 0; i < 2; i++)
		s.listeners[i] = wire_listen(&s.ports[i]);
	printf("ports %d %d\n", s.ports[0], s.ports[1]);
	fflush(stdout);
	for (;;)
		turn(&s);
}
