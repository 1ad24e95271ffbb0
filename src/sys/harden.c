/* What the process gives up; see harden.h. */
#include "sys/harden.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "base/log.h"

static void look(struct log *log, int result, const char *what)
{
	if (result != 0)
		log_warn(log, "harden", "%s: %s", what, strerror(errno));
}

void harden_process(struct log *log)
{
	const struct rlimit none = {0, 0};

	/* the limit keeps files away; a core that is piped to a program asks for the second (core(5)) */
	look(log, setrlimit(RLIMIT_CORE, &none), "core dumps cannot be limited");
	look(log, prctl(PR_SET_DUMPABLE, 0, 0, 0, 0), "core dumps cannot be turned off");
	look(log, prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "rights cannot be renounced");
}

void harden_forget(const char *name)
{
	char *value = getenv(name);

	if (!value)
		return;
	explicit_bzero(value, strlen(value));
	unsetenv(name);
}
