#include "console/store/db.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "console/store/lock.h"
#include "console/store/reserve.h"
#include "console/store/migrate.h"
#include "shared/base/buf.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/path.h"
#include "shared/base/str.h"
#include "shared/base/util.h"

#define BUSY_DESK_MS 100 /* the desk keeps the row and tries again later */
#define BUSY_COMMAND_MS 5000
#define CLEAN_NAME "clean" /* size and time of the file at an orderly end */

static const char magic[16] = "SQLite format 3";

/* An empty file is as good as none; anything else must start like SQLite's. */
static bool
check_magic(const char *path, struct err *err)
{
	char head[sizeof(magic)];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return err_errno(err, "%s", path);
	n = read(fd, head, sizeof(head));
	close(fd);
	if (n == 0 ||
	    (n == (ssize_t)sizeof(head) &&
		memcmp(head, magic, sizeof(head)) == 0))
		return true;
	return err_set(err,
	    _("%s is not a pomoc database; give another --data folder"), path);
}

static bool
may(const char *path, int how)
{
	return faccessat(AT_FDCWD, path, how, AT_EACCESS) == 0;
}

/* Where else a log may be, for who looks for one. */
static bool
not_here(const struct db *db, struct err *err)
{
	char why[sizeof(err->text)];

	if (err == NULL || db->mode == DB_DESK)
		return false;
	str_copy(why, sizeof(why), err->text);
	return err_set(err,
	    _("%s; another folder is named by --data or POMOC_DATA, a desk "
	      "elsewhere by --desk"),
	    why);
}

static bool
find_file(const struct db *db, struct err *err)
{
	struct stat st;

	if (lstat(db->path, &st) < 0) {
		if (errno == ENOENT && db->mode == DB_DESK)
			return true;
		if (errno == ENOENT)
			return err_set(err,
			    _("no time log in %s yet; it is made when the desk "
			      "first starts there"),
			    db->dir);
		return err_errno(err, "%s", db->path);
	}
	if (!S_ISREG(st.st_mode))
		return err_set(err, _("%s is not a regular file"), db->path);
	if (!may(db->path, R_OK))
		return err_errno(err, "%s", db->path);
	if (db->mode != DB_READ && !may(db->path, W_OK))
		return err_errno(err, _("%s cannot be written"), db->path);
	if (db->mode != DB_READ && !may(db->dir, W_OK))
		return err_errno(
		    err, _("folder %s cannot be written"), db->dir);
	return true;
}

static bool
check_place(const struct db *db, struct err *err)
{
	if (!find_file(db, err))
		return not_here(db, err);
	/* a new one is made by the desk */
	return !path_exists(db->path) || check_magic(db->path, err);
}

/* Whether the file is as the last orderly end left it. One use only. */
static bool
take_clean_mark(const struct db *db)
{
	char *mark = path_join(db->dir, CLEAN_NAME);
	char now[64], then[64] = "";
	struct stat st;
	FILE *f = fopen(mark, "re");

	if (f != NULL) {
		if (fgets(then, sizeof(then), f) == NULL)
			then[0] = '\0';
		fclose(f);
		unlink(mark);
	}
	free(mark);
	if (then[0] == '\0' || stat(db->path, &st) < 0)
		return false;
	snprintf(now, sizeof(now), "%jd %jd.%09ld", (intmax_t)st.st_size,
	    (intmax_t)st.st_mtim.tv_sec, st.st_mtim.tv_nsec);
	return str_eq(now, then);
}

static void
leave_clean_mark(const char *dir, const char *path)
{
	char *mark = path_join(dir, CLEAN_NAME);
	char *wal = str_fmt("%s-wal", path);
	char now[64];
	struct stat st;
	int len;

	/* another program still reads: the log was not folded in */
	if (!path_exists(wal) && stat(path, &st) == 0) {
		len = snprintf(now, sizeof(now), "%jd %jd.%09ld",
		    (intmax_t)st.st_size, (intmax_t)st.st_mtim.tv_sec,
		    st.st_mtim.tv_nsec);
		(void)path_write_atomic(mark, now, (size_t)len, 0600, NULL);
	}
	free(wal);
	free(mark);
}

/* Leaves the files exactly as they are: they may be evidence. */
static bool
damaged(struct db *db, const char *what, struct err *err)
{
	sqlite3_db_config(db->sql, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	return err_set(err,
	    _("%s is damaged (%s); nothing was changed. Move it and its -wal "
	      "away as evidence and bring a backup back: pomoc restore FILE "
	      "--data %s"),
	    db->path, what, db->dir);
}

static bool
quick_check(struct db *db, struct err *err)
{
	sqlite3_stmt *st = sql_prepare(db->sql, "PRAGMA quick_check(1)", NULL);
	char what[160];
	int rc;

	if (st == NULL)
		return damaged(db, sqlite3_errmsg(db->sql), err);
	rc = sqlite3_step(st);
	str_copy(what, sizeof(what),
	    rc == SQLITE_ROW ? sql_text(st, 0) : sqlite3_errmsg(db->sql));
	sqlite3_finalize(st);
	if (rc == SQLITE_BUSY)
		return sql_err(db->sql, err, db->path);
	what[strcspn(what, "\n")] = '\0';
	return str_eq(what, "ok") || damaged(db, what, err);
}

/* Copies the file as it is before a new schema touches it. */
static bool
keep_copy(struct db *db, int version, struct err *err)
{
	mode_t mask;
	char *to;
	bool ok;

	to = str_fmt("%s.v%d-%s.bak", db->path, version,
	    clock_local(CLOCK_TEXT, "%Y%m%dT%H%M%S", clock_utc_s()));
	/* nobody else may read it, not for a moment */
	mask = umask(077);
	ok = path_exists(to) || sql_copy(db->sql, to, err);
	(void)umask(mask);
	if (!ok)
		err_wrap(err, _("cannot copy the old log to %s"), to);
	free(to);
	return ok;
}

static bool
check_version(struct db *db, bool *made, struct err *err)
{
	int64_t app = sql_int(db->sql, "PRAGMA application_id", -1);
	int64_t version = sql_int(db->sql, "PRAGMA user_version", -1);
	int64_t tables = sql_int(
	    db->sql, "SELECT count(*) FROM sqlite_schema", -1);

	*made = false;
	if (app < 0 || version < 0 || tables < 0) {
		if ((sqlite3_errcode(db->sql) & 0xff) == SQLITE_CORRUPT ||
		    (sqlite3_errcode(db->sql) & 0xff) == SQLITE_NOTADB)
			return damaged(db, sqlite3_errmsg(db->sql), err);
		return sql_err(db->sql, err, db->path);
	}
	if (app == 0 && version == 0 && tables == 0) {
		/* the reserve is made after the log: there was one */
		if (db->mode != DB_DESK || reserve_present(db->dir))
			return damaged(db, _("it is empty"), err);
		*made = true;
		return migrate_run(db, 0, err);
	}
	if (app != MIGRATE_APPLICATION_ID)
		return err_set(err,
		    _("%s belongs to another program; give another --data "
		      "folder"),
		    db->path);
	if (version > migrate_latest())
		return err_set(err,
		    _("%s was written by a newer pomoc (schema %d, this one "
		      "knows %d); install the newer one"),
		    db->path, (int)version, migrate_latest());
	if (version < migrate_latest() && db->mode != DB_DESK)
		return err_set(err,
		    _("%s has an older schema (%d); start the desk once to "
		      "bring it up to date"),
		    db->path, (int)version);
	return true;
}

/* Nobody asks how much memory SQLite has; counting it would make every thread
 * wait for the others, row by row. Before the first file is opened. */
static void
count_no_memory(void)
{
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static bool
open_handle(struct db *db, struct err *err)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	int flags = db->mode == DB_READ
	    ? SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX
	    : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
	char *name = sql_file(db->path);
	mode_t mask = umask(077);
	int rc;

	pthread_once(&once, count_no_memory);
	rc = sqlite3_open_v2(name, &db->sql, flags, NULL);
	umask(mask);
	free(name);
	if (rc != SQLITE_OK)
		return sql_err(db->sql, err, db->path);
	sqlite3_extended_result_codes(db->sql, 1);
	sqlite3_busy_timeout(db->sql, BUSY_COMMAND_MS);
	sqlite3_db_config(db->sql, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	return sql_extend(db->sql, err);
}

/* A read-only folder has no room for the shared-memory file of WAL; a log
 * that was closed in order can be read without one. */
static bool
open_frozen(struct db *db, struct err *err)
{
	struct buf uri = BUF_INIT;
	char *wal = str_fmt("%s-wal", db->path);
	struct stat st;
	bool ok;

	if (stat(wal, &st) == 0 && st.st_size > 0) {
		ok = err_set(err,
		    _("%s was not closed in order and its folder cannot be "
		      "written; copy the folder to read it"),
		    db->path);
		goto out;
	}
	/* behind "//" a host would stand: here is none */
	buf_adds(&uri, db->path[0] == '/' ? "file://" : "file:./");
	for (const char *p = db->path; *p != '\0'; p++)
		if (strchr("%?#", *p) != NULL)
			buf_printf(&uri, "%%%02x", (unsigned char)*p);
		else
			buf_addc(&uri, *p);
	buf_adds(&uri, "?immutable=1");
	sqlite3_close(db->sql);
	ok = sqlite3_open_v2(buf_str(&uri), &db->sql,
		 SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL) == SQLITE_OK;
	if (!ok)
		sql_err(db->sql, err, db->path);
	ok = ok && sql_extend(db->sql, err);
out:
	buf_fini(&uri);
	free(wal);
	return ok;
}

static bool
needs_frozen(const struct db *db)
{
	int rc;

	if (sql_int(db->sql, "PRAGMA application_id", -1) >= 0)
		return false;
	rc = sqlite3_errcode(db->sql) & 0xff;
	/* IOERR: a full disk has no room for what readers share */
	return rc == SQLITE_CANTOPEN || rc == SQLITE_READONLY ||
	    rc == SQLITE_IOERR || rc == SQLITE_FULL;
}

static bool
settle(struct db *db, struct err *err)
{
	if (!sql_exec(db->sql,
		"PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;"
		"PRAGMA temp_store=MEMORY; PRAGMA cell_size_check=ON;"
		"PRAGMA trusted_schema=OFF",
		err))
		return false;
	if (db->mode == DB_READ)
		return true;
	if (sqlite3_db_readonly(db->sql, "main") == 1)
		return err_set(err, _("%s is on a read-only disk"), db->path);
	if (!sql_exec(db->sql,
		"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
		"PRAGMA secure_delete=ON",
		err))
		return err_wrap(err, "%s", db->path);
	if (db->mode == DB_DESK)
		sqlite3_busy_timeout(db->sql, BUSY_DESK_MS);
	return true;
}

static bool
bring_up_to_date(struct db *db, struct err *err)
{
	int version = (int)sql_int(db->sql, "PRAGMA user_version", 0);

	if (version == migrate_latest())
		return true;
	return keep_copy(db, version, err) && migrate_run(db, version, err);
}

static bool
open_checked(struct db *db, struct err *err)
{
	bool clean, made;

	if (!check_place(db, err))
		return false;
	clean = db->mode != DB_DESK || take_clean_mark(db);
	if (!open_handle(db, err))
		return false;
	if (db->mode == DB_READ && needs_frozen(db) && !open_frozen(db, err))
		return false;
	if (!check_version(db, &made, err))
		return false;
	if (!clean && !made && !quick_check(db, err))
		return false;
	if (db->mode == DB_DESK && !bring_up_to_date(db, err))
		return false;
	return settle(db, err);
}

/* A desk is not to be kept from starting by a full disk: then the room that was
 * kept for its last rows is for what all who read share. */
static bool
give_room(struct db *db, struct err *err)
{
	if (db->mode != DB_DESK || err == NULL ||
	    (err->code != SQLITE_FULL && err->code != SQLITE_IOERR) ||
	    !reserve_free(db->dir))
		return false;
	sqlite3_close(db->sql);
	db->sql = NULL;
	err->text[0] = '\0';
	return true;
}

struct db *
db_open(const char *dir, enum db_mode mode, struct err *err)
{
	struct db *db = mem_alloc(sizeof(*db));

	db->mode = mode;
	db->lock_fd = -1;
	db->dir = str_dup(dir);
	db->path = path_join(dir, DB_FILE);
	if (mode == DB_DESK) {
		if (!path_make_dir(dir, err) ||
		    (db->lock_fd = lock_take(dir, err)) < 0)
			goto fail;
	}
	if (open_checked(db, err) ||
	    (give_room(db, err) && open_checked(db, err)))
		return db;
fail:
	db->mode = DB_READ; /* a refused start leaves no mark of good order */
	db_close(db);
	return NULL;
}

void
db_close(struct db *db)
{
	if (db == NULL)
		return;
	sql_cache_fini(&db->cache);
	if (sqlite3_close(db->sql) == SQLITE_OK && db->mode == DB_DESK)
		leave_clean_mark(db->dir, db->path);
	if (db->lock_fd >= 0)
		close(db->lock_fd);
	free(db->dir);
	free(db->path);
	free(db);
}

bool
db_check_file(const char *path, struct err *err)
{
	struct db db = {.lock_fd = -1, .mode = DB_READ};
	bool made;
	bool ok;

	db.path = str_dup(path);
	db.dir = str_dup(".");
	ok = check_magic(path, err) && open_handle(&db, err) &&
	    check_version(&db, &made, err) && quick_check(&db, err);
	sqlite3_close(db.sql);
	free(db.path);
	free(db.dir);
	return ok;
}
