/*
 * Red flags: findings that send a person to a doctor, and how surely a message reports one.
 *
 * A flag is reported, or it is ruled out ("no numbness"), asked about in general ("is numbness a
 * symptom?"), supposed ("what if it goes numb"), or past ("it was numb but that went away").  Only a
 * reported one escalates.  The doubt goes towards reporting.
 */
#ifndef CORE_FLAG_H
#define CORE_FLAG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/yaml.h"
#include "core/frame.h"
#include "core/rule.h"
#include "core/scope.h"
#include "lumbar.h"

#define FLAG_MAX 64       /* flags of the content */
#define FLAG_RULES_MAX 96 /* rules of one flag */
#define FLAG_RAISE_MAX 4  /* flags of one combination */

/* What a flag needs beside its words, where the person is not talking to the bot. */
enum flag_needs {
	FLAG_NEEDS_NOTHING,
	FLAG_NEEDS_BACK,     /* where nobody talks to the bot, a painful back must be spoken of */
	FLAG_NEEDS_NO_OTHER, /* the same, and nowhere may the message be about another illness */
};

enum flag_status {
	FLAG_ABSENT,
	FLAG_NEGATED,
	FLAG_PAST,
	FLAG_SUPPOSED,
	FLAG_GENERAL,
	FLAG_DOUBTED, /* by the hints (hint_flag.h), or somebody else's in a story of one's own back */
	FLAG_REPORTED,
};

struct flag_rule {
	struct rule rule;
	enum lumbar_tier tier; /* LUMBAR_TIER_NONE: the flag's own */
	const struct yaml_node *node;
};

struct flag {
	const char *id;
	const char *file;
	const struct yaml_node *node;
	enum lumbar_tier tier;
	enum flag_needs needs;
	bool always;       /* a general question or a supposition counts as a report */
	bool owned;        /* in a question it counts only when somebody is said to have it */
	bool lasting;      /* what is past counts too: a cancer of years ago */
	bool own_story;    /* beside one's own back, what somebody else has is nothing to it */
	const char *reply; /* id of its answer, "flags/<id>" */
	struct flag_rule *rules;
	size_t n_rules;
	const struct yaml_node *examples, *counter_examples;
};

/* Flags that together are graver than each alone: an emergency with a reply of its own. */
struct flag_raise {
	const char *file;
	const struct yaml_node *node; /* the reply's id in the file */
	const struct flag *flags[FLAG_RAISE_MAX];
	size_t n_flags;
	const char *reply;
};

struct flags {
	struct flag list[FLAG_MAX];
	size_t count;
	struct flag_raise raises[FLAG_MAX];
	size_t n_raises;
};

/* What a message says of one flag. */
struct flag_finding {
	enum flag_status status;
	enum lumbar_tier tier;
	const struct flag_rule *rule; /* the one that decided */
	struct term_hit span;
};

/*
 * flag_read(flags, arena, terms, file, map, diag): takes in a `flags:` map.  Returns 0, or -1 after
 * findings.
 */
int flag_read(struct flags *flags, struct arena *arena, struct terms *terms, const char *file,
	const struct yaml_node *map, struct diag *diag);

/*
 * flag_read_raises(flags, file, list, diag): takes in a `raises:` list of maps {all: [flags], reply: id},
 * after all flags.  Returns 0, or -1 after findings.
 */
int flag_read_raises(
	struct flags *flags, const char *file, const struct yaml_node *list, struct diag *diag);

/*
 * flag_protect(flags, hits, protected, n): sets protected[w] for every word that is part of a term of
 * several words with which a rule begins: a negation inside it is the finding itself.
 */
void flag_protect(
	const struct flags *flags, const struct term_hits *hits, bool *protected, size_t n);

/* A message as flags look at it. */
struct flag_view {
	const struct reading *r;
	const struct term_hits *hits;
	const struct scopes *scopes;
	const struct frames *frames;
	int topic;        /* the term that stands for the topic */
	int spasm, body;  /* the terms of words for a spasm, and for the back itself */
	bool topic_known; /* the conversation has it */
};

/*
 * flag_find(flag, view): what the message says of the flag.
 */
struct flag_finding flag_find(const struct flag *flag, const struct flag_view *view);

/*
 * flag_status_name(status): its word, for explanations.
 */
const char *flag_status_name(enum flag_status status);

#endif
