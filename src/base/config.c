/* The configuration; see config.h. */
#include "base/config.h"

#include <string.h>

#include "base/arena.h"
#include "base/config_check.h"
#include "base/config_hide.h"
#include "base/config_read.h"
#include "base/yaml.h"

#define DEFAULT_MODE CONFIG_MODE_MENTION
#define DEFAULT_LOG_LEVEL LOG_INFO
#define DEFAULT_ANSWER_MS 120000
#define DEFAULT_PERSON_MS 60000
#define DEFAULT_LATE_MS 21600000
#define DEFAULT_RETENTION_MS 604800000
#define DEFAULT_ALERT_MS 600000
#define DEFAULT_REPEATS 2
#define DEFAULT_AUDIT_MS 31536000000

/* ------------------------------------------------------------------ reading */

static struct config *create(void)
{
	struct arena *arena = arena_create();
	struct config *config = arena ? arena_alloc(arena, sizeof(*config)) : NULL;

	if (!config) {
		arena_destroy(arena);
		return NULL;
	}
	config->arena = arena;
	config->defaults.mode = DEFAULT_MODE;
	config->log_level = DEFAULT_LOG_LEVEL;
	config->cooldown_answer_ms = DEFAULT_ANSWER_MS;
	config->cooldown_person_ms = DEFAULT_PERSON_MS;
	config->late_ms = DEFAULT_LATE_MS;
	config->log_format = "text";
	config->retention_ms = DEFAULT_RETENTION_MS;
	config->alert_after_ms = DEFAULT_ALERT_MS;
	config->alert_repeats = DEFAULT_REPEATS;
	config->audit_ms = DEFAULT_AUDIT_MS;
	return config;
}

/* Lets the findings that follow show the source without the tokens that stand in it. */
static void hide_source(struct arena *arena, const struct yaml_node *root, struct diag *diag)
{
	char *shown = arena_copy(arena, diag->source, diag->source_len);

	if (shown)
		config_hide_tokens(root, shown, diag->source_len);
	diag_source(diag, shown, diag->source_len);
}

static void read_file(struct config_reader *r, const char *text, size_t len, struct config *config)
{
	const struct yaml_node *root = yaml_parse(r->scratch, r->file, text, len, r->diag);

	if (!root)
		return;
	hide_source(r->scratch, root, r->diag);
	config_read(r, root, config);
	config_check(r, root, config);
}

struct config *config_parse(const char *file, const char *text, size_t len, struct diag *diag)
{
	struct config_hide hide = {.to = diag, .file = file};
	struct diag hidden = config_hide_diag(&hide);
	struct config *config = create();
	struct config_reader r = {.scratch = arena_create(), .diag = &hidden, .file = file};

	if (config && r.scratch) {
		r.arena = config->arena;
		read_file(&r, text, len, config);
	} else {
		diag_error(&hidden, ((struct diag_place){file, 0, 0}), "out of memory");
	}
	arena_destroy(r.scratch);
	if (hidden.errors == 0)
		return config;
	config_free(config);
	return NULL;
}

struct config *config_default(void)
{
	static const char text[] =
		"accounts: [{name: discord, platform: discord, token: {env: DISCORD_TOKEN}}]";
	struct diag silent = {0};

	return config_parse("defaults", text, sizeof(text) - 1, &silent);
}

void config_free(struct config *config)
{
	if (config)
		arena_destroy(config->arena);
}

/* ------------------------------------------------------------------ asking */

static const struct config_server *find_server(
	const struct config *config, const char *account, const char *id)
{
	const struct config_server *s;
	size_t i;

	for (i = 0; i < config->n_servers; i++) {
		s = &config->servers[i];
		if (strcmp(s->id, id) == 0 && (!s->account || strcmp(s->account, account) == 0))
			return s;
	}
	return NULL;
}

static const struct config_channel *find_channel(const struct config_server *s, const char *id)
{
	size_t i;

	for (i = 0; i < s->n_channels; i++) {
		if (strcmp(s->channels[i].id, id) == 0)
			return &s->channels[i];
	}
	return NULL;
}

/* Lets s say what nothing further inside has said. */
static void inherit(struct config_place *place, const struct config_settings *s)
{
	if (!s)
		return;
	if (!place->region)
		place->region = s->region;
	if (place->mode == CONFIG_MODE_UNSET)
		place->mode = s->mode;
	if (!place->staff_channel)
		place->staff_channel = s->staff_channel;
	if (!place->staff_role)
		place->staff_role = s->staff_role;
	if (!place->staff_next && s->n_staff_next) {
		place->staff_next = s->staff_next;
		place->n_staff_next = s->n_staff_next;
	}
}

/* A yes or no takes after what is said further inside. */
static void inherit_switch(const char **to, const char *said)
{
	if (!*to)
		*to = said;
}

static bool is_yes(const char *said)
{
	return said && strcmp(said, "yes") == 0;
}

bool config_buttons(const struct config_account *account)
{
	return !account->buttons || is_yes(account->buttons);
}

/* The innermost settings that say whether urgent red flags are told to staff, and so on, decide. */
static void inherit_switches(
	struct config_place *place, const struct config_settings *const *settings, size_t n)
{
	const char *urgent = NULL, *threads = NULL;
	size_t i;

	for (i = 0; i < n; i++) {
		if (!settings[i])
			continue;
		inherit_switch(&urgent, settings[i]->staff_urgent);
		inherit_switch(&threads, settings[i]->threads);
	}
	place->staff_urgent = is_yes(urgent);
	place->threads = is_yes(threads);
}

/* In private nobody's staff is told unless it is set for that very case. */
static struct config_place direct_place(const struct config *config)
{
	const struct config_settings *direct = &config->direct;
	struct config_place place = {.region = config->direct_region, .mode = CONFIG_MODE_MENTION};

	inherit(&place, direct);
	inherit_switches(&place, &direct, 1);
	return place;
}

struct config_place config_place(const struct config *config, const char *account,
	const char *server, const char *channel, const char *parent)
{
	const struct config_settings *settings[4] = {NULL, NULL, NULL, &config->defaults};
	const struct config_server *s = *server ? find_server(config, account, server) : NULL;
	const struct config_channel *own = NULL, *above = NULL;
	struct config_place place = {0};
	size_t i;

	if (!*server)
		return direct_place(config);
	if (s) {
		own = find_channel(s, channel);
		above = find_channel(s, parent);
		settings[0] = own ? &own->settings : NULL;
		settings[1] = above ? &above->settings : NULL;
		settings[2] = &s->settings;
		place.unanswered_ms = own ? own->unanswered_ms : above ? above->unanswered_ms : 0;
	}
	for (i = 0; i < 4; i++)
		inherit(&place, settings[i]);
	inherit_switches(&place, settings, 4);
	return place;
}

static bool server_alerts(const struct config_server *s)
{
	size_t i;

	for (i = 0; i < s->n_channels; i++) {
		if (s->channels[i].settings.staff_channel)
			return true;
	}
	return s->settings.staff_channel != NULL;
}

bool config_alerts(const struct config *config, const char *account)
{
	const struct config_server *s;
	size_t i;

	for (i = 0; i < config->n_servers; i++) {
		s = &config->servers[i];
		if ((!s->account || strcmp(s->account, account) == 0) && server_alerts(s))
			return true;
	}
	return config->defaults.staff_channel || config->direct.staff_channel;
}

static bool listens(enum config_mode mode)
{
	return mode == CONFIG_MODE_FAQ || mode == CONFIG_MODE_AMBIENT;
}

static bool server_listens(const struct config_server *s)
{
	size_t i;

	for (i = 0; i < s->n_channels; i++) {
		if (listens(s->channels[i].settings.mode))
			return true;
	}
	return listens(s->settings.mode);
}

bool config_listens(const struct config *config, const char *account)
{
	const struct config_server *s;
	size_t i;

	for (i = 0; i < config->n_servers; i++) {
		s = &config->servers[i];
		if ((!s->account || strcmp(s->account, account) == 0) && server_listens(s))
			return true;
	}
	return listens(config->defaults.mode);
}

static bool is_among(const struct config_operator *operators, size_t n, const char *id)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (strcmp(operators[i].id, id) == 0)
			return true;
	}
	return false;
}

enum config_right config_right(
	const struct config *config, const char *account, const char *server, const char *id)
{
	const struct config_server *s = *server ? find_server(config, account, server) : NULL;

	if (is_among(config->operators, config->n_operators, id))
		return CONFIG_RIGHT_ALL;
	if (s && is_among(s->operators, s->n_operators, id))
		return CONFIG_RIGHT_SERVER;
	return CONFIG_RIGHT_NONE;
}

static const char *const mode_names[] = {
	[CONFIG_MODE_UNSET] = "unset",
	[CONFIG_MODE_OFF] = "off",
	[CONFIG_MODE_MENTION] = "mention",
	[CONFIG_MODE_FAQ] = "faq",
	[CONFIG_MODE_AMBIENT] = "ambient",
};

const char *config_mode_name(enum config_mode mode)
{
	return mode_names[mode];
}

int config_mode_read(const char *word, enum config_mode *mode)
{
	int i;

	for (i = CONFIG_MODE_OFF; i <= CONFIG_MODE_AMBIENT; i++) {
		if (strcmp(word, mode_names[i]) != 0)
			continue;
		*mode = (enum config_mode)i;
		return 0;
	}
	return -1;
}
