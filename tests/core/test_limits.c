/*
 * Limits, with the content that is shipped: neither where in a message a red flag stands nor how little
 * room a reply has changes anything that matters.
 */
#include <stdio.h>

#include "base/utf8.h"
#include "core/content_real.h"

#define REPLY_SIZE 16384

static const char *const region_ids[] = {"default", "uk", "us", "ca", "ie", "eu", "au", "nz"};
static const enum lumbar_format formats[] = {LUMBAR_PLAIN, LUMBAR_DISCORD, LUMBAR_HTML};
static const enum lumbar_channel channels[] = {LUMBAR_DIRECT, LUMBAR_FAQ, LUMBAR_AMBIENT};

static struct lumbar_content *content;
static struct lumbar_engine *engine;

static int set_up(void **state)
{
	(void)state;
	content = real_content();
	engine = content ? lumbar_engine_create(content) : NULL;
	return engine ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	lumbar_engine_destroy(engine);
	lumbar_content_destroy(content);
	return 0;
}

/* ------------------------------------------------------------------ places in a message */

/* Writes the filler over and over up to byte `at`, ends the sentence there, and adds the text. */
static size_t place(char *out, size_t at, const char *filler, const char *text)
{
	size_t n = strlen(filler), i;

	for (i = 0; i + n <= at; i += n)
		memcpy(out + i, filler, n);
	memset(out + i, '.', at - i);
	if (at)
		out[at - 1] = strchr(filler, '\n') ? '\n' : ' ';
	memcpy(out + at, text, strlen(text));
	return at + strlen(text);
}

static const char *const fillers[] = {
	"The bus was late and we had soup for lunch. ",
	"we talked about the garden for a while, then about the weather and the neighbours ",
	"lol haha ",
	"\xf0\x9f\x98\x82\xf0\x9f\x98\x82 ",
	"quick brown\n",
	"> both of us\n",
	"my back hurts. ",
};

/* A flag anywhere up to the end of what is read is found, in every channel. */
static void flags_anywhere(void **state)
{
	static const char *const flags[] = {
		"both my legs went numb and i cant pee",
		"I have lost control of my bladder.",
		"my back is in spasm and I'm numb between my legs",
		"i want to kill myself",
	};
	static const size_t places[] = {0, 100, 1990, 3990, 16000, 40000, LUMBAR_MESSAGE_MAX};
	static char text[LUMBAR_MESSAGE_MAX + 8192];
	struct lumbar_message m = {.text = text};
	struct lumbar_verdict v;
	size_t i, k, f, c, at;

	(void)state;
	for (i = 0; i < REAL_COUNT(places); i++) {
		for (k = 0; k < REAL_COUNT(flags); k++) {
			for (f = 0; f < REAL_COUNT(fillers); f++) {
				/* the last place is the last in which all of it is read */
				at = places[i] == LUMBAR_MESSAGE_MAX ? places[i] - strlen(flags[k])
								     : places[i];
				m.len = place(text, at, fillers[f], flags[k]);
				m.channel = channels[(i + k + f) % REAL_COUNT(channels)];
				lumbar_read(engine, &m, NULL, &v);
				if (v.tier != LUMBAR_TIER_EMERGENCY)
					fail_msg("'%s' at byte %zu behind '%s': %s", flags[k], at,
						fillers[f], lumbar_tier_name(v.tier));
			}
		}
	}
	for (c = 0; c < REAL_COUNT(channels); c++) {
		/* what stands behind the end counts as not written */
		m.len = place(text, LUMBAR_MESSAGE_MAX, fillers[0], flags[3]);
		m.channel = channels[c];
		lumbar_read(engine, &m, NULL, &v);
		assert_int_equal(v.tier, LUMBAR_TIER_NONE);
	}
}

/* Every place around the end of a window: the flag is never cut in two by it. */
static void flags_across_windows(void **state)
{
	static const char flag[] = "both my legs went numb and i cant pee";
	static const size_t ends[] = {2000, 4000, 6000};
	static char text[8192];
	struct lumbar_message m = {.text = text};
	struct lumbar_verdict v;
	size_t i, at;

	(void)state;
	for (i = 0; i < REAL_COUNT(ends); i++) {
		for (at = ends[i] - 60; at < ends[i] + 60; at++) {
			m.len = place(text, at, fillers[1], flag);
			m.len += place(text + m.len, 500, fillers[1], " bye");
			lumbar_read(engine, &m, NULL, &v);
			if (v.tier != LUMBAR_TIER_EMERGENCY)
				fail_msg("at byte %zu: %s", at, lumbar_tier_name(v.tier));
		}
	}
}

/* ------------------------------------------------------------------ room of a reply */

struct room {
	const struct lumbar_verdict *v;
	struct lumbar_style style; /* without limits */
	char whole[REPLY_SIZE];    /* the reply without limits */
	size_t len, chars;
	size_t head; /* bytes of its first line */
};

static void room_open(struct room *r, const struct lumbar_verdict *v, const char *region,
	enum lumbar_format format)
{
	r->v = v;
	r->style = (struct lumbar_style){.format = format, .region = region};
	r->len = lumbar_reply(content, v, &r->style, r->whole, sizeof(r->whole));
	r->chars = utf8_length(r->whole, r->len);
	r->head = real_first_line(r->whole, format);
	assert_true(r->head > 0);
	if (r->head > LUMBAR_REPLY_MIN)
		fail_msg("%zu bytes in the first line of\n%s", r->head, r->whole);
}

/* The reply with these limits: within them, its first line whole, everything else whole or left out. */
static void room_try(const struct room *r, size_t max_bytes, size_t max_chars, size_t size)
{
	struct lumbar_style style = r->style;
	char out[REPLY_SIZE], line[REPLY_SIZE];
	const char *at, *end;
	size_t n;

	style.max_bytes = max_bytes;
	style.max_chars = max_chars;
	memset(out, 'x', sizeof(out));
	n = lumbar_reply(content, r->v, &style, out, size);
	assert_int_equal(n, strlen(out));
	if (n >= size || (max_bytes && n > max_bytes) ||
		(max_chars && utf8_length(out, n) > max_chars))
		fail_msg("limits %zu, %zu, %zu: %zu bytes\n%s", max_bytes, max_chars, size, n, out);
	assert_memory_equal(out, r->whole, r->head);
	for (at = out; *at; at = *end ? end + 1 : end) {
		end = at + strcspn(at, "\n");
		snprintf(line, sizeof(line), "%.*s", (int)(end - at), at);
		if (style.format != LUMBAR_HTML && !strstr(r->whole, line))
			fail_msg("limit %zu: cut inside a line:\n%s", max_bytes, out);
	}
	if (style.format == LUMBAR_HTML)
		assert_int_equal(out[n - 1], '>');
}

static void room_sweep(const struct room *r, size_t step)
{
	size_t n;

	for (n = LUMBAR_REPLY_MIN; n <= r->len + step; n += step) {
		room_try(r, n, 0, REPLY_SIZE);
		room_try(r, 0, n, REPLY_SIZE);
		room_try(r, 0, 0, n + 1);
	}
}

/* Every red-flag reply, alone and with answers behind it, under limits down to the least. */
static void first_line_is_never_cut(void **state)
{
	const struct answer *a;
	struct lumbar_verdict v;
	static struct room r;
	size_t i, k;

	(void)state;
	for (a = answers_first(content->answers); a; a = a->following) {
		if (strncmp(a->id, "flags/", 6) != 0)
			continue;
		v = real_escalation(content, a->id);
		v.n_intents = 2;
		v.intents[0] = content->report->id;
		v.intents[1] = content->worry->id;
		for (i = 0; i < REAL_COUNT(region_ids); i++) {
			for (k = 0; k < REAL_COUNT(formats); k++) {
				room_open(&r, &v, region_ids[i], formats[k]);
				room_sweep(&r, i == 1 && k == 1 ? 3 : 61);
			}
		}
	}
}

/* The first lines of answers and shared texts fit the least room too. */
static void answers_fit(void **state)
{
	struct lumbar_verdict v;
	static struct room r;
	size_t i, k;

	(void)state;
	for (i = 0; i < content->intents->count; i++) {
		v = (struct lumbar_verdict){.action = LUMBAR_ANSWER,
			.n_intents = 3,
			.intents = {content->intents->list[i].id, content->report->id,
				content->worry->id},
			.negated_flags = i % 2};
		if (!content->intents->list[i].answer)
			v = (struct lumbar_verdict){
				.action = LUMBAR_FALLBACK, .reply_id = "meta/fallback"};
		for (k = 0; k < REAL_COUNT(formats); k++) {
			room_open(&r, &v, "uk", formats[k]);
			room_sweep(&r, 211);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(flags_anywhere),
		cmocka_unit_test(flags_across_windows),
		cmocka_unit_test(first_line_is_never_cut),
		cmocka_unit_test(answers_fit),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
