#include "console/store/backup.h"

#include <fcntl.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "console/store/db.h"
#include "console/store/db_transaction.h"
#include "console/store/head.h"
#include "console/store/ledger.h"
#include "console/store/lock.h"
#include "console/store/verify_file.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/path.h"
#include "shared/base/str.h"
#include "shared/base/util.h"

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

/* --- a copy that is not whole yet --- */

/* Its name, for the signals that end us while it is written. */
static char unfinished[4096];

static void
on_end(int signum)
{
	unlink(unfinished);
	signal(signum, SIG_DFL);
	raise(signum);
}

static void
guard_copy(void (*handler)(int))
{
	static const int signals[] = {SIGHUP, SIGINT, SIGTERM};
	struct sigaction sa;

	for (size_t i = 0; i < ARRAY_LEN(signals); i++)
		if (sigaction(signals[i], NULL, &sa) == 0 &&
		    sa.sa_handler != SIG_IGN)
			signal(signals[i], handler);
}

/* A copy of before that was killed. */
static void
sweep_beside(const char *file)
{
	char *dir = str_dup(file), *slash = strrchr(dir, '/');

	if (slash != NULL)
		*slash = '\0';
	path_sweep(slash == NULL ? "."
		: slash == dir	 ? "/"
				 : dir,
	    slash != NULL ? file + (slash - dir) + 1 : file);
	free(dir);
}

/* Copies into a new file beside the wanted one, which appears whole or not at
 * all and never over another: link, not rename. */
static bool
copy_to(sqlite3 *from, const char *file, struct err *err)
{
	char *temporary = path_temporary(file);
	bool ok = str_copy(unfinished, sizeof(unfinished), temporary);
	int fd;

	free(temporary);
	if (!ok)
		return err_set(err, _("the name of a file is too long"));
	sweep_beside(file);
	fd = open(unfinished, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return err_errno(err, _("cannot write %s"), unfinished);
	guard_copy(on_end);
	ok = sql_copy(from, unfinished, err) && sync_file(unfinished, err);
	if (!ok)
		err_wrap(err, _("cannot write %s"), file);
	else if (link(unfinished, file) < 0)
		ok = err_errno(err, _("cannot write %s"), file);
	unlink(unfinished);
	guard_copy(SIG_DFL);
	close(fd);
	return ok && sync_file(file, err);
}

bool
backup_make(struct db *db, const char *file, struct err *err)
{
	char why[160];

	if (path_exists(file))
		return err_set(
		    err, _("%s exists already; nothing was overwritten"), file);
	if (!verify_file_whole(db, why, sizeof(why), err))
		return false;
	if (why[0] != '\0')
		return err_set(err,
		    _("%s is damaged (%s); a copy of it would be no backup"),
		    db->path, why);
	return copy_to(db->sql, file, err);
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
	char *name = sql_file(file);
	sqlite3 *from = NULL;
	bool ok;

	ok = sqlite3_open_v2(name, &from, SQLITE_OPEN_READONLY, NULL) ==
		SQLITE_OK
	    ? copy_to(from, to, err)
	    : sql_err(from, err, file);
	sqlite3_close(from);
	free(name);
	return ok;
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

/* Who brought it back, and when: what was noted outside since the copy was made
 * is missing rightly then, also where the system clock was set back since. By
 * its text the row is like no other one of the same copy, see head.h. */
static bool
note_restore(const char *dir, const char *actor, struct err *err)
{
	uint8_t chance[8];
	char branch[2 * sizeof(chance) + 1];
	const struct ledger_row row = {.kind = "restore",
	    .at_utc_s = MAX_OF(clock_utc_s(), head_latest_s(dir)),
	    .actor = actor,
	    .text = branch};
	struct db *db = db_open(dir, DB_DESK, err);
	bool ok = db != NULL && db_begin(db, err);

	randombytes_buf(chance, sizeof(chance));
	str_hex(branch, chance, sizeof(chance));
	if (ok && !ledger_add(db, &row, err)) {
		db_rollback(db);
		ok = false;
	}
	ok = ok && db_commit(db, err);
	db_close(db);
	return ok;
}

bool
backup_restore(
    const char *file, const char *dir, const char *actor, struct err *err)
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
	return ok && note_restore(dir, actor, err);
}
