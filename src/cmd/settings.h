/*
 * The configuration of a run: the file, or what holds without one, and what the environment says.
 */
#ifndef CMD_SETTINGS_H
#define CMD_SETTINGS_H

#include "base/config.h"

#define SETTINGS_FILE "/etc/lumbard/lumbard.yaml" /* read when no other is named */
#define SETTINGS_FILE_MAX 1048576                 /* bytes */

/*
 * settings_load(file, used, config): reads the configuration file; with NULL SETTINGS_FILE, or, where
 * there is none, the defaults.  DISCORD_API and DISCORD_GATEWAY in the environment stand for the
 * addresses of every Discord account.  Sets *config, which the caller ends with config_free(), and *used
 * to the file's name, NULL for the defaults.  Returns 0, or an exit status of sysexits.h after findings
 * on standard error.
 */
int settings_load(const char *file, const char **used, struct config **config);

/*
 * settings_state(config, room, size): the folder of what survives a restart: the configuration's, else the
 * first one of systemd's (STATE_DIRECTORY, systemd.exec(5)), which is written into the size bytes at room;
 * NULL when there is none.
 */
const char *settings_state(const struct config *config, char *room, size_t size);

#endif
