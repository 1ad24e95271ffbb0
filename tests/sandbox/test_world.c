/* Tests of src/sandbox/world.c. */
#include "base/config.h"
#include "sandbox/stage.h"

/* The bot is configured for the very channels that are there. */
static void configuration_fits(void **state)
{
	struct config *config;
	struct diag diag = {0};
	const struct model_channel *c;
	struct buf text;
	size_t i;

	(void)state;
	buf_init(&text, 65536);
	assert_true(world_config(&text));
	config = config_parse("sandbox", buf_str(&text), text.len, &diag);
	assert_non_null(config);
	for (i = 0; i < stage.model->n_channels; i++) {
		char id[24], guild[24];
		struct config_place place;

		c = stage.model->channels[i];
		snprintf(id, sizeof(id), "%" PRIu64, c->id);
		snprintf(guild, sizeof(guild), "%" PRIu64, stage.model->guild);
		place = config_place(config, "discord", guild, id, "");
		assert_string_equal(config_mode_name(place.mode), c->mode);
		if (c->region)
			assert_string_equal(place.region, c->region);
		assert_non_null(place.staff_channel);
	}
	config_free(config);
	buf_free(&text);
}

static void ids_are_unique(void **state)
{
	size_t i, j;

	(void)state;
	for (i = 0; i < stage.model->n_channels; i++) {
		for (j = 0; j < i; j++)
			assert_true(stage.model->channels[i]->id != stage.model->channels[j]->id);
	}
	assert_true(stage.model->bot->is_bot);
	assert_true(stage.model->n_users == 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		stage_test(configuration_fits),
		stage_test(ids_are_unique),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
