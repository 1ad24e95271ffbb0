/*
 * A net (hint_net.h) as it stands in a file that `make hints` writes:
 *
 *	outputs: |
 *	  numbness -412 PPR~...      what it speaks for, its bias in parts of a unit, its row
 *	rows: |
 *	  base: PQQ...               a row each, as long as the hidden layer, of:
 *	  frame:faq PPP...           the kind of message
 *	  asked-name:heat-ice ...    a name of the lexicon, by its place
 *	  any-word:heat ...          a word wherever it stands; asked-word:heat by its place
 *	  asked-start:stret ...      the first letters of longer words, by their place
 *	  talk:spasm, last:about.who what the conversation was about, and what was answered last
 *
 * What each kind of net calls its places, and its outputs, says whoever reads it.
 */
#ifndef CORE_HINT_NET_READ_H
#define CORE_HINT_NET_READ_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/yaml.h"
#include "core/hint_net.h"
#include "core/intent.h"
#include "core/term.h"

/* What the file's names mean to the content. */
struct hint_net_form {
	const struct terms *terms;     /* complete */
	const struct intents *intents; /* for what was answered last; NULL: nothing is */
	const char *places[HINT_NET_PLACES_MAX];
	/* the column of an output; -1 for one that is not there any more */
	int (*find)(void *ctx, const char *name, size_t len);
	void *ctx;
};

/*
 * hint_net_read(net, arena, form, file, map, diag): reads the map of a net, living in arena as the map
 * does. Rows of names that are not there any more are passed over.  Returns 0, or -1 after a finding.
 */
int hint_net_read(struct hint_net *net, struct arena *arena, const struct hint_net_form *form,
	const char *file, const struct yaml_node *map, struct diag *diag);

/*
 * hint_net_read_is(name, word, len): whether the word is that name.
 */
bool hint_net_read_is(const char *name, const char *word, size_t len);

#endif
