/*
 * One thread's working memory, and the way of a message through the core:
 * read - scan - find terms - scopes and frames - flags - questions - decide - remember.
 * What can lead to nothing but silence (or, where the bot is spoken to, to its not having understood) goes
 * from the scan to decide at once.
 */
#ifndef CORE_ENGINE_H
#define CORE_ENGINE_H

#include "core/ask.h"
#include "core/content.h"
#include "core/decide.h"
#include "core/flag.h"
#include "core/frame.h"
#include "core/hint.h"
#include "core/reading.h"
#include "core/scope.h"
#include "core/term.h"
#include "lumbar.h"

/* What is left of the last message for explanations. */
struct lumbar_engine {
	const struct lumbar_content *content;
	struct pattern_matcher *matcher;
	struct reading *reading;
	struct term_hits *hits;
	struct scopes scopes;
	struct frames frames;
	bool *protected; /* by word: part of a finding, opens no scope */
	bool *explained; /* by word: part of a term */
	struct flag_finding findings[FLAG_MAX];
	struct ask_view view; /* what asked was made of */
	struct asked asked;
	struct hinted hinted;
	enum outside outside; /* whether what is asked is outside the articles */
	struct lumbar_verdict verdict;
	enum lumbar_channel channel;
	bool complete; /* everything was looked for; else the message leads nowhere */
	bool back_here;
	bool back_named;
	bool back_known;
	int talk_concept, talk_aspect;
	const struct intent
		*talk_last; /* what was answered last in the conversation; NULL: nothing */
	bool spoke;         /* the bot has answered this person lately */
	bool joined;        /* what is understood is several messages in a row */
};

/*
 * engine_create(content), engine_destroy(e), engine_read(e, message, talk, verdict): see lumbar.h.
 */
struct lumbar_engine *engine_create(const struct lumbar_content *content);
void engine_destroy(struct lumbar_engine *e);
void engine_read(struct lumbar_engine *e, const struct lumbar_message *message,
	struct lumbar_talk *talk, struct lumbar_verdict *verdict);

/*
 * engine_complete(e): looks for all that was not needed for the last message's verdict, for explanations.
 */
void engine_complete(struct lumbar_engine *e);

#endif
