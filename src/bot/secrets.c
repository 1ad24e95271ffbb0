/* The accounts' tokens and further secrets; see secrets.h. */
#include "bot/secrets.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "platform/platform.h"
#include "sys/file.h"
#include "sys/header.h"

_Static_assert(
	LOG_SECRETS_MAX >= CONFIG_ACCOUNTS_MAX + 2, "the log masks every token and the webhook");

struct secrets {
	char *tokens[CONFIG_ACCOUNTS_MAX];
	char *webhook, *dashboard; /* NULL = there is none */
	size_t n;
	struct log *log; /* which masks them */
};

/* The account that is looked at. */
struct lookup {
	const struct config_account *account;
	struct log *log;
};

static char *from_file(const struct lookup *l, const char *path)
{
	struct file_why why;
	struct buf bytes;
	char *token = NULL;
	int result;

	buf_init(&bytes, FILE_SECRET_MAX + 2);
	result = file_read_secret(path, &bytes, &why);
	if (result < 0)
		log_error(l->log, l->account->name, "the token's file %s: %s", path, why.text);
	else
		token = buf_detach(&bytes);
	if (result == 1)
		log_warn(l->log, l->account->name, "others can read the token's file: chmod 600 %s",
			path);
	if (bytes.data)
		explicit_bzero(bytes.data, bytes.cap);
	buf_free(&bytes);
	return token;
}

/* systemd puts credentials into a folder of their own (systemd.exec(5), LoadCredential=). */
static char *from_credential(const struct lookup *l, const char *name)
{
	const char *folder = getenv("CREDENTIALS_DIRECTORY");
	char path[PATH_MAX];

	if (!folder || !*folder) {
		log_error(l->log, l->account->name,
			"the token is to be the systemd credential '%s', but there are none: add "
			"LoadCredential=%s:/path to the unit",
			name, name);
		return NULL;
	}
	if (snprintf(path, sizeof(path), "%s/%s", folder, name) >= (int)sizeof(path)) {
		log_error(l->log, l->account->name,
			"the path of the systemd credential '%s' is too long", name);
		return NULL;
	}
	return from_file(l, path);
}

static char *from_environment(const struct lookup *l, const char *name)
{
	const char *token = getenv(name);

	if (!token || !*token) {
		log_error(l->log, l->account->name,
			"there is no token: set %s to the bot's token (Discord: Developer Portal, "
			"Bot, "
			"Reset Token)",
			name);
		return NULL;
	}
	if (strlen(token) > FILE_SECRET_MAX || !header_value_ok(token)) {
		log_error(l->log, l->account->name,
			"%s holds something that is no token: blanks at its end, line ends, or too "
			"much",
			name);
		return NULL;
	}
	return strdup(token);
}

static char *read_token(const struct lookup *l)
{
	static char *(*const ways[])(const struct lookup *l, const char *name) = {
		[CONFIG_SECRET_ENV] = from_environment,
		[CONFIG_SECRET_FILE] = from_file,
		[CONFIG_SECRET_CREDENTIAL] = from_credential,
	};
	char *token = ways[l->account->token.kind](l, l->account->token.name);

	if (token && log_secret(l->log, token) != 0) {
		log_error(l->log, l->account->name, "the token is too short to be one");
		free(token);
		return NULL;
	}
	return token;
}

/* One that belongs to no account.  Returns whether it is there, or none is wanted. */
static bool read_other(
	const char *what, const struct config_secret *from, struct log *log, char **secret)
{
	if (!from->name)
		return true;
	*secret = read_token(
		&(struct lookup){&(struct config_account){.name = what, .token = *from}, log});
	return *secret != NULL;
}

static bool read_dashboard(const struct config *config, struct log *log, char **secret)
{
	if (!read_other("dashboard", &config->dashboard_token, log, secret))
		return false;
	if (!*secret || strlen(*secret) >= SECRETS_DASHBOARD_MIN)
		return true;
	log_error(log, "dashboard",
		"the token is too short: nobody is to guess it (`openssl rand -hex 16` makes one)");
	return false;
}

/* It is tried all the same: the platform alone knows.  What stands in for it may have tokens of its own. */
static void doubt(const struct config_account *account, const char *token, struct log *log)
{
	const struct platform_adapter *adapter =
		account->platform && !account->api ? platform_find(account->platform) : NULL;
	const char *why = adapter && adapter->doubt ? adapter->doubt(token) : NULL;

	if (why)
		log_warn(log, account->name, "that does not look like a token: %s", why);
}

struct secrets *secrets_read(const struct config *config, struct log *log)
{
	struct secrets *s = calloc(1, sizeof(*s));
	bool whole;
	size_t i;

	if (!s)
		return NULL;
	s->log = log;
	for (i = 0; i < config->n_accounts; i++) {
		s->tokens[i] = read_token(&(struct lookup){&config->accounts[i], log});
		if (s->tokens[i])
			doubt(&config->accounts[i], s->tokens[i], log);
		s->n++;
	}
	whole = read_other("webhook", &config->alert_webhook, log, &s->webhook);
	whole = read_dashboard(config, log, &s->dashboard) && whole;
	for (i = 0; i < s->n; i++) {
		if (!s->tokens[i])
			break;
	}
	if (i == s->n && whole)
		return s;
	secrets_free(s);
	return NULL;
}

const char *secrets_webhook(const struct secrets *s)
{
	return s->webhook;
}

const char *secrets_dashboard(const struct secrets *s)
{
	return s->dashboard;
}

static void forget(char *secret)
{
	if (secret)
		explicit_bzero(secret, strlen(secret));
	free(secret);
}

const char *const *secrets_tokens(const struct secrets *s)
{
	return (const char *const *)s->tokens;
}

void secrets_free(struct secrets *s)
{
	size_t i;

	if (!s)
		return;
	log_forget_secrets(s->log);
	for (i = 0; i < s->n; i++)
		forget(s->tokens[i]);
	forget(s->webhook);
	forget(s->dashboard);
	free(s);
}
