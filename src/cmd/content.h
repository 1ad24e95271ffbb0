/*
 * Where the content is, and reading it for a subcommand.
 */
#ifndef CMD_CONTENT_H
#define CMD_CONTENT_H

#include <stddef.h>

#include "lumbar.h"

/*
 * content_folder(given, out, size): writes into out the folder that holds intents/ and responses/: the
 * given one (--content, NULL when absent); else the source tree in whose build folder this program
 * lies; else the installed one, PREFIX/share/lumbard.  Returns 0, or -1 after a sentence on standard
 * error.
 */
int content_folder(const char *given, char *out, size_t size);

/*
 * content_load(given): the compiled content of that folder, findings on standard error; NULL when it
 * has errors.  The caller ends it with lumbar_content_destroy().
 */
struct lumbar_content *content_load(const char *given);

/*
 * content_print(ctx, is_error, text): a finding to standard error.
 */
lumbar_finding_fn content_print;

#endif
