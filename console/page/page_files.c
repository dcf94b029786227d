#include "console/page/page_files.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "shared/base/i18n.h"
#include "shared/base/path.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"

#define FILE_MAX (64u << 20)
#define TEMPORARY ".tmp." /* path_temporary() */

/* It can stand in a link and in a command line as it is. */
static bool
is_plain(const char *name)
{
	for (; *name != '\0'; name++)
		if (!isalnum((unsigned char)*name) &&
		    strchr("._-", *name) == NULL)
			return false;
	return true;
}

static bool
is_of(const char *name, const struct filename *desk)
{
	struct filename f;

	return filename_read(name, &f, NULL) == FILENAME_DESK &&
	    strcasecmp(f.host, desk->host) == 0 && f.port == desk->port &&
	    str_eq(f.fingerprint, desk->fingerprint) && is_plain(name);
}

static bool
read_file(const char *dir, const char *name, struct buf *out, struct err *err)
{
	char *path = path_join(dir, name);
	FILE *f = path_open_read(path, err);
	uint8_t *room;
	size_t n = 1;
	bool ok = f != NULL;

	while (ok && n > 0) {
		room = buf_reserve(out, BUFSIZ);
		if (room == NULL) {
			ok = err_set(err, _("%s is too large"), path);
			break;
		}
		n = fread(room, 1, BUFSIZ, f);
		buf_added(out, n);
	}
	if (ok && ferror(f))
		ok = err_errno(err, "%s", path);
	if (f != NULL)
		fclose(f);
	free(path);
	return ok;
}

static bool
take(struct page_files *files, const char *dir, const char *name,
    struct err *err)
{
	struct page_file *file = &files->file[files->n];
	uint8_t sum[crypto_hash_sha256_BYTES];
	size_t len = strlen(name);
	struct buf text;
	bool ok;

	if (files->n == PAGE_FILES_MAX)
		return err_set(
		    err, _("%s: more than %d agents"), dir, PAGE_FILES_MAX);
	buf_init(&text, FILE_MAX);
	ok = read_file(dir, name, &text, err);
	if (ok) {
		str_copy(file->name, sizeof(file->name), name);
		file->windows = len > 4 &&
		    strcasecmp(name + len - 4, ".exe") == 0;
		file->size = (int64_t)text.len;
		crypto_hash_sha256(sum, buf_data(&text), text.len);
		str_hex(file->sum, sum, sizeof(sum));
		files->n++;
	}
	buf_fini(&text);
	return ok;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(((const struct page_file *)a)->name,
	    ((const struct page_file *)b)->name);
}

static bool
walk(struct page_files *files, DIR *d, const char *dir,
    const struct filename *desk, struct buf *left, struct err *err)
{
	struct dirent *e;

	while ((e = readdir(d)) != NULL) {
		if (filename_read(e->d_name, &(struct filename){0}, NULL) ==
			FILENAME_NOTHING ||
		    strstr(e->d_name, TEMPORARY) != NULL)
			continue;
		if (!is_of(e->d_name, desk))
			buf_printf(
			    left, "  %s\n", UTF8_CLEAN(300, e->d_name, 0));
		else if (!take(files, dir, e->d_name, err))
			return false;
	}
	return true;
}

bool
page_files_find(struct page_files *files, const char *dir,
    const struct filename *desk, struct buf *left, struct err *err)
{
	DIR *d = opendir(dir);
	bool ok;

	files->n = 0;
	if (d == NULL)
		return err_errno(err, "%s", dir);
	ok = walk(files, d, dir, desk, left, err);
	qsort(files->file, (size_t)files->n, sizeof(*files->file), by_name);
	closedir(d);
	return ok;
}
