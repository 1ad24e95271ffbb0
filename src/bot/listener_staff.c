/* What a listener has to do with staff; see listener_staff.h. */
#include "bot/listener_staff.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/config.h"
#include "base/log.h"
#include "bot/escalations.h"
#include "bot/pursuit.h"
#include "bot/responder.h"

bool listener_staff_wanted(const struct config_place *place, enum lumbar_tier tier)
{
	if (!place->staff_channel)
		return false;
	return tier == LUMBAR_TIER_EMERGENCY || (tier == LUMBAR_TIER_URGENT && place->staff_urgent);
}

/* ------------------------------------------------------------------ what escalations ask for */

/* What is said to the person and refused is pursued; the staff know already. */
static void follow(struct listener *l, const struct escalation *e, const struct platform_say *said)
{
	pursuit_begin(l->pursuit, &(struct pursuit_reply){
					  .account = e->account,
					  .said = said,
					  .tier = e->tier,
					  .format = e->format,
					  .link = e->link,
					  .may_direct = e->may_direct,
				  });
}

static uint64_t on_say(
	void *ctx, const struct escalation *e, bool to_staff, const struct platform_say *say)
{
	struct listener *l = ctx;
	struct platform_say said = *say;

	said.ticket = listener_own_pass(l, e->account, e->tier, to_staff, say);
	if (said.ticket && !to_staff)
		follow(l, e, &said);
	return said.ticket;
}

static uint64_t on_page(void *ctx, const struct escalation *e, enum escalations_way way,
	const char *text, const char *step)
{
	struct listener *l = ctx;
	const struct listener_page page = {
		.ticket = listener_own_ticket(l, e->tier, true),
		.to_command = way == ESCALATIONS_COMMAND,
		.text = text,
		.tier = lumbar_tier_name(e->tier),
		.flags = e->flags,
		.link = *e->server ? e->link : "",
		.number = e->number,
		.step = step,
	};

	if (!l->options.page || l->options.page(l->options.ctx, e->account, &page) != 0)
		return 0;
	return page.ticket;
}

uint64_t listener_staff_page(void *ctx, const char *account, const struct pursuit_page *what)
{
	struct listener *l = ctx;
	const struct listener_page page = {
		.ticket = listener_own_ticket(l, what->tier, true),
		.to_command = what->to_command,
		.text = what->text,
		.tier = lumbar_tier_name(what->tier),
		.flags = "",
		.link = what->link,
		.number = "",
		.step = "unreached",
	};

	if (!l->options.page || l->options.page(l->options.ctx, account, &page) != 0)
		return 0;
	return page.ticket;
}

static void on_withdraw(void *ctx, const struct escalation *e, uint64_t ticket)
{
	struct listener *l = ctx;
	const struct takeback back = {.conversation = e->conversation,
		.message = "",
		.ticket = pursuit_recall(l->pursuit, ticket)};

	/* where that finds no room it is sent, too late: staff are told that it was picked up */
	if (ticket)
		(void)l->options.take_back(l->options.ctx, e->account, &back);
}

static const char *on_notice(
	void *ctx, const struct escalation *e, enum lumbar_notice notice, const char *region)
{
	struct listener *l = ctx;

	return responder_notice(l->options.responder, notice, e->reply,
		&(struct lumbar_style){
			.format = e->format, .region = region, .max_chars = e->max_chars});
}

static const char *on_reply(void *ctx, const struct escalation *e, const char *region, size_t less)
{
	struct listener *l = ctx;
	const struct lumbar_verdict verdict = {.action = LUMBAR_ESCALATE,
		.tier = e->tier,
		.reply_id = e->reply,
		.reason = "taken back"};

	return responder_write(l->options.responder, &verdict,
		&(struct lumbar_style){.format = e->format,
			.region = region,
			.max_chars = e->max_chars > less ? e->max_chars - less : 0});
}

static void on_change(void *ctx, const struct escalation *e, const struct platform_say *say)
{
	(void)listener_own_pass(ctx, e->account, LUMBAR_TIER_NONE, false, say);
}

bool listener_change(struct listener *l, const char *account, const struct platform_say *say)
{
	return listener_own_pass(l, account, LUMBAR_TIER_NONE, false, say) != 0;
}

static void on_keep(void *ctx, const struct escalation *e, const struct escalations_step *step)
{
	struct listener *l = ctx;

	if (l->options.kept)
		l->options.kept(l->options.ctx, e, step);
}

static void on_wake(void *ctx, int64_t at_ms)
{
	struct listener *l = ctx;

	if (l->options.wake)
		l->options.wake(l->options.ctx, at_ms);
}

struct escalations *listener_staff_create(struct listener *l)
{
	return escalations_create(&(struct escalations_options){
		.config = l->options.config,
		.log = l->options.log,
		.say = on_say,
		.page = on_page,
		.withdraw = on_withdraw,
		.notice = on_notice,
		.reply = on_reply,
		.change = on_change,
		.keep = on_keep,
		.wake = on_wake,
		.ctx = l,
	});
}

/* ------------------------------------------------------------------ what was heard */

static void list_flags(const struct lumbar_verdict *verdict, char out[ESCALATION_FLAGS_MAX])
{
	struct buf text;
	size_t i;

	buf_init(&text, ESCALATION_FLAGS_MAX - 1);
	for (i = 0; i < verdict->n_flags; i++)
		buf_printf(&text, "%s%s", i ? ", " : "", verdict->flags[i]);
	snprintf(out, ESCALATION_FLAGS_MAX, "%s", buf_ok(&text) ? buf_str(&text) : "many");
	buf_free(&text);
}

static void copy(char *out, size_t size, const char *s)
{
	snprintf(out, size, "%s", s && strlen(s) < size ? s : "");
}

#define COPY(to, from) copy(to, sizeof(to), from)

void listener_staff_begin(
	struct listener *l, const struct listener_staff_heard *heard, int64_t now_ms)
{
	const struct platform_event *event = heard->event;
	struct escalation e = {
		.tier = heard->verdict->tier,
		.edited = event->kind == PLATFORM_EDITED,
		.format = heard->abilities.format,
		.max_chars = heard->abilities.max_chars,
		.may_direct = heard->abilities.direct && !event->direct,
		.buttons = heard->abilities.buttons,
		.by_command = listener_own_is_command(event),
		.edits = heard->abilities.edit,
	};

	snprintf(e.number, sizeof(e.number), "%" PRIx64 "-%x",
		(uint64_t)(l->options.wall ? l->options.wall(l->options.ctx) : now_ms),
		(unsigned)(l->tickets & 0xfff));
	COPY(e.account, heard->account);
	COPY(e.message, event->message);
	COPY(e.user, event->user);
	COPY(e.conversation, event->conversation);
	COPY(e.parent, event->parent);
	COPY(e.server, event->server);
	COPY(e.link, event->link);
	COPY(e.reply, heard->verdict->reply_id);
	COPY(e.handle, event->handle);
	list_flags(heard->verdict, e.flags);
	escalations_begin(l->escalations, &e, now_ms);
}

void listener_staff_reached(void *ctx, const char *account, const struct platform_say *said,
	const struct platform_outcome *outcome, int64_t now_ms)
{
	struct listener *l = ctx;

	if (outcome->id && *outcome->id && outcome->conversation && *outcome->conversation)
		escalations_said(l->escalations, account,
			&(struct escalations_said){
				.message = *said->cause ? said->cause : said->reply_to,
				.purpose = said->purpose,
				.conversation = outcome->conversation,
				.id = outcome->id,
			},
			now_ms);
}

struct escalations *listener_escalations(struct listener *l)
{
	return l->escalations;
}
