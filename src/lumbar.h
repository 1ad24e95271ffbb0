/*
 * liblumbar: what a person wrote about their back goes in, what to say to them comes out.
 *
 * The library is pure: no input or output, no clock, no environment, no threads, no globals.  Content
 * (intents/ and responses/) reaches it as named bytes; lumbar_folder.c, an optional object, reads
 * those from a directory.  Compiled content is immutable and may be shared by threads; an engine is
 * the working memory of one thread.  Nothing a message holds makes a call fail: it answers, it
 * escalates, or it stays silent.
 *
 *	struct lumbar_content *content = lumbar_folder_content(".", NULL, on_finding, NULL);
 *	struct lumbar_engine *engine = lumbar_engine_create(content);
 *	struct lumbar_talk talk = {0};
 *	struct lumbar_verdict verdict;
 *
 *	lumbar_read(engine, &(struct lumbar_message){.text = text, .len = strlen(text)}, &talk, &verdict);
 *	if (verdict.action != LUMBAR_IGNORE)
 *		lumbar_reply(content, &verdict, &(struct lumbar_style){.region = "uk"}, out, sizeof(out));
 */
#ifndef LUMBAR_H
#define LUMBAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define LUMBAR_API __attribute__((visibility("default")))

#define LUMBAR_ANSWERS_MAX 4 /* answers that one reply may hold */
#define LUMBAR_FLAGS_MAX 16  /* red flags that one verdict lists, the gravest first */
/* bytes of a message that are read, in at most 16,384 words; the rest counts as not written */
#define LUMBAR_MESSAGE_MAX 65536
#define LUMBAR_RECENT_MAX 200 /* bytes of short messages that a conversation keeps */
#define LUMBAR_SHAPE_NAMES 6  /* names of one shape */
#define LUMBAR_SHAPE_MAX 256  /* bytes of a shape with its NUL */
#define LUMBAR_REPLY_MIN                                                                           \
	400 /* the smallest reply limit in bytes that still holds every first line */

/* ------------------------------------------------------------------ content */

struct lumbar_content;

/* One content file. */
struct lumbar_source {
	const char *name; /* below the content folder: "intents/causes.yaml" */
	const char *path; /* what findings call it; NULL = its name */
	const char *data;
	size_t len;
	/* another of its name stands for it: `words:` that are defined nowhere else are taken from it */
	bool is_replaced;
};

/*
 * What receives each finding about content: is_error says whether it is an error or a warning, text is
 * "file:line:col: error: ...\n" with the source line and a caret; valid during the call only.
 */
typedef void lumbar_finding_fn(void *ctx, bool is_error, const char *text);

/*
 * lumbar_content_create(sources, n, on_finding, ctx): compiles the n files.  Returns NULL when one of
 * them has an error, when a message of the built-in safety set is no longer escalated, or when memory
 * is short; each finding is passed to on_finding (may be NULL).  The sources may be freed afterwards.
 * The caller owns the result and ends it with lumbar_content_destroy().
 */
LUMBAR_API struct lumbar_content *lumbar_content_create(
	const struct lumbar_source *sources, size_t n, lumbar_finding_fn *on_finding, void *ctx);

/*
 * lumbar_content_destroy(content): releases it; every engine on it must be gone.  NULL is accepted.
 */
LUMBAR_API void lumbar_content_destroy(struct lumbar_content *content);

/*
 * lumbar_content_check(content, on_finding, ctx): everything beyond what lumbar_content_create() needs:
 * each example and counter-example, unknown and unused names, answers that are too long, hard to read
 * or without a source, patterns that cost too much.  Returns the number of errors.
 */
LUMBAR_API size_t lumbar_content_check(
	const struct lumbar_content *content, lumbar_finding_fn *on_finding, void *ctx);

/*
 * lumbar_content_check_dates(content, today, on_finding, ctx): what is signed off and no longer valid on
 * that day ("2026-11-22"): a warning each.  Returns how many.
 */
LUMBAR_API size_t lumbar_content_check_dates(const struct lumbar_content *content,
	const char *today, lumbar_finding_fn *on_finding, void *ctx);

/* What a name of the lexicon is for. */
enum lumbar_name {
	LUMBAR_NAME_UNKNOWN, /* there is none */
	LUMBAR_NAME_WORDS,   /* a name that no intent uses */
	LUMBAR_NAME_TOPIC,
	LUMBAR_NAME_CONCEPT,
	LUMBAR_NAME_ASPECT,
	LUMBAR_NAME_INTENT, /* not of the lexicon: it is the id of an intent */
};

/*
 * lumbar_content_name(content, name): that.
 */
LUMBAR_API enum lumbar_name lumbar_content_name(
	const struct lumbar_content *content, const char *name);

/* What compiled content holds, for a line of status. */
struct lumbar_counts {
	size_t intents;
	size_t flags;
	size_t answers;
	size_t flag_answers; /* of them: what is said to red flags, and */
	size_t signed_off;   /* of those: somebody signed it off */
	size_t terms;
	size_t words;
	size_t bytes; /* of memory, without PCRE2's code */
	bool jit;     /* false: PCRE2 runs its interpreter, about ten times slower */
};

/*
 * lumbar_content_counts(content): the figures above.
 */
LUMBAR_API struct lumbar_counts lumbar_content_counts(const struct lumbar_content *content);

/*
 * lumbar_folder_content(dir, overlay, on_finding, ctx): lumbar_content_create() of every .yaml file in
 * dir/intents and every .md and .yaml file below dir/responses.  overlay, NULL for none, is a folder of
 * the same shape, which need not exist: a file in it stands for the one of the same name in dir, or is
 * a further one; `words:` that it lacks are taken from the one that it stands for, so that content which
 * needs further names does not break an overlay.  A folder or file that cannot be read is a finding and
 * gives NULL.  In an object of its own: the rest of the library does no input or output.
 */
LUMBAR_API struct lumbar_content *lumbar_folder_content(
	const char *dir, const char *overlay, lumbar_finding_fn *on_finding, void *ctx);

/* ------------------------------------------------------------------ messages */

/* How the person stands to the bot where they wrote. */
enum lumbar_channel {
	LUMBAR_DIRECT,  /* a direct message, a mention, a reply to the bot, a command */
	LUMBAR_FAQ,     /* a channel for back-spasm help: the topic is implied */
	LUMBAR_AMBIENT, /* any other channel that is listened to: speak only when clearly meant */
};

enum lumbar_action { LUMBAR_IGNORE, LUMBAR_ANSWER, LUMBAR_ESCALATE, LUMBAR_FALLBACK };

/* How soon the person has to be seen by somebody; graver is larger. */
enum lumbar_tier {
	LUMBAR_TIER_NONE,
	LUMBAR_TIER_SEE_DOCTOR,
	LUMBAR_TIER_URGENT,
	LUMBAR_TIER_EMERGENCY
};

struct lumbar_message {
	const char *text; /* as typed, any bytes */
	size_t len;
	enum lumbar_channel channel;
	int64_t now_ms;      /* any clock that does not jump; only differences count */
	bool from_other_bot; /* reserved for callers that classify bots' messages: they are ignored */
};

/*
 * A conversation with one person in one channel: what was asked last, so that "and ice?" is
 * understood, and the last short messages, so that a red flag is seen that was written in pieces.  A
 * small value without pointers that the caller keeps, in memory only; {0} is a new conversation.  It
 * survives a reload of content.  The fields are the library's business.
 */
struct lumbar_talk {
	int64_t last_ms;  /* when the person last wrote something that counted */
	uint32_t aspect;  /* hash of the aspect asked last, 0 none */
	uint32_t concept; /* hash of what it was asked of, 0 none */
	uint32_t intents[LUMBAR_ANSWERS_MAX]; /* hashes of the intents answered last */
	uint8_t has_topic;                    /* a painful back was spoken of */
	uint8_t spoke;                        /* the bot has answered this person */
	uint8_t tier;                         /* gravest tier so far */
	uint8_t n_recent;                     /* bytes of recent */
	uint8_t offered;                      /* so many of intents were offered to choose from */
	uint8_t reserved[3];
	int64_t recent_ms; /* when the last of them came */
	char recent[LUMBAR_RECENT_MAX];
};

/*
 * A verdict.  The ids are borrowed from the content.  intents stand in the order in which they are
 * answered; with choices set they are offered to the person instead: with LUMBAR_ANSWER what the message
 * may mean, each with its gist, with LUMBAR_FALLBACK the nearest, by their titles.
 */
struct lumbar_verdict {
	enum lumbar_action action;
	enum lumbar_tier tier;
	size_t n_intents;
	const char *intents[LUMBAR_ANSWERS_MAX];
	size_t n_flags;
	const char *flags[LUMBAR_FLAGS_MAX];
	const char *reply_id; /* the red-flag answer that leads the reply; NULL without a flag */
	bool choices;         /* intents are offered, not answered */
	bool negated_flags;   /* flags were ruled out: the reply says what to do if that changes */
	bool limited;         /* a matcher hit its limit and anchors decided, towards escalation */
	const char *reason;   /* why, in a few words; a constant */
};

/* A message that content gives as an example; everything is borrowed from the content. */
struct lumbar_example {
	struct lumbar_message message;
	const char *of; /* id of an intent or a red flag, or LUMBAR_SAFETY_SET */
	bool counter;   /* an example of what it is not */
};

#define LUMBAR_SAFETY_SET "safety set" /* what must be escalated whatever the content says */

typedef void lumbar_example_fn(void *ctx, const struct lumbar_example *example);

/*
 * lumbar_content_examples(content, fn, ctx): passes the safety set, then every example and
 * counter-example of red flags and intents to fn.
 */
LUMBAR_API void lumbar_content_examples(
	const struct lumbar_content *content, lumbar_example_fn *fn, void *ctx);

struct lumbar_engine;

/*
 * lumbar_engine_create(content): working memory for one thread, about 1 MB; NULL when memory is
 * short.  content (borrowed) must outlive it.  The caller ends it with lumbar_engine_destroy().
 */
LUMBAR_API struct lumbar_engine *lumbar_engine_create(const struct lumbar_content *content);

/*
 * lumbar_engine_destroy(engine): releases it.  NULL is accepted.
 */
LUMBAR_API void lumbar_engine_destroy(struct lumbar_engine *engine);

/*
 * lumbar_engine_scan(engine, on): whether the anchor scan chooses the patterns that are run (the
 * default) or all of them are.  It never changes a verdict; tests show that.
 */
LUMBAR_API void lumbar_engine_scan(struct lumbar_engine *engine, bool on);

/*
 * lumbar_read(engine, message, talk, verdict): understands one message and fills *verdict.  talk, the
 * conversation so far, is updated; NULL means that there is none.  Never fails.
 */
LUMBAR_API void lumbar_read(struct lumbar_engine *engine, const struct lumbar_message *message,
	struct lumbar_talk *talk, struct lumbar_verdict *verdict);

/*
 * lumbar_explain(engine): how the last lumbar_read() of this engine came to its verdict, as lines of
 * text: words as read, concepts, scopes, rules with their scores, flags, runner-up.  The caller frees
 * the string with free(); NULL when memory is short.
 */
LUMBAR_API char *lumbar_explain(struct lumbar_engine *engine);

/*
 * lumbar_shape(engine, out, size): what the last lumbar_read() of this engine was asked, as names of the
 * lexicon that intents use, "heat + ask-prevent": concepts first (or the topic, where there are none), then
 * aspects, LUMBAR_SHAPE_NAMES at most.  It holds no word of the message, and can stand as a rule of an
 * intent. Returns its length in bytes; 0 (and "") when nothing was asked, no name was found, or it does
 * not fit.
 */
LUMBAR_API size_t lumbar_shape(struct lumbar_engine *engine, char *out, size_t size);

/*
 * lumbar_answers(content, shape): whether an intent that has an answer has a rule for what lumbar_shape()
 * wrote, perhaps with older content: one that holds all its concepts and nothing that is not in it.  A
 * question of that shape may be decided otherwise all the same, by what else is in it.
 */
LUMBAR_API bool lumbar_answers(const struct lumbar_content *content, const char *shape);

/* ------------------------------------------------------------------ replies */

enum lumbar_format { LUMBAR_PLAIN, LUMBAR_DISCORD, LUMBAR_HTML };

struct lumbar_style {
	enum lumbar_format format;
	const char *region; /* "uk", "us", ...; NULL or unknown: numbers are said in words */
	size_t max_bytes;   /* 0 = as long as it needs; else at least LUMBAR_REPLY_MIN */
	size_t max_chars;   /* 0 = no limit; code points, as Discord counts */
	bool late;          /* the message was not read when it was written: the reply says so */
	bool staff;         /* staff are being alerted: the reply says so, and what they are not */
};

/*
 * lumbar_reply(content, verdict, style, out, size): writes the reply, NUL-terminated, into out and
 * returns its length in bytes; 0 (and "") for LUMBAR_IGNORE.  What does not fit the limits or size is
 * left out whole, last answers first; the first line, with the action and the number, is never cut.
 */
LUMBAR_API size_t lumbar_reply(const struct lumbar_content *content,
	const struct lumbar_verdict *verdict, const struct lumbar_style *style, char *out,
	size_t size);

/* What a person may have to be told after the reply to a red flag. */
enum lumbar_notice {
	LUMBAR_NOTICE_SILENT,    /* nobody of the staff has picked it up so far */
	LUMBAR_NOTICE_UNREACHED, /* no staff could be told */
	LUMBAR_NOTICE_PRIVATE,   /* the rest of it is said in private: see lumbar_private() */
};

/*
 * lumbar_notice(content, notice, reply_id, style, out, size): writes such a text, NUL-terminated, into out
 * and returns its length in bytes.  It begins with what that reply (a verdict's reply_id; one that is not
 * known counts as an emergency's) said to do and whom to call, with the numbers of style's region.
 */
LUMBAR_API size_t lumbar_notice(const struct lumbar_content *content, enum lumbar_notice notice,
	const char *reply_id, const struct lumbar_style *style, char *out, size_t size);

/*
 * lumbar_private(content, reply_id): why a red flag with that reply is nothing to be named before others;
 * NULL when it may be.  Then LUMBAR_NOTICE_PRIVATE says there what to do and whom to call, and no more.
 */
LUMBAR_API const char *lumbar_private(const struct lumbar_content *content, const char *reply_id);

/* Something that can be asked. */
struct lumbar_topic {
	const char *intent; /* id: "prevention.posture" */
	const char *title;  /* of its answer */
};

/*
 * lumbar_topics(content, out, max): writes what can be asked about backs, in the order of the content,
 * borrowed from it.  Returns how many there are, which may be more than max.
 */
LUMBAR_API size_t lumbar_topics(
	const struct lumbar_content *content, struct lumbar_topic *out, size_t max);

/*
 * lumbar_title(content, intent): the title of that intent's answer; NULL when there is none.
 */
LUMBAR_API const char *lumbar_title(const struct lumbar_content *content, const char *intent);

/*
 * lumbar_next(content, intent, out, max): writes what its answer says can also be asked.  Returns how many
 * there are, at most max.
 */
LUMBAR_API size_t lumbar_next(const struct lumbar_content *content, const char *intent,
	struct lumbar_topic *out, size_t max);

/*
 * lumbar_text(content, id, style, out, size): writes the answer of that id ("meta/privacy") as a reply is
 * written, without what goes with one.  Returns its length in bytes; 0 (and "") when there is none.
 */
LUMBAR_API size_t lumbar_text(const struct lumbar_content *content, const char *id,
	const struct lumbar_style *style, char *out, size_t size);

/*
 * lumbar_region_known(content, region): whether replies can name that region's numbers.
 */
LUMBAR_API bool lumbar_region_known(const struct lumbar_content *content, const char *region);

/*
 * lumbar_action_name(a), lumbar_tier_name(t), lumbar_channel_name(c): the words of the classify
 * contract ("answer", "see-doctor", "faq").
 */
LUMBAR_API const char *lumbar_action_name(enum lumbar_action a);
LUMBAR_API const char *lumbar_tier_name(enum lumbar_tier t);
LUMBAR_API const char *lumbar_channel_name(enum lumbar_channel c);

#ifdef __cplusplus
}
#endif

#endif
