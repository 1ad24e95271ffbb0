/* When an FAQ answer is not given again; see cooldown.h. */
#include "bot/cooldown.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/lru.h"

#define KEY_MAX 512

struct person {
	int64_t since_ms;
	unsigned answers;
};

struct cooldown {
	struct lru *answers; /* channel and answer: when it was given last */
	struct lru *people;
	int64_t answer_ms;
	int64_t person_ms;
};

struct cooldown *cooldown_create(int64_t answer_ms, int64_t person_ms)
{
	struct cooldown *c = calloc(1, sizeof(*c));

	if (!c)
		return NULL;
	c->answer_ms = answer_ms;
	c->person_ms = person_ms;
	c->answers = lru_create(COOLDOWN_KEYS_MAX, sizeof(int64_t));
	c->people = lru_create(COOLDOWN_KEYS_MAX, sizeof(struct person));
	if (!c->answers || !c->people) {
		cooldown_destroy(c);
		return NULL;
	}
	return c;
}

void cooldown_destroy(struct cooldown *c)
{
	if (!c)
		return;
	lru_destroy(c->answers);
	lru_destroy(c->people);
	free(c);
}

bool cooldown_answer(struct cooldown *c, const char *channel, const char *answer, int64_t now_ms)
{
	struct buf key;
	int64_t *given;
	bool may = true;

	if (c->answer_ms == 0)
		return true;
	buf_init(&key, KEY_MAX);
	if (!buf_printf(&key, "%s %s", channel, answer)) {
		buf_free(&key);
		return true;
	}
	given = lru_get(c->answers, key.data, key.len);
	if (given && now_ms - *given < c->answer_ms)
		may = false;
	given = may ? lru_put(c->answers, key.data, key.len) : NULL;
	if (given)
		*given = now_ms;
	buf_free(&key);
	return may;
}

bool cooldown_person(struct cooldown *c, const char *person, int64_t now_ms)
{
	const struct person *p = lru_get(c->people, person, strlen(person));

	return !p || p->answers < COOLDOWN_PERSON_MAX || now_ms - p->since_ms >= c->person_ms;
}

void cooldown_answered(struct cooldown *c, const char *person, int64_t now_ms)
{
	struct person *p = c->person_ms ? lru_put(c->people, person, strlen(person)) : NULL;

	if (!p)
		return;
	if (p->answers == 0 || now_ms - p->since_ms >= c->person_ms)
		*p = (struct person){now_ms, 0};
	p->answers++;
}

/* Whether a key ends in that id: it stands last, behind a blank. */
static bool is_of(const void *ctx, const char *key, size_t len)
{
	const char *user = ctx;
	const size_t n = strlen(user);

	return len > n && key[len - n - 1] == ' ' && memcmp(key + len - n, user, n) == 0;
}

void cooldown_forget(struct cooldown *c, const char *user)
{
	lru_remove_if(c->answers, is_of, user);
	lru_remove_if(c->people, is_of, user);
}

void cooldown_bounds(const struct cooldown *c, struct bound bounds[COOLDOWN_BOUNDS])
{
	bounds[0] = lru_bound(c->answers, "cooldown-answers");
	bounds[1] = lru_bound(c->people, "cooldown-people");
}
