/*
 * The content that is shipped, for tests of what it has to hold.  They run from the repository's root.
 */
#ifndef TESTS_CORE_CONTENT_REAL_H
#define TESTS_CORE_CONTENT_REAL_H

#include "base/findings.h"
#include "core/content.h"
#include "lumbar.h"

#define REAL_COUNT(table) (sizeof(table) / sizeof((table)[0]))

static inline void real_finding(void *ctx, bool is_error, const char *text)
{
	(void)ctx;
	(void)is_error;
	print_error("%s", text);
}

/* The content of intents/ and responses/; NULL after findings. */
static inline struct lumbar_content *real_content(void)
{
	return lumbar_folder_content(".", NULL, real_finding, NULL);
}

/* The verdict that one flag's reply, "flags/fever", is written for. */
static inline struct lumbar_verdict real_escalation(
	const struct lumbar_content *content, const char *reply)
{
	const struct answer *a = answers_find(content->answers, reply);

	assert_non_null(a);
	return (struct lumbar_verdict){.action = LUMBAR_ESCALATE,
		.tier = a->tier,
		.n_flags = 1,
		.flags = {reply + strlen("flags/")},
		.reply_id = a->id,
		.reason = "a test"};
}

/* How long the first line of a reply is: what must never be cut. */
static inline size_t real_first_line(const char *reply, enum lumbar_format format)
{
	const char *end = strstr(reply, format == LUMBAR_HTML ? "</p>" : "\n");

	if (end && format == LUMBAR_HTML)
		end += strlen("</p>");
	return end ? (size_t)(end - reply) : strlen(reply);
}

#endif
