/*
 * The shape of a question: the names in it that intents are made of, without a word of its text.
 */
#ifndef CORE_SHAPE_H
#define CORE_SHAPE_H

#include "core/engine.h"

/*
 * shape_write(e, out, size): see lumbar_shape(); what is looked for in the last message of e must be
 * complete.
 */
size_t shape_write(const struct lumbar_engine *e, char *out, size_t size);

/*
 * shape_is_answered(c, shape): see lumbar_answers().
 */
bool shape_is_answered(const struct lumbar_content *c, const char *shape);

#endif
