/* What the daemon's parts tell of themselves, as metrics; see admin_metrics.h. */
#include "cmd/admin_metrics.h"

#include <dirent.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/config.h"
#include "base/log.h"
#include "bot/account.h"
#include "bot/bot.h"
#include "bot/escalations.h"
#include "bot/journal.h"
#include "bot/responder.h"
#include "bot/tally.h"
#include "sys/alive.h"
#include "sys/loop.h"
#include "sys/store.h"

#define S 1000.0 /* milliseconds */

/* ------------------------------------------------------------------ small parts */

/* A family of one sample without labels. */
static void put_count(
	struct metrics *m, const char *name, enum metrics_kind kind, const char *help, uint64_t n)
{
	metrics_family(m, name, kind, help);
	metrics_count(m, NULL, 0, n);
}

static void put_value(struct metrics *m, const char *name, const char *help, double value)
{
	metrics_family(m, name, METRICS_GAUGE, help);
	metrics_value(m, NULL, 0, value);
}

/* A sample with one label. */
static void put_one(struct metrics *m, const char *label, const char *value, uint64_t n)
{
	metrics_count(m, &(struct metrics_label){label, value}, 1, n);
}

/* Samples of the present family, by the value of one label. */
struct part {
	const char *value;
	uint64_t n;
};

static void put_parts(struct metrics *m, const char *label, const struct part *parts, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		put_one(m, label, parts[i].value, parts[i].n);
}

#define PARTS(...)                                                                                 \
	((const struct part[]){__VA_ARGS__}),                                                      \
		sizeof((const struct part[]){__VA_ARGS__}) / sizeof(struct part)

/* ------------------------------------------------------------------ the process */

static double cpu_seconds(void)
{
	struct rusage used;

	if (getrusage(RUSAGE_SELF, &used) != 0)
		return 0;
	return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
	       (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

/* Bytes of memory in use, from /proc/self/statm (proc(5)); 0 where there is none. */
static double resident_bytes(void)
{
	FILE *f = fopen("/proc/self/statm", "re");
	unsigned long pages = 0;

	if (!f)
		return 0;
	if (fscanf(f, "%*s %lu", &pages) != 1)
		pages = 0;
	fclose(f);
	return (double)pages * (double)sysconf(_SC_PAGESIZE);
}

static uint64_t open_descriptors(void)
{
	DIR *dir = opendir("/proc/self/fd");
	uint64_t n = 0;

	if (!dir)
		return 0;
	while (readdir(dir))
		n++;
	closedir(dir);
	return n > 3 ? n - 3 : 0; /* ".", ".." and the folder itself */
}

static void put_process(struct metrics *m, const struct daemon_parts *parts)
{
	const struct alive_status alive = alive_status(parts->alive);

	metrics_family(m, "build_info", METRICS_GAUGE, "What is running; always 1.");
	metrics_count(m,
		(const struct metrics_label[]){{"version", LUMBARD_VERSION},
			{"jit", responder_counts(parts->responder).jit ? "yes" : "no"}},
		2, 1);
	put_value(m, "start_time_seconds", "When it was started, in seconds since 1970.",
		(double)time(NULL) - (double)(loop_now() - parts->started_ms) / S);
	metrics_family(m, "cpu_seconds_total", METRICS_COUNTER, "Processor time that it used.");
	metrics_value(m, NULL, 0, cpu_seconds());
	put_value(m, "resident_memory_bytes", "Memory in use.", resident_bytes());
	put_count(m, "open_fds", METRICS_GAUGE, "Open descriptors.", open_descriptors());
	metrics_family(m, "loop_late_seconds", METRICS_HISTOGRAM,
		"How late the loop's own timer came, each second.");
	metrics_spans(m, NULL, 0, &alive.late);
	put_count(m, "watchdog_seconds", METRICS_GAUGE,
		"The service manager's watchdog; 0 = there is none.",
		(uint64_t)(alive.watchdog_ms / 1000));
	put_count(m, "unsafe_looks_total", METRICS_COUNTER,
		"Looks at which a known emergency was not recognised.", alive.ill);
}

/* ------------------------------------------------------------------ the content */

static void put_content(struct metrics *m, struct responder *r)
{
	const struct responder_state s = responder_state(r);
	const struct lumbar_counts n = responder_counts(r);

	put_count(m, "content_generation", METRICS_GAUGE,
		"How many times content was put in place.", responder_generation(r));
	put_value(m, "content_age_seconds", "How long the content has been in use.",
		(double)(loop_now() - s.loaded_ms) / S);
	put_count(m, "content_packaged", METRICS_GAUGE,
		"1 when the content of the configuration could not be used.", s.packaged);
	put_count(m, "content_reloads_total", METRICS_COUNTER, "Reloads that were asked for.",
		s.reloads);
	put_count(m, "content_reloads_refused_total", METRICS_COUNTER,
		"Reloads whose content had errors.", s.refused);
	metrics_family(m, "content_items", METRICS_GAUGE, "What the content holds.");
	put_parts(m, "kind",
		PARTS({"intent", n.intents}, {"flag", n.flags}, {"answer", n.answers},
			{"term", n.terms}, {"word", n.words}));
}

/* ------------------------------------------------------------------ what is read and said */

static void put_named(struct metrics *m, const char *label, const struct tally_named *list,
	size_t n, uint64_t other)
{
	size_t i;

	for (i = 0; i < n; i++)
		put_one(m, label, list[i].name, list[i].n);
	put_one(m, label, "other", other);
}

static void put_read(struct metrics *m, const struct tally *t)
{
	size_t i;

	metrics_family(m, "messages_read_total", METRICS_COUNTER,
		"Messages that were read, by the tier of their red flags.");
	for (i = 0; i < TALLY_TIERS; i++)
		put_one(m, "tier", lumbar_tier_name((enum lumbar_tier)i), t->tiers[i]);
	metrics_family(
		m, "verdicts_total", METRICS_COUNTER, "The same messages, by what was to be done.");
	for (i = 0; i < TALLY_ACTIONS; i++)
		put_one(m, "action", lumbar_action_name((enum lumbar_action)i), t->actions[i]);
	metrics_family(m, "flags_total", METRICS_COUNTER, "Red flags that were found.");
	put_named(m, "flag", t->flags, t->n_flags, t->other_flags);
	metrics_family(m, "answers_total", METRICS_COUNTER, "Answers that were given.");
	put_named(m, "answer", t->intents, t->n_intents, t->other_intents);
	put_count(m, "matcher_limited_total", METRICS_COUNTER,
		"Messages in which a matcher was at its limit and the anchors decided.",
		t->limited);
	metrics_family(
		m, "read_seconds", METRICS_HISTOGRAM, "From a message's text to its verdict.");
	metrics_spans(m, NULL, 0, &t->read);
	metrics_family(m, "reply_seconds", METRICS_HISTOGRAM,
		"From a message to its reply on the platform.");
	metrics_spans(m, &(struct metrics_label){"urgent", "no"}, 1, &t->answers);
	metrics_spans(m, &(struct metrics_label){"urgent", "yes"}, 1, &t->urgent);
}

static void put_said(struct metrics *m, const struct bot *bot)
{
	const struct listener_counts n = bot_counts(bot);
	const struct journal_counts j = bot_journal_counts(bot);

	metrics_family(m, "replies_total", METRICS_COUNTER,
		"What became of what was to be said: sent, refused by the platform or for want of "
		"room, too late, taken back with its question, or not said again after a restart.");
	put_parts(m, "outcome",
		PARTS({"sent", n.sent}, {"refused", n.refused}, {"expired", n.expired},
			{"taken-back", n.taken_back}, {"said-before", j.held}));
	put_count(m, "cooled_total", METRICS_COUNTER,
		"Messages that were not answered since the same was said a moment ago.", n.cooled);
	put_count(m, "unrecorded_total", METRICS_COUNTER,
		"What was sent without knowing that it was recorded on disk.", j.unrecorded);
}

/* ------------------------------------------------------------------ accounts */

#define COUNT(field) offsetof(struct platform_counts, field)

static const struct {
	const char *name, *help;
	size_t at;
} counters[] = {
	{"gateway_frames_total", "Frames that came in.", COUNT(frames)},
	{"gateway_bytes_total", "Bytes of them, as they came.", COUNT(bytes)},
	{"gateway_plain_bytes_total", "Bytes of them, decompressed.", COUNT(plain_bytes)},
	{"gateway_events_total", "Events, replayed ones included.", COUNT(events)},
	{"gateway_replayed_total", "Events delivered again after a resume.", COUNT(replayed)},
	{"gateway_sessions_total", "Sessions begun anew (IDENTIFY).", COUNT(sessions)},
	{"gateway_resumes_total", "Sessions gone on with.", COUNT(resumes)},
	{"gateway_losses_total", "Connections that ended or could not be had.", COUNT(losses)},
	{"gateway_unanswered_total", "Connections ended since a heartbeat was not answered.",
		COUNT(unanswered)},
	{"gateway_damaged_total", "Connections ended since their data could not be decoded.",
		COUNT(damaged)},
	{"gateway_too_large_total", "Connections ended since a message was too large.",
		COUNT(too_large)},
	{"gateway_probes_total", "Silent connections asked whether they bring events.",
		COUNT(probes)},
	{"gateway_probes_lost_total", "Connections ended since they did not.", COUNT(probes_lost)},
	{"requests_total", "Requests made of the platform.", COUNT(requests)},
	{"requests_failed_total", "Requests without an answer, or with one that it failed.",
		COUNT(failures)},
	{"requests_limited_total", "Requests answered with a rate limit.", COUNT(limited)},
	{"evicted_total", "Messages that gave way to an emergency.", COUNT(evicted)},
};

#define LABELS(a)                                                                                  \
	((const struct metrics_label[]){{"account", (a)->name}, {"platform", (a)->platform}})

/* The state of every account: taken once, so that all families tell of the same moment. */
struct accounts {
	struct account_status list[CONFIG_ACCOUNTS_MAX];
	size_t n;
};

static void put_counters(struct metrics *m, const struct accounts *a)
{
	const unsigned char *counts;
	size_t i, k;

	for (i = 0; i < sizeof(counters) / sizeof(counters[0]); i++) {
		metrics_family(m, counters[i].name, METRICS_COUNTER, counters[i].help);
		for (k = 0; k < a->n; k++) {
			counts = (const unsigned char *)&a->list[k].platform_status.counts;
			metrics_count(m, LABELS(&a->list[k]), 2,
				*(const uint64_t *)(const void *)(counts + counters[i].at));
		}
	}
}

/* One value of each account. */
static void put_each(struct metrics *m, const char *name, const char *help,
	const struct accounts *a, double (*get)(const struct platform_status *s))
{
	size_t i;

	metrics_family(m, name, METRICS_GAUGE, help);
	for (i = 0; i < a->n; i++)
		metrics_value(m, LABELS(&a->list[i]), 2, get(&a->list[i].platform_status));
}

static double get_ready(const struct platform_status *s)
{
	return s->ready;
}

static double get_trouble(const struct platform_status *s)
{
	return s->trouble != NULL;
}

static double get_heard(const struct platform_status *s)
{
	return s->heard_ms < 0 ? -1 : (double)s->heard_ms / S;
}

static double get_event(const struct platform_status *s)
{
	return s->event_ms < 0 ? -1 : (double)s->event_ms / S;
}

static double get_starts(const struct platform_status *s)
{
	return (double)s->starts_left;
}

static void put_accounts(struct metrics *m, const struct accounts *a)
{
	size_t i;

	put_each(m, "account_ready", "Whether the account's session is usable.", a, get_ready);
	put_each(m, "account_trouble", "Whether /readyz tells of a trouble with it.", a,
		get_trouble);
	put_each(m, "account_silence_seconds",
		"Since the last frame of the connection; -1 = there was none.", a, get_heard);
	put_each(m, "account_event_age_seconds",
		"Since the last event of this run; -1 = there was none.", a, get_event);
	put_each(m, "account_identifies_left",
		"Sessions that may still be begun; at 0 the breaker is open; -1 = no limit.", a,
		get_starts);
	metrics_family(m, "heartbeat_seconds", METRICS_HISTOGRAM,
		"From a heartbeat to its acknowledgement.");
	for (i = 0; i < a->n; i++)
		metrics_spans(m, LABELS(&a->list[i]), 2, &a->list[i].platform_status.answer);
	put_counters(m, a);
}

/* ------------------------------------------------------------------ bounds */

#define BOUNDS_MAX (BOT_BOUNDS + 5 + CONFIG_ACCOUNTS_MAX * (ACCOUNT_BOUNDS + PLATFORM_BOUNDS_MAX))

/* Every queue and cache; those of an account with its name. */
struct bounds {
	struct {
		const char *account; /* "" = nobody's */
		struct bound bound;
	} list[BOUNDS_MAX];
	size_t n;
};

static void add_bounds(struct bounds *all, const char *account, const struct bound *list, size_t n)
{
	size_t i;

	for (i = 0; i < n && all->n < BOUNDS_MAX; i++) {
		all->list[all->n].account = account;
		all->list[all->n++].bound = list[i];
	}
}

static void list_bounds(struct bounds *all, const struct daemon_parts *parts,
	const struct accounts *a, struct web_counts own)
{
	const struct bound admin = {
		"admin-connections", own.connections, WEB_CONNECTIONS_MAX, own.turned_away};
	const struct bound pages = {"dashboard-pages", own.dashboard.clients, DASHBOARD_CLIENTS_MAX,
		own.dashboard.turned_away};
	const struct bound sessions = {"dashboard-sessions", own.dashboard.login.sessions,
		LOGIN_SESSIONS_MAX, own.dashboard.login.evicted};
	const struct bound talks = responder_bound(parts->responder);
	struct bound of_bot[BOT_BOUNDS], store;
	size_t i;

	add_bounds(all, "", &admin, 1);
	add_bounds(all, "", &pages, 1);
	add_bounds(all, "", &sessions, 1);
	add_bounds(all, "", &talks, 1);
	if (parts->store) {
		store = store_bound(parts->store);
		add_bounds(all, "", &store, 1);
	}
	if (parts->bot) {
		bot_bounds(parts->bot, of_bot);
		add_bounds(all, "", of_bot, BOT_BOUNDS);
	}
	for (i = 0; i < a->n; i++) {
		const struct platform_status *s = &a->list[i].platform_status;

		add_bounds(all, a->list[i].name, a->list[i].bounds, ACCOUNT_BOUNDS);
		add_bounds(all, a->list[i].name, s->bounds, s->n_bounds);
	}
}

static void put_bound_family(struct metrics *m, const struct bounds *all, const char *name,
	enum metrics_kind kind, const char *help, size_t at)
{
	const struct bound *b;
	size_t i;

	metrics_family(m, name, kind, help);
	for (i = 0; i < all->n; i++) {
		b = &all->list[i].bound;
		metrics_count(m,
			(const struct metrics_label[]){
				{"account", all->list[i].account}, {"bound", b->name}},
			2, *(const uint64_t *)(const void *)((const unsigned char *)b + at));
	}
}

static void put_bounds(struct metrics *m, const struct bounds *all)
{
	put_bound_family(m, all, "bound_used", METRICS_GAUGE,
		"What waits in each queue, or is remembered in each cache.",
		offsetof(struct bound, used));
	put_bound_family(m, all, "bound_limit", METRICS_GAUGE, "How much may be there.",
		offsetof(struct bound, limit));
	put_bound_family(m, all, "bound_met_total", METRICS_COUNTER,
		"How often there was no room: something was refused, dropped or forgotten.",
		offsetof(struct bound, met));
}

/* ------------------------------------------------------------------ the store, the admin server */

static void put_store(struct metrics *m, const struct store *store)
{
	struct store_counts n;

	put_count(
		m, "store_used", METRICS_GAUGE, "Whether anything is kept on disk.", store != NULL);
	if (!store)
		return;
	n = store_counts(store);
	put_count(m, "store_alarm", METRICS_GAUGE, "1 when nothing can be kept on disk.",
		store_alarm(store) != NULL);
	metrics_family(m, "store_operations_total", METRICS_COUNTER,
		"What the store was asked: done, known before, taken over by another process, "
		"failed, or dropped for want of room.");
	put_parts(m, "result",
		PARTS({"done", n.done}, {"held", n.held}, {"fenced", n.fenced},
			{"failed", n.failed}, {"dropped", n.dropped}));
}

static void put_log(struct metrics *m, const struct log *log)
{
	size_t i;

	metrics_family(m, "log_lines_total", METRICS_COUNTER, "Lines of the log.");
	for (i = 0; i < LOG_LEVELS; i++)
		put_one(m, "level", log_level_name((enum log_level)i), log->rates[i].written);
	metrics_family(m, "log_left_out_total", METRICS_COUNTER,
		"Lines that were left out of it, since too many came.");
	for (i = 0; i < LOG_LEVELS; i++)
		put_one(m, "level", log_level_name((enum log_level)i), log->rates[i].left_out);
}

static void put_own(struct metrics *m, struct web_counts own)
{
	const struct dashboard_counts *d = &own.dashboard;

	metrics_family(m, "admin_requests_total", METRICS_COUNTER,
		"Requests to this server that found something, or did not.");
	put_parts(m, "result", PARTS({"answered", own.answered}, {"refused", own.refused}));
	metrics_family(m, "dashboard_logins_total", METRICS_COUNTER,
		"Tokens that were given: right, wrong, or not looked at since too many were.");
	put_parts(m, "result",
		PARTS({"right", d->login.ok}, {"wrong", d->login.wrong},
			{"refused", d->login.refused}));
}

static void count_one(void *ctx, const struct escalation *e)
{
	struct part *oldest = ctx;

	oldest->n = oldest->n ? oldest->n : (uint64_t)(loop_now() - e->at_ms + 1);
}

static void put_alerts(struct metrics *m, const struct bot *bot)
{
	const struct escalations *es = bot_escalations(bot);
	struct part oldest = {0};

	escalations_each(es, count_one, &oldest);
	put_count(m, "alerts_open", METRICS_GAUGE,
		"Alerts that staff were told of and nobody has picked up.", escalations_count(es));
	put_value(m, "alerts_oldest_seconds", "How long the oldest of them is open; 0 = none is.",
		(double)oldest.n / S);
}

void admin_metrics_write(struct metrics *m, const struct daemon_parts *parts, struct web_counts own)
{
	struct accounts a = {.n = 0};
	struct bounds bounds = {.n = 0};

	while (parts->bot && a.n < CONFIG_ACCOUNTS_MAX && bot_status(parts->bot, a.n, &a.list[a.n]))
		a.n++;
	put_process(m, parts);
	put_content(m, parts->responder);
	put_store(m, parts->store);
	put_own(m, own);
	put_log(m, parts->log);
	list_bounds(&bounds, parts, &a, own);
	put_bounds(m, &bounds);
	if (!parts->bot)
		return;
	put_alerts(m, parts->bot);
	put_read(m, bot_tally(parts->bot));
	put_said(m, parts->bot);
	put_accounts(m, &a);
}
