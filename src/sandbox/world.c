/* The world that the sandbox begins with; see world.h. */
#include "sandbox/world.h"

#include <inttypes.h>
#include <string.h>

#include "sandbox/rights.h"

#define GUILD UINT64_C(1300000000000000001)
#define STAFF_ROLE UINT64_C(1300000000000000002)
#define BOT_ROLE UINT64_C(1300000000000000003)
#define BOT UINT64_C(1300000000000000010)
#define MIA UINT64_C(1300000000000000014)
#define STAFF_CHANNEL UINT64_C(1300000000000000025)

static const struct model_role roles[] = {
	{GUILD, "@everyone", RIGHTS_ORDINARY, 0},
	{STAFF_ROLE, "staff", RIGHTS_MANAGE_MESSAGES | RIGHTS_MANAGE_GUILD, 1},
	{BOT_ROLE, "lumbard", 0, 2},
};

static const struct model_user users[] = {
	{.id = BOT, .name = "lumbard", .display = "lumbard", .role = BOT_ROLE, .is_bot = true},
	{.id = UINT64_C(1300000000000000011),
		.name = "ann",
		.display = "Ann",
		.about = "sits at a desk all day"},
	{.id = UINT64_C(1300000000000000012),
		.name = "bob",
		.display = "Bob",
		.nick = "Bobby",
		.about = "lifts boxes for a living"},
	{.id = UINT64_C(1300000000000000013),
		.name = "chidi",
		.display = "Chidi",
		.about = "runs at weekends"},
	{.id = MIA,
		.name = "mia",
		.display = "Mia (staff)",
		.role = STAFF_ROLE,
		.about = "member of staff: sees #staff"},
};

static const struct model_channel channels[] = {
	{.id = UINT64_C(1300000000000000020),
		.name = "back-help",
		.mode = "faq",
		.region = "uk",
		.topic = "For questions about backs: the bot answers without being called."},
	{.id = UINT64_C(1300000000000000021),
		.name = "clinic-us",
		.mode = "faq",
		.region = "us",
		.topic = "The same for a clinic in the US: its numbers, its staff."},
	{.id = UINT64_C(1300000000000000022),
		.name = "general",
		.mode = "ambient",
		.topic = "Ordinary chat: the bot speaks only when somebody clearly asks about a "
			 "painful back."},
	{.id = UINT64_C(1300000000000000023),
		.name = "off-topic",
		.mode = "mention",
		.topic = "The bot speaks only when it is called: write @lumbard."},
	{.id = UINT64_C(1300000000000000024),
		.name = "quiet",
		.mode = "off",
		.topic = "The bot is switched off here: it reads nothing and never speaks."},
	{.id = STAFF_CHANNEL,
		.name = "staff",
		.mode = "off",
		.is_staff = true,
		.topic = "Staff are told of emergencies here.",
		.n_overwrites = 3,
		.overwrites = {{GUILD, false, 0, RIGHTS_VIEW_CHANNEL},
			{STAFF_ROLE, false, RIGHTS_VIEW_CHANNEL, 0},
			{BOT_ROLE, false, RIGHTS_VIEW_CHANNEL, 0}}},
	{.id = UINT64_C(1300000000000000026),
		.type = MODEL_FORUM,
		.name = "questions",
		.mode = "faq",
		.region = "uk",
		.topic = "A forum: every question is a post of its own."},
	{.id = UINT64_C(1300000000000000027),
		.name = "rules",
		.mode = "off",
		.is_offstage = true,
		.topic = "The bot may not write here.",
		.n_overwrites = 1,
		.overwrites = {{BOT_ROLE, false, 0, RIGHTS_SEND_MESSAGES}}},
	{.id = UINT64_C(1300000000000000028),
		.name = "secret",
		.mode = "off",
		.is_offstage = true,
		.topic = "The bot cannot see this.",
		.n_overwrites = 1,
		.overwrites = {{BOT_ROLE, false, 0, RIGHTS_VIEW_CHANNEL}}},
	{.id = UINT64_C(1300000000000000029),
		.name = "no-history",
		.mode = "off",
		.is_offstage = true,
		.topic = "The bot cannot read back here.",
		.n_overwrites = 1,
		.overwrites = {{BOT_ROLE, false, 0, RIGHTS_READ_HISTORY}}},
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

_Static_assert(
	COUNT(users) <= MODEL_USERS_MAX && COUNT(roles) <= MODEL_ROLES_MAX, "the world fits");

int world_build(struct model *m)
{
	size_t i;

	m->guild = GUILD;
	m->guild_name = "Back Pain Club";
	m->owner = MIA;
	memcpy(m->users, users, sizeof(users));
	m->n_users = COUNT(users);
	memcpy(m->roles, roles, sizeof(roles));
	m->n_roles = COUNT(roles);
	m->bot = &m->users[0];
	for (i = 0; i < COUNT(channels); i++) {
		if (!model_add_channel(m, &channels[i]))
			return -1;
	}
	return 0;
}

bool world_config(struct buf *out)
{
	const struct model_channel *c;

	buf_printf(out,
		"accounts:\n  - name: discord\n    platform: discord\n    token: {env: SANDBOX}\n"
		"defaults:\n  mode: mention\ndirect:\n  region: uk\n"
		"servers:\n  - id: \"%" PRIu64 "\"\n    region: uk\n    staff-channel: \"%" PRIu64
		"\"\n    staff-role: \"%" PRIu64 "\"\n    operators: [{id: \"%" PRIu64
		"\"}]\n    channels:\n",
		GUILD, STAFF_CHANNEL, STAFF_ROLE, STAFF_ROLE);
	for (c = channels; c < channels + COUNT(channels); c++) {
		buf_printf(out, "      - id: \"%" PRIu64 "\"\n        mode: %s\n", c->id, c->mode);
		if (c->region)
			buf_printf(out, "        region: %s\n", c->region);
	}
	/* people try the same question again and again here */
	return buf_puts(out, "cooldown:\n  answer: 10s\n  person: 10s\n");
}

const struct world_try *world_tries(size_t *n)
{
	static const struct world_try tries[] = {
		{"Ask a question", "back-help", "ann", {"what causes back spasms?"},
			"A short answer, and the articles it comes from."},
		{"Ask on", "back-help", "ann",
			{"heat or ice for a back spasm?", "and how do I stop it coming back?"},
			"The second question is understood from the first."},
		{"Red flag, UK", "back-help", "bob", {"both my legs went numb and i cant pee"},
			"The emergency reply with UK numbers, and an alert in #staff."},
		{"Red flag, US", "clinic-us", "bob", {"both my legs went numb and i cant pee"},
			"The same message with US numbers."},
		{"Ruled out", "back-help", "chidi",
			{"my back is in spasm. no numbness, no trouble peeing. can I stretch?"},
			"No alarm: what is ruled out is no red flag."},
		{"Ordinary chat", "general", "chidi", {"back from lunch, who wants a game?"},
			"Silence: nobody asked."},
		{"Asked in passing", "general", "chidi",
			{"ugh, my back went into spasm this morning. does anyone know what helps?"},
			"The bot speaks up although nobody called it."},
		{"Call the bot", "off-topic", "bob", {"@lumbard what causes back spasms?"},
			"Here it answers only when it is called."},
		{"Switched off", "quiet", "ann", {"@lumbard what causes back spasms?"},
			"Silence: the bot is off in #quiet."},
		{"A direct message", "@", "ann", {"how do I sleep with a back spasm?"},
			"Between the two of you."},
	};

	*n = COUNT(tries);
	return tries;
}
