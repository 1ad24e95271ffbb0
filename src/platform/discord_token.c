/* What a bot's token looks like on Discord; see discord_token.h. */
#include "platform/discord_token.h"

#include <string.h>
#include <strings.h>

#define SCHEME "Bot "
#define DOTS 2 /* between the id, the time and the signature */
#define WHERE " The token is on the application's page Bot, below Reset Token."

const char *discord_token_doubt(const char *token)
{
	size_t dots = 0;
	const char *c;

	if (strncasecmp(token, SCHEME, strlen(SCHEME)) == 0)
		return "it begins with \"Bot\": leave that out, it is put before the token anyway.";
	if (*token == '"' || *token == '\'')
		return "it begins with a quotation mark: leave that out.";
	for (c = token; *c; c++)
		dots += *c == '.';
	if (token[strspn(token, "0123456789")] == '\0')
		return "it is a number, such as the application's id." WHERE;
	if (dots != DOTS)
		return "a bot's token has three parts with dots between them: this may be the "
		       "public "
		       "key or the client secret." WHERE;
	return NULL;
}
