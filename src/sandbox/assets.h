/*
 * The chat page's files, which stand in the program itself.
 */
#ifndef SANDBOX_ASSETS_H
#define SANDBOX_ASSETS_H

#include <stddef.h>

#include "sys/serve.h"

struct asset {
	const char *path; /* at which it is served */
	const char *type; /* Content-Type */
	const char *begin, *end;
};

/*
 * assets_list(n): all of them; *n is set to how many there are.
 */
const struct asset *assets_list(size_t *n);

/*
 * assets_find(path): the file at that path; NULL when there is none.
 */
const struct asset *assets_find(const char *path);

/*
 * assets_answer(request, answer): answers a request for one of them, or says that there is nothing.
 */
void assets_answer(const struct serve_request *request, struct serve_answer *answer);

#endif
