/*
 * The accounts' tokens, the dashboard's, and the address of a webhook: read from the environment, a file or
 * a systemd credential, as the configuration says.  They live in memory only, and the log masks them.
 */
#ifndef BOT_SECRETS_H
#define BOT_SECRETS_H

#include "base/config.h"
#include "base/log.h"

#define SECRETS_DASHBOARD_MIN 16 /* bytes: nobody is to guess it */

struct secrets;

/*
 * secrets_read(config, log): the tokens of all accounts; they are registered with log_secret().  NULL,
 * with log lines that say how to mend it, when one cannot be read.  log is borrowed.  Ended with
 * secrets_free().
 */
struct secrets *secrets_read(const struct config *config, struct log *log);

/*
 * secrets_tokens(s): the tokens in the order of the configuration's accounts; borrowed.
 */
const char *const *secrets_tokens(const struct secrets *s);

/*
 * secrets_webhook(s): the address at which staff are told, NULL when there is none; borrowed.
 */
const char *secrets_webhook(const struct secrets *s);

/*
 * secrets_dashboard(s): the token of the dashboard, at least SECRETS_DASHBOARD_MIN bytes, NULL when there
 * is none; borrowed.
 */
const char *secrets_dashboard(const struct secrets *s);

/*
 * secrets_free(s): overwrites and releases them, and has the log forget them.  NULL is accepted.
 */
void secrets_free(struct secrets *s);

#endif
