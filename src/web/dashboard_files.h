/*
 * The dashboard's files, which stand in the program itself.
 */
#ifndef WEB_DASHBOARD_FILES_H
#define WEB_DASHBOARD_FILES_H

struct dashboard_file {
	const char *path; /* below the dashboard's own */
	const char *type; /* Content-Type */
	const char *begin, *end;
};

/*
 * dashboard_files_find(path): the file at that path; NULL when there is none.
 */
const struct dashboard_file *dashboard_files_find(const char *path);

#endif
