/*
 * How written words are to be read, from the `spelling:` maps of the content.
 *
 *	spelling:
 *	  variants: {you: u yu, i have: ive}   how it is read: how it is written
 *	  joins: {can not: cant}               two neighbours that are read as one word
 *	  known: dumb pack                     real words that are never mended
 *	  exact: feng witch                    known ones that nothing misspelt is mended into
 *	  fillers: tonight really              known ones that carry no content
 *	  common: the a i                      known fillers so frequent that they are poor anchors
 *
 * What others are read as is not itself read otherwise, so that reading comes to an end.
 */
#ifndef CORE_SPELLING_H
#define CORE_SPELLING_H

#include "base/diag.h"
#include "base/yaml.h"
#include "core/vocab.h"

/*
 * spelling_read(vocab, file, map, diag): takes in one `spelling:` map.  To be called before
 * lexicon_vocabulary(), which refuses phrases with words that are always read otherwise.  Returns 0, or
 * -1 after findings.
 */
int spelling_read(
	struct vocab *vocab, const char *file, const struct yaml_node *map, struct diag *diag);

#endif
