/*
 * The safety set: messages that must be escalated whatever the content says.  It is compiled in, so
 * that no edit of a content folder can lose one of them unnoticed.
 */
#ifndef CORE_SAFETY_H
#define CORE_SAFETY_H

#include <stddef.h>

#include "base/diag.h"
#include "core/content.h"

/*
 * safety_check(content, diag): reads every message of the set.  Returns 0 when each is escalated with
 * its tier or a graver one, -1 after a finding for each that is not.
 */
int safety_check(const struct lumbar_content *content, struct diag *diag);

/*
 * safety_count(): how many messages there are.
 */
size_t safety_count(void);

/*
 * safety_each(fn, ctx): passes every message to fn, as an example of LUMBAR_SAFETY_SET.
 */
void safety_each(lumbar_example_fn *fn, void *ctx);

#endif
