/* Compiled content; see content.h. */
#include "core/content.h"

#include <stdlib.h>
#include <string.h>

#include "base/yaml.h"
#include "core/hint_read.h"
#include "core/prospect.h"
#include "core/spelling.h"

#define FILES_MAX 64 /* YAML files of intents/, those that others stand for among them */

struct file {
	const char *name;
	const char *text; /* for carets */
	size_t len;
	const struct yaml_node *root;
	bool is_replaced; /* what others lack is taken from it, and nothing else */
};

struct building {
	struct lumbar_content *c;
	struct arena
		*phrases; /* what is needed until they are compiled, the files' trees among it */
	struct diag *diag;
	struct file files[FILES_MAX];
	size_t n_files;
	bool failed;
};

/* What is done with one top-level key of one file. */
typedef int section_fn(struct building *b, const struct file *f, const struct yaml_node *n);

static bool begins(const char *s, const char *start)
{
	return strncmp(s, start, strlen(start)) == 0;
}

static void read_file(struct building *b, const struct lumbar_source *src)
{
	const char *path = src->path ? src->path : src->name;
	struct file *f = &b->files[b->n_files];

	if (begins(src->name, "responses/")) {
		if (answers_read(b->c->answers, src, b->diag) != 0)
			b->failed = true;
		return;
	}
	if (b->n_files == FILES_MAX) {
		diag_error(
			b->diag, ((struct diag_place){path, 0, 0}), "too many files in intents/");
		b->failed = true;
		return;
	}
	f->name = arena_copy(b->c->arena, path, strlen(path));
	f->text = src->data;
	f->len = src->len;
	f->is_replaced = src->is_replaced;
	f->root = f->name ? yaml_parse(b->phrases, f->name, src->data, src->len, b->diag) : NULL;
	if (f->root && f->root->kind == YAML_MAP) {
		b->n_files++;
		return;
	}
	if (!f->name)
		diag_error(b->diag, ((struct diag_place){path, 0, 0}), "out of memory");
	if (f->root)
		diag_error(
			b->diag, yaml_at(f->name, f->root), "the file must be a map of sections");
	b->failed = true;
}

/* Gives every section of that name to fn: of the files that hold, or of those that others stand for. */
static void each_section_of(struct building *b, bool replaced, const char *key, section_fn *fn)
{
	const struct yaml_node *n;
	size_t i;

	for (i = 0; i < b->n_files; i++) {
		n = b->files[i].is_replaced == replaced ? yaml_get(b->files[i].root, key) : NULL;
		diag_source(b->diag, b->files[i].text, b->files[i].len);
		if (n && fn(b, &b->files[i], n) != 0)
			b->failed = true;
	}
	diag_source(b->diag, NULL, 0);
}

static void each_section(struct building *b, const char *key, section_fn *fn)
{
	each_section_of(b, false, key, fn);
}

static void missing(struct building *b, const char *what, const char *name);

/* The section as a copy that lasts as long as the content: what is made of it borrows ids and examples. */
static const struct yaml_node *kept(struct building *b, const struct yaml_node *n)
{
	const struct yaml_node *copy = yaml_copy(b->c->arena, n);

	if (!copy)
		missing(b, "out of memory for", n->key);
	return copy;
}

static int take_spelling(struct building *b, const struct file *f, const struct yaml_node *n)
{
	return spelling_read(b->c->vocab, f->name, n, b->diag);
}

static int take_words(struct building *b, const struct file *f, const struct yaml_node *n)
{
	return lexicon_read_words(b->c->lexicon, f->name, n, b->diag);
}

/* A file that was written before there were these names may stand for one that has them. */
static int take_lacking(struct building *b, const struct file *f, const struct yaml_node *n)
{
	return lexicon_read_lacking(b->c->lexicon, f->name, n, b->diag);
}

static int take_flags(struct building *b, const struct file *f, const struct yaml_node *n)
{
	n = kept(b, n);
	return n ? flag_read(b->c->flags, b->c->arena, b->c->terms, f->name, n, b->diag) : -1;
}

static int take_raises(struct building *b, const struct file *f, const struct yaml_node *n)
{
	n = kept(b, n);
	return n ? flag_read_raises(b->c->flags, f->name, n, b->diag) : -1;
}

static int take_kinds(struct building *b, const struct file *f, const struct yaml_node *n)
{
	return intent_read_kinds(b->c->intents, b->c->terms, f->name, n, b->diag);
}

static int take_intents(struct building *b, const struct file *f, const struct yaml_node *n)
{
	n = kept(b, n);
	return n ? intent_read(b->c->intents, b->c->arena, b->c->terms, f->name, n, b->diag) : -1;
}

static int take_hints(struct building *b, const struct file *f, const struct yaml_node *n)
{
	b->c->hints = hint_read(b->c->arena, b->c->intents, b->c->terms, f->name, n, b->diag);
	return b->c->hints ? 0 : -1;
}

static int take_flag_hints(struct building *b, const struct file *f, const struct yaml_node *n)
{
	b->c->flag_hints =
		hint_flag_read(b->c->arena, b->c->flags, b->c->terms, f->name, n, b->diag);
	return b->c->flag_hints ? 0 : -1;
}

/* topic: the rules that say when a painful back is spoken of. */
static int take_topic(struct building *b, const struct file *f, const struct yaml_node *list)
{
	const struct yaml_node *n;
	int result = 0;

	list = kept(b, list);
	if (!list)
		return -1;
	if (list->kind != YAML_LIST) {
		diag_error(b->diag, yaml_at(f->name, list), "topic: is a list of rules");
		return -1;
	}
	for (n = list->first; n; n = n->next) {
		if (b->c->n_gates == CONTENT_GATES_MAX || n->kind != YAML_SCALAR) {
			diag_error(
				b->diag, yaml_at(f->name, n), "topic: is a list of up to 64 rules");
			return -1;
		}
		if (rule_parse(&b->c->gates[b->c->n_gates], b->c->terms, n->text,
			    yaml_at(f->name, n), b->diag) != 0)
			result = -1;
		else
			b->c->n_gates++;
	}
	return result;
}

/* Refuses sections that nobody reads: a typing slip must not silence half a file. */
static void check_sections(struct building *b)
{
	static const char *const known[] = {"spelling", "words", "flags", "raises", "kinds",
		"intents", "topic", "hints", "flag-hints", "scope-examples"};
	const struct yaml_node *n;
	size_t i, k;

	for (i = 0; i < b->n_files; i++) {
		diag_source(b->diag, b->files[i].text, b->files[i].len);
		for (n = b->files[i].root->first; n; n = n->next) {
			for (k = 0; k < sizeof(known) / sizeof(known[0]); k++) {
				if (strcmp(known[k], n->key) == 0)
					break;
			}
			if (k < sizeof(known) / sizeof(known[0]))
				continue;
			diag_error(b->diag, yaml_key_at(b->files[i].name, n),
				"unknown section '%s': there are spelling, words, kinds, topic, "
				"flags, raises, "
				"intents and hints",
				n->key);
			b->failed = true;
		}
	}
	diag_source(b->diag, NULL, 0);
}

/* ------------------------------------------------------------------ cross-checks */

static void missing(struct building *b, const char *what, const char *name)
{
	diag_error(b->diag, ((struct diag_place){"intents", 0, 0}), "%s '%s' is not defined", what,
		name);
	b->failed = true;
}

static int need_term(struct building *b, const char *name)
{
	int t = terms_need(b->c->terms, name, strlen(name));

	if (t < 0)
		missing(b, "the name", name);
	return t;
}

/* As need_term(), for a term whose words are not understood by its standing there. */
static int need_place(struct building *b, const char *name)
{
	int t = terms_need_against(b->c->terms, name, strlen(name));

	if (t < 0)
		missing(b, "the name", name);
	return t;
}

static void need_terms(struct building *b)
{
	struct lumbar_content *c = b->c;
	const char *name = NULL;

	if (scope_terms_need(&c->scope_terms, c->terms, &name) != 0 ||
		frame_terms_need(&c->frame_terms, c->terms, &name) != 0)
		missing(b, "the name", name);
	c->topic = need_term(b, "back-trouble");
	c->other = need_term(b, "other-part");
	c->pronoun = need_term(b, "ask-pronoun");
	c->refer = need_term(b, "ask-refer");
	c->spasm = need_term(b, "spasm");
	c->body = need_term(b, "body-back");
	c->on = need_term(b, "ask-on");
	c->several = need_term(b, "ask-several");
	c->turn = need_term(b, "ask-other");
	c->named = need_term(b, "named-back");
	c->figure = need_term(b, "back-figure");
	c->fine = need_term(b, "back-fine");
	c->pick_first = need_term(b, "pick-first");
	c->pick_second = need_term(b, "pick-second");
	c->pick_third = need_term(b, "pick-third");
	c->outside.treatment = need_place(b, "outside-treatment");
	c->outside.complaint = need_place(b, "outside-complaint");
	c->outside.part = need_place(b, "outside-part");
	c->outside.elsewhere = need_place(b, "outside-elsewhere");
	c->outside.plain = need_place(b, "outside-plain");
}

/* An answer that something leads to. */
static void need_answer(struct building *b, const char *id, struct diag_place at)
{
	if (answers_find(b->c->answers, id))
		return;
	diag_error(b->diag, at, "the answer responses/%s.md is missing", id);
	b->failed = true;
}

static void check_next(struct building *b, const struct answer *ans)
{
	size_t i;

	for (i = 0; i < ans->n_next; i++) {
		if (intent_find(b->c->intents, ans->next[i]))
			continue;
		diag_error(b->diag, ((struct diag_place){ans->file, 1, 0}),
			"next: there is no intent '%s'", ans->next[i]);
		b->failed = true;
	}
}

static void check_answers(struct building *b)
{
	const struct intents *intents = b->c->intents;
	const struct flags *flags = b->c->flags;
	const struct answer *ans;
	size_t i;

	for (i = 0; i < intents->count; i++) {
		const struct intent *it = &intents->list[i];

		if (it->answer)
			need_answer(b, it->answer, yaml_key_at(it->file, it->node));
	}
	for (i = 0; i < flags->count; i++)
		need_answer(b, flags->list[i].reply,
			yaml_key_at(flags->list[i].file, flags->list[i].node));
	for (i = 0; i < flags->n_raises; i++)
		need_answer(b, flags->raises[i].reply,
			yaml_at(flags->raises[i].file, flags->raises[i].node));
	for (ans = answers_first(b->c->answers); ans; ans = ans->following)
		check_next(b, ans);
}

static void find_defaults(struct building *b)
{
	b->c->report = intent_find(b->c->intents, "treatment.overview");
	b->c->worry = intent_find(b->c->intents, "treatment.see-doctor");
	if (!b->c->report)
		missing(b, "the intent", "treatment.overview");
	if (!b->c->worry)
		missing(b, "the intent", "treatment.see-doctor");
}

/* ------------------------------------------------------------------ building */

static int allocate(struct lumbar_content *c, struct arena *phrases)
{
	c->arena = arena_create();
	if (!c->arena || !phrases)
		return -1;
	c->lexicon = lexicon_create(c->arena, phrases);
	c->vocab = vocab_create(c->arena);
	c->flags = arena_alloc(c->arena, sizeof(*c->flags));
	c->intents = arena_alloc(c->arena, sizeof(*c->intents));
	c->answers = answers_create(c->arena);
	if (!c->lexicon || !c->vocab || !c->flags || !c->intents || !c->answers)
		return -1;
	c->terms = terms_create(c->arena, c->lexicon, c->vocab);
	return c->terms ? 0 : -1;
}

static void build(struct building *b, const struct lumbar_source *sources, size_t n)
{
	struct lumbar_content *c = b->c;
	size_t i;

	for (i = 0; i < n; i++)
		read_file(b, &sources[i]);
	check_sections(b);
	each_section(b, "spelling", take_spelling);
	each_section(b, "words", take_words);
	each_section_of(b, true, "words", take_lacking);
	if (b->failed || lexicon_check(c->lexicon, b->diag) != 0 ||
		lexicon_vocabulary(c->lexicon, c->vocab, b->diag) != 0) {
		b->failed = true;
		return;
	}
	each_section(b, "kinds", take_kinds);
	each_section(b, "topic", take_topic);
	each_section(b, "flags", take_flags);
	each_section(b, "raises", take_raises);
	each_section(b, "intents", take_intents);
	each_section(b, "hints", take_hints);
	each_section(b, "flag-hints", take_flag_hints);
	need_terms(b);
	if (answers_check(c->answers, b->diag) != 0)
		b->failed = true;
	check_answers(b);
	find_defaults(b);
	if (!b->failed && terms_compile(c->terms, b->diag) != 0)
		b->failed = true;
	c->spell = spell_create(c->arena, c->vocab);
	if (!c->spell)
		missing(b, "out of memory for", "spelling");
	c->keys = prospect_keys_create(c);
	if (!c->keys)
		missing(b, "out of memory for", "keys");
}

struct lumbar_content *content_build(
	const struct lumbar_source *sources, size_t n, struct diag *diag)
{
	struct building b = {.diag = diag};

	b.c = calloc(1, sizeof(*b.c));
	b.phrases = arena_create();
	if (!b.c || allocate(b.c, b.phrases) != 0) {
		diag_error(diag, ((struct diag_place){"content", 0, 0}), "out of memory");
		b.failed = true;
	} else {
		build(&b, sources, n);
		lexicon_forget(b.c->lexicon);
	}
	arena_destroy(b.phrases);
	if (!b.failed)
		return b.c;
	content_free(b.c);
	return NULL;
}

void content_free(struct lumbar_content *c)
{
	if (!c)
		return;
	terms_destroy(c->terms);
	lexicon_destroy(c->lexicon);
	answers_destroy(c->answers);
	arena_destroy(c->arena);
	free(c);
}
