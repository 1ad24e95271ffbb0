/* What is recorded of a message beside its columns; see kept.h. */
#include "bot/kept.h"

#include <string.h>

#define MARK "kept" /* such a text is an object that has this member; a listener's note has not */

static const char *either(const char *s)
{
	return s ? s : "";
}

const char *kept_pack(struct buf *b, const struct platform_say *say)
{
	buf_clear(b);
	if (!*either(say->controls) && !*either(say->thread) && !*either(say->replaces))
		return either(say->note);
	buf_putc(b, '{');
	json_put(b, MARK, "1");
	json_put(b, "note", either(say->note));
	json_put(b, "thread", either(say->thread));
	json_put(b, "replaces", either(say->replaces));
	json_put(b, "controls", either(say->controls));
	/* better followed up without buttons than not */
	return buf_putc(b, '}') ? buf_str(b) : either(say->note);
}

json *kept_unpack(const char *text, struct platform_say *say)
{
	json *v = text && *text == '{' ? json_parse(text, strlen(text)) : NULL;

	say->note = text;
	if (!json_get_string(v, MARK)) {
		json_free(v);
		return NULL;
	}
	say->note = either(json_get_string(v, "note"));
	say->thread = either(json_get_string(v, "thread"));
	say->replaces = either(json_get_string(v, "replaces"));
	say->controls = either(json_get_string(v, "controls"));
	return v;
}
