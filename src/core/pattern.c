/* Regular expressions over PCRE2; see pattern.h. */
#include "core/pattern.h"

#include <stdio.h>
#include <stdlib.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/buf.h"

#define JIT_STACK_FIRST (32 * 1024)
#define JIT_STACK_MOST (512 * 1024)

struct pattern {
	pcre2_code *code;
	bool jit;
};

struct pattern_matcher {
	pcre2_match_data *data;
	pcre2_match_context *context;
	pcre2_jit_stack *stack;
};

struct pattern *pattern_create(const char *source, size_t len, struct pattern_error *error)
{
	const uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C;
	struct pattern *p = calloc(1, sizeof(*p));
	PCRE2_SIZE at = 0;
	int code = 0;

	*error = (struct pattern_error){.why = "out of memory"};
	if (!p)
		return NULL;
	p->code = pcre2_compile((PCRE2_SPTR)source, len, options, &code, &at, NULL);
	if (!p->code) {
		pcre2_get_error_message(code, (PCRE2_UCHAR *)error->why, sizeof(error->why));
		error->at = at;
		free(p);
		return NULL;
	}
	/* refused where a sandbox forbids writable code: the interpreter then does the same work */
	p->jit = pcre2_jit_compile(p->code, PCRE2_JIT_COMPLETE) == 0;
	return p;
}

void pattern_destroy(struct pattern *p)
{
	if (!p)
		return;
	pcre2_code_free(p->code);
	free(p);
}

bool pattern_is_jit(const struct pattern *p)
{
	return p->jit;
}

struct pattern_matcher *pattern_matcher_create(void)
{
	struct pattern_matcher *m = calloc(1, sizeof(*m));

	if (!m)
		return NULL;
	m->data = pcre2_match_data_create(1, NULL);
	m->context = pcre2_match_context_create(NULL);
	if (!m->data || !m->context) {
		pattern_matcher_destroy(m);
		return NULL;
	}
	pattern_matcher_limit(m, PATTERN_LIMIT_DEFAULT);
	/* without a stack of its own JIT uses 32 KB of the machine's: enough for ordinary phrases */
	m->stack = pcre2_jit_stack_create(JIT_STACK_FIRST, JIT_STACK_MOST, NULL);
	if (m->stack)
		pcre2_jit_stack_assign(m->context, NULL, m->stack);
	return m;
}

void pattern_matcher_destroy(struct pattern_matcher *m)
{
	if (!m)
		return;
	pcre2_match_data_free(m->data);
	pcre2_match_context_free(m->context);
	pcre2_jit_stack_free(m->stack);
	free(m);
}

void pattern_matcher_limit(struct pattern_matcher *m, unsigned steps)
{
	pcre2_set_match_limit(m->context, steps);
}

void pattern_pad(struct buf *text)
{
	static const char zeros[PATTERN_SLACK];
	size_t len = text->len;

	buf_put(text, zeros, sizeof(zeros));
	buf_cut(text, len);
}

enum pattern_result pattern_match(const struct pattern *p, struct pattern_matcher *m,
	const char *text, size_t len, size_t from, size_t span[2])
{
	const PCRE2_SIZE *found;
	int rc;

	/* the short way to machine code leaves out the checks of arguments, and that of UTF-8 */
	if (p->jit)
		rc = pcre2_jit_match(p->code, (PCRE2_SPTR)text, len, from, 0, m->data, m->context);
	else
		rc = pcre2_match(p->code, (PCRE2_SPTR)text, len, from, PCRE2_NO_UTF_CHECK, m->data,
			m->context);

	if (rc == PCRE2_ERROR_NOMATCH)
		return PATTERN_NONE;
	if (rc < 0)
		return PATTERN_LIMIT;
	found = pcre2_get_ovector_pointer(m->data);
	span[0] = found[0];
	span[1] = found[1];
	return PATTERN_MATCH;
}
