/* The safety set; see safety.h. */
#include "core/safety.h"

#include <string.h>

#include "core/engine.h"

static const struct {
	enum lumbar_tier tier;
	const char *text;
} set[] = {
	{LUMBAR_TIER_EMERGENCY, "both my legs went numb and i cant pee"},
};

size_t safety_count(void)
{
	return sizeof(set) / sizeof(set[0]);
}

int safety_check(const struct lumbar_content *content, struct diag *diag)
{
	struct lumbar_engine *e = engine_create(content);
	struct lumbar_message m = {.channel = LUMBAR_DIRECT};
	struct lumbar_verdict v;
	int result = 0;
	size_t i;

	if (!e) {
		diag_error(diag, ((struct diag_place){"safety set", 0, 0}), "out of memory");
		return -1;
	}
	for (i = 0; i < safety_count(); i++) {
		m.text = set[i].text;
		m.len = strlen(set[i].text);
		engine_read(e, &m, NULL, &v);
		if (v.action == LUMBAR_ESCALATE && v.tier >= set[i].tier)
			continue;
		diag_error(diag, ((struct diag_place){"safety set", (unsigned)i + 1, 0}),
			"'%s' must be escalated as %s, and with this content it is %s (%s)",
			set[i].text, lumbar_tier_name(set[i].tier), lumbar_action_name(v.action),
			lumbar_tier_name(v.tier));
		result = -1;
	}
	engine_destroy(e);
	return result;
}
