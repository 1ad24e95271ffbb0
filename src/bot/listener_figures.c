/* What a listener tells of itself; see listener.h. */
#include "bot/cooldown.h"
#include "bot/feedback.h"
#include "bot/listener_own.h"
#include "bot/said.h"

_Static_assert(LISTENER_BOUNDS == COOLDOWN_BOUNDS + SAID_BOUNDS + FEEDBACK_BOUNDS,
	"every one has its place");

struct listener_counts listener_counts(const struct listener *l)
{
	return l->counts;
}

const struct tally *listener_tally(const struct listener *l)
{
	return l->tally;
}

void listener_bounds(const struct listener *l, struct bound bounds[LISTENER_BOUNDS])
{
	cooldown_bounds(l->cooldown, bounds);
	said_bounds(l->said, bounds + COOLDOWN_BOUNDS);
	feedback_bounds(l->feedback, bounds + COOLDOWN_BOUNDS + SAID_BOUNDS);
}
