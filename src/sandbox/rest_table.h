/*
 * The routes of the REST API: which function answers what, and how often.
 */
#ifndef SANDBOX_REST_TABLE_H
#define SANDBOX_REST_TABLE_H

#include "sandbox/buckets.h"
#include "sandbox/rest.h"

struct rest_route {
	const char *method, *path;
	rest_fn *fn;
	struct buckets_rule rule; /* Discord publishes none of these and changes them at will */
	bool is_open;             /* no token is needed, or it stands in the path */
};

/*
 * rest_table_find(method, path, params, known): the route of the path below /api/v10, with what stands
 * for {...} in params, in order.  NULL, with *known telling whether another method would have one.
 */
const struct rest_route *rest_table_find(
	const char *method, const char *path, char (*params)[SERVE_HEADER_MAX], bool *known);

#endif
