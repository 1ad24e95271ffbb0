/*
 * How a verdict came about, in lines that a person reads.
 */
#ifndef CORE_EXPLAIN_H
#define CORE_EXPLAIN_H

#include "core/engine.h"

/*
 * explain_text(e): the explanation of the last message of e as a string that the caller frees; NULL when
 * memory is short.
 */
char *explain_text(const struct lumbar_engine *e);

#endif
