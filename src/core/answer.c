/* The curated answers, articles and regions; see answer.h. */
#include "core/answer.h"

#include <string.h>

#include "base/map.h"
#include "base/yaml.h"

#define FENCE "---\n"

struct answers {
	struct arena *arena;
	struct map *by_id;
	struct answer *first, *last;
	struct answer_article *articles;
	struct answer_region *regions;
};

struct answers *answers_create(struct arena *arena)
{
	struct answers *a = arena_alloc(arena, sizeof(*a));

	if (!a)
		return NULL;
	a->arena = arena;
	a->by_id = map_create();
	return a->by_id ? a : NULL;
}

void answers_destroy(struct answers *a)
{
	if (a)
		map_destroy(a->by_id);
}

/* ------------------------------------------------------------------ members of a map */

struct reader {
	struct answers *a;
	const char *name; /* below the content folder */
	const char *file; /* as findings call it */
	struct diag *diag;
	bool failed;
};

static void fail(struct reader *r, const struct yaml_node *n, const char *why)
{
	diag_error(r->diag, yaml_at(r->file, n), "%s", why);
	r->failed = true;
}

static int no_memory(const struct reader *r)
{
	diag_error(r->diag, ((struct diag_place){r->file, 0, 0}), "out of memory");
	return -1;
}

static const char *read_text(struct reader *r, const struct yaml_node *n)
{
	if (n->kind == YAML_SCALAR && n->len)
		return n->text;
	fail(r, n, "a text is expected here");
	return "";
}

static size_t read_list(
	struct reader *r, const struct yaml_node *list, const char *out[ANSWER_LIST_MAX])
{
	const struct yaml_node *n;
	size_t count = 0;

	if (list->kind != YAML_LIST || list->count > ANSWER_LIST_MAX) {
		fail(r, list, "a list of up to eight is expected here");
		return 0;
	}
	for (n = list->first; n; n = n->next)
		out[count++] = read_text(r, n);
	return count;
}

static bool read_switch(struct reader *r, const struct yaml_node *n)
{
	const char *text = read_text(r, n);

	if (strcmp(text, "true") != 0 && strcmp(text, "false") != 0)
		fail(r, n, "true or false is expected here");
	return strcmp(text, "true") == 0;
}

static enum lumbar_tier read_tier(struct reader *r, const struct yaml_node *n)
{
	const char *text = read_text(r, n);
	int t;

	for (t = LUMBAR_TIER_SEE_DOCTOR; t <= LUMBAR_TIER_EMERGENCY; t++) {
		if (strcmp(text, lumbar_tier_name((enum lumbar_tier)t)) == 0)
			return (enum lumbar_tier)t;
	}
	fail(r, n, "a tier is emergency, urgent or see-doctor");
	return LUMBAR_TIER_NONE;
}

/* A day as ISO 8601 writes it, so that two can be compared as texts. */
static const char *read_day(struct reader *r, const struct yaml_node *n)
{
	static const char form[] = "0000-00-00";
	const char *text = read_text(r, n);
	size_t i;

	for (i = 0; text[i] && i < sizeof(form) - 1; i++) {
		if (form[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != form[i])
			break;
	}
	if (i < sizeof(form) - 1 || text[i] || memcmp(text + 5, "12", 2) > 0 ||
		memcmp(text + 8, "31", 2) > 0)
		fail(r, n, "a day is written as 2026-11-22");
	return text;
}

/* ------------------------------------------------------------------ answers */

/* Who agreed to what is said, and for how long.  Returns whether the member is one of these. */
static bool read_sign_off(struct reader *r, struct answer *ans, const struct yaml_node *n)
{
	if (strcmp(n->key, "sign-off") == 0) {
		ans->sign_off = read_text(r, n);
		ans->sign_line = n->key_line;
		if (strcmp(ans->sign_off, "none") == 0)
			ans->sign_off = NULL;
	} else if (strcmp(n->key, "signed") == 0) {
		ans->signed_on = read_day(r, n);
	} else if (strcmp(n->key, "valid-until") == 0) {
		ans->valid_until = read_day(r, n);
		ans->valid_line = n->key_line;
	} else {
		return false;
	}
	return true;
}

static void read_member(struct reader *r, struct answer *ans, const struct yaml_node *n)
{
	if (strcmp(n->key, "title") == 0)
		ans->title = read_text(r, n);
	else if (strcmp(n->key, "sources") == 0)
		ans->n_sources = read_list(r, n, ans->sources);
	else if (strcmp(n->key, "next") == 0)
		ans->n_next = read_list(r, n, ans->next);
	else if (strcmp(n->key, "safety") == 0)
		ans->safety = read_switch(r, n);
	else if (strcmp(n->key, "reviewed") == 0)
		ans->reviewed = read_text(r, n);
	else if (strcmp(n->key, "tier") == 0)
		ans->tier = read_tier(r, n);
	else if (strcmp(n->key, "private") == 0)
		ans->private_why = read_text(r, n);
	else if (strcmp(n->key, "basis") != 0 && !read_sign_off(r, ans, n)) {
		diag_error(r->diag, yaml_key_at(r->file, n),
			"an answer has no '%s': it has title, sources, next, safety, reviewed, "
			"tier, private, basis, sign-off, signed, valid-until",
			n->key);
		r->failed = true;
	}
}

static unsigned count_lines(const char *from, const char *to)
{
	unsigned n = 0;

	for (; from < to; from++)
		n += *from == '\n';
	return n;
}

/* Finds the front matter between two fences; NULL after a finding. */
static const struct yaml_node *read_front(
	struct reader *r, const char *text, size_t len, const char **body)
{
	const size_t n = strlen(FENCE);
	const char *end = NULL;

	if (len > n && memcmp(text, FENCE, n) == 0)
		end = memmem(text + n, len - n, "\n" FENCE, n + 1);
	if (!end) {
		diag_error(r->diag, ((struct diag_place){r->file, 1, 1}),
			"an answer begins with its front matter between two lines of ---");
		return NULL;
	}
	*body = end + 1 + n;
	/* the first fence opens the document, the second is kept from the parser */
	return yaml_parse(r->a->arena, r->file, text, (size_t)(end + 1 - text), r->diag);
}

/* Enters an answer under its id: the path without responses/ and .md. */
static struct answer *add_answer(struct reader *r)
{
	const char *from = strchr(r->name, '/') + 1;
	size_t len = strlen(from) - strlen(".md");
	struct answer *ans = arena_alloc(r->a->arena, sizeof(*ans));

	if (!ans)
		return NULL;
	ans->id = arena_copy(r->a->arena, from, len);
	if (!ans->id || map_put(r->a->by_id, ans->id, len, ans) != 0)
		return NULL;
	if (r->a->last)
		r->a->last->following = ans;
	else
		r->a->first = ans;
	r->a->last = ans;
	return ans;
}

bool answers_is_strong(const struct answer *ans)
{
	return ans->body_len > 4 && memcmp(ans->body, "**", 2) == 0;
}

static int read_answer(struct reader *r, const char *text, size_t len)
{
	const struct yaml_node *front, *n;
	const char *copy = arena_copy(r->a->arena, text, len), *body = NULL;
	struct answer *ans;

	if (!copy)
		return no_memory(r);
	front = read_front(r, copy, len, &body);
	if (!front)
		return -1;
	ans = add_answer(r);
	if (!ans)
		return no_memory(r);
	ans->file = r->file;
	ans->body = body;
	ans->body_len = len - (size_t)(body - copy);
	ans->body_line = count_lines(copy, body) + 1;
	ans->source = copy;
	ans->source_len = len;
	for (n = front->kind == YAML_MAP ? front->first : NULL; n; n = n->next)
		read_member(r, ans, n);
	if (!ans->title)
		fail(r, front, "an answer needs a title");
	if (ans->body_len == 0)
		fail(r, front, "the answer is empty");
	if (ans->private_why && !answers_is_strong(ans))
		fail(r, front,
			"what is private begins with what to do in bold: before others that is all "
			"that is said");
	return r->failed ? -1 : 0;
}

/* ------------------------------------------------------------------ articles and regions */

static void add_article(struct reader *r, const struct yaml_node *n)
{
	struct answer_article *art = arena_alloc(r->a->arena, sizeof(*art));
	const struct yaml_node *id = yaml_get(n, "id"), *title = yaml_get(n, "title");

	if (!art || !id || !title) {
		fail(r, n, "an article has an id and a title");
		return;
	}
	art->id = read_text(r, id);
	art->title = read_text(r, title);
	art->following = r->a->articles;
	r->a->articles = art;
}

static const char *const slot_names[ANSWER_SLOTS] = {
	[ANSWER_EMERGENCY] = "emergency",
	[ANSWER_URGENT] = "urgent",
	[ANSWER_CRISIS] = "crisis",
	[ANSWER_POISON] = "poison",
	[ANSWER_HOSPITAL] = "hospital",
};

/* Enters one slot of a region.  Returns whether the member is one. */
static bool add_slot(struct reader *r, struct answer_region *reg, const struct yaml_node *m)
{
	size_t i;

	for (i = 0; i < ANSWER_SLOTS; i++) {
		if (strcmp(m->key, slot_names[i]) == 0) {
			reg->slots[i] = read_text(r, m);
			return true;
		}
	}
	return false;
}

static const struct answer_region *find_region(const struct answers *a, const char *id)
{
	const struct answer_region *reg;

	for (reg = a->regions; reg; reg = reg->following) {
		if (strcmp(reg->id, id) == 0)
			return reg;
	}
	return NULL;
}

static void add_region(struct reader *r, const struct yaml_node *n)
{
	struct answer_region *reg = arena_alloc(r->a->arena, sizeof(*reg));
	const struct yaml_node *m;
	size_t i, filled = 0;

	if (!reg) {
		fail(r, n, "out of memory");
		return;
	}
	reg->slots[ANSWER_HOSPITAL] = "an emergency department";
	for (m = n->kind == YAML_MAP ? n->first : NULL; m; m = m->next) {
		if (strcmp(m->key, "id") == 0)
			reg->id = read_text(r, m);
		else if (!add_slot(r, reg, m) && strcmp(m->key, "checked") != 0 &&
			 strcmp(m->key, "sources") != 0)
			fail(r, m,
				"a region has id, emergency, urgent, crisis, poison, hospital, "
				"checked, sources");
	}
	for (i = 0; i < ANSWER_SLOTS; i++)
		filled += reg->slots[i] != NULL;
	if (!reg->id || filled < ANSWER_SLOTS) {
		fail(r, n, "a region needs id, emergency, urgent, crisis and poison");
		return;
	}
	if (find_region(r->a, reg->id)) {
		diag_error(r->diag, yaml_at(r->file, n), "the region '%s' is already defined",
			reg->id);
		r->failed = true;
	}
	reg->following = r->a->regions;
	r->a->regions = reg;
}

static int read_table(struct reader *r, const char *text, size_t len, const char *key,
	void (*add)(struct reader *, const struct yaml_node *))
{
	const struct yaml_node *root = yaml_parse(r->a->arena, r->file, text, len, r->diag);
	const struct yaml_node *list = yaml_get(root, key), *n;

	if (!root)
		return -1;
	if (!list || list->kind != YAML_LIST) {
		diag_error(r->diag, yaml_at(r->file, root), "a list '%s:' is expected here", key);
		return -1;
	}
	for (n = list->first; n; n = n->next)
		add(r, n);
	return r->failed ? -1 : 0;
}

static bool ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), k = strlen(end);

	return n > k && strcmp(s + n - k, end) == 0;
}

int answers_read(struct answers *a, const struct lumbar_source *source, struct diag *diag)
{
	const char *file = source->path ? source->path : source->name;
	struct reader r = {a, source->name, arena_copy(a->arena, file, strlen(file)), diag, false};

	if (!r.file) {
		r.file = file;
		return no_memory(&r);
	}
	diag_source(diag, source->data, source->len);
	if (ends_with(r.name, ".md"))
		return read_answer(&r, source->data, source->len);
	if (ends_with(r.name, "/articles.yaml"))
		return read_table(&r, source->data, source->len, "articles", add_article);
	if (ends_with(r.name, "/regions.yaml"))
		return read_table(&r, source->data, source->len, "regions", add_region);
	diag_error(diag, ((struct diag_place){r.file, 0, 0}),
		"responses/ holds answers (.md), articles.yaml and regions.yaml");
	return -1;
}

/* ------------------------------------------------------------------ looking up */

const struct answer *answers_find(const struct answers *a, const char *id)
{
	return map_get(a->by_id, id, strlen(id));
}

const struct answer *answers_first(const struct answers *a)
{
	return a->first;
}

const struct answer_article *answers_article(const struct answers *a, const char *id)
{
	const struct answer_article *art;

	for (art = a->articles; art; art = art->following) {
		if (strcmp(art->id, id) == 0)
			return art;
	}
	return NULL;
}

const struct answer_region *answers_region(const struct answers *a, const char *id)
{
	const struct answer_region *reg = id ? find_region(a, id) : NULL;

	return reg ? reg : find_region(a, "default");
}

bool answers_region_known(const struct answers *a, const char *id)
{
	return find_region(a, id) != NULL;
}

const char *answers_slot(const struct answer_region *region, const char *name, size_t len)
{
	size_t i;

	for (i = 0; i < ANSWER_SLOTS; i++) {
		if (strlen(slot_names[i]) == len && memcmp(slot_names[i], name, len) == 0)
			return region->slots[i];
	}
	return NULL;
}

int answers_check(const struct answers *a, struct diag *diag)
{
	static const char *const shared[] = {"meta/fallback", "meta/uncovered", "meta/choices",
		"meta/nearest", "meta/if-that-changes", "meta/safety-list"};
	const struct answer *ans;
	int result = 0;
	size_t i;

	for (i = 0; i < sizeof(shared) / sizeof(shared[0]); i++) {
		if (answers_find(a, shared[i]))
			continue;
		diag_error(diag, ((struct diag_place){"responses", 0, 0}), "%s.md is missing",
			shared[i]);
		result = -1;
	}
	if (!find_region(a, "default")) {
		diag_error(diag, ((struct diag_place){"responses/regions.yaml", 0, 0}),
			"there is no region 'default'");
		result = -1;
	}
	for (ans = a->first; ans; ans = ans->following) {
		for (i = 0; i < ans->n_sources; i++) {
			if (answers_article(a, ans->sources[i]))
				continue;
			diag_error(diag, ((struct diag_place){ans->file, 1, 0}),
				"there is no article '%s' in articles.yaml", ans->sources[i]);
			result = -1;
		}
	}
	return result;
}
