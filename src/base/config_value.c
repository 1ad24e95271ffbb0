/* The single values of the configuration; see config_value.h. */
#include "base/config_value.h"

#include <string.h>

#include "base/config.h"
#include "base/json.h"
#include "base/near.h"
#include "base/utf8.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static void refuse(struct config_reader *r, const struct config_key *key, const struct yaml_node *n,
	const char *why)
{
	diag_error(r->diag, yaml_at(r->file, n), "'%s' %s", key->name, why);
}

/* ------------------------------------------------------------------ texts */

static bool is_visible(char c)
{
	return c > ' ' && c < 0x7f;
}

/* Whether n is 1 to max visible bytes. */
static bool is_visible_text(const struct yaml_node *n, size_t max)
{
	size_t i;

	for (i = 0; i < n->len; i++) {
		if (!is_visible(n->text[i]))
			return false;
	}
	return n->len > 0 && n->len <= max;
}

const char *config_value_wrong_id(const struct yaml_node *n)
{
	if (!n->quoted)
		return "must stand in quotes, like \"123\": as a number it would lose digits";
	if (!is_visible_text(n, CONFIG_VALUE_ID_MAX))
		return "must have 1 to 63 visible bytes, without blanks";
	return NULL;
}

const char *config_value_wrong_name(const struct yaml_node *n)
{
	if (!is_visible_text(n, CONFIG_VALUE_ID_MAX))
		return "must have 1 to 63 visible bytes, without blanks";
	return NULL;
}

/* Whether cp ends a line somewhere, or cannot be seen at all. */
static bool is_odd(uint32_t cp)
{
	return cp < ' ' || (cp >= 0x7f && cp < 0xa0) || cp == 0x2028 || cp == 0x2029 ||
	       cp == 0xfeff;
}

const char *config_value_wrong_path(const struct yaml_node *n)
{
	uint32_t cp;
	size_t i;

	if (n->len == 0 || n->len > CONFIG_VALUE_PATH_MAX)
		return "must be a path of 1 to 4095 bytes";
	for (i = 0; i < n->len;) {
		i += utf8_next(n->text + i, n->len - i, &cp);
		if (is_odd(cp))
			return "must be a path, without control characters";
	}
	return NULL;
}

const char *config_value_wrong_variable(const struct yaml_node *n)
{
	static const char why[] =
		"must be the name of an environment variable: letters, digits and _";
	size_t i;

	if (n->len == 0 || n->len > CONFIG_VALUE_NAME_MAX ||
		(n->text[0] >= '0' && n->text[0] <= '9'))
		return why;
	for (i = 0; i < n->len; i++) {
		char c = n->text[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') &&
			c != '_')
			return why;
	}
	return NULL;
}

const char *config_value_wrong_credential(const struct yaml_node *n)
{
	/* systemd.exec(5), LoadCredential=: a name that can be a file's */
	if (!is_visible_text(n, CONFIG_VALUE_NAME_MAX) || strchr(n->text, '/') ||
		strcmp(n->text, ".") == 0 || strcmp(n->text, "..") == 0)
		return "must be the name of a systemd credential: up to 255 visible bytes, "
		       "without /";
	return NULL;
}

void config_value_text(struct config_reader *r, const struct config_key *key,
	const struct yaml_node *n, void *field)
{
	const char *why = key->type->wrong(n);
	const char *copy;

	if (why) {
		refuse(r, key, n, why);
		return;
	}
	copy = arena_copy(r->arena, n->text, n->len);
	if (copy)
		*(const char **)field = copy;
	else
		diag_error(r->diag, ((struct diag_place){r->file, 0, 0}), "out of memory");
}

void config_value_print_text(const struct config_key *key, const void *field, struct buf *out)
{
	const char *text = *(const char *const *)field;

	(void)key;
	if (text)
		json_put_string(out, text, strlen(text));
}

/* ------------------------------------------------------------------ words */

/* The number of the word n among those known; `count` and a finding when it is none. */
static size_t find_word(struct config_reader *r, const struct config_key *key,
	const struct yaml_node *n, const char *const *words, size_t count)
{
	struct near near = {.word = n->text};
	struct buf why;
	size_t i;

	for (i = 0; i < count; i++) {
		if (strcmp(n->text, words[i]) == 0)
			return i;
	}
	buf_init(&why, CONFIG_VALUE_MESSAGE_MAX);
	buf_puts(&why, "must be ");
	for (i = 0; i < count; i++) {
		buf_printf(&why, "%s%s", i == 0 ? "" : i + 1 < count ? ", " : " or ", words[i]);
		near_try(&near, words[i]);
	}
	if (n->len <= CONFIG_VALUE_WORD_MAX)
		buf_printf(&why, ", not '%s'", n->text);
	near_put(&near, &why);
	refuse(r, key, n, buf_str(&why));
	buf_free(&why);
	return count;
}

void config_value_word(struct config_reader *r, const struct config_key *key,
	const struct yaml_node *n, void *field)
{
	size_t i = find_word(r, key, n, key->type->words, key->type->n_words);

	if (i < key->type->n_words)
		*(const char **)field = key->type->words[i];
}

void config_value_print_word(const struct config_key *key, const void *field, struct buf *out)
{
	const char *word = *(const char *const *)field;

	(void)key;
	if (word)
		buf_puts(out, word);
}

static const enum config_mode modes[] = {
	CONFIG_MODE_OFF, CONFIG_MODE_MENTION, CONFIG_MODE_FAQ, CONFIG_MODE_AMBIENT};

void config_value_mode(struct config_reader *r, const struct config_key *key,
	const struct yaml_node *n, void *field)
{
	const char *words[COUNT(modes)];
	size_t i;

	for (i = 0; i < COUNT(modes); i++)
		words[i] = config_mode_name(modes[i]);
	i = find_word(r, key, n, words, COUNT(modes));
	if (i < COUNT(modes))
		*(enum config_mode *)field = modes[i];
}

void config_value_print_mode(const struct config_key *key, const void *field, struct buf *out)
{
	enum config_mode mode = *(const enum config_mode *)field;

	(void)key;
	if (mode != CONFIG_MODE_UNSET)
		buf_puts(out, config_mode_name(mode));
}

static const enum log_level levels[] = {LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG};

void config_value_level(struct config_reader *r, const struct config_key *key,
	const struct yaml_node *n, void *field)
{
	const char *words[COUNT(levels)];
	size_t i;

	for (i = 0; i < COUNT(levels); i++)
		words[i] = log_level_name(levels[i]);
	i = find_word(r, key, n, words, COUNT(levels));
	if (i < COUNT(levels))
		*(enum log_level *)field = levels[i];
}

void config_value_print_level(const struct config_key *key, const void *field, struct buf *out)
{
	(void)key;
	buf_puts(out, log_level_name(*(const enum log_level *)field));
}

/* ------------------------------------------------------------------ durations */

static const struct {
	char unit;
	int64_t ms;
} units[] = {{'h', 3600000}, {'m', 60000}, {'s', 1000}};

/* Sets *ms; false when text is no whole number of a unit.  What is far too long is taken as such. */
static bool parse_duration(const char *text, int64_t *ms)
{
	int64_t value = 0;
	const char *c;
	size_t i;

	for (c = text; *c >= '0' && *c <= '9'; c++) {
		if (value < INT32_MAX)
			value = value * 10 + (*c - '0');
	}
	for (i = 0; i < COUNT(units); i++) {
		if (c > text && c[0] == units[i].unit && !c[1]) {
			*ms = value * units[i].ms;
			return true;
		}
	}
	return false;
}

void config_value_duration(struct config_reader *r, const struct config_key *key,
	const struct yaml_node *n, void *field)
{
	int64_t ms;

	if (!parse_duration(n->text, &ms))
		refuse(r, key, n, "must be a whole number and s, m or h, like 30s, 2m or 1h");
	else if (ms > CONFIG_VALUE_HOURS_MAX * (int64_t)3600000)
		refuse(r, key, n, "must be at most 24h");
	else
		*(int64_t *)field = ms;
}

void config_value_print_duration(const struct config_key *key, const void *field, struct buf *out)
{
	int64_t ms = *(const int64_t *)field;
	size_t i = 0;

	(void)key;
	while (i + 1 < COUNT(units) && (ms == 0 || ms % units[i].ms != 0))
		i++;
	buf_printf(out, "%lld%c", (long long)(ms / units[i].ms), units[i].unit);
}

#define DAY_MS ((int64_t)86400000)

void config_value_days(struct config_reader *r, const struct config_key *key,
	const struct yaml_node *n, void *field)
{
	int64_t days = 0;
	const char *c;

	for (c = n->text; *c >= '0' && *c <= '9' && days <= CONFIG_VALUE_DAYS_MAX; c++)
		days = days * 10 + (*c - '0');
	if (days < 1 || days > CONFIG_VALUE_DAYS_MAX || c[0] != 'd' || c[1])
		refuse(r, key, n, "must be a whole number of days and d, from 1d to 365d");
	else
		*(int64_t *)field = days * DAY_MS;
}

void config_value_print_days(const struct config_key *key, const void *field, struct buf *out)
{
	int64_t ms = *(const int64_t *)field;

	(void)key;
	buf_printf(out, "%lldd", (long long)(ms / DAY_MS));
}

void config_value_print_days_or_never(
	const struct config_key *key, const void *field, struct buf *out)
{
	if (*(const int64_t *)field)
		config_value_print_days(key, field, out);
}

void config_value_count(struct config_reader *r, const struct config_key *key,
	const struct yaml_node *n, void *field)
{
	int64_t value = 0;
	const char *c;

	for (c = n->text; *c >= '0' && *c <= '9' && value <= CONFIG_VALUE_COUNT_MAX; c++)
		value = value * 10 + (*c - '0');
	if (c == n->text || *c || value > CONFIG_VALUE_COUNT_MAX)
		refuse(r, key, n, "must be a whole number from 0 to 10");
	else
		*(int64_t *)field = value;
}

void config_value_print_count(const struct config_key *key, const void *field, struct buf *out)
{
	(void)key;
	buf_printf(out, "%lld", (long long)*(const int64_t *)field);
}

/* ------------------------------------------------------------------ secrets */

static void read_secret(struct config_reader *r, const struct config_key *key,
	const struct yaml_node *n, struct config_secret *secret, enum config_secret_kind kind)
{
	secret->kind = kind;
	config_value_text(r, key, n, &secret->name);
}

void config_value_env(struct config_reader *r, const struct config_key *key,
	const struct yaml_node *n, void *field)
{
	read_secret(r, key, n, field, CONFIG_SECRET_ENV);
}

void config_value_file(struct config_reader *r, const struct config_key *key,
	const struct yaml_node *n, void *field)
{
	read_secret(r, key, n, field, CONFIG_SECRET_FILE);
}

void config_value_credential(struct config_reader *r, const struct config_key *key,
	const struct yaml_node *n, void *field)
{
	read_secret(r, key, n, field, CONFIG_SECRET_CREDENTIAL);
}

void config_value_secret_whole(struct config_reader *r, const struct yaml_node *n, const void *base)
{
	(void)base;
	if (n->count == 0)
		diag_error(r->diag, yaml_at(r->file, n),
			"'%s' needs a place to read the %s from: env, file or credential", n->key,
			n->key);
	else if (n->count > 1)
		diag_error(r->diag, yaml_key_at(r->file, n->first->next),
			"a %s is read from one place: env, file or credential", n->key);
}

static void print_secret(const struct config_key *key, const struct config_secret *secret,
	enum config_secret_kind kind, struct buf *out)
{
	if (secret->kind == kind)
		config_value_print_text(key, &secret->name, out);
}

void config_value_print_env(const struct config_key *key, const void *field, struct buf *out)
{
	print_secret(key, field, CONFIG_SECRET_ENV, out);
}

void config_value_print_file(const struct config_key *key, const void *field, struct buf *out)
{
	print_secret(key, field, CONFIG_SECRET_FILE, out);
}

void config_value_print_credential(const struct config_key *key, const void *field, struct buf *out)
{
	print_secret(key, field, CONFIG_SECRET_CREDENTIAL, out);
}
