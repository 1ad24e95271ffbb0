/* The keys of the configuration; see config_keys.h. */
#include "base/config_keys.h"

#include "base/config.h"
#include "base/config_address.h"
#include "base/config_value.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

/* A key whose value sets that member of that struct; one that must be there; one that holds a list. */
#define KEY(key, holds, in, member)                                                                \
	{                                                                                          \
		.name = (key), .type = &(holds), .at = offsetof(in, member)                        \
	}
#define NEEDED(key, holds, in, member)                                                             \
	{                                                                                          \
		.name = (key), .type = &(holds), .at = offsetof(in, member), .required = true      \
	}
#define LIST(key, holds, in, member)                                                               \
	{                                                                                          \
		.name = (key), .type = &(holds), .at = offsetof(in, member),                       \
		.count_at = offsetof(in, n_##member)                                               \
	}

/* The words that are known: the one place for each. */
static const char *const platforms[] = {"discord"};
static const char *const regions[] = {"uk", "us", "ca", "ie", "eu", "au", "nz", "default"};

#define WORD(known)                                                                                \
	{                                                                                          \
		.read = config_value_word, .print = config_value_print_word, .words = (known),     \
		.n_words = COUNT(known)                                                            \
	}
#define TEXT(why)                                                                                  \
	{                                                                                          \
		.read = config_value_text, .print = config_value_print_text, .wrong = (why)        \
	}

static const struct config_type platform = WORD(platforms);
static const struct config_type region = WORD(regions);

static const struct config_type mode = {
	.read = config_value_mode,
	.print = config_value_print_mode,
};

static const char *const log_formats[] = {"text", "logfmt", "json"};
static const struct config_type log_format = WORD(log_formats);

static const char *const yes_no[] = {"yes", "no"};
static const struct config_type yes = WORD(yes_no);

static const struct config_type count = {
	.read = config_value_count,
	.print = config_value_print_count,
};

static const struct config_type level = {
	.read = config_value_level,
	.print = config_value_print_level,
};

static const struct config_type duration = {
	.read = config_value_duration,
	.print = config_value_print_duration,
};

static const struct config_type days = {
	.read = config_value_days,
	.print = config_value_print_days,
};

static const struct config_type days_or_never = {
	.read = config_value_days,
	.print = config_value_print_days_or_never,
};

static const struct config_type id = TEXT(config_value_wrong_id);
static const struct config_type name = TEXT(config_value_wrong_name);
static const struct config_type path = TEXT(config_value_wrong_path);
static const struct config_type api = TEXT(config_address_wrong_api);
static const struct config_type gateway = TEXT(config_address_wrong_gateway);
static const struct config_type admin = TEXT(config_address_wrong_admin);

static const struct config_type variable = {
	.read = config_value_env,
	.print = config_value_print_env,
	.wrong = config_value_wrong_variable,
};

static const struct config_type secret_file = {
	.read = config_value_file,
	.print = config_value_print_file,
	.wrong = config_value_wrong_path,
};

static const struct config_type credential = {
	.read = config_value_credential,
	.print = config_value_print_credential,
	.wrong = config_value_wrong_credential,
};

static const struct config_key token_keys[] = {
	{.name = "env", .type = &variable},
	{.name = "file", .type = &secret_file},
	{.name = "credential", .type = &credential},
};

static const struct config_type token = {
	.kind = YAML_MAP,
	.instead = "'token' never holds the token itself, which copies of this file would carry "
		   "along; it says where the token is read from: {env: NAME}, {file: PATH} or "
		   "{credential: NAME}",
	.keys = token_keys,
	.n_keys = COUNT(token_keys),
	.noun = "a token",
	.finish = config_value_secret_whole,
};

static const struct config_type webhook = {
	.kind = YAML_MAP,
	.instead =
		"'webhook' never holds the address itself, which is a secret; it says where it is "
		"read from: {env: NAME}, {file: PATH} or {credential: NAME}",
	.keys = token_keys,
	.n_keys = COUNT(token_keys),
	.noun = "a webhook",
	.finish = config_value_secret_whole,
};

static const struct config_key staff_keys[] = {
	NEEDED("channel", id, struct config_staff, channel),
	KEY("role", id, struct config_staff, role),
};

static const struct config_type staff_next = {
	.kind = YAML_LIST,
	.keys = staff_keys,
	.n_keys = COUNT(staff_keys),
	.noun = "a staff channel",
	.size = sizeof(struct config_staff),
	.max = CONFIG_STAFF_NEXT_MAX,
};

static const struct config_key operator_keys[] = {
	NEEDED("id", id, struct config_operator, id),
};

static const struct config_type operators = {
	.kind = YAML_LIST,
	.keys = operator_keys,
	.n_keys = COUNT(operator_keys),
	.noun = "an operator",
	.size = sizeof(struct config_operator),
	.max = CONFIG_OPERATORS_MAX,
};

static const struct config_key account_keys[] = {
	NEEDED("name", name, struct config_account, name),
	NEEDED("platform", platform, struct config_account, platform),
	NEEDED("token", token, struct config_account, token),
	KEY("api", api, struct config_account, api),
	KEY("gateway", gateway, struct config_account, gateway),
	KEY("buttons", yes, struct config_account, buttons),
};

static const struct config_type accounts = {
	.kind = YAML_LIST,
	.keys = account_keys,
	.n_keys = COUNT(account_keys),
	.noun = "an account",
	.size = sizeof(struct config_account),
	.max = CONFIG_ACCOUNTS_MAX,
};

/* Whom to tell of emergencies. */
#define STAFF(in, within)                                                                          \
	KEY("staff-channel", id, in, within staff_channel),                                        \
		KEY("staff-role", id, in, within staff_role),                                      \
		KEY("staff-urgent", yes, in, within staff_urgent),                                 \
	{                                                                                          \
		.name = "staff-next", .type = &staff_next, .at = offsetof(in, within staff_next),  \
		.count_at = offsetof(in, within n_staff_next)                                      \
	}

/* What may be said of all servers, of one, and of a channel. */
#define SETTINGS(in, within)                                                                       \
	KEY("region", region, in, within region), KEY("mode", mode, in, within mode),              \
		KEY("threads", yes, in, within threads), STAFF(in, within)

static const struct config_key settings_keys[] = {
	SETTINGS(struct config_settings, ),
};

static const struct config_type settings = {
	.kind = YAML_MAP,
	.keys = settings_keys,
	.n_keys = COUNT(settings_keys),
};

static const struct config_key channel_keys[] = {
	NEEDED("id", id, struct config_channel, id),
	KEY("keep-unanswered", days_or_never, struct config_channel, unanswered_ms),
	SETTINGS(struct config_channel, settings.),
};

static const struct config_type channels = {
	.kind = YAML_LIST,
	.keys = channel_keys,
	.n_keys = COUNT(channel_keys),
	.noun = "a channel",
	.size = sizeof(struct config_channel),
	.max = CONFIG_CHANNELS_MAX,
};

static const struct config_key server_keys[] = {
	NEEDED("id", id, struct config_server, id),
	KEY("account", name, struct config_server, account),
	SETTINGS(struct config_server, settings.),
	LIST("operators", operators, struct config_server, operators),
	LIST("channels", channels, struct config_server, channels),
};

static const struct config_type servers = {
	.kind = YAML_LIST,
	.keys = server_keys,
	.n_keys = COUNT(server_keys),
	.noun = "a server",
	.size = sizeof(struct config_server),
	.max = CONFIG_SERVERS_MAX,
};

static const struct config_key direct_keys[] = {
	KEY("region", region, struct config, direct_region),
	STAFF(struct config, direct.),
};

static const struct config_type direct = {
	.kind = YAML_MAP,
	.keys = direct_keys,
	.n_keys = COUNT(direct_keys),
};

static const struct config_key dashboard_keys[] = {
	NEEDED("token", token, struct config, dashboard_token),
};

static const struct config_type dashboard = {
	.kind = YAML_MAP,
	.keys = dashboard_keys,
	.n_keys = COUNT(dashboard_keys),
	.noun = "the dashboard",
};

static const struct config_key alerts_keys[] = {
	KEY("after", duration, struct config, alert_after_ms),
	KEY("repeats", count, struct config, alert_repeats),
	KEY("webhook", webhook, struct config, alert_webhook),
	KEY("command", path, struct config, alert_command),
};

static const struct config_type alerts = {
	.kind = YAML_MAP,
	.keys = alerts_keys,
	.n_keys = COUNT(alerts_keys),
};

static const struct config_key cooldown_keys[] = {
	KEY("answer", duration, struct config, cooldown_answer_ms),
	KEY("person", duration, struct config, cooldown_person_ms),
};

static const struct config_type cooldown = {
	.kind = YAML_MAP,
	.keys = cooldown_keys,
	.n_keys = COUNT(cooldown_keys),
};

static const struct config_key file_keys[] = {
	LIST("accounts", accounts, struct config, accounts),
	KEY("defaults", settings, struct config, defaults),
	{.name = "direct", .type = &direct},
	LIST("servers", servers, struct config, servers),
	{.name = "alerts", .type = &alerts},
	LIST("operators", operators, struct config, operators),
	KEY("content", path, struct config, content),
	KEY("state", path, struct config, state),
	KEY("retention", days, struct config, retention_ms),
	KEY("audit", days, struct config, audit_ms),
	KEY("admin", admin, struct config, admin),
	{.name = "dashboard", .type = &dashboard},
	KEY("log", level, struct config, log_level),
	KEY("log-format", log_format, struct config, log_format),
	{.name = "cooldown", .type = &cooldown},
	KEY("late", duration, struct config, late_ms),
};

const struct config_type config_keys = {
	.kind = YAML_MAP,
	.keys = file_keys,
	.n_keys = COUNT(file_keys),
	.noun = "the configuration",
};
