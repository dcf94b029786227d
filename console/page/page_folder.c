#include "console/page/page_folder.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shared/base/i18n.h"
#include "shared/base/path.h"

/* By that a page says what made it; it stands near its beginning. */
#define OURS "<meta name=\"generator\" content=\"pomoc "
#define OURS_WITHIN 1024

bool
page_folder_make(const char *dir, struct err *err)
{
	struct stat st;

	if (mkdir(dir, 0755) == 0)
		return true;
	if (errno != EEXIST)
		return err_errno(err, _("the folder %s cannot be made"), dir);
	if (stat(dir, &st) < 0)
		return err_errno(err, "%s", dir);
	return S_ISDIR(st.st_mode) ||
	    err_set(err, _("%s is not a folder"), dir);
}

static bool
is_ours(const char *path)
{
	char text[OURS_WITHIN + 1];
	FILE *f = path_open_read(path, NULL);
	size_t n;

	if (f == NULL)
		return false;
	n = fread(text, 1, OURS_WITHIN, f);
	fclose(f);
	text[n] = '\0';
	return strstr(text, OURS) != NULL;
}

static bool
is_nothing(const char *path)
{
	struct stat st;

	return lstat(path, &st) < 0 && errno == ENOENT;
}

bool
page_folder_may(const char *dir, const char *name, bool force, struct err *err)
{
	char *path = path_join(dir, name);
	bool may = force || is_nothing(path) || is_ours(path);

	if (!may)
		err_set(err,
		    _("%s was not made by pomoc and stays as it is; give a "
		      "folder of its own, or --force to overwrite it"),
		    path);
	free(path);
	return may;
}

bool
page_folder_write(
    const char *dir, const char *name, struct buf *page, struct err *err)
{
	char *path = path_join(dir, name);
	bool ok;

	path_sweep(dir, name);
	ok = path_write_atomic(path, buf_data(page), page->len, 0644, err);

	free(path);
	return ok;
}

bool
page_folder_drop(const char *dir, const char *name, struct err *err)
{
	char *path = path_join(dir, name);
	bool ok = !is_ours(path) || path_remove(path, err);

	free(path);
	return ok;
}
