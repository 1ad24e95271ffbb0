/*
 * Small content for the tests of src/core: the least that compiles and still has one of everything, and
 * ways to put a file in or take one out before it is compiled.
 */
#ifndef TESTS_CORE_CONTENT_MADE_H
#define TESTS_CORE_CONTENT_MADE_H

#include "base/findings.h"
#include "core/content.h"
#include "core/reading.h"
#include "core/term.h"
#include "lumbar.h"

#define MADE_MAX 128 /* files */

#define MADE_SCOPES                                                                                \
	"words:\n"                                                                                 \
	"  scope-not: [no|not|never|without]\n"                                                    \
	"  scope-not-after: [ruled out, is fine]\n"                                                \
	"  scope-nope: [nope|none|nothing]\n"                                                      \
	"  scope-none: [no to both|none of that]\n"                                                \
	"  scope-nay: [i said no]\n"                                                               \
	"  scope-asked: [asked about]\n"                                                           \
	"  scope-able: [can]\n"                                                                    \
	"  scope-would: [would]\n"                                                                 \
	"  scope-unreal: [went]\n"                                                                 \
	"  scope-real: [now]\n"                                                                    \
	"  scope-happened: [yesterday]\n"                                                          \
	"  scope-answered: [can it bend]\n"                                                        \
	"  scope-so: [because it is]\n"                                                            \
	"  scope-idiom: [no idea, not only, is fine with me]\n"                                    \
	"  scope-end: [but|except]\n"                                                              \
	"  scope-new: [i|my|the]\n"                                                                \
	"  scope-if: [if|unless]\n"                                                                \
	"  scope-suppose: [what if]\n"                                                             \
	"  scope-past: [used to]\n"                                                                \
	"  scope-past-after: [went away, years ago]\n"                                             \
	"  scope-over: [all mended since]\n"

#define MADE_FRAMES                                                                                \
	"words:\n"                                                                                 \
	"  frame-ask: [what|how|why|can|is|does]\n"                                                \
	"  frame-request: [need advice, please help]\n"                                            \
	"  frame-belief: [perhaps]\n"                                                              \
	"  frame-self: [i|my|me]\n"                                                                \
	"  frame-general: [a symptom of, in theory]\n"                                             \
	"  frame-study: [for an essay]\n"                                                          \
	"  frame-claim: [that is me]\n"                                                            \
	"  frame-anyone: [do people]\n"                                                            \
	"  frame-other: [my mate, he]\n"                                                           \
	"  frame-writer: [i, me]\n"                                                                \
	"  frame-own-back: [my back]\n"                                                            \
	"  frame-their-back: [his back]\n"

#define MADE_WORDS                                                                                 \
	"spelling:\n"                                                                              \
	"  fillers: what how why can is does it for with and or one two three four five six\n"     \
	"    seven eight nine ten go goes hurt was best an of in to a so then please advice "      \
	"need\n"                                                                                   \
	"  known: banana apple pear plum walk run\n"                                               \
	"words:\n"                                                                                 \
	"  back: [back|spine]\n"                                                                   \
	"  spasm: [spasms?|cramps?]\n"                                                             \
	"  back-trouble: ['{back} (hurts|pain|{spasm})', 'my {back}']\n"                           \
	"  body-back: ['my {back}']\n"                                                             \
	"  other-part: [knee|ear]\n"                                                               \
	"  ask-pronoun: [these|those]\n"                                                           \
	"  ask-refer: [that]\n"                                                                    \
	"  ask-on: ['(?<![\\s\\S])(how|why)(?![\\s\\S])']\n"                                       \
	"  ask-several: [both of them, either of those]\n"                                         \
	"  ask-other: [another question]\n"                                                        \
	"  named-back: ['her {back}']\n"                                                           \
	"  back-figure: ['watch her {back}']\n"                                                    \
	"  back-fine: ['{back} is well']\n"                                                        \
	"  pick-first: [1, first, both]\n"                                                         \
	"  pick-second: [2, second, both]\n"                                                       \
	"  pick-third: [3, third]\n"                                                               \
	"  outside-treatment: ['would \\w+ (\\w+)? help']\n"                                       \
	"  outside-complaint: ['to treat \\w+ (\\w+)?', 'against (knee|ear)']\n"                   \
	"  outside-part: [ear]\n"                                                                  \
	"  outside-elsewhere: [earache]\n"                                                         \
	"  outside-plain: [help|treat|would|against]\n"                                            \
	"  numb: [numb|numbness|no feeling]\n"                                                     \
	"  leg: [legs?|foot|feet]\n"                                                               \
	"  groin: [groin]\n"                                                                       \
	"  cold: [cold]\n"                                                                         \
	"  fever: [fever]\n"                                                                       \
	"  night: [wakes me]\n"                                                                    \
	"  die: [want to die]\n"                                                                   \
	"  cancer: [cancer]\n"                                                                     \
	"  pregnant: [pregnant]\n"                                                                 \
	"  posture: [posture|slouching]\n"                                                         \
	"  sitting: [sitting]\n"                                                                   \
	"  heat: [heat|hot water bottle|warm and cosy]\n"                                          \
	"  ice: [ice]\n"                                                                           \
	"  water: [water]\n"                                                                       \
	"  ask-cause: [causes?]\n"                                                                 \
	"  ask-prevent: [prevent|avoid|help it away]\n"                                            \
	"  ask-help: [helps?|treat]\n"                                                             \
	"  ask-worry: [worry]\n"                                                                   \
	"  song: [song]\n"                                                                         \
	"  hello: [hello]\n"

#define MADE_FLAGS                                                                                 \
	"flags:\n"                                                                                 \
	"  saddle: {tier: emergency, rules: [numb near groin]}\n"                                  \
	"  crisis: {tier: emergency, always: true, rules: [die]}\n"                                \
	"  numbness:\n"                                                                            \
	"    tier: urgent\n"                                                                       \
	"    rules:\n"                                                                             \
	"      - numb near leg unless cold\n"                                                      \
	"  fever: {tier: urgent, needs: back, rules: [fever and back-trouble]}\n"                  \
	"  cancer: {tier: urgent, lasting: true, rules: [cancer]}\n"                               \
	"  night: {tier: see-doctor, needs: no-other, rules: [night]}\n"                           \
	"  pregnant: {tier: see-doctor, owned: true, rules: [pregnant]}\n"                         \
	"raises:\n"                                                                                \
	"  - {all: [numbness, fever], reply: flags/combined}\n"

#define MADE_INTENTS                                                                               \
	"topic: [back-trouble]\n"                                                                  \
	"kinds:\n"                                                                                 \
	"  topic: {spasm: 2}\n"                                                                    \
	"  aspect: {ask-cause: 6, ask-prevent: 7, ask-help: 6, ask-worry: 8}\n"                    \
	"intents:\n"                                                                               \
	"  treatment.overview: {ask: [ask-help, spasm + ask-help]}\n"                              \
	"  treatment.see-doctor: {ask: [ask-worry]}\n"                                             \
	"  treatment.heat: {ask: [heat + ask-help, heat]}\n"                                       \
	"  treatment.ice: {ask: [ice + ask-help, ice]}\n"                                          \
	"  causes.posture: {ask: [posture + ask-cause]}\n"                                         \
	"  causes.sitting: {ask: [sitting + ask-cause]}\n"                                         \
	"  causes.water: {ask: [water + ask-cause]}\n"                                             \
	"  prevention.posture: {ask: [posture + ask-prevent]}\n"                                   \
	"  meta.hello: {meta: true, ask: [hello]}\n"                                               \
	"  uncovered.song: {covered: false, strong: true, ask: [song]}\n"

#define MADE_REGIONS                                                                               \
	"regions:\n"                                                                               \
	"  - {id: default, emergency: your local emergency number, urgent: a doctor,\n"            \
	"     crisis: your local crisis line, poison: your local poison centre}\n"                 \
	"  - {id: uk, emergency: '999', urgent: NHS 111, crisis: Samaritans, poison: NHS 111,\n"   \
	"     hospital: 'A&E'}\n"                                                                  \
	"  - {id: nz, emergency: '111', urgent: Healthline, crisis: '1737', poison: Poisons}\n"

#define MADE_ARTICLES                                                                              \
	"articles:\n"                                                                              \
	"  - {id: '001', title: Article one}\n"                                                    \
	"  - {id: '002', title: Article two}\n"

/* An answer with those lines of front matter. */
#define MADE_ANSWER(front, body) "---\ntitle: T\nreviewed: 2026-01-01\n" front "---\n" body "\n"
#define MADE_CITED(body) MADE_ANSWER("sources: ['001']\n", body)
#define MADE_FLAG(tier, body) MADE_ANSWER("tier: " tier "\n", body)

/* The red-flag replies, the shared texts and the answers. */
#define MADE_RESPONSES                                                                             \
	{"responses/flags/saddle.md",                                                              \
		MADE_FLAG("emergency", "**Call {emergency} now.**\n\nSaddle rest.")},              \
		{"responses/flags/crisis.md",                                                      \
			MADE_FLAG("emergency", "**Contact {crisis} or call {emergency}.**")},      \
		{"responses/flags/combined.md",                                                    \
			MADE_FLAG("emergency", "**Call {emergency} now, both.**")},                \
		{"responses/flags/numbness.md",                                                    \
			MADE_FLAG("urgent", "**Get help from {urgent}.**\n\nNumbness rest.")},     \
		{"responses/flags/fever.md", MADE_FLAG("urgent", "**Fever: {urgent}.**")},         \
		{"responses/flags/cancer.md", MADE_FLAG("urgent", "**Cancer: {urgent}.**")},       \
		{"responses/flags/night.md", MADE_FLAG("see-doctor", "**See a doctor.**")},        \
		{"responses/flags/pregnant.md", MADE_FLAG("see-doctor", "**See a midwife.**")},    \
		{"responses/meta/fallback.md", MADE_ANSWER("", "Fallback.")},                      \
		{"responses/meta/uncovered.md", MADE_ANSWER("", "Uncovered.")},                    \
		{"responses/meta/choices.md", MADE_ANSWER("", "Pick one:")},                       \
		{"responses/meta/nearest.md", MADE_ANSWER("", "Nearest:")},                        \
		{"responses/meta/if-that-changes.md",                                              \
			MADE_ANSWER("", "If that changes, call {emergency}.")},                    \
		{"responses/meta/safety-list.md", MADE_ANSWER("", "Safety list: {emergency}.")},   \
		{"responses/meta/hello.md", MADE_ANSWER("", "Hello.")},                            \
		{"responses/treatment/overview.md", MADE_CITED("Overview.\n\nOverview rest.")},    \
		{"responses/treatment/see-doctor.md", MADE_CITED("When to worry.")},               \
		{"responses/treatment/heat.md", MADE_CITED("Heat.\n\nHeat rest.")},                \
		{"responses/treatment/ice.md", MADE_CITED("Ice.\n\nIce rest.")},                   \
		{"responses/causes/posture.md",                                                    \
			MADE_ANSWER("sources: ['002', '001']\n", "Posture.")},                     \
		{"responses/causes/sitting.md", MADE_CITED("Sitting.")},                           \
		{"responses/causes/water.md", MADE_CITED("Water.")},                               \
	{                                                                                          \
		"responses/prevention/posture.md", MADE_CITED("Sit well.")                         \
	}

/* Words of every message of the safety set: content with this flag is accepted by lumbar_content_create(). */
#define MADE_ALARM                                                                                 \
	"words:\n"                                                                                 \
	"  alarm: "                                                                                \
	"[i|im|ive|my|back|both|numbness|bladder|fever|tingling|unbearable|no|not|pain]\n"         \
	"flags:\n"                                                                                 \
	"  alarm: {tier: emergency, always: true, rules: [alarm]}\n"

struct made {
	struct lumbar_source sources[MADE_MAX];
	size_t n;
	struct findings found;
	struct lumbar_content *content;
	struct pattern_matcher *matcher;
	struct reading *reading;
	struct term_hits *hits;
};

/* Puts a file in, in place of the one of that name. */
static inline void made_put(struct made *m, const char *name, const char *text)
{
	size_t i;

	for (i = 0; i < m->n && strcmp(m->sources[i].name, name) != 0; i++)
		;
	assert_true(i < MADE_MAX);
	m->sources[i] = (struct lumbar_source){.name = name, .data = text, .len = strlen(text)};
	if (i == m->n)
		m->n++;
}

static inline void made_drop(struct made *m, const char *name)
{
	size_t i;

	for (i = 0; i < m->n && strcmp(m->sources[i].name, name) != 0; i++)
		;
	assert_true(i < m->n);
	memmove(&m->sources[i], &m->sources[i + 1], (m->n - i - 1) * sizeof(m->sources[0]));
	m->n--;
}

/* Begins with the content above, uncompiled. */
static inline void made_open(struct made *m)
{
	static const char *const files[][2] = {{"intents/scopes.yaml", MADE_SCOPES},
		{"intents/frames.yaml", MADE_FRAMES}, {"intents/words.yaml", MADE_WORDS},
		{"intents/flags.yaml", MADE_FLAGS}, {"intents/intents.yaml", MADE_INTENTS},
		{"responses/regions.yaml", MADE_REGIONS},
		{"responses/articles.yaml", MADE_ARTICLES}, MADE_RESPONSES};
	size_t i;

	*m = (struct made){.n = 0};
	findings_open(&m->found);
	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		made_put(m, files[i][0], files[i][1]);
}

/* Compiles it without the safety set; NULL after findings. */
static inline struct lumbar_content *made_build(struct made *m)
{
	content_free(m->content);
	m->content = content_build(m->sources, m->n, &m->found.diag);
	return m->content;
}

/* Compiles it; a finding ends the test. */
static inline void made_good(struct made *m)
{
	made_build(m);
	assert_string_equal(buf_str(&m->found.text), "");
	assert_non_null(m->content);
}

/* Compiles it with other text in one file, which has exactly these findings. */
static inline void made_bad(
	struct made *m, const char *name, const char *text, const char *expected)
{
	buf_clear(&m->found.text);
	made_put(m, name, text);
	made_build(m);
	if (m->content || !strstr(buf_str(&m->found.text), expected))
		fail_msg("%s\n%s\nis expected to be refused with\n%s\nand there is\n%s", name, text,
			expected, buf_str(&m->found.text));
}

/* Reads a message and finds its terms. */
static inline void made_read(struct made *m, const char *text)
{
	if (!m->reading) {
		m->matcher = pattern_matcher_create();
		m->reading = reading_create();
		m->hits = terms_hits_create(m->content->terms);
	}
	assert_true(m->matcher && m->reading && m->hits);
	reading_read(m->reading, m->content->vocab, m->content->spell, text, strlen(text));
	terms_find(m->content->terms, m->matcher, m->reading, m->hits);
}

/* The number of the first word that is read so; fails the test when there is none. */
static inline uint16_t made_word(const struct made *m, const char *word)
{
	const struct reading *r = m->reading;
	size_t i;

	for (i = 0; i < r->n_words; i++) {
		if (r->words[i].len == strlen(word) &&
			memcmp(r->text.data + r->words[i].at, word, strlen(word)) == 0)
			return (uint16_t)i;
	}
	fail_msg("'%s' is not among the words read", word);
	return 0;
}

static inline const struct flag *made_flag(const struct made *m, const char *id)
{
	size_t i;

	for (i = 0; i < m->content->flags->count; i++) {
		if (strcmp(m->content->flags->list[i].id, id) == 0)
			return &m->content->flags->list[i];
	}
	fail_msg("there is no flag %s", id);
	return NULL;
}

static inline void made_close(struct made *m)
{
	terms_hits_destroy(m->hits);
	reading_destroy(m->reading);
	pattern_matcher_destroy(m->matcher);
	content_free(m->content);
	findings_close(&m->found);
}

#endif
