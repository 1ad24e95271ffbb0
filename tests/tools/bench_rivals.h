/*
 * What the core is measured beside: every pattern of the content run over the message, one after the other,
 * and Hyperscan with the anchors alone, where it was there when this was built.
 *
 * Neither reads the message: the patterns get it as the core has read it, whose time is not counted.
 */
#ifndef TESTS_TOOLS_BENCH_RIVALS_H
#define TESTS_TOOLS_BENCH_RIVALS_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "core/content.h"
#include "core/lexicon_real.h"
#include "core/pattern.h"

#ifdef BENCH_HYPERSCAN
#include <hs.h>
#else
typedef struct hs_database hs_database_t;
typedef struct hs_scratch hs_scratch_t;
#endif

#define RIVALS_SOURCE_MAX 4000000

struct rivals {
	struct pattern *patterns[TERM_MAX];
	size_t n;
	struct pattern_matcher *matcher;
	hs_database_t *database; /* NULL: not here */
	hs_scratch_t *scratch;
};

/* The patterns as a bot without a scan would have them: searched for, not tried where they can begin. */
static inline void rivals_add_patterns(
	struct rivals *r, const struct lumbar_content *c, const struct lexicon *lx)
{
	struct phrase_names names = lexicon_names(lx);
	struct phrase_groups groups;
	struct pattern_error error;
	const char *name;
	struct buf source;
	size_t t;

	for (t = 0; t < terms_count(c->terms); t++) {
		name = terms_name(c->terms, t);
		groups = (struct phrase_groups){.count = 0};
		names.groups = &groups;
		buf_init(&source, RIVALS_SOURCE_MAX);
		buf_puts(&source, "(?<!\\S)");
		phrase_regex(lexicon_find(lx, name, strlen(name))->phrases, &names, &source);
		buf_puts(&source, "(?!\\S)");
		r->patterns[r->n] = pattern_create(buf_str(&source), source.len, &error);
		r->n += r->patterns[r->n] != NULL;
		buf_free(&source);
	}
}

#ifdef BENCH_HYPERSCAN

#define RIVALS_ANCHOR (VOCAB_WORD_MAX * 2 + 8)

static inline void rivals_add_anchors(struct rivals *r, const struct lumbar_content *c)
{
	size_t most = vocab_count(c->vocab) + 1, n = 0, id;
	char(*texts)[RIVALS_ANCHOR] = calloc(most, sizeof(*texts));
	const char **sources = calloc(most, sizeof(*sources));
	unsigned *flags = calloc(most, sizeof(*flags));
	unsigned *ids = calloc(most, sizeof(*ids));
	hs_compile_error_t *error = NULL;

	for (id = 1; texts && sources && flags && ids && id < most; id++) {
		if (!terms_has_anchor(c->terms, (uint16_t)id))
			continue;
		snprintf(texts[n], sizeof(texts[n]), "\\b\\Q%s\\E\\b",
			vocab_get(c->vocab, (uint16_t)id).text);
		sources[n] = texts[n];
		flags[n] = HS_FLAG_CASELESS | HS_FLAG_SINGLEMATCH;
		ids[n] = (unsigned)id;
		n++;
	}
	if (n == 0 || hs_compile_multi(sources, flags, ids, (unsigned)n, HS_MODE_BLOCK, NULL,
			      &r->database, &error) != HS_SUCCESS)
		fprintf(stderr, "bench: Hyperscan: %s\n", error ? error->message : "out of memory");
	else if (hs_alloc_scratch(r->database, &r->scratch) != HS_SUCCESS)
		r->database = NULL;
	hs_free_compile_error(error);
	free(texts);
	free(sources);
	free(flags);
	free(ids);
}

static inline int rivals_count(
	unsigned id, unsigned long long from, unsigned long long to, unsigned flags, void *ctx)
{
	(void)id;
	(void)from;
	(void)to;
	(void)flags;
	++*(size_t *)ctx;
	return 0;
}

static inline size_t rivals_scan(const struct rivals *r, const char *text, size_t len)
{
	size_t hits = 0;

	hs_scan(r->database, text, (unsigned)len, 0, r->scratch, rivals_count, &hits);
	return hits;
}

#else

static inline void rivals_add_anchors(struct rivals *r, const struct lumbar_content *c)
{
	(void)c;
	r->database = NULL;
}

static inline size_t rivals_scan(const struct rivals *r, const char *text, size_t len)
{
	(void)r;
	(void)text;
	return len;
}

#endif

static inline int rivals_open(struct rivals *r, const struct lumbar_content *c, const char *dir)
{
	struct arena *arena = arena_create();
	struct lexicon *lx = arena ? lexicon_real(arena, dir) : NULL;

	*r = (struct rivals){.matcher = pattern_matcher_create()};
	if (lx)
		rivals_add_patterns(r, c, lx);
	lexicon_destroy(lx);
	arena_destroy(arena);
	rivals_add_anchors(r, c);
	return r->matcher && r->n == terms_count(c->terms) ? 0 : -1;
}

/* All matches of all patterns. */
static inline size_t rivals_naive(const struct rivals *r, const char *text, size_t len)
{
	size_t i, at, hits = 0, span[2];

	for (i = 0; i < r->n; i++) {
		for (at = 0; at<len; at = span[1]> at ? span[1] : at + 1) {
			if (pattern_match(r->patterns[i], r->matcher, text, len, at, span) !=
				PATTERN_MATCH)
				break;
			hits++;
		}
	}
	return hits;
}

static inline void rivals_close(struct rivals *r)
{
	while (r->n)
		pattern_destroy(r->patterns[--r->n]);
	pattern_matcher_destroy(r->matcher);
#ifdef BENCH_HYPERSCAN
	hs_free_scratch(r->scratch);
	hs_free_database(r->database);
#endif
}

#endif
