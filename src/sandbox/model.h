/*
 * The sandbox's state: one server with its roles, people, channels, threads and messages, and the
 * direct-message channels of the bot.  No input or output: it is given a clock, and tells what changed
 * through struct model_hooks.  Everything is bounded; in a channel the oldest messages go first.
 */
#ifndef SANDBOX_MODEL_H
#define SANDBOX_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MODEL_USERS_MAX 16
#define MODEL_ROLES_MAX 8
#define MODEL_CHANNELS_MAX 256 /* threads and direct-message channels count */
#define MODEL_MESSAGES_MAX 100 /* of one channel */
#define MODEL_OVERWRITES_MAX 4 /* of one channel */
#define MODEL_MENTIONS_MAX 8   /* of one message; further ones notify nobody */
#define MODEL_NAME_MAX 401     /* bytes of a name of 100 code points, with the NUL */
#define MODEL_NONCE_MAX 26     /* bytes of a nonce, with the NUL */
#define MODEL_WHISPERS_MAX 50  /* messages of one channel that one person alone sees */
#define MODEL_REACTIONS_MAX 20 /* different ones on a message */
#define MODEL_EMOJI_MAX 65     /* bytes of one, with the NUL */
#define MODEL_TEXT_MAX 16384   /* bytes of a message; 4,000 code points need as much */

/* Of channels, with the API's numbers. */
enum model_type { MODEL_TEXT = 0, MODEL_DIRECT = 1, MODEL_THREAD = 11, MODEL_FORUM = 15 };

struct model_user {
	uint64_t id;
	const char *name, *display;
	const char *nick;  /* in the server; NULL = none */
	const char *about; /* for the page; NULL = not shown there */
	uint64_t role;     /* besides @everyone; 0 = none */
	bool is_bot;
};

struct model_role {
	uint64_t id;
	const char *name;
	uint64_t permissions;
	int position;
};

/* What a channel allows and denies a role or a user. */
struct model_overwrite {
	uint64_t id;
	bool is_user;
	uint64_t allow, deny;
};

struct model_channel;

/* Of messages, as the API has them. */
#define MODEL_HAS_THREAD (1 << 5)
#define MODEL_EPHEMERAL (1 << 6) /* only_for says who sees it */
#define MODEL_LOADING (1 << 7)   /* what it will say is still being thought about */

/* The use of a command or of a component that a message answers. */
struct model_use {
	uint64_t id; /* of the interaction; 0 = none */
	int type;    /* 2 = a command, 3 = a component */
	const struct model_user *user;
	char name[MODEL_NAME_MAX]; /* of the command, with its parts; "" = none */
	uint64_t original;         /* the first message that answered it; 0 = this one is that */
	bool is_menu;              /* it was chosen from a message's or a person's menu */
};

struct model_reaction {
	char emoji[MODEL_EMOJI_MAX];
	uint32_t users; /* a bit for each place in the model's users */
};

struct model_message {
	struct model_message *next; /* the one that was written after it */
	struct model_channel *channel;
	const struct model_user *author;
	uint64_t id;
	char *text;
	uint64_t reply_to; /* 0 = none */
	bool is_reply;     /* it was meant as one, whatever became of the other */
	int64_t edited_ms; /* since 1970; 0 = never */
	uint64_t mentions[MODEL_MENTIONS_MAX]; /* users who are notified */
	size_t n_mentions;
	uint64_t role_mentions[MODEL_MENTIONS_MAX];
	size_t n_role_mentions;
	char nonce[MODEL_NONCE_MAX];       /* "" = none */
	int64_t flags;                     /* as the API has them */
	int64_t position;                  /* in a thread */
	int tier;                          /* how grave the bot found it; see enum lumbar_tier */
	bool is_first;                     /* of a forum post: it has the thread's id */
	const struct model_user *only_for; /* who alone sees it; NULL = everybody */
	char *components;                  /* as the API has them, a JSON array; NULL = none */
	struct model_use use;
	struct model_reaction reactions[MODEL_REACTIONS_MAX];
	size_t n_reactions;
};

struct model_channel {
	uint64_t id;
	enum model_type type;
	char name[MODEL_NAME_MAX];
	struct model_channel *parent;    /* of a thread */
	const struct model_user *person; /* of a direct-message channel; who opened a thread */
	struct model_overwrite overwrites[MODEL_OVERWRITES_MAX];
	size_t n_overwrites;
	const char *topic;
	const char *mode;   /* how the bot listens there: "faq", ...; of a thread: its parent's */
	const char *region; /* NULL = none */
	bool is_staff;      /* staff are told of emergencies there */
	bool is_offstage;   /* not shown on the page: there for REST alone */
	int position;
	struct model_message *first, *last;
	size_t n_messages;
	int64_t n_total; /* messages that there ever were */
	struct model_message
		*whispers; /* that one person alone sees, the oldest first: no history */
};

enum model_change { MODEL_NEW, MODEL_EDITED, MODEL_REMOVED };

/* What is told of changes; the pointers are valid during the call. */
struct model_hooks {
	void (*message)(void *ctx, enum model_change change, const struct model_message *message);
	void (*channel)(void *ctx, const struct model_channel *channel); /* a new one */
	void (*reaction)(void *ctx, const struct model_message *message,
		const struct model_user *user, const char *emoji, bool is_added);
	void *ctx;
};

struct model {
	uint64_t guild; /* id, also of the role @everyone */
	const char *guild_name;
	uint64_t owner;
	struct model_user users[MODEL_USERS_MAX];
	size_t n_users;
	struct model_role roles[MODEL_ROLES_MAX];
	size_t n_roles;
	struct model_channel *channels[MODEL_CHANNELS_MAX];
	size_t n_channels;
	const struct model_user *bot;
	int64_t (*clock)(void); /* milliseconds since 1970 */
	struct model_hooks hooks;
	uint64_t last_id;
};

/* A message to be written. */
struct model_draft {
	struct model_channel *channel;
	const struct model_user *author;
	const char *text;
	size_t len;
	const struct model_message *reply_to; /* NULL = none */
	bool is_reply;
	bool pings_author; /* of reply_to */
	bool pings_users;  /* all whom the text mentions, else those of users alone */
	bool pings_roles;
	const uint64_t *users, *roles;
	size_t n_users, n_roles;
	const char *nonce; /* NULL = none */
	int64_t flags;
	uint64_t id;                       /* 0 = a new one */
	const struct model_user *only_for; /* NULL = everybody */
	const char *components;            /* NULL = none */
	const struct model_use *use;       /* NULL = none */
};

/* What becomes of a message. */
struct model_revision {
	const char *text; /* NULL = as it is */
	size_t len;
	const char *components; /* NULL = as they are, "" = none */
};

/*
 * model_create(clock, hooks): an empty model; NULL when memory is short.  Ended with model_destroy().
 */
struct model *model_create(int64_t (*clock)(void), const struct model_hooks *hooks);

/*
 * model_destroy(m): releases it.  NULL is accepted.
 */
void model_destroy(struct model *m);

/*
 * model_id(m): a new id, larger than every one before.
 */
uint64_t model_id(struct model *m);

/*
 * model_time(id): when the id was made, in milliseconds since 1970.
 */
int64_t model_time(uint64_t id);

/*
 * model_add_channel(m, channel): adds a copy; an id of 0 becomes a new one.  Tells it.  Returns the
 * copy, or NULL when there are too many or memory is short.
 */
struct model_channel *model_add_channel(struct model *m, const struct model_channel *channel);

/*
 * model_thread(m, parent, name, user): opens a thread, or a forum post without its message yet.  Returns
 * NULL when there are too many channels, or memory is short.
 * model_thread_from(m, message, name, user): opens one at that message, with its id; also NULL when the
 * message has one.
 */
struct model_channel *model_thread(struct model *m, struct model_channel *parent, const char *name,
	const struct model_user *user);
struct model_channel *model_thread_from(struct model *m, struct model_message *message,
	const char *name, const struct model_user *user);

/*
 * model_direct(m, user): the direct-message channel of the bot and that user, opened when there is
 * none; NULL when there are too many channels or memory is short.
 */
struct model_channel *model_direct(struct model *m, const struct model_user *user);

/*
 * model_user(m, id), model_channel(m, id), model_role(m, id), model_message(channel, id): what has that
 * id; NULL when nothing has.  Borrowed.
 */
const struct model_user *model_user(const struct model *m, uint64_t id);
struct model_channel *model_channel(const struct model *m, uint64_t id);
const struct model_role *model_role(const struct model *m, uint64_t id);
struct model_message *model_message(const struct model_channel *channel, uint64_t id);

/*
 * model_whisper(channel, id), model_any_message(channel, id): the message of that id that one person
 * alone sees; or any.  model_message() finds none that is not everybody's.
 */
struct model_message *model_whisper(const struct model_channel *channel, uint64_t id);
struct model_message *model_any_message(const struct model_channel *channel, uint64_t id);

/*
 * model_post(m, draft): writes the message and tells it.  Returns it, valid until the next message in
 * that channel; NULL when memory is short.
 */
struct model_message *model_post(struct model *m, const struct model_draft *draft);

/*
 * model_edit(m, message, text, len), model_revise(m, message, revision): changes its text, or also its
 * components, and tells it; it is not loading any more.  Returns 0, or -1 when memory is short.
 */
int model_edit(struct model *m, struct model_message *message, const char *text, size_t len);
int model_revise(
	struct model *m, struct model_message *message, const struct model_revision *revision);

/*
 * model_react(m, message, user, emoji, is_added): adds or takes away somebody's reaction and tells it,
 * unless nothing changes.  Returns 0, or -1 when the emoji is too long or there are too many.
 */
int model_react(struct model *m, struct model_message *message, const struct model_user *user,
	const char *emoji, bool is_added);

/*
 * model_remove(m, message): tells that it is deleted, and deletes it.
 */
void model_remove(struct model *m, struct model_message *message);

#endif
