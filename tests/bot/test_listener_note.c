/* Tests of src/bot/listener_note.c. */
#include "bot/listener_note.h"

#include "platform/host_mock.h"

static void round_trip(void **state)
{
	char text[LISTENER_NOTE_MAX];
	struct listener_note note;

	(void)state;
	listener_note_write(text, &(struct platform_event){.server = "10",
					  .parent = "1\"0\\1",
					  .link = "https://chat.example/\xc3\xa9",
					  .user = "user-1",
					  .text = "what was written"});
	assert_null(strstr(text, "user-1"));
	assert_null(strstr(text, "written"));
	assert_true(listener_note_read(text, &note));
	assert_string_equal(note.server, "10");
	assert_string_equal(note.parent, "1\"0\\1");
	assert_string_equal(note.link, "https://chat.example/\xc3\xa9");
	listener_note_write(text, &(struct platform_event){.server = NULL});
	assert_true(listener_note_read(text, &note));
	assert_string_equal(note.server, "");
}

static void not_a_note(void **state)
{
	static const char *const texts[] = {NULL, "", "{", "{}", "[1]", "{\"server\":\"1\"}",
		"{\"server\":1,\"parent\":\"\",\"link\":\"\"}"};
	char text[LISTENER_NOTE_MAX], link[LISTENER_NOTE_MAX];
	struct listener_note note;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_false(listener_note_read(texts[i], &note));
	memset(link, 'x', sizeof(link));
	link[sizeof(link) - 1] = '\0';
	assert_string_equal(listener_note_write(text, &(struct platform_event){.link = link}), "");
	link[LISTENER_NOTE_LINK_MAX] = '\0';
	listener_note_write(text, &(struct platform_event){.link = link});
	assert_false(listener_note_read(text, &note));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(round_trip),
		cmocka_unit_test(not_a_note),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
