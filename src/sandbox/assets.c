/* The chat page's files; see assets.h.  The assembler puts them here when this file is compiled. */
#include "sandbox/assets.h"

#include <string.h>

/* The page needs nothing from anywhere else, and may not be framed. */
#define POLICY                                                                                     \
	"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "            \
	"img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

#define HTML "text/html; charset=utf-8"
#define CSS "text/css; charset=utf-8"
#define SCRIPT "text/javascript; charset=utf-8"

/* X(name in C, file below page/, path, type) */
#define ASSETS(X)                                                                                  \
	X(index_html, "index.html", "/", HTML)                                                     \
	X(page_css, "page.css", "/page.css", CSS)                                                  \
	X(page_js, "page.js", "/page.js", SCRIPT)                                                  \
	X(base_css, "base.css", "/page/base.css", CSS)                                             \
	X(commands_js, "commands.js", "/page/commands.js", SCRIPT)                                 \
	X(dom_js, "dom.js", "/page/dom.js", SCRIPT)                                                \
	X(explain_js, "explain.js", "/page/explain.js", SCRIPT)                                    \
	X(layout_js, "layout.js", "/page/layout.js", SCRIPT)                                       \
	X(markdown_inline_js, "markdown-inline.js", "/page/markdown-inline.js", SCRIPT)            \
	X(markdown_js, "markdown.js", "/page/markdown.js", SCRIPT)                                 \
	X(requests_js, "requests.js", "/page/requests.js", SCRIPT)                                 \
	X(socket_js, "socket.js", "/page/socket.js", SCRIPT)                                       \
	X(state_js, "state.js", "/page/state.js", SCRIPT)                                          \
	X(view_channels_js, "view-channels.js", "/page/view-channels.js", SCRIPT)                  \
	X(view_choices_js, "view-choices.js", "/page/view-choices.js", SCRIPT)                     \
	X(view_command_js, "view-command.js", "/page/view-command.js", SCRIPT)                     \
	X(view_components_js, "view-components.js", "/page/view-components.js", SCRIPT)            \
	X(view_composer_js, "view-composer.js", "/page/view-composer.js", SCRIPT)                  \
	X(view_dialog_js, "view-dialog.js", "/page/view-dialog.js", SCRIPT)                        \
	X(view_head_js, "view-head.js", "/page/view-head.js", SCRIPT)                              \
	X(view_markdown_js, "view-markdown.js", "/page/view-markdown.js", SCRIPT)                  \
	X(view_message_js, "view-message.js", "/page/view-message.js", SCRIPT)                     \
	X(view_messages_js, "view-messages.js", "/page/view-messages.js", SCRIPT)                  \
	X(view_notices_js, "view-notices.js", "/page/view-notices.js", SCRIPT)                     \
	X(view_plays_js, "view-plays.js", "/page/view-plays.js", SCRIPT)                           \
	X(view_slash_js, "view-slash.js", "/page/view-slash.js", SCRIPT)                           \
	X(view_tries_js, "view-tries.js", "/page/view-tries.js", SCRIPT)                           \
	X(view_why_js, "view-why.js", "/page/view-why.js", SCRIPT)                                 \
	X(why_js, "why.js", "/page/why.js", SCRIPT)                                                \
	X(words_js, "words.js", "/page/words.js", SCRIPT)

#define EMBED(name, file, path, type)                                                              \
	extern const char assets_##name##_begin[], assets_##name##_end[];                          \
	__asm__(".pushsection .rodata\n"                                                           \
		"assets_" #name "_begin:\n"                                                        \
		".incbin \"src/sandbox/page/" file "\"\n"                                          \
		"assets_" #name "_end:\n"                                                          \
		".byte 0\n"                                                                        \
		".popsection\n");

ASSETS(EMBED)

#define ROW(name, file, path, type) {path, type, assets_##name##_begin, assets_##name##_end},

static const struct asset assets[] = {ASSETS(ROW)};

const struct asset *assets_list(size_t *n)
{
	*n = sizeof(assets) / sizeof(assets[0]);
	return assets;
}

const struct asset *assets_find(const char *path)
{
	size_t i;

	for (i = 0; i < sizeof(assets) / sizeof(assets[0]); i++) {
		if (strcmp(assets[i].path, path) == 0)
			return &assets[i];
	}
	return NULL;
}

void assets_answer(const struct serve_request *request, struct serve_answer *answer)
{
	const struct asset *asset = assets_find(request->path);

	serve_header(answer, "Content-Security-Policy", POLICY);
	serve_header(answer, "X-Content-Type-Options", "nosniff");
	serve_header(answer, "Referrer-Policy", "no-referrer");
	serve_header(answer, "Cache-Control", "no-store");
	if (!asset) {
		answer->status = 404;
		answer->type = "text/plain; charset=utf-8";
		buf_puts(&answer->body, "There is nothing here.\n");
		return;
	}
	if (strcmp(request->method, "GET") != 0 && strcmp(request->method, "HEAD") != 0) {
		answer->status = 405;
		return;
	}
	answer->type = asset->type;
	buf_put(&answer->body, asset->begin, (size_t)(asset->end - asset->begin));
}
