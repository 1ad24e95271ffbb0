/* Tests of src/sandbox/rest_draft.c. */
#include "sandbox/rest_draft.h"

#include "sandbox/stage.h"

static struct rest_draft d;

static int reads(const char *text)
{
	json *body = stage_parse(text);
	struct rest_call call = {.rest = stage.rest, .model = stage.model, .answer = &stage.answer};
	int status;

	buf_clear(&stage.answer.body);
	status = rest_draft_read(&call, body, "data", &d);
	/* the text is borrowed from the body */
	d.draft.text = d.draft.len ? "text" : "";
	json_free(body);
	return status;
}

static void everything(void **state)
{
	(void)state;
	assert_int_equal(reads("{\"content\":\" hi "
			       "\",\"nonce\":\"n\",\"flags\":68,\"components\":[{\"type\":1,"
			       "\"components\":[{\"type\":2,\"style\":1,\"label\":\"l\",\"custom_"
			       "id\":\"c\"}]}],"
			       "\"allowed_mentions\":{\"parse\":[],\"replied_user\":true}}"),
		0);
	assert_int_equal(d.draft.len, 2);
	assert_string_equal(d.draft.nonce, "n");
	assert_int_equal(d.draft.flags, 4);
	assert_true(d.is_ephemeral && d.shows_something && d.names_text && d.names_components);
	assert_true(d.draft.pings_author && !d.draft.pings_users);
	assert_non_null(strstr(d.draft.components, "\"custom_id\":\"c\""));
	assert_non_null(rest_draft_revision(&d).components);
	rest_draft_free(&d);
}

static void nothing(void **state)
{
	(void)state;
	assert_int_equal(reads("{}"), 0);
	assert_null(d.draft.components);
	assert_true(!d.names_text && !d.names_components && !d.shows_something);
	assert_null(rest_draft_revision(&d).text);
	assert_null(rest_draft_revision(&d).components);
	rest_draft_free(&d);
	/* what is named and empty is taken away */
	assert_int_equal(reads("{\"content\":null,\"components\":[]}"), 0);
	assert_string_equal(rest_draft_revision(&d).text, "");
	assert_string_equal(rest_draft_revision(&d).components, "");
	rest_draft_free(&d);
}

/* All that is wrong is told at once, below the part that the body stands at. */
static void all_that_is_wrong(void **state)
{
	(void)state;
	assert_int_equal(reads("{\"content\":5,\"nonce\":{},\"flags\":32768,\"components\":[{}],"
			       "\"allowed_mentions\":{\"parse\":[\"all\"]}}"),
		400);
	rest_draft_free(&d);
	assert_true(stage_answered("{\"data\":{\"content\":{\"_errors\""));
	assert_true(stage_answered("\"nonce\":{\"_errors\""));
	assert_true(stage_answered("\"flags\":{\"_errors\""));
	assert_true(stage_answered("\"allowed_mentions\":{\"parse\":{\"0\":{\"_errors\""));
	assert_true(stage_answered("\"components\":{\"0\":{\"type\":{\"_errors\""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		stage_test(everything),
		stage_test(nothing),
		stage_test(all_that_is_wrong),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
