/*
 * What can be asked, for those who would rather choose than write: the titles of the answers.
 */
#ifndef CORE_TOPIC_H
#define CORE_TOPIC_H

#include <stddef.h>

#include "core/content.h"
#include "lumbar.h"

/*
 * topic_list(content, out, max): see lumbar_topics().
 */
size_t topic_list(const struct lumbar_content *content, struct lumbar_topic *out, size_t max);

/*
 * topic_title(content, intent): see lumbar_title().
 */
const char *topic_title(const struct lumbar_content *content, const char *intent);

/*
 * topic_next(content, intent, out, max): see lumbar_next().
 */
size_t topic_next(const struct lumbar_content *content, const char *intent,
	struct lumbar_topic *out, size_t max);

#endif
