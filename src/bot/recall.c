/* What the last run left; see recall.h. */
#include "bot/recall.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/config.h"
#include "sys/loop.h"

/* What was left for one account. */
struct left {
	struct recall *recall;
	const char *account;
	struct store_op *op; /* NULL = it has been told */
	struct store_due due;
};

struct recall {
	struct recall_options options;
	struct arena *arena;
	struct left *left; /* as the accounts of the configuration */
	size_t n, n_open;
	struct timer timer;
};

/* ------------------------------------------------------------------ copies */

static const char *copy(struct arena *arena, const char *s)
{
	return arena_copy(arena, s, strlen(s));
}

/* The strings of an entry, each replaced by a copy.  Returns whether there was memory. */
static bool copy_entry(struct arena *arena, struct store_entry *e)
{
	const char **const strings[] = {&e->cause, &e->purpose, &e->user, &e->id, &e->conversation,
		&e->direct, &e->reply_to, &e->notify, &e->role, &e->text, &e->note};
	size_t i;

	for (i = 0; i < sizeof(strings) / sizeof(strings[0]); i++) {
		*strings[i] = copy(arena, *strings[i]);
		if (!*strings[i])
			return false;
	}
	return true;
}

static bool copy_case(struct arena *arena, struct store_case *k)
{
	const char **const strings[] = {
		&k->number, &k->message, &k->user, &k->link, &k->state, &k->body};
	size_t i;

	for (i = 0; i < sizeof(strings) / sizeof(strings[0]); i++) {
		*strings[i] = copy(arena, *strings[i]);
		if (!*strings[i])
			return false;
	}
	return true;
}

static void copy_cases(struct arena *arena, const struct store_due *due, struct store_due *out)
{
	struct store_case *cases = arena_alloc(arena, due->n_cases * sizeof(*cases));

	for (out->n_cases = 0; cases && out->n_cases < due->n_cases; out->n_cases++) {
		cases[out->n_cases] = due->cases[out->n_cases];
		if (!copy_case(arena, &cases[out->n_cases]))
			break;
	}
	out->cases = cases;
}

static void copy_settings(struct arena *arena, const struct store_due *due, struct store_due *out)
{
	struct store_setting *to = arena_alloc(arena, due->n_settings * sizeof(*to)), *s;

	for (out->n_settings = 0; to && out->n_settings < due->n_settings; out->n_settings++) {
		s = &to[out->n_settings];
		s->place = copy(arena, due->settings[out->n_settings].place);
		s->name = copy(arena, due->settings[out->n_settings].name);
		s->value = copy(arena, due->settings[out->n_settings].value);
		if (!s->place || !s->name || !s->value)
			break;
	}
	out->settings = to;
}

static void copy_shapes(struct arena *arena, const struct store_due *due, struct store_due *out)
{
	struct store_shape *to = arena_alloc(arena, due->n_shapes * sizeof(*to));

	for (out->n_shapes = 0; to && out->n_shapes < due->n_shapes; out->n_shapes++) {
		to[out->n_shapes] = due->shapes[out->n_shapes];
		to[out->n_shapes].shape = copy(arena, to[out->n_shapes].shape);
		to[out->n_shapes].server = copy(arena, to[out->n_shapes].server);
		if (!to[out->n_shapes].shape || !to[out->n_shapes].server)
			break;
	}
	out->shapes = to;
}

static void copy_places(struct arena *arena, const struct store_due *due, struct store_due *out)
{
	struct store_place *to = arena_alloc(arena, due->n_places * sizeof(*to)), *p;

	for (out->n_places = 0; to && out->n_places < due->n_places; out->n_places++) {
		p = &to[out->n_places];
		*p = due->places[out->n_places];
		p->conversation = copy(arena, p->conversation);
		p->server = copy(arena, p->server);
		p->message = copy(arena, p->message);
		p->user = copy(arena, p->user);
		if (!p->conversation || !p->server || !p->message || !p->user)
			break;
	}
	out->places = to;
}

/* As much of what is due as there is memory for. */
static void copy_due(struct arena *arena, const struct store_due *due, struct store_due *out)
{
	struct store_entry *entries = arena_alloc(arena, due->n * sizeof(*entries));
	struct store_value *values = arena_alloc(arena, due->n_values * sizeof(*values));

	for (out->n = 0; entries && out->n < due->n; out->n++) {
		entries[out->n] = due->entries[out->n];
		if (!copy_entry(arena, &entries[out->n]))
			break;
	}
	for (out->n_values = 0; values && out->n_values < due->n_values; out->n_values++) {
		values[out->n_values].name = copy(arena, due->values[out->n_values].name);
		values[out->n_values].value = copy(arena, due->values[out->n_values].value);
		if (!values[out->n_values].name || !values[out->n_values].value)
			break;
	}
	out->entries = entries;
	out->values = values;
}

/* ------------------------------------------------------------------ reading */

/* The wait is over, whether all was told or not. */
static void finish(void *ctx)
{
	struct recall *r = ctx;
	size_t i;

	for (i = 0; i < r->n; i++) {
		store_cancel(r->left[i].op);
		r->left[i].op = NULL;
	}
	r->options.done(r->options.ctx);
}

static void on_due(void *ctx, enum store_result result, const struct store_due *due)
{
	struct left *left = ctx;
	struct recall *r = left->recall;

	left->op = NULL;
	if (result == STORE_DONE && due) {
		copy_cases(r->arena, due, &left->due);
		copy_due(r->arena, due, &left->due);
		copy_settings(r->arena, due, &left->due);
		copy_shapes(r->arena, due, &left->due);
		copy_places(r->arena, due, &left->due);
	}
	if (--r->n_open == 0)
		loop_defer(r->options.loop, &r->timer, finish, r);
}

static void ask(struct recall *r, struct left *left)
{
	const struct store_owner owner = {.account = left->account, .shard = 0, .shards = 1};

	left->op = store_due(r->options.store, &owner, on_due, left);
	r->n_open += left->op != NULL;
}

struct recall *recall_create(const struct recall_options *options)
{
	struct recall *r = calloc(1, sizeof(*r));
	const size_t n = options->config->n_accounts;
	size_t i;

	if (!r)
		return NULL;
	r->options = *options;
	r->arena = arena_create();
	r->left = r->arena ? arena_alloc(r->arena, n * sizeof(*r->left)) : NULL;
	if (!r->left) {
		recall_destroy(r);
		return NULL;
	}
	for (r->n = 0; r->n < n; r->n++)
		r->left[r->n] =
			(struct left){.recall = r, .account = options->config->accounts[r->n].name};
	for (i = 0; i < n && options->store; i++)
		ask(r, &r->left[i]);
	loop_timer_set(options->loop, &r->timer, r->n_open ? loop_now() + RECALL_MS : 0, finish, r);
	return r;
}

void recall_destroy(struct recall *r)
{
	size_t i;

	if (!r)
		return;
	loop_timer_cancel(&r->timer);
	for (i = 0; i < r->n; i++)
		store_cancel(r->left[i].op);
	arena_destroy(r->arena);
	free(r);
}

/* ------------------------------------------------------------------ what was left */

static const struct left *find(const struct recall *r, const char *account)
{
	size_t i;

	for (i = 0; r && i < r->n; i++) {
		if (strcmp(r->left[i].account, account) == 0)
			return &r->left[i];
	}
	return NULL;
}

const char *recall_value(const struct recall *r, const char *account, const char *name)
{
	const struct left *left = find(r, account);
	size_t i;

	for (i = 0; left && i < left->due.n_values; i++) {
		if (strcmp(left->due.values[i].name, name) == 0)
			return left->due.values[i].value;
	}
	return NULL;
}

const struct store_entry *recall_entries(const struct recall *r, const char *account, size_t *n)
{
	const struct left *left = find(r, account);

	*n = left ? left->due.n : 0;
	return *n ? left->due.entries : NULL;
}

const struct store_case *recall_cases(const struct recall *r, const char *account, size_t *n)
{
	const struct left *left = find(r, account);

	*n = left ? left->due.n_cases : 0;
	return *n ? left->due.cases : NULL;
}

const struct store_setting *recall_settings(const struct recall *r, const char *account, size_t *n)
{
	const struct left *left = find(r, account);

	*n = left ? left->due.n_settings : 0;
	return *n ? left->due.settings : NULL;
}

const struct store_shape *recall_shapes(const struct recall *r, const char *account, size_t *n)
{
	const struct left *left = find(r, account);

	*n = left ? left->due.n_shapes : 0;
	return *n ? left->due.shapes : NULL;
}

const struct store_place *recall_places(const struct recall *r, const char *account, size_t *n)
{
	const struct left *left = find(r, account);

	*n = left ? left->due.n_places : 0;
	return *n ? left->due.places : NULL;
}
