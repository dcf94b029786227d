#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "console/store/backup.h"
#include "console/store/db.h"
#include "console/store/lock.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/path.h"
#include "shared/base/str.h"

/* The data and the name must be on the disk before anyone relies on them. */
static bool
sync_file(const char *path, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool ok = fd >= 0 && fsync(fd) == 0;

	if (!ok)
		err_errno(err, "%s", path);
	if (fd >= 0)
		close(fd);
	path_sync_parent(path);
	return ok;
}

/* VACUUM INTO reads one moment of the source and writes a whole file. */
static bool
copy_into(sqlite3 *from, const char *file, struct err *err)
{
	mode_t mask = umask(077);
	bool ok = sql_run(from, err, "VACUUM INTO ?", "s", file);

	umask(mask);
	return ok && sync_file(file, err);
}

bool
backup_make(struct db *db, const char *file, struct err *err)
{
	char *tmp;
	bool ok;

	if (path_exists(file))
		return err_set(
		    err, _("%s exists already; nothing was overwritten"), file);
	tmp = str_fmt("%s.part", file);
	unlink(tmp);
	ok = copy_into(db->sql, tmp, err);
	if (!ok)
		err_wrap(err, _("cannot write %s"), file);
	else if (link(tmp, file) < 0)
		ok = err_errno(err, _("cannot write %s"), file);
	else
		ok = sync_file(file, err);
	unlink(tmp);
	free(tmp);
	return ok;
}

static bool
check_copy(const char *file, struct err *err)
{
	return path_exists(file) ? db_check_file(file, err)
				 : err_errno(err, "%s", file);
}

static bool
put_in_place(const char *file, const char *to, struct err *err)
{
	char *tmp = str_fmt("%s.part", to);
	sqlite3 *from = NULL;
	bool ok;

	unlink(tmp);
	ok = sqlite3_open_v2(file, &from, SQLITE_OPEN_READONLY, NULL) ==
		SQLITE_OK
	    ? copy_into(from, tmp, err)
	    : sql_err(from, err, file);
	sqlite3_close(from);
	/* link, not rename: never over a log that appeared meanwhile */
	if (ok && link(tmp, to) < 0)
		ok = err_errno(err, _("cannot write %s"), to);
	unlink(tmp);
	free(tmp);
	return ok && sync_file(to, err);
}

/* A write-ahead log that stayed behind would be applied to the new file. */
static bool
place_is_free(const char *to, struct err *err)
{
	static const char *const parts[] = {"", "-wal", "-journal"};
	bool ok = true;

	for (size_t i = 0; ok && i < ARRAY_LEN(parts); i++) {
		char *path = str_fmt("%s%s", to, parts[i]);
		struct stat st;

		if (stat(path, &st) == 0 && (st.st_size > 0 || i == 0))
			ok = err_set(err,
			    _("%s exists already; move it away first, nothing "
			      "was overwritten"),
			    path);
		else
			unlink(path);
		free(path);
	}
	return ok;
}

bool
backup_restore(const char *file, const char *dir, struct err *err)
{
	char *to;
	bool ok;
	int lock;

	if (!check_copy(file, err) || !path_make_dir(dir, err))
		return false;
	lock = lock_take(dir, err);
	if (lock < 0)
		return false;
	to = path_join(dir, DB_FILE);
	ok = place_is_free(to, err) && put_in_place(file, to, err);
	close(lock);
	free(to);
	return ok;
}
