/*
 * The words for kinds of channel and formats, as command lines and JSON use them.
 */
#ifndef CMD_WORDS_H
#define CMD_WORDS_H

#include "lumbar.h"

/*
 * words_channel(word, out): sets *out from "direct", "faq" or "ambient".  Returns 0, or -1 for another
 * word (or NULL).
 */
int words_channel(const char *word, enum lumbar_channel *out);

/*
 * words_format(word, out): sets *out from "plain", "discord" or "html".  Returns 0, or -1 for another.
 */
int words_format(const char *word, enum lumbar_format *out);

#endif
