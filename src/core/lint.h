/*
 * What is wrong with content that works: see lumbar_content_check().
 */
#ifndef CORE_LINT_H
#define CORE_LINT_H

#include "base/diag.h"
#include "core/content.h"

#define LINT_GAP_MAX 2 /* open words in a row that a phrase may hold */

/*
 * lint_content(content, diag): reports every finding to diag.
 */
void lint_content(const struct lumbar_content *content, struct diag *diag);

#endif
