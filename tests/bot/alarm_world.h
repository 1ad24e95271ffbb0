/*
 * An alarm in the world of desk_world.h, and its buttons.
 */
#ifndef TESTS_BOT_ALARM_WORLD_H
#define TESTS_BOT_ALARM_WORLD_H

#include "bot/desk_world.h"
#include "bot/escalations.h"

#define LEGS "i cant move my legs, my back hurts"

/* Somebody writes that in channel 11, the staff are told, and the alert has an id. */
MOCK_STATIC void alarm(void)
{
	assert_int_equal(writes(PLATFORM_MESSAGE, "50", LEGS), LISTENER_SAID);
	assert_int_equal(w.n_said, 2);
	assert_string_equal(w.said[1].conversation, "19");
	listener_outcome(w.listener, "main",
		&(struct platform_outcome){.ticket = w.said[1].say.ticket,
			.kind = PLATFORM_SENT,
			.id = "60",
			.reason = ""},
		w.now);
}

/* The key of the i-th message's button with that label. */
MOCK_STATIC const char *key_of(size_t i, const char *label, char key[INTERACTION_KEY_MAX])
{
	const char *at = w.said[i].controls;
	struct controls_item item;

	while (controls_next(&at, &item)) {
		if (item.label_len != strlen(label) ||
			memcmp(item.label, label, item.label_len) != 0)
			continue;
		snprintf(key, INTERACTION_KEY_MAX, "%.*s", (int)item.key_len, item.key);
		return key;
	}
	fail_msg("there is no button '%s'", label);
	return NULL;
}

MOCK_STATIC struct interaction pressing(const char *key, const char *user)
{
	struct interaction is = desk_interaction(INTERACTION_PRESSED, user);

	is.key = key;
	is.message = "60";
	is.text = "**Call 999 now.**\n\nMore of it.";
	return is;
}

#endif
