/* Opening: what is refused, what is kept, how a new schema comes in. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>

#include "console/store/amend.h"
#include "console/store/book.h"
#include "console/store/db.h"
#include "console/store/db_moment.h"
#include "console/store/db_transaction.h"
#include "console/store/head.h"
#include "console/store/lock.h"
#include "console/store/migrate.h"
#include "console/store/rows.h"
#include "console/store/verify.h"
#include "shared/base/path.h"
#include "tests/unit/store/story.h"

static void
write_file(const char *dir, const char *name, const char *text)
{
	char *path = path_join(dir, name);

	assert_true(path_write_atomic(path, text, strlen(text), 0600, NULL));
	free(path);
}

/* The whole file; free() it. */
static char *
read_file(const char *dir, const char *name, size_t *len)
{
	char *path = path_join(dir, name), *data;
	struct stat st;
	int fd = open(path, O_RDONLY);

	assert_true(fd >= 0 && fstat(fd, &st) == 0);
	data = malloc((size_t)st.st_size + 1);
	*len = (size_t)st.st_size;
	assert_int_equal(read(fd, data, *len), st.st_size);
	close(fd);
	free(path);
	return data;
}

static void
refused(const char *dir, enum db_mode mode, const char *why)
{
	struct err err = {0};

	assert_null(db_open(dir, mode, &err));
	if (strstr(err.text, why) == NULL)
		fail_msg("said \"%s\", not \"%s\"", err.text, why);
	assert_null(strchr(err.text, '\n'));
}

static void
raw(const char *dir, const char *sql)
{
	char *path = path_join(dir, DB_FILE);
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		fail_msg("%s", sqlite3_errmsg(db));
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	free(path);
}

/* A folder with one solved ticket and an orderly end. */
static char *
sample(void)
{
	char *dir = story_dir();
	struct story s;

	story_init(&s, dir);
	story_solved(&s, "Subiekt", "Alfa", 100);
	store_close(s.store);
	return dir;
}

static void
test_missing(void **state)
{
	char *dir = story_dir();

	refused(dir, DB_READ, "no time log");
	refused(dir, DB_WRITE, "no time log");
	refused(
	    dir, DB_READ, "--data or POMOC_DATA, a desk elsewhere by --desk");
	story_remove(dir);
}

static void
test_foreign(void **state)
{
	char *dir = story_dir(), *before, *after;
	size_t len, len2;

	write_file(dir, DB_FILE, "my shopping list, long enough to look at");
	refused(dir, DB_DESK, "not a pomoc database");
	refused(dir, DB_READ, "not a pomoc database");
	write_file(dir, DB_FILE, "");
	raw(dir, "CREATE TABLE other (x)");
	before = read_file(dir, DB_FILE, &len);
	refused(dir, DB_DESK, "another program");
	refused(dir, DB_WRITE, "another program");
	after = read_file(dir, DB_FILE, &len2);
	assert_int_equal(len, len2);
	assert_memory_equal(before, after, len);
	free(before);
	free(after);
	story_remove(dir);
}

static void
test_newer(void **state)
{
	char *dir = sample();

	raw(dir, "PRAGMA user_version = 99");
	refused(dir, DB_DESK, "newer");
	refused(dir, DB_READ, "newer");
	story_remove(dir);
}

static int
copies(const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	int n = 0;

	assert_non_null(d);
	while ((e = readdir(d)) != NULL)
		n += strstr(e->d_name, ".bak") != NULL;
	closedir(d);
	return n;
}

/* Whoever may read a copy, reads the log. */
static void
copies_are_private(const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	struct stat st;

	assert_non_null(d);
	while ((e = readdir(d)) != NULL)
		if (strstr(e->d_name, ".bak") != NULL) {
			assert_int_equal(
			    fstatat(dirfd(d), e->d_name, &st, 0), 0);
			assert_int_equal(st.st_mode & 0777, 0600);
		}
	closedir(d);
}

static void
test_older(void **state)
{
	char *dir = sample();
	struct verify_result v;
	struct err err = {0};
	struct db *db;
	mode_t mask;

	raw(dir, "DROP VIEW v_queue; DROP TABLE alarm; PRAGMA user_version=0");
	refused(dir, DB_READ, "older");
	assert_int_equal(copies(dir), 0);
	mask = umask(0);
	db = db_open(dir, DB_DESK, &err);
	assert_int_equal(umask(mask), 0);
	if (db == NULL)
		fail_msg("%s", err.text);
	assert_int_equal(copies(dir), 1);
	copies_are_private(dir);
	assert_int_equal(
	    sql_int(db->sql, "PRAGMA user_version", 0), migrate_latest());
	assert_int_equal(
	    sql_int(db->sql, "SELECT count(*) FROM v_queue", -1), 0);
	assert_true(verify_log(db, &v, &err));
	assert_int_equal(v.bad_row + v.bad_ticket, 0);
	assert_int_equal(v.tickets, 1);
	db_close(db);
	story_remove(dir);
}

/* Texts that an older desk kept as they came do not reach a terminal. */
static void
test_views_are_clean(void **state)
{
	char *dir = sample();
	struct err err = {0};
	struct db *db;

	raw(dir,
	    "DROP TRIGGER person_forget;"
	    "UPDATE person SET client = 'Firma' || char(27) || '[2J',"
	    " name = 'J' || char(0x9b) || '31m', phone = 'x' || char(0x202e),"
	    " problem = 'two' || char(10) || 'lines, zażółć – ok';"
	    "PRAGMA user_version = 1");
	db = db_open(dir, DB_DESK, &err);
	if (db == NULL)
		fail_msg("%s", err.text);
	assert_int_equal(
	    sql_int(
		db->sql, "SELECT client = '(not printable)' FROM v_timelog", 0),
	    1);
	assert_int_equal(
	    sql_int(db->sql,
		"SELECT name = '(not printable)' AND phone = name AND"
		" problem = 'two lines, zażółć – ok' FROM v_person",
		0),
	    1);
	db_close(db);
	story_remove(dir);
}

/* A month can be made of the view: a log of before had no such column. */
static void
test_view_tells_completion(void **state)
{
	char *dir = sample();
	struct err err = {0};
	struct db *db;

	raw(dir,
	    "DROP VIEW v_timelog; CREATE VIEW v_timelog AS"
	    " SELECT id AS ticket FROM ticket; PRAGMA user_version = 7");
	db = db_open(dir, DB_DESK, &err);
	if (db == NULL)
		fail_msg("%s", err.text);
	assert_int_equal(
	    sql_int(db->sql,
		"SELECT count(*) FROM v_timelog v JOIN ticket t"
		" ON t.id = v.ticket WHERE v.completed = strftime("
		"'%Y-%m-%d %H:%M', t.closed_utc, 'unixepoch', 'localtime')",
		0),
	    1);
	db_close(db);
	story_remove(dir);
}

/* Notes of technicians and the client's text stood in one column. */
static void
test_notes_apart(void **state)
{
	const struct book_author who = {"anna", "user anna"};
	struct book_client c = {.name = "Alfa"};
	char *dir = story_dir();
	struct verify_result v;
	struct err err = {0};
	struct story s;
	struct db *db;

	story_init(&s, dir);
	story_solved(&s, "Subiekt", "Alfa", 100);
	assert_true(amend_ticket(store_db(s.store), 1, TICKET_EV_NOTED, "anna",
	    0, "pays late", &err));
	store_close(s.store);
	raw(dir,
	    "UPDATE ticket SET note = note || char(10) || 'pays late';"
	    "DROP TRIGGER correction_forget;"
	    "CREATE TRIGGER correction_no_update BEFORE UPDATE ON correction"
	    " BEGIN SELECT RAISE (ABORT, 'never'); END;"
	    "DROP TRIGGER person_forget;"
	    "UPDATE person SET folded = 'ALFA', words = 'EWA';"
	    "DROP TABLE ticket_contractor; DROP TABLE contractor;"
	    "CREATE TABLE e (id INTEGER PRIMARY KEY, ticket INTEGER NOT NULL"
	    " REFERENCES ticket (id), seq INTEGER NOT NULL, kind TEXT NOT NULL,"
	    " at_ms INTEGER NOT NULL, beat_ms INTEGER NOT NULL,"
	    " at_utc INTEGER NOT NULL, actor TEXT NOT NULL,"
	    " line INTEGER NOT NULL, yes INTEGER NOT NULL,"
	    " seconds INTEGER NOT NULL, net_gr INTEGER NOT NULL, text TEXT,"
	    " text2 TEXT NOT NULL, seal BLOB, hash BLOB NOT NULL,"
	    " UNIQUE (ticket, seq)) STRICT;"
	    "INSERT INTO e SELECT * FROM event; DROP TABLE event;"
	    "ALTER TABLE e RENAME TO event;"
	    "PRAGMA user_version = 2");
	db = db_open(dir, DB_DESK, &err);
	if (db == NULL)
		fail_msg("%s", err.text);
	/* names are folded anew */
	assert_int_equal(sql_int(db->sql,
			     "SELECT count(*) FROM person WHERE"
			     " folded = 'alfa' AND words LIKE 'ewa nowak%'",
			     0),
	    1);
	/* the book is empty, and can be written */
	assert_true(book_add(db, &c, &who, &err));
	assert_string_equal(c.code, "K1");
	assert_int_equal(sql_int(db->sql,
			     "SELECT note NOT LIKE '%late%' AND note <> ''"
			     " FROM ticket",
			     0),
	    1);
	assert_true(verify_log(db, &v, &err));
	assert_string_equal(v.why, "");
	db_close(db);
	story_remove(dir);
}

/* Letters of other scripts were folded as themselves. */
static void
test_folded_anew(void **state)
{
	const struct book_author who = {"anna", "user anna"};
	struct book_client c = {.name = "Аb"};
	char *dir = story_dir();
	struct verify_result v;
	struct err err = {0};
	const char *why;
	struct story s;
	struct db *db;

	story_init(&s, dir);
	story_solved(&s, "Subiekt", "Аb", 100);
	assert_true(book_add(store_db(s.store), &c, &who, &err));
	store_close(s.store);
	raw(dir,
	    "DROP TRIGGER person_forget; DROP INDEX person_phone;"
	    "UPDATE person SET folded = 'аb',"
	    " words = replace(words, char(10) || 'ab', char(10) || 'аb');"
	    "UPDATE contractor SET folded = 'аb';"
	    "CREATE TRIGGER person_forget BEFORE UPDATE ON person"
	    " BEGIN SELECT RAISE (ABORT, 'never'); END;"
	    "PRAGMA user_version = 7");
	db = db_open(dir, DB_DESK, &err);
	if (db == NULL)
		fail_msg("%s", err.text);
	assert_true(verify_log(db, &v, &err));
	assert_string_equal(v.why, "");
	assert_true(book_suggest(db, 1, &c, &why));
	assert_string_equal(why, "name");
	assert_int_equal(sql_int(db->sql,
			     "SELECT count(*) FROM person JOIN contractor USING"
			     " (folded) WHERE folded = 'ab' AND"
			     " instr(words, char(10) || 'ab' || char(10))",
			     0),
	    1);
	db_close(db);
	story_remove(dir);
}

/* A new schema that fails half-way leaves the old one. */
static void
test_migration_whole(void **state)
{
	char *dir = sample();
	struct err err = {0};
	struct db *db;

	raw(dir,
	    "DROP VIEW v_queue; DROP TABLE alarm;"
	    "CREATE VIEW alarm AS SELECT 1 AS x; PRAGMA user_version=0");
	assert_null(db_open(dir, DB_DESK, &err));
	db = NULL;
	raw(dir, "SELECT x FROM alarm");
	assert_null(db);
	assert_int_equal(copies(dir), 1);
	story_remove(dir);
}

static void
note_ticket(const char *dir)
{
	struct err err;
	struct db *db = db_open(dir, DB_WRITE, &err);

	assert_non_null(db);
	assert_true(amend_ticket(
	    db, 1, TICKET_EV_NOTED, "anna", 0, "asked again", &err));
	db_close(db);
}

/* What a frozen handle reads is of one moment, its journal's head with it. */
static void
test_frozen(void **state)
{
	char *dir = sample();
	struct head before, now;
	struct err err;
	struct db *db;

	(void)state;
	db = db_open(dir, DB_READ, &err);
	assert_non_null(db);
	assert_true(db_freeze(db, &err));
	assert_true(head_now(db, 0, &before, &err));
	note_ticket(dir);
	assert_true(head_now(db, 0, &now, &err));
	assert_int_equal(now.rows, before.rows);
	assert_string_equal(now.hash, before.hash);
	db_close(db);
	db = db_open(dir, DB_READ, &err);
	assert_non_null(db);
	assert_true(head_now(db, 0, &now, &err));
	assert_int_equal(now.rows, before.rows + 1);
	assert_int_equal(head_find(db, before.hash, &err), before.rows);
	db_close(db);
	story_remove(dir);
}

static void
test_second_desk(void **state)
{
	char *dir = story_dir(), mine[32];
	struct err err = {0};
	struct db *db = db_open(dir, DB_DESK, &err), *reader;

	assert_non_null(db);
	snprintf(mine, sizeof(mine), "process %d", (int)getpid());
	refused(dir, DB_DESK, mine);
	assert_int_equal(lock_owner(dir), getpid());
	reader = db_open(dir, DB_READ, &err);
	assert_non_null(reader);
	db_close(reader);
	db_close(db);
	assert_int_equal(lock_owner(dir), 0);
	db = db_open(dir, DB_DESK, &err);
	assert_non_null(db);
	db_close(db);
	story_remove(dir);
}

/* root may write anywhere: it becomes somebody else for this test. */
static void
test_unwritable(void **state)
{
	char *dir = sample();
	char *give = str_fmt("chown -R 65534 '%s'", dir);
	struct err err = {0};
	struct db *db;
	bool root = geteuid() == 0;

	if (root) {
		assert_int_equal(system(give), 0);
		assert_int_equal(seteuid(65534), 0);
	}
	assert_int_equal(chmod(dir, 0500), 0);
	refused(dir, DB_DESK, "annot");
	refused(dir, DB_WRITE, "cannot be written");
	db = db_open(dir, DB_READ, &err);
	if (db == NULL)
		fail_msg("%s", err.text);
	assert_int_equal(sql_int(db->sql, "SELECT count(*) FROM ticket", 0), 1);
	db_close(db);
	assert_int_equal(chmod(dir, 0700), 0);
	if (root)
		assert_int_equal(seteuid(0), 0);
	free(give);
	story_remove(dir);
}

/* Overwrites bytes in the middle of the file. */
static void
damage(const char *dir, long at, size_t len)
{
	char *path = path_join(dir, DB_FILE);
	FILE *f = fopen(path, "r+");

	assert_non_null(f);
	assert_int_equal(fseek(f, at, SEEK_SET), 0);
	while (len-- > 0)
		fputc(0xa5, f);
	assert_int_equal(fclose(f), 0);
	free(path);
}

static void
test_corrupt(void **state)
{
	char *dir = sample(), *before, *after;
	size_t len, len2;

	damage(dir, 4096 * 3 + 1, 3000);
	before = read_file(dir, DB_FILE, &len);
	refused(dir, DB_DESK, "pomoc restore");
	after = read_file(dir, DB_FILE, &len2);
	assert_int_equal(len, len2);
	assert_memory_equal(before, after, len);
	free(before);
	free(after);
	story_remove(dir);
}

static void
test_truncated(void **state)
{
	char *dir = sample(), *path = path_join(dir, DB_FILE);
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(truncate(path, st.st_size / 2 / 4096 * 4096), 0);
	refused(dir, DB_DESK, "pomoc restore");
	assert_int_equal(truncate(path, 700), 0);
	refused(dir, DB_DESK, "pomoc restore");
	assert_int_equal(truncate(path, 0), 0);
	refused(dir, DB_DESK, "pomoc restore");
	refused(dir, DB_READ, "pomoc restore");
	free(path);
	story_remove(dir);
}

static int64_t
counted(struct db *db)
{
	return rows_number(db, -1, "SELECT count(*) FROM x", "");
}

static void
add_x(struct db *db, int depth, bool keep)
{
	assert_true(db_begin(db, NULL));
	assert_true(sql_exec(db->sql, "INSERT INTO x VALUES (1)", NULL));
	if (depth > 0)
		add_x(db, depth - 1, !keep);
	if (keep)
		assert_true(db_commit(db, NULL));
	else
		db_rollback(db);
}

/* The inner one is undone alone, the outer one with all in it. */
static void
test_nested(void **state)
{
	char *dir = story_dir();
	struct db *db = db_open(dir, DB_DESK, NULL);

	(void)state;
	assert_non_null(db);
	assert_true(sql_exec(db->sql, "CREATE TEMP TABLE x (y)", NULL));
	add_x(db, 1, true);
	assert_int_equal(counted(db), 1);
	add_x(db, 2, true); /* the third is in the one that is undone */
	assert_int_equal(counted(db), 2);
	add_x(db, 1, false);
	assert_int_equal(counted(db), 2);
	assert_true(sqlite3_get_autocommit(db->sql));
	/* undone by SQLite itself: the outer one is gone, too */
	assert_true(db_begin(db, NULL));
	assert_true(db_begin(db, NULL));
	assert_true(sql_exec(db->sql, "ROLLBACK", NULL));
	db_rollback(db);
	assert_false(db_commit(db, NULL));
	add_x(db, 0, true);
	assert_int_equal(counted(db), 3);
	db_close(db);
	story_remove(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_missing),
	    cmocka_unit_test(test_foreign),
	    cmocka_unit_test(test_newer),
	    cmocka_unit_test(test_folded_anew),
	    cmocka_unit_test(test_older),
	    cmocka_unit_test(test_views_are_clean),
	    cmocka_unit_test(test_view_tells_completion),
	    cmocka_unit_test(test_notes_apart),
	    cmocka_unit_test(test_migration_whole),
	    cmocka_unit_test(test_nested),
	    cmocka_unit_test(test_frozen),
	    cmocka_unit_test(test_second_desk),
	    cmocka_unit_test(test_unwritable),
	    cmocka_unit_test(test_corrupt),
	    cmocka_unit_test(test_truncated),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
