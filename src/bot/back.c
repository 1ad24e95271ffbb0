/* What members are offered; see back.h. */
#include "bot/back.h"

#include <stdlib.h>

#include "bot/commands.h"
#include "bot/desk.h"
#include "bot/responder.h"

struct back {
	struct desk_options desk;
};

/* A text of the content, for the person alone. */
static void tell_text(const struct back *b, const struct commands_call *call, const char *id)
{
	const struct lumbar_style style = {
		.format = call->abilities.format,
		.region = call->place.region,
		.max_chars = call->abilities.max_chars,
	};

	commands_tell(call, responder_text(b->desk.responder, id, &style));
}

static void run_about(void *ctx, const struct commands_call *call)
{
	tell_text(ctx, call, "meta/about-bot");
}

static void run_privacy(void *ctx, const struct commands_call *call)
{
	tell_text(ctx, call, "meta/privacy");
}

static const struct commands_entry entries[] = {
	{.offer = {.name = "back", .what = "Questions about back spasms"}},
	{.offer = {.name = "back about",
		 .what = "What I am, where my answers come from, and what I cannot do"},
		.run = run_about},
	{.offer = {.name = "back privacy", .what = "What I keep of what you write, and what not"},
		.run = run_privacy},
};

struct back *back_create(const struct desk_options *options, struct commands *commands)
{
	struct back *b = calloc(1, sizeof(*b));

	if (!b)
		return NULL;
	b->desk = *options;
	if (commands_add(commands, &(struct commands_group){.entries = entries,
					   .n_entries = sizeof(entries) / sizeof(entries[0]),
					   .ctx = b}) == 0)
		return b;
	back_destroy(b);
	return NULL;
}

void back_destroy(struct back *b)
{
	free(b);
}
