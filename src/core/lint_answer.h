/*
 * What is wrong with the answers: too long, hard to read, without a source, with markup that not every
 * platform shows, or a red-flag reply whose first line does not do its work.
 */
#ifndef CORE_LINT_ANSWER_H
#define CORE_LINT_ANSWER_H

#include "base/diag.h"
#include "core/content.h"

/*
 * lint_answers(content, diag): reports every finding to diag.
 */
void lint_answers(const struct lumbar_content *content, struct diag *diag);

/*
 * lint_answers_dates(content, today, diag): warns of each answer whose sign-off was valid until a day
 * before that ("2026-11-22").
 */
void lint_answers_dates(const struct lumbar_content *content, const char *today, struct diag *diag);

#endif
