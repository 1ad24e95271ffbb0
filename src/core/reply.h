/*
 * A verdict as the text that a person reads.
 */
#ifndef CORE_REPLY_H
#define CORE_REPLY_H

#include <stddef.h>

#include "core/content.h"
#include "lumbar.h"

/*
 * reply_write(content, verdict, style, out, size): see lumbar_reply().
 */
size_t reply_write(const struct lumbar_content *content, const struct lumbar_verdict *verdict,
	const struct lumbar_style *style, char *out, size_t size);

/*
 * reply_notice(content, notice, reply_id, style, out, size): see lumbar_notice().
 */
size_t reply_notice(const struct lumbar_content *content, enum lumbar_notice notice,
	const char *reply_id, const struct lumbar_style *style, char *out, size_t size);

/*
 * reply_fill(text, len, region, elsewhere, out): appends the text with its slots filled with the numbers
 * of the region; when *elsewhere is set, the first {emergency} is followed by what holds outside of the
 * region, and *elsewhere is cleared.  Returns what the last append returned.
 */
bool reply_fill(const char *text, size_t len, const struct answer_region *region, bool *elsewhere,
	struct buf *out);

#endif
