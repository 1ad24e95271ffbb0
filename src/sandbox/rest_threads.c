/* The REST routes that open threads; see rest_threads.h. */
#include "sandbox/rest_threads.h"

#include "sandbox/complaints.h"
#include "sandbox/refusal.h"
#include "sandbox/rest_routes.h"
#include "sandbox/rights.h"
#include "sandbox/shape.h"

#define NAME_MAX 100 /* code points */

static int refuse(struct rest_call *c, int code)
{
	return refusal_put(&c->answer->body, code);
}

/* The channel, and the name of the thread to be; 0, or the status after saying what is wrong. */
static int read_ask(struct rest_call *c, struct model_channel **channel, const char **name)
{
	struct complaints complaints;
	int status = rest_routes_find_channel(c, channel);

	if (status)
		return status;
	if ((*channel)->type != MODEL_TEXT)
		return refuse(c, REFUSAL_NOT_TEXT);
	if (!rights_may(c->model, c->model->bot, *channel, RIGHTS_CREATE_THREADS))
		return refuse(c, REFUSAL_NO_PERMISSION);
	complaints_init(&complaints, "");
	*name = complaints_text(&complaints, c->body, "name", 1, NAME_MAX);
	status = complaints_put(&complaints, &c->answer->body);
	complaints_free(&complaints);
	return status;
}

static int show(struct rest_call *c, const struct model_channel *thread)
{
	if (!thread)
		return refuse(c, REFUSAL_THREADS);
	shape_channel(&c->answer->body, c->model, thread, "");
	return 201;
}

int rest_threads_create(struct rest_call *c)
{
	struct model_channel *channel;
	const char *name;
	int status = read_ask(c, &channel, &name);

	return status ? status : show(c, model_thread(c->model, channel, name, c->model->bot));
}

int rest_threads_from(struct rest_call *c)
{
	struct model_channel *channel;
	struct model_message *message;
	const char *name;
	uint64_t id;
	int status = rest_routes_id(c, 1, "message", &id);

	if (!status)
		status = read_ask(c, &channel, &name);
	if (status)
		return status;
	message = model_message(channel, id);
	if (!message)
		return refuse(c, REFUSAL_UNKNOWN_MESSAGE);
	if (message->flags & MODEL_HAS_THREAD)
		return refuse(c, REFUSAL_HAS_THREAD);
	return show(c, model_thread_from(c->model, message, name, c->model->bot));
}
