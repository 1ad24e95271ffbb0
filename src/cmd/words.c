/* Words for kinds of channel and formats; see words.h. */
#include "cmd/words.h"

#include <string.h>

int words_channel(const char *word, enum lumbar_channel *out)
{
	int c;

	for (c = LUMBAR_DIRECT; word && c <= LUMBAR_AMBIENT; c++) {
		if (strcmp(word, lumbar_channel_name((enum lumbar_channel)c)) == 0) {
			*out = (enum lumbar_channel)c;
			return 0;
		}
	}
	return -1;
}

int words_format(const char *word, enum lumbar_format *out)
{
	static const char *const names[] = {"plain", "discord", "html"};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(word, names[i]) == 0) {
			*out = (enum lumbar_format)i;
			return 0;
		}
	}
	return -1;
}
