/* The ways to staff that are no chat, a webhook and a program (src/sys/spawn.h), and what came by them. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "chaos/chaos.h"
#include "sys/spawn.h"

#define AFTER_MS 600000 /* before an alert is repeated: the configuration's default */
#define SOON_MS 5000    /* what was on its way when somebody came has arrived by then */

static struct page pages[PAGES_MAX];
static size_t n_pages;

void pages_begin(void)
{
	n_pages = 0;
}

/* Which message that address leads to: its last part is the id; 0 = none. */
static uint64_t cause_of(const char *link)
{
	const char *at = strrchr(link, '/');

	return at ? strtoull(at + 1, NULL, 10) : 0;
}

static struct page *keep(const char *way, const char *link, const char *number, const char *step)
{
	struct page *p = &pages[n_pages];

	if (n_pages == PAGES_MAX) {
		chaos_violation("too many pages");
		return NULL;
	}
	n_pages++;
	*p = (struct page){.cause = cause_of(link),
		.at = storm.now,
		.life = storm.life,
		.unreached = strcmp(step, "unreached") == 0};
	snprintf(p->number, sizeof(p->number), "%s", number);
	chaos_tell("the staff are told of %" PRIu64 " by the %s", p->cause, way);
	if (!people_find(p->cause) && !storm.garbled)
		chaos_violation("a page that nobody brought about");
	tally.pages++;
	return p;
}

void pages_told(struct page *p)
{
	p->told_at = storm.now;
}

/* ------------------------------------------------------------------ the webhook */

bool pages_is_hook(const char *url)
{
	return strcmp(url, CHAOS_HOOK) == 0;
}

struct page *pages_hook(const char *text, struct reply *out)
{
	json *body = json_parse(text, strlen(text));
	const char *link = json_get_string(body, "link"), *number = json_get_string(body, "number");
	const char *step = json_get_string(body, "step");
	struct page *p = NULL;

	if (!link || !number || !step || !json_get_string(body, "text"))
		chaos_violation("a page without a link, a number, a step or a text");
	else if (chaos_happens(&weather.hook))
		out->status = 503;
	else
		p = keep("webhook", link, number, step);
	if (p)
		out->status = 204;
	json_free(body);
	return p;
}

/* ------------------------------------------------------------------ the program */

struct spawn {
	spawn_fn *fn;
	void *ctx;
	char link[256], number[24], step[16];
	bool fails, hangs;
	struct page *page;
	struct timer works, ends;
};

static void work(void *ctx)
{
	struct spawn *s = ctx;

	if (!s->fails && !s->hangs)
		s->page = keep("program", s->link, s->number, s->step);
}

static void end(void *ctx)
{
	struct spawn *s = ctx;
	const int status = s->hangs ? -1 : s->fails;

	if (status == 0 && s->page)
		pages_told(s->page);
	s->fn(s->ctx, status);
	timers_remove(&s->works);
	free(s);
}

static void take(char *const *env, const char *name, char *out, size_t size)
{
	const size_t len = strlen(name);

	for (; *env; env++) {
		if (strncmp(*env, name, len) == 0 && (*env)[len] == '=')
			snprintf(out, size, "%s", *env + len + 1);
	}
}

struct spawn *spawn_start(const struct spawn_options *options, spawn_fn *fn, void *ctx)
{
	struct spawn *s = calloc(1, sizeof(*s));
	const int64_t ms = chaos_between(20, 2000);

	if (!s)
		return NULL;
	s->fn = fn;
	s->ctx = ctx;
	take(options->env, "LUMBARD_LINK", s->link, sizeof(s->link));
	take(options->env, "LUMBARD_NUMBER", s->number, sizeof(s->number));
	take(options->env, "LUMBARD_STEP", s->step, sizeof(s->step));
	s->fails = chaos_happens(&weather.command);
	s->hangs = s->fails && chaos_chance(20);
	chaos_at(&storm.world, &s->works, chaos_between(1, ms - 1), work, s);
	chaos_at(&storm.inbox, &s->ends, s->hangs ? options->timeout_ms : ms, end, s);
	return s;
}

void spawn_cancel(struct spawn *s)
{
	if (!s)
		return;
	timers_remove(&s->works);
	timers_remove(&s->ends);
	free(s);
}

/* ------------------------------------------------------------------ the verdict */

unsigned pages_count(uint64_t cause)
{
	unsigned n = 0;
	size_t i;

	for (i = 0; i < n_pages; i++)
		n += pages[i].cause == cause;
	return n;
}

unsigned pages_unsure(uint64_t cause)
{
	unsigned n = 0;
	size_t i;

	for (i = 0; i < n_pages; i++)
		n += pages[i].cause == cause && !pages[i].told_at;
	return n;
}

/* A run that knows that staff were told tells them again after a while, and not before. */
static void check_patience(const struct page *p)
{
	const struct page *q;

	for (q = p + 1; p->told_at && q < pages + n_pages; q++) {
		if (strcmp(p->number, q->number) == 0 && p->life == q->life && !p->unreached &&
			!q->unreached && q->at < p->told_at + AFTER_MS)
			chaos_violation("%" PRIu64 " is paged twice in a step", p->cause);
	}
}

void pages_check(void)
{
	size_t i;

	for (i = 0; i < n_pages; i++)
		check_patience(&pages[i]);
}

bool pages_after(uint64_t cause, int64_t at)
{
	size_t i;

	for (i = 0; i < n_pages; i++) {
		if (pages[i].cause == cause && pages[i].at > at + SOON_MS)
			return true;
	}
	return false;
}
