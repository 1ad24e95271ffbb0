/*
 * Every message that content names as an example or a counter-example, and the safety set.
 */
#ifndef CORE_EXAMPLE_H
#define CORE_EXAMPLE_H

#include "core/content.h"

/*
 * example_read(n, message): whether n is an example, a text or a map {text, channel}; message then is it.
 */
bool example_read(const struct yaml_node *n, struct lumbar_message *message);

/*
 * example_each(content, fn, ctx): see lumbar_content_examples().
 */
void example_each(const struct lumbar_content *content, lumbar_example_fn *fn, void *ctx);

#endif
