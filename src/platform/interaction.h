/*
 * What people do with what the bot offers on a platform: they give it a command, type one, press a button
 * under a message, choose from a menu.  And what is offered: commands here, buttons in controls.h.
 *
 * An interaction is answered by a say() with its handle (platform.h), within a few seconds; what comes
 * later is refused with PLATFORM_REFUSAL_LATE.  Every string is borrowed for the call in which it is heard.
 */
#ifndef PLATFORM_INTERACTION_H
#define PLATFORM_INTERACTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define INTERACTION_VALUES_MAX 8
#define INTERACTION_ROLES_MAX 256    /* further ones are not told */
#define INTERACTION_HANDLE_MAX 640   /* bytes with the NUL */
#define INTERACTION_COMMAND_MAX 100  /* bytes of a command's words with the NUL */
#define INTERACTION_KEY_MAX 101      /* bytes of a button's key with the NUL */
#define INTERACTION_TEXT_MAX 16384   /* bytes of a value or of a message, with the NUL */
#define INTERACTION_OPTIONS_MAX 8    /* of one command */
#define INTERACTION_SUGGESTED_MAX 25 /* that may be suggested while somebody types */

/* ------------------------------------------------------------------ what is offered */

enum interaction_type {
	INTERACTION_TEXT,
	INTERACTION_SWITCH,  /* told as "true" or "false" */
	INTERACTION_NUMBER,  /* a whole one, told in decimal digits */
	INTERACTION_USER,    /* told as an id, as the two below */
	INTERACTION_CHANNEL, /* a channel of the server */
	INTERACTION_ROLE,
};

/* What may be said along with a command. */
struct interaction_option {
	const char *name, *what; /* the second is for people */
	enum interaction_type type;
	bool required;
	bool suggests;              /* its value is suggested while it is typed */
	size_t max_chars;           /* of a text; 0 = as the platform has it */
	const char *const *choices; /* the texts that may be chosen, ended by NULL; NULL = any */
};

/* A command: "back ask", "Answer this". */
struct interaction_command {
	/*
	 * Two words are a command of a group, whose own entry, of one word, comes before and tells what
	 * the group is for.
	 */
	const char *name, *what;
	bool on_message;  /* is given about a message, by a menu: it has no options */
	bool server_only; /* is not offered in direct messages; a group's own entry says so */
	bool for_staff; /* is shown to those alone who manage the server, until that is changed there */
	const struct interaction_option *options; /* those that are required come first */
	size_t n_options;
};

/* ------------------------------------------------------------------ what is done with it */

enum interaction_kind {
	INTERACTION_COMMAND,  /* gave a command */
	INTERACTION_POINTED,  /* gave one about a message */
	INTERACTION_COMPLETE, /* is typing one: what may the focused value be? */
	INTERACTION_PRESSED,  /* pressed a button, or chose from a menu */
};

struct interaction_value {
	const char *name, *text;
};

/* Strings that do not apply are "". */
struct interaction {
	enum interaction_kind kind;
	const char *id;           /* its own */
	const char *handle;       /* by which it is answered */
	const char *conversation; /* id of the channel, as in struct platform_event */
	const char *parent, *server, *user;
	const char *roles[INTERACTION_ROLES_MAX]; /* ids: the person's there */
	size_t n_roles;
	bool manages;        /* the person may manage the server */
	const char *command; /* its words, with a blank between them */
	struct interaction_value values[INTERACTION_VALUES_MAX];
	size_t n_values;
	const char *focused; /* name of the value that is being typed */
	const char *key;     /* of the button or menu */
	const char *chosen;  /* from the menu */
	const char *message; /* id of the message pointed at, or under which the button is */
	const char *author;  /* id of who wrote it */
	const char *text;    /* of that message */
	const char *link;    /* address of that message */
	bool by_person;      /* that message is no bot's */
	bool in_private; /* that message is seen by the person alone, and stands in no channel */
	bool direct;     /* in a direct message */
	bool replayed;   /* delivered again after a resume */
};

#endif
