/*
 * An emergency that staff are told of, until somebody picks it up: a plain value, and what comes next.
 *
 *	open --told--> alerted --nobody picked it up--> repeated --> ... --> closed
 *	 |  ^             |                                |
 *	 |  '-by no path--'           acknowledged <-------'  from everywhere, by whoever picks it up
 *	 '--too long--> closed
 *
 * Telling goes along the place's paths, in rounds: the first path that works ends the round.
 */
#ifndef BOT_ESCALATION_H
#define BOT_ESCALATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lumbar.h"
#include "platform/platform.h"

#define ESCALATION_NEVER INT64_MAX
#define ESCALATION_ALERTS_MAX 12       /* alerts under which a sign counts: the latest ones */
#define ESCALATION_PATH_MS 60000       /* a path has so long, where there is another behind it */
#define ESCALATION_RETRY_MS 60000      /* between rounds that reached nobody, at least */
#define ESCALATION_INFORM_MS 600000    /* what the person is told is of use for so long */
#define ESCALATION_LEFT_MS 900000      /* a notice is sent, or is not, within so long */
#define ESCALATION_HANDLE_MS 840000    /* by its handle a command's reply is changed for so long */
#define ESCALATION_GIVE_UP_MS 21600000 /* nobody is told of it after so long */
#define ESCALATION_NUMBER_MAX 24
#define ESCALATION_ACCOUNT_MAX 64 /* the configuration allows no more */
#define ESCALATION_LINK_MAX 256
#define ESCALATION_FLAGS_MAX 512
#define ESCALATION_REPLY_MAX 64
#define ESCALATION_MARK "=" /* purpose of a change of something said, whose id is its cause then */
#define ESCALATION_PURPOSE_MAX 8
#define ESCALATION_NOTICES_MAX 4 /* that nobody has come: the latest ones */

enum escalation_state {
	ESCALATION_OPEN, /* nobody has been told yet */
	ESCALATION_ALERTED,
	ESCALATION_REPEATED,
	ESCALATION_ACKNOWLEDGED, /* over */
	ESCALATION_CLOSED,       /* over: nobody picked it up, or nobody could be told */
};

/* A message of ours: where it stands. */
struct escalation_message {
	char conversation[PLATFORM_ID_MAX], id[PLATFORM_ID_MAX]; /* the second "" = not known */
};

/* Every string is an id unless it says otherwise. */
struct escalation {
	char number[ESCALATION_NUMBER_MAX];   /* its name in the record: tells nothing */
	char account[ESCALATION_ACCOUNT_MAX]; /* name */
	char message[PLATFORM_ID_MAX], user[PLATFORM_ID_MAX];
	char conversation[PLATFORM_ID_MAX], parent[PLATFORM_ID_MAX], server[PLATFORM_ID_MAX];
	char link[ESCALATION_LINK_MAX];   /* address */
	char flags[ESCALATION_FLAGS_MAX]; /* names with ", " between them */
	char reply[ESCALATION_REPLY_MAX]; /* of what was said to the person */
	enum lumbar_tier tier;
	bool edited; /* the message was changed into this */
	enum lumbar_format format;
	size_t max_chars;
	bool may_direct;                     /* the person can be written to in private instead */
	bool buttons;                        /* can stand under its alerts */
	bool by_command;                     /* the message is none that others could read */
	bool edits;                          /* what was said can be changed, and removed */
	bool confirms;                       /* somebody has come, and the others are being shown */
	char handle[INTERACTION_HANDLE_MAX]; /* of a command of this run; "" = none */
	enum escalation_state state;
	unsigned round, path; /* which is under way or was last */
	unsigned repeats;
	bool unreached; /* the person knows that nobody could be told */
	char alerts[ESCALATION_ALERTS_MAX][PLATFORM_ID_MAX];
	unsigned alert_paths[ESCALATION_ALERTS_MAX]; /* on which each was told */
	size_t n_alerts;
	struct escalation_message said; /* what the person was told */
	struct escalation_message notices[ESCALATION_NOTICES_MAX];
	size_t n_notices;
	uint64_t notice;          /* ticket of one that is on its way; 0 = none is */
	char by[PLATFORM_ID_MAX]; /* who picked it up; "" = nobody */
	int64_t at_ms, due_ms;    /* monotonic: begun; what comes next comes then */
	uint64_t ticket;          /* of the alert on its way; 0 = none is */
};

/* What comes next. */
enum escalation_next {
	ESCALATION_WAIT,
	ESCALATION_TELL,   /* another round: nobody was told so far */
	ESCALATION_REPEAT, /* another round: nobody has picked it up */
	ESCALATION_END,
};

/* How long, and how often. */
struct escalation_rules {
	int64_t after_ms; /* 0 = nothing is repeated */
	unsigned repeats;
};

/*
 * escalation_next(e, rules, now_ms): what is to be done now.
 */
enum escalation_next escalation_next(
	const struct escalation *e, const struct escalation_rules *rules, int64_t now_ms);

/*
 * escalation_begin_round(e, repeats): another round begins, because nobody has picked it up or, without
 * repeats, because nobody was told.
 */
void escalation_begin_round(struct escalation *e, bool repeats);

/*
 * escalation_told(e, id, rules, now_ms): staff were told, by the message of that id ("" = it has none).
 */
void escalation_told(
	struct escalation *e, const char *id, const struct escalation_rules *rules, int64_t now_ms);

/*
 * escalation_untold(e, rules, now_ms): no path has worked in this round.
 */
void escalation_untold(struct escalation *e, const struct escalation_rules *rules, int64_t now_ms);

/*
 * escalation_has_alert(e, id): whether the message of that id is one of its alerts.
 */
bool escalation_has_alert(const struct escalation *e, const char *id);

/*
 * escalation_is_over(e): whether nothing comes next.
 */
bool escalation_is_over(const struct escalation *e);

/*
 * escalation_lead(e): what every purpose of e's begins with: "" or, of an edit, "f" when it is urgent and
 * "e" when it is an emergency, so that an edit that makes it graver is not taken for the one before.
 */
const char *escalation_lead(const struct escalation *e);

/*
 * escalation_purpose(e, out): the word that makes the alert of this round and path one that is not sent
 * twice: "a" for the first.
 */
void escalation_purpose(const struct escalation *e, char out[ESCALATION_PURPOSE_MAX]);

/*
 * escalation_is_at(e, purpose, round, path): whether that is the purpose of an alert of e's, and of which
 * round and path.
 */
bool escalation_is_at(
	const struct escalation *e, const char *purpose, unsigned *round, unsigned *path);

/*
 * escalation_is_reply(e, purpose), escalation_is_notice(e, purpose): whether that is the purpose of what
 * the person was told because of it: what to do; that nobody has come, or could be told.
 */
bool escalation_is_reply(const struct escalation *e, const char *purpose);
bool escalation_is_notice(const struct escalation *e, const char *purpose);

/*
 * escalation_note(e, message): keeps in mind such a notice; the oldest one goes where there are many.
 */
void escalation_note(struct escalation *e, const struct escalation_message *message);

/*
 * escalation_state_name(state): its word.
 */
const char *escalation_state_name(enum escalation_state state);

#endif
