/*
 * The single values of the configuration: how each is read from a scalar, why one is refused, and how
 * it is printed.  Private to config_*.c; config_keys.c says which key holds which.
 */
#ifndef BASE_CONFIG_VALUE_H
#define BASE_CONFIG_VALUE_H

#include "base/config_keys.h"

#define CONFIG_VALUE_WORD_MAX 40      /* bytes of a wrong word that a finding quotes */
#define CONFIG_VALUE_ID_MAX 63        /* bytes of an id or a name */
#define CONFIG_VALUE_PATH_MAX 4095    /* bytes of a path */
#define CONFIG_VALUE_NAME_MAX 255     /* bytes of a variable's or credential's name */
#define CONFIG_VALUE_HOURS_MAX 24     /* the longest duration */
#define CONFIG_VALUE_DAYS_MAX 365     /* the longest number of days */
#define CONFIG_VALUE_COUNT_MAX 10     /* the largest number */
#define CONFIG_VALUE_MESSAGE_MAX 1000 /* bytes of a finding's message */

/*
 * config_value_text(r, key, n, field), config_value_word(), config_value_mode(), config_value_level(),
 * config_value_duration(), config_value_days(), config_value_count(): set the field (const char *, const
 * char *, enum config_mode, enum log_level, int64_t of milliseconds twice, int64_t) from the scalar
 * n, or report what is wrong with it and leave the field.  Text is what the type's wrong() has nothing
 * against, a word one of the type's words.
 */
void config_value_text(struct config_reader *r, const struct config_key *key,
	const struct yaml_node *n, void *field);
void config_value_word(struct config_reader *r, const struct config_key *key,
	const struct yaml_node *n, void *field);
void config_value_mode(struct config_reader *r, const struct config_key *key,
	const struct yaml_node *n, void *field);
void config_value_level(struct config_reader *r, const struct config_key *key,
	const struct yaml_node *n, void *field);
void config_value_duration(struct config_reader *r, const struct config_key *key,
	const struct yaml_node *n, void *field);
void config_value_days(struct config_reader *r, const struct config_key *key,
	const struct yaml_node *n, void *field);
void config_value_count(struct config_reader *r, const struct config_key *key,
	const struct yaml_node *n, void *field);

/*
 * config_value_env(r, key, n, field), config_value_file(), config_value_credential(): set the struct
 * config_secret that field is to the variable, file or credential that n names, or report.
 */
void config_value_env(struct config_reader *r, const struct config_key *key,
	const struct yaml_node *n, void *field);
void config_value_file(struct config_reader *r, const struct config_key *key,
	const struct yaml_node *n, void *field);
void config_value_credential(struct config_reader *r, const struct config_key *key,
	const struct yaml_node *n, void *field);

/*
 * config_value_secret_whole(r, n, base): reports when the map n of a token names no place, or several.
 */
void config_value_secret_whole(
	struct config_reader *r, const struct yaml_node *n, const void *base);

/*
 * config_value_wrong_id(n), config_value_wrong_name(), config_value_wrong_path(),
 * config_value_wrong_variable(), config_value_wrong_credential(): why the scalar is none, as what
 * follows the key's name in a sentence; NULL when it is one.
 */
const char *config_value_wrong_id(const struct yaml_node *n);
const char *config_value_wrong_name(const struct yaml_node *n);
const char *config_value_wrong_path(const struct yaml_node *n);
const char *config_value_wrong_variable(const struct yaml_node *n);
const char *config_value_wrong_credential(const struct yaml_node *n);

/*
 * config_value_print_text(key, field, out), config_value_print_word(), config_value_print_mode(),
 * config_value_print_level(), config_value_print_duration(), config_value_print_days(),
 * config_value_print_days_or_never() (nothing for 0), config_value_print_count(): append the field's
 * value as YAML that the read() above takes for the same value (text in quotes, mode and level as their
 * words); nothing when the field is not set.  What did not fit shows in buf_ok(out).
 */
void config_value_print_text(const struct config_key *key, const void *field, struct buf *out);
void config_value_print_word(const struct config_key *key, const void *field, struct buf *out);
void config_value_print_mode(const struct config_key *key, const void *field, struct buf *out);
void config_value_print_level(const struct config_key *key, const void *field, struct buf *out);
void config_value_print_duration(const struct config_key *key, const void *field, struct buf *out);
void config_value_print_days(const struct config_key *key, const void *field, struct buf *out);
void config_value_print_days_or_never(
	const struct config_key *key, const void *field, struct buf *out);
void config_value_print_count(const struct config_key *key, const void *field, struct buf *out);

/*
 * config_value_print_env(key, field, out), config_value_print_file(),
 * config_value_print_credential(): the same for the struct config_secret that field is: the place
 * that the token is read from, never the token; nothing when it is a place of another kind.
 */
void config_value_print_env(const struct config_key *key, const void *field, struct buf *out);
void config_value_print_file(const struct config_key *key, const void *field, struct buf *out);
void config_value_print_credential(
	const struct config_key *key, const void *field, struct buf *out);

#endif
