/* What is said, recorded before it is sent; see journal.h. */
#include "bot/journal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <time.h>

#include "base/lru.h"
#include "bot/kept.h"
#include "bot/outbox.h"
#include "sys/loop.h"
#include "sys/store.h"

/* A message that waits. */
struct waiting {
	TAILQ_ENTRY(waiting) link;
	struct journal *journal;
	struct outbox_item *item;
	char *account;
	struct store_op *op; /* NULL = it is recorded, or cannot be */
	struct timer timer;
	bool withdrawn;
};

/* What is to be marked once its outcome is known. */
struct sent {
	char cause[PLATFORM_ID_MAX], purpose[JOURNAL_PURPOSE_MAX];
	bool emergency;
};

struct journal {
	struct journal_options options;
	TAILQ_HEAD(, waiting) waiting;
	size_t n;
	struct lru *sent; /* ticket -> struct sent */
	bool flushed;
	struct journal_counts counts;
	uint64_t refused; /* there was no room */
};

/* ------------------------------------------------------------------ life */

struct journal *journal_create(const struct journal_options *options)
{
	struct journal *j = calloc(1, sizeof(*j));

	if (!j)
		return NULL;
	j->options = *options;
	TAILQ_INIT(&j->waiting);
	j->sent = lru_create(JOURNAL_SENT_MAX, sizeof(struct sent));
	if (!j->sent) {
		free(j);
		return NULL;
	}
	return j;
}

static void end(struct waiting *w)
{
	struct journal *j = w->journal;

	TAILQ_REMOVE(&j->waiting, w, link);
	j->n--;
	store_cancel(w->op);
	loop_timer_cancel(&w->timer);
	free(w->item);
	free(w->account);
	free(w);
}

void journal_destroy(struct journal *j)
{
	if (!j)
		return;
	while (!TAILQ_EMPTY(&j->waiting))
		end(TAILQ_FIRST(&j->waiting));
	lru_destroy(j->sent);
	free(j);
}

/* ------------------------------------------------------------------ entries */

int64_t journal_wall(void)
{
	struct timespec now = {0};

	clock_gettime(CLOCK_REALTIME, &now); /* cannot fail for this clock */
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static struct store_owner owner_of(const char *account)
{
	return (struct store_owner){.account = account, .shard = 0, .shards = 1};
}

static const char *either(const char *s, const char *otherwise)
{
	return s && *s ? s : otherwise;
}

static const char *cause_of(const struct platform_say *say)
{
	return either(say->cause, either(say->reply_to, ""));
}

/* Whether the message has a key, by which it would be the same to the platform, too. */
static bool has_key(const struct platform_say *say)
{
	const size_t cause = strlen(cause_of(say)), purpose = strlen(either(say->purpose, ""));

	return cause && cause < PLATFORM_ID_MAX && purpose && purpose < JOURNAL_PURPOSE_MAX;
}

/* kept: what its note is recorded as. */
static struct store_entry entry_of(const struct platform_say *say, const char *kept)
{
	const int64_t now = journal_wall();

	return (struct store_entry){
		.cause = cause_of(say),
		.purpose = say->purpose,
		.user = either(say->about, say->user),
		.ticket = say->ticket,
		.at_ms = now,
		.until_ms = now + say->deadline_ms - loop_now(),
		.emergency = say->emergency,
		.conversation = say->conversation,
		/* no interaction lasts until the next run */
		.direct = say->handle && *say->handle && say->in_private ? say->user : say->direct,
		.reply_to = say->reply_to,
		.notify = say->user,
		.role = say->role,
		.text = say->text,
		.note = kept,
	};
}

/* Keeps in mind what to mark when the outcome comes. */
static void await(struct journal *j, const struct platform_say *say)
{
	struct sent *sent;

	if (!j->options.store || !has_key(say))
		return;
	sent = lru_put(j->sent, (const char *)&say->ticket, sizeof(say->ticket));
	if (!sent)
		return;
	snprintf(sent->cause, sizeof(sent->cause), "%s", cause_of(say));
	snprintf(sent->purpose, sizeof(sent->purpose), "%s", say->purpose);
	sent->emergency = say->emergency;
}

/* ------------------------------------------------------------------ sending */

static void tell(struct waiting *w, const struct platform_outcome *what)
{
	struct journal *j = w->journal;
	struct platform_outcome outcome = *what;

	outcome.ticket = w->item->say.ticket;
	j->options.outcome(j->options.ctx, w->account, &outcome);
	journal_outcome(j, w->account, &outcome);
}

/* Its time has come: it is sent, or it was withdrawn. */
static void release(void *ctx)
{
	static const struct platform_outcome withdrawn = {
		.kind = PLATFORM_WITHDRAWN, .id = "", .reason = "withdrawn"};
	static const struct platform_outcome no_room = {.kind = PLATFORM_REFUSED,
		.id = "",
		.reason = "too many messages are waiting",
		.refusal = PLATFORM_REFUSAL_ROOM};
	struct waiting *w = ctx;
	struct journal *j = w->journal;

	j->counts.unrecorded += w->op != NULL;
	await(j, &w->item->say);
	if (w->withdrawn)
		tell(w, &withdrawn);
	else if (j->options.send(j->options.ctx, w->account, &w->item->say) != 0)
		tell(w, &no_room);
	end(w);
}

/* It was said before, by another run or another process: that is an outcome, too. */
static void leave_out(struct waiting *w)
{
	const struct platform_outcome before = {
		.ticket = w->item->say.ticket, .kind = PLATFORM_SENT, .id = ""};

	w->journal->counts.held++;
	w->journal->options.outcome(w->journal->options.ctx, w->account, &before);
	end(w);
}

static void on_recorded(void *ctx, enum store_result result, const struct store_due *due)
{
	struct waiting *w = ctx;

	(void)due;
	w->op = NULL;
	w->journal->counts.unrecorded += result == STORE_FENCED || result == STORE_FAILED;
	if (result == STORE_HELD)
		leave_out(w);
	else
		release(w);
}

/* Has it recorded; whether that is to be waited for. */
static bool begin_record(struct waiting *w)
{
	struct journal *j = w->journal;
	const struct platform_say *say = &w->item->say;
	const struct store_owner owner = owner_of(w->account);
	/* what has a note is followed up, and what becomes another stands: neither may go with the power */
	const bool lasting = say->emergency || *say->note || *say->replaces;
	struct store_entry entry;
	struct buf kept;

	if (!j->options.store || !has_key(say))
		return false;
	buf_init(&kept, KEPT_MAX);
	entry = entry_of(say, kept_pack(&kept, say));
	w->op = store_record(j->options.store, &owner, &entry, lasting, on_recorded, w);
	buf_free(&kept);
	j->counts.unrecorded += !w->op;
	return w->op && !j->flushed && !store_alarm(j->options.store);
}

static struct waiting *new_waiting(
	struct journal *j, const char *account, const struct platform_say *say)
{
	struct waiting *w = calloc(1, sizeof(*w));

	if (!w)
		return NULL;
	w->journal = j;
	w->item = outbox_copy(say);
	w->account = strdup(account);
	if (w->item && w->account)
		return w;
	free(w->item);
	free(w->account);
	free(w);
	return NULL;
}

int journal_say(struct journal *j, const char *account, const struct platform_say *say)
{
	const size_t room = JOURNAL_WAITING_MAX + (say->emergency ? JOURNAL_RESERVED : 0);
	struct waiting *w = j->n < room ? new_waiting(j, account, say) : NULL;
	int64_t wait = say->emergency ? JOURNAL_URGENT_MS : JOURNAL_ANSWER_MS;
	int result;

	if (!w) {
		j->refused++;
		return -1;
	}
	TAILQ_INSERT_TAIL(&j->waiting, w, link);
	j->n++;
	if (begin_record(w)) {
		loop_timer_set(j->options.loop, &w->timer, loop_now() + wait, release, w);
		return 0;
	}
	j->counts.unrecorded += w->op != NULL;
	await(j, say);
	result = j->options.send(j->options.ctx, account, say);
	if (result != 0)
		journal_outcome(j, account,
			&(struct platform_outcome){
				.ticket = say->ticket, .kind = PLATFORM_REFUSED, .id = ""});
	end(w);
	return result;
}

int journal_again(struct journal *j, const char *account, const struct platform_say *say)
{
	if (j->options.send(j->options.ctx, account, say) != 0)
		return -1;
	await(j, say);
	return 0;
}

void journal_expired(struct journal *j, const char *account, const struct platform_say *say)
{
	await(j, say);
	journal_outcome(j, account,
		&(struct platform_outcome){
			.ticket = say->ticket, .kind = PLATFORM_EXPIRED, .id = ""});
}

bool journal_withdraw(struct journal *j, uint64_t ticket)
{
	struct waiting *w;

	TAILQ_FOREACH(w, &j->waiting, link)
	{
		if (w->item->say.ticket != ticket)
			continue;
		w->withdrawn = true;
		loop_defer(j->options.loop, &w->timer, release, w);
		return true;
	}
	return false;
}

void journal_flush(struct journal *j)
{
	j->flushed = true;
	while (!TAILQ_EMPTY(&j->waiting))
		release(TAILQ_FIRST(&j->waiting));
}

struct journal_counts journal_counts(const struct journal *j)
{
	return j->counts;
}

/* ------------------------------------------------------------------ what became of it */

void journal_outcome(struct journal *j, const char *account, const struct platform_outcome *outcome)
{
	static const enum store_state states[] = {
		[PLATFORM_SENT] = STORE_SENT,
		[PLATFORM_REFUSED] = STORE_REFUSED,
		[PLATFORM_EXPIRED] = STORE_EXPIRED,
		[PLATFORM_WITHDRAWN] = STORE_WITHDRAWN,
	};
	const struct store_owner owner = owner_of(account);
	const uint64_t ticket = outcome->ticket;
	const struct sent *sent = lru_get(j->sent, (const char *)&ticket, sizeof(ticket));

	if (!sent)
		return;
	/* what finds no room stays open: a restart says it again, under the same key */
	store_mark(j->options.store, &owner,
		&(struct store_entry){.cause = sent->cause,
			.purpose = sent->purpose,
			.emergency = sent->emergency,
			.state = states[outcome->kind],
			.id = outcome->id},
		NULL, NULL);
	lru_remove(j->sent, (const char *)&ticket, sizeof(ticket));
}

void journal_settle(struct journal *j, const struct journal_claim *claim)
{
	const struct store_owner owner = owner_of(claim->account);
	const int64_t now = journal_wall();

	if (!j->options.store)
		return;
	store_claim(j->options.store, &owner,
		&(struct store_entry){.cause = claim->message,
			.purpose = claim->purpose,
			.user = claim->user,
			.ticket = claim->ticket,
			.note = claim->note,
			.at_ms = now,
			.until_ms = now,
			.state = STORE_SILENT},
		NULL, NULL);
}

void journal_keep(struct journal *j, const char *account, const char *name, const char *value)
{
	const struct store_owner owner = owner_of(account);

	if (j->options.store)
		store_keep(
			j->options.store, &owner, &(struct store_value){name, value}, NULL, NULL);
}

void journal_bounds(const struct journal *j, struct bound bounds[JOURNAL_BOUNDS])
{
	bounds[0] =
		(struct bound){"journal", j->n, JOURNAL_WAITING_MAX + JOURNAL_RESERVED, j->refused};
	bounds[1] = lru_bound(j->sent, "journal-outcomes");
}
