/* Tests of src/platform/discord_commands.c: commands are registered when they changed, and only then. */
#include "platform/host_mock.h"

#include "platform/discord_commands.h"

#define API "http://127.0.0.1:8080/api/v10"
#define APP "1300000000000000009"
#define T0 1000000

static const struct interaction_option options[] = {
	{.name = "question", .what = "What?", .required = true, .suggests = true, .max_chars = 500},
	{.name = "private", .what = "For me?", .type = INTERACTION_SWITCH},
};
static const struct interaction_command group = {.name = "back", .what = "Backs"};
static const struct interaction_command ask = {
	.name = "back ask", .what = "Ask", .options = options, .n_options = 2};
static const struct interaction_command about = {.name = "back about", .what = "About"};
static const struct interaction_command point = {.name = "Answer this", .on_message = true};
static const struct interaction_command *const all[] = {&group, &ask, &about, &point};

/* As Discord gives them back: in another order, with more in them. */
#define THEIRS                                                                                     \
	"[{\"id\":\"2\",\"type\":3,\"name\":\"Answer "                                             \
	"this\",\"description\":\"\",\"contexts\":[0,1],"                                          \
	"\"version\":\"7\"},"                                                                      \
	"{\"id\":\"1\",\"type\":1,\"name\":\"back\",\"description\":\"Backs\",\"contexts\":[0,1]," \
	"\"nsfw\":false,\"options\":[{\"type\":1,\"name\":\"ask\",\"description\":\"Ask\","        \
	"\"options\":[{\"type\":3,\"name\":\"question\",\"description\":\"What?\",\"required\":"   \
	"true,"                                                                                    \
	"\"autocomplete\":true,\"max_length\":500},{\"type\":5,\"name\":\"private\","              \
	"\"description\":\"For me?\"}]},{\"type\":1,\"name\":\"about\",\"description\":\"%s\"}]}]"

static struct host_mock *m;
static struct discord_rest *r;
static struct discord_commands *c;
static char offered[128];

static void on_got(void *ctx, const struct discord_rest_answer *answer, int64_t now_ms)
{
	(void)ctx;
	discord_commands_told(c, answer, now_ms);
}

static void on_offered(void *ctx, const char *text)
{
	(void)ctx;
	snprintf(offered, sizeof(offered), "%s", text);
}

static void create(const char *before, size_t n)
{
	discord_commands_destroy(c);
	c = discord_commands_create(&m->host,
		&(struct platform_account){.commands = all, .n_commands = n, .offered = before}, r);
	assert_non_null(c);
}

static int set_up(void **state)
{
	(void)state;
	m = mock_create();
	m->host.offered = on_offered;
	r = discord_rest_create(&m->host, API, on_got, NULL);
	offered[0] = '\0';
	create(NULL, 4);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	discord_commands_destroy(c);
	c = NULL;
	discord_rest_destroy(r);
	mock_destroy(m);
	return 0;
}

static void begin(void)
{
	discord_commands_begin(c, APP, T0);
	discord_rest_pump(r, T0);
}

static void answered(int status, const char *body)
{
	struct platform_result result = mock_result(mock_last_request(m)->id, status, body, NULL);

	discord_rest_answered(r, &result, T0);
	discord_rest_pump(r, T0);
}

static void test_what_is_as_it_was_is_not_registered(void **state)
{
	char theirs[2048];

	(void)state;
	snprintf(theirs, sizeof(theirs), THEIRS, "About");
	begin();
	assert_string_equal(mock_last_request(m)->method, "GET");
	assert_string_equal(mock_last_request(m)->url, API "/applications/" APP "/commands");
	answered(200, theirs);
	assert_int_equal(m->n_request, 1);
	assert_contains(offered, APP " ");
	begin(); /* another session of the same run */
	assert_int_equal(m->n_request, 1);
	create(offered, 4); /* the next run */
	begin();
	assert_int_equal(m->n_request, 1);
}

static void test_what_changed_is_registered(void **state)
{
	char theirs[2048], before[128];

	(void)state;
	snprintf(theirs, sizeof(theirs), THEIRS, "Something else");
	begin();
	answered(200, theirs);
	assert_int_equal(m->n_request, 2);
	assert_string_equal(mock_last_request(m)->method, "PUT");
	assert_contains(mock_last_request(m)->body, "\"name\":\"ask\"");
	assert_string_equal(offered, "");
	answered(200, mock_last_request(m)->body);
	assert_contains(offered, APP " ");
	mock_copy(before, sizeof(before), offered);
	create(before, 3); /* the next run has other ones */
	begin();
	assert_int_equal(m->n_request, 3);
	answered(200, theirs);
	assert_string_equal(mock_last_request(m)->method, "PUT");
}

static void test_a_refusal_is_told_and_tried_with_the_next_session(void **state)
{
	(void)state;
	begin();
	answered(404, "{\"code\":0}");
	assert_contains(m->lines, "status 404");
	assert_string_equal(offered, "");
	begin();
	assert_int_equal(m->n_request, 2);
	answered(200, "[]");
	answered(400, "{\"code\":50035}");
	assert_string_equal(offered, "");
}

static void test_nothing_to_offer_and_nobody_to_offer_it(void **state)
{
	(void)state;
	discord_commands_begin(c, "", T0);
	create(NULL, 0);
	begin();
	assert_int_equal(m->n_request, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_what_is_as_it_was_is_not_registered, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_what_changed_is_registered, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_a_refusal_is_told_and_tried_with_the_next_session, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_nothing_to_offer_and_nobody_to_offer_it, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
