/*
 * Which alternatives of a list may begin with a word, so that only those are followed.
 */
#ifndef CORE_MATCH_INDEX_H
#define CORE_MATCH_INDEX_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "core/match_tree.h"

/*
 * match_index_fill(list, arena, scratch): fills list->begins and list->loose, living in arena, from the
 * alternatives; the lists that they refer to have theirs.  scratch is working space.  Returns false when
 * memory is short.
 */
bool match_index_fill(struct match_list *list, struct arena *arena, struct buf *scratch);

/*
 * match_index_second(a): a->second of a compiled alternative; what its places refer to is indexed.
 */
uint64_t match_index_second(const struct match_alt *a);

#endif
