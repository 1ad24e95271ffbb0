/* Checks across the configuration; see config_check.h. */
#include "base/config_check.h"

#include <string.h>

#include "base/config_value.h"
#include "base/map.h"
#include "base/near.h"

/* ------------------------------------------------------------------ accounts */

static void check_any_account(
	struct config_reader *r, const struct yaml_node *root, const struct config *config)
{
	const struct yaml_node *n = yaml_get(root, "accounts");

	if (config->n_accounts > 0 || (n && n->kind == YAML_MAP) || (n && n->len > 0))
		return;
	diag_error(r->diag, n ? yaml_key_at(r->file, n) : yaml_at(r->file, root),
		"at least one account is needed: accounts: [{name: main, platform: discord, "
		"token: {env: DISCORD_TOKEN}}]");
}

static const struct config_account *find_account(const struct config *config, const char *name)
{
	size_t i;

	for (i = 0; i < config->n_accounts; i++) {
		if (config->accounts[i].name && strcmp(config->accounts[i].name, name) == 0)
			return &config->accounts[i];
	}
	return NULL;
}

static void check_names(
	struct config_reader *r, const struct yaml_node *root, const struct config *config)
{
	const struct yaml_node *list = yaml_get(root, "accounts"), *n = list ? list->first : NULL;
	const struct config_account *account;
	size_t i;

	for (i = 0; i < config->n_accounts && n; i++, n = n->next) {
		account = &config->accounts[i];
		if (account->name && find_account(config, account->name) != account)
			diag_error(r->diag, yaml_at(r->file, yaml_get(n, "name")),
				"another account has this name already");
	}
}

static void check_reference(struct config_reader *r, const struct yaml_node *server,
	const struct config *config, const char *account)
{
	struct near near = {.word = account};
	struct buf why;
	size_t i;

	if (!account || find_account(config, account))
		return;
	buf_init(&why, CONFIG_VALUE_MESSAGE_MAX);
	buf_puts(&why, "there is no account of this name");
	for (i = 0; i < config->n_accounts; i++) {
		if (config->accounts[i].name)
			near_try(&near, config->accounts[i].name);
	}
	near_put(&near, &why);
	diag_error(r->diag, yaml_at(r->file, yaml_get(server, "account")), "%s", buf_str(&why));
	buf_free(&why);
}

/* ------------------------------------------------------------------ servers and channels */

/* Reports an id that is in the map already, else puts it there. */
static void check_id(
	struct config_reader *r, const struct yaml_node *n, struct map *ids, const char *id)
{
	const struct yaml_node *at = yaml_get(n, "id");
	const struct diag_place *first;
	struct diag_place *place;

	if (!id)
		return;
	first = map_get(ids, id, strlen(id));
	if (first) {
		diag_error(r->diag, yaml_at(r->file, at), "this id is on line %u already",
			first->line);
		return;
	}
	place = arena_alloc(r->scratch, sizeof(*place));
	if (place)
		*place = yaml_at(r->file, at);
	if (!place || map_put(ids, id, strlen(id), place) != 0)
		diag_error(r->diag, ((struct diag_place){r->file, 0, 0}), "out of memory");
}

/* Reports what is of no use without a channel.  Returns whether there is a channel from here on. */
static bool check_staff(
	struct config_reader *r, const struct yaml_node *settings, bool channel_above)
{
	static const struct {
		const char *key, *what;
	} needs[] = {
		{"staff-role", "in which it is called"},
		{"staff-next", "which is tried before"},
		{"staff-urgent", "in which that is told"},
	};
	bool channel = channel_above || yaml_get(settings, "staff-channel");
	const struct yaml_node *n;
	size_t i;

	for (i = 0; i < sizeof(needs) / sizeof(needs[0]); i++) {
		n = yaml_get(settings, needs[i].key);
		if (n && !channel)
			diag_error(r->diag, yaml_key_at(r->file, n),
				"'%s' needs a 'staff-channel', %s", needs[i].key, needs[i].what);
	}
	return channel;
}

static void check_channels(struct config_reader *r, const struct yaml_node *server,
	const struct config_server *s, bool channel_above)
{
	const struct yaml_node *list = yaml_get(server, "channels"), *n = list ? list->first : NULL;
	struct map *ids = map_create();
	size_t i;

	if (!ids)
		diag_error(r->diag, ((struct diag_place){r->file, 0, 0}), "out of memory");
	for (i = 0; ids && n && i < s->n_channels; i++, n = n->next) {
		check_id(r, n, ids, s->channels[i].id);
		check_staff(r, n, channel_above);
	}
	map_destroy(ids);
}

static void check_servers(
	struct config_reader *r, const struct yaml_node *root, const struct config *config)
{
	const struct yaml_node *list = yaml_get(root, "servers"), *n = list ? list->first : NULL;
	bool channel_above = check_staff(r, yaml_get(root, "defaults"), false);
	struct map *ids = map_create();
	size_t i;

	check_staff(r, yaml_get(root, "direct"), false); /* theirs are their own */
	if (!ids)
		diag_error(r->diag, ((struct diag_place){r->file, 0, 0}), "out of memory");
	for (i = 0; ids && n && i < config->n_servers; i++, n = n->next) {
		check_id(r, n, ids, config->servers[i].id);
		check_reference(r, n, config, config->servers[i].account);
		check_channels(r, n, &config->servers[i], check_staff(r, n, channel_above));
	}
	map_destroy(ids);
}

void config_check(
	struct config_reader *r, const struct yaml_node *root, const struct config *config)
{
	if (root->kind != YAML_MAP)
		return;
	check_any_account(r, root, config);
	check_names(r, root, config);
	check_servers(r, root, config);
}
