/* The names of the lexicon that open and end scopes; see scope.h. */
#include <string.h>

#include "core/scope.h"

int scope_terms_need(struct scope_terms *st, struct terms *terms, const char **missing)
{
	const struct {
		const char *name;
		int *term;
	} needed[] = {
		{"scope-not", &st->not },
		{"scope-not-after", &st->not_after},
		{"scope-if", &st->if_},
		{"scope-suppose", &st->suppose},
		{"scope-would", &st->would},
		{"scope-unreal", &st->unreal},
		{"scope-real", &st->real},
		{"scope-happened", &st->happened},
		{"scope-so", &st->so},
		{"scope-past", &st->past},
		{"scope-past-after", &st->past_after},
		{"scope-over", &st->over},
		{"scope-nope", &st->nope},
		{"scope-none", &st->none},
		{"scope-nay", &st->nay},
		{"scope-asked", &st->asked},
		{"scope-able", &st->able},
		{"scope-answered", &st->answered},
		{"scope-idiom", &st->idiom},
		{"scope-end", &st->end},
		{"scope-new", &st->new_},
	};
	size_t i;

	for (i = 0; i < sizeof(needed) / sizeof(needed[0]); i++) {
		*needed[i].term = terms_need(terms, needed[i].name, strlen(needed[i].name));
		if (*needed[i].term < 0) {
			*missing = needed[i].name;
			return -1;
		}
	}
	return 0;
}
