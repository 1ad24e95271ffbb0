/*
 * The configuration: one YAML file, checked key by key, every finding with file:line:column and a caret.
 * deploy/lumbard.yaml documents every key.
 *
 * Settings come from the inside out: what a channel does not say its server says, what the server does
 * not say the defaults say.  config_place() gives the sum.
 */
#ifndef BASE_CONFIG_H
#define BASE_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/log.h"

#define CONFIG_ACCOUNTS_MAX 16
#define CONFIG_SERVERS_MAX 4096
#define CONFIG_CHANNELS_MAX 1024 /* of one server */
#define CONFIG_STAFF_NEXT_MAX 8  /* further channels in which staff are told */
#define CONFIG_OPERATORS_MAX 64  /* of everything, or of one server */

/* When the bot speaks in a channel. */
enum config_mode {
	CONFIG_MODE_UNSET,
	CONFIG_MODE_OFF,     /* never */
	CONFIG_MODE_MENTION, /* when it is mentioned or replied to */
	CONFIG_MODE_FAQ,     /* the channel is for back-spasm help: the topic is implied */
	CONFIG_MODE_AMBIENT, /* when it is clearly about a painful back, and asks or reports */
};

/* Where a token is read from; never the configuration itself. */
enum config_secret_kind { CONFIG_SECRET_ENV, CONFIG_SECRET_FILE, CONFIG_SECRET_CREDENTIAL };

struct config_secret {
	enum config_secret_kind kind;
	const char *name; /* of the environment variable, the file or the systemd credential */
};

struct config_account {
	const char *name;     /* for logs and for servers to refer to */
	const char *platform; /* "discord" */
	struct config_secret token;
	const char *api;     /* base of the REST API; NULL = the platform's own */
	const char *gateway; /* address of the gateway; NULL = the platform tells */
	const char *buttons; /* "no"; see config_buttons() */
};

/*
 * config_buttons(account): whether buttons may stand under its messages.
 */
bool config_buttons(const struct config_account *account);

/* Where staff are told when it cannot be done in the channel before it. */
struct config_staff {
	const char *channel, *role; /* ids; the second may be NULL */
};

/* Who may give orders in chat. */
struct config_operator {
	const char *id; /* of a person, or of a role */
};

/* How far somebody's orders go. */
enum config_right { CONFIG_RIGHT_NONE, CONFIG_RIGHT_SERVER, CONFIG_RIGHT_ALL };

/* What may be set for a channel, for a server, and as a default.  NULL or UNSET: not said here. */
struct config_settings {
	const char *region;
	enum config_mode mode;
	const char *staff_channel; /* id of the channel in which staff are told of emergencies */
	const char *staff_role;    /* id of the role that is pinged there */
	const char *threads;       /* "yes": long answers go into a thread; "no" */
	const char *staff_urgent;  /* "yes": staff are told of urgent red flags as well; "no" */
	struct config_staff *staff_next;
	size_t n_staff_next;
};

struct config_channel {
	const char *id;
	int64_t unanswered_ms; /* the text of what is not answered there is kept for so long; 0 = never */
	struct config_settings settings;
};

struct config_server {
	const char *id;
	const char *account; /* name; NULL = any */
	struct config_settings settings;
	struct config_channel *channels;
	size_t n_channels;
	struct config_operator *operators;
	size_t n_operators;
};

struct config {
	struct config_account *accounts;
	size_t n_accounts;
	struct config_server *servers;
	size_t n_servers;
	struct config_operator *operators; /* of everything */
	size_t n_operators;
	struct config_settings
		defaults; /* for servers and channels that say nothing; mode is never UNSET */
	const char *direct_region;     /* for direct messages; NULL = numbers in words */
	struct config_settings direct; /* for direct messages: its staff alone count */
	int64_t alert_after_ms; /* what nobody has picked up is told again after so long; 0 = never */
	int64_t alert_repeats;                /* so often at most */
	struct config_secret alert_webhook;   /* an address; its name is NULL when there is none */
	const char *alert_command;            /* path of a program; NULL = none */
	const char *content;                  /* folder; NULL = where lumbard finds it */
	const char *state;                    /* folder; NULL = the environment's, or none */
	const char *admin;                    /* "127.0.0.1:9464"; NULL = no admin server */
	struct config_secret dashboard_token; /* its name is NULL when there is no dashboard */
	enum log_level log_level;
	const char *log_format;     /* "text", "logfmt", "json" */
	int64_t cooldown_answer_ms; /* the same answer is not given twice in a channel within it */
	int64_t cooldown_person_ms; /* nor does one person get more than a few answers within it */
	int64_t late_ms;      /* a red flag that was missed is answered for so long; 0 = never */
	int64_t retention_ms; /* what is kept in state is forgotten after so long */
	int64_t audit_ms;     /* and the record of the alerts after so long */
	struct arena *arena;  /* what everything above lives in */
};

/*
 * config_parse(file, text, len, diag): the configuration that the bytes are; NULL after at least one
 * finding.  file is the name used in findings.  The caller ends it with config_free().
 */
struct config *config_parse(const char *file, const char *text, size_t len, struct diag *diag);

/*
 * config_default(): what holds without a file: one Discord account whose token is in DISCORD_TOKEN,
 * mode mention everywhere.  NULL when memory is short.
 */
struct config *config_default(void);

/*
 * config_free(config): releases it.  NULL is accepted.
 */
void config_free(struct config *config);

/* What holds in one place.  Strings are borrowed from the configuration. */
struct config_place {
	const char *region;
	enum config_mode mode; /* never UNSET */
	const char *staff_channel;
	const char *staff_role;
	bool staff_urgent;
	bool threads; /* long answers go into a thread of their own */
	const struct config_staff *staff_next;
	size_t n_staff_next;
	int64_t unanswered_ms; /* see struct config_channel */
};

/*
 * config_place(config, account, server, channel, parent): what holds in that channel.  server is "" in a
 * direct message: then mode is MENTION, and region and staff are those of direct messages.  parent is the
 * channel that a thread or forum post belongs to, "" without one: a thread inherits what its parent says,
 * unless it is configured itself.
 */
struct config_place config_place(const struct config *config, const char *account,
	const char *server, const char *channel, const char *parent);

/*
 * config_listens(config, account): whether some channel of that account is to be read without the bot
 * being mentioned (mode faq or ambient), so that message content must be asked for.
 */
bool config_listens(const struct config *config, const char *account);

/*
 * config_right(config, account, server, id): how far the orders of that person, or of whoever has that
 * role, go where they are given; server is "" in a direct message.
 */
enum config_right config_right(
	const struct config *config, const char *account, const char *server, const char *id);

/*
 * config_mode_read(word, mode): sets *mode from its word.  Returns 0, or -1 for another word.
 */
int config_mode_read(const char *word, enum config_mode *mode);

/*
 * config_alerts(config, account): whether staff are told of anything that account hears.
 */
bool config_alerts(const struct config *config, const char *account);

/*
 * config_print(config, out): appends the effective configuration as YAML, secrets by where they are read
 * from, never their value.  Returns what the last append returned.
 */
bool config_print(const struct config *config, struct buf *out);

/*
 * config_mode_name(mode): its word.
 */
const char *config_mode_name(enum config_mode mode);

#endif
