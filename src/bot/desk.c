/* Where people come with commands and buttons; see desk.h. */
#include "bot/desk.h"

#include <stdlib.h>

#include "bot/back.h"
#include "bot/commands.h"
#include "bot/operators.h"
#include "bot/press.h"
#include "bot/retract.h"

struct desk {
	struct commands *commands;
	struct back *back;
	struct operators *operators;
	struct press *press;
	struct retract *retract;
};

struct desk *desk_create(const struct desk_options *options)
{
	struct desk *d = calloc(1, sizeof(*d));

	if (!d)
		return NULL;
	d->commands = commands_create(&(struct commands_options){
		options->config, options->log, options->say, options->ctx});
	d->back = d->commands ? back_create(options, d->commands) : NULL;
	d->press = d->back ? press_create(options, d->commands) : NULL;
	d->retract = d->press ? retract_create(options, d->commands) : NULL;
	d->operators = d->retract ? operators_create(options, d->commands) : NULL;
	if (!d->operators) {
		desk_destroy(d);
		return NULL;
	}
	return d;
}

void desk_destroy(struct desk *d)
{
	if (!d)
		return;
	back_destroy(d->back);
	operators_destroy(d->operators);
	press_destroy(d->press);
	retract_destroy(d->retract);
	commands_destroy(d->commands);
	free(d);
}

const struct interaction_command *const *desk_offers(const struct desk *d, size_t *n)
{
	return commands_offers(d->commands, n);
}

void desk_take(struct desk *d, const char *account, struct platform_abilities abilities,
	const struct interaction *is, int64_t now_ms)
{
	commands_take(d->commands, account, abilities, is, now_ms);
}

bool desk_outcome(struct desk *d, const char *account, const struct platform_outcome *outcome)
{
	return commands_outcome(d->commands, account, outcome);
}

void desk_forget(struct desk *d, const char *user)
{
	commands_forget(d->commands, user, COMMANDS_BY_OPERATOR);
}

void desk_bounds(const struct desk *d, struct bound bounds[DESK_BOUNDS])
{
	bounds[0] = press_bound(d->press);
	back_bounds(d->back, bounds + 1);
}
