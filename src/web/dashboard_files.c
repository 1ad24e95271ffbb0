/*
 * The dashboard's files; see dashboard_files.h.  The assembler puts them here when this file is
 * compiled.
 */
#include "web/dashboard_files.h"

#include <stddef.h>
#include <string.h>

#define HTML "text/html; charset=utf-8"
#define CSS "text/css; charset=utf-8"
#define SCRIPT "text/javascript; charset=utf-8"

/* Chart.js, as Debian has it; empty where there is none: then the page shows its tables alone. */
#ifndef DASHBOARD_CHART_JS
#define DASHBOARD_CHART_JS "/dev/null"
#endif

#define OWN "src/web/page/"
#define SHARED "src/sandbox/page/" /* what both pages are drawn with */

/* X(name in C, file, path, type) */
#define FILES(X)                                                                                   \
	X(index_html, OWN "index.html", "/", HTML)                                                 \
	X(base_css, SHARED "base.css", "/base.css", CSS)                                           \
	X(dashboard_css, OWN "dashboard.css", "/dashboard.css", CSS)                               \
	X(chart_js, DASHBOARD_CHART_JS, "/chart.js", SCRIPT)                                       \
	X(charts_js, OWN "charts.js", "/charts.js", SCRIPT)                                        \
	X(dashboard_js, OWN "dashboard.js", "/dashboard.js", SCRIPT)                               \
	X(link_js, OWN "link.js", "/link.js", SCRIPT)                                              \
	X(sections_js, OWN "sections.js", "/sections.js", SCRIPT)                                  \
	X(tables_js, OWN "tables.js", "/tables.js", SCRIPT)                                        \
	X(try_js, OWN "try.js", "/try.js", SCRIPT)                                                 \
	X(dom_js, SHARED "dom.js", "/dom.js", SCRIPT)                                              \
	X(explain_js, SHARED "explain.js", "/explain.js", SCRIPT)                                  \
	X(why_js, SHARED "why.js", "/why.js", SCRIPT)                                              \
	X(words_js, SHARED "words.js", "/words.js", SCRIPT)

#define EMBED(name, file, path, type)                                                              \
	extern const char dashboard_files_##name##_begin[], dashboard_files_##name##_end[];        \
	__asm__(".pushsection .rodata\n"                                                           \
		"dashboard_files_" #name "_begin:\n"                                               \
		".incbin \"" file "\"\n"                                                           \
		"dashboard_files_" #name "_end:\n"                                                 \
		".byte 0\n"                                                                        \
		".popsection\n");

FILES(EMBED)

#define ROW(name, file, path, type)                                                                \
	{path, type, dashboard_files_##name##_begin, dashboard_files_##name##_end},

static const struct dashboard_file files[] = {FILES(ROW)};

const struct dashboard_file *dashboard_files_find(const char *path)
{
	size_t i;

	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		if (strcmp(files[i].path, path) == 0)
			return &files[i];
	}
	return NULL;
}
