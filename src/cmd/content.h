/*
 * Where the content is, and reading it for a subcommand.
 */
#ifndef CMD_CONTENT_H
#define CMD_CONTENT_H

#include <stddef.h>

#include "lumbar.h"

#define CONTENT_OVERLAY "/etc/lumbard" /* its files stand in front of the packaged ones */

/*
 * content_packaged(out, size): writes into out the folder of the content that came with this program:
 * the source tree in whose build folder it lies, else PREFIX/share/lumbard.  Returns 0, or -1 when there
 * is neither.
 */
int content_packaged(char *out, size_t size);

/*
 * content_folder(given, out, size): writes into out the folder that holds intents/ and responses/: the
 * given one (--content, NULL when absent), else the packaged one.  Returns 0, or -1 after a sentence on
 * standard error.
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
