/* What may be asked of the store, each as one thing for its engine; see store.h and store_request.h. */
#include "sys/store_request.h"

#include <time.h>

struct store_op *store_record(struct store *s, const struct store_owner *owner,
	const struct store_entry *entry, bool lasting, store_fn *fn, void *ctx)
{
	struct store_op like = {.kind = STORE_OP_RECORD,
		.owner = *owner,
		.entry = *entry,
		.urgent = entry->emergency,
		.lasting = lasting,
		.fn = fn,
		.ctx = ctx};

	like.entry.state = STORE_OPEN;
	return store_request_queue(s, &like);
}

struct store_op *store_claim(struct store *s, const struct store_owner *owner,
	const struct store_entry *entry, store_fn *fn, void *ctx)
{
	return store_request_queue(s, &(struct store_op){.kind = STORE_OP_RECORD,
					      .owner = *owner,
					      .entry = *entry,
					      .fn = fn,
					      .ctx = ctx});
}

struct store_op *store_mark(struct store *s, const struct store_owner *owner,
	const struct store_entry *entry, store_fn *fn, void *ctx)
{
	return store_request_queue(s, &(struct store_op){.kind = STORE_OP_MARK,
					      .owner = *owner,
					      .entry = *entry,
					      .urgent = entry->emergency,
					      .fn = fn,
					      .ctx = ctx});
}

struct store_op *store_keep(struct store *s, const struct store_owner *owner,
	const struct store_value *value, store_fn *fn, void *ctx)
{
	return store_request_queue(s, &(struct store_op){.kind = STORE_OP_KEEP,
					      .owner = *owner,
					      .value = *value,
					      .lasting = true,
					      .fn = fn,
					      .ctx = ctx});
}

struct store_op *store_step(struct store *s, const struct store_owner *owner,
	const struct store_case *step, const struct store_audit *audit, store_fn *fn, void *ctx)
{
	return store_request_queue(s, &(struct store_op){.kind = STORE_OP_STEP,
					      .owner = *owner,
					      .step = *step,
					      .audit = *audit,
					      .urgent = true,
					      .lasting = true,
					      .fn = fn,
					      .ctx = ctx});
}

struct store_op *store_audit(struct store *s, const char *account, const struct store_audit *audit,
	store_fn *fn, void *ctx)
{
	return store_request_queue(s, &(struct store_op){.kind = STORE_OP_AUDIT,
					      .owner = {.account = account},
					      .audit = *audit,
					      .lasting = true,
					      .fn = fn,
					      .ctx = ctx});
}

struct store_op *store_set(struct store *s, const char *account,
	const struct store_setting *setting, store_fn *fn, void *ctx)
{
	return store_request_queue(s, &(struct store_op){.kind = STORE_OP_SET,
					      .owner = {.account = account},
					      .setting = *setting,
					      .lasting = true, /* a pause that was ended stays so */
					      .fn = fn,
					      .ctx = ctx});
}

struct store_op *store_count(
	struct store *s, const struct store_counter *counter, store_fn *fn, void *ctx)
{
	return store_request_queue(
		s, &(struct store_op){
			   .kind = STORE_OP_COUNT, .counter = *counter, .fn = fn, .ctx = ctx});
}

struct store_op *store_sums(
	struct store *s, const char *prefix, int64_t since_ms, store_fn *fn, void *ctx)
{
	return store_request_queue(s, &(struct store_op){.kind = STORE_OP_SUMS,
					      .counter = {.at_ms = since_ms, .name = prefix},
					      .fn = fn,
					      .ctx = ctx});
}

struct store_op *store_review(struct store *s, store_fn *fn, void *ctx)
{
	return store_request_queue(
		s, &(struct store_op){.kind = STORE_OP_REVIEW, .fn = fn, .ctx = ctx});
}

struct store_op *store_unanswered(struct store *s, const char *account,
	const struct store_unanswered *unanswered, store_fn *fn, void *ctx)
{
	return store_request_queue(s, &(struct store_op){.kind = STORE_OP_UNANSWERED,
					      .owner = {.account = account},
					      .unanswered = *unanswered,
					      .fn = fn,
					      .ctx = ctx});
}

struct store_op *store_answered(struct store *s, const char *shape, store_fn *fn, void *ctx)
{
	return store_request_queue(s, &(struct store_op){.kind = STORE_OP_ANSWERED,
					      .unanswered = {.shape = shape},
					      .fn = fn,
					      .ctx = ctx});
}

struct store_op *store_unkeep(
	struct store *s, const char *account, const char *message, store_fn *fn, void *ctx)
{
	return store_request_queue(s, &(struct store_op){.kind = STORE_OP_UNKEEP,
					      .owner = {.account = account},
					      .unanswered = {.message = message},
					      .fn = fn,
					      .ctx = ctx});
}

struct store_op *store_place(struct store *s, const struct store_owner *owner,
	const struct store_place *place, store_fn *fn, void *ctx)
{
	return store_request_queue(s, &(struct store_op){.kind = STORE_OP_PLACE,
					      .owner = *owner,
					      .place = *place,
					      .lasting = place->message && *place->message,
					      .fn = fn,
					      .ctx = ctx});
}

struct store_op *store_due(
	struct store *s, const struct store_owner *owner, store_fn *fn, void *ctx)
{
	return store_request_queue(
		s, &(struct store_op){.kind = STORE_OP_DUE, .owner = *owner, .fn = fn, .ctx = ctx});
}

struct store_op *store_erase(
	struct store *s, const char *user, const char *except, store_fn *fn, void *ctx)
{
	struct timespec now = {0};

	clock_gettime(CLOCK_REALTIME, &now);
	return store_request_queue(s, &(struct store_op){.kind = STORE_OP_ERASE,
					      .user = user,
					      .lasting = true,
					      .setting = {.name = except},
					      .entry = {.at_ms = (int64_t)now.tv_sec * 1000},
					      .fn = fn,
					      .ctx = ctx});
}
