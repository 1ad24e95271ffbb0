/* Where the next run has to read; see places.h. */
#include "bot/places.h"

#include "bot/recall.h"

void places_note(struct store *store, const char *account, const struct platform_place *place,
	bool over, int64_t at_ms)
{
	const struct store_owner owner = {.account = account, .shard = 0, .shards = 1};

	if (!store)
		return;
	store_place(store, &owner,
		&(struct store_place){
			.conversation = place->conversation,
			.server = place->server,
			.message = place->message,
			.user = place->user,
			.at_ms = at_ms,
			.over = over,
		},
		NULL, NULL);
}

size_t places_list(const struct recall *recall, const char *account,
	struct platform_place places[STORE_PLACES_MAX])
{
	const struct store_place *from;
	size_t n, i;

	from = recall_places(recall, account, &n);
	for (i = 0; i < n && i < STORE_PLACES_MAX; i++)
		places[i] = (struct platform_place){
			from[i].conversation, from[i].server, from[i].message, from[i].user};
	return i;
}
