/* An emergency that staff are told of; see escalation.h. */
#include "bot/escalation.h"

#include <stdio.h>
#include <string.h>

static const char digits[] = "0123456789abcdefghijklmnopqrstuvwxyz";

#define BASE 36
#define ROUNDS_MAX (BASE * BASE)

bool escalation_is_over(const struct escalation *e)
{
	return e->state == ESCALATION_ACKNOWLEDGED || e->state == ESCALATION_CLOSED;
}

enum escalation_next escalation_next(
	const struct escalation *e, const struct escalation_rules *rules, int64_t now_ms)
{
	if (e->ticket || escalation_is_over(e) || e->due_ms > now_ms)
		return ESCALATION_WAIT;
	if (e->state == ESCALATION_OPEN)
		return now_ms - e->at_ms < ESCALATION_GIVE_UP_MS && e->round + 1 < ROUNDS_MAX
			       ? ESCALATION_TELL
			       : ESCALATION_END;
	return rules->after_ms && e->repeats < rules->repeats ? ESCALATION_REPEAT : ESCALATION_END;
}

void escalation_begin_round(struct escalation *e, bool repeats)
{
	e->round++;
	e->path = 0;
	e->repeats += repeats;
}

/* Without repeats it still may be picked up for a while. */
static int64_t wait(const struct escalation_rules *rules)
{
	return rules->after_ms ? rules->after_ms : ESCALATION_GIVE_UP_MS;
}

static void keep_alert(struct escalation *e, const char *id)
{
	if (!*id || strlen(id) >= PLATFORM_ID_MAX)
		return;
	if (e->n_alerts == ESCALATION_ALERTS_MAX) {
		memmove(e->alerts[0], e->alerts[1], sizeof(e->alerts) - sizeof(e->alerts[0]));
		memmove(&e->alert_paths[0], &e->alert_paths[1],
			sizeof(e->alert_paths) - sizeof(e->alert_paths[0]));
		e->n_alerts--;
	}
	e->alert_paths[e->n_alerts] = e->path;
	memcpy(e->alerts[e->n_alerts++], id, strlen(id) + 1);
}

void escalation_told(
	struct escalation *e, const char *id, const struct escalation_rules *rules, int64_t now_ms)
{
	keep_alert(e, id);
	e->ticket = 0;
	e->state = e->repeats ? ESCALATION_REPEATED : ESCALATION_ALERTED;
	e->due_ms = now_ms + wait(rules);
}

void escalation_untold(struct escalation *e, const struct escalation_rules *rules, int64_t now_ms)
{
	e->ticket = 0;
	e->due_ms = now_ms +
		    (rules->after_ms > ESCALATION_RETRY_MS ? rules->after_ms : ESCALATION_RETRY_MS);
}

bool escalation_has_alert(const struct escalation *e, const char *id)
{
	size_t i;

	for (i = 0; i < e->n_alerts; i++) {
		if (strcmp(e->alerts[i], id) == 0)
			return true;
	}
	return false;
}

const char *escalation_lead(const struct escalation *e)
{
	if (!e->edited)
		return "";
	return e->tier == LUMBAR_TIER_URGENT ? "f" : "e";
}

/* "a", then two digits of the round and one of the path; both are 0 where there are none. */
void escalation_purpose(const struct escalation *e, char out[ESCALATION_PURPOSE_MAX])
{
	const char *lead = escalation_lead(e);

	if (e->round == 0 && e->path == 0)
		snprintf(out, ESCALATION_PURPOSE_MAX, "%sa", lead);
	else
		snprintf(out, ESCALATION_PURPOSE_MAX, "%sa%c%c%c", lead,
			digits[e->round / BASE % BASE], digits[e->round % BASE],
			digits[e->path % BASE]);
}

/* The value of a digit; BASE when it is none. */
static unsigned value_of(char c)
{
	const char *at = c ? strchr(digits, c) : NULL;

	return at ? (unsigned)(at - digits) : BASE;
}

bool escalation_is_at(
	const struct escalation *e, const char *purpose, unsigned *round, unsigned *path)
{
	unsigned v[3] = {0};
	size_t i;

	if (e->edited && *purpose++ != *escalation_lead(e))
		return false;
	if (*purpose++ != 'a')
		return false;
	if (*purpose && strlen(purpose) != 3)
		return false;
	for (i = 0; i < 3 && *purpose; i++) {
		v[i] = value_of(purpose[i]);
		if (v[i] == BASE)
			return false;
	}
	*round = v[0] * BASE + v[1];
	*path = v[2];
	return true;
}

/* The reply's purpose, after what says that it is the rest for one alone: "r", "e3" (listener_reply.h). */
bool escalation_is_reply(const struct escalation *e, const char *purpose)
{
	purpose += *purpose == 'p';
	if (!e->edited)
		return strcmp(purpose, "r") == 0;
	return purpose[0] == 'e' && purpose[1] == digits[e->tier] && purpose[2] == '\0';
}

bool escalation_is_notice(const struct escalation *e, const char *purpose)
{
	const char *lead = escalation_lead(e);
	const size_t len = strlen(lead);

	return strncmp(purpose, lead, len) == 0 && purpose[len] == 'n';
}

void escalation_note(struct escalation *e, const struct escalation_message *message)
{
	if (e->n_notices == ESCALATION_NOTICES_MAX) {
		memmove(&e->notices[0], &e->notices[1], sizeof(e->notices) - sizeof(e->notices[0]));
		e->n_notices--;
	}
	e->notices[e->n_notices++] = *message;
	e->notice = 0;
}

const char *escalation_state_name(enum escalation_state state)
{
	static const char *const names[] = {
		[ESCALATION_OPEN] = "open",
		[ESCALATION_ALERTED] = "alerted",
		[ESCALATION_REPEATED] = "repeated",
		[ESCALATION_ACKNOWLEDGED] = "acknowledged",
		[ESCALATION_CLOSED] = "closed",
	};

	return names[state];
}
