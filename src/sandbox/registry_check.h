/*
 * Whether an application command is as Discord wants it.
 * Source: discord-api-docs, interactions/application-commands, "Application Command Structure".
 */
#ifndef SANDBOX_REGISTRY_CHECK_H
#define SANDBOX_REGISTRY_CHECK_H

#include "sandbox/complaints.h"
#include "sandbox/registry.h"

#define REGISTRY_CHECK_OPTIONS_MAX 25 /* also of an option's choices */
#define REGISTRY_CHECK_SIZE_MAX 8000  /* code points of names, descriptions and values together */

/* Of options, with the API's numbers. */
enum registry_check_option {
	REGISTRY_CHECK_SUBCOMMAND = 1,
	REGISTRY_CHECK_GROUP = 2,
	REGISTRY_CHECK_STRING = 3,
	REGISTRY_CHECK_INTEGER = 4,
	REGISTRY_CHECK_BOOLEAN = 5,
	REGISTRY_CHECK_USER = 6,
	REGISTRY_CHECK_CHANNEL = 7,
	REGISTRY_CHECK_ROLE = 8,
	REGISTRY_CHECK_MENTIONABLE = 9,
	REGISTRY_CHECK_NUMBER = 10,
	REGISTRY_CHECK_ATTACHMENT = 11
};

/*
 * registry_check(c, v, command, body): looks through the JSON object v, complaining of what is wrong.
 * Sets type and name of *command, and appends to the empty body its members as the API gives them back.
 */
void registry_check(
	struct complaints *c, const json *v, struct registry_entry *command, struct buf *body);

#endif
