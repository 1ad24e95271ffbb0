/* Tests of src/core/flag.c. */
#include "core/flag.h"

#include <stdio.h>

#include "core/content_made.h"

#define FLAGS "intents/flags.yaml"

static struct made made;
static struct scopes scopes;
static struct frames frames;
static bool protected[READING_WORDS_MAX];

static int set_up(void **state)
{
	(void)state;
	made_open(&made);
	return frame_create(&frames);
}

static int tear_down(void **state)
{
	(void)state;
	frame_free(&frames);
	made_close(&made);
	return 0;
}

/* What the message says of the flag. */
static struct flag_finding find(const char *id, const char *text, bool topic_known)
{
	const struct lumbar_content *c = made.content;

	made_read(&made, text);
	flag_protect(c->flags, made.hits, protected, made.reading->n_words);
	scope_find(&c->scope_terms, made.reading, made.hits, protected, &scopes);
	frame_find(&c->frame_terms, made.reading, made.hits, &frames);
	return flag_find(made_flag(&made, id), &(struct flag_view){.r = made.reading,
						       .hits = made.hits,
						       .scopes = &scopes,
						       .frames = &frames,
						       .topic = c->topic,
						       .spasm = c->spasm,
						       .body = c->body,
						       .topic_known = topic_known});
}

/* ------------------------------------------------------------------ finding */

#define APPLES "apple apple apple apple apple apple apple apple "

/* In a long story, what can wait has to stand close to the back; what cannot wait has not. */
static void asides(void **state)
{
	static const struct {
		const char *id, *begin, *end, *status;
		size_t between; /* words */
	} cases[] = {
		{"night", "my back hurts", "wakes me", "reported", 30},
		{"night", "my back hurts", "wakes me", "reported", 54},
		{"night", APPLES APPLES APPLES APPLES "my back hurts", "wakes me", "reported", 28},
		{"night", APPLES APPLES APPLES APPLES "my back hurts", "wakes me", "absent", 32},
		{"night", "my back hurts", "wakes me", "absent", 58},
		{"night", "wakes me", "my back hurts", "absent", 58},
		{"night", "wakes me", "spasms", "absent", 58},
		{"numbness", "my back hurts", "numb leg", "reported", 90},
	};
	char text[1024];
	size_t i, k, n;

	(void)state;
	made_good(&made);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		n = (size_t)sprintf(text, "%s", cases[i].begin);
		for (k = 0; k < cases[i].between; k++)
			n += (size_t)sprintf(text + n, " banana");
		sprintf(text + n, " %s", cases[i].end);
		if (strcmp(flag_status_name(find(cases[i].id, text, true).status),
			    cases[i].status) != 0)
			fail_msg("case %zu: not %s", i, cases[i].status);
	}
}

static void statuses(void **state)
{
	static const struct {
		const char *id, *text, *status;
	} cases[] = {
		{"numbness", "", "absent"},
		{"numbness", "leg hurts", "absent"},
		{"numbness", "numb leg", "reported"},
		{"numbness", "cold numb leg", "absent"},
		{"numbness", "my leg is numb", "reported"},
		{"numbness", "do people go numb in the leg", "asked in general"},
		{"numbness", "numb leg, what do people do", "reported"},
		{"numbness", "do people go numb in the leg. that is me", "reported"},
		{"numbness", "no numb leg", "ruled out"},
		{"numbness", "numbness in my leg? nope", "ruled out"},
		{"numbness", "numb leg ruled out", "ruled out"},
		{"numbness", "leg never numb", "ruled out"},
		{"numbness", "numb leg went away", "past"},
		{"numbness", "if my leg is numb", "supposed"},
		{"numbness", "is numb leg a symptom of cancer", "asked in general"},
		{"numbness", "what is a numb leg", "asked in general"},
		{"numbness", "what is my numb leg", "reported"},
		{"numbness", "numb leg for an essay", "asked in general"},
		{"numbness", "is numb leg a symptom of cancer. that is me", "reported"},
		/* the finding itself holds a negation */
		{"numbness", "no feeling in leg", "reported"},
		{"numbness", "not no feeling in leg", "ruled out"},
		/* ruled out outweighs past, a second place that reports outweighs all */
		{"numbness", "no numb leg went away", "ruled out"},
		{"numbness", "no numb leg. foot numb", "reported"},
		{"numbness", "if my leg is numb. no numb foot", "supposed"},
		/* always: suppositions and questions count; what is ruled out does not */
		{"crisis", "if i want to die", "reported"},
		{"crisis", "is want to die a symptom of cancer", "reported"},
		{"crisis", "not want to die", "ruled out"},
		/* lasting: what is past counts */
		{"cancer", "cancer years ago", "reported"},
		{"cancer", "no cancer", "ruled out"},
		/* owned: in a question it counts only when somebody has it */
		{"pregnant", "what helps, pregnant", "asked in general"},
		{"pregnant", "pregnant", "reported"},
		{"pregnant", "what helps i go pregnant", "reported"},
		/* grave ones: who speaks of themselves anywhere means themselves */
		{"saddle", "what is numb groin. my back", "reported"},
		{"saddle", "what is numb groin", "asked in general"},
		{"saddle", "my numb groin for an essay", "reported"},
		{"numbness", "my numb leg for an essay", "asked in general"},
	};
	const char *status;
	size_t i;

	(void)state;
	made_good(&made);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		status = flag_status_name(find(cases[i].id, cases[i].text, false).status);
		if (strcmp(status, cases[i].status) != 0)
			fail_msg("'%s': %s is %s, not %s", cases[i].text, cases[i].id, status,
				cases[i].status);
	}
}

/* `and back-trouble` is fulfilled by a conversation that knows the topic. */
static void the_topic_may_be_known(void **state)
{
	(void)state;
	made_good(&made);
	assert_int_equal(find("fever", "fever", false).status, FLAG_ABSENT);
	assert_int_equal(find("fever", "fever", true).status, FLAG_REPORTED);
	assert_int_equal(find("fever", "fever and my back hurts", false).status, FLAG_REPORTED);
	assert_int_equal(find("fever", "no fever", true).status, FLAG_NEGATED);
	/* a painful back that is denied leaves the fever what it is */
	assert_int_equal(find("fever", "fever. no back pain", false).status, FLAG_REPORTED);
}

/* In a story of one's own back, what somebody else has is nothing to it; where theirs is spoken of, it is. */
static void others(void **state)
{
	static const char flags[] =
		"flags:\n"
		"  fever: {tier: urgent, own-story: true, rules: [fever near leg, fever]}\n";
	static const struct {
		const char *text, *status;
	} cases[] = {
		{"my back hurts. my mate has a fever one two three four", "doubted"},
		{"my back hurts. he has a fever one two three four five", "doubted"},
		{"my back hurts. my mate has a fever", "reported"},
		{"my back hurts. my mate and i has a fever one two three four", "reported"},
		{"my back hurts. my mate gave me a fever one two three four", "reported"},
		{"my back hurts. my mate one two three four five fever six", "reported"},
		{"my back hurts. my mate one two three. fever six seven eight", "reported"},
		{"my back hurts. his back hurts. my mate has a fever one two", "reported"},
		{"my mate has a fever one two three four five six seven eight", "reported"},
	};
	size_t i;

	(void)state;
	made_put(&made, FLAGS, flags);
	made_good(&made);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (strcmp(flag_status_name(find("fever", cases[i].text, true).status),
			    cases[i].status) != 0)
			fail_msg("'%s': not %s", cases[i].text, cases[i].status);
	}
}

/* What stands elsewhere in the message and is denied there is no evidence. */
static void denied_evidence(void **state)
{
	static const char flags[] = "flags:\n  fever: {tier: urgent, rules: [fever and cold]}\n";

	(void)state;
	made_put(&made, FLAGS, flags);
	made_good(&made);
	assert_int_equal(find("fever", "fever. cold", true).status, FLAG_REPORTED);
	assert_int_equal(find("fever", "fever. no cold", true).status, FLAG_NEGATED);
	assert_int_equal(find("fever", "fever. no cold. cold", true).status, FLAG_REPORTED);
}

/* What decided is told: the rule, its tier, the words. */
static void what_decided(void **state)
{
	static const char flags[] = "flags:\n"
				    "  numbness:\n"
				    "    tier: see-doctor\n"
				    "    rules: [numb, {rule: numb near leg, tier: urgent},\n"
				    "      {rule: numb near groin, tier: emergency}, cold]\n";
	struct flag_finding f;

	(void)state;
	made_put(&made, FLAGS, flags);
	made_good(&made);
	f = find("numbness", "walk numb apple leg run", false);
	assert_int_equal(f.status, FLAG_REPORTED);
	assert_int_equal(f.tier, LUMBAR_TIER_URGENT);
	assert_string_equal(f.rule->rule.text, "numb near leg");
	assert_int_equal(f.span.first, 1);
	assert_int_equal(f.span.last, 3);
	assert_int_equal(find("numbness", "numb", false).tier, LUMBAR_TIER_SEE_DOCTOR);
	assert_int_equal(
		find("numbness", "cold, numb groin and leg", false).tier, LUMBAR_TIER_EMERGENCY);
	/* a report outweighs what is graver and ruled out */
	f = find("numbness", "no numb groin. cold", false);
	assert_int_equal(f.status, FLAG_REPORTED);
	assert_int_equal(f.tier, LUMBAR_TIER_SEE_DOCTOR);
	/* of equals the first rule */
	assert_string_equal(find("numbness", "cold. numb", false).rule->rule.text, "numb");
	assert_null(find("numbness", "walk", false).rule);
}

/* Only terms of several words with which a rule begins keep their negations. */
static void protection(void **state)
{
	(void)state;
	made_good(&made);
	memset(protected, 1, sizeof(protected));
	made_read(&made, "numb and no feeling in no leg");
	flag_protect(made.content->flags, made.hits, protected, made.reading->n_words);
	assert_false(protected[0]);
	assert_false(protected[1]);
	assert_true(protected[2] && protected[3]);
	assert_false(protected[4] || protected[5] || protected[6]);
	assert_true(protected[7]); /* behind the message nothing is touched */
}

/* ------------------------------------------------------------------ reading */

static void refused(void **state)
{
	static const struct {
		const char *text, *finding;
	} bad[] = {
		{"flags: [x]", FLAGS ":1:8: error: flags: must be a map of ids"},
		{"flags: {x: {rules: [numb]}}", FLAGS ":1:12: error: a flag needs a tier"},
		{"flags: {x: {tier: grave, rules: [numb]}}",
			FLAGS ":1:19: error: a tier is emergency, urgent or see-doctor"},
		{"flags: {x: {tier: [urgent], rules: [numb]}}",
			FLAGS ":1:19: error: a tier is emergency, urgent or see-doctor"},
		{"flags: {x: {tier: none, rules: [numb]}}", FLAGS ":1:19: error: a tier is"},
		{"flags: {x: {tier: urgent, rule: [numb]}}",
			FLAGS ":1:27: error: a flag has no 'rule'"},
		{"flags: {x: {tier: urgent}}",
			FLAGS ":1:12: error: a flag needs a list of up to 96 rules"},
		{"flags: {x: {tier: urgent, rules: numb}}",
			FLAGS ":1:34: error: a flag needs a list of up to 96 rules"},
		{"flags: {x: {tier: urgent, rules: [[numb]]}}",
			FLAGS ":1:35: error: a rule is a text, or a map of rule and tier"},
		{"flags: {x: {tier: urgent, rules: [{tier: urgent}]}}",
			FLAGS ":1:35: error: a rule is a text, or a map of rule and tier"},
		{"flags: {x: {tier: urgent, rules: [{rule: numb, tier: x}]}}",
			FLAGS ":1:54: error: a tier is emergency"},
		{"flags: {x: {tier: urgent, rules: [unheard]}}",
			FLAGS ":1:35: error: 'unheard' is not defined in the lexicon"},
		{"flags: {x: {tier: urgent, needs: all, rules: [numb]}}",
			FLAGS ":1:34: error: needs: knows 'back' and 'no-other'"},
		{"flags: {x: {tier: urgent, needs: [back], rules: [numb]}}",
			FLAGS ":1:34: error: needs: knows 'back' and 'no-other'"},
		{"flags: {x: {tier: urgent, always: yes, rules: [numb]}}",
			FLAGS ":1:35: error: true or false is expected here"},
		{"flags: {x: {tier: urgent, owned: {}, rules: [numb]}}",
			FLAGS ":1:34: error: true or false is expected here"},
		{"flags: {x: {tier: urgent, lasting: [], rules: [numb]}}",
			FLAGS ":1:36: error: true or false is expected here"},
		{"flags: {x: urgent}", FLAGS ":1:12: error: a flag needs a tier"},
		{"flags: {saddle: {tier: urgent, rules: [numb]}}\nraises: {}",
			FLAGS ":2:9: error: raises: is a list"},
		{"flags: {saddle: {tier: urgent, rules: [numb]}}\nraises: [saddle]",
			FLAGS ":2:10: error: a raise is {all: [flags], reply: answer}"},
		{"flags: {saddle: {tier: urgent, rules: [numb]}}\nraises: [{all: saddle, reply: "
		 "x}]",
			FLAGS ":2:10: error: a raise is"},
		{"flags: {saddle: {tier: urgent, rules: [numb]}}\nraises: [{all: [saddle]}]",
			FLAGS ":2:10: error: a raise is"},
		{"flags: {saddle: {tier: urgent, rules: [numb]}}\n"
		 "raises: [{all: [saddle, sadle], reply: flags/combined}]",
			FLAGS ":2:25: error: there is no such flag, or there are too many"},
		/* without a flag it would hold for every message */
		{"flags: {saddle: {tier: urgent, rules: [numb]}}\n"
		 "raises: [{all: [], reply: flags/combined}]",
			FLAGS ":2:10: error: a raise is {all: [flags], reply: answer}"},
		{"flags: {saddle: {tier: urgent, rules: [numb]}}\n"
		 "raises: [{all: [saddle,saddle,saddle,saddle,saddle], reply: flags/combined}]",
			FLAGS ":2:45: error: there is no such flag, or there are too many"},
	};
	size_t i;

	(void)state;
	made_put(&made, "responses/flags/x.md", MADE_FLAG("urgent", "**Go.**"));
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		made_bad(&made, FLAGS, bad[i].text, bad[i].finding);
}

/* The same id in two files. */
static void defined_twice(void **state)
{
	(void)state;
	made_bad(&made, "intents/more.yaml", "flags:\n  fever: {tier: urgent, rules: [numb]}\n",
		"intents/more.yaml:2:10: error: this flag is already defined");
}

static void every_switch(void **state)
{
	const struct flag *f;

	(void)state;
	made_put(&made, FLAGS,
		"flags:\n"
		"  fever: {tier: see-doctor, needs: back, always: false, note: x, rules: [fever],\n"
		"    examples: [a, b], counter-examples: [c]}\n"
		"  night: {tier: urgent, needs: no-other, always: true, lasting: true, owned: "
		"true,\n"
		"    rules: [night]}\n");
	made_good(&made);
	f = made_flag(&made, "fever");
	assert_int_equal(f->tier, LUMBAR_TIER_SEE_DOCTOR);
	assert_int_equal(f->needs, FLAG_NEEDS_BACK);
	assert_string_equal(f->reply, "flags/fever");
	assert_false(f->always || f->lasting || f->owned);
	assert_int_equal(f->examples->count, 2);
	assert_int_equal(f->counter_examples->count, 1);
	f = made_flag(&made, "night");
	assert_int_equal(f->needs, FLAG_NEEDS_NO_OTHER);
	assert_true(f->always && f->lasting && f->owned);
	assert_null(f->examples);
}

/* As many rules as a flag may have, and one more. */
static void most_rules(void **state)
{
	static char text[FLAG_RULES_MAX * 16];
	size_t i, n;

	(void)state;
	n = (size_t)sprintf(text, "flags: {fever: {tier: urgent, rules: [numb");
	for (i = 1; i < FLAG_RULES_MAX; i++)
		n += (size_t)sprintf(text + n, ", numb");
	strcpy(text + n, "]}}");
	made_put(&made, FLAGS, text);
	made_good(&made);
	assert_int_equal(made_flag(&made, "fever")->n_rules, FLAG_RULES_MAX);
	strcpy(text + n, ", numb]}}");
	made_bad(&made, FLAGS, text, FLAGS ":1:38: error: a flag needs a list of up to 96 rules");
}

/* As many flags as there may be, and one more. */
static void most_flags(void **state)
{
	static char text[FLAG_MAX * 64], name[FLAG_MAX][32];
	size_t i, n;

	(void)state;
	n = (size_t)sprintf(text, "flags:\n");
	for (i = 0; i < FLAG_MAX; i++) {
		n += (size_t)sprintf(text + n, "  f%zu: {tier: urgent, rules: [fever]}\n", i);
		snprintf(name[i], sizeof(name[i]), "responses/flags/f%zu.md", i);
		made_put(&made, name[i], MADE_FLAG("urgent", "**Go.**"));
	}
	made_put(&made, FLAGS, text);
	made_good(&made);
	assert_int_equal(made.content->flags->count, FLAG_MAX);
	strcpy(text + n, "  one: {tier: urgent, rules: [fever]}\n");
	made_bad(&made, FLAGS, text, "error: too many flags, or out of memory");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(statuses, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_topic_may_be_known, set_up, tear_down),
		cmocka_unit_test_setup_teardown(others, set_up, tear_down),
		cmocka_unit_test_setup_teardown(denied_evidence, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_decided, set_up, tear_down),
		cmocka_unit_test_setup_teardown(protection, set_up, tear_down),
		cmocka_unit_test_setup_teardown(asides, set_up, tear_down),
		cmocka_unit_test_setup_teardown(refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(defined_twice, set_up, tear_down),
		cmocka_unit_test_setup_teardown(every_switch, set_up, tear_down),
		cmocka_unit_test_setup_teardown(most_rules, set_up, tear_down),
		cmocka_unit_test_setup_teardown(most_flags, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
