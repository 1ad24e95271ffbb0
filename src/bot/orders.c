/* What was ordered in chat; see orders.h. */
#include "bot/orders.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bot/recall.h"
#include "sys/store.h"

#define KEY_MAX 256 /* bytes of account, place and name, with what is between them and the NUL */
#define BETWEEN '\n'

struct order {
	char key[KEY_MAX]; /* account, place and name, in lines */
	char value[ORDERS_VALUE_MAX];
};

struct orders {
	struct orders_options options;
	struct order *list; /* by their keys */
	size_t n;
	uint64_t refused;
};

/* ------------------------------------------------------------------ the list */

static bool write_key(char key[KEY_MAX], const char *account, const char *place, const char *name)
{
	return snprintf(key, KEY_MAX, "%s%c%s%c%s", account, BETWEEN, place, BETWEEN, name) <
	       KEY_MAX;
}

/* Where the key stands, or would stand; *found says which. */
static size_t find(const struct orders *o, const char *key, bool *found)
{
	size_t from = 0, to = o->n, middle;
	int order;

	*found = false;
	while (from < to) {
		middle = (from + to) / 2;
		order = strcmp(o->list[middle].key, key);
		if (order == 0) {
			*found = true;
			return middle;
		}
		if (order < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

/* Puts it there in memory, when at most `most` hold then.  Returns 0, or -1. */
static int put(struct orders *o, const char *key, const char *value, size_t most)
{
	bool found;
	size_t at = find(o, key, &found);
	struct order *order = &o->list[at];

	if (!*value) {
		if (found)
			memmove(order, order + 1, (--o->n - at) * sizeof(*order));
		return 0;
	}
	if (!found && o->n >= most)
		return -1;
	if (!found)
		memmove(order + 1, order, (o->n++ - at) * sizeof(*order));
	snprintf(order->key, sizeof(order->key), "%s", key);
	snprintf(order->value, sizeof(order->value), "%s", value);
	return 0;
}

static void load(struct orders *o, const char *account)
{
	const struct store_setting *setting;
	char key[KEY_MAX];
	size_t n, i;

	setting = recall_settings(o->options.recall, account, &n);
	for (i = 0; i < n; i++, setting++) {
		if (!write_key(key, account, setting->place, setting->name) ||
			strlen(setting->value) >= ORDERS_VALUE_MAX ||
			put(o, key, setting->value, ORDERS_MAX) != 0)
			o->refused++;
	}
}

struct orders *orders_create(const struct orders_options *options)
{
	struct orders *o = calloc(1, sizeof(*o));
	size_t i;

	if (!o)
		return NULL;
	o->options = *options;
	o->list = calloc(ORDERS_MAX, sizeof(*o->list));
	if (!o->list) {
		orders_destroy(o);
		return NULL;
	}
	for (i = 0; i < options->config->n_accounts; i++)
		load(o, options->config->accounts[i].name);
	o->options.recall = NULL;
	return o;
}

void orders_destroy(struct orders *o)
{
	if (!o)
		return;
	free(o->list);
	free(o);
}

/* ------------------------------------------------------------------ one order */

const char *orders_place(char out[ORDERS_PLACE_MAX], const char *kind, const char *id)
{
	snprintf(out, ORDERS_PLACE_MAX, "%s %s", kind, id);
	return out;
}

const char *orders_place_at(char out[ORDERS_PLACE_MAX], const char *user, const char *server)
{
	snprintf(out, ORDERS_PLACE_MAX, "user %s of %s", user, server);
	return out;
}

int orders_set(struct orders *o, const char *account, const char *place, const char *name,
	const char *value)
{
	const size_t most = strcmp(name, ORDERS_QUIET) == 0 ? ORDERS_QUIET_MAX : ORDERS_MAX;
	char key[KEY_MAX];

	if (!write_key(key, account, place, name) || strlen(value) >= ORDERS_VALUE_MAX ||
		put(o, key, value, most) != 0) {
		o->refused++;
		return -1;
	}
	if (o->options.store)
		store_set(o->options.store, account, &(struct store_setting){place, name, value},
			NULL, NULL);
	return 0;
}

const char *orders_get(
	const struct orders *o, const char *account, const char *place, const char *name)
{
	char key[KEY_MAX];
	bool found = false;
	size_t at = 0;

	if (o->n > 0 && write_key(key, account, place, name))
		at = find(o, key, &found);
	return found ? o->list[at].value : "";
}

/* Takes back the i-th order. */
static void take_back(struct orders *o, size_t i)
{
	char account[KEY_MAX], *place, *name;

	memcpy(account, o->list[i].key, sizeof(account));
	place = strchr(account, BETWEEN);
	*place++ = '\0';
	name = strchr(place, BETWEEN);
	*name++ = '\0';
	orders_set(o, account, place, name, "");
}

/* Whether an order with that key is of that person, and of another name than `except`. */
static bool is_of(const char *key, const char *user, const char *except)
{
	const char *place = strchr(key, BETWEEN) + 1;
	const char *name = strchr(place, BETWEEN) + 1;
	const size_t len = strlen(user);

	return strcmp(name, except) != 0 && strncmp(place, "user ", 5) == 0 &&
	       strncmp(place + 5, user, len) == 0 &&
	       (place[5 + len] == BETWEEN || place[5 + len] == ' ');
}

void orders_forget(struct orders *o, const char *user, const char *except)
{
	size_t i = 0;

	while (i < o->n) {
		if (is_of(o->list[i].key, user, except))
			take_back(o, i); /* the next one stands there now */
		else
			i++;
	}
}

/* ------------------------------------------------------------------ what holds */

static const char *get_at(const struct orders *o, const char *account, const char *kind,
	const char *id, const char *name)
{
	char place[ORDERS_PLACE_MAX];

	return id && *id ? orders_get(o, account, orders_place(place, kind, id), name) : "";
}

enum orders_pause orders_pause(const struct orders *o, const char *account, const char *server,
	const char *channel, const char *parent)
{
	if (*orders_get(o, account, "", ORDERS_PAUSE))
		return ORDERS_PAUSE_EVERYTHING;
	if (*get_at(o, account, "channel", channel, ORDERS_PAUSE) ||
		*get_at(o, account, "channel", parent, ORDERS_PAUSE) ||
		*get_at(o, account, "server", server, ORDERS_PAUSE))
		return ORDERS_PAUSE_ANSWERS;
	return ORDERS_PAUSE_NONE;
}

bool orders_silent_to(
	const struct orders *o, const char *account, const char *server, const char *user)
{
	char place[ORDERS_PLACE_MAX];

	if (o->n > 0 && server && *server &&
		*orders_get(o, account, orders_place_at(place, user, server), ORDERS_MUTE))
		return true;
	return *get_at(o, account, "user", user, ORDERS_MUTE) ||
	       *get_at(o, account, "user", user, ORDERS_QUIET);
}

void orders_apply(const struct orders *o, const char *account, const char *server,
	const char *channel, const char *parent, struct config_place *place)
{
	const char *word = get_at(o, account, "channel", channel, ORDERS_MODE);

	if (o->n == 0 || !*server)
		return;
	if (!*word)
		word = get_at(o, account, "channel", parent, ORDERS_MODE);
	if (!*word)
		word = get_at(o, account, "server", server, ORDERS_MODE);
	if (*word)
		config_mode_read(word, &place->mode);
}

/* ------------------------------------------------------------------ all of them */

void orders_each(const struct orders *o, const char *account, orders_fn *fn, void *ctx)
{
	const size_t len = strlen(account);
	char place[KEY_MAX];
	const char *name;
	size_t i;

	for (i = 0; i < o->n; i++) {
		if (strncmp(o->list[i].key, account, len) != 0 || o->list[i].key[len] != BETWEEN)
			continue;
		snprintf(place, sizeof(place), "%s", o->list[i].key + len + 1);
		name = strchr(o->list[i].key + len + 1, BETWEEN) + 1;
		place[strcspn(place, "\n")] = '\0';
		fn(ctx, place, name, o->list[i].value);
	}
}

static void look_for_listening(void *ctx, const char *place, const char *name, const char *value)
{
	enum config_mode mode;

	(void)place;
	if (strcmp(name, ORDERS_MODE) == 0 && config_mode_read(value, &mode) == 0 &&
		(mode == CONFIG_MODE_FAQ || mode == CONFIG_MODE_AMBIENT))
		*(bool *)ctx = true;
}

bool orders_listens(const struct orders *o, const char *account)
{
	bool listens = false;

	orders_each(o, account, look_for_listening, &listens);
	return listens;
}

struct bound orders_bound(const struct orders *o)
{
	return (struct bound){"orders", o->n, ORDERS_MAX, o->refused};
}
